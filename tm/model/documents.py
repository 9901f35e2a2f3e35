"""Documents, their segments, and the alignment of two of them."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or heading in its place.

    ``start`` and ``end`` are code point offsets into the document's text, end excluded;
    ``paragraph`` counts from 0.  ``text == document_text[start:end]`` always holds.
    """

    text: str
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """An article or legal text in one language, at one version of its text."""

    id: str
    title: str
    lang: str
    text: str
    segments: tuple[Segment, ...]
    version: int = 1
    address: str | None = None
    date: str | None = None
    author: str | None = None
    original: bool = False
    sample: bool = False


class BeadState(StrEnum):
    """What a reviewer has said of a bead."""

    OPEN = "open"
    APPROVED = "approved"
    LEFT_OUT = "left-out"


class Confidence(StrEnum):
    """The word shown for a bead's score: sure from .98, likely from .80."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Bead:
    """Segments of two documents that render each other, by index from 0; one side may be empty.

    ``score`` is the confidence from 0 to 1.  ``evidence`` names what spoke for or against, such as
    ("numbers", "30 / 13").  ``id`` is empty until the bead is stored.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float
    moved: bool = False
    evidence: tuple[tuple[str, str], ...] = ()
    state: BeadState = BeadState.OPEN
    id: str = ""
    unit: str | None = None

    @property
    def confidence(self) -> Confidence:
        if self.score >= 0.98:
            return Confidence.SURE
        return Confidence.LIKELY if self.score >= 0.80 else Confidence.DOUBTFUL


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two documents and their beads; every segment of both is in exactly one bead.

    ``version`` is the row version that a review command must name; ``model`` names what aligned.
    """

    beads: tuple[Bead, ...]
    model: str
    notes: tuple[str, ...] = ()
    id: str = ""
    source: Document | None = None
    target: Document | None = None
    memory: str | None = None
    version: int = 1
