"""Review commands on beads: whatever a reviewer does, every segment stays in exactly one bead."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.align import review
from tm.errors import InvalidInput
from tm.model.documents import Bead, BeadState

BEADS = [
    Bead((0,), (0,), 0.99, id="a"),
    Bead((1, 2), (1,), 0.9, id="b"),
    Bead((), (2,), 0.5, id="c"),
    Bead((3,), (), 0.5, id="d"),
    Bead((4,), (3, 4), 0.8, id="e"),
]


def sides(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def test_merge_joins_with_the_next_row() -> None:
    assert sides(review.merge(BEADS, 0))[0] == ((0, 1, 2), (0, 1))


def test_merge_of_one_side_leaves_the_other_where_it_was() -> None:
    merged = review.merge(BEADS, 0, "source")
    assert sides(merged)[:2] == [((0, 1, 2), (0,)), ((), (1,))]


def test_split_cuts_between_sentences() -> None:
    assert sides(review.split(BEADS, 1, 1, 1))[1:3] == [((1,), (1,)), ((2,), ())]


@pytest.mark.parametrize(("source_at", "target_at"), [(0, 0), (2, 1), (3, 0), (-1, 0)])
def test_a_cut_that_makes_an_empty_row_is_refused(source_at: int, target_at: int) -> None:
    with pytest.raises(InvalidInput):
        review.split(BEADS, 1, source_at, target_at)


def test_shift_pushes_one_sentence_over_the_border() -> None:
    assert sides(review.shift(BEADS, 1, "source", "down"))[1:3] == [((1,), (1,)), ((2,), (2,))]
    assert sides(review.shift(BEADS, 1, "source", "up"))[:2] == [((0, 1), (0,)), ((2,), (1,))]


def test_shift_of_the_only_sentence_removes_the_empty_row() -> None:
    assert sides(review.shift(BEADS, 2, "target", "up")) == [
        ((0,), (0,)),
        ((1, 2), (1, 2)),
        ((3,), ()),
        ((4,), (3, 4)),
    ]


def test_link_joins_rows_that_stand_apart_and_marks_them_as_moved() -> None:
    linked = review.link(BEADS, 3, 2)
    assert sides(linked)[2] == ((3,), (2,))
    assert not linked[2].moved
    assert review.link(BEADS, 4, 0)[0].moved


def test_approved_beads_are_new_and_the_others_untouched() -> None:
    approved = review.set_state(BEADS, [1], BeadState.APPROVED)
    assert approved[1].state is BeadState.APPROVED
    assert approved[1].id == ""
    assert approved[0] is BEADS[0]


@pytest.mark.parametrize("at", [-1, 5])
def test_a_row_that_is_not_there_is_refused(at: int) -> None:
    for command in (review.merge, review.unlink):
        with pytest.raises(InvalidInput):
            command(BEADS, at)


COMMANDS: list[Callable[[list[Bead], int, int], list[Bead]]] = [
    lambda beads, at, _: review.merge(beads, at),
    lambda beads, at, _: review.merge(beads, at, "source"),
    lambda beads, at, _: review.merge(beads, at, "target"),
    lambda beads, at, other: review.split(beads, at, other % 3, other % 2),
    lambda beads, at, _: review.shift(beads, at, "source", "down"),
    lambda beads, at, _: review.shift(beads, at, "target", "up"),
    lambda beads, at, _: review.unlink(beads, at),
    lambda beads, at, other: review.link(beads, at, other),
    lambda beads, at, _: review.set_state(beads, [at], BeadState.LEFT_OUT),
]
steps = st.lists(
    st.tuples(st.sampled_from(COMMANDS), st.integers(0, 6), st.integers(0, 6)), max_size=12
)


@given(steps)
def test_every_segment_stays_in_exactly_one_bead(
    commands: list[tuple[Callable[[list[Bead], int, int], list[Bead]], int, int]],
) -> None:
    beads = list(BEADS)
    for command, at, other in commands:
        try:
            beads = command(beads, at, other)
        except InvalidInput:
            continue
        assert sorted(s for bead in beads for s in bead.source) == [0, 1, 2, 3, 4]
        assert sorted(t for bead in beads for t in bead.target) == [0, 1, 2, 3, 4]
        assert all(bead.source or bead.target for bead in beads)
