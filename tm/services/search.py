"""One lookup at work: candidates of the index are loaded, scored and ranked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tm.match import placeables, score, segments
from tm.match.adapt import Adaptation, adapt
from tm.match.index import Candidate, Scope, Standing
from tm.model.units import (
    Band,
    Match,
    Memory,
    Occurrence,
    Penalty,
    Status,
    TranslationUnit,
    Variant,
    moment,
)
from tm.services import access
from tm.services.context import Context
from tm.storage.repositories import units
from tm.storage.session import UnitOfWork
from tm.text import markup
from tm.text.languages import covers
from tm.text.markup import Marked
from tm.text.tokens import key, strict_key

_BATCH = 20


@dataclass(frozen=True, slots=True)
class MatchQuery:
    """A text to find in the memories; ``before`` and ``after`` are its neighboring segments.

    No memory named means all that a search reads; ``min_score`` counts after penalties.  Then
    there are six filters: of a unit's status, the public id of a document that it was seen in, an
    author, its latest date (from the first moment of ``since`` to the last of ``until``, each a
    day, month or year), and what its props say that it is about.  ``markup`` is the text with its
    inline tags: see ``tm.model.units.Variant``.
    """

    text: str
    source: str
    target: str
    memories: tuple[str, ...] = ()
    min_score: int = 70
    limit: int = 5
    before: str | None = None
    after: str | None = None
    status: Status | None = None
    document: str | None = None
    author: str | None = None
    since: str | None = None
    until: str | None = None
    subject: str | None = None
    markup: str | None = None


# Props under which files say what a unit is about.
_SUBJECTS = frozenset({"subject", "domain", "subjectfield"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A target text of a unit, with the source text that answers the query best.

    ``similarity`` is that of the two texts as they are stored; ``adaptation`` is there where they
    differ in numbers only.
    """

    score: int
    band: Band
    similarity: int
    penalties: tuple[Penalty, ...]
    priority: int
    row: int
    unit: TranslationUnit
    source: Variant
    target: Variant
    origin: Occurrence
    adaptation: Adaptation | None = None

    @property
    def adapted(self) -> bool:
        return self.adaptation is not None and bool(self.adaptation.changes)

    def rank(self) -> tuple[int, bool, int, int, int, int]:
        """Return what the best match has most of, as candidates have it."""
        recent = _recent(self.unit)
        return self.score, not self.adapted, self.similarity, self.priority, recent, self.row


class Memories:
    """The memories that a search reads, with how each stands in it."""

    def __init__(self, uow: UnitOfWork, chosen: tuple[str, ...]) -> None:
        rows = access.searched_memories(uow, chosen)
        self.by_id = {memory.id: memory for memory in rows.values()}
        self.scope = Scope({row: Standing(m.penalty, m.priority) for row, m in rows.items()})


class Search:
    """One query at work: candidates are scored best first, until no later one can be better."""

    def __init__(
        self, ctx: Context, uow: UnitOfWork, query: MatchQuery, memories: Memories
    ) -> None:
        self._ctx, self._uow, self._query = ctx, uow, query
        self._memories = memories.by_id
        self._scope = memories.scope
        self._mine = score.side(query.text, query.source)
        self._marked = markup.parse(query.markup) if query.markup is not None else None
        self._asked = segments.query(query.text, self._mine.compared, query.source)
        self._limit = query.limit + _BATCH

    def candidates(self) -> list[Candidate]:
        """Return the best candidates, as many as there is reason to look at so far."""
        query = self._query
        neighbors = bool(query.before) + bool(query.after)
        return self._ctx.index.find(
            self._asked, query.target, self._scope, query.min_score, self._limit, neighbors
        )

    def matches(
        self, candidates: list[Candidate], loaded: dict[int, TranslationUnit]
    ) -> list[Match]:
        """Return the matches; ``loaded`` are units at hand, to which others are added."""
        best: list[_Found] = []
        seen: set[int] = set()
        while True:
            for batch in _batches(candidates, self._query.limit):
                if len(best) == self._query.limit and batch[0].rank() < best[-1].rank():
                    break
                rows = {c.unit: c.priority for c in batch if c.unit not in seen}
                seen.update(rows)
                missing = [row for row in rows if row not in loaded]
                loaded |= units.load(self._uow, missing) if missing else {}
                best += [
                    found
                    for row, priority in rows.items()
                    if row in loaded
                    for found in self._in_unit(row, priority, loaded[row])
                    if found.score >= self._query.min_score
                ]
                best.sort(key=_Found.rank, reverse=True)
                del best[self._query.limit :]
            else:
                if len(candidates) == self._limit:
                    # What was scored came out lower than it might have: look further down.
                    self._limit *= 4
                    candidates = self.candidates()
                    continue
            return [self._answer(found) for found in best]

    def _in_unit(self, row: int, priority: int, unit: TranslationUnit) -> Iterator[_Found]:
        memory = self._memories.get(unit.memory)
        # An index that is behind may still have what was rejected since.
        if memory is None or unit.status is Status.REJECTED or not _wanted(self._query, unit):
            return
        sources = [
            self._scored(row, priority, memory, unit, variant)
            for variant in unit.variants
            if covers(self._query.source, variant.lang)
        ]
        for target in unit.variants:
            others = [source for source in sources if source.source is not target]
            if others and covers(self._query.target, target.lang):
                found = [self._adapted(replace(source, target=target)) for source in others]
                yield max(found, key=_Found.rank)

    def _adapted(self, found: _Found) -> _Found:
        """Change the target's numbers to the query's where nothing else differs."""
        if found.band is not Band.FUZZY:
            return found
        theirs = score.side(found.source.text, found.source.lang)
        if not segments.differs_in_numbers(self._asked, key(theirs.compared)):
            return found
        source, target = found.source, found.target
        adaptation = adapt(self._query.text, source.text, target.text, source.lang, target.lang)
        if not adaptation.changes:
            return replace(found, adaptation=adaptation)
        points = sum(penalty.points for penalty in found.penalties)
        return replace(
            found, score=score.NEAR_EXACT - points, band=Band.NEAR_EXACT, adaptation=adaptation
        )

    def _scored(
        self, row: int, priority: int, memory: Memory, unit: TranslationUnit, source: Variant
    ) -> _Found:
        """Score one source text of a unit, for the time being with itself as its translation."""
        theirs = score.side(source.text, source.lang)
        ranked = [
            (_neighbors(self._query, o), moment(o.date), i) for i, o in enumerate(unit.occurrences)
        ]
        neighbors, _, place = max(ranked, default=(0, 0, -1))
        percent, band = score.score(
            self._mine, theirs, neighbors=neighbors, tags=self._tags_differ(source)
        )
        confidence = max((o.score for o in unit.occurrences if o.score is not None), default=None)
        subtracted = score.penalties(unit.status, confidence, memory.penalty)
        return _Found(
            score=percent - sum(penalty.points for penalty in subtracted),
            band=band,
            similarity=score.raw_similarity(self._mine, theirs),
            penalties=subtracted,
            priority=priority,
            row=row,
            unit=unit,
            source=source,
            target=source,
            origin=unit.occurrences[place] if place >= 0 else Occurrence(),
        )

    def _tags_differ(self, source: Variant) -> bool:
        if self._marked is None and source.markup is None:
            return False
        return not placeables.same(self._marked or Marked(self._query.text), _marked(source))

    def _target_markup(self, found: _Found) -> str | None:
        """Return the target with the query's tags, as far as it is certain where they go."""
        if self._marked is None:
            return None
        target: Marked | None = _marked(found.target)
        if found.adaptation is not None and target is not None:
            edits = [(change.span, len(change.old)) for change in found.adaptation.changes]
            target = placeables.rewritten(target, found.adaptation.target, edits)
        if target is None:
            return None
        return placeables.moved(self._marked, _marked(found.source), target)

    def _reasons(self, found: _Found, theirs: score.Side) -> tuple[str, ...]:
        reasons = score.reasons(self._mine, theirs, tags=self._tags_differ(found.source))
        adaptation = found.adaptation
        if adaptation is None:
            return reasons
        if adaptation.changes:
            return *reasons, "numbers-adapted"
        return (
            (*reasons, f"numbers-left: {adaptation.doubt.value}") if adaptation.doubt else reasons
        )

    def _answer(self, found: _Found) -> Match:
        theirs = score.side(found.source.text, found.source.lang)
        memory = self._memories[found.unit.memory]
        return Match(
            score=found.score,
            band=found.band,
            source=found.source.text,
            target=found.adaptation.target if found.adaptation else found.target.text,
            source_lang=found.source.lang,
            target_lang=found.target.lang,
            unit=found.unit.id,
            memory=memory.id,
            memory_name=memory.name,
            status=found.unit.status,
            reasons=self._reasons(found, theirs),
            operations=score.operations(self._mine, theirs),
            penalties=found.penalties,
            adapted=found.adaptation.changes if found.adaptation else (),
            target_markup=self._target_markup(found),
            origin=found.origin,
            sample=memory.sample,
        )


def _batches(candidates: list[Candidate], first: int) -> Iterator[list[Candidate]]:
    """Cut candidates into as many as are wanted, for often no others are needed, and the rest."""
    if candidates:
        yield candidates[:first]
    for start in range(first, len(candidates), _BATCH):
        yield candidates[start : start + _BATCH]


def _marked(variant: Variant) -> Marked:
    return Marked(variant.text) if variant.markup is None else markup.parse(variant.markup)


def _recent(unit: TranslationUnit) -> int:
    """Return the latest of all dates of a unit, which decides between equals."""
    dates = [unit.created, unit.changed, *(o.date for o in unit.occurrences)]
    for variant in unit.variants:
        dates += [variant.created, variant.changed]
    return max(map(moment, dates))


def _wanted(query: MatchQuery, unit: TranslationUnit) -> bool:
    """Say whether a unit passes the filters of a query."""
    if query.status is not None and unit.status is not query.status:
        return False
    if query.since is not None and _recent(unit) < moment(query.since):
        return False
    if query.until is not None and _recent(unit) > _end_of(query.until):
        return False
    authors = {unit.author} | {v.author for v in unit.variants}
    authors |= {o.author for o in unit.occurrences}
    if query.author is not None and query.author not in authors:
        return False
    if query.document is not None and all(o.document != query.document for o in unit.occurrences):
        return False
    subjects = [v.casefold() for name, v in unit.props if _is_subject(name)]
    return query.subject is None or query.subject.casefold() in subjects


def _is_subject(name: str) -> bool:
    return name.lower().removeprefix("x-") in _SUBJECTS


def _end_of(date: str) -> int:
    """Return the last moment of a day, month or year."""
    figures = "".join(filter(str.isdigit, date))
    return int(figures[:14].ljust(14, "9"))


def _neighbors(query: MatchQuery, occurrence: Occurrence) -> int:
    pairs = ((query.before, occurrence.before), (query.after, occurrence.after))
    return sum(strict_key(a) == strict_key(b) for a, b in pairs if a and b)
