"""Terms of a termbase in running text."""

from collections.abc import Iterable
from dataclasses import dataclass

from tm.model.terms import Term, Tier
from tm.terms.candidates import Candidate, ConceptKey, Finder, longest
from tm.terms.joined import JoinedFinder
from tm.terms.spaced import SpacedFinder
from tm.text.languages import primary


@dataclass(frozen=True, slots=True)
class Found:
    """A term seen in a text.

    ``start`` and ``end`` are code points of the text as given, end excluded: a Korean span leaves
    the particle out, an English one keeps the possessive.  ``concepts`` are all that the spelling
    may name, likeliest first.  A ``confidence`` below .5 means doubted, and ``doubt`` says why.
    ``inside`` lists the shorter terms within the span, none of them doubted.
    """

    start: int
    end: int
    surface: str
    term: str
    concepts: tuple[ConceptKey, ...]
    tier: Tier
    confidence: float
    doubt: str | None = None
    inside: tuple["Found", ...] = ()


class Recognizer:
    """Recognizes the given terms, which are of one language; nothing changes once it is built.

    A term without a letter or figure can never be found.
    """

    def __init__(self, terms: Iterable[tuple[ConceptKey, Term]], lang: str) -> None:
        self._finder: Finder = (
            JoinedFinder(terms) if primary(lang) == "ko" else SpacedFinder(terms, lang)
        )

    def recognize(self, text: str) -> tuple[Found, ...]:
        """Return the longest terms, in order and not overlapping."""
        chosen = longest(self._finder.find(text), len(text))
        return tuple(
            _found(text, outer, tuple(_found(text, inner) for inner in inside))
            for outer, inside in chosen
        )


def _found(text: str, candidate: Candidate, inside: tuple[Found, ...] = ()) -> Found:
    return Found(
        candidate.start,
        candidate.end,
        text[candidate.start : candidate.end],
        candidate.term,
        candidate.concepts,
        candidate.tier,
        candidate.confidence,
        candidate.doubt,
        tuple(sorted(inside, key=lambda found: (found.start, -found.end))),
    )
