from hypothesis import given
from hypothesis import strategies as st

from tm.text.similarity import distance, opcodes

UNITS = st.lists(st.sampled_from(["a", "b", "won", "원", "."]), max_size=12).map(tuple)


def naive(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            diagonal, row[j] = row[j], min(diagonal + (left != right), row[j] + 1, row[j - 1] + 1)
    return row[-1]


@given(UNITS, UNITS)
def test_distance_is_that_of_the_textbook(a: tuple[str, ...], b: tuple[str, ...]) -> None:
    assert distance(a, b) == naive(a, b)


@given(UNITS, UNITS)
def test_opcodes_turn_one_into_the_other(a: tuple[str, ...], b: tuple[str, ...]) -> None:
    made: list[str] = []
    changed = a_end = b_end = 0
    for op, a0, a1, b0, b1 in opcodes(a, b):
        assert (a0, b0) == (a_end, b_end)
        a_end, b_end = a1, b1
        if op == "equal":
            assert a[a0:a1] == b[b0:b1]
        else:
            changed += max(a1 - a0, b1 - b0)
        made.extend(a[a0:a1] if op == "equal" else b[b0:b1])
    assert (a_end, b_end) == (len(a), len(b))
    assert tuple(made) == b
    assert changed == distance(a, b)


def test_what_only_one_side_has_is_named_from_the_first() -> None:
    assert opcodes(("a", "b"), ("a",)) == (("equal", 0, 1, 0, 1), ("delete", 1, 2, 1, 1))
    assert opcodes(("a",), ("a", "b")) == (("equal", 0, 1, 0, 1), ("insert", 1, 1, 1, 2))
