"""What speaks for and against a bead, as numbers: the features that the weights multiply."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.align.program import SHAPES
from tm.align.side import LONGEST_SPAN, Side, primary

FEATURES = (
    "1-1", "1-2", "2-1", "1-3", "3-1", "2-2",
    "cosine", "margin", "background", "parts", "neighbors",
    "deviation", "ratio", "words", "fewer words", "numbers", "stray numbers", "paragraph ends",
)  # fmt: skip
NULL_FEATURES = ("null", "best margin", "length", "worst margins")

_NEAREST = 4
_BACKGROUND = 0.3
"""Mean cosine of unrelated sentences; stands in where a side has fewer than _NEAREST."""
_BLOCK = 256
_RATIOS = {("en", "ko"): 0.4735}
"""Characters of the second language for one of the first, spaces not counted; others begin at 1."""
_LENGTH_VARIANCE = 2.487
_GROWTH = 0.3
"""A larger bead counts more than a 1-1, as it explains more segments, but not in proportion."""

Matrix = NDArray[np.float32]
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Background:
    """What the whole of the two documents says about their segments.

    ``source[a - 1][k]``: mean cosine of the span of a segments from k on with its nearest
    segments of the other side; ``best_source[k]`` the best margin of segment k with any other and
    ``partner_source[k]`` with which; ``ratio`` characters of target for one of source.
    """

    source: list[Array]
    target: list[Array]
    best_source: Array
    best_target: Array
    partner_source: NDArray[np.int64]
    partner_target: NDArray[np.int64]
    ratio: float


def background(source: Side, target: Side) -> Background:
    """Compare everything with everything, in blocks: memory grows with the lengths' sum only."""
    one, other = source.spans[0][source.distinct], target.spans[0][target.distinct]
    near_source = [_nearest(spans, other) for spans in source.spans]
    near_target = [_nearest(spans, one) for spans in target.spans]
    best_source, partner_source = _best(
        source.spans[0], target.spans[0], near_source[0], near_target[0]
    )
    best_target, partner_target = _best(
        target.spans[0], source.spans[0], near_target[0], near_source[0]
    )
    return Background(
        near_source,
        near_target,
        best_source,
        best_target,
        partner_source,
        partner_target,
        _ratio(source, target, partner_source, partner_target),
    )


def _nearest(spans: Matrix, others: Matrix) -> Array:
    means = np.full(len(spans), _BACKGROUND)
    count = min(_NEAREST, len(others))
    for begin in range(0, len(spans), _BLOCK):
        cosines = spans[begin : begin + _BLOCK] @ others.T
        if count < cosines.shape[1]:
            cosines = np.partition(cosines, -count, axis=1)[:, -count:]
        total = cosines.sum(axis=1) + (_NEAREST - count) * _BACKGROUND
        means[begin : begin + _BLOCK] = total / _NEAREST
    return means


def _best(
    ones: Matrix, others: Matrix, near_ones: Array, near_others: Array
) -> tuple[Array, NDArray[np.int64]]:
    best = np.full(len(ones), -1.0)
    partner = np.full(len(ones), -1, np.int64)
    if len(others):
        for begin in range(0, len(ones), _BLOCK):
            part = slice(begin, begin + _BLOCK)
            margins = 2 * (ones[part] @ others.T) - near_ones[part, None] - near_others
            partner[part] = margins.argmax(axis=1)
            best[part] = margins.max(axis=1)
    return best, partner


def _ratio(
    source: Side, target: Side, partner_source: NDArray[np.int64], partner_target: NDArray[np.int64]
) -> float:
    """Length ratio of the pair: what is known of the languages, corrected by mutual neighbors."""
    one, other = primary(source.lang), primary(target.lang)
    prior = _RATIOS.get((one, other)) or 1 / _RATIOS.get((other, one), 1.0)
    pairs = [(k, int(j)) for k, j in enumerate(partner_source) if j >= 0 and partner_target[j] == k]
    logs = [np.log((target.lengths[j] + 5 * prior) / (source.lengths[k] + 5)) for k, j in pairs]
    return float(np.exp(np.median([*logs, *[np.log(prior)] * 5])))


@dataclass(frozen=True, slots=True)
class Comparer:
    source: Side
    target: Side
    background: Background

    def block(self, top: int, bottom: int, left: int, right: int) -> Matrix:
        """Features of all beads that begin at rows top..bottom - 1, columns left..right - 1.

        Shape (len(SHAPES), rows, columns, len(FEATURES)).  Beads that would run past an end have
        meaningless features; see ``fits``.
        """
        source, target, seen = self.source, self.target, self.background
        rows, columns = slice(top, bottom), slice(left, right)
        height, width = bottom - top, right - left
        # One segment more before and LONGEST_SPAN more after, for neighbors and parts of beads.
        tall, wide = (top - 1, bottom + LONGEST_SPAN), (left - 1, right + LONGEST_SPAN)
        over = [spans[rows] @ _cut(target.spans[0], *wide).T for spans in source.spans]
        down = [_cut(source.spans[0], *tall) @ spans[columns].T for spans in target.spans]
        near_over = _cut(seen.target[0], *wide)[None, :]
        near_down = _cut(seen.source[0], *tall)[:, None]
        there_over = _cut(np.ones(len(target)), *wide)[None, :]
        there_down = _cut(np.ones(len(source)), *tall)[:, None]
        words, words_back = self._words(top, bottom, left, right)
        matched, stray = self._numbers(top, bottom, left, right)
        out = np.zeros((len(SHAPES), height, width, len(FEATURES)), np.float32)
        for number, (a, b) in enumerate(SHAPES):
            near_row = seen.source[a - 1][rows, None]
            near_column = seen.target[b - 1][None, columns]
            level = (near_row + near_column) / 2
            if a == 1:
                cosine = down[b - 1][1 : 1 + height]
            elif b == 1:
                cosine = over[a - 1][:, 1 : 1 + width]
            else:
                cosine = source.spans[a - 1][rows] @ target.spans[b - 1][columns].T
            beside = [(over[a - 1], there_over, k, 1) for k in (0, 1 + b)]
            beside += [(down[b - 1], there_down, k, 0) for k in (0, 1 + a)]
            total = sum(_part(cosines, k, axis, height, width) for cosines, _, k, axis in beside)
            count = sum(_part(there, k, axis, height, width) for _, there, k, axis in beside)
            parts = [
                _part(down[b - 1] - near_down / 2, 1 + k, 0, height, width) - near_column / 2
                for k in range(a if a > 1 else 0)
            ]
            parts += [
                _part(over[a - 1] - near_over / 2, 1 + k, 1, height, width) - near_row / 2
                for k in range(b if b > 1 else 0)
            ]
            deviation, ratio = self._lengths(a, b, top, bottom, left, right)
            forth, back = words(a, b), words_back(b, a).T
            values = (
                cosine,
                2 * (cosine - level),
                level,
                np.min(parts, axis=0) if parts else 0.0,
                np.where(count > 0, total / np.maximum(count, 1), level),
                deviation,
                ratio,
                (forth + back) / 2,
                np.minimum(forth, back),
                np.minimum(matched[number], 4) / 4,
                np.minimum(stray[number], 4) / 4,
                _run(source.breaks[top:], a - 1, height)[:, None]
                + _run(target.breaks[left:], b - 1, width)[None, :],
            )
            out[number, ..., number] = 1.0
            for k, value in enumerate(values):
                out[number, ..., len(SHAPES) + k] = value
            out[number] *= ((a + b) / 2) ** _GROWTH
        return out

    def fits(self, top: int, bottom: int, left: int, right: int) -> NDArray[np.bool_]:
        """Say which beads of a block lie within the documents; shape as a block's, no features."""
        rows, columns = np.arange(top, bottom)[:, None], np.arange(left, right)
        return np.array(
            [(rows + a <= len(self.source)) & (columns + b <= len(self.target)) for a, b in SHAPES]
        )

    def nulls(self) -> tuple[Array, Array]:
        """Features of each segment as a null, a row of len(NULL_FEATURES) each, for both sides.

        Where the worst fifth of the segments of both documents fit well, nulls are rare.
        """
        seen = self.background
        best = np.sort(np.concatenate((seen.best_source, seen.best_target)))
        worst = float(best[: max(1, len(best) // 5)].mean()) if len(best) else 0.0
        return (
            _null_features(seen.best_source, self.source.lengths * seen.ratio, worst),
            _null_features(seen.best_target, self.target.lengths, worst),
        )

    def _lengths(
        self, a: int, b: int, top: int, bottom: int, left: int, right: int
    ) -> tuple[Array, Array]:
        """Deviation after Gale and Church 1993, limited and from 0 to 1; and the log ratio."""
        expected = _run(self.source.lengths[top:], a, bottom - top)[:, None] * self.background.ratio
        found = _run(self.target.lengths[left:], b, right - left)[None, :]
        variance = _LENGTH_VARIANCE * np.maximum(expected + found, 1) / 2
        deviation = np.minimum((found - expected) ** 2 / variance / 2, 8) / 8
        return deviation, np.abs(np.log((found + 5) / (expected + 5)))

    def _words(self, top: int, bottom: int, left: int, right: int) -> tuple[Any, Any]:
        rows = _Words(self.source, top, min(bottom + LONGEST_SPAN - 1, len(self.source)))
        columns = _Words(self.target, left, min(right + LONGEST_SPAN - 1, len(self.target)))
        alike = _alike(self.source, rows.types, self.target, columns.types)
        return (
            rows.coverage(alike, columns, bottom - top, right - left),
            columns.coverage(alike.T, rows, right - left, bottom - top),
        )

    def _numbers(
        self, top: int, bottom: int, left: int, right: int
    ) -> tuple[list[Array], list[Array]]:
        rows = self.source.numbers[top : bottom + LONGEST_SPAN - 1]
        columns = self.target.numbers[left : right + LONGEST_SPAN - 1]
        known = {value: k for k, value in enumerate(sorted(frozenset().union(*rows, *columns)))}
        one, other = _incidence(rows, known), _incidence(columns, known)
        matched, stray = [], []
        for a, b in SHAPES:
            here = np.minimum(_run(one, a, bottom - top), 1)
            there = np.minimum(_run(other, b, right - left), 1)
            both = here @ there.T
            matched.append(both)
            stray.append(here.sum(1)[:, None] + there.sum(1)[None, :] - 2 * both)
        return matched, stray


def _alike(
    source: Side, types: NDArray[np.int64], target: Side, others: NDArray[np.int64]
) -> Matrix:
    cosines = source.vocabulary.vectors[types] @ target.vocabulary.vectors[others].T
    alike: Matrix = np.clip((cosines - 0.4) / 0.5, 0, 1)
    columns: dict[str, list[int]] = {}
    for column, word in enumerate(others):
        for key in target.vocabulary.keys[word]:
            columns.setdefault(key, []).append(column)
    for row, word in enumerate(types):
        for key in source.vocabulary.keys[word]:
            alike[row, columns.get(key, [])] = 1.0
    return alike


class _Words:
    """The words of a stretch of one side, by number within the stretch."""

    def __init__(self, side: Side, begin: int, end: int) -> None:
        starts = side.token_starts[begin : end + 1]
        tokens = side.tokens[starts[0] : starts[-1]] if end > begin else side.tokens[:0]
        self.types, self.tokens = np.unique(tokens, return_inverse=True)
        self.starts = starts[:-1] - starts[0] if end > begin else starts[:0]
        self.weights = side.vocabulary.weights[self.types]

    def coverage(self, alike: Matrix, other: "_Words", count: int, other_count: int) -> Any:
        """Return a function of bead sizes: how much of a run's words the other run's words say.

        Shape of its answer (count, other_count), 0 to nearly 1, words weighted by rarity.
        """
        if not len(self.starts) or not len(other.starts):
            return lambda a, b: np.zeros((count, other_count))
        best = np.maximum.reduceat(alike[:, other.tokens], other.starts, axis=1)
        totals = np.add.reduceat(self.weights[self.tokens], self.starts)
        said: dict[int, Array] = {}
        for size in range(1, LONGEST_SPAN + 1):
            wider = np.max([_shift(best, k, other_count) for k in range(size)], axis=0)
            weighted = (wider * self.weights[:, None])[self.tokens]
            said[size] = np.add.reduceat(weighted, self.starts, axis=0)

        def share(a: int, b: int) -> Array:
            shares: Array = _run(said[b], a, count) / (_run(totals, a, count)[:, None] + 3)
            return shares

        return share


def _shift(values: Matrix, by: int, count: int) -> Matrix:
    out = np.zeros((len(values), count), values.dtype)
    part = values[:, by : by + count]
    out[:, : part.shape[1]] = part
    return out


def _run(values: Any, size: int, count: int) -> Any:
    """Sum ``size`` consecutive rows from each of the first ``count`` on; missing rows are zero."""
    out = np.zeros((count, *values.shape[1:]), values.dtype)
    for k in range(size):
        part = values[k : k + count]
        out[: len(part)] += part
    return out


def _incidence(segments: list[frozenset[str]], known: dict[str, int]) -> Array:
    out = np.zeros((len(segments), len(known)))
    for k, values in enumerate(segments):
        for value in values:
            out[k, known[value]] = 1
    return out


def _null_features(best: Array, lengths: Array, worst: float) -> Array:
    ones = np.ones(len(best))
    return np.stack((ones, best, np.log1p(lengths) / 4, worst * ones), axis=1)


def _cut(values: Any, first: int, last: int) -> Any:
    """Rows first to last - 1, zero where there are none."""
    out = np.zeros((last - first, *values.shape[1:]), values.dtype)
    part = values[max(first, 0) : last]
    begin = max(-first, 0)
    out[begin : begin + len(part)] = part
    return out


def _part(values: Any, offset: int, axis: int, height: int, width: int) -> Any:
    if axis == 0:
        return values[offset : offset + height]
    return values[:, offset : offset + width]
