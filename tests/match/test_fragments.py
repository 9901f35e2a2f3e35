"""Fragments against brute force."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.match.units import asked, entry, in_layers, in_tail, tokens
from tm.match.fragments import LEAST_SYLLABLES, LEAST_TOKENS
from tm.match.index import MatchIndex, Scope, Standing
from tm.text.tokens import units_of

SCOPE = Scope({1: Standing()})
Units = tuple[str, ...]


def occurs(stretch: Units, texts: list[Units]) -> bool:
    size = len(stretch)
    return any(
        text[at : at + size] == stretch for text in texts for at in range(len(text) - size + 1)
    )


def by_brute_force(query: Units, texts: list[Units], least: int) -> set[tuple[int, int]]:
    spans = {
        (start, end)
        for start in range(len(query))
        for end in range(start + least, len(query) + 1)
        if occurs(query[start:end], texts)
    }
    return {
        (a, b)
        for a, b in spans
        if not any(x <= a and b <= y and (x, y) != (a, b) for x, y in spans)
    }


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["en", "ko"]), st.data())
def test_the_longest_stretches_are_found(lang: str, data: st.DataObject) -> None:
    query = data.draw(tokens(lang, 14))
    texts = data.draw(st.lists(tokens(lang, 14), max_size=6))
    hidden = data.draw(st.lists(st.booleans(), min_size=6, max_size=6))
    entries = [
        entry(number, tag, text, memory=2 if hidden[number] else 1)
        for number, body in enumerate(texts)
        for tag, text in ((lang, body), ("fr", "x"))
    ]
    visible = [units_of(t, lang) for n, t in enumerate(texts) if not hidden[n]]
    units = units_of(query, lang)
    least = LEAST_SYLLABLES if lang == "ko" else LEAST_TOKENS
    expected = by_brute_force(units, visible, least)
    with TemporaryDirectory() as folder:
        for index in (in_tail(entries), in_layers(Path(folder), [entries])):
            found = index.fragments(asked(query, lang), "fr", SCOPE, 100, 100)
            assert {(f.start, f.end) for f in found} == expected
            assert [f.end - f.start for f in found] == sorted(
                (f.end - f.start for f in found), reverse=True
            )
            for fragment in found:
                stretch = units[fragment.start : fragment.end]
                having = [
                    n
                    for n, text in enumerate(texts)
                    if not hidden[n] and occurs(stretch, [units_of(text, lang)])
                ]
                assert fragment.units == tuple(reversed(having))


def test_an_empty_index_has_no_fragments() -> None:
    assert MatchIndex().fragments(asked("the price of rice", "en"), "ko", SCOPE, 5, 5) == []
