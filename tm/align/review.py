"""What a reviewer does to beads: pure functions from beads in reading order to beads.

A bead that a reviewer made has score 1 and the evidence ("edited", "by hand"); an untouched bead
stays the same object, so that whoever stores the outcome sees what changed.  Every segment stays
in exactly one bead.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from tm.errors import InvalidInput
from tm.model.documents import Bead, BeadState

Side = Literal["source", "target"]
Beads = Sequence[Bead]
EDITED = (("edited", "by hand"),)


def merge(beads: Beads, at: int, side: Side | None = None) -> list[Bead]:
    """Join a bead with the next one, or only one side of the next one to it."""
    first, second = _pair(beads, at, at + 1)
    if side is None:
        joined = [_bead(first.source + second.source, first.target + second.target)]
    elif side == "source":
        joined = [_bead(first.source + second.source, first.target), _bead((), second.target)]
    else:
        joined = [_bead(first.source, first.target + second.target), _bead(second.source, ())]
    return _placed(beads, {at, at + 1}, joined)


def split(beads: Beads, at: int, source_at: int, target_at: int) -> list[Bead]:
    """Cut a bead in two: ``source_at`` and ``target_at`` segments go to the first."""
    bead = _one(beads, at)
    if not (0 <= source_at <= len(bead.source) and 0 <= target_at <= len(bead.target)):
        raise InvalidInput("The cut lies outside the row.", field="source_at")
    parts = [
        _bead(bead.source[:source_at], bead.target[:target_at]),
        _bead(bead.source[source_at:], bead.target[target_at:]),
    ]
    if any(not (part.source or part.target) for part in parts):
        raise InvalidInput("The cut would leave an empty row; choose a place between sentences.")
    return _placed(beads, {at}, parts)


def shift(beads: Beads, at: int, side: Side, direction: Literal["up", "down"]) -> list[Bead]:
    """Push the bead's outermost segment of one side to the row above or below."""
    other = at + 1 if direction == "down" else at - 1
    here, there = _pair(beads, at, other)
    mine, theirs = getattr(here, side), getattr(there, side)
    if not mine:
        raise InvalidInput("There is no sentence on this side to move.", field="side")
    if direction == "down":
        mine, theirs = mine[:-1], (mine[-1], *theirs)
    else:
        mine, theirs = mine[1:], (*theirs, mine[0])
    sides = {"source": (here.source, there.source), "target": (here.target, there.target)}
    sides[side] = (mine, theirs)
    made = [_bead(sides["source"][n], sides["target"][n]) for n in (0, 1)]
    return _placed(beads, {at, other}, made if other > at else made[::-1])


def unlink(beads: Beads, at: int, state: BeadState = BeadState.OPEN) -> list[Bead]:
    """Part the two sides of a bead, each then without a counterpart."""
    bead = _one(beads, at)
    sides = [_bead(bead.source, ()), _bead((), bead.target)]
    return _placed(beads, {at}, [replace(side, state=state) for side in sides])


def link(beads: Beads, at: int, other: int) -> list[Bead]:
    """Join two beads that may stand apart, such as the two ends of a moved passage."""
    if at == other:
        raise InvalidInput("A row cannot be linked with itself.")
    first, second = _pair(beads, min(at, other), max(at, other))
    joined = _bead(
        tuple(sorted(first.source + second.source)), tuple(sorted(first.target + second.target))
    )
    return _placed(beads, {at, other}, [replace(joined, moved=abs(at - other) > 1)])


def set_state(beads: Beads, at: Sequence[int], state: BeadState) -> list[Bead]:
    """Mark beads as approved, left out or open again."""
    chosen = set(at)
    for place in chosen:
        _one(beads, place)
    return [
        replace(bead, state=state, id="") if place in chosen and bead.state is not state else bead
        for place, bead in enumerate(beads)
    ]


def _bead(source: tuple[int, ...], target: tuple[int, ...]) -> Bead:
    return Bead(source=source, target=target, score=1.0, evidence=EDITED)


def _one(beads: Beads, at: int) -> Bead:
    if not 0 <= at < len(beads):
        raise InvalidInput("There is no such row.")
    return beads[at]


def _pair(beads: Beads, at: int, other: int) -> tuple[Bead, Bead]:
    return _one(beads, at), _one(beads, other)


def _placed(beads: Beads, gone: set[int], made: Sequence[Bead]) -> list[Bead]:
    """Put beads where the first of the replaced ones stood, without those left empty."""
    first = min(gone)
    made = [bead for bead in made if bead.source or bead.target]
    kept = [bead for place, bead in enumerate(beads) if place not in gone]
    before = first - sum(place < first for place in gone)
    return [*kept[:before], *made, *kept[before:]]
