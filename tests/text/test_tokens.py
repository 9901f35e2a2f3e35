import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tm.text.normalize import for_comparison
from tm.text.tokens import compared, key, loose_key, strict_key, units_of

LANGUAGES = ["en", "ko", "ja", "th", "de", "fr", "fi", "qaa"]
TEXTS = st.text(
    st.one_of(
        st.sampled_from(list("aB가로9.,'’-“…@:/ \t\0\ue000\u200b\u0301İß%")),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
) | st.lists(
    st.sampled_from(
        ["DOT", "MULTI", "DOTMULTI", "U.S.", "p.m.", "..", "http://a.b/c", "a@b.co", " "]
    )
).map("".join)


def units(text: str, lang: str = "en") -> tuple[str, ...]:
    return compared(text, lang).units


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Prices ROSE, he said.", "prices rose , he said ."),
        ("Kim’s “plan” didn’t…", "kim 's \" plan \" didn 't ..."),
        ("at 5 p.m. in the U.S. today", "at 5 p.m. in the u.s. today"),
        ("in the U.S. Kim of the dept. said", "in the u.s. kim of the dept. said"),
        ("3,500.50 won (Art. 119-2)", "3,500.50 won ( art. 119-2 )"),
        ("see https://a.example/b?c=1, or", "see https://a.example/b?c=1 , or"),
        ("write to desk.a@b-c.example!", "write to desk.a@b-c.example !"),
        ("a DOTMULTI b DOTDOTMULTI c", "a dotmulti b dotdotmulti c"),
        ("a \ue000 b https://c.example/", "a \ue000 b https://c.example/"),
        ("zero\u200bwidth and nul\0", "zerowidth and nul"),
        ("R&D <b>", "r & d < b >"),
    ],
)
def test_english_is_compared_by_tokens(text: str, tokens: str) -> None:
    assert " ".join(units(text)) == tokens


def test_syllabic_languages_are_compared_by_characters() -> None:
    assert units("《로동신문》은, 12면", "ko") == tuple("노동신문은12면")
    assert units("東京は、ＡＢです。", "ja") == tuple("東京はabです")
    assert units("ก็ดี ครับ", "th") == tuple("ก็ดีครับ")


@settings(deadline=None)  # The first call loads sacremoses.
@given(TEXTS, st.sampled_from(LANGUAGES))
@example("DOTDOTMULTI..DOT", "en")
def test_units_come_with_their_places_and_survive_storage(text: str, lang: str) -> None:
    of = compared(text, lang)
    assert len(of.units) == len(of.spans)
    assert units_of(key(of), lang) == of.units
    end = 0
    for start, stop in of.spans:
        # What one code point of the text stands for may be cut in two (… or ß).
        assert end - 1 <= start < stop <= len(text)
        end = stop


@settings(deadline=None)  # The first call loads sacremoses.
@given(TEXTS, st.sampled_from(["en", "de", "fr", "qaa"]))
@example("a . ' b.'", "en")
def test_tokens_lose_nothing_of_the_text(text: str, lang: str) -> None:
    joined = "".join(units(text, lang))
    assert joined == "".join(part.casefold() for part in for_comparison(text).split())


def test_spans_cover_the_text_as_given() -> None:
    text = " “Cafe\u0301”\u200b said… 《x》"
    of = compared(text, "en")
    assert [text[a:b] for a, b in of.spans] == [
        "“", "Cafe\u0301", "”", "said", "…", "《", "x", "》"
    ]  # fmt: skip
    text = "녀성, \u1112\u1161\u11ab 명"
    assert [text[a:b] for a, b in compared(text, "ko").spans] == [
        "녀", "성", "\u1112\u1161\u11ab", "명"
    ]  # fmt: skip


def test_tokens_do_not_depend_on_the_case_of_languages() -> None:
    assert units("They didn't.", "EN_us") == units("They didn't.", "en")


def test_the_strict_key_folds_what_typesetters_do() -> None:
    assert strict_key("“Yes”\u00a0— 5") == strict_key('"Yes" - 5')
    assert strict_key("yes") != strict_key("Yes")


@pytest.mark.parametrize(
    ("a", "b", "lang"),
    [
        ("The co-operative, he said", "the cooperative he said.", "en"),
        ("량강도 녀성들", "양강도여성들", "ko"),
        ("《해당한 병력을 모두 철수》", "해당한 병역을 모두 철수", "ko"),
        ("「東京」です。", "東京です", "ja"),
        ("Straße 5", "STRASSE 5", "de"),
    ],
)
def test_the_loose_key_leaves_out_what_does_not_tell(a: str, b: str, lang: str) -> None:
    assert loose_key(a, lang) == loose_key(b, lang)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1.5 kg", "15 kg"),
        ("1 5", "15"),
        ("5%", "5"),
        ("-5", "5"),
        ("10-12", "1012"),
        ("§5", "5"),
        ("...", "!!!"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ko", "ja"])
def test_the_loose_key_keeps_what_tells_figures_apart(a: str, b: str, lang: str) -> None:
    assert loose_key(a, lang) != loose_key(b, lang)


def test_short_korean_words_keep_their_spelling_in_the_loose_key() -> None:
    assert loose_key("그 병력", "ko") != loose_key("그 병역", "ko")


@settings(deadline=None)  # The first call loads sacremoses.
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_what_is_strictly_the_same_is_loosely_the_same(text: str, lang: str) -> None:
    assert loose_key(strict_key(text), lang) == loose_key(text, lang)
