"""Fuzzy matches for texts, from the memories."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from tm.errors import InvalidInput, ParseError, TooLarge, UnsupportedLanguage
from tm.match import score
from tm.model.people import Actor
from tm.model.units import Match, TranslationUnit
from tm.services.context import Context
from tm.services.indexing import catch_up
from tm.services.search import MatchQuery as MatchQuery
from tm.services.search import Memories, Search
from tm.services.storing import storable
from tm.storage.repositories import units
from tm.storage.session import UnitOfWork
from tm.text.languages import normalize_tag
from tm.text.markup import plain
from tm.text.tokens import compared

LONGEST_QUERY = 10_000
LONGEST_MARKUP = 50_000
LARGEST_LIMIT = 100
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def find_matches(ctx: Context, actor: Actor, query: MatchQuery) -> list[Match]:
    """Return the best matches.

    Equals by score come by their similarity, the priority of their memory and their date, the
    latest first.  Raises InvalidInput (with the field at fault), or NotFound for an unknown memory.
    """
    return find_many(ctx, actor, [query])[0]


def find_many(ctx: Context, actor: Actor, queries: Sequence[MatchQuery]) -> list[list[Match]]:
    """Return the matches of each query, all from one state of the database."""
    checked = [_checked(query) for query in queries]
    with reading(ctx, actor) as uow:
        memories = {chosen: Memories(uow, chosen) for chosen in {q.memories for q in checked}}
        searches = [Search(ctx, uow, query, memories[query.memories]) for query in checked]
        candidates = [search.candidates() for search in searches]
        # What each query needs most likely is loaded in one go.
        wanted = {
            candidate.unit
            for query, found in zip(checked, candidates, strict=True)
            for candidate in found[: query.limit]
        }
        loaded: dict[int, TranslationUnit] = units.load(uow, sorted(wanted)) if wanted else {}
        return [
            search.matches(found, loaded)
            for search, found in zip(searches, candidates, strict=True)
        ]


def behind(ctx: Context) -> int:
    """Return how many changed units at least the last search of this process did not see.

    It is 0 but while a large part of the index is being built.
    """
    return ctx.index.behind


def warm_up(ctx: Context, actor: Actor) -> None:
    """Load the tokenizer and bring the index up to date, so that no lookup need wait for it."""
    compared("warm up", "en")
    with reading(ctx, actor):
        pass


@contextmanager
def reading(ctx: Context, actor: Actor) -> Iterator[UnitOfWork]:
    """Give a read transaction, with the index brought up to what was committed before it.

    The revision is read first, so that the transaction sees at least what the index then claims.
    """
    revision = ctx.db.revision()
    with ctx.db.read(actor) as uow:
        catch_up(ctx, uow, revision)
        yield uow


def _checked(query: MatchQuery) -> MatchQuery:
    sized(query.text, "text", LONGEST_QUERY)
    sized(query.before or "-", "before", LONGEST_QUERY)
    sized(query.after or "-", "after", LONGEST_QUERY)
    for field in ("since", "until"):
        date(getattr(query, field), field)
    if query.markup is not None:
        _markup_of(query.text, sized(query.markup, "markup", LONGEST_MARKUP))
    in_range(query.min_score, 1, score.HIGHEST, "min_score")
    in_range(query.limit, 1, LARGEST_LIMIT, "limit")
    return replace(
        query,
        source=language(query.source, "source"),
        target=language(query.target, "target"),
    )


def _markup_of(text: str, markup: str) -> None:
    try:
        marked = plain(markup)
    except ParseError as error:
        raise InvalidInput(str(error), field="markup") from error
    if marked != text:
        raise InvalidInput("The markup is that of another text than the one given.", field="markup")


def language(tag: str, field: str) -> str:
    """Return a language tag in its canonical spelling, or raise UnsupportedLanguage."""
    try:
        return normalize_tag(tag)
    except UnsupportedLanguage as error:
        raise UnsupportedLanguage(str(error), field=field) from error


def sized(text: str, field: str, longest: int) -> str:
    """Return a text that is neither empty nor too long, or raise InvalidInput or TooLarge."""
    if not storable(text, field).strip():
        raise InvalidInput(f"The {field} is empty.", field=field)
    if len(text) > longest:
        raise TooLarge(
            f"The {field} has {len(text):,} characters; at most {longest:,} are looked up at once.",
            field=field,
        )
    return text


def date(text: str | None, field: str) -> None:
    """Raise InvalidInput for what is neither a year, nor a month or day of one."""
    if text is not None and not _DATE.fullmatch(text):
        raise InvalidInput(
            f"{field} is {text[:40]!r}; write a date as 2025, 2025-03 or 2025-03-01.", field=field
        )


def in_range(number: int, least: int, most: int, field: str) -> None:
    """Raise InvalidInput for a number outside its range."""
    if not least <= number <= most:
        raise InvalidInput(f"{field} is {number}; it goes from {least} to {most}.", field=field)
