"""The longest stretches of a query that occur in the memories, exactly.

Where a stretch ends depends on where it begins, and never goes back as the beginning moves on; so
two ends walk along the query, and each step asks whether one stretch occurs.  A block answers from
the postings of the stretch's rarest feature, in portions, and stops at the first row that has it.
Cost: at most two questions for each unit of the query.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.match.block import Block
from tm.match.similar import features_of
from tm.match.tail import TailBlock

LEAST_TOKENS = 2
LEAST_SYLLABLES = 4
_PORTION = 4_000

Rows = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Source:
    """A block, and which of its rows a search may see."""

    block: Block | TailBlock
    visible: Callable[[Rows], Rows]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open span of the query's units."""

    start: int
    end: int


def longest_stretches(sources: Sequence[Source], units: Sequence[str], least: int) -> list[Stretch]:
    """Return the stretches of at least so many units that occur and are part of no longer one.

    They come in the order of the query, and may overlap.
    """
    coded = [(source, source.block.codes(units)) for source in sources]

    def occurs(start: int, end: int) -> bool:
        return any(
            len(rows) for source, codes in coded for rows in _portions(source, codes[start:end])
        )

    found: list[Stretch] = []
    end = 0
    for start in range(len(units) - least + 1):
        reached = max(end, start + least - 1)
        while reached < len(units) and occurs(start, reached + 1):
            reached += 1
        if reached >= start + least and reached > end:
            found.append(Stretch(start, reached))
        end = max(end, reached)
    return found


def rows_with_stretch(source: Source, units: Sequence[str], most: int) -> Rows:
    """Return rows that have units in a row: all of them, or at least ``most``."""
    parts: list[Rows] = []
    for rows in _portions(source, source.block.codes(units)):
        parts.append(rows)
        if sum(map(len, parts)) >= most:
            break
    return np.concatenate(parts) if parts else np.zeros(0, np.uint32)


def _portions(source: Source, codes: Sequence[int]) -> Iterator[Rows]:
    """Yield the visible rows that have codes in a row, a portion at a time."""
    block = source.block
    needle = "".join(map(chr, codes))
    for candidates in _candidates(block, codes):
        rows = source.visible(candidates)
        has = [needle in block.code_string(row) for row in rows.tolist()]
        if any(has):
            yield rows[np.array(has, np.bool_)]


def _candidates(block: Block | TailBlock, codes: Sequence[int]) -> Iterator[Rows]:
    if isinstance(block, TailBlock):
        yield np.arange(len(block), dtype=np.uint32)
        return
    features = features_of(codes, block.syllabic)
    rarest, *others = sorted(
        (block.rows_under(np.array([feature], np.uint64)) for feature in features), key=len
    )
    for start in range(0, len(rarest), _PORTION):
        rows = rarest[start : start + _PORTION]
        for other in others:
            at = np.minimum(np.searchsorted(other, rows), len(other) - 1)
            rows = rows[other[at] == rows]
        if len(rows):
            yield rows
