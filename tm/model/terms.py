"""Concepts and their terms, after ISO 30042 (TBX) and ISO 12620."""

from dataclasses import dataclass
from enum import StrEnum


class TermStatus(StrEnum):
    """Administrative status (ISO 12620): preferredTerm-admn-sts and its fellows."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"

    @property
    def forbidden(self) -> bool:
        return self in (TermStatus.DEPRECATED, TermStatus.SUPERSEDED)


class Tier(StrEnum):
    """How a term was found: as written, or by which folding."""

    EXACT = "exact"
    SPELLING = "spelling"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one language; ``geo`` is KR, KP or another region, where its use is regional.

    ``type`` is full, acronym, abbreviation, short, variant or romanization.
    """

    lang: str
    text: str
    status: TermStatus = TermStatus.PREFERRED
    type: str = "full"
    geo: str | None = None
    note: str | None = None
    source: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """What terms of several languages name; ``label`` is the id that a file gave it."""

    terms: tuple[Term, ...]
    id: str = ""
    termbase: str = ""
    label: str | None = None
    subject: str | None = None
    definition: str | None = None
    note: str | None = None
    source: str | None = None
    version: int = 1
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Termbase:
    id: str
    name: str
    sample: bool = False
    concepts: int = 0


@dataclass(frozen=True, slots=True)
class GlossaryHit:
    """A concept found by a term; ``translations`` are its terms in the target, best first."""

    concept: Concept
    tier: Tier
    confidence: float
    matched: Term
    translations: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term seen in running text.

    ``start`` and ``end`` are code points of the text as given, end excluded; a Korean span leaves
    the particle out, an English one keeps the 's.  A ``confidence`` below .5 means doubted, and
    ``doubt`` says why.  ``inside`` lists shorter terms within the span.
    """

    start: int
    end: int
    surface: str
    term: str
    tier: Tier
    confidence: float
    hits: tuple[GlossaryHit, ...]
    doubt: str | None = None
    inside: tuple["TermHit", ...] = ()
