"""The concordance: every unit in which words or phrases stand, newest first."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from time import monotonic

import regex

from tm.errors import InvalidInput
from tm.match.index import Scope, Standing
from tm.match.phrases import Phrase, Wanted, parse
from tm.model.people import Actor
from tm.model.units import (
    ConcordanceHit,
    Memory,
    Occurrence,
    Status,
    TranslationUnit,
    Variant,
    moment,
)
from tm.services import access
from tm.services.context import Context
from tm.services.lookup import in_range, language, reading, sized
from tm.services.paging import LARGEST_PAGE, cursor_of, row_after
from tm.storage.repositories import units
from tm.storage.session import UnitOfWork
from tm.text.languages import covers
from tm.text.tokens import compared, key

LONGEST_PHRASE = 1_000
SECONDS = 2.0
"""How long a regular expression is looked for before a page is answered as far as it got."""
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Concordance:
    """A page of hits; ``total`` counts all of them, or at least so many unless ``counted_all``."""

    hits: tuple[ConcordanceHit, ...]
    next: str | None
    total: int
    counted_all: bool = True


def concordance(
    ctx: Context,
    actor: Actor,
    text: str,
    lang: str,
    *,
    memories: Sequence[str] = (),
    limit: int = 50,
    cursor: str | None = None,
) -> Concordance:
    """Return the units with a text in which all that is asked for stands, newest first.

    ``text`` is words and phrases as ``tm.match.phrases`` reads them, or a regular expression
    between slashes, which is looked for in the text as it is stored, for ``SECONDS`` at most.
    Raises InvalidInput (with the field at fault), or NotFound for an unknown memory.
    """
    lang = language(lang, "lang")
    asked = sized(text, "text", LONGEST_PHRASE).strip()
    in_range(limit, 1, LARGEST_PAGE, "limit")
    after = row_after(cursor)
    with reading(ctx, actor) as uow:
        chosen = access.searched_memories(uow, memories)
        names = {memory.id: memory for memory in chosen.values()}
        if len(asked) > 2 and asked.startswith("/") and asked.endswith("/"):
            tags = [tag for tag in ctx.index.languages() if covers(lang, tag)]
            return _matching(uow, asked[1:-1], lang, names, list(chosen), tags, after, limit)
        wanted = parse(asked, lang)
        scope = Scope(dict.fromkeys(chosen, Standing()))
        rows, counted_all = ctx.index.containing(wanted, lang, scope)
        later = rows
        if after:
            later = rows[rows < after]
            if not counted_all:
                later, _ = ctx.index.containing(wanted, lang, scope, before=after)
        page = later[: limit + 1].tolist()
        loaded = units.load(uow, page[:limit])
    shown = [loaded[row] for row in page[:limit] if row in loaded]
    found = [hit(unit, names, lang, lambda v: spans_of(wanted, v)) for unit in shown]
    # An index that is behind may still have what was changed or rejected since.
    hits = tuple(h for h in found if h.spans and h.status is not Status.REJECTED)
    following = cursor_of([(row, None) for row in page], limit)
    return Concordance(hits, following, len(rows), counted_all)


def _matching(
    uow: UnitOfWork,
    pattern: str,
    lang: str,
    names: Mapping[str, Memory],
    memories: Sequence[int],
    tags: Sequence[str],
    after: int,
    limit: int,
) -> Concordance:
    """Look for a regular expression, newest texts first, until the page or the time is full."""
    try:
        searched = regex.compile(pattern, regex.IGNORECASE)
    except regex.error as error:
        raise InvalidInput(f"The regular expression is wrong: {error}.", field="text") from error
    deadline = monotonic() + SECONDS
    found: dict[int, None] = {}
    last = tried = after
    done = False
    while not done and len(found) <= limit:
        page = units.texts_before(uow, memories, tags, last, _AT_ONCE)
        done = len(page) < _AT_ONCE
        try:
            for row, texts in page:
                left = max(deadline - monotonic(), 0.001)
                # Whatever comes of it: a text that takes all the time is not tried again.
                tried = row
                if any(searched.search(text, timeout=left) for text in texts):
                    found[row] = None
                    if len(found) > limit:
                        break
                last = row
        except TimeoutError:
            done, last = False, tried
            break
    rows = list(found)
    loaded = units.load(uow, rows[:limit])

    def spans(variant: Variant) -> list[tuple[int, int]]:
        try:
            places = searched.finditer(variant.text, timeout=SECONDS / limit)
            return [place.span() for place in places if place.group()]
        except TimeoutError:
            return []

    shown = [loaded[row] for row in rows[:limit] if row in loaded]
    hits = tuple(hit(unit, names, lang, spans) for unit in shown)
    if done and len(rows) <= limit:
        following = None
    else:
        end = rows[limit - 1] if len(rows) > limit else last
        following = cursor_of([(end, None), (0, None)], 1)
    return Concordance(hits, following, len(rows), counted_all=following is None and not after)


def hit(
    unit: TranslationUnit,
    names: Mapping[str, Memory],
    lang: str,
    spans_in: Callable[[Variant], list[tuple[int, int]]],
) -> ConcordanceHit:
    """Show the unit's first text in which something stands."""
    texts = [
        (variant, spans_in(variant)) for variant in unit.variants if covers(lang, variant.lang)
    ]
    source, spans = next((text for text in texts if text[1]), texts[0])
    return ConcordanceHit(
        unit=unit.id,
        memory=unit.memory,
        memory_name=names[unit.memory].name,
        lang=source.lang,
        source=source.text,
        spans=_merged(spans),
        translations=tuple(v for v in unit.variants if v is not source),
        status=unit.status,
        origin=max(unit.occurrences, key=lambda o: moment(o.date), default=Occurrence()),
    )


def spans_of(wanted: Wanted, variant: Variant) -> list[tuple[int, int]]:
    """Return where the phrases stand in a text; nothing unless all of them do."""
    there = compared(variant.text, variant.lang)
    folded = key(there)
    lengths = [len(unit) + len(there.separator) for unit in there.units]
    starts = [0, *accumulate(lengths)]
    spans: list[tuple[int, int]] = []
    for phrase in wanted.present:
        # A phrase is folded by the language of the text, which may be one that was covered.
        found = list(Phrase(phrase.text, variant.lang).pattern.finditer(folded))
        if not found:
            return []
        for place in found:
            first = bisect_right(starts, place.start()) - 1
            last = bisect_right(starts, place.end() - 1) - 1
            start, stop = there.spans[first][0], there.spans[last][1]
            if there.separator:
                start += place.start() - starts[first]
                stop = min(stop, there.spans[last][0] + place.end() - starts[last])
            spans.append((start, stop))
    return spans


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return tuple(merged)
