"""The index against brute force: every threshold, language, filter and order of changes."""

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.match.units import (
    EVERYTHING,
    SYLLABLES,
    TARGETS,
    WORDS,
    asked,
    by_brute_force,
    entry,
    in_layers,
    in_tail,
    tokens,
)
from tm.match import kernel
from tm.match.index import Candidate, Kind, MatchIndex, Scope, Standing
from tm.match.tail import Codes
from tm.model.units import Status
from tm.storage.repositories.feed import IndexRow
from tm.text.similarity import distance
from tm.text.tokens import compared, key, loose_key, units_of

MEMORIES = (1, 2, 3)
EXAMPLES = int(os.environ.get("TM_FUZZ_EXAMPLES", "100"))
ALL = Scope(dict.fromkeys(MEMORIES, Standing()))


@pytest.fixture(params=["compiled", "numpy"], autouse=True)
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run everything with the compiled loop and without it."""
    if request.param == "numpy":
        monkeypatch.setattr(kernel, "_LIBRARY", None)
    elif not kernel.available():
        pytest.skip("No compiler was at hand when the package was installed.")


Pair = tuple[IndexRow, IndexRow]


@st.composite
def stores(draw: st.DrawFn) -> tuple[str, str, list[Pair]]:
    """Draw a language, a query, and units of two texts, many of them close to the query."""
    lang = draw(st.sampled_from(["en", "ko"]))
    query = draw(tokens(lang))
    units = units_of(query, lang)
    separator = "" if lang == "ko" else " "
    pairs = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        changed = list(units)
        for _ in range(draw(st.integers(0, 12))):
            at = draw(st.integers(0, len(changed)))
            new = draw(st.lists(st.sampled_from(SYLLABLES if lang == "ko" else WORDS), max_size=2))
            changed[at : at + draw(st.integers(0, 2))] = new
        # Read backwards, a text has the same units and is as good as unlike.
        near = st.sampled_from([changed, list(units)[::-1]]).map(separator.join)
        text = draw(near | tokens(lang))
        memory, target = draw(st.sampled_from(MEMORIES)), draw(st.sampled_from(TARGETS))
        status = draw(st.sampled_from(list(Status)))
        recent = draw(st.sampled_from([0, 20250301000000, 20260301000000]))
        source, translation = (
            entry(
                number,
                tag,
                body,
                memory,
                text=draw(st.sampled_from([body, body.upper() + "!"])),
                status=status,
                recent=recent,
                confidence=0.5,
            )
            for tag, body in ((lang, text), (target, "x"))
        )
        pairs.append((source, translation))
    return lang, query, pairs


def scopes() -> st.SearchStrategy[Scope]:
    standing = st.builds(Standing, st.sampled_from([0, 0, 3, 30]), st.integers(0, 2))
    return st.dictionaries(st.sampled_from(MEMORIES), standing).map(Scope)


def shown(candidates: Sequence[Candidate]) -> list[tuple[int, str, int, int, Kind]]:
    return [(c.unit, c.lang, c.ceiling, c.similarity, Kind(c.kind)) for c in candidates]


@settings(max_examples=EXAMPLES, deadline=None)
@given(stores(), scopes(), st.sampled_from(TARGETS), st.integers(1, 14), st.data())
def test_it_finds_what_brute_force_finds_in_the_same_order(
    store: tuple[str, str, list[Pair]],
    scope: Scope,
    target: str,
    limit: int,
    data: st.DataObject,
) -> None:
    lang, text, pairs = store
    entries = [part for pair in pairs for part in pair]
    query = asked(text, lang)
    truths = [
        100 - -(-100 * distance(query.units, there) // max(len(query.units), len(there), 1))
        for there in (units_of(source.tokens, lang) for source, _ in pairs)
    ]
    # What lies on the threshold itself is where a bound that is off by one shows.
    near = [truth for truth in truths if truth > 0]
    threshold = data.draw(st.sampled_from([*near, 50]) | st.integers(1, 100))
    expected = by_brute_force(entries, query, target, scope, threshold)[:limit]
    assert shown(in_tail(entries).find(query, target, scope, threshold, limit)) == expected
    cut = data.draw(st.integers(0, len(pairs)))
    with TemporaryDirectory() as folder:
        parts = [[p for pair in half for p in pair] for half in (pairs[:cut], pairs[cut:])]
        index = in_layers(Path(folder), parts)
        assert shown(index.find(query, target, scope, threshold, limit)) == expected


@settings(max_examples=50, deadline=None)
@given(stores(), st.integers(50, 98))
def test_units_that_share_a_code_are_overrated_but_never_missed(
    store: tuple[str, str, list[Pair]], threshold: int
) -> None:
    lang, text, pairs = store
    query = asked(text, lang)
    entries = [part for pair in pairs for part in pair]
    index = MatchIndex(codes=Codes(5))
    index.refresh(1, lambda _: entries)
    for target in ("fr", "de"):
        found = {c.unit: c.ceiling for c in index.find(query, target, ALL, threshold, EVERYTHING)}
        for unit, _, ceiling, *_ in by_brute_force(entries, query, target, ALL, threshold):
            assert found.get(unit, 0) >= ceiling


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_queries_longer_than_the_compiled_loop_takes(lang: str, tmp_path: Path) -> None:
    units = [f"w{n % 97}" if lang == "en" else chr(0xAC00 + n * 7 % 3001) for n in range(700)]
    separator = " " if lang == "en" else ""
    text = separator.join(units)
    other = separator.join(units[:650] + units[660:])
    entries = [entry(1, lang, other), entry(1, "fr", "x")]
    index = in_layers(tmp_path, [entries])
    query = asked(text, lang)
    assert shown(index.find(query, "fr", ALL, 70, 5)) == [(1, lang, 98, 98, Kind.FUZZY)]


SURFACES = st.text(st.sampled_from("aBß가로동력렬되여 .,-—'’\u200b%1２é\u0301"), max_size=20)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SURFACES, st.sampled_from(["en", "ko", "ja"]), st.data())
def test_what_differs_in_its_surface_only_is_near(
    text: str, lang: str, data: st.DataObject
) -> None:
    other = data.draw(
        st.sampled_from(
            [
                text.upper(),
                text.replace(" ", ""),
                text.replace(".", " "),
                f"«{text}»",
                text.replace("로", "노").replace("력", "역").replace("여", "어"),
            ]
        )
        | SURFACES
    )
    assume(loose_key(text, lang) == loose_key(other, lang))
    index = in_tail([entry(1, lang, key(compared(text, lang)), text=text), entry(1, "fr", "x")])
    query = asked(key(compared(other, lang)), lang, other)
    [found] = index.find(query, "fr", ALL, 99, 5)
    assert found.kind in (Kind.SURFACE_DIFFERS, Kind.SAME)


def test_loosely_equal_korean_is_near_however_unlike_its_keys() -> None:
    north, south = "혁명렬사릉개건준공식", "혁명열사능개건준공식"
    units = [key(compared(text, "ko")) for text in (north, south)]
    assert units[0] != units[1]
    assert loose_key(north, "ko") == loose_key(south, "ko")
    index = in_tail([entry(1, "ko", units[0]), entry(1, "en", "x")])
    [found] = index.find(asked(units[1], "ko"), "en", ALL, 99, 5)
    assert (found.kind, found.ceiling) == (Kind.SURFACE_DIFFERS, 99)


def test_what_differs_in_numbers_only_is_proposed_however_short(tmp_path: Path) -> None:
    entries = [entry(1, "en", "article 5"), entry(1, "ko", "제5조"), entry(2, "en", "article six")]
    for index in (in_tail(entries), in_layers(tmp_path, [entries])):
        [found] = index.find(asked("article 119", "en"), "ko", ALL, 80, 5)
        assert (found.unit, found.kind, found.ceiling) == (1, Kind.NUMBERS_DIFFER, 99)
        [found] = index.find(asked("제17조", "ko"), "en", ALL, 80, 5)
        assert (found.unit, found.kind) == (1, Kind.NUMBERS_DIFFER)


CHANGES = st.lists(
    st.lists(st.tuples(st.integers(1, 6), tokens("ko"), st.booleans()), max_size=4), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(CHANGES, tokens("ko"), st.sets(st.integers(1, 6)))
def test_following_changes_gives_what_building_anew_gives(
    revisions: list[list[tuple[int, str, bool]]], text: str, layered: set[int]
) -> None:
    """Some revisions go into layers, the later ones into the tail."""
    query = asked(text, "ko")
    final: dict[int, list[IndexRow]] = {}
    told: list[list[IndexRow]] = []
    for revision, changes in enumerate(revisions, 1):
        units = {
            unit: [
                entry(unit, "ko", body, live=live, revision=revision),
                entry(unit, "fr", "x", live=live, revision=revision),
            ]
            for unit, body, live in changes
        }
        told.append([row for rows in units.values() for row in rows])
        final |= units
    expected = by_brute_force(
        [row for unit in sorted(final) for row in final[unit]], query, "fr", ALL, 50
    )
    with TemporaryDirectory() as folder:
        reached = max((n for n in layered if n <= len(told)), default=0)
        index = in_layers(Path(folder), told[:reached])
        for revision, rows in enumerate(told[reached:], reached + 1):
            index.refresh(revision, lambda _, rows=rows: rows)  # type: ignore[misc]
        assert index.revision == len(told)
        assert shown(index.find(query, "fr", ALL, 50, EVERYTHING)) == expected


def test_what_the_index_already_has_is_not_read_again() -> None:
    index = in_tail([entry(1, "ko", "가나"), entry(1, "en", "x")])
    asked_for: list[int] = []

    def changes_since(revision: int) -> list[IndexRow]:
        asked_for.append(revision)
        return [entry(1, "ko", "다라"), entry(1, "en", "x")]

    index.refresh(1, changes_since)
    assert asked_for == []
    index.refresh(3, changes_since)
    assert asked_for == [1]
    assert index.find(asked("가나", "ko"), "en", ALL, 50, 5) == []
    assert len(index.find(asked("다라", "ko"), "en", ALL, 50, 5)) == 1


def test_rejected_units_and_units_without_a_translation_are_not_found() -> None:
    index = in_tail(
        [
            entry(1, "ko", "가나", status=Status.REJECTED),
            entry(1, "en", "x", status=Status.REJECTED),
            entry(2, "ko", "가나"),
            entry(3, "ko-KR", "가나"),
            entry(3, "ko-KP", "가나"),
        ]
    )
    assert index.find(asked("가나", "ko"), "en", ALL, 50, 5) == []
    # One of the two Korean texts is the other's rendering; unit 2 has only itself.
    found = index.find(asked("가나", "ko"), "ko", ALL, 50, 5)
    assert sorted((c.unit, c.lang) for c in found) == [(3, "ko-KP"), (3, "ko-KR")]


def test_readers_see_each_unit_once_while_it_changes() -> None:
    def state(revision: int) -> list[IndexRow]:
        texts = {"en": f"always r{revision}", "ko": "x"}
        return [entry(u, lang, text) for u in range(50) for lang, text in texts.items()]

    def write() -> None:
        for revision in range(2, 60):
            index.refresh(revision, lambda _, n=revision: state(n))  # type: ignore[misc]

    index = in_tail(state(1))
    seen: set[tuple[int, ...]] = set()
    writer = Thread(target=write)
    writer.start()
    writing = True
    while writing:  # Once at least, however fast the writer was.
        writing = writer.is_alive()
        found = index.find(asked("always", "en"), "ko", ALL, 50, EVERYTHING)
        seen.add(tuple(sorted(candidate.unit for candidate in found)))
    writer.join()
    assert seen == {tuple(range(50))}
