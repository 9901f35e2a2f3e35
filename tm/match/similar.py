"""Which segments of a block resemble a query: a count filter that misses nothing.

A segment is a row of units, each written as one code point.  Its *features* are its units, the
n-th occurrence of a unit apart from the first, or in syllable languages its pairs of neighboring
units.  An edit takes away one unit, or two pairs; so who is similar shares many features with the
query, and whoever shares that many has one of the query's rarest (Sarawagi and Kirpal 2004;
Bayardo, Ma and Srikant 2007).  Only the rows under the rarest features are read.  Each row has a
signature of 64 bits besides, one for every unit in it: a bit that only one of the two has is an
edit.  What is left is compared.  All bounds are whole numbers.

Cost: the postings of the query's rarest features, about one in three hundred of the rows.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tm.match import kernel
from tm.match.score import similarity
from tm.text.similarity import distance

UNKNOWN = 0x10FFFF
"""The code of every unit that no segment of a block has."""

# A feature is one number: the code of a unit (and of the next one), and which occurrence it is.
_OCCURRENCES = 20
_CODES = 21
MOST_ROWS_AT_ONCE = 1 << 64 - 2 * _CODES
_SPREAD = 2_654_435_769


class Comparable(Protocol):
    """Rows that can be compared."""

    @property
    def signatures(self) -> NDArray[np.uint64]: ...
    @property
    def lengths(self) -> NDArray[np.uint32]: ...
    def code_string(self, row: int) -> str: ...


class Rows(Comparable, Protocol):
    """Rows in order of their length, that can be found by their features: see ``block``."""

    @property
    def syllabic(self) -> bool: ...
    @property
    def longest(self) -> int: ...
    @property
    def address(self) -> int: ...
    @property
    def feature_keys(self) -> NDArray[np.uint64]: ...
    @property
    def feature_offsets(self) -> NDArray[np.uint64]: ...
    @property
    def postings(self) -> NDArray[np.uint32]: ...
    @property
    def length_starts(self) -> NDArray[np.uint32]: ...


def similar(
    block: Rows, codes: Sequence[int], threshold: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return the rows at least ``threshold`` percent similar (1 to 100), and how similar they are.

    ``codes`` are the query's units in the codes of this block.  The rows ascend.
    """
    shared = least_shared(len(codes), threshold, block.longest, block.syllabic)
    if kernel.available() and len(codes) <= kernel.LONGEST_QUERY:
        return kernel.similar(block.address, codes, block.syllabic, shared, UNKNOWN, threshold)
    return similar_in_numpy(block, codes, threshold)


def similar_in_numpy(
    block: Rows, codes: Sequence[int], threshold: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Answer what ``similar`` answers, without the compiled loop."""
    first, end = _fitting_lengths(block, len(codes), threshold)
    shared = least_shared(len(codes), threshold, block.longest, block.syllabic)
    if shared and first < end:
        rows = _with_rare_features(block, codes, shared)
        rows = rows[(rows >= first) & (rows < end)]
    else:
        rows = np.arange(first, end, dtype=np.uint32)
    rows = np.unique(rows[possible(block, rows, codes, threshold)])
    return compare(block, rows, codes, threshold)


def compare(
    block: Comparable, rows: NDArray[np.uint32], codes: Sequence[int], threshold: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return those of the rows that reach the threshold, and their similarities."""
    query = "".join(map(chr, codes))
    percents = np.zeros(len(rows), np.uint8)
    for at, row in enumerate(rows.tolist()):
        other = block.code_string(row)
        most = (100 - threshold) * max(len(query), len(other)) // 100
        edits = distance(query, other, most)
        percents[at] = similarity(edits, len(query), len(other)) if edits <= most else 0
    reached = percents >= threshold
    return rows[reached], percents[reached]


def possible(
    block: Comparable,
    rows: NDArray[np.uint32] | slice,
    codes: Sequence[int],
    threshold: int,
) -> NDArray[np.bool_]:
    """Say of each row whether lengths and signatures leave room for the similarity."""
    known = np.array([code for code in codes if code != UNKNOWN], np.uint32)
    mine = np.bitwise_or.reduce(_bits(known)) if len(known) else np.uint64(0)
    theirs = block.signatures[rows]
    lengths = block.lengths[rows].astype(np.int64)
    longest = np.maximum(lengths, len(codes))
    here = np.bitwise_count(mine & ~theirs) + (longest - len(known))
    there = np.bitwise_count(theirs & ~mine) + (longest - lengths)
    leaves: NDArray[np.bool_] = np.maximum(here, there) <= (100 - threshold) * longest // 100
    return leaves


@lru_cache(maxsize=4096)
def least_shared(length: int, threshold: int, longest: int, syllabic: bool) -> int:
    """Return how many features every similar segment has in common with a query of that length.

    0 means that the features decide nothing, so that all fitting lengths must be looked at.
    """
    if not syllabic:
        return -(-threshold * length // 100)
    most = min(length * 100 // threshold, longest)
    lengths = range(length, max(most, length) + 1)
    return max(0, min(n - 1 - 2 * ((100 - threshold) * n // 100) for n in lengths))


def features_of(codes: Sequence[int], syllabic: bool) -> list[int]:
    """Return the features of a query, one number each."""
    units = [a << _CODES | b for a, b in pairwise(codes)] if syllabic else list(codes)
    seen: dict[int, int] = {}
    features = []
    for unit in units:
        occurrence = seen.get(unit, 0)
        seen[unit] = occurrence + 1
        features.append(unit << _OCCURRENCES | occurrence)
    return features


def features_of_rows(
    codes: NDArray[np.uint32], lengths: NDArray[np.int64], syllabic: bool
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Return the features of many rows and the row of each, sorted by feature and row.

    ``codes`` are the units of all rows one after the other, ``lengths`` how many each row has;
    there may be ``MOST_ROWS_AT_ONCE`` of them.
    """
    rows = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
    units = codes.astype(np.uint64)
    if syllabic and len(units):
        # A unit that is alone in its row is paired with nothing, so that it can be found too.
        followed = np.r_[rows[1:] == rows[:-1], False]
        alone = np.repeat(lengths == 1, lengths)
        units = (units << np.uint64(_CODES)) | np.where(followed, np.r_[units[1:], 0], 0)
        units, rows = units[followed | alone], rows[followed | alone]
    # Row and unit in one number sort much faster than two numbers do.
    both = np.sort((rows << np.uint64(2 * _CODES)) | units)
    units, rows = both & np.uint64((1 << 2 * _CODES) - 1), both >> np.uint64(2 * _CODES)
    starts = np.flatnonzero(np.r_[True, both[1:] != both[:-1]][: len(both)])
    runs = np.diff(np.r_[starts, len(both)])
    occurrences = np.arange(len(units)) - np.repeat(starts, runs)
    features = (units << np.uint64(_OCCURRENCES)) | occurrences.astype(np.uint64)
    order = np.argsort(features, kind="stable")
    return features[order], rows[order].astype(np.uint32)


def features_of_units(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the features that say that a row has a unit at all."""
    return codes << np.uint64(_OCCURRENCES)


def pairs_with(keys: NDArray[np.uint64], code: int) -> NDArray[np.uint64]:
    """Return those of the features, which are pairs, that have a unit in them."""
    first = keys >> np.uint64(_CODES + _OCCURRENCES)
    second = (keys >> np.uint64(_OCCURRENCES)) & np.uint64((1 << _CODES) - 1)
    found: NDArray[np.uint64] = keys[(first == np.uint64(code)) | (second == np.uint64(code))]
    return found


def signatures_of_rows(codes: NDArray[np.uint32], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return for each row the bits of its units."""
    bits = _bits(codes)
    signatures = np.zeros(len(lengths), np.uint64)
    filled = lengths > 0
    starts = (np.cumsum(lengths) - lengths)[filled]
    if len(starts):
        signatures[filled] = np.bitwise_or.reduceat(bits, starts)
    return signatures


def _bits(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    # Multiplying (Knuth, volume 3, section 6.4) spreads neighboring codes over the bits.
    return np.uint64(1) << ((codes * np.uint32(_SPREAD)) >> np.uint32(26)).astype(np.uint64)


def _fitting_lengths(block: Rows, length: int, threshold: int) -> tuple[int, int]:
    least = -(-threshold * length // 100)
    most = min(length * 100 // threshold, block.longest)
    if least > most:
        return 0, 0
    return int(block.length_starts[least]), int(block.length_starts[most + 1])


def _with_rare_features(block: Rows, codes: Sequence[int], shared: int) -> NDArray[np.uint32]:
    keys = np.array(features_of(codes, block.syllabic), np.uint64)
    at = np.minimum(np.searchsorted(block.feature_keys, keys), len(block.feature_keys) - 1)
    known = block.feature_keys[at] == keys
    starts = block.feature_offsets[at]
    counts = np.where(known, block.feature_offsets[at + 1] - starts, 0)
    rarest = np.argsort(counts)[: len(keys) - shared + 1].tolist()
    parts = [block.postings[int(starts[i]) : int(starts[i] + counts[i])] for i in rarest]
    return np.concatenate(parts)
