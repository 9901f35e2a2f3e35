"""Passages that stand elsewhere on the other side: what the monotone path had to leave over."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.program import SHAPES

REACH = 24
"""Segments before and after a seed within which its passage is looked for."""
MOST_SEEDS = 2_000

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
_Place = tuple[int, int]
_Found = tuple[int, int, int, float]


@dataclass(frozen=True, slots=True)
class MovedBead:
    """``gain``: by how much the bead beats nulls; ``passage``: the same for its whole passage."""

    source: int
    target: int
    shape: tuple[int, int]
    gain: float
    passage: float


@dataclass(frozen=True, slots=True)
class MoveCosts:
    cost: float
    distance: float
    skip: float


def find_moves(
    free_source: Mask,
    free_target: Mask,
    expected: Array,
    seeds: list[tuple[int, int]],
    gains: Callable[[int, int, int, int], Array],
    costs: MoveCosts,
) -> list[MovedBead]:
    """Chain beads of free segments into passages, the best seeds first.

    ``expected[k]`` is the column where source segment k would stand were nothing moved;
    ``gains(top, bottom, left, right)`` is by how much each bead beginning in the block beats
    leaving its segments alone, shape (len(SHAPES), rows, columns), -inf where there is none.
    """
    free_source, free_target = free_source.copy(), free_target.copy()
    found: list[MovedBead] = []
    for seed_source, seed_target in seeds[:MOST_SEEDS]:
        if not (free_source[seed_source] and free_target[seed_target]):
            continue
        top, bottom = _stretch(free_source, seed_source)
        left, right = _stretch(free_target, seed_target)
        passage, value = _best_passage(
            gains(top, bottom, left, right), expected[top:bottom] - left, costs
        )
        for row, column, number, gain in passage:
            sources, targets = SHAPES[number]
            source, target = top + row, left + column
            found.append(MovedBead(source, target, SHAPES[number], gain, value))
            free_source[source : source + sources] = False
            free_target[target : target + targets] = False
    return found


def _stretch(free: Mask, seed: int) -> tuple[int, int]:
    begin = end = seed
    while begin > 0 and seed - begin < REACH and free[begin - 1]:
        begin -= 1
    while end < len(free) and end - seed <= REACH and free[end]:
        end += 1
    return begin, end


def _best_passage(gains: Array, expected: Array, costs: MoveCosts) -> tuple[list[_Found], float]:
    """Return the beads (row, column, shape number, gain) of the best chain, and its net gain.

    A chain runs forward on both sides and may skip one segment of either between two beads.
    """
    _, height, width = gains.shape
    ends: dict[_Place, tuple[float, _Found, _Place | None]] = {}
    for row in range(height):
        for column in range(width):
            opening = -costs.cost - costs.distance * np.log1p(abs(column - expected[row]))
            start = float(opening)
            origin: _Place | None = None
            for down, over in ((0, 0), (1, 0), (0, 1), (1, 1)):
                before = (row - down, column - over)
                if before in ends and ends[before][0] - costs.skip * (down + over) > start:
                    start, origin = ends[before][0] - costs.skip * (down + over), before
            for number, (sources, targets) in enumerate(SHAPES):
                end = (row + sources, column + targets)
                if end[0] > height or end[1] > width:
                    continue
                gain = float(gains[number, row, column])
                if start + gain > ends.get(end, (0.0,))[0]:
                    ends[end] = (start + gain, (row, column, number, gain), origin)
    if not ends:
        return [], 0.0
    last = max(ends, key=lambda end: ends[end][0])
    chain = []
    place: _Place | None = last
    while place is not None:
        _, bead, place = ends[place]
        chain.append(bead)
    return chain[::-1], ends[last][0]
