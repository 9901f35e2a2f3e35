"""The dynamic program: the best monotone path through a band, and how sure each step is.

A path goes from (0, 0) to (sources, targets).  A step from (i, j) is a bead of one of SHAPES, or a
null: one segment of one side without counterpart.  Scores are logarithms that need not sum to
one; the posterior of a step is its share of all paths through the band (forward-backward).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
SOURCE_NULL = (1, 0)
TARGET_NULL = (0, 1)

Row = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Scores of all steps within a band.

    Row i (0 to sources) covers the columns ``low[i]`` to ``low[i] + width - 1``, where the width
    is that of ``beads[i]``, shape (len(SHAPES), width): the scores of the beads that begin there,
    -inf where there is none.  ``source_null`` and ``target_null`` hold one score a segment.
    """

    low: NDArray[np.int64]
    beads: list[Row]
    source_null: Row
    target_null: Row

    @property
    def rows(self) -> int:
        return len(self.beads)

    def high(self, row: int) -> int:
        return int(self.low[row]) + int(self.beads[row].shape[1])


@dataclass(frozen=True, slots=True)
class Step:
    source: int
    target: int
    shape: tuple[int, int]
    score: float
    posterior: float


def best_path(lattice: Lattice) -> list[Step]:
    """Return the steps of the best path; together they cover every segment of both sides once.

    The posterior of a null is that of its segment's having no counterpart, wherever the path
    passes it by.
    """
    best = _forward(lattice, np.maximum)
    forward = _forward(lattice, np.logaddexp)
    backward = _backward(lattice)
    total = forward[-1][-1]
    shares = _null_shares(lattice, forward, backward)
    i, j = lattice.rows - 1, lattice.high(lattice.rows - 1) - 1
    steps: list[Step] = []
    while i or j:
        arrivals = [
            (_at(best, lattice, row, column) + score, row, column, shape, score)
            for row, column, shape, score in _into(lattice, i, j)
        ]
        _, row, column, shape, score = max(arrivals, key=lambda arrival: arrival[0])
        if shape == SOURCE_NULL:
            share = shares[0][row]
        elif shape == TARGET_NULL:
            share = shares[1][column]
        else:
            ways = _at(forward, lattice, row, column) + _at(backward, lattice, i, j)
            share = np.exp(ways + score - total)
        steps.append(Step(row, column, shape, score, float(min(share, 1.0))))
        i, j = row, column
    return steps[::-1]


def _null_shares(lattice: Lattice, forward: list[Row], backward: list[Row]) -> tuple[Row, Row]:
    total = forward[-1][-1]
    source, target = np.zeros(len(lattice.source_null)), np.zeros(len(lattice.target_null))
    for i in range(lattice.rows):
        low, high = int(lattice.low[i]), lattice.high(i)
        ways = forward[i][:-1] + lattice.target_null[low : high - 1] + backward[i][1:]
        target[low : high - 1] += np.exp(ways - total)
        if i + 1 < lattice.rows:
            onward = _window(backward[i + 1], lattice, i + 1, low, high)
            source[i] = np.exp(forward[i] + lattice.source_null[i] + onward - total).sum()
    return source, target


def _into(lattice: Lattice, i: int, j: int) -> Iterator[tuple[int, int, tuple[int, int], float]]:
    if j > lattice.low[i]:
        yield i, j - 1, TARGET_NULL, float(lattice.target_null[j - 1])
    if i and lattice.low[i - 1] <= j < lattice.high(i - 1):
        yield i - 1, j, SOURCE_NULL, float(lattice.source_null[i - 1])
    for number, (sources, targets) in enumerate(SHAPES):
        row, column = i - sources, j - targets
        if row >= 0 and lattice.low[row] <= column < lattice.high(row):
            score = float(lattice.beads[row][number, column - lattice.low[row]])
            if score > -np.inf:
                yield row, column, (sources, targets), score


def _at(rows: list[Row], lattice: Lattice, row: int, column: int) -> float:
    return float(rows[row][column - lattice.low[row]])


def _forward(lattice: Lattice, join: np.ufunc) -> list[Row]:
    """Join the scores of all ways from the beginning to each place."""
    rows: list[Row] = []
    for i in range(lattice.rows):
        low, high = int(lattice.low[i]), lattice.high(i)
        arrived = np.full(high - low, -np.inf)
        if i == 0:
            arrived[0] = 0.0
        else:
            nulls = _window(rows[i - 1] + lattice.source_null[i - 1], lattice, i - 1, low, high)
            arrived = join(arrived, nulls)
        for number, (sources, targets) in enumerate(SHAPES):
            if i >= sources:
                scores = rows[i - sources] + lattice.beads[i - sources][number]
                shifted = _window(scores, lattice, i - sources, low - targets, high - targets)
                arrived = join(arrived, shifted)
        # Target nulls stay in the row: with their running sum taken off, a prefix scan does it.
        nulls = np.concatenate(([0.0], np.cumsum(lattice.target_null[low : high - 1])))
        rows.append(join.accumulate(arrived - nulls) + nulls)
    return rows


def _backward(lattice: Lattice) -> list[Row]:
    """Sum, in logarithms, the scores of all ways from each place to the end."""
    rows: list[Row] = [np.empty(0)] * lattice.rows
    for i in reversed(range(lattice.rows)):
        low, high = int(lattice.low[i]), lattice.high(i)
        leaving = np.full(high - low, -np.inf)
        if i == lattice.rows - 1:
            leaving[-1] = 0.0
        else:
            nulls = _window(rows[i + 1], lattice, i + 1, low, high) + lattice.source_null[i]
            leaving = np.logaddexp(leaving, nulls)
        for number, (sources, targets) in enumerate(SHAPES):
            if i + sources < lattice.rows:
                ahead = _window(
                    rows[i + sources], lattice, i + sources, low + targets, high + targets
                )
                leaving = np.logaddexp(leaving, ahead + lattice.beads[i][number])
        nulls = np.concatenate(([0.0], np.cumsum(lattice.target_null[low : high - 1][::-1])))
        rows[i] = (np.logaddexp.accumulate(leaving[::-1] - nulls) + nulls)[::-1]
    return rows


def _window(values: Row, lattice: Lattice, row: int, low: int, high: int) -> Row:
    """Cut the columns low to high - 1 out of a row's values, -inf where the row has none."""
    cut = np.full(high - low, -np.inf)
    begin, end = max(low, int(lattice.low[row])), min(high, lattice.high(row))
    if begin < end:
        offset = int(lattice.low[row])
        cut[begin - low : end - low] = values[begin - offset : end - offset]
    return cut
