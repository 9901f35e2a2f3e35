"""The query's numbers in the stored translation where that is certain, else none of them."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.match.numbers import CERTAIN, UNCERTAIN, Template, samples
from tests.match.numbers_unseen import (
    SECOND_CERTAIN,
    SECOND_UNCERTAIN,
    THIRD_CERTAIN,
    THIRD_UNCERTAIN,
)
from tm.match.adapt import Adaptation, Doubt, adapt, adaptation
from tm.match.adapt.places import Place, places
from tm.model.units import Adapted


@pytest.mark.parametrize(
    ("certain", "uncertain"),
    [
        (CERTAIN, UNCERTAIN),
        (SECOND_CERTAIN, SECOND_UNCERTAIN),
        (THIRD_CERTAIN, THIRD_UNCERTAIN),
    ],
    ids=["first", "second", "third"],
)
def test_seeded_pairs(certain: Sequence[Template], uncertain: Sequence[Template]) -> None:
    """200 pairs: at least 90 % of what can be adapted is, at most 0.5 % are adapted wrongly."""
    adaptable, doubtful = samples(certain, 160, seed=4), samples(uncertain, 40, seed=5)
    answers = [(each, adapt(*each[:5])) for each in adaptable + doubtful]
    right = sum(answer.target == each.right for each, answer in answers[:160])
    wrong = [
        (each.query, each.target, answer.target)
        for each, answer in answers
        if answer.target != each.right and answer.doubt is None
    ]
    figures = f"{right} of 160 adapted, {len(wrong)} of 200 wrongly: {wrong}"
    assert right >= 144, figures
    assert len(wrong) <= 1, figures


KO_EN = {
    # Order, roles and kinds
    ("제7조에 따라 23명을", "제5조에 따라 23명을", "23 people under Article 5"): (
        "23 people under Article 7"
    ),
    ("제5조에 따라 5명을", "제5조에 따라 4명을", "4 people under Article 5"): (
        "5 people under Article 5"
    ),
    ("제6조 제2항 및 제3항", "제5조 제2항 및 제3항", "paragraphs 2 and 3 of Article 5"): (
        "paragraphs 2 and 3 of Article 6"
    ),
    ("제3조 4항", "제3조 3항", "Article 3, paragraph 3"): "Article 3, paragraph 4",
    ("2020년 6월 7일", "2019년 6월 6일", "June 6, 2019"): "June 7, 2020",
    ("17일부터 19일까지 3차례", "17일부터 18일까지 3차례", "from the 17th to the 18th, 3 times"): (
        "from the 17th to the 19th, 3 times"
    ),
    # One number, two roles; two numbers, one role
    ("3%에서 6%로", "3%에서 5%로", "from 3% to 5%"): "from 3% to 6%",
    ("3%와 4%", "3%와 3%", "3% and 3%"): Doubt.AMBIGUOUS,
    ("4%와 4%", "3%와 3%", "3% and 3%"): "4% and 4%",
    ("2020년 법", "2019년 법", "the 2019 Act; 2019 saw it pass"): Doubt.COUNTS_DIFFER,
    ("2020년 6월 17일의 법", "2019년 6월 17일의 법", "the 2019 Act, of June 17, 2019"): (
        Doubt.COUNTS_DIFFER
    ),
    ("4%", "3%", "3% (that is, 3%)"): Doubt.COUNTS_DIFFER,
    ("4명이", "3명이", "three people at Round 3"): Doubt.COUNTS_DIFFER,
    ("4명이", "3명이", "for three hours at Round 3"): Doubt.COUNTS_DIFFER,
    # Style of the target
    ("12 000여명", "3 000여명", "more than 3,000"): "more than 12,000",
    ("1,500명", "950명", "950 people"): "1,500 people",
    ("1500명", "950명", "950 people"): Doubt.WRITTEN_DIFFERENTLY,
    ("950명", "1500명", "1500 people"): "950 people",
    ("4.0%", "3.5%", "3.5 percent"): "4.0 percent",
    ("오후 4시 5분", "오후 3시 30분", "3:30 p.m."): "4:05 p.m.",
    ("제121차 회의", "제13차 회의", "the 13th meeting"): "the 121st meeting",
    ("제112차 회의", "제13차 회의", "13th meeting"): "112th meeting",
    ("101땅크사단", "105땅크사단", "the 105th Tank Division"): "the 101st Tank Division",
    ("2020. 5. 7.", "2019. 12. 17.", "2019-12-17"): "2020-05-07",
    # Written in another way
    ("4만 명", "3만 명", "30,000 people"): "40,000 people",
    ("400만 명", "300만 명", "3 million people"): Doubt.WRITTEN_DIFFERENTLY,
    ("4개 도", "3개 도", "three provinces"): Doubt.WRITTEN_DIFFERENTLY,
    ("7월 17일", "6월 17일", "June 17"): Doubt.WRITTEN_DIFFERENTLY,
    ("주체109(2020)년", "주체108(2019)년", "Juche 108 (2019)"): "Juche 109 (2020)",
    ("주체109(2020)년", "주체108(2019)년", "2019"): "2020",
    ("2020년", "2019년", "Juche 108 (2019)"): Doubt.WRITTEN_DIFFERENTLY,
    ("80년대", "90년대", "the 1990s"): "the 1980s",
    ("80년대", "90년대", "the nineties"): Doubt.NOT_IN_TRANSLATION,
    # Names and codes
    ("KN-25 미사일", "KN-23 미사일", "the KN-23 missile"): "the KN-25 missile",
    ("KN-25 미사일", "KN-23 미사일", "the KN23 missile"): Doubt.NOT_IN_TRANSLATION,
    ("화성-17형", "화성-15형", "the Hwasong-15"): "the Hwasong-17",
    ("38호실", "39호실", "Office 39"): "Office 38",
    ("제22호 관리소", "제14호 관리소", "Camp 14"): "Camp 22",
    ("02-123-0567", "02-123-4567", "02-123-4567"): "02-123-0567",
    ("8월3일 50명", "8월3일 40명", "40 August 3rd people"): "50 August 3rd people",
    # Agreement
    ("공장 1개", "공장 3개", "3 factories"): Doubt.AGREEMENT,
    ("공장 3개", "공장 1개", "1 factory"): Doubt.AGREEMENT,
    ("1%", "3%", "3 percent"): "1 percent",
    ("1%포인트", "3%포인트", "3 percentage points"): Doubt.AGREEMENT,
    ("1년 계획", "3년 계획", "a 3-year plan"): "a 1-year plan",
    ("8% 상승", "5% 상승", "a 5 percent rise"): Doubt.AGREEMENT,
    ("6% 상승", "5% 상승", "a 5 percent rise"): "a 6 percent rise",
    ("18,000명 부대", "11,000명 부대", "an 11,000-strong force"): "an 18,000-strong force",
    # What is not the same kind of thing
    ("45일", "15일", "the 15th"): Doubt.KINDS_DIFFER,
    ("제5조의 3명", "제5조의 4인", "4 people in Article 5"): Doubt.TEXTS_DIFFER,
    ("5명과 6명", "5명", "5 people"): Doubt.TEXTS_DIFFER,
}
EN_KO = {
    ("increased to 6", "increased to 3", "3으로 늘었다"): "6으로 늘었다",
    ("increased to 5", "increased to 3", "3으로 늘었다"): Doubt.AGREEMENT,
    ("the 32nd Brigade", "the 21st Brigade", "21여단"): "32여단",
    ("June 18, 2020", "June 17, 2019", "２０１９년 6월 17일"): "２０２０년 6월 18일",
    ("5,100 people", "3,000 people", "3 000명"): "5 100명",
    ("40,000 people", "30,000 people", "3만 명"): Doubt.WRITTEN_DIFFERENTLY,
    ("5 missiles", "4 missiles", "미사일"): Doubt.NOT_IN_TRANSLATION,
    ("1/4 of them", "3/4 of them", "그중 4분의 3"): "그중 4분의 1",
    ("at 4:05 p.m.", "at 3:30 p.m.", "오후 3시 30분에"): "오후 4시 5분에",
}


@pytest.mark.parametrize(
    ("texts", "langs", "expected"),
    [
        *((texts, ("ko", "en"), expected) for texts, expected in KO_EN.items()),
        *((texts, ("en", "ko"), expected) for texts, expected in EN_KO.items()),
    ],
)
def test_what_is_certain(
    texts: tuple[str, str, str], langs: tuple[str, str], expected: str | Doubt
) -> None:
    answer = adapt(*texts, *langs)
    if isinstance(expected, Doubt):
        assert answer == Adaptation(texts[2], doubt=expected)
    else:
        assert (answer.target, answer.doubt) == (expected, None)
        assert answer.changes


def test_changes_are_told_by_their_places() -> None:
    answer = adapt(
        "제10조: 석탄 12,000톤, 3%",
        "제9조: 석탄 900톤, 5%",
        "5% of 900 tons (Article 9)",
        "ko",
        "en",
    )
    assert answer == Adaptation(
        "3% of 12,000 tons (Article 10)",
        (
            Adapted("percent", "5", "3", (0, 1)),
            Adapted("measure", "900", "12,000", (6, 12)),
            Adapted("citation", "9", "10", (27, 29)),
        ),
    )


@pytest.mark.parametrize(
    ("query", "source"),
    [("3,000 won.", "3000 won."), ("A word", "a word"), ("No. 05", "No. 5"), ("june 5", "June 5")],
)
def test_equal_numbers_leave_nothing_to_adapt(query: str, source: str) -> None:
    assert adapt(query, source, "3000, 5", "en", "ko") == Adaptation("3000, 5")


def test_case_spacing_and_northern_spelling_are_not_other_words() -> None:
    assert adapt("로동자 5명", "노동자 4명", "4 workers", "ko-KP", "en").target == "5 workers"
    assert adapt("ARTICLE 5.", "Article 4", "제4조", "en", "ko").target == "제5조"


@pytest.mark.parametrize(
    ("lang", "doubt"), [("ja", None), ("zh", None), ("ru", Doubt.LANGUAGE), ("de", Doubt.LANGUAGE)]
)
def test_what_numbers_govern_must_be_known(lang: str, doubt: Doubt | None) -> None:
    assert adapt("Type 5", "Type 4", "X 4", "en", lang).doubt == doubt


def test_thousands_are_not_grouped_by_commas_in_the_north() -> None:
    texts = "1,500 people", "950 people", "950명"
    assert adapt(*texts, "en", "ko").target == "1,500명"
    assert adapt(*texts, "en", "ko-KP").doubt == Doubt.WRITTEN_DIFFERENTLY


def _outside(answer: Adaptation) -> list[str]:
    """The target before, between and after the spans."""
    edges = [0, *(edge for change in answer.changes for edge in change.span), len(answer.target)]
    return [answer.target[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _undone(answer: Adaptation) -> str:
    first, *others = _outside(answer)
    olds = (change.old for change in answer.changes)
    return first + "".join(old + text for old, text in zip(olds, others, strict=True))


@given(st.sampled_from([*CERTAIN, *UNCERTAIN]), st.integers(0, 10**6))
def test_spans_hold_the_new_numbers_and_all_else_stays(template: Template, seed: int) -> None:
    for sample in samples([template], 2, seed):
        answer = adapt(*sample[:5])
        assert _undone(answer) == sample.target
        for change in answer.changes:
            assert answer.target[slice(*change.span)] == change.new != change.old


@given(st.sampled_from(CERTAIN), st.integers(0, 10**6))
def test_adapting_back_gives_the_stored_target(template: Template, seed: int) -> None:
    for query, source, target, source_lang, target_lang, right in samples([template], 2, seed):
        there = adapt(query, source, target, source_lang, target_lang)
        assert there.target == right
        back = adapt(source, query, there.target, source_lang, target_lang)
        assert (back.target, back.doubt) == (target, None)


_PARTS = """3 12 3,000 1.5 0 08 ８ 제 조 항 년 월 일 명 만 은 % . , - : / ( ) of and a won June
    Article st th KN- Juche 주체"""
_LANGS = st.sampled_from(["ko", "en", "ja"])
_TEXTS = st.lists(st.sampled_from([*_PARTS.split(), " "]) | st.text(max_size=2), max_size=12).map(
    "".join
)


@given(_TEXTS, _TEXTS, _TEXTS, _LANGS, _LANGS)
def test_any_text_is_adapted_or_left_alone(
    query: str, source: str, target: str, source_lang: str, target_lang: str
) -> None:
    answer = adapt(query, source, target, source_lang, target_lang)
    assert _undone(answer) == target
    assert not (answer.changes and answer.doubt)


def test_a_target_is_read_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(text: str, lang: str) -> list[Place]:
        read.append(text)
        return places(text, lang)

    monkeypatch.setattr(adaptation, "places", counted)
    # Each date may change by its month or by its day, so that there are 2 ** 200 ways.
    answer = adapt("6월 8일 " * 200, "6월 6일 " * 200, "June 6, " * 200, "ko", "en")
    assert answer.doubt == Doubt.AMBIGUOUS
    assert len(read) == 3
