import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from tm.align import band
from tm.align.band import bounds


@example(20, 9_000, [])
@given(
    st.integers(0, 900),
    st.integers(0, 9_000),
    st.lists(st.tuples(st.integers(0, 899), st.integers(0, 8_999)), max_size=30),
)
def test_a_path_fits_into_every_band(
    sources: int, targets: int, pairs: list[tuple[int, int]]
) -> None:
    partner, back = np.full(sources, -1), np.full(targets, -1)
    for k, j in pairs:
        if k < sources and j < targets:
            partner[k], back[j] = j, k
    low, high = bounds(sources, targets, partner, back, np.ones(sources))
    assert low[0] == 0
    assert high[-1] == targets + 1
    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) >= 0).all()
    assert (low < high).all()
    assert (low[1:] < high[:-1]).all()
    assert (high <= targets + 1).all()


def test_anchors_hold_the_band_and_a_crossing_pair_does_not() -> None:
    count = 3_000
    partner = np.arange(count)
    partner[100], partner[2_900] = 2_900, 100
    low, high = bounds(count, count, partner, partner.copy(), np.ones(count))
    rows = np.arange(count)
    assert ((low[:-1] <= rows) & (rows < high[:-1])).all()
    assert int((high - low).max()) <= 2 * band.MARGIN + 4


def test_small_documents_are_looked_at_whole() -> None:
    low, high = bounds(3, 400, np.zeros(3, np.int64), np.zeros(400, np.int64), np.zeros(3))
    assert not low.any()
    assert (high == 401).all()
