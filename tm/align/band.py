"""Which part of the plane of two long documents the dynamic program looks at."""

from bisect import bisect_left
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

FULL_PLANE = 160_000
"""Up to this many places everything is looked at; beyond, a band about the anchors."""
MARGIN = 20
"""Segments left and right of the anchors that stay in the band."""
WIDEST = 400
"""Widest stretch of a row between two anchors; a larger gap is crossed near its diagonal."""
_SURE_MARGIN = 0.35

Numbers = NDArray[np.int64]


def bounds(
    sources: int, targets: int, partner: Numbers, back: Numbers, margins: NDArray[np.float64]
) -> tuple[Numbers, Numbers]:
    """Return the first column of each row 0 to ``sources``, and the column after its last.

    ``partner[k]`` is the target segment nearest to source segment k by margin, ``back`` the
    reverse; pairs that choose each other with a sure margin are candidates for anchors, the
    longest increasing chain of them is kept.
    """
    low = np.zeros(sources + 1, np.int64)
    high = np.full(sources + 1, targets + 1, np.int64)
    if sources * targets <= FULL_PLANE:
        return low, high
    mutual = [
        (k, int(j))
        for k, j in enumerate(partner)
        if j >= 0 and back[j] == k and margins[k] > _SURE_MARGIN
    ]
    anchors = [(0, 0), *_longest_chain(mutual), (sources, targets)]
    for (top, left), (bottom, right) in pairwise(anchors):
        rows = np.arange(top, bottom + 1)
        first, last = np.full(len(rows), left), np.full(len(rows), right)
        if right - left > WIDEST:
            middle = left + (rows - top) * (right - left) // max(bottom - top, 1)
            first, last = middle - WIDEST // 2, middle + WIDEST // 2
        low[rows], high[rows] = first - MARGIN, last + MARGIN + 1
    low = np.clip(low, 0, targets)
    # Rows must overlap for a path to pass, also where one side is much longer.
    high = np.clip(np.maximum(high, np.append(low[1:] + 1, 0)), 1, targets + 1)
    low[0], high[-1] = 0, targets + 1
    return np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)


def _longest_chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Longest strictly increasing subsequence of the targets; sources already increase."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_, target) in enumerate(pairs):
        place = bisect_left(tails, target)
        before.append(at[place - 1] if place else -1)
        if place == len(tails):
            tails.append(target)
            at.append(number)
        else:
            tails[place], at[place] = target, number
    chain = []
    number = at[-1] if at else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
