"""Fragments: the longest stretches of a text that stand in memories where no whole text does."""

from collections.abc import Sequence
from dataclasses import dataclass

from tm.match import segments
from tm.match.phrases import Phrase, Wanted
from tm.model.people import Actor
from tm.model.units import ConcordanceHit
from tm.services.concordance import hit, spans_of
from tm.services.context import Context
from tm.services.lookup import LONGEST_QUERY, in_range, language, reading, sized
from tm.services.search import Memories
from tm.storage.repositories import units
from tm.text.tokens import compared

MOST_FRAGMENTS = 20
MOST_HITS = 20
_COUNTED = 200


@dataclass(frozen=True, slots=True)
class FoundFragment:
    """A stretch of the text asked for, and the newest units that have it.

    ``span`` is half-open, in code points of the text.  ``total`` counts the units, or at least so
    many unless ``counted_all``.
    """

    span: tuple[int, int]
    text: str
    total: int
    counted_all: bool
    hits: tuple[ConcordanceHit, ...]


def find_fragments(
    ctx: Context,
    actor: Actor,
    text: str,
    source: str,
    target: str,
    *,
    memories: Sequence[str] = (),
    limit: int = 5,
    hits: int = 3,
) -> list[FoundFragment]:
    """Return the longest stretches of a text that occur in translated texts, the longest first.

    A stretch has at least two tokens, or four syllables, and is part of no longer one.  Raises
    InvalidInput (with the field at fault), or NotFound for an unknown memory.
    """
    source, target = language(source, "source"), language(target, "target")
    sized(text, "text", LONGEST_QUERY)
    in_range(limit, 1, MOST_FRAGMENTS, "limit")
    in_range(hits, 0, MOST_HITS, "hits")
    mine = compared(text, source)
    query = segments.query(text, mine, source)
    with reading(ctx, actor) as uow:
        known = Memories(uow, tuple(memories))
        found = ctx.index.fragments(query, target, known.scope, limit, _COUNTED)
        rows = {row for fragment in found for row in fragment.units[:hits]}
        loaded = units.load(uow, sorted(rows)) if rows else {}
    answers = []
    for fragment in found:
        span = mine.spans[fragment.start][0], mine.spans[fragment.end - 1][1]
        wanted = Wanted((Phrase(text[slice(*span)], source),), ())
        shown = [loaded[row] for row in fragment.units[:hits] if row in loaded]
        answers.append(
            FoundFragment(
                span=span,
                text=text[slice(*span)],
                total=len(fragment.units),
                counted_all=len(fragment.units) < _COUNTED,
                hits=tuple(
                    hit(unit, known.by_id, source, lambda v, w=wanted: spans_of(w, v))  # type: ignore[misc]
                    for unit in shown
                ),
            )
        )
    return answers
