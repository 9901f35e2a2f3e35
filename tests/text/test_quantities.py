"""Quantities: one canonical form for what Korean and English print differently."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.text.quantities import canonicals, find_quantities, numbers, render

KOREAN = {
    # Citations
    "형법 제221조에 따라": "art:221",
    "형법 221조": "art:221",
    "제31조의3 제2항 제5호 다목의 규정": "art:31-3;par:2;sub:5;item:c",
    "제4조의 2항을 적용한다": "art:4;par:2",
    "제6조제1항 및 제3항": "art:6;par:1|art:6;par:3",
    "제6조와 제9조는": "art:6|art:9",
    "제6조, 8조": "art:6|art:8",
    "제11조부터 제15조까지": "art:11-15",
    "제11~15조": "art:11-15",
    "제5조제2호에서 제4호까지": "art:5;sub:2-4",
    "제2편 제1장 제3절": "part:2;chap:1;sec:3",
    "내각결정 제45호": "no:45",
    "고시 제2019-7호": "no:2019-7",
    "같은 항 제4호의 경우": "sub:4",
    "예산 12조 원": "money:12000000000000:won",
    # Dates and times
    "주체107(2018)년 9월 19일": "date:2018-09-19",
    "주체107년": "date:2018",
    "1998. 3. 4.자": "date:1998-03-04",
    "2018-09-19": "date:2018-09-19",
    "지난 19일 발표했다": "day:19",
    "4월 초에": "date:--04",
    "4월 7~9일": "date:--04-07|date:--04-09",
    "4월 28일부터 5월 3일까지": "date:--04-28|date:--05-03",
    "2016년~2018년": "date:2016|date:2018",
    "97년 12월": "num:97|date:--12",
    "1970년대": "decade:1970",
    "오후 2시 15분에": "time:14:15",
    "낮 12시": "time:12:00",
    "밤 11시 반": "time:23:30",
    # Durations
    "징역 2년 6월에 처한다": "dur:2y6m",
    "3개월 동안": "dur:3m",
    "통보를 받은 날부터 30일 이내에": "dur:30d",
    "20일간": "dur:20d",
    "3년여": "dur:3y",
    "5개년 계획": "dur:5y",
    "나흘 만에": "dur:4d",
    "두 달 뒤": "dur:2m",
    "3시간 20분": "dur:3h20min",
    "2년 반": "dur:2y6m",
    "약 3시간 20분": "dur:3h20min",
    "1시간 반": "dur:1h30min",
    "2000년 전의 무덤": "dur:2000y",
    # Money and numbers
    "7억 2천만원": "money:720000000:won",
    "5만 6천원": "money:56000:won",
    "북한돈 8,200원": "money:8200:won",
    "중국 인민폐 300원": "money:300:cny",
    "40딸라": "money:40:usd",
    "1만5천 위안": "money:15000:cny",
    "5~10만 원": "money:50000:won|money:100000:won",
    "12만 3,400명": "num:123400",
    "3만여 명": "approx:30000",
    "약 700명": "approx:700",
    "700명가량": "approx:700",
    "1,000만 명": "num:10000000",
    "수백 명": "approx:100",
    "수천만 명": "approx:10000000",
    "30~40명": "num:30|num:40",
    "스물세 명": "num:23",
    "네 가지": "num:4",
    "이백만 명": "num:2000000",
    "세 분": "num:3",
    # The rest
    "12.5%": "pct:12.5",
    "4분의 3": "frac:3/4",
    "절반": "frac:1/2",
    "제9차 대회": "ord:9",
    "두 번째 회의": "ord:2",
    "첫 회의": "ord:1",
    "20세기": "ord:20",
    "비료 300t": "qty:300:t",
    "600정보의 논": "qty:600:jongbo",
    "200평": "qty:200:pyong",
    "40리": "qty:40:ri",
    "1.5㎞": "qty:1.5:km",
}

ENGLISH = {
    "under Article 221 of the Criminal Code": "art:221",
    "Art. 31-3(2)": "art:31-3;par:2",
    "Article 31 ter": "art:31-3",
    "Articles 6, 8 and 9": "art:6|art:8|art:9",
    "Arts. 11-15": "art:11-15",
    "§§ 11–15": "art:11-15",
    "Sec. 40": "art:40",
    "Section 3 of Chapter 2": "chap:2;sec:3",
    "Part II, Chapter 1, Section 3": "part:2;chap:1;sec:3",
    "paragraphs 1 and 3 of Article 6": "art:6;par:1|art:6;par:3",
    "Article 6, para. 1, item 4": "art:6;par:1;sub:4",
    "subparagraph (b) of paragraph 2 of Article 14": "art:14;par:2;item:b",
    "Article nine": "art:9",
    "the paragraph I wrote": "",
    "Decree No. 45": "no:45",
    "Sept. 19, 2018": "date:2018-09-19",
    "19 September 2018": "date:2018-09-19",
    "September 19, Juche 107 (2018)": "date:2018-09-19",
    "on April 7-9": "date:--04-07|date:--04-09",
    "in late April": "date:--04",
    "in March": "date:--03",
    "May we ask": "",
    "from 2016 to 2018": "date:2016|date:2018",
    "in the 1970s": "decade:1970",
    "women in their 70s": "num:70",
    "2:15 p.m.": "time:14:15",
    "12:05 a.m.": "time:00:05",
    "at noon": "time:12:00",
    "two years and six months": "dur:2y6m",
    "two and a half years": "dur:2y6m",
    "half an hour": "dur:30min",
    "within 30 days": "dur:30d",
    "a year ago": "dur:1y",
    "twice a year": "",
    "two decades": "dur:20y",
    "a five-year plan": "dur:5y",
    "$1.2 million": "money:1200000:usd",
    "$5-10 million": "money:5000000:usd|money:10000000:usd",
    "300 Chinese yuan": "money:300:cny",
    "8,200 North Korean won": "money:8200:won",
    "hundreds of millions of dollars": "money:100000000:usd",
    "HK$500": "num:500",
    "half a million people": "num:500000",
    "two and a half million": "num:2500000",
    "a million and a half": "num:1500000",
    "a half-million won": "money:500000:won",
    "2018/09/19": "date:2018-09-19",
    "one million two hundred thousand": "num:1200000",
    "two hundred and fifty families": "num:250",
    "some 700 soldiers": "approx:700",
    "about 12:05 a.m.": "time:00:05",
    "dozens of houses": "approx:10",
    "tens of thousands": "approx:10000",
    "between 30 and 40 people": "num:30|num:40",
    "no one came": "",
    "5 to 10 percent": "pct:5|pct:10",
    "three-quarters": "frac:3/4",
    "the 9th congress": "ord:9",
    "twenty-first": "ord:21",
    "calculations a second": "",
    "300 tons": "qty:300:t",
    "12-year-old": "num:12",
    "the G20 and the B-52": "",
}


@pytest.mark.parametrize(("text", "expected"), KOREAN.items())
def test_korean(text: str, expected: str) -> None:
    assert "|".join(canonicals(text, "ko-KP")) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items())
def test_english(text: str, expected: str) -> None:
    assert "|".join(canonicals(text, "en-US")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "경제 문제가 심각하다",
        "열차가 열리는 시간",
        "한 사람이 왔다",
        "할 수만 있다면",
        "세계 여러 나라",
    ],
)
def test_korean_words_that_only_look_like_numbers(text: str) -> None:
    assert canonicals(text, "ko") == ()


def test_spans_are_those_of_the_text_as_given() -> None:
    text = "그는 １２만\u00a0３천원을 냈다"
    (found,) = find_quantities(text, "ko")
    assert (found.canonical, found.kind) == ("money:123000:won", "money")
    assert text[found.start : found.end] == found.surface == "１２만\u00a0３천원"


def test_each_end_of_a_range_has_its_own_span() -> None:
    found = find_quantities("4월 28일부터 5월 3일까지 20~30명", "ko")
    assert [each.surface for each in found] == ["4월 28일", "5월 3일", "20", "30명"]


def test_numbers_agree_across_languages() -> None:
    korean = numbers("6월 11일 12만 명이 G20에 왔고 제119조의2에 따라 0.50%를 냈다", "ko")
    english = numbers(
        "On June 11, 120,000 came to the G20 and paid 0.5 percent under Article 119-2", "en"
    )
    assert korean == ("6", "11", "120000", "20", "119", "2", "0.5")
    assert sorted(english) == sorted(korean)


def test_a_full_hour_is_one_number() -> None:
    assert numbers("오후 3시", "ko") == numbers("3 p.m.", "en") == ("15",)


def test_other_languages_have_digits_percentages_and_iso_dates() -> None:
    text = "Am 2021-06-11 stieg der Preis um 5 % auf 1200, 3,5 und 1.234"
    assert canonicals(text, "de") == ("date:2021-06-11", "pct:5", "num:1200")


# Invariants

_PIECES = st.sampled_from(
    re.findall(
        r"\S+",
        "제 조 항 의 년 월 일 시 분 만 억 원 % 명 여 약 수 ~ - . , ( ) $ 두 세 열 ' / : § 주체 가목"
        " Article Section paragraph of the and to June May million a half dozen hundred first"
        " percent won years 1 3 11 119 2021 5,000 0.5",
    )
)


@given(st.lists(st.tuples(_PIECES, st.sampled_from(["", " "])), max_size=30), st.booleans())
def test_spans_lie_in_the_text_and_do_not_overlap(
    pieces: list[tuple[str, str]], korean: bool
) -> None:
    text = "".join(piece + space for piece, space in pieces)
    place = 0
    for found in find_quantities(text, "ko" if korean else "en"):
        assert place <= found.start < found.end <= len(text)
        assert found.surface == text[found.start : found.end]
        assert found.canonical.count("{") == 0
        place = found.end


@pytest.mark.parametrize("lang", ["ko", "en", "ja"])
@pytest.mark.parametrize("piece", ["1", "만억", "1.", "Article ", "제7조, ", "one hundred ", "1-"])
def test_hostile_repetition_is_read_to_its_end(piece: str, lang: str) -> None:
    # Work that grew with the square of the length would keep this from ending.
    text = piece * (12_000 // len(piece))
    assert all(found.end <= len(text) for found in find_quantities(text + " 7%", lang)[:-1])
    assert canonicals(text + " 7%", lang)[-1] == "pct:7"


_LANGUAGES = st.sampled_from(["en", "ko"])
_SMALL = st.integers(1, 400)


@st.composite
def _citations(draw: st.DrawFn) -> str:
    article = draw(_SMALL)
    branch = draw(st.integers(2, 9))
    parts = [
        f"art:{article}-{branch}" if branch <= article and draw(st.booleans()) else f"art:{article}"
    ]
    levels = ("par", "sub")[: draw(st.integers(0, 2))]
    parts += [f"{level}:{draw(st.integers(1, 30))}" for level in levels]
    if len(parts) == 3 and draw(st.booleans()):
        parts.append(f"item:{draw(st.sampled_from('abcdefghijklmn'))}")
    return ";".join(parts)


_DATES = st.dates().filter(lambda date: 1800 <= date.year < 2100)
_AMOUNTS = st.one_of(st.integers(1, 9999), st.integers(1, 10**15 - 1))
_CANONICAL = st.one_of(
    _citations(),
    _DATES.map(lambda date: f"date:{date:%Y-%m-%d}"),
    _DATES.map(lambda date: f"date:{date:%Y-%m}"),
    _DATES.map(lambda date: f"date:--{date:%m-%d}"),
    _DATES.map(lambda date: f"date:{date.year}"),
    st.tuples(_AMOUNTS, st.sampled_from(["won", "usd", "cny", "jpy", "eur", "rub"])).map(
        lambda money: f"money:{money[0]}:{money[1]}"
    ),
    _AMOUNTS.map(lambda value: f"num:{value}"),
    _AMOUNTS.map(lambda value: f"approx:{value}"),
    st.decimals(0, 100, places=2).map(lambda value: f"pct:{value.normalize():f}"),
    st.tuples(st.integers(0, 23), st.integers(0, 59)).map(
        lambda time: f"time:{time[0]:02}:{time[1]:02}"
    ),
    st.tuples(_SMALL, st.sampled_from("ywdh")).map(lambda length: f"dur:{length[0]}{length[1]}"),
    _SMALL.map(lambda value: f"ord:{value}"),
    st.tuples(_AMOUNTS, st.sampled_from(["kg", "t", "km", "ha", "ri", "pyong", "jongbo"])).map(
        lambda measure: f"qty:{measure[0]}:{measure[1]}"
    ),
)


@given(_CANONICAL, _LANGUAGES)
def test_what_is_rendered_is_found_again(canonical: str, lang: str) -> None:
    text = render(canonical, lang)
    assert text is not None
    assert canonicals(text, lang) == (canonical,)


@pytest.mark.parametrize(
    ("canonical", "english", "korean"),
    [
        ("art:119", "Article 119", "제119조"),
        ("art:119-2;par:3", "Article 119-2, paragraph 3", "제119조의2 제3항"),
        ("chap:3;sec:2", "Chapter 3, Section 2", "제3장 제2절"),
        ("no:578", "No. 578", "제578호"),
        ("date:2021-06-11", "June 11, 2021", "2021년 6월 11일"),
        ("day:22", "the 22nd", "22일"),
        ("decade:1950", "1950s", "1950년대"),
        ("time:15:00", "3 p.m.", "오후 3시"),
        ("dur:2y6m", "2 years and 6 months", "2년 6개월"),
        ("money:350000000:won", "350 million won", "3억 5,000만 원"),
        ("frac:1/3", "1/3", "3분의 1"),
        ("qty:10:ri", "10 ri", "10리"),
    ],
)
def test_render(canonical: str, english: str, korean: str) -> None:
    assert render(canonical, "en") == english
    assert render(canonical, "ko-KR") == korean


@pytest.mark.parametrize(
    "canonical",
    ["", "art", "art:7-9", "art:x", "date:2021-13", "money:5:xyz", "nothing:1", "dur:1q"],
)
def test_what_is_not_certain_is_not_rendered(canonical: str) -> None:
    assert render(canonical, "en") is None
    assert render(canonical, "ko") is None


def test_other_languages_are_not_rendered() -> None:
    assert render("art:119", "fr") is None
