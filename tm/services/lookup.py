"""Matches for a text from the memories, and the concordance."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tm.errors import InvalidInput, TooLarge, UnsupportedLanguage
from tm.match import score
from tm.match.index import Candidate
from tm.model.people import Actor
from tm.model.units import (
    Band,
    ConcordanceHit,
    Match,
    Memory,
    Occurrence,
    Penalty,
    Status,
    TranslationUnit,
    Variant,
)
from tm.services import access
from tm.services.context import Context
from tm.services.paging import LARGEST_PAGE, cursor_of, row_after
from tm.services.storing import storable
from tm.storage.repositories import units
from tm.storage.session import UnitOfWork
from tm.text.languages import covers, is_syllabic, normalize_tag
from tm.text.tokens import compared, key, strict_key

LONGEST_QUERY = 10_000
LONGEST_PHRASE = 1_000
LARGEST_LIMIT = 100
_FIRST_BATCH = 20
_LARGEST_BATCH = 500


@dataclass(frozen=True, slots=True)
class MatchQuery:
    """A text to find in the memories; ``before`` and ``after`` are its neighboring segments.

    No memory named means all that a search reads; ``min_score`` counts after penalties.
    """

    text: str
    source: str
    target: str
    memories: tuple[str, ...] = ()
    min_score: int = 70
    limit: int = 5
    before: str | None = None
    after: str | None = None


def find_matches(ctx: Context, actor: Actor, query: MatchQuery) -> list[Match]:
    """Return the best matches, the newest first among equals.

    Raises InvalidInput (with the field at fault), or NotFound for an unknown memory.
    """
    return find_many(ctx, actor, [query])[0]


def warm_up(ctx: Context, actor: Actor) -> None:
    """Load the tokenizer and bring the index up to date, so that no lookup need wait for it."""
    compared("warm up", "en")
    with _reading(ctx, actor):
        pass


def find_many(ctx: Context, actor: Actor, queries: Sequence[MatchQuery]) -> list[list[Match]]:
    """Return the matches of each query, all from one state of the database."""
    checked = [_checked(query) for query in queries]
    with _reading(ctx, actor) as uow:
        return [_best(ctx, uow, query) for query in checked]


def concordance(
    ctx: Context,
    actor: Actor,
    text: str,
    lang: str,
    *,
    memories: Sequence[str] = (),
    limit: int = 50,
    cursor: str | None = None,
) -> tuple[list[ConcordanceHit], str | None]:
    """Return the units in which a text stands, newest first, and the cursor of the next page.

    Case does not count, and in Korean neither do spacing and Northern or Southern spelling.
    Raises InvalidInput or NotFound as ``find_matches`` does.
    """
    lang = _language(lang, "lang")
    phrase = _sized(text, "text", LONGEST_PHRASE).strip()
    _in_range(limit, 1, LARGEST_PAGE, "limit")
    after = row_after(cursor)
    with _reading(ctx, actor) as uow:
        chosen = access.searched_memories(uow, memories)
        tags = [tag for tag in ctx.index.languages() if covers(lang, tag)]
        found = units.containing(uow, list(chosen), phrase, tags, after=after, limit=limit + 1)
        loaded = {row: unit for row, unit, _ in found}
        rows = list(loaded)
        unread = len(found) > limit
        if is_syllabic(lang):
            # What the database has left unread is older than the last row that it gave.
            last = rows[-1] if unread else 0
            likewise = ctx.index.containing(key(compared(phrase, lang)), lang, chosen)
            new = [row for row in likewise if last <= row and (not after or row < after)]
            rows = sorted({*rows, *new}, reverse=True)
        page = rows[:limit]
        loaded |= units.load(uow, [row for row in page if row not in loaded])
    names = {memory.id: memory for memory in chosen.values()}
    shown = [loaded[row] for row in page if row in loaded]
    hits = [hit for unit in shown if (hit := _hit(unit, names[unit.memory], phrase, tags))]
    # A unit with the phrase in two texts came twice, so the page may be short of its limit.
    known = [(row, None) for row in (*rows, *((0,) if unread else ()))]
    return hits, cursor_of(known, len(page))


@contextmanager
def _reading(ctx: Context, actor: Actor) -> Iterator[UnitOfWork]:
    """Give a read transaction, with the index brought up to what was committed before it.

    The revision is read first, so that the transaction sees at least what the index then claims.
    """
    revision = ctx.db.revision()
    with ctx.db.read(actor) as uow:
        if revision > ctx.index.revision:
            ctx.index.refresh(revision, lambda since: units.changes_since(uow, since))
        yield uow


def _best(ctx: Context, uow: UnitOfWork, query: MatchQuery) -> list[Match]:
    """Score candidates, best first, until no later one can be among the best."""
    chosen = access.searched_memories(uow, query.memories)
    names = {memory.id: memory for memory in chosen.values()}
    mine = score.side(query.text, query.source)
    candidates = ctx.index.find(
        key(mine.compared), query.source, query.target, chosen, query.min_score
    )
    best: list[_Found] = []
    seen: set[int] = set()
    start, size = 0, max(query.limit, _FIRST_BATCH)
    while start < len(candidates):
        if len(best) == query.limit and _ceiling(candidates[start]) < best[-1].score:
            break
        batch = dict.fromkeys(c.unit for c in candidates[start : start + size])
        loaded = units.load(uow, [row for row in batch if row not in seen])
        seen.update(batch)
        best += [
            found
            for unit in loaded.values()
            for found in _in_unit(query, mine, unit)
            if found.score >= query.min_score
        ]
        best.sort(key=_Found.rank, reverse=True)
        del best[query.limit :]
        start, size = start + size, min(size * 2, _LARGEST_BATCH)
    return [_answer(query, mine, found, names[found.unit.memory]) for found in best]


def _ceiling(candidate: Candidate) -> int:
    return score.HIGHEST if candidate.near else min(candidate.similarity, score.HIGHEST_FUZZY)


@dataclass(frozen=True, slots=True)
class _Found:
    """A target text of a unit, with the source text that answers the query best."""

    score: int
    band: Band
    penalties: tuple[Penalty, ...]
    unit: TranslationUnit
    source: Variant
    target: Variant
    origin: Occurrence

    def rank(self) -> tuple[int, str, str]:
        said = [self.origin.date, self.unit.changed, self.unit.created]
        said += [date for v in (self.source, self.target) for date in (v.changed, v.created)]
        return self.score, max(map(_comparable, said)), self.unit.id


def _comparable(date: str | None) -> str:
    """Return a date as figures: files write 2025-03-01 and 20250301T120000Z."""
    return "".join(filter(str.isdigit, date or ""))[:14].ljust(14, "0")


def _in_unit(query: MatchQuery, mine: score.Side, unit: TranslationUnit) -> Iterator[_Found]:
    sources = [_scored(query, mine, unit, v) for v in unit.variants if covers(query.source, v.lang)]
    for target in unit.variants:
        others = [source for source in sources if source.source is not target]
        if others and covers(query.target, target.lang):
            yield replace(max(others, key=lambda found: found.score), target=target)


def _scored(query: MatchQuery, mine: score.Side, unit: TranslationUnit, source: Variant) -> _Found:
    """Score one source text of a unit, for the time being with itself as its translation."""
    theirs = score.side(source.text, source.lang)
    ranked = [
        (_neighbors(query, o), _comparable(o.date), i) for i, o in enumerate(unit.occurrences)
    ]
    neighbors, _, place = max(ranked, default=(0, "", -1))
    percent, band = score.score(mine, theirs, neighbors=neighbors, tags=source.markup is not None)
    confidence = max((o.score for o in unit.occurrences if o.score is not None), default=None)
    subtracted = score.penalties(unit.status, confidence)
    return _Found(
        score=percent - sum(penalty.points for penalty in subtracted),
        band=band,
        penalties=subtracted,
        unit=unit,
        source=source,
        target=source,
        origin=unit.occurrences[place] if place >= 0 else Occurrence(),
    )


def _neighbors(query: MatchQuery, occurrence: Occurrence) -> int:
    pairs = ((query.before, occurrence.before), (query.after, occurrence.after))
    return sum(strict_key(a) == strict_key(b) for a, b in pairs if a and b)


def _answer(query: MatchQuery, mine: score.Side, found: _Found, memory: Memory) -> Match:
    theirs = score.side(found.source.text, found.source.lang)
    return Match(
        score=found.score,
        band=found.band,
        source=found.source.text,
        target=found.target.text,
        source_lang=found.source.lang,
        target_lang=found.target.lang,
        unit=found.unit.id,
        memory=memory.id,
        memory_name=memory.name,
        status=found.unit.status,
        reasons=score.reasons(mine, theirs, tags=found.source.markup is not None),
        operations=score.operations(mine, theirs),
        penalties=found.penalties,
        origin=found.origin,
        sample=memory.sample,
    )


def _hit(
    unit: TranslationUnit, memory: Memory, phrase: str, tags: Sequence[str]
) -> ConcordanceHit | None:
    """Return the unit's first text that has the phrase; None for a rejected unit."""
    places = [(v, _spans(phrase, v)) for v in unit.variants if v.lang in tags]
    source, spans = next((place for place in places if place[1]), (None, ()))
    if source is None or unit.status is Status.REJECTED:
        return None
    return ConcordanceHit(
        unit=unit.id,
        memory=memory.id,
        memory_name=memory.name,
        lang=source.lang,
        source=source.text,
        spans=spans,
        translations=tuple(v for v in unit.variants if v is not source),
        status=unit.status,
        origin=max(unit.occurrences, key=lambda o: _comparable(o.date), default=Occurrence()),
    )


def _spans(phrase: str, variant: Variant) -> tuple[tuple[int, int], ...]:
    """Return where a phrase stands in a text, in the spelling given or in another."""
    found = [hit.span() for hit in re.finditer(re.escape(phrase), variant.text, re.IGNORECASE)]
    wanted = compared(phrase, variant.lang).units
    if is_syllabic(variant.lang) and wanted:
        there = compared(variant.text, variant.lang)
        places = re.finditer(re.escape("".join(wanted)), "".join(there.units))
        found += [(there.spans[at.start()][0], there.spans[at.end() - 1][1]) for at in places]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return tuple(merged)


def _checked(query: MatchQuery) -> MatchQuery:
    _sized(query.text, "text", LONGEST_QUERY)
    _sized(query.before or "-", "before", LONGEST_QUERY)
    _sized(query.after or "-", "after", LONGEST_QUERY)
    _in_range(query.min_score, 1, score.HIGHEST, "min_score")
    _in_range(query.limit, 1, LARGEST_LIMIT, "limit")
    return replace(
        query,
        source=_language(query.source, "source"),
        target=_language(query.target, "target"),
    )


def _language(tag: str, field: str) -> str:
    try:
        return normalize_tag(tag)
    except UnsupportedLanguage as error:
        raise UnsupportedLanguage(str(error), field=field) from error


def _sized(text: str, field: str, longest: int) -> str:
    if not storable(text, field).strip():
        raise InvalidInput(f"The {field} is empty.", field=field)
    if len(text) > longest:
        raise TooLarge(
            f"The {field} has {len(text):,} characters; at most {longest:,} are looked up at once.",
            field=field,
        )
    return text


def _in_range(number: int, least: int, most: int, field: str) -> None:
    if not least <= number <= most:
        raise InvalidInput(f"{field} is {number}; it goes from {least} to {most}.", field=field)
