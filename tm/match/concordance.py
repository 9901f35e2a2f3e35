"""Rows of a block in which phrases stand, exactly.

In a block, the pieces of a phrase are looked for among the distinct units, which are far fewer
than the text; the rows under the units found are read from the postings, and phrases of several
pieces looked for in these rows.  Cost: the vocabulary once for each piece, and the rows found.
"""

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from tm.match.block import Block
from tm.match.phrases import Phrase, Wanted
from tm.match.similar import features_of
from tm.match.tail import TailBlock

Rows = NDArray[np.uint32]


def rows_with(block: Block | TailBlock, wanted: Wanted) -> Rows:
    """Return the rows that have all the phrases present and none of those absent, ascending."""
    find = _in_tail if isinstance(block, TailBlock) else _in_block
    rows = reduce(np.intersect1d, [find(block, phrase, None) for phrase in wanted.present])  # type: ignore[arg-type]
    for phrase in wanted.absent:
        if len(rows):
            rows = np.setdiff1d(rows, find(block, phrase, rows))  # type: ignore[arg-type]
    return rows


def _in_tail(block: TailBlock, phrase: Phrase, among: Rows | None) -> Rows:
    return block.rows_matching(phrase.pattern)


def _in_block(block: Block, phrase: Phrase, among: Rows | None) -> Rows:
    """Return the rows with a phrase; ``among`` says that others need not be looked at."""
    if block.syllabic:
        return reduce(np.union1d, [_with_run(block, run, among) for run in phrase.runs])
    rows = _common([_with_atom(block, atom) for atom in dict.fromkeys(phrase.atoms)], among)
    if phrase.says_all:
        return rows
    search = phrase.pattern.search
    found = [search(" ".join(block.units_of(row))) is not None for row in rows.tolist()]
    return rows[np.array(found, np.bool_)]


def _with_atom(block: Block, atom: str) -> Rows:
    """Return the rows with a unit that has an atom inside."""
    return block.rows_under([features_of([code], False)[0] for code in block.codes_with(atom)])


def _with_run(block: Block, run: str, among: Rows | None) -> Rows:
    """Return the rows of a syllable language that have units in a row."""
    codes = block.codes(run)
    if len(codes) == 1:
        return _common([block.rows_with_syllable(codes[0])], among)
    rows = _common([block.rows_under([pair]) for pair in features_of(codes, True)], among)
    needle = "".join(map(chr, codes))
    found = [needle in block.code_string(row) for row in rows.tolist()]
    return rows[np.array(found, np.bool_)]


def _common(parts: list[Rows], among: Rows | None) -> Rows:
    """Return the rows that are in all parts, beginning with the shortest."""
    if among is not None:
        parts.append(among)
    first, *others = sorted(parts, key=len)
    for other in others:
        first = np.intersect1d(first, other, assume_unique=True)
    return first
