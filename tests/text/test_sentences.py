from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tm.text.sentences import segment

ARTICLES = sorted(Path(__file__).parents[2].glob("corpora/articles/*/"))


def sentences(text: str, lang: str) -> list[str]:
    return [part.text for part in segment(text, lang)]


def divided(text: str, lang: str) -> list[str]:
    """Return what the segmenter makes of sentences written with | between them."""
    return sentences(text.replace("|", " "), lang)


TEXTS = st.text(
    st.one_of(
        st.sampled_from(list("aA가다。.!?\"'“”《》()1 \t\n\r\u2028\u3000\x1c…")), st.characters()
    ),
    max_size=60,
) | st.lists(
    st.sampled_from(["Art. ", "U.S. ", "p.m. ", "말했다 ", "했다. ", "”라고 ", "(", "\n", "1. "])
).map("".join)


@settings(deadline=None, max_examples=60)  # The first call loads the rules and Kiwi.
@given(TEXTS, st.sampled_from(["en", "ko", "de", "ja"]))
@example("“가다. 나다.” 라고 했다. \n\n  (다. 가다", "ko")
def test_segments_and_white_space_are_the_whole_text(text: str, lang: str) -> None:
    end = paragraph = 0
    for part in segment(text, lang):
        assert part.start >= end
        assert text[part.start : part.end] == part.text == part.text.strip() != ""
        assert not text[end : part.start].strip()
        assert part.paragraph in (paragraph, paragraph + 1)
        end, paragraph = part.end, part.paragraph
    assert not text[end:].strip()


def test_paragraphs_count_lines_that_hold_something() -> None:
    text = "Title\n\nOne. Two.\r\n  Three\u2028Four\n \n"
    assert [(part.text, part.paragraph) for part in segment(text, "en")] == [
        ("Title", 0),
        ("One.", 1),
        ("Two.", 1),
        ("Three", 2),
        ("Four", 3),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Kim met Gen. Pak of the U.S. Army.|He left at 5 p.m. Friday.",
        "He left at 5 p.m.|Customs officers stayed.",
        "They live in the U.S.|The rest came home.",
        "Under Art. 3, para. 2 and No. 12 it is barred.|See Sec. (4).",
        "It is barred, cf. The Law on Customs, and so is aid, i.e. Food.",
        "On Jan. 5 it rose 3.5 percent.|It fell in Dec.|Nobody knew why.",
        "J. R. Smith of Han Co. Ltd. signed.|Defendant B knew of it.",
        "A sold it to Defendant B.|B knew where it came from.",
        '"We wait."|He left.',
        '"Is it over?" Kim Chol asked.|"Not yet!" the woman said.',
        "It closed (see para. 5).|Then it rained.",
        "1. Trade is barred.|It is punished.",
        "(a). Trade is barred.",
        "Article 5. Inspection of goods",
        "The D.P.R.K. Foreign Ministry denied it.",
        "He paused ... and went on.|They had left . . .",
        'He was "disappointed. "',
        "(1) Customs shall inspect the goods.|It shall draw up a record.",
        "Is that so?|Yes!|No one knows…|We shall see.",
    ],
)
def test_english_sentences(text: str) -> None:
    assert divided(text, "en") == text.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "물가가 올랐다.|사람들은 걱정한다.",
        '그는 "돈이 없다. 쌀도 없다."라고 말했다.|그리고 나갔다.',
        '그는 “돈이 없다. 쌀도 없다"고 말했다.|그리고 나갔다.',
        '그는 "돈이 없다. 쌀도 없다”고 말했다.|그는 "이제 가자"고 했다.',
        "못 간다.라고 그는 말했다.|모두 웃었다.",
        "일군은 《쌀이 없다. 기름도 없다.》고 하였다.|모두 웃었다.",
        '그는 "못 간다." 라고 했다.|나도 그랬다.',
        "《모두 나가자!》|그는 이렇게 웨쳤다.",
        "《모두 나가자!|가서 싸우자!》",
        "제12조(벌금) ① 벌금을 물린다.|② 2배로 물린다.",
        "이 법(이하 법이라 한다. 개정을 포함한다.)은 곧 시행한다.|끝이다.",
        "이 법(이하 법이라 한다. 개정을 포함한다) 및 규정은 곧 시행한다.|끝이다.",
        "1. 물자를 신고한다.|검사를 받는다.",
        "가. 물자를 신고하여야 한다.",
        "2025. 3. 12. 평양에서 채택하였다.|곧 시행한다.",
        "조지 W. 부시는 U.S. Steel을 찾았다.|Co. Ltd.도 갔다.",
        "1kg에 1.5원이다.|iPhone은 없다.",
    ],
)
def test_korean_sentences(text: str) -> None:
    assert divided(text, "ko") == text.split("|")


def test_korean_sentences_with_nothing_between_them() -> None:
    assert sentences("비가 왔다.그는 갔다.", "ko") == ["비가 왔다.", "그는 갔다."]
    assert sentences("쌀값이 크게 올랐다 그는 한숨을 쉬었다", "ko") == [
        "쌀값이 크게 올랐다",
        "그는 한숨을 쉬었다",
    ]
    assert sentences("일이 다 끝났다고 중요 기관이 밝혔다.", "ko") == [
        "일이 다 끝났다고 중요 기관이 밝혔다."
    ]


def test_other_languages_have_rules_in_general() -> None:
    text = "Am 3. Oktober kam er.|Wer?|Herr K. Maier."
    assert divided(text, "de-AT") == text.split("|")
    assert sentences("雨だ。「行く。」と言った。本当？はい。", "ja") == [
        "雨だ。",
        "「行く。」と言った。",
        "本当？",
        "はい。",
    ]


def test_marks_that_do_not_match_hold_little_together() -> None:
    text = " ".join(["그는 갔다."] * 100)
    assert len(sentences(f'"{text} "고', "ko")) >= 100
    assert len(sentences("((((" + text, "ko")) == 100


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_samples_are_divided_as_by_hand(lang: str) -> None:
    by_hand = right = 0
    for article in ARTICLES:
        text = (article / f"{lang}.txt").read_text(encoding="utf-8")
        for paragraph in text.strip().split("\n\n"):
            lines = [line for line in paragraph.split("\n") if line]
            found = sentences(" ".join(lines), lang)
            by_hand += len(lines)
            right += sum(line in found for line in lines)
    assert by_hand > 100
    assert right / by_hand >= 0.98


@pytest.mark.parametrize("piece", ["A. ", "가", "([{", "“", '"가. ', "다.가", "a\n", "U.S. "])
@pytest.mark.parametrize("lang", ["en", "ko", "ja"])
def test_hostile_text_comes_back_whole(piece: str, lang: str) -> None:
    text = piece * 5_000
    together = "".join(part.text for part in segment(text, lang))
    assert "".join(together.split()) == "".join(text.split())
