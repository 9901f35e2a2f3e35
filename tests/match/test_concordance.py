"""The concordance against a search through every text."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.match.units import entry, in_layers, in_tail
from tm.errors import InvalidInput
from tm.match.index import Scope, Standing
from tm.match.phrases import Phrase, Wanted, parse
from tm.text.tokens import compared, key

SCOPE = Scope({1: Standing()})
ENGLISH = st.lists(
    st.sampled_from(
        [
            "the",
            "price",
            "of",
            "rice",
            "Rice.",
            "U.S.",
            "don't",
            "3,000",
            "27%",
            "북한",
            "rose-",
            "a",
        ]
    ),
    max_size=8,
).map(" ".join)
KOREAN = st.lists(
    st.sampled_from(
        ["로동신문이", "노동신문", "관리가", "리가", "이가", "쌀값", "27", "WTO", "가", "력사"]
    ),
    max_size=6,
).map(" ".join)
TEXTS = {"en": ENGLISH, "ko": KOREAN}


def stands(phrase: Phrase, text: str) -> bool:
    return phrase.pattern.search(key(compared(text, phrase.lang))) is not None


@st.composite
def pieces(draw: st.DrawFn, lang: str, texts: list[str]) -> str:
    """Draw a part of one of the texts, cut anywhere, or another text."""
    text = draw(st.sampled_from([*texts, "rice"]) | TEXTS[lang])
    start = draw(st.integers(0, max(len(text) - 1, 0)))
    return text[start : draw(st.integers(start, len(text)))]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["en", "ko"]), st.data())
def test_it_finds_what_a_search_through_all_texts_finds(lang: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(TEXTS[lang], max_size=6))
    drawn = data.draw(st.lists(pieces(lang, texts), min_size=1, max_size=3))
    phrases = [phrase for text in drawn if not (phrase := Phrase(text, lang)).empty()]
    if not phrases:
        return
    absent = data.draw(st.integers(0, len(phrases) - 1))
    wanted = Wanted(tuple(phrases[absent:]), tuple(phrases[:absent]))
    entries = [
        entry(n, tag, key(compared(body, tag)), text=body)
        for n, text in enumerate(texts)
        for tag, body in ((lang, text), ("fr", "x"))
    ]
    expected = [
        n
        for n, text in reversed(list(enumerate(texts)))
        if all(stands(phrase, text) for phrase in wanted.present)
        and not any(stands(phrase, text) for phrase in wanted.absent)
    ]
    assert in_tail(entries).containing(wanted, lang, SCOPE)[0].tolist() == expected
    with TemporaryDirectory() as folder:
        cut = len(texts) // 2 * 2
        index = in_layers(Path(folder), [entries[:cut], entries[cut:]])
        assert index.containing(wanted, lang, SCOPE)[0].tolist() == expected


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("압록", "압록강에서는", True),
        ("노동신문", "《로동신문》은", True),
        ("로동", "조선로동당", True),
        ("리가", "관리가", True),
        ("조선 로동당", "조선로동당", True),
        ("양강", "량강도", True),
        ("강도", "양강도", True),
        ("압강", "압록강", False),
        ("river", "Drivers left.", True),
        ("amnok river", "the Amnok  River", True),
        ("rice,", "rice , corn", True),
        ("a rise", "arise", False),
        ("U.S.", "the U.S. said", True),
        ("don't", "they don’t", True),
        ("북한", "the word 북한", True),
        ("3,000", "3,000 tons", True),
        ("“rice”", 'the "rice"', True),
    ],
)
def test_where_a_phrase_stands(phrase: str, text: str, found: bool) -> None:
    lang = "ko" if any("가" <= char <= "힣" for char in text) and "word" not in text else "en"
    index = in_tail([entry(1, lang, key(compared(text, lang)), text=text), entry(1, "fr", "x")])
    wanted = Wanted((Phrase(phrase, lang),), ())
    assert len(index.containing(wanted, lang, SCOPE)[0]) == found


def test_words_phrases_and_exclusions_are_read() -> None:
    wanted = parse('rice "price of" -corn -"in the" 27%', "en")
    assert [phrase.text for phrase in wanted.present] == ["rice", "price of", "27%"]
    assert [phrase.text for phrase in wanted.absent] == ["corn", "in the"]
    assert [phrase.text for phrase in parse('"open', "en").present] == ["open"]
    for nothing in ("-corn", "", '""'):
        with pytest.raises(InvalidInput):
            parse(nothing, "en")
