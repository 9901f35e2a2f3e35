"""Review: beads become units with where they came from, and every command can be undone."""

from functools import partial

import pytest

from tm.align import review as edits
from tm.errors import Conflict, InvalidInput
from tm.model.documents import Alignment, Bead, BeadState, Document, Segment
from tm.model.people import LOCAL_USER
from tm.model.units import Status, TranslationUnit
from tm.services import memories, review
from tm.services.context import Context
from tm.storage.repositories import alignments, documents

ENGLISH = "Flood in Sinuiju\n\nThe river rose. It fell again. Repairs began."
KOREAN = "신의주 큰물\n\n강이 불어났다가 줄었다. 복구가 시작됐다. 끝."


def segments(text: str, *pieces: str) -> tuple[Segment, ...]:
    made, at = [], 0
    for piece in pieces:
        at = text.index(piece, at)
        made.append(Segment(piece, int(at > 10), at, at + len(piece)))
    return tuple(made)


@pytest.fixture
def alignment(context: Context) -> Alignment:
    english = Document(
        "",
        "Flood in Sinuiju",
        "en",
        ENGLISH,
        segments(
            ENGLISH, "Flood in Sinuiju", "The river rose.", "It fell again.", "Repairs began."
        ),
        address="https://example.org/flood",
        date="2026-08-01",
        author="Desk",
    )
    korean = Document(
        "",
        "신의주 큰물",
        "ko",
        KOREAN,
        segments(KOREAN, "신의주 큰물", "강이 불어났다가 줄었다.", "복구가 시작됐다.", "끝."),
        original=True,
    )
    beads = (
        Bead((0,), (0,), 0.99),
        Bead((1,), (1,), 0.70),
        Bead((2,), (), 0.60),
        Bead((3,), (2,), 0.985),
        Bead((), (3,), 0.90),
    )
    with context.db.write(LOCAL_USER, "test") as uow:
        memory = memories.memory_for_writing(uow, "news")
        _, source = documents.add(uow, english)
        _, target = documents.add(uow, korean)
        row = alignments.add(uow, Alignment(beads, "test-1"), source, target, memory)
        uow.commit()
        return alignments.load(uow, row)


def units(context: Context) -> dict[str, TranslationUnit]:
    page = memories.list_units(context, LOCAL_USER, memory="news")
    return {unit.variants[0].text: unit for unit in page.items}


def apply(context: Context, alignment: Alignment, change: review.Edit) -> Alignment:
    outcome = review.edit(context, LOCAL_USER, alignment.id, alignment.version, "test", change)
    return outcome.alignment


def approve(context: Context, alignment: Alignment, *places: int) -> Alignment:
    change = partial(edits.set_state, at=places, state=BeadState.APPROVED)
    return apply(context, alignment, change)


def test_an_approved_bead_is_a_unit_that_knows_where_it_came_from(
    context: Context, alignment: Alignment
) -> None:
    merged = apply(context, alignment, lambda beads: edits.merge(beads, 1))
    approved = approve(context, merged, 1)
    unit = units(context)["The river rose. It fell again."]
    assert unit.variants[1].text == "강이 불어났다가 줄었다."
    assert unit.status is Status.APPROVED
    (seen,) = unit.occurrences
    assert (seen.title, seen.address, seen.date) == (
        "Flood in Sinuiju",
        "https://example.org/flood",
        "2026-08-01",
    )
    assert (seen.position, seen.before, seen.after) == (1, "Flood in Sinuiju", "Repairs began.")
    assert (seen.score, seen.model) == (1.0, "test-1")
    assert approved.source is not None
    assert seen.document == approved.source.id
    assert approved.beads[1].unit == unit.id


def test_sure_rows_leave_out_what_is_doubtful_or_has_no_counterpart(alignment: Alignment) -> None:
    assert review.sure(alignment.beads) == [0, 3]


def test_undo_takes_back_one_command_after_another(context: Context, alignment: Alignment) -> None:
    one = approve(context, alignment, 0)
    two = approve(context, one, 3)
    assert len(units(context)) == 2
    undone = review.undo(context, LOCAL_USER, two.id, two.version)
    assert undone.units == -1
    assert list(units(context)) == ["Flood in Sinuiju"]
    last = review.undo(context, LOCAL_USER, two.id, undone.alignment.version)
    assert units(context) == {}
    assert [(b.source, b.target, b.state) for b in last.alignment.beads] == [
        (b.source, b.target, b.state) for b in alignment.beads
    ]
    with pytest.raises(InvalidInput, match="nothing to undo"):
        review.undo(context, LOCAL_USER, two.id, last.alignment.version)


def test_undo_of_an_undone_and_redone_review(context: Context, alignment: Alignment) -> None:
    one = approve(context, alignment, 0)
    back = review.undo(context, LOCAL_USER, one.id, one.version).alignment
    again = approve(context, back, 3)
    assert list(units(context)) == ["Repairs began."]
    empty = review.undo(context, LOCAL_USER, one.id, again.version).alignment
    assert units(context) == {}
    assert all(bead.state is BeadState.OPEN for bead in empty.beads)


def test_changing_an_approved_bead_takes_its_unit_back(
    context: Context, alignment: Alignment
) -> None:
    approved = approve(context, alignment, 1)
    apply(context, approved, lambda beads: edits.unlink(beads, 1))
    assert units(context) == {}


def test_a_unit_seen_elsewhere_stays(context: Context, alignment: Alignment) -> None:
    elsewhere = review.unit_of(alignment, alignment.beads[0], Status.APPROVED)
    stored = memories.add_unit(
        context, LOCAL_USER, "news", TranslationUnit(elsewhere.variants, occurrences=())
    )
    approved = approve(context, alignment, 0)
    apply(context, approved, lambda beads: edits.unlink(beads, 0))
    assert units(context)["Flood in Sinuiju"].id == stored.id


def test_a_stale_command_overwrites_nothing(context: Context, alignment: Alignment) -> None:
    current = approve(context, alignment, 0)
    with pytest.raises(Conflict, match="nothing was overwritten"):
        approve(context, alignment, 1)
    assert list(units(context)) == ["Flood in Sinuiju"]
    assert approve(context, current, 1).beads[1].state is BeadState.APPROVED


def test_null_beads_are_confirmed_without_a_unit(context: Context, alignment: Alignment) -> None:
    confirmed = approve(context, alignment, 2, 4)
    assert units(context) == {}
    assert confirmed.beads[2].state is BeadState.APPROVED


def test_history_says_what_was_done(context: Context, alignment: Alignment) -> None:
    approve(context, alignment, 0)
    means = [change.means for change in review.history(context, LOCAL_USER, alignment.id)]
    assert means == ["review: test", "test"]


def test_drafts_become_approved_by_the_review(context: Context, alignment: Alignment) -> None:
    review.keep_drafts(context, LOCAL_USER, alignment.id)
    assert {unit.status for unit in units(context).values()} == {Status.DRAFT}
    approve(context, alignment, 0)
    unit = units(context)["Flood in Sinuiju"]
    assert unit.status is Status.APPROVED
    assert len(unit.occurrences) == 1
