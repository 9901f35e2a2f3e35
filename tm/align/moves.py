"""Passages that stand elsewhere on the other side: what the monotone path had to leave over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import NDArray

from tm.align.program import SHAPES, Lattice, Step, best_path

REACH = 24
"""Segments before and after a seed within which its passage is looked for."""
MOST_SEEDS = 2_000

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]
_Place = tuple[int, int]
Scores = Callable[[int, int, int, int], Array]


@dataclass(frozen=True, slots=True)
class MovedBead:
    source: int
    target: int
    shape: tuple[int, int]
    score: float
    """How sure it is, 0 to 1: that the passage moved, and that this bead is right within it."""


@dataclass(frozen=True, slots=True)
class MoveCosts:
    cost: float
    distance: float
    skip: float


def find_moves(
    free_source: Mask,
    free_target: Mask,
    begun: tuple[Counts, Counts],
    seeds: Sequence[tuple[int, int]],
    scores: Scores,
    nulls: tuple[Array, Array],
    costs: MoveCosts,
) -> list[MovedBead]:
    """Chain beads of free segments into passages, the best seeds first.

    ``begun[side][k]`` counts the beads of the monotone path that begin before segment k;
    ``scores(top, bottom, left, right)`` are those of the beads beginning in a block, -inf where
    there is none, shape (len(SHAPES), rows, columns); ``nulls`` those of single segments.
    """
    free_source, free_target = free_source.copy(), free_target.copy()
    found: list[MovedBead] = []
    for seed_source, seed_target in seeds[:MOST_SEEDS]:
        if not (free_source[seed_source] and free_target[seed_target]):
            continue
        top, bottom = _stretch(free_source, seed_source)
        left, right = _stretch(free_target, seed_target)
        block = scores(top, bottom, left, right)
        rows, columns, gain = _best_passage(
            _gains(block, nulls[0][top:bottom], nulls[1][left:right]),
            _crossed(begun, slice(top, bottom), slice(left, right)),
            costs,
        )
        if gain <= 0:
            continue
        # A neighbor on either side may belong to a bead at the edge: the small program decides.
        rows = slice(max(rows.start - 1, 0), min(rows.stop + 1, bottom - top))
        columns = slice(max(columns.start - 1, 0), min(columns.stop + 1, right - left))
        sure = 1 / (1 + np.exp(-gain))
        for step in _path(block, rows, columns, nulls[0][top:bottom], nulls[1][left:right]):
            if 0 in step.shape:
                continue
            source = top + rows.start + step.source
            target = left + columns.start + step.target
            found.append(MovedBead(source, target, step.shape, float(sure * step.posterior)))
            free_source[source : source + step.shape[0]] = False
            free_target[target : target + step.shape[1]] = False
    return found


def _crossed(begun: tuple[Counts, Counts], rows: slice, columns: slice) -> Counts:
    """Count the beads of the path that a bead beginning at each place would cross."""
    over, down = begun
    after = over[:-1][rows, None] - down[1:][columns]
    before = down[:-1][columns] - over[1:][rows, None]
    crossed: Counts = np.maximum(np.maximum(after, before), 0)
    return crossed


def _gains(block: Array, source_null: Array, target_null: Array) -> Array:
    """By how much each bead of a block beats leaving its segments alone."""
    gains = block.copy()
    for number, (sources, targets) in enumerate(SHAPES):
        for k in range(sources):
            gains[number, : len(source_null) - k] -= source_null[k:, None]
        for k in range(targets):
            gains[number, :, : len(target_null) - k] -= target_null[k:]
    return gains


def _path(
    block: Array, rows: slice, columns: slice, source_null: Array, target_null: Array
) -> list[Step]:
    height, width = rows.stop - rows.start, columns.stop - columns.start
    beads = np.full((height + 1, len(SHAPES), width + 1), -np.inf)
    beads[:-1, :, :-1] = block[:, rows, columns].transpose(1, 0, 2)
    for number, (sources, targets) in enumerate(SHAPES):
        beads[max(height - sources + 1, 0) :, number] = -np.inf
        beads[:, number, max(width - targets + 1, 0) :] = -np.inf
    low = np.zeros(height + 1, np.int64)
    return best_path(Lattice(low, list(beads), source_null[rows], target_null[columns]))


def _stretch(free: Mask, seed: int) -> tuple[int, int]:
    begin = end = seed
    while begin > 0 and seed - begin < REACH and free[begin - 1]:
        begin -= 1
    while end < len(free) and end - seed <= REACH and free[end]:
        end += 1
    return begin, end


def _best_passage(gains: Array, crossed: Counts, costs: MoveCosts) -> tuple[slice, slice, float]:
    """Return the rows and columns of the best chain of beads, and its gain less its costs.

    Where a bead would cross none of the path nothing has moved, and the path has decided already.

    A chain runs forward on both sides and may skip one segment of either between two beads.
    """
    _, height, width = gains.shape
    ends: dict[_Place, tuple[float, _Place]] = {}
    for row in range(height):
        for column in range(width):
            if not crossed[row, column]:
                continue
            start = -costs.cost - costs.distance * log1p(crossed[row, column])
            origin = (row, column)
            for down, over in ((0, 0), (1, 0), (0, 1), (1, 1)):
                before = (row - down, column - over)
                if before in ends and ends[before][0] - costs.skip * (down + over) > start:
                    start, origin = ends[before][0] - costs.skip * (down + over), ends[before][1]
            for number, (sources, targets) in enumerate(SHAPES):
                end = (row + sources, column + targets)
                total = start + float(gains[number, row, column])
                if end[0] <= height and end[1] <= width and total > ends.get(end, (0.0,))[0]:
                    ends[end] = (total, origin)
    if not ends:
        return slice(0, 0), slice(0, 0), 0.0
    last = max(ends, key=lambda end: ends[end][0])
    gain, first = ends[last]
    return slice(first[0], last[0]), slice(first[1], last[1]), gain
