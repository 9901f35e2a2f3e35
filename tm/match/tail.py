"""The newest changes, in memory: a few thousand segments that are looked at one by one.

A change is in here at once; blocks are built of it later.  Cost of a search: about 10 ns for each
segment, and what comparing the few costs that its signature does not rule out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.match.block import COLUMNS, MOST_UNITS, code_of
from tm.match.segments import Entry, Groups, Segment, segments
from tm.match.similar import UNKNOWN, compare, possible, signatures_of_rows
from tm.text.languages import is_syllabic


class Codes(dict[str, int]):
    """The code of each unit, given when first seen; when all are given, they are shared.

    Similarities with units that share a code may come out too high, but never too low: who scores
    again what is found, best first, misses nothing.
    """

    def __init__(self, most: int = MOST_UNITS) -> None:
        super().__init__()
        self._most = most

    def __missing__(self, unit: str) -> int:
        if len(self) >= self._most:
            return self._shared(unit)
        code = self[unit] = code_of(len(self))
        return code

    def known(self, unit: str) -> int:
        """Return the code under which a unit is found, one that no segment has for a new unit."""
        code = self.get(unit)
        if code is None:
            return self._shared(unit) if len(self) >= self._most else UNKNOWN
        return code

    def _shared(self, unit: str) -> int:
        return code_of(hash(unit) % self._most)


@dataclass(frozen=True, slots=True)
class _Arrays:
    """Segments of one language, a row each."""

    keys: NDArray[np.object_]
    strings: NDArray[np.object_]
    lengths: NDArray[np.uint32]
    signatures: NDArray[np.uint64]
    columns: NDArray[Any]
    loose: NDArray[np.uint64]
    number: NDArray[np.uint64]

    def where(self, rows: NDArray[np.bool_]) -> "_Arrays":
        return _Arrays(*(getattr(self, column.name)[rows] for column in fields(self)))

    def and_(self, more: "_Arrays") -> "_Arrays":
        names = [column.name for column in fields(self)]
        return _Arrays(*(np.concatenate([getattr(self, n), getattr(more, n)]) for n in names))


class TailBlock:
    """One language's segments in the tail; answers what a block answers."""

    def __init__(self, lang: str, codes: Codes, arrays: _Arrays) -> None:
        self.lang = lang
        self.syllabic = is_syllabic(lang)
        self.arrays = arrays
        self.lengths, self.signatures = arrays.lengths, arrays.signatures
        self.columns = arrays.columns
        self._codes = codes

    def __len__(self) -> int:
        return len(self.lengths)

    def codes(self, units: Iterable[str]) -> list[int]:
        return [self._codes.known(unit) for unit in units]

    def code_string(self, row: int) -> str:
        string: str = self.arrays.strings[row]
        return string

    def similar(
        self, codes: Sequence[int], threshold: int
    ) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        rows = np.flatnonzero(possible(self, slice(None), codes, threshold)).astype(np.uint32)
        return compare(self, rows, codes, threshold)

    def rows_matching(self, pattern: re.Pattern[str]) -> NDArray[np.uint32]:
        """Return the rows whose comparison key has a match of a pattern, ascending."""
        text, starts = self._joined
        ends = (found.start() for found in pattern.finditer(text))
        return np.unique(np.searchsorted(starts, np.fromiter(ends, np.int64), "right") - 1).astype(
            np.uint32
        )

    @cached_property
    def _joined(self) -> tuple[str, NDArray[np.int64]]:
        # No pattern matches a line feed, so that none reaches into the next row.
        keys: list[str] = self.arrays.keys.tolist()
        lengths = np.fromiter((len(key) + 1 for key in keys), np.int64, len(keys))
        return "\n".join(keys), np.cumsum(lengths) - lengths

    def rows_with(self, name: str, key: int) -> NDArray[np.uint32]:
        keys: NDArray[np.uint64] = getattr(self.arrays, name)
        return np.flatnonzero(keys == np.uint64(key)).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class Tail:
    """What changed after the last layer; never changed itself, only followed by another.

    ``touched`` has the units of which older layers know nothing true any more, ascending, and
    ``revisions`` the revision of each one's last change; ``groups`` are the sets of languages.
    """

    codes: Codes
    blocks: tuple[TailBlock, ...]
    touched: NDArray[np.int64]
    revisions: NDArray[np.int64]
    groups: Groups

    @classmethod
    def empty(cls, codes: Codes | None = None) -> "Tail":
        none = np.zeros(0, np.int64)
        return cls(Codes() if codes is None else codes, (), none, none, Groups(()))

    def followed_by(self, entries: Iterable[Entry]) -> "Tail":
        """Return the tail with the units that changed; entries come unit by unit."""
        touched: dict[int, int] = {}
        numbers = {group: number for number, group in enumerate(self.groups.sets)}
        added: dict[str, list[tuple[Segment, int]]] = {}
        for unit, group in groupby(entries, lambda entry: entry.unit):
            told = list(group)
            touched[unit] = max(entry.revision for entry in told)
            for segment in segments(told):
                number = numbers.setdefault(segment.group, len(numbers))
                added.setdefault(segment.lang, []).append((segment, number))
        if not touched:
            return self
        units = np.fromiter(touched, np.int64, len(touched))
        kept = {block.lang: part for block, part in self._without(units)}
        for lang, found in added.items():
            arrays = self._arrays(found)
            kept[lang] = kept[lang].and_(arrays) if lang in kept else arrays
        stays = ~np.isin(self.touched, units)
        all_units = np.concatenate([self.touched[stays], units])
        revisions = np.fromiter(touched.values(), np.int64, len(touched))
        all_revisions = np.concatenate([self.revisions[stays], revisions])
        order = np.argsort(all_units)
        return self._with(kept, all_units[order], all_revisions[order], Groups(tuple(numbers)))

    def after(self, revision: int) -> "Tail":
        """Return the tail without what a layer up to that revision knows."""
        later = self.revisions > revision
        if later.all():
            return self
        if not later.any():
            return Tail.empty()
        kept = {block.lang: part for block, part in self._without(self.touched[~later])}
        return self._with(kept, self.touched[later], self.revisions[later], self.groups)

    def _without(self, units: NDArray[np.int64]) -> Iterator[tuple[TailBlock, _Arrays]]:
        for block in self.blocks:
            stays = ~np.isin(block.columns["unit"], units)
            yield block, block.arrays if stays.all() else block.arrays.where(stays)

    def _with(
        self,
        arrays: dict[str, _Arrays],
        touched: NDArray[np.int64],
        revisions: NDArray[np.int64],
        groups: Groups,
    ) -> "Tail":
        blocks = tuple(
            TailBlock(lang, self.codes, part) for lang, part in arrays.items() if len(part.lengths)
        )
        return Tail(self.codes, blocks, touched, revisions, groups)

    def _arrays(self, found: Sequence[tuple[Segment, int]]) -> _Arrays:
        codes = [[self.codes[unit] for unit in segment.units] for segment, _ in found]
        strings = np.empty(len(found), dtype=object)
        strings[:] = ["".join(map(chr, part)) for part in codes]
        lengths = np.fromiter(map(len, codes), np.int64, len(codes))
        flat = np.fromiter((code for part in codes for code in part), np.uint32, int(lengths.sum()))
        keys = np.empty(len(found), dtype=object)
        keys[:] = [segment.key for segment, _ in found]
        return _Arrays(
            keys=keys,
            strings=strings,
            lengths=lengths.astype(np.uint32),
            signatures=signatures_of_rows(flat, lengths),
            columns=np.array([s.columns(group) for s, group in found], COLUMNS),
            loose=np.array([segment.loose for segment, _ in found], np.uint64),
            number=np.array([segment.number for segment, _ in found], np.uint64),
        )
