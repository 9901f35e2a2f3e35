import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.model.terms import Term, Tier
from tm.terms.candidates import ACCEPTED
from tm.terms.recognize import Found, Recognizer

KOREAN = (
    *("대동강", "해주", "해주시", "수출", "조선중앙통신", "통신", "분조장", "탁아소"),
    *("량정사업소", "안경", "국토환경보호성", "보호성", "USB", "5호 관리소"),
)
ENGLISH = (
    *("Taedong River", "collective farm", "farm", "Prosecutor's Office", "Civil Code", "ROK"),
    *("U.S.", "re-education", "Mount Chilbo", "Ministry of Land, Sea and Transport", "customs"),
    *("defense industry", "March", "Special City", "Kimchaek-si"),
)


def build(terms: Sequence[str], lang: str) -> Recognizer:
    return Recognizer([(term, Term(lang, term)) for term in terms], lang)


@pytest.fixture(scope="module")
def korean() -> Recognizer:
    return build(KOREAN, "ko")


@pytest.fixture(scope="module")
def english() -> Recognizer:
    return build(ENGLISH, "en")


def accepted(found: tuple[Found, ...]) -> list[tuple[str, str]]:
    return [(f.surface, f.term) for f in found if f.confidence >= ACCEPTED]


def doubted(found: tuple[Found, ...]) -> list[tuple[str, str | None]]:
    return [(f.surface, f.doubt) for f in found if f.confidence < ACCEPTED]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("대동강에서까지 고기가 줄었다.", [("대동강", "대동강")]),
        ("조선 중앙 통신은 전했다.", [("조선 중앙 통신", "조선중앙통신")]),
        ("양정사업소의 쌀이 동났다.", [("양정사업소", "량정사업소")]),
        ("해주시에서 배가 떴다.", [("해주시", "해주시")]),
        ("해주항에 배가 들어왔다.", [("해주", "해주")]),
        ("탁아소장과 분조장들이 모였다.", [("탁아소", "탁아소"), ("분조장", "분조장")]),
        ("석탄 수출이 막혔고 철도 수출됐다.", [("수출", "수출"), ("수출", "수출")]),
        ("usb를 숨겼다.", [("usb", "USB")]),
        ("5호관리소를 없앴다.", [("5호관리소", "5호 관리소")]),
    ],
)
def test_korean_terms(korean: Recognizer, text: str, expected: list[tuple[str, str]]) -> None:
    assert accepted(korean.recognize(text)) == expected


@pytest.mark.parametrize(
    ("text", "surface", "reason"),
    [
        ("안경원숭이가 산다.", "안경", "part of 안경원숭이"),
        ("대동 강한 바람이 불었다.", "대동 강", "a short term with a space inside"),
        ("돌봐 해주었다.", "해주", "not a noun here"),
    ],
)
def test_parts_of_other_words_are_doubted(
    korean: Recognizer, text: str, surface: str, reason: str
) -> None:
    assert doubted(korean.recognize(text)) == [(surface, reason)]


@pytest.mark.parametrize(
    "text",
    ["대동. 강이 언다.", "15호 관리소를 없앴다.", "USBC 규격", "아무 말도 없다.", "", "!?"],
)
def test_what_punctuation_or_figures_part_is_no_term(korean: Recognizer, text: str) -> None:
    assert korean.recognize(text) == ()


def test_a_name_before_a_verb_ending_is_doubted() -> None:
    recognizer = build(["무산", "합의"], "ko")
    found = recognizer.recognize("합의됐던 만남은 무산됐다.")
    assert accepted(found) == [("합의", "합의")]
    assert doubted(found) == [("무산", "a name that is the stem of a verb here")]


def test_the_longest_term_wins_and_lists_what_is_inside(korean: Recognizer) -> None:
    (found,) = korean.recognize("국토환경보호성은 나무를 심었다.")
    assert (found.term, [inner.surface for inner in found.inside]) == (
        "국토환경보호성",
        ["보호성"],
    )


def test_a_doubted_term_gives_way_to_a_shorter_one() -> None:
    found = build(["변역전", "역전"], "ko").recognize("강변 역전에 모였다.")
    assert [f.surface for f in found] == ["역전"]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [("그 마을은 강 건너 리에 속한다.", ["강", "리"]), ("이 사람이 우리 건강을 본다.", [])],
)
def test_terms_of_one_syllable_are_found_only_as_words(text: str, surfaces: list[str]) -> None:
    assert [f.surface for f in build(["강", "리"], "ko").recognize(text)] == surfaces


def test_homographs_name_all_their_concepts() -> None:
    recognizer = Recognizer(
        [(1, Term("ko", "개성")), (2, Term("ko", "개성")), (3, Term("ko", "가성"))], "ko"
    )
    (found,) = recognizer.recognize("개성에 갔다.")
    assert found.concepts == (1, 2)


def test_tiers_and_confidence_fall_with_the_folding() -> None:
    recognizer = build(["락하산련습장", "도량형법"], "ko")
    found = recognizer.recognize("락하산련습장, 낙하산 연습장, 도양형법")
    assert [f.tier for f in found] == [Tier.EXACT, Tier.SPELLING, Tier.LOOSE]
    assert found[0].confidence > found[1].confidence > found[2].confidence > ACCEPTED


def test_spans_of_decomposed_text_cover_whole_syllables(korean: Recognizer) -> None:
    text = unicodedata.normalize("NFD", "봄의 대동강을 보라")
    (found,) = korean.recognize(text)
    assert unicodedata.normalize("NFC", text[found.start : found.end]) == "대동강"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Taedong River's banks", [("Taedong River's", "Taedong River")]),
        ("They swam in the Taedong.", [("Taedong", "Taedong River")]),
        ("COLLECTIVE FARMS FAIL", [("COLLECTIVE FARMS", "collective farm")]),
        ("a collective-farm worker", [("collective-farm", "collective farm")]),
        ("the farms' debts", [("farms'", "farm")]),
        ("the 'collective farms' of old", [("collective farms", "collective farm")]),
        ("the Prosecutors’ Office", [("Prosecutors’ Office", "Prosecutor's Office")]),
        ("the civil code", [("civil code", "Civil Code")]),
        ("the ROK’s army and a US ship", [("ROK’s", "ROK"), ("US", "U.S.")]),
        ("reeducation works", [("reeducation", "re-education")]),
        (
            "Mt. Chilbo is high; Chilbo is cold",
            [("Mt. Chilbo", "Mount Chilbo"), ("Chilbo", "Mount Chilbo")],
        ),
        ("the defence industries", [("defence industries", "defense industry")]),
        ("in Kimchaek", [("Kimchaek", "Kimchaek-si")]),
        (
            "the Ministry of Land, Sea and Transport said",
            [("Ministry of Land, Sea and Transport", "Ministry of Land, Sea and Transport")],
        ),
    ],
)
def test_english_terms(english: Recognizer, text: str, expected: list[tuple[str, str]]) -> None:
    assert accepted(english.recognize(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "He told us so.",
        "the rok bird",
        "Under the Civil. Code names differ.",
        "an old custom",
        "taedong",
        "a special place",
    ],
)
def test_english_words_that_are_no_terms(english: Recognizer, text: str) -> None:
    assert english.recognize(text) == ()


def test_a_common_word_is_a_less_likely_name(english: Recognizer) -> None:
    (name,) = english.recognize("In March it rained.")
    (word,) = english.recognize("They march on.")
    assert name.confidence == 1
    assert ACCEPTED <= word.confidence < name.confidence


def test_the_longest_english_term_holds_the_shorter(english: Recognizer) -> None:
    (found,) = english.recognize("on a collective farm")
    assert [inner.term for inner in found.inside] == ["farm"]


@pytest.mark.parametrize(
    ("lang", "term", "text", "surface"),
    [
        ("de", "Grenzschutz", "Der GRENZSCHUTZ wacht.", "GRENZSCHUTZ"),
        ("ru", "Пхеньян", "г. Пхеньян", "Пхеньян"),
        ("zh", "鸭绿江", "他们渡过鸭绿江。", "鸭绿江"),
    ],
)
def test_other_languages(lang: str, term: str, text: str, surface: str) -> None:
    (found,) = build([term], lang).recognize(text)
    assert (found.surface, found.term) == (surface, term)


def test_other_languages_keep_plurals_apart() -> None:
    assert build(["Grenzen"], "de").recognize("Grenze") == ()


def test_no_terms_find_nothing() -> None:
    assert build([], "ko").recognize("아무것도") == ()
    assert build(["!"], "en").recognize("Nothing!") == ()


def test_terms_that_nest_deeply_take_linear_time() -> None:
    nested = Recognizer([(n, Term("ko", "가" * n)) for n in range(5, 400)], "ko")
    (found, *_) = nested.recognize("가" * 3000)
    assert found.end - found.start == 399


@settings(deadline=None)  # Kiwi may load in it.
@given(st.text(st.sampled_from("대동강 해주시수출통신조선중앙\n.가USB5호"), max_size=40))
def test_found_terms_are_in_order_and_apart(text: str) -> None:
    found = RECOGNIZER.recognize(text)
    ends = [0, *(f.end for f in found)]
    assert all(end <= f.start < f.end for end, f in zip(ends, found, strict=False))
    for f in found:
        assert f.surface == text[f.start : f.end]
        assert (f.doubt is not None) == (f.confidence < ACCEPTED)
        assert all(f.start <= i.start < i.end <= f.end and i.doubt is None for i in f.inside)


RECOGNIZER = build(KOREAN, "ko")
