"""An article and its translation, aligned by hand so that every kind of row is there."""

from tm.model.documents import Alignment, Bead
from tm.model.people import LOCAL_USER
from tm.model.units import TranslationUnit
from tm.services import memories
from tm.services.context import Context
from tm.services.documents import get_alignment, make_document
from tm.storage.repositories import alignments, documents

ENGLISH = """Rice Prices Rise in Hyesan

The price of rice rose to 9,000 won on June 3. Traders blame the closed border.

A resident said people eat corn instead. Officials promised grain by July.

The market opens at noon. Guards <script>alert(1)</script> watch the gate."""
KOREAN = """혜산 쌀값 상승

6월 3일 쌀값이 9,000원으로 올랐다. 장사꾼들은 국경이 닫힌 탓이라고 한다.

한 주민은 대신 강냉이를 먹는다고 말했다.

장마당은 정오에 열린다. 보안원들이 정문을 지킨다. 쌀은 배급되지 않는다."""
Rows = list[tuple[tuple[int, ...], tuple[int, ...]]]
"""The places of the segments of both sides, row by row."""

BEADS = (
    Bead((0,), (0,), 0.99),
    Bead((1,), (1,), 0.985, evidence=(("meaning", "0.81"), ("same numbers", "3, 9000"))),
    Bead((2,), (2,), 0.70, evidence=(("numbers", "7 / 9"),)),
    Bead((3,), (3,), 0.90),
    Bead((4,), (), 0.60),
    Bead((5,), (4,), 0.985, moved=True),
    Bead((6,), (5,), 0.30),
    Bead((), (6,), 0.90),
)
"""Rows 1 and 2 are sure, 3 and 7 doubtful, 4 likely, 5 and 8 without counterpart, 6 moved."""


def stored(
    small: Context, english: str = ENGLISH, korean: str = KOREAN, beads: tuple[Bead, ...] = BEADS
) -> Alignment:
    source = make_document(english, "en", address="https://news.example/rice", date="2025-06-04")
    target = make_document(korean, "ko", original=True)
    with small.db.write(LOCAL_USER, "align") as uow:
        memory = memories.memory_for_writing(uow, "News")
        _, source_version = documents.add(uow, source)
        _, target_version = documents.add(uow, target)
        aligned = Alignment(beads, "test-1")
        row = alignments.add(uow, aligned, source_version, target_version, memory)
        uow.commit()
        return alignments.load(uow, row)


def shape(small: Context, alignment: Alignment) -> Rows:
    """Return the places of the segments in each row as it is stored now."""
    beads = get_alignment(small, LOCAL_USER, alignment.id).beads
    return [(bead.source, bead.target) for bead in beads]


def states(small: Context, alignment: Alignment) -> list[str]:
    return [b.state.value for b in get_alignment(small, LOCAL_USER, alignment.id).beads]


def units(small: Context) -> dict[str, TranslationUnit]:
    """Return the units of the memory by their English text."""
    found = memories.list_units(small, LOCAL_USER, memory="News").items
    return {unit.variants[0].text: unit for unit in found}
