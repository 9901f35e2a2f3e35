import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tm.text.normalize import cluster_end, for_comparison, with_offsets

TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "ae가각\u1100\u1161\u11a8\u0301\u0316\u200b\u00a0 \t\0“》…＂ﬁ`´\u2126\ud800"
        ),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("“Yes,” she said", '"Yes," she said'),
        ("《로동신문》", '"로동신문"'),
        ("「가」 『나』 «b» „c“", '"가" "나" "b" "c"'),
        ("Kim’s ‘aim’ 〈시〉", "Kim's 'aim' '시'"),
        ("2019–2020 — now − 5", "2019-2020 - now - 5"),
        ("남북ㆍ경제・무역", "남북·경제·무역"),
        ("끝났다…", "끝났다..."),
        ("５％（약）", "5%(약)"),
        ("a\u00a0b\u3000c\u2009 d\r\n\te", "a b c d e"),
        ("  both ends \n", "both ends"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("nul\0 and \x07bell", "nul and bell"),
        ("cafe\u0301", "café"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
        ("e\u200b\u0301", "é"),
        ("lone \ud800", "lone \ufffd"),
    ],
)
def test_what_typesetters_do_differently_is_folded(given_text: str, folded: str) -> None:
    assert for_comparison(given_text) == folded


@pytest.mark.parametrize("text", ["3,500.50 won (Art. 119-2)", "제12조 ① 50㎏", "Plain text."])
def test_what_says_something_stays(text: str) -> None:
    assert for_comparison(text) == text


@given(TEXTS)
@example("<\u0338")
@example("\u0301\u0316")
def test_folding_twice_changes_nothing(text: str) -> None:
    once = for_comparison(text)
    assert for_comparison(once) == once


@given(TEXTS)
def test_folding_ignores_how_the_text_was_encoded(text: str) -> None:
    text = "a" + text  # A mark before everything has nothing to be composed with.
    assert for_comparison(unicodedata.normalize("NFD", text)) == for_comparison(
        unicodedata.normalize("NFC", text)
    )


@given(TEXTS)
def test_every_folded_code_point_knows_where_it_comes_from(text: str) -> None:
    folded, offsets = with_offsets(text)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)
    for char, offset in zip(folded, offsets, strict=True):
        if char.isalnum() and char.isascii() and text[offset] < "\u0100":
            assert text[offset] == char


def test_offsets_point_into_the_text_as_given() -> None:
    text = " “e\u0301\u200bx…  y”"
    folded, offsets = with_offsets(text)
    assert folded == '"éx... y"'
    assert offsets == [1, 2, 5, 6, 6, 6, 7, 9, 10]


def test_a_character_ends_after_its_marks() -> None:
    assert cluster_end("e\u0301\u0316x", 0) == 3
    assert cluster_end("\u1112\u1161\u11abx", 0) == 3
    assert cluster_end("e\u0301", 1) == 2
    assert cluster_end("ex", 0) == 1
    assert cluster_end("\u0301\u0316", 0) == 1


def test_piles_of_marks_are_taken_in_pieces() -> None:
    folded = for_comparison("e" + "\u0301\u0316" * 50_000)
    assert folded.startswith("é\u0316\u0316")
    assert len(folded) == 100_000
