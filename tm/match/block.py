"""A block of the index: the segments of one language, never changed once it is built.

Its arrays are plain NumPy files that are mapped into memory, so processes share them.  The rows
stand in order of their length, so that lengths are ranges of rows:

    columns           what is known of each row: ``COLUMNS``
    lengths           units of each row
    length_starts     first row of each length from 0, and after the last
    signatures        64 bits for each row: see ``similar``
    text              the rows in UTF-8, one code point a unit, one after the other
    text_offsets      where each row begins in it
    feature_keys      the features that occur, ascending: see ``similar``
    feature_offsets   where each feature's rows begin in the postings
    postings          row numbers, ascending within a feature
    vocabulary        every unit in UTF-8, one after the other, the most frequent first
    unit_offsets      where each unit begins in it
    unit_digests      digests of the units, ascending
    unit_ranks        the place of each of those digests' units in the vocabulary
    loose_keys, loose_rows        digests of ``keys.loose``, ascending, and their rows
    number_keys, number_rows      the same of ``keys.numberless``, for the rows that have figures
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from ctypes import addressof
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.match.kernel import BlockPointers
from tm.match.keys import digest
from tm.match.similar import UNKNOWN, pairs_with, similar
from tm.text.languages import is_syllabic

COLUMNS = np.dtype(
    [
        ("unit", "<i8"),
        ("recent", "<i8"),
        ("strict", "<u4"),
        ("memory", "<i4"),
        ("group", "<u4"),
        ("points", "u1"),
    ]
)
"""The unit's row number, its latest date in 14 figures, a checksum of the strict key, the memory's
row number, which languages the unit has (a number of the layer's), and penalty points."""

ARRAYS = (
    "columns",
    "lengths",
    "length_starts",
    "signatures",
    "text",
    "text_offsets",
    "feature_keys",
    "feature_offsets",
    "postings",
    "vocabulary",
    "unit_offsets",
    "unit_digests",
    "unit_ranks",
    "loose_keys",
    "loose_rows",
    "number_keys",
    "number_rows",
)

_SURROGATES = 0xD800
_NO_SURROGATES = 0x800
MOST_UNITS = UNKNOWN - 1 - _NO_SURROGATES
"""Distinct units that one block can hold, each with a code point of its own."""

_REMEMBERED = 50_000
# From this part of all rows on, marking them in an array is quicker than sorting them.
_SORTED_SOONER = 32


def places(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places of stretches of an array, one stretch after the other."""
    before = np.cumsum(lengths) - lengths
    found: NDArray[np.int64] = np.repeat(starts - before, lengths)
    found += np.arange(len(found))
    return found


def code_of(rank: int) -> int:
    """Return the code point of the unit at a place of the vocabulary; 0 and surrogates are none."""
    return rank + 1 if rank + 1 < _SURROGATES else rank + 1 + _NO_SURROGATES


def codes_of(ranks: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the code points of many ranks."""
    codes = ranks + np.uint32(1)
    codes[codes >= _SURROGATES] += np.uint32(_NO_SURROGATES)
    return codes


def ranks_of(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Undo ``codes_of``."""
    ranks = codes - np.uint32(1)
    ranks[codes >= _SURROGATES] -= np.uint32(_NO_SURROGATES)
    return ranks


class Block:
    """One language's rows; safe between threads."""

    def __init__(self, lang: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.lang = lang
        self.syllabic = is_syllabic(lang)
        self.columns: NDArray[Any] = arrays["columns"]
        self.lengths: NDArray[np.uint32] = arrays["lengths"]
        self.length_starts: NDArray[np.uint32] = arrays["length_starts"]
        self.signatures: NDArray[np.uint64] = arrays["signatures"]
        self.text: NDArray[np.uint8] = arrays["text"]
        self.text_offsets: NDArray[np.uint64] = arrays["text_offsets"]
        self.feature_keys: NDArray[np.uint64] = arrays["feature_keys"]
        self.feature_offsets: NDArray[np.uint64] = arrays["feature_offsets"]
        self.postings: NDArray[np.uint32] = arrays["postings"]
        self._vocabulary: memoryview = arrays["vocabulary"].data
        self._unit_offsets: memoryview = arrays["unit_offsets"].data
        self._unit_digests: memoryview = arrays["unit_digests"].data
        self._unit_ranks: memoryview = arrays["unit_ranks"].data
        # Single values of a memory view are read several times faster than those of an array.
        self._keys = {
            name: (arrays[f"{name}_keys"].data, arrays[f"{name}_rows"])
            for name in ("loose", "number")
        }
        self.longest = len(self.length_starts) - 2
        self._bytes, self._offsets = self.text.data, self.text_offsets.data
        self._known: dict[str, int] = {}
        self._names: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.lengths)

    @cached_property
    def pointers(self) -> BlockPointers:
        """Return what the compiled loop reads; it lives as long as this block."""
        arrays = (
            self.feature_keys,
            self.feature_offsets,
            self.postings,
            self.signatures,
            self.lengths,
            self.length_starts,
            self.text_offsets,
            self.text,
        )
        addresses = [array.ctypes.data for array in arrays]
        return BlockPointers(*addresses, len(self.feature_keys), self.longest)

    @cached_property
    def address(self) -> int:
        """Return where ``pointers`` lie."""
        return addressof(self.pointers)

    def codes(self, units: Iterable[str]) -> list[int]:
        """Return the codes of units, ``UNKNOWN`` for those that no row has."""
        known = self._known
        return [known[unit] if unit in known else self._look_up(unit) for unit in units]

    def code_string(self, row: int) -> str:
        """Return a row as a string of one code point a unit."""
        return str(self._bytes[self._offsets[row] : self._offsets[row + 1]], "utf-8")

    def key(self, row: int) -> str:
        """Return the comparison key of a row."""
        names = self._names
        codes = self.code_string(row)
        units = [names[code] if code in names else self._name(code) for code in codes]
        return ("" if self.syllabic else " ").join(units)

    def _name(self, code: str) -> str:
        if len(self._names) >= _REMEMBERED:
            self._names.clear()
        name = self._names[code] = self.unit(ord(code))
        return name

    def unit(self, code: int) -> str:
        """Return the unit of a code."""
        rank = code - 1 if code < _SURROGATES else code - 1 - _NO_SURROGATES
        return str(
            self._vocabulary[self._unit_offsets[rank] : self._unit_offsets[rank + 1]], "utf-8"
        )

    def vocabulary(self) -> list[str]:
        """Return every unit, the most frequent first."""
        text = self._vocabulary.tobytes()
        offsets = self._unit_offsets.tolist()
        return [text[a:b].decode() for a, b in pairwise(offsets)]

    def similar(
        self, codes: Sequence[int], threshold: int
    ) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """Return the rows that are at least that many percent similar, and how similar."""
        return similar(self, codes, threshold)

    def rows_with(self, name: str, key: int) -> NDArray[np.uint32]:
        """Return the rows whose ``loose`` or ``number`` digest is the one given."""
        keys, rows = self._keys[name]
        start = bisect_left(keys, key)
        end = start
        if start < len(keys) and keys[start] == key:
            end = bisect_right(keys, key, start)
        found: NDArray[np.uint32] = rows[start:end]
        return found

    def rows_under(self, features: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """Return the rows that have one of the features, ascending."""
        starts, counts = self._postings_of(features)
        if len(starts) == 1:
            return self.postings[int(starts[0]) : int(starts[0] + counts[0])]
        rows = self.postings[places(starts, counts)]
        if len(rows) < len(self) // _SORTED_SOONER:
            return np.unique(rows)
        having = np.zeros(len(self), np.bool_)
        having[rows] = True
        return np.flatnonzero(having).astype(np.uint32)

    def count_under(self, features: NDArray[np.uint64]) -> int:
        """Return how many rows have one of the features, those that have two counted twice."""
        return int(self._postings_of(features)[1].sum())

    def _postings_of(
        self, features: NDArray[np.uint64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the postings of the features that occur begin, and how many there are."""
        if not len(self.feature_keys):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        at = np.minimum(np.searchsorted(self.feature_keys, features), len(self.feature_keys) - 1)
        at = at[self.feature_keys[at] == features]
        starts = self.feature_offsets[at].astype(np.int64)
        return starts, self.feature_offsets[at + 1].astype(np.int64) - starts

    def features_with(self, code: int) -> NDArray[np.uint64]:
        """Return the features of a syllable language that have a unit in them."""
        return pairs_with(self.feature_keys, code)

    def codes_with(self, piece: str) -> NDArray[np.uint64]:
        """Return the codes of all units that have a piece of text in them."""
        wanted = piece.encode("utf-8", "surrogatepass")
        text = np.frombuffer(self._vocabulary, np.uint8)
        at = np.flatnonzero(text[: max(len(text) - len(wanted) + 1, 0)] == wanted[0])
        for offset, byte in enumerate(wanted[1:], 1):
            at = at[text[at + offset] == byte]
        offsets = np.frombuffer(self._unit_offsets, np.uint32)
        ranks = np.searchsorted(offsets, at, "right") - 1
        whole = at + len(wanted) <= offsets[ranks + 1]
        return codes_of(np.unique(ranks[whole]).astype(np.uint32)).astype(np.uint64)

    def keys_by_row(self, name: str) -> NDArray[np.uint64]:
        """Return the ``loose`` or ``number`` digest of every row, 0 where there is none."""
        keys, rows = self._keys[name]
        by_row = np.zeros(len(self), np.uint64)
        by_row[rows] = np.asarray(keys)
        return by_row

    def _look_up(self, unit: str) -> int:
        wanted = digest(unit)
        at = bisect_left(self._unit_digests, wanted)
        code = UNKNOWN
        while at < len(self._unit_digests) and self._unit_digests[at] == wanted:
            found = code_of(self._unit_ranks[at])
            if self.unit(found) == unit:
                code = found
                break
            at += 1
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[unit] = code
        return code
