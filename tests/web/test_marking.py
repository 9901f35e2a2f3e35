"""Texts cut into marked pieces lose nothing, whatever they hold."""

import re
from dataclasses import replace

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tm.match.adapt import Doubt
from tm.match.score import operations, side
from tm.model.terms import TermHit, Tier
from tm.model.units import Band, Match, Operation, Status
from tm.web.marking import DOUBTS, differences, doubt, reasons, spans, terms

WORDS = st.lists(
    st.sampled_from(
        ["The", "river", "rose", "27", "28", "강이", "불어", ",", ".", "<b>", "\n", "é", "ß", "ﬁ"]
    ),
    max_size=8,
)
TEXTS = st.one_of(WORDS.map(" ".join), WORDS.map("".join), st.text(max_size=20))


def match(source: str, found: tuple[Operation, ...]) -> Match:
    return Match(
        80, Band.FUZZY, source, "", "en", "ko", "", "", "", Status.APPROVED, operations=found
    )


def cuts(text: str) -> st.SearchStrategy[list[tuple[int, int]]]:
    """Draw spans of a text that are in order and do not overlap."""
    places = st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted)
    return places.map(lambda p: list(zip(p[::2], p[1::2], strict=False)))


def test_mine_is_inserted_and_the_memorys_struck() -> None:
    query, source = "It rose on July 28.", "It rose on July 27, again."
    found = match(source, operations(side(query, "en"), side(source, "en")))
    assert [(piece.kind, piece.text) for piece in differences(found, query)] == [
        ("plain", "It rose on July"),
        ("plain", " "),
        ("del", "27"),
        ("ins", "28"),
        ("del", ", again"),
        ("plain", "."),
    ]


@given(query=TEXTS, source=TEXTS, lang=st.sampled_from(["en", "ko"]))
def test_plain_and_struck_pieces_are_the_memorys_source(query: str, source: str, lang: str) -> None:
    found = match(source, operations(side(query, lang), side(source, lang)))
    pieces = differences(found, query)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == source
    at = 0
    for piece in pieces:
        assert piece.text
        if piece.kind == "ins":
            at = query.index(piece.text, at) + len(piece.text)


@given(st.data())
def test_marked_spans_stand_where_they_were(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    marked = data.draw(cuts(text))
    pieces = spans(text, marked)
    assert "".join(piece.text for piece in pieces) == text
    assert [p.text for p in pieces if p.kind == "mark"] == [text[a:b] for a, b in marked]


def test_every_doubt_is_said_in_both_languages(app: Flask) -> None:
    assert DOUBTS.keys() == set(Doubt)
    sentences = set()
    for language in ("en", "ko"):
        with app.test_request_context(headers={"Accept-Language": language}):
            for each in Doubt:
                left = replace(match("", ()), reasons=("numbers-differ", f"numbers-left: {each}"))
                said = doubt(left)
                assert said is not None
                assert bool(re.search("[가-힣]", said)) == (language == "ko")
                assert reasons(left) == ["numbers-differ"]
                sentences.add(said)
    assert len(sentences) == 2 * len(Doubt)


@given(st.data())
def test_terms_stand_where_they_were(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    hits = [TermHit(a, b, text[a:b], "t", Tier.EXACT, 1.0, ()) for a, b in data.draw(cuts(text))]
    pieces = terms(text, hits)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.hit for piece in pieces if piece.hit] == hits
