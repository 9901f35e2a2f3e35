import pytest

from tm.errors import UnsupportedLanguage
from tm.text.languages import covers, has_letters, is_syllabic, normalize_tag, primary


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [
        ("ko", "ko"),
        ("KO_kp", "ko-KP"),
        ("EN-us", "en-US"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("zh-yue-hk", "zh-yue-HK"),
        ("sl-rozaj-BISKE", "sl-rozaj-biske"),
        ("es-419", "es-419"),
        ("de-DE-1996-u-CO-phonebk-x-OWN", "de-DE-1996-u-co-phonebk-x-own"),
        ("kor-KR", "ko-KR"),
        ("eng", "en"),
        ("haw", "haw"),
    ],
)
def test_tags_get_their_canonical_spelling(tag: str, canonical: str) -> None:
    assert normalize_tag(tag) == canonical
    assert normalize_tag(canonical) == canonical


@pytest.mark.parametrize(
    "tag",
    ["", "k", "korean", "ko-", "-ko", "ko KR", "ko--KR", "en-US-GB", "x-own", "ko\n", "한국어"],
)
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(UnsupportedLanguage, match="write one like ko, ko-KP or en-US"):
        normalize_tag(tag)


@pytest.mark.parametrize(("tag", "meant"), [("kr", "ko"), ("JP", "ja"), ("kp", "ko-KP")])
def test_countries_taken_for_languages_get_a_hint(tag: str, meant: str) -> None:
    with pytest.raises(UnsupportedLanguage, match=f"did you mean {meant}\\?"):
        normalize_tag(tag)


def test_a_hostile_tag_is_not_repeated_whole() -> None:
    with pytest.raises(UnsupportedLanguage) as caught:
        normalize_tag("ko-" * 100_000)
    assert len(str(caught.value)) < 200


def test_a_language_covers_its_varieties_and_not_the_reverse() -> None:
    assert covers("ko", "ko-KR")
    assert covers("ko", "ko_kp")
    assert covers("ko-KR", "ko-KR")
    assert not covers("ko-KR", "ko-KP")
    assert not covers("ko-KR", "ko")
    assert not covers("ko", "kok")


def test_primary_and_syllabic_follow_from_the_language() -> None:
    assert primary("zh-Hant-TW") == "zh"
    assert all(map(is_syllabic, ["ko-KP", "zh", "ja-JP", "th"]))
    assert not any(map(is_syllabic, ["en", "kok", "de-AT"]))


def test_letters_are_letters_of_any_script() -> None:
    assert all(map(has_letters, ["1. 가", "a", "ж"]))
    assert not any(map(has_letters, ["", "12.5 % — 《》", " \n"]))
