"""Where a term may stand in a text, and the choice among candidates that overlap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tm.model.terms import Tier

ConceptKey = int | str

NESTED = 8
"""Of the terms that start at one place, how many of the longest are looked at.

Terms that nest deeply (a, aa, aaa, ...) would otherwise take time by the square of their number.
"""

ACCEPTED = 0.5
"""A candidate below this confidence is doubted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a text that reads as a term; ``concepts`` are those it may name, likeliest first.

    Homographs are not told apart: all concepts of the spelling are given.
    """

    start: int
    end: int
    term: str
    concepts: tuple[ConceptKey, ...]
    tier: Tier
    confidence: float
    doubt: str | None = None


class Finder(Protocol):
    def find(self, text: str) -> list[Candidate]:
        """Return every candidate in a text, at most one a span."""


def merged(start: int, end: int, readings: Iterable[Candidate]) -> Candidate:
    """Return one candidate for the readings of a span; ``readings`` has at least one."""
    ranked = sorted(readings, key=lambda reading: -reading.confidence)
    best = ranked[0]
    concepts = dict.fromkeys(concept for reading in ranked for concept in reading.concepts)
    return Candidate(start, end, best.term, tuple(concepts), best.tier, best.confidence, best.doubt)


def longest(
    candidates: Sequence[Candidate], length: int
) -> list[tuple[Candidate, list[Candidate]]]:
    """Choose candidates that do not overlap, in order, each with the accepted ones inside it.

    Longer ones go first, and all that are accepted before any that is doubted.
    """
    chosen: list[tuple[Candidate, list[Candidate]]] = []
    owner = [-1] * length
    ranked = sorted(candidates, key=lambda c: (c.confidence < ACCEPTED, c.start - c.end, c.start))
    for candidate in ranked:
        # What was chosen before is no shorter, or is accepted, so look at all of the span only for
        # the doubted, which may reach over a shorter accepted one.
        first, last = owner[candidate.start], owner[candidate.end - 1]
        if candidate.confidence >= ACCEPTED:
            taken = first >= 0 or last >= 0
        else:
            taken = max(owner[candidate.start : candidate.end]) >= 0
        if not taken:
            owner[candidate.start : candidate.end] = [len(chosen)] * (
                candidate.end - candidate.start
            )
            chosen.append((candidate, []))
        elif first == last and candidate.confidence >= ACCEPTED:
            chosen[first][1].append(candidate)
    return sorted(chosen, key=lambda pair: pair[0].start)
