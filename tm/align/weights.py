"""The learnt numbers of the aligner, in one place.

Fitted as a conditional random field over the paths of the dynamic program (semi-Markov, log
likelihood of the gold path, L2 penalty), on 234 English-Korean and English-Northern Korean
documents: the development halves of news texts (Park et al., Korean parallel corpora) and of
NTREX-128, as they are and with 10 % and 25 % of the lines dropped.  Order as in
``features.FEATURES`` and ``features.NULL_FEATURES``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Weights:
    """``beads`` and ``nulls`` multiply features; the rest is about moved passages.

    A moved passage must explain its segments better than nulls do by ``move_cost`` plus
    ``move_distance`` times the log of how far, in segments, it stands from where it should.
    """

    beads: NDArray[np.float64]
    nulls: NDArray[np.float64]
    move_cost: float
    move_distance: float
    skip_cost: float
    weak: float


DEFAULT = Weights(
    beads=np.array([
        0.25, -0.15, -0.52, -0.09, 0.36, -1.89,
        2.80, 6.41, 1.82, 3.10, 3.20, -0.68,
        -1.18, 3.56, 2.63, 3.17, -2.96,
    ]),
    nulls=np.array([-2.26, -0.08, 2.70, -4.59]),
    move_cost=3.0,
    move_distance=0.5,
    skip_cost=0.5,
    weak=0.5,
)  # fmt: skip
