"""Percentages, the reasons for them, and where two texts differ."""

from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.match.score import operations, penalties, reasons, score, side, similarity
from tm.model.units import Band, Penalty, Status


def percent(query: str, match: str, lang: str = "en") -> int:
    return score(side(query, lang), side(match, lang))[0]


@pytest.mark.parametrize(
    ("query", "match", "lang"),
    [
        ("Prices rose.", "Prices rose.", "en"),
        ("“Prices”  rose.\u00a0", '"Prices" rose.', "en"),
        ("각 물가가 올랐다.", "각 물가가 올랐다.", "ko"),
    ],
)
def test_what_differs_in_encoding_only_is_identical(query: str, match: str, lang: str) -> None:
    assert score(side(query, lang), side(match, lang)) == (100, Band.EXACT)
    assert reasons(side(query, lang), side(match, lang)) == ()


def test_neighbors_raise_what_is_identical_and_nothing_else() -> None:
    same, other = side("Prices rose.", "en"), side("Prices rose", "en")
    assert score(same, same, neighbors=1) == (101, Band.ONE_NEIGHBOR)
    assert score(same, same, neighbors=2) == (102, Band.BOTH_NEIGHBORS)
    assert score(same, other, neighbors=2) == (99, Band.NEAR_EXACT)


@pytest.mark.parametrize(
    ("query", "match", "lang", "expected"),
    [
        ("PRICES rose.", "Prices rose.", "en", ("case",)),
        ("Prices rose!", "Prices rose.", "en", ("punctuation",)),
        ("The news paper", "The newspaper", "en", ("spacing",)),
        ("Prices, rose", "Prices ,rose", "en", ("spacing",)),
        ("Prices rose", "prices rose.", "en", ("case", "punctuation")),
        ("로동신문은 보도했다", "노동신문은 보도했다", "ko", ("north-south-spelling",)),
        ("할수 있다", "할 수 있다", "ko", ("spacing",)),
    ],
)
def test_what_differs_in_its_surface_only_has_99(
    query: str, match: str, lang: str, expected: tuple[str, ...]
) -> None:
    a, b = side(query, lang), side(match, lang)
    assert score(a, b) == (99, Band.NEAR_EXACT)
    assert reasons(a, b) == expected


def test_inline_tags_on_one_side_are_said() -> None:
    same = side("Prices rose.", "en")
    assert score(same, same, neighbors=2, tags=True) == (99, Band.NEAR_EXACT)
    assert reasons(same, same, tags=True) == ("tags",)


def test_everything_else_is_capped_at_98() -> None:
    words = [f"word{number}" for number in range(300)]
    assert percent(" ".join(words), " ".join([*words[:-1], "other"])) == 98


@pytest.mark.parametrize(
    ("query", "match", "lang", "expected", "reason"),
    [
        ("one two three four", "one two six four", "en", 75, "words-differ"),
        ("one two three", "one two", "en", 66, "words-added"),
        ("one two", "one two three", "en", 66, "words-missing"),
        ("at 27 of 40", "at 28 of 40", "en", 75, "numbers-differ"),
        ("쌀 15킬로", "쌀 1.5킬로", "ko", 98, "signs-differ"),
        ("!", "?", "en", 0, "punctuation"),
    ],
)
def test_a_fuzzy_percentage_is_rounded_down(
    query: str, match: str, lang: str, expected: int, reason: str
) -> None:
    a, b = side(query, lang), side(match, lang)
    assert score(a, b) == (expected, Band.FUZZY)
    assert reasons(a, b) == (reason,)


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.data())
def test_similarity_is_exact_in_whole_numbers(a: int, b: int, data: st.DataObject) -> None:
    longest = max(a, b)
    edits = data.draw(st.integers(0, longest))
    exact = floor((1 - Fraction(edits, longest)) * 100) if longest else 0
    assert similarity(edits, a, b) == exact


def test_operations_are_spans_of_the_texts_as_given() -> None:
    query, match = "In  2024 rice “prices” have risen", "In 2023 rice prices have risen"
    assert [
        (o.op, query[slice(*o.query)], match[slice(*o.match)])
        for o in operations(side(query, "en"), side(match, "en"))
    ] == [
        ("equal", "In", "In"),
        ("replace", "2024", "2023"),
        ("equal", "rice", "rice"),
        ("insert", "“", ""),
        ("equal", "prices", "prices"),
        ("insert", "”", ""),
        ("equal", "have risen", "have risen"),
    ]


def test_an_insertion_has_an_empty_place_in_the_match() -> None:
    _, added, _ = operations(side("압록강 물이", "ko"), side("압록 물이", "ko"))
    assert (added.op, added.query, added.match) == ("insert", (2, 3), (2, 2))


@settings(deadline=None)
@given(st.lists(st.sampled_from("가나다라 .2"), max_size=30), st.lists(st.sampled_from("가나다 ,")))
def test_operations_run_through_both_texts_from_left_to_right(a: list[str], b: list[str]) -> None:
    query, match = "".join(a), "".join(b)
    found = operations(side(query, "ko"), side(match, "ko"))
    for text, spans in ((query, [o.query for o in found]), (match, [o.match for o in found])):
        assert all(0 <= start <= end <= len(text) for start, end in spans)
        assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_penalties_are_listed() -> None:
    assert penalties(Status.APPROVED, None) == ()
    assert penalties(Status.APPROVED, 0.1) == ()
    assert penalties(Status.DRAFT, 0.8) == (Penalty("unreviewed", 1),)
    assert penalties(Status.DRAFT, 0.79) == (
        Penalty("unreviewed", 1),
        Penalty("low-alignment-confidence", 2),
    )
