import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.terms.lookup import TermKeys, term_keys


@pytest.mark.parametrize(
    ("lang", "asked", "kept"),
    [
        ("ko", "량강도", "양강도"),
        ("ko-KP", "압록 강", "압록강"),
        ("ko", "조선 로동당", "조선노동당"),
        ("en", "Workers Party of Korea", "Workers' Party of Korea"),
        ("en", "workers’ party of Korea", "Workers' Party of Korea"),
        ("en", "the collective farms", "collective farm"),
        ("en", "Defence Ministries", "defense ministry"),
        ("en-US", "US", "U.S."),
        ("en", "re-education", "reeducation"),
        ("en", "Ch'ŏngch'ŏn", "Chongchon"),
        ("fr", "ÉTAT", "état"),
    ],
)
def test_spellings_of_a_term_meet(lang: str, asked: str, kept: str) -> None:
    assert term_keys(asked, lang).spelling == term_keys(kept, lang).spelling != ""


@pytest.mark.parametrize(
    ("lang", "asked", "kept"),
    [
        ("en", "Yalu", "Yalu River"),
        ("en", "Amnok", "Amnok River"),
        ("en", "Chilbo", "Mt. Chilbo"),
        ("en", "Hyesan", "Hyesan-si"),
        ("ko", "총련합회", "총연합회"),
    ],
)
def test_looser_forms_meet_by_the_loose_key_alone(lang: str, asked: str, kept: str) -> None:
    one, other = term_keys(asked, lang), term_keys(kept, lang)
    assert one.loose == other.loose != ""
    assert one.exact != other.exact


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("ko", "병력", "병역"),
        ("en", "Special City", "special"),
        ("en", "river", "Yalu River"),
        ("en", "customs", "custom"),
        ("en", "the", ""),
    ],
)
def test_other_terms_stay_apart(lang: str, one: str, other: str) -> None:
    shared = {
        key
        for key, same in zip(term_keys(one, lang), term_keys(other, lang), strict=True)
        if key and key == same
    }
    assert shared == set()


def test_exact_keys_fold_only_how_a_text_is_set() -> None:
    assert term_keys(" the  “Code” ", "en").exact == 'the "Code"'
    assert term_keys("code", "en").exact != term_keys("Code", "en").exact


def test_short_korean_terms_and_punctuation_have_empty_keys() -> None:
    assert term_keys("병력", "ko") == TermKeys("병력", "병력", "")
    assert term_keys("!", "en").spelling == ""


@given(st.text(max_size=30), st.sampled_from(["ko", "en", "th"]))
def test_equal_exact_keys_are_equal_in_spelling(text: str, lang: str) -> None:
    assert term_keys(f"  {text} ", lang) == term_keys(text, lang)
