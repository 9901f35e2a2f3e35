import random
import threading
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tm.text import korean

TEXTS = st.text(
    st.one_of(
        st.sampled_from("로동녀성력사률렬량강도조선의 년몇2되여였《》·-aẞÉ"),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)


def key(text: str) -> str:
    return korean.spelling_key(text)[0]


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("로력영웅", "노력영웅"),
        ("녀교원들", "여교원들"),
        ("량강도", "양강도"),
        ("조선로동당", "조선 노동당"),
        ("생산 능률과 비률", "생산 능률과 비율"),
        ("대렬", "대열"),
        ("완성되여", "완성 되어"),
        ("진행되였다", "진행되었다"),
        ("2020 년 련습", "2020년 연습"),
        ("몇 년", "몇년"),
        ("《리발소》", "이발소"),
    ],
)
def test_spelling_key_reads_north_and_south_alike(north: str, south: str) -> None:
    assert key(north) == key(south)


@pytest.mark.parametrize(
    ("one", "other"),
    [("병력", "병역"), ("국력", "국역"), ("라디오", "나디오"), ("기여", "기어"), ("를", "늘")],
)
def test_spelling_key_keeps_other_words_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_loose_key_folds_within_words() -> None:
    assert korean.loose_key("사료공장란") == korean.loose_key("사뇨공장난")
    assert key("사료공장란") != key("사뇨공장난")


def test_keys_leave_other_scripts_their_words() -> None:
    assert key("Straße, ＡＢＣ № 5") == "strasseabcno5"


def test_offsets_point_into_the_text_as_given() -> None:
    text = "  《로동》 ＡB"
    folded, offsets = korean.spelling_key(text)
    assert (folded, offsets) == ("노동ab", [3, 4, 7, 8])


def test_offsets_of_decomposed_text_point_at_the_first_jamo() -> None:
    text = unicodedata.normalize("NFD", "강 로동")
    folded, offsets = korean.spelling_key(text)
    assert folded == "강노동"
    assert [text[offset] for offset in offsets] == ["ᄀ", "ᄅ", "ᄃ"]


@given(TEXTS)
def test_every_character_of_a_key_has_an_offset_in_order(text: str) -> None:
    folded, offsets = korean.spelling_key(text)
    assert len(folded) == len(offsets) == len(korean.loose_key(text))
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)


@given(TEXTS)
@example("r-\u0327")
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)
    assert korean.loose_key(key(text)) == korean.loose_key(text)


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [
        ("압록", "Amnok"),
        ("압록", "Aprok"),
        ("량강", "Ryanggang"),
        ("량강", "Yanggang"),
        ("양강", "Ryanggang"),
        ("평양", "P'yŏngyang"),
        ("혜산", "Hyesan"),
        ("라선", "Rason"),
        ("나선", "Naseon"),
        ("박천", "Pakchon"),
        ("최룡해", "Choe Ryong Hae"),
        ("이영희", "Lee Young-hee"),
        ("독립", "Tongnip"),
    ],
)
def test_romanization_key_joins_hangul_and_its_spellings(hangul: str, latin: str) -> None:
    assert korean.romanization_key(hangul) == korean.romanization_key(latin)


@pytest.mark.parametrize(("one", "other"), [("혜산", "회산"), ("길주", "강계"), ("무산", "문산")])
def test_romanization_key_tells_places_apart(one: str, other: str) -> None:
    assert korean.romanization_key(one) != korean.romanization_key(other)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in korean.sentence_spans(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["눈이 많이 내렸다.", "길이 막혔다."],
        ['"눈이 온다. 길이 막힌다."라고 운전수가 말했다.', "모두 기다렸다."],
        ["《겨울은 길다. 봄은 온다.》고 그는 썼다.", "책은 팔렸다."],
        ["“배가 떠났다. 너무 늦었다” 며 그는 울었다.", "비가 왔다."],
        ["(사진 없음) 문을 닫았다(안에서).", "아무도 움직이지 않았다."],
        ["“이제 끝이다.”", "고기잡이배는 돌아왔다."],
        ["값은 3.5배 올랐다.", "U.S. 상표도 보였다."],
    ],
)
def test_sentences_keep_their_quotations(expected: list[str]) -> None:
    assert sentences("  " + "  ".join(expected) + " ") == expected


def test_long_paragraphs_are_split_like_short_ones() -> None:
    one = "어부들은 새벽마다 바다로 나갔다."
    assert sentences(" ".join([one] * 300)) == [one] * 300


def test_a_paragraph_without_an_end_is_cut() -> None:
    spans = korean.sentence_spans("가나다라" * 2000)
    assert spans[0][0] == 0
    assert spans[-1][1] == 8000
    assert all(end - start <= 2000 for start, end in spans)


@settings(deadline=None)  # Kiwi may load in it.
@given(st.text(st.sampled_from("그는 갔다.?!\"'“”《》고라며\n ᄀ각"), max_size=60))
def test_sentences_hold_every_letter_once(text: str) -> None:
    spans = korean.sentence_spans(text)
    covered = [place for start, end in spans for place in range(start, end)]
    assert covered == sorted(set(covered))
    assert all(text[i].isspace() for i in set(range(len(text))) - set(covered))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


def test_morphemes_are_southern_and_lie_in_the_text_as_given() -> None:
    text = unicodedata.normalize("NFD", "😀 로인들이 력사를")
    found = [
        (m.form, m.tag, unicodedata.normalize("NFC", text[m.start : m.end]))
        for m in korean.morphemes(text)
    ]
    assert found[1:] == [
        ("노인", "NNG", "로인"),
        ("들", "XSN", "들"),
        ("이", "JKS", "이"),
        ("역사", "NNG", "력사"),
        ("를", "JKO", "를"),
    ]


def test_morphemes_of_a_long_text_keep_their_places() -> None:
    text = "바다로 나갔다. " * 400
    found = [text[m.start : m.end] for m in korean.morphemes(text) if m.form == "바다"]
    assert found == ["바다"] * 400


def test_threads_share_one_kiwi() -> None:
    texts = [f"{number}번째 배가 항구로 돌아왔다." for number in range(20)]
    expected = [korean.morphemes(text) for text in texts]
    answers: list[bool] = []

    def work() -> None:
        shuffled = random.sample(range(20), 20)
        answers.append(all(korean.morphemes(texts[i]) == expected[i] for i in shuffled))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 4


@pytest.mark.parametrize(
    "text",
    [
        "녀성들은 력사를 배우고있다.",
        "공장이 새로 건설되여 준공식이 진행되였다.",
        "《우리는 할수 있다!》 수령님의 교시 관철에 대한 로동계급의 목소리이다.",
    ],
)
def test_northern_text_is_told_by_its_spelling(text: str) -> None:
    assert korean.is_northern(text)


@pytest.mark.parametrize(
    "text",
    [
        "여성들은 역사를 배우고 있다.",
        "로동신문은 량강도 소식을 실었다고 소식통이 전했다.",
        "라디오와 리포트가 문제였다.",
        "노동자의 여행을 두고 ‘려객’이라는 낱말이 쓰였다.",
        "회의가 열려 그렇게 하였다.",
        "",
    ],
)
def test_southern_text_that_quotes_northern_names_stays_southern(text: str) -> None:
    assert not korean.is_northern(text)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("에서조차", True),
        ("까지는", True),
        ("이었던", True),
        ("지", False),
        ("기", False),
        ("", False),
    ],
)
def test_particle_chains(text: str, chain: bool) -> None:
    assert korean.is_particle_chain(text) is chain
