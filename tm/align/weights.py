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
    ``move_distance`` times the log of the beads that it crosses; it may skip segments at
    ``skip_cost`` each.  Beads of the path less sure than ``weak`` are looked at again.
    """

    beads: NDArray[np.float64]
    nulls: NDArray[np.float64]
    move_cost: float
    move_distance: float
    skip_cost: float
    weak: float


DEFAULT = Weights(
    beads=np.array([
        0.41, -0.19, -0.49, -0.27, 0.26, -2.13,
        2.69, 7.48, 1.22, 3.27, 2.73, -0.53,
        -1.29, 3.20, 2.50, 3.87, -2.50, -1.00,
    ]),
    nulls=np.array([-2.08, 2.19, 2.30, -4.60]),
    move_cost=3.0,
    move_distance=0.5,
    skip_cost=0.5,
    weak=0.5,
)  # fmt: skip
