"""Rows of a block in which phrases stand, exactly.

The pieces of a phrase are looked for among the distinct units of a block, which are far fewer than
the text; the postings of the units found give the rows that come into question, and only these are
read, unless a single piece is proof enough.  Cost: the vocabulary once for each piece, and what
comes into question, newest first, until enough is found.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tm.match.block import Block
from tm.match.phrases import Phrase, Wanted
from tm.match.similar import features_of, features_of_units
from tm.match.tail import TailBlock

Rows = NDArray[np.uint32]

_READ_AT_ONCE = 2_000
"""So many rows are read sooner than further postings."""


def rows_with(
    block: Block | TailBlock,
    wanted: Wanted,
    visible: Callable[[Rows], Rows],
    enough: int,
) -> tuple[Rows, bool]:
    """Return rows that have all the phrases present and none of those absent.

    ``visible`` leaves out what a search may not see, and puts the newest first.  Says also whether
    these are all: otherwise they are the ``enough`` newest, or more.
    """
    if isinstance(block, TailBlock):
        rows = np.arange(len(block), dtype=np.uint32)
        for phrase in wanted.present:
            rows = np.intersect1d(rows, block.rows_matching(phrase.pattern))
        for phrase in wanted.absent:
            rows = np.setdiff1d(rows, block.rows_matching(phrase.pattern))
        return visible(rows), True
    rows, proven = _in_question(block, wanted)
    rows = visible(rows)
    if proven and not wanted.absent:
        return rows, True
    present = [phrase.pattern.search for phrase in wanted.present]
    absent = [phrase.pattern.search for phrase in wanted.absent]
    found: list[int] = []
    for start in range(0, len(rows), _READ_AT_ONCE):
        if len(found) >= enough:
            return np.array(found, np.uint32), False
        for row in rows[start : start + _READ_AT_ONCE].tolist():
            text = block.key(row)
            if all(search(text) for search in present) and not any(s(text) for s in absent):
                found.append(row)
    return np.array(found, np.uint32), True


def _in_question(block: Block, wanted: Wanted) -> tuple[Rows, bool]:
    """Return rows among which all are that have the phrases present, and whether it is all of them.

    Each part is what the rows must have one of: features of the block.
    """
    parts: list[NDArray[np.uint64]] = []
    proven = not block.syllabic
    for phrase in wanted.present:
        parts += _pairs(block, phrase) if block.syllabic else _atoms(block, phrase)
        proven = proven and len(phrase.atoms) == 1
    parts.sort(key=block.count_under)
    rows = block.rows_under(parts[0])
    for part in parts[1:]:
        if len(rows) <= _READ_AT_ONCE:
            return rows, False
        rows = np.intersect1d(rows, block.rows_under(part), assume_unique=True)
    return rows, proven


def _atoms(block: Block, phrase: Phrase) -> list[NDArray[np.uint64]]:
    return [features_of_units(block.codes_with(atom)) for atom in dict.fromkeys(phrase.atoms)]


def _pairs(block: Block, phrase: Phrase) -> list[NDArray[np.uint64]]:
    """Return the pairs of the runs of a phrase, the first of each run together, and so on.

    Runs are as long as each other: spelling changes no syllable into two.
    """
    runs = [block.codes(run) for run in phrase.runs]
    if any(len(run) == 1 for run in runs):
        return [np.concatenate([block.features_with(run[0]) for run in runs])]
    pairs = [features_of(run, True) for run in runs]
    return [np.array(places, np.uint64) for places in zip(*pairs, strict=False)]
