"""What people are told about a bead, and about two documents as a whole."""

from collections.abc import Sequence
from itertools import chain

from tm.align.features import Background
from tm.align.side import Side
from tm.model.documents import Bead

_LISTED = 4
"""Most numbers or terms that are named."""
_FAR_LONGER = 10
_UNRELATED = 0.18
"""Mean best margin; on news it was over .21 for translations with a quarter of the lines gone, and
under .15 for 95 of 100 pairs of other articles, some of six segments only."""
_FEWEST_TO_JUDGE = 4


def bead_evidence(
    source: Side,
    target: Side,
    ratio: float,
    term_pairs: Sequence[tuple[str, str]],
    sources: Sequence[int],
    targets: Sequence[int],
) -> tuple[tuple[str, str], ...]:
    """Name what speaks for or against a bead; nothing for a segment without counterpart.

    ``meaning`` is the cosine of both sides; ``length`` the target's length over what the source's
    lets expect; ``same numbers`` those on both sides; ``numbers`` a conflict, what only the source
    and what only the target has; ``terms`` known pairs that meet.
    """
    if not sources or not targets:
        return ()
    meaning = float(
        source.spans[len(sources) - 1][sources[0]] @ target.spans[len(targets) - 1][targets[0]]
    )
    expected = source.lengths[list(sources)].sum() * ratio
    length = (target.lengths[list(targets)].sum() + 5) / (expected + 5)
    named = [("meaning", f"{meaning:.2f}"), ("length", f"{length:.2f}")]
    here = frozenset(chain.from_iterable(source.numbers[k] for k in sources))
    there = frozenset(chain.from_iterable(target.numbers[k] for k in targets))
    if here & there:
        named.append(("same numbers", _list(here & there)))
    if here - there and there - here:
        named.append(("numbers", f"{_list(here - there)} / {_list(there - here)}"))
    terms = [term_pairs[k] for k in sorted(source.terms(sources) & target.terms(targets))]
    if terms:
        named.append(("terms", ", ".join(f"{one} = {other}" for one, other in terms[:_LISTED])))
    return tuple(named)


def notes(source: Side, target: Side, seen: Background, beads: Sequence[Bead]) -> tuple[str, ...]:
    """Sentences about what is odd with the two documents."""
    if not len(source) or not len(target):
        empty = " and ".join(
            name for name, side in (("source", source), ("target", target)) if not len(side)
        )
        return (f"The {empty} has no segments; nothing could be aligned.",)
    found = []
    share = (target.lengths.sum() + 5) / (source.lengths.sum() * seen.ratio + 5)
    if max(share, 1 / share) >= _FAR_LONGER:
        longer, times = ("target", share) if share > 1 else ("source", 1 / share)
        found.append(f"The {longer} is about {times:.0f} times longer than its counterpart.")
    best = seen.best_source if len(source) <= len(target) else seen.best_target
    if len(best) >= _FEWEST_TO_JUDGE and best.mean() < _UNRELATED:
        found.append(
            "The documents look unrelated: even the nearest segments of both mean different things."
        )
    moved = sum(bead.moved for bead in beads)
    if moved:
        found.append(f"Beads that stand elsewhere on the other side: {moved}.")
    return tuple(found)


def _list(values: frozenset[str]) -> str:
    ordered = sorted(values, key=lambda value: (len(value), value))
    return ", ".join(ordered[:_LISTED]) + (", …" if len(ordered) > _LISTED else "")
