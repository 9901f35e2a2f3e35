"""The index that finds segments: layers of blocks on disk, and a tail of the newest changes.

It follows the database's revisions and is never the truth: what it finds is read from the database
and scored again.  Readers see one state, which is replaced as a whole and never changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache, partial
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tm.match import score
from tm.match.block import Block
from tm.match.concordance import rows_with
from tm.match.layers import Layer, LayerFolder, among
from tm.match.phrases import Wanted
from tm.match.segments import Entry, Query
from tm.match.tail import Codes, Tail, TailBlock
from tm.text.languages import covers
from tm.text.similarity import distance


class Kind(IntEnum):
    """What a digest says of a candidate; the higher, the better it may be."""

    FUZZY = 0
    NUMBERS_DIFFER = 1
    SURFACE_DIFFERS = 2
    SAME = 3


_CEILINGS = np.array([score.HIGHEST_FUZZY, score.NEAR_EXACT, score.NEAR_EXACT, 100], np.int64)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a memory stands in a search: points that its matches lose, and its rank among equals."""

    penalty: int = 0
    priority: int = 0


class Scope:
    """The memories that a search reads, by row number."""

    def __init__(self, memories: Mapping[int, Standing]) -> None:
        size = max(memories, default=0) + 2
        # The last place stands for every memory beyond.
        self.penalties = np.full(size, -1, np.int64)
        self.priorities = np.zeros(size, np.int64)
        for row, standing in memories.items():
            self.penalties[row] = standing.penalty
            self.priorities[row] = standing.priority

    def places(self, memories: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return where each memory's values stand in ``penalties``, -1 for one that is not read."""
        return np.minimum(memories, len(self.penalties) - 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A segment that may answer a query, by its unit's row number.

    ``ceiling`` is the best score that it can have after penalties, ``similarity`` a percentage.
    """

    unit: int
    lang: str
    ceiling: int
    similarity: int
    kind: Kind
    recent: int
    priority: int

    def rank(self) -> tuple[int, bool, int, int, int, int]:
        """Return what the best candidate has most of."""
        unadapted = self.kind is not Kind.NUMBERS_DIFFER
        return self.ceiling, unadapted, self.similarity, self.priority, self.recent, self.unit


@dataclass(frozen=True, slots=True)
class _State:
    """What readers see: the tail is newer than the last layer, which is newer than the others."""

    revision: int
    layers: tuple[Layer, ...]
    tail: Tail

    def parts(self) -> Iterator[tuple[Block | TailBlock, tuple[tuple[str, ...], ...], int]]:
        """Yield every block with its groups and the number of its layer."""
        for number, layer in enumerate(self.layers):
            for block in layer.blocks:
                yield block, layer.groups, number
        for tail_block in self.tail.blocks:
            yield tail_block, self.tail.groups, len(self.layers)

    def current(self, units: NDArray[np.int64], layer: int) -> NDArray[np.bool_]:
        """Say of units found in a layer whether nothing newer overrules it."""
        stands = np.ones(len(units), np.bool_)
        for newer in self.layers[layer + 1 :]:
            stands &= ~among(newer.touched, units)
        if layer < len(self.layers):
            stands &= ~among(self.tail.touched, units)
        return stands


class MatchIndex:
    """Safe between threads, empty until it is told of changes or layers.

    ``folder`` is where layers are kept, none for an index that lives in memory alone.
    """

    def __init__(self, folder: LayerFolder | None = None, codes: Codes | None = None) -> None:
        self.folder = folder
        self._state = _State(0, (), Tail.empty(codes))
        self.followed = False
        """Whether somebody else takes over layers and reads large backlogs."""
        self._stamp: tuple[int, int] | None = None
        self._changing = Lock()

    @property
    def revision(self) -> int:
        """The revision of the database up to which every change is in the index."""
        return self._state.revision

    @property
    def tail_size(self) -> int:
        """How many changed units are in no layer yet."""
        return len(self._state.tail.touched)

    def languages(self) -> list[str]:
        """Return the language tags of which there are segments."""
        return sorted({block.lang for block, _, _ in self._state.parts() if len(block)})

    def stale(self) -> bool:
        """Say whether the folder has other layers than these."""
        return self.folder is not None and self.folder.stamp() != self._stamp

    def refresh(self, revision: int, changes_since: Callable[[int], Iterable[Entry]]) -> None:
        """Take in what changed up to a revision, unless another thread has done so meanwhile.

        ``changes_since`` is called with the index's own revision, and gives all texts of every
        unit that changed after it, unit by unit; giving later changes too does no harm.
        """
        with self._changing:
            state = self._state
            if revision > state.revision:
                tail = state.tail.followed_by(changes_since(state.revision))
                self._state = _State(revision, state.layers, tail)

    def adopt(self, is_ours: Callable[[int, str], bool]) -> None:
        """Take over the layers of the folder as far as they are whole and of this database.

        ``is_ours`` is asked with a revision and a lineage whether the database has the two.
        """
        if self.folder is None:
            return
        stamp = self.folder.stamp()
        known = {layer.name: layer for layer in self._state.layers}
        opened = self.folder.open(known)
        ours = []
        for layer in opened:
            if not is_ours(layer.revision, layer.lineage):
                break
            ours.append(layer)
        with self._changing:
            state, self._stamp = self._state, stamp
            reached = ours[-1].revision if ours else 0
            before = state.layers[-1].revision if state.layers else 0
            if reached < before:
                # What the lost layers told is told again by the database.
                self._state = _State(reached, tuple(ours), Tail.empty())
            else:
                revision = max(reached, state.revision)
                self._state = _State(revision, tuple(ours), state.tail.after(reached))

    def forget(self) -> None:
        """Start anew: the database is not the one that was followed so far."""
        with self._changing:
            self._state, self._stamp = _State(0, (), Tail.empty()), None

    def find(
        self,
        query: Query,
        target: str,
        scope: Scope,
        threshold: int,
        limit: int,
        neighbors: int = 0,
    ) -> list[Candidate]:
        """Return the ``limit`` best candidates whose ceiling reaches the threshold, best first.

        Segments are of a language that the query's covers, and of units that have another text,
        which ``target`` covers.  ``neighbors`` (0 to 2) is how many points a segment that is the
        same may gain by its neighbors.  Equals by score come by similarity, the priority of their
        memory, date and row number.
        """
        state = self._state
        parts = [part for part in state.parts() if covers(query.lang, part[0].lang)]
        if not parts:
            return []
        ceilings = _CEILINGS + np.array([0, 0, 0, neighbors])
        found = [
            _in_block(
                block,
                query,
                _fitting(block.lang, groups, target),
                scope,
                threshold,
                ceilings,
                partial(state.current, layer=layer),
            )
            for block, groups, layer in parts
        ]
        table = np.concatenate(found)
        sources = np.repeat(np.arange(len(found)), [len(part) for part in found])
        best = np.lexsort(table.T[::-1])[::-1][:limit]
        return [
            Candidate(
                unit=unit,
                lang=parts[source][0].lang,
                ceiling=ceiling,
                similarity=percent,
                kind=Kind(kind),
                recent=recent,
                priority=priority,
            )
            for (ceiling, _, percent, priority, recent, unit, kind), source in zip(
                table[best].tolist(), sources[best].tolist(), strict=True
            )
        ]

    def containing(self, wanted: Wanted, lang: str, scope: Scope) -> NDArray[np.int64]:
        """Return the row numbers of the units with all that is wanted in one text, newest first.

        The text is in a language that ``lang`` covers.
        """
        state = self._state
        found = [np.zeros(0, np.int64)]
        for block, _, layer in state.parts():
            if covers(lang, block.lang):
                rows = rows_with(block, wanted)
                rows = rows[scope.penalties[scope.places(block.memories[rows])] >= 0]
                units = block.units[rows]
                found.append(units[state.current(units, layer)])
        return np.unique(np.concatenate(found))[::-1]


def _in_block(
    block: Block | TailBlock,
    query: Query,
    fitting: NDArray[np.bool_],
    scope: Scope,
    threshold: int,
    best: NDArray[np.int64],
    current: Callable[[NDArray[np.int64]], NDArray[np.bool_]],
) -> NDArray[np.int64]:
    """Return what ``find`` sorts by, a line for each candidate, its kind at the end.

    ``fitting`` says which groups have the target language, ``best`` what each kind can score.
    """
    codes = block.codes(query.units)
    rows, percents = block.similar(codes, threshold)
    kinds = np.zeros(len(rows), np.int64)
    near = [(Kind.SURFACE_DIFFERS, block.rows_with("loose", query.loose))]
    if query.number:
        near.append((Kind.NUMBERS_DIFFER, block.rows_with("number", query.number)))
    for kind, more in near:
        if len(more):
            rows, percents, kinds = _with_near(block, codes, rows, percents, kinds, more, kind)
    kinds[(kinds == Kind.SURFACE_DIFFERS) & (block.stricts[rows] == query.strict)] = Kind.SAME
    places = scope.places(block.memories[rows])
    penalties = scope.penalties[places]
    ceilings = np.where(kinds == Kind.FUZZY, np.minimum(percents, best[Kind.FUZZY]), best[kinds])
    ceilings = ceilings - block.points[rows] - penalties
    units = block.units[rows]
    kept = (ceilings >= threshold) & (penalties >= 0) & fitting[block.groups[rows]]
    kept &= current(units)
    table = np.empty((int(kept.sum()), 7), np.int64)
    columns = (
        ceilings,
        kinds != Kind.NUMBERS_DIFFER,
        percents,
        scope.priorities[places],
        block.recents[rows],
        units,
        kinds,
    )
    for number, column in enumerate(columns):
        table[:, number] = column[kept]
    return table


def _with_near(
    block: Block | TailBlock,
    codes: Sequence[int],
    rows: NDArray[np.uint32],
    percents: NDArray[np.uint8],
    kinds: NDArray[np.int64],
    more: NDArray[np.uint32],
    kind: Kind,
) -> tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int64]]:
    """Mark rows that a digest found, and add those that similarity did not; kinds only rise."""
    there = np.isin(rows, more)
    kinds = np.where(there, np.maximum(kinds, kind), kinds)
    new = np.setdiff1d(more, rows)
    query = "".join(map(chr, codes))
    others = [block.code_string(row) for row in new.tolist()]
    added = [score.similarity(distance(query, o), len(query), len(o)) for o in others]
    return (
        np.concatenate([rows, new]),
        np.concatenate([percents, np.array(added, np.uint8)]),
        np.concatenate([kinds, np.full(len(new), kind, np.int64)]),
    )


@lru_cache(maxsize=256)
def _fitting(lang: str, groups: tuple[tuple[str, ...], ...], target: str) -> NDArray[np.bool_]:
    """Say of each group whether, beside a text in ``lang``, it has one that ``target`` covers."""
    return np.array([_translates(lang, group, target) for group in groups], np.bool_)


def _translates(lang: str, group: tuple[str, ...], target: str) -> bool:
    others = list(group)
    others.remove(lang) if lang in others else others.clear()
    return any(covers(target, other) for other in others)
