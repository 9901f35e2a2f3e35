"""How right an alignment is, against beads made by hand."""

from collections.abc import Iterable, Sequence

Sides = tuple[Sequence[int], Sequence[int]]


class Tally:
    """Counts over documents; the shares are F1, 0 where there is nothing to count.

    ``strict`` counts whole beads with both sides, ``link`` pairs of segments within them,
    ``null`` segments without counterpart.
    """

    def __init__(self) -> None:
        self._counts = {"strict": [0, 0], "link": [0, 0], "null": [0, 0]}

    def add(self, found: Iterable[Sides], gold: Iterable[Sides]) -> None:
        ours, theirs = _kinds(found), _kinds(gold)
        for kind, counts in self._counts.items():
            counts[0] += len(ours[kind] & theirs[kind])
            counts[1] += len(ours[kind]) + len(theirs[kind])

    def __add__(self, other: "Tally") -> "Tally":
        total = Tally()
        for kind, counts in total._counts.items():
            for place in range(len(counts)):
                counts[place] = self._counts[kind][place] + other._counts[kind][place]
        return total

    @property
    def strict(self) -> float:
        return self._f1("strict")

    @property
    def link(self) -> float:
        return self._f1("link")

    @property
    def null(self) -> float:
        return self._f1("null")

    def _f1(self, kind: str) -> float:
        right, total = self._counts[kind]
        return 2 * right / total if total else 0.0


def _kinds(beads: Iterable[Sides]) -> dict[str, set[tuple[object, ...]]]:
    kinds: dict[str, set[tuple[object, ...]]] = {"strict": set(), "link": set(), "null": set()}
    for source, target in beads:
        if source and target:
            kinds["strict"].add((tuple(source), tuple(target)))
            kinds["link"].update((one, other) for one in source for other in target)
        else:
            kinds["null"].update(("source", one) for one in source)
            kinds["null"].update(("target", other) for other in target)
    return kinds
