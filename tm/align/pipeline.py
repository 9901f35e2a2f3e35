"""Align two segmented documents: prepare, compare, find the best path, then what moved."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tm.align import band, weights
from tm.align.encoder import Encoder
from tm.align.evidence import bead_evidence, notes
from tm.align.features import Comparer, background
from tm.align.moves import MoveCosts, MovedBead, find_moves
from tm.align.program import SHAPES, SOURCE_NULL, TARGET_NULL, Lattice, Step, best_path
from tm.align.side import Side, prepare
from tm.model.documents import Alignment, Bead

Progress = Callable[[float], None]
"""Called with the share done, 0 to 1."""

_ROWS_AT_ONCE = 32
_SEED_MARGIN = 0.15

Array = NDArray[np.float64]


def align(
    source: Sequence[str],
    target: Sequence[str],
    source_lang: str,
    target_lang: str,
    *,
    encoder: Encoder,
    term_pairs: Sequence[tuple[str, str]] = (),
    source_paragraphs: Sequence[int] | None = None,
    target_paragraphs: Sequence[int] | None = None,
    progress: Progress | None = None,
    learnt: weights.Weights = weights.DEFAULT,
) -> Alignment:
    """Return beads in the order of the source, every segment of both sides in exactly one."""
    tell = progress or (lambda share: None)
    one = prepare(source, source_lang, encoder, [term for term, _ in term_pairs], source_paragraphs)
    tell(0.4)
    other = prepare(
        target, target_lang, encoder, [term for _, term in term_pairs], target_paragraphs
    )
    tell(0.8)
    plan = _Plan(one, other, learnt)
    tell(0.9)
    steps = best_path(plan.lattice())
    moved = plan.moves(steps)
    if moved:
        steps = best_path(plan.lattice(moved))
    beads = [
        replace(
            bead,
            evidence=bead_evidence(
                one, other, plan.seen.ratio, term_pairs, bead.source, bead.target
            ),
        )
        for bead in _beads(steps, moved)
    ]
    tell(1.0)
    return Alignment(
        beads=tuple(beads),
        model=f"{encoder.name}-{encoder.version}/beads-{weights.VERSION}",
        notes=notes(one, other, plan.seen, beads),
    )


class _Plan:
    """All scores of a pair of documents."""

    def __init__(self, source: Side, target: Side, learnt: weights.Weights) -> None:
        self.source, self.target, self.learnt = source, target, learnt
        self.seen = background(source, target)
        self.comparer = Comparer(source, target, self.seen)
        null_features = self.comparer.nulls()
        self.source_null = null_features[0] @ learnt.nulls
        self.target_null = null_features[1] @ learnt.nulls
        self.low, self.high = band.bounds(
            len(source),
            len(target),
            self.seen.partner_source,
            self.seen.partner_target,
            self.seen.best_source,
        )
        self.beads = self._band_scores()

    def _band_scores(self) -> list[Array]:
        rows: list[Array] = []
        for top in range(0, len(self.source), _ROWS_AT_ONCE):
            bottom = min(top + _ROWS_AT_ONCE, len(self.source))
            left, right = int(self.low[top]), int(self.high[bottom - 1])
            block = self.scores(top, bottom, left, right)
            rows += [
                block[:, k - top, self.low[k] - left : self.high[k] - left]
                for k in range(top, bottom)
            ]
        rows.append(np.full((len(SHAPES), int(self.high[-1] - self.low[-1])), -np.inf))
        return rows

    def scores(self, top: int, bottom: int, left: int, right: int) -> Array:
        """Scores of the beads that begin in a block, -inf for those that do not fit."""
        scores = np.full((len(SHAPES), bottom - top, right - left), -np.inf)
        inner = min(right, len(self.target))
        if inner > left:
            values = self.comparer.block(top, bottom, left, inner) @ self.learnt.beads
            fits = self.comparer.fits(top, bottom, left, inner)
            scores[..., : inner - left] = np.where(fits, values, -np.inf)
        return scores

    def lattice(self, moved: Sequence[MovedBead] = ()) -> Lattice:
        """The band for the dynamic program; what has moved is a null at no cost there."""
        taken_source = np.zeros(len(self.source) + 3, np.bool_)
        taken_target = np.zeros(len(self.target) + 4, np.bool_)
        for bead in moved:
            taken_source[bead.source : bead.source + bead.shape[0]] = True
            taken_target[bead.target : bead.target + bead.shape[1]] = True
        beads = self.beads
        if moved:
            beads = []
            for row, scores in enumerate(self.beads):
                kept = scores.copy()
                low, width = int(self.low[row]), scores.shape[1]
                for number, (sources, targets) in enumerate(SHAPES):
                    if taken_source[row : row + sources].any():
                        kept[number] = -np.inf
                    for k in range(targets):
                        kept[number, taken_target[low + k : low + k + width]] = -np.inf
                beads.append(kept)
        return Lattice(
            self.low,
            beads,
            np.where(taken_source[: len(self.source)], 0.0, self.source_null),
            np.where(taken_target[: len(self.target)], 0.0, self.target_null),
        )

    def moves(self, steps: Sequence[Step]) -> list[MovedBead]:
        """Find passages among nulls and weak beads of a path."""
        free_source = np.zeros(len(self.source), np.bool_)
        free_target = np.zeros(len(self.target), np.bool_)
        begins = (np.zeros(len(self.source), np.int64), np.zeros(len(self.target), np.int64))
        for step in steps:
            sources, targets = step.shape
            if 0 in step.shape or step.posterior < self.learnt.weak:
                free_source[step.source : step.source + sources] = True
                free_target[step.target : step.target + targets] = True
            if 0 not in step.shape:
                begins[0][step.source] = begins[1][step.target] = 1
        return find_moves(
            free_source,
            free_target,
            (np.append(0, np.cumsum(begins[0])), np.append(0, np.cumsum(begins[1]))),
            self._seeds(free_source, free_target),
            self.scores,
            (self.source_null, self.target_null),
            MoveCosts(self.learnt.move_cost, self.learnt.move_distance, self.learnt.skip_cost),
        )

    def _seeds(
        self, free_source: NDArray[np.bool_], free_target: NDArray[np.bool_]
    ) -> list[tuple[int, int]]:
        """Pairs of free segments that are nearest to each other from one side at least."""
        rows, columns = np.flatnonzero(free_source), np.flatnonzero(free_target)
        best: dict[tuple[int, int], float] = {}
        if not len(rows) or not len(columns):
            return []
        best_of_column = np.full(len(columns), -np.inf)
        row_of_column = np.zeros(len(columns), np.int64)
        for begin in range(0, len(rows), 256):
            part = rows[begin : begin + 256]
            margins = 2 * self.source.spans[0][part] @ self.target.spans[0][columns].T
            margins = margins - self.seen.source[0][part, None] - self.seen.target[0][columns]
            nearest = margins.argmax(axis=1)
            for k, j in enumerate(nearest):
                best[int(part[k]), int(columns[j])] = float(margins[k, j])
            top = margins.argmax(axis=0)
            value = margins.max(axis=0)
            better = value > best_of_column
            best_of_column[better], row_of_column[better] = value[better], part[top[better]]
        for j, value_of in enumerate(best_of_column):
            best[int(row_of_column[j]), int(columns[j])] = float(value_of)
        return sorted((p for p in best if best[p] > _SEED_MARGIN), key=lambda p: -best[p])


def _beads(steps: Sequence[Step], moved: Sequence[MovedBead]) -> list[Bead]:
    by_source = {bead.source: bead for bead in moved}
    inside = {k for bead in moved for k in range(bead.source, bead.source + bead.shape[0])}
    gone = {k for bead in moved for k in range(bead.target, bead.target + bead.shape[1])}
    beads = []
    for step in steps:
        if step.shape == SOURCE_NULL and step.source in inside:
            bead = by_source.get(step.source)
            if bead is not None:
                beads.append(_bead(bead.source, bead.target, bead.shape, bead.score, True))
        elif not (step.shape == TARGET_NULL and step.target in gone):
            beads.append(_bead(step.source, step.target, step.shape, step.posterior, False))
    return beads


def _bead(source: int, target: int, shape: tuple[int, int], score: float, moved: bool) -> Bead:
    return Bead(
        tuple(range(source, source + shape[0])),
        tuple(range(target, target + shape[1])),
        score,
        moved,
    )
