"""Translation units, the memories that hold them, and what a lookup answers."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache


class Status(StrEnum):
    """How far a translation unit can be trusted."""

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Memory:
    """A named collection of translation units; ``id`` is public and never changes.

    ``penalty`` is subtracted from the score of each of its matches, in whole points; of matches
    with equal scores, those of the memory with the higher ``priority`` come first.
    """

    id: str
    name: str
    sample: bool = False
    units: int = 0
    languages: tuple[str, ...] = ()
    version: int = 1
    penalty: int = 0
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Variant:
    """One language's text of a unit.

    ``text`` is plain text exactly as it came.  ``markup`` is the same text with its inline
    elements (TMX 1.4b, section "Inline Elements") as an XML fragment, or None where it has none.
    ``props`` and ``extra`` keep what a file said of the variant beyond the model's fields.
    """

    lang: str
    text: str
    markup: str | None = None
    author: str | None = None
    created: str | None = None
    changed: str | None = None
    notes: tuple[str, ...] = ()
    props: tuple[tuple[str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a unit was seen; a merged unit has many.

    ``before`` and ``after`` are the neighboring source segments, ``position`` the bead's place in
    its document from 0, ``score`` the alignment's confidence from 0 to 1, ``model`` the name and
    version of what produced the pairing.
    """

    document: str | None = None
    title: str | None = None
    address: str | None = None
    date: str | None = None
    author: str | None = None
    position: int | None = None
    before: str | None = None
    after: str | None = None
    score: float | None = None
    model: str | None = None
    job: str | None = None


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """One meaning in many languages.

    ``id`` is opaque and empty for a unit that is not stored yet; ``version`` is the row version
    that an update must name.
    """

    variants: tuple[Variant, ...]
    status: Status = Status.APPROVED
    id: str = ""
    memory: str = ""
    version: int = 1
    author: str | None = None
    created: str | None = None
    changed: str | None = None
    notes: tuple[str, ...] = ()
    props: tuple[tuple[str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    occurrences: tuple[Occurrence, ...] = ()

    def languages(self) -> tuple[str, ...]:
        """Return the language tags of the variants, each once, in their order."""
        return tuple(dict.fromkeys(variant.lang for variant in self.variants))


@lru_cache(maxsize=4096)
def moment(date: str | None) -> int:
    """Return a date as a number of 14 figures that sorts by time, 0 for none.

    Files write 2025-03-01, 20250301T120000Z and 2025-03-01T12:00:00Z.
    """
    figures = "".join(char for char in date or "" if char in "0123456789")
    return int(figures[:14].ljust(14, "0"))


@dataclass(frozen=True, slots=True)
class Operation:
    """One stretch in which query and match differ, or agree.

    ``op`` is equal, replace, insert (only in the query) or delete (only in the match); ``query``
    and ``match`` are half-open code point spans of the two texts as given.
    """

    op: str
    query: tuple[int, int]
    match: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Penalty:
    reason: str
    points: int


@dataclass(frozen=True, slots=True)
class Adapted:
    """One stretch of a stored target that was replaced to fit the query.

    ``kind`` says what it is (a number, a year, a percentage); ``span`` is half-open, in code points
    of the target that is offered.
    """

    kind: str
    old: str
    new: str
    span: tuple[int, int]


class Band(StrEnum):
    """Why a match has the percentage it has."""

    BOTH_NEIGHBORS = "context-both"
    ONE_NEIGHBOR = "context-one"
    EXACT = "exact"
    NEAR_EXACT = "near-exact"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Match:
    """One answer to a lookup: ``score`` is a whole percentage, after penalties.

    ``target`` is the stored one, but for what is ``adapted``.  ``target_markup`` is the same with
    the query's inline tags, where they could be placed for certain; see ``Variant.markup``.
    """

    score: int
    band: Band
    source: str
    target: str
    source_lang: str
    target_lang: str
    unit: str
    memory: str
    memory_name: str
    status: Status
    reasons: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    adapted: tuple[Adapted, ...] = ()
    target_markup: str | None = None
    origin: Occurrence = field(default_factory=Occurrence)
    sample: bool = False


@dataclass(frozen=True, slots=True)
class ConcordanceHit:
    """One unit in which the text asked for stands; ``spans`` are code points of ``source``."""

    unit: str
    memory: str
    memory_name: str
    lang: str
    source: str
    spans: tuple[tuple[int, int], ...]
    translations: tuple[Variant, ...]
    status: Status
    origin: Occurrence = field(default_factory=Occurrence)
