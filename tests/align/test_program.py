"""The dynamic program against trying every path."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tm.align.program import SHAPES, SOURCE_NULL, TARGET_NULL, Lattice, Step, best_path

STEPS = (*SHAPES, SOURCE_NULL, TARGET_NULL)


def lattice(sources: int, targets: int, seed: int) -> Lattice:
    random = np.random.default_rng(seed)
    beads = []
    for row in range(sources + 1):
        scores = random.normal(0, 3, (len(SHAPES), targets + 1))
        for number, (a, b) in enumerate(SHAPES):
            if row + a > sources:
                scores[number] = -np.inf
            scores[number, max(targets - b + 1, 0) :] = -np.inf
        beads.append(scores)
    return Lattice(
        np.zeros(sources + 1, np.int64),
        beads,
        random.normal(-1, 1, sources),
        random.normal(-1, 1, targets),
    )


def step_score(plan: Lattice, row: int, column: int, shape: tuple[int, int]) -> float:
    if shape == SOURCE_NULL:
        return float(plan.source_null[row])
    if shape == TARGET_NULL:
        return float(plan.target_null[column])
    return float(plan.beads[row][SHAPES.index(shape), column])


def every_path(
    plan: Lattice, row: int, column: int
) -> list[tuple[float, list[tuple[int, int, tuple[int, int]]]]]:
    sources, targets = len(plan.source_null), len(plan.target_null)
    if (row, column) == (sources, targets):
        return [(0.0, [])]
    paths = []
    for shape in STEPS:
        if row + shape[0] <= sources and column + shape[1] <= targets:
            score = step_score(plan, row, column, shape)
            paths += [
                (score + rest, [(row, column, shape), *steps])
                for rest, steps in every_path(plan, row + shape[0], column + shape[1])
            ]
    return paths


def covered(steps: list[Step]) -> tuple[list[int], list[int]]:
    return (
        [k for s in steps for k in range(s.source, s.source + s.shape[0])],
        [k for s in steps for k in range(s.target, s.target + s.shape[1])],
    )


def bead_steps(steps: list[Step]) -> set[tuple[int, int, tuple[int, int]]]:
    return {(s.source, s.target, s.shape) for s in steps if 0 not in s.shape}


def holds(path: list[tuple[int, int, tuple[int, int]]], step: Step) -> bool:
    return any(
        shape == step.shape
        and (shape == TARGET_NULL or row == step.source)
        and (shape == SOURCE_NULL or column == step.target)
        for row, column, shape in path
    )


@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 10_000))
def test_finds_the_best_of_all_paths_and_its_posteriors(
    sources: int, targets: int, seed: int
) -> None:
    plan = lattice(sources, targets, seed)
    paths = every_path(plan, 0, 0)
    score, steps = max(paths, key=lambda path: path[0])
    found = best_path(plan)
    # Nulls of both sides that follow each other may stand in any order.
    assert bead_steps(found) == {step for step in steps if 0 not in step[2]}
    assert sum(s.score for s in found) == pytest.approx(score)
    weight = {id(path): np.exp(value) for value, path in paths}
    total = sum(weight.values())
    for step in found:
        share = sum(weight[id(path)] for _, path in paths if holds(path, step)) / total
        assert step.posterior == pytest.approx(share, abs=1e-9)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 8), st.integers(0, 10_000))
def test_a_band_covers_every_segment_once(
    sources: int, targets: int, width: int, seed: int
) -> None:
    plan = lattice(sources, targets, seed)
    low = np.array([k * targets // max(sources, 1) for k in range(sources + 1)])
    low = np.maximum(low - width, 0)
    low[0] = 0
    high: NDArray[np.int64] = np.minimum(np.append(low[1:], targets) + width, targets) + 1
    high[-1] = targets + 1
    banded = Lattice(
        low,
        [plan.beads[k][:, low[k] : high[k]] for k in range(sources + 1)],
        plan.source_null,
        plan.target_null,
    )
    steps = best_path(banded)
    assert covered(steps) == (list(range(sources)), list(range(targets)))
    assert {step.shape for step in steps} <= set(STEPS)
    assert all(0 <= step.posterior <= 1 for step in steps)
