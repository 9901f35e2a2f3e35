import pytest

from tm.align.evaluation import Tally


def test_counts_beads_links_and_nulls() -> None:
    tally = Tally()
    gold = [((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((), (2,))]
    found = [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), ()), ((), (2,))]
    tally.add(found, gold)
    assert tally.strict == pytest.approx(2 * 1 / 4)
    assert tally.link == pytest.approx(2 * 2 / 5)
    assert tally.null == pytest.approx(2 * 2 / 5)


def test_sums_over_documents() -> None:
    right, wrong = Tally(), Tally()
    right.add([((0,), (0,))], [((0,), (0,))])
    wrong.add([((0,), (0,))], [((0,), (0, 1))])
    assert (right + wrong).strict == pytest.approx(0.5)


def test_nothing_to_count_is_no_success() -> None:
    assert Tally().strict == 0.0
