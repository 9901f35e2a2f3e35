"""The index that finds segments: layers of blocks on disk, and a tail of the newest changes.

It follows the database's revisions and is never the truth: what it finds is read from the database
and scored again.  Readers see one state, which is replaced as a whole and never changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from itertools import repeat
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tm.match import score
from tm.match.block import Block
from tm.match.concordance import rows_with
from tm.match.fragments import (
    LEAST_SYLLABLES,
    LEAST_TOKENS,
    Source,
    longest_stretches,
    rows_with_stretch,
)
from tm.match.layers import Layer, LayerFolder, among
from tm.match.phrases import Wanted
from tm.match.segments import Entry, Groups, Query
from tm.match.tail import Codes, Tail, TailBlock
from tm.text.languages import covers, is_syllabic
from tm.text.similarity import distance


class Kind(IntEnum):
    """What a digest says of a candidate; the higher, the better it may be."""

    FUZZY = 0
    NUMBERS_DIFFER = 1
    SURFACE_DIFFERS = 2
    SAME = 3


# An attribute of an enumeration takes as long to read as the rest of a short loop.
_FUZZY, _NUMBERS, _SURFACE, _SAME = map(int, Kind)


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


class Candidate(NamedTuple):
    """A segment that may answer a query, by its unit's row number; the greatest is the best.

    ``ceiling`` is the best score that it can have after penalties, ``unadapted`` whether it can
    have it as it stands, ``similarity`` a percentage.
    """

    ceiling: int
    unadapted: bool
    similarity: int
    priority: int
    recent: int
    unit: int
    lang: str
    kind: int

    def rank(self) -> tuple[int, bool, int, int, int, int]:
        """Return what the best candidate has most of."""
        return self[:6]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a query, as a half-open span of its units, and units that have it.

    ``units`` are row numbers, newest first; where there are ``most`` or more, not all of them.
    """

    start: int
    end: int
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """What readers see: the tail is newer than the last layer, which is newer than the others."""

    revision: int
    layers: tuple[Layer, ...]
    tail: Tail

    def parts(self, lang: str) -> Iterator[tuple[Block | TailBlock, Groups, int]]:
        """Yield blocks of the languages that one covers, with groups and the layer's number."""
        for number, layer in enumerate(self.layers):
            for block in layer.blocks:
                if covers(lang, block.lang):
                    yield block, layer.groups, number
        for tail_block in self.tail.blocks:
            if covers(lang, tail_block.lang):
                yield tail_block, self.tail.groups, len(self.layers)

    def overruled(self, units: NDArray[np.int64], layer: int) -> NDArray[np.bool_] | None:
        """Say of units found in a layer whether something newer overrules it; None for none."""
        newer = [later.touched for later in self.layers[layer + 1 :]]
        if layer < len(self.layers):
            newer.append(self.tail.touched)
        overruled = None
        for touched in newer:
            if len(touched):
                found = among(touched, units)
                overruled = found if overruled is None else overruled | found
        return overruled

    def blocks(self) -> Iterator[Block | TailBlock]:
        for layer in self.layers:
            yield from layer.blocks
        yield from self.tail.blocks


class MatchIndex:
    """Safe between threads, empty until it is told of changes or layers.

    ``folder`` is where layers are kept, none for an index that lives in memory alone.
    """

    def __init__(self, folder: LayerFolder | None = None, codes: Codes | None = None) -> None:
        self.folder = folder
        self._state = _State(0, (), Tail.empty(codes))
        self.followed = False
        """Whether somebody else takes over layers and reads large backlogs."""
        self.behind = 0
        """How many changed units at least the last search did not see; 0 when it saw all."""
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
        return sorted({block.lang for block in self._state.blocks() if len(block)})

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
        best: list[Candidate] = []
        for block, groups, layer in state.parts(query.lang):
            found = _Found(block, query, threshold)
            if len(found.rows):
                best += found.candidates(
                    scope,
                    groups.translating(block.lang, target),
                    partial(state.overruled, layer=layer),
                    limit,
                    neighbors,
                )
        best.sort(reverse=True)
        return best[:limit]

    def containing(
        self, wanted: Wanted, lang: str, scope: Scope, *, before: int = 0, enough: int = 10_000
    ) -> tuple[NDArray[np.int64], bool]:
        """Return the row numbers of the units with all that is wanted in one text, newest first.

        The text is in a language that ``lang`` covers, the row number below ``before`` unless that
        is 0.  Says also whether these are all, and not only the newest, at least ``enough``.
        """
        state = self._state
        found = [np.zeros(0, np.int64)]
        oldest = 0
        for block, _, layer in state.parts(lang):

            def visible(
                rows: NDArray[np.uint32],
                block: Block | TailBlock = block,
                layer: int = layer,
            ) -> NDArray[np.uint32]:
                lines = block.columns[rows]
                units = lines["unit"]
                kept = scope.penalties[scope.places(lines["memory"])] >= 0
                overruled = state.overruled(units, layer)
                if overruled is not None:
                    kept &= ~overruled
                if before:
                    kept &= units < before
                return rows[kept][np.argsort(units[kept])[::-1]]

            rows, complete = rows_with(block, wanted, visible, enough)
            units = block.columns["unit"][rows]
            found.append(units)
            if not complete:
                oldest = max(oldest, int(units.min()))
        units = np.unique(np.concatenate(found))[::-1]
        # Below the oldest unit of a block that was not read to its end, something may be missing.
        return units[units >= oldest], oldest == 0

    def fragments(
        self, query: Query, target: str, scope: Scope, limit: int, most: int
    ) -> list[Fragment]:
        """Return the longest stretches of a query that occur, the longest first.

        ``most`` is how many units with a stretch are enough.
        """
        state = self._state
        sources = [
            Source(block, partial(_visible, state, block, groups, layer, target, scope))
            for block, groups, layer in state.parts(query.lang)
        ]
        least = LEAST_SYLLABLES if is_syllabic(query.lang) else LEAST_TOKENS
        stretches = longest_stretches(sources, query.units, least)
        stretches.sort(key=lambda stretch: stretch.start - stretch.end)
        found = []
        for stretch in stretches[:limit]:
            units = query.units[stretch.start : stretch.end]
            parts = [
                source.block.columns["unit"][rows_with_stretch(source, units, most)]
                for source in sources
            ]
            newest = np.unique(np.concatenate(parts))[::-1].tolist()
            found.append(Fragment(stretch.start, stretch.end, tuple(newest)))
        return found


def _visible(
    state: _State,
    block: Block | TailBlock,
    groups: Groups,
    layer: int,
    target: str,
    scope: Scope,
    rows: NDArray[np.uint32],
) -> NDArray[np.uint32]:
    """Return the rows of units that a search reads, that are translated and not overruled."""
    lines = block.columns[rows]
    kept = scope.penalties[scope.places(lines["memory"])] >= 0
    kept &= groups.translating(block.lang, target)[lines["group"]]
    overruled = state.overruled(lines["unit"], layer)
    return rows[kept if overruled is None else kept & ~overruled]


class _Found:
    """The rows of a block that may answer a query: similar ones, and those with its digests."""

    def __init__(self, block: Block | TailBlock, query: Query, threshold: int) -> None:
        self._block, self._threshold = block, threshold
        codes = block.codes(query.units)
        self.rows, self.percents = block.similar(codes, threshold)
        self.kinds: NDArray[np.int8] | None = None
        same_words = block.rows_with("loose", query.loose)
        same_but_numbers = block.rows_with("number", query.number) if query.number else same_words
        if len(same_words) or len(same_but_numbers):
            self._add(codes, query, same_words, same_but_numbers)

    def _add(
        self,
        codes: Sequence[int],
        query: Query,
        same_words: NDArray[np.uint32],
        same_but_numbers: NDArray[np.uint32],
    ) -> None:
        kinds = dict.fromkeys(same_but_numbers.tolist(), _NUMBERS)
        stricts = self._block.columns["strict"][same_words].tolist()
        for row, strict in zip(same_words.tolist(), stricts, strict=True):
            kinds[row] = _SAME if strict == query.strict else _SURFACE
        near = np.fromiter(kinds, np.uint32, len(kinds))
        text = "".join(map(chr, codes))
        others = map(self._block.code_string, kinds)
        percents = [score.similarity(distance(text, o), len(text), len(o)) for o in others]
        stays = ~np.isin(self.rows, near)
        fuzzy = int(stays.sum())
        self.rows = np.concatenate([self.rows[stays], near])
        self.percents = np.concatenate([self.percents[stays], np.array(percents, np.uint8)])
        self.kinds = np.zeros(len(self.rows), np.int8)
        self.kinds[fuzzy:] = list(kinds.values())

    def candidates(
        self,
        scope: Scope,
        translated: NDArray[np.bool_],
        overruled: Callable[[NDArray[np.int64]], NDArray[np.bool_] | None],
        limit: int,
        neighbors: int,
    ) -> Iterator[Candidate]:
        """Yield the best, ``limit`` of them, in no order."""
        lines = self._block.columns[self.rows]
        percents = self.percents.astype(np.int64)
        places = scope.places(lines["memory"])
        penalties = scope.penalties[places]
        ceilings = np.minimum(percents, score.HIGHEST_FUZZY)
        if self.kinds is not None:
            ceilings[self.kinds > _FUZZY] = score.NEAR_EXACT
            ceilings[self.kinds == _SAME] = 100 + neighbors
        ceilings -= penalties
        ceilings -= lines["points"]
        kept = (ceilings >= self._threshold) & (penalties >= 0) & translated[lines["group"]]
        newer = overruled(lines["unit"])
        if newer is not None:
            kept &= ~newer
        priorities = scope.priorities[places]
        at = np.flatnonzero(kept)
        if len(at) > limit:
            at = at[ceilings[at] >= np.partition(ceilings[at], -limit)[-limit]]
        if len(at) > limit:
            unadapted = np.ones(len(at)) if self.kinds is None else self.kinds[at] != _NUMBERS
            equal = (lines["unit"], lines["recent"], priorities, percents)
            keys = (*(column[at] for column in equal), unadapted, ceilings[at])
            at = at[np.lexsort(keys)[-limit:]]
        kinds = self.kinds[at].tolist() if self.kinds is not None else repeat(_FUZZY)
        lang = self._block.lang
        for ceiling, percent, priority, recent, unit, kind in zip(
            ceilings[at].tolist(),
            percents[at].tolist(),
            priorities[at].tolist(),
            lines["recent"][at].tolist(),
            lines["unit"][at].tolist(),
            kinds,
            strict=False,
        ):
            unadapted = kind != _NUMBERS
            yield Candidate(ceiling, unadapted, percent, priority, recent, unit, lang, kind)
