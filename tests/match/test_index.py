"""The index against brute force: every threshold, language, filter and order of changes."""

from collections.abc import Iterable, Sequence
from threading import Thread

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tm.match.index import MatchIndex
from tm.match.score import similarity
from tm.model.units import Status
from tm.storage.repositories.units import IndexEntry
from tm.text.similarity import distance
from tm.text.tokens import compared, key, loose_key, units_of

WORDS = ["the", "price", "of", "rice", ",", ".", "27", "rose", "fell", "in", "sinuiju", "won"]
SYLLABLES = "가나물가격이올랐다신의주원27"
MEMORIES = (1, 2, 3)
TARGETS = ("fr", "de", "de-AT")


def keys(lang: str) -> st.SearchStrategy[str]:
    if lang == "ko":
        return st.text(SYLLABLES, max_size=60)
    return st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def entry(unit: int, lang: str, tokens: str, memory: int = 1, *, live: bool = True) -> IndexEntry:
    return IndexEntry(unit, memory, lang, tokens, Status.APPROVED, live)


def indexed(entries: Iterable[IndexEntry], code_space: int | None = None) -> MatchIndex:
    index = MatchIndex(code_space) if code_space else MatchIndex()
    index.refresh(1, lambda _: entries)
    return index


@st.composite
def stores(draw: st.DrawFn) -> tuple[str, str, list[tuple[IndexEntry, IndexEntry]]]:
    """Draw a language, a query, and units of two texts, many of them close to the query."""
    lang = draw(st.sampled_from(["en", "ko"]))
    query = draw(keys(lang))
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
        near = st.sampled_from([changed, units[::-1]]).map(separator.join)
        tokens = draw(near | keys(lang))
        memory, target = draw(st.sampled_from(MEMORIES)), draw(st.sampled_from(TARGETS))
        pairs.append((entry(number, lang, tokens, memory), entry(number, target, "x", memory)))
    return lang, query, pairs


def true_similarity(query: str, tokens: str, lang: str) -> int:
    a, b = units_of(query, lang), units_of(tokens, lang)
    return similarity(distance(a, b), len(a), len(b))


@settings(max_examples=150, deadline=None)
@given(stores(), st.sets(st.sampled_from(MEMORIES)), st.sampled_from(TARGETS), st.data())
def test_a_scan_finds_what_brute_force_finds(
    store: tuple[str, str, list[tuple[IndexEntry, IndexEntry]]],
    memories: set[int],
    target: str,
    data: st.DataObject,
) -> None:
    lang, query, pairs = store
    truths = [true_similarity(query, source.tokens, lang) for source, _ in pairs]
    # What lies on the threshold itself is where a bound that is off by one shows.
    threshold = data.draw(st.sampled_from([*truths, 50]) | st.integers(50, 100))
    index = indexed(part for pair in pairs for part in pair)
    found = index.find(query, lang, target, memories, threshold)
    expected = {
        source.unit: true_similarity(query, source.tokens, lang)
        for source, translation in pairs
        if source.memory in memories
        and (translation.lang == target or translation.lang.startswith(target + "-"))
    }
    assert {c.unit: c.similarity for c in found if not c.near or c.similarity >= threshold} == {
        unit: percent for unit, percent in expected.items() if percent >= threshold
    }
    ranks = [(candidate.near, candidate.similarity, candidate.unit) for candidate in found]
    assert ranks == sorted(ranks, reverse=True)
    assert all(c.similarity == expected[c.unit] for c in found)


@settings(max_examples=50, deadline=None)
@given(stores(), st.integers(50, 98))
def test_units_that_share_a_code_are_overrated_but_never_missed(
    store: tuple[str, str, list[tuple[IndexEntry, IndexEntry]]], threshold: int
) -> None:
    lang, query, pairs = store
    index = indexed((part for pair in pairs for part in pair), code_space=5)
    found = {
        c.unit: c.similarity
        for t in ("fr", "de")
        for c in index.find(query, lang, t, MEMORIES, threshold)
    }
    for source, _ in pairs:
        truth = true_similarity(query, source.tokens, lang)
        assert found.get(source.unit, 0) >= truth or truth < threshold


SURFACES = st.text(st.sampled_from("aBß가로동력렬되여 .,-—'’\u200b%1２é\u0301"), max_size=20)


@settings(max_examples=200, deadline=None)
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
    index = indexed([entry(1, lang, key(compared(text, lang))), entry(1, "fr", "x")])
    [found] = index.find(key(compared(other, lang)), lang, "fr", MEMORIES, 100)
    assert found.near


def test_loosely_equal_korean_is_near_however_unlike_its_keys() -> None:
    north, south = "혁명렬사릉개건준공식", "혁명열사능개건준공식"
    units = [key(compared(text, "ko")) for text in (north, south)]
    assert units[0] != units[1]
    assert loose_key(north, "ko") == loose_key(south, "ko")
    index = indexed([entry(1, "ko", units[0]), entry(1, "en", "x")])
    assert [c.near for c in index.find(units[1], "ko", "en", MEMORIES, 100)] == [True]


CHANGES = st.lists(
    st.lists(st.tuples(st.integers(1, 6), keys("ko"), st.booleans()), max_size=4), max_size=5
)


@settings(deadline=None)
@given(CHANGES, keys("ko"))
def test_following_changes_gives_what_building_anew_gives(
    revisions: list[list[tuple[int, str, bool]]], query: str
) -> None:
    index = MatchIndex()
    final: dict[int, Sequence[IndexEntry]] = {}
    for revision, changes in enumerate(revisions, 1):
        units = {
            unit: [entry(unit, "ko", tokens, live=live), entry(unit, "fr", "x", live=live)]
            for unit, tokens, live in changes
        }
        index.refresh(revision, lambda _, units=units: [e for u in units.values() for e in u])  # type: ignore[misc]
        final |= units
    anew = indexed(e for unit in sorted(final) for e in final[unit] if e.live)
    assert index.revision == len(revisions)
    assert index.find(query, "ko", "fr", MEMORIES, 50) == anew.find(query, "ko", "fr", MEMORIES, 50)
    assert index.containing(query[:2], "ko", MEMORIES) == anew.containing(query[:2], "ko", MEMORIES)


def test_what_the_index_already_has_is_not_read_again() -> None:
    index = indexed([entry(1, "ko", "가나"), entry(1, "en", "x")])
    asked: list[int] = []

    def changes_since(revision: int) -> list[IndexEntry]:
        asked.append(revision)
        return [entry(1, "ko", "다라"), entry(1, "en", "x")]

    index.refresh(1, changes_since)
    assert asked == []
    index.refresh(3, changes_since)
    assert asked == [1]
    assert index.containing("가나", "ko", MEMORIES) == []
    assert index.containing("다라", "ko", MEMORIES) == [1]


def test_rejected_units_and_units_without_a_translation_are_not_found() -> None:
    index = indexed(
        [
            IndexEntry(1, 1, "ko", "가나", Status.REJECTED, True),
            IndexEntry(1, 1, "en", "x", Status.REJECTED, True),
            entry(2, "ko", "가나"),
            entry(3, "ko-KR", "가나"),
            entry(3, "ko-KP", "가나"),
        ]
    )
    assert index.find("가나", "ko", "en", MEMORIES, 50) == []
    # One of the two Korean texts is the other's rendering; unit 2 has only itself.
    assert [(c.unit, c.lang) for c in index.find("가나", "ko", "ko", MEMORIES, 50)] == [
        (3, "ko-KR"),
        (3, "ko-KP"),
    ]


def test_containing_asks_for_units_in_a_row() -> None:
    index = indexed(
        [entry(1, "en", "the price of rice"), entry(2, "en", "rice price"), entry(3, "en", "")]
    )
    assert index.containing("price of", "en", MEMORIES) == [1]
    assert index.containing("rice", "en", MEMORIES) == [2, 1]
    assert index.containing("unheard", "en", MEMORIES) == []
    assert index.containing("", "en", MEMORIES) == []
    assert index.containing("rice", "en", [2]) == []


def test_readers_see_each_unit_once_while_it_changes() -> None:
    def state(revision: int) -> list[IndexEntry]:
        texts = {"en": f"always r{revision}", "ko": "x"}
        return [entry(u, lang, text) for u in range(50) for lang, text in texts.items()]

    def write() -> None:
        for revision in range(2, 60):
            index.refresh(revision, lambda _, n=revision: state(n))  # type: ignore[misc]

    index = indexed(state(1))
    seen: set[tuple[int, ...]] = set()
    writer = Thread(target=write)
    writer.start()
    writing = True
    while writing:  # Once at least, however fast the writer was.
        writing = writer.is_alive()
        seen.add(tuple(sorted(c.unit for c in index.find("always", "en", "ko", (1,), 50))))
    writer.join()
    assert seen == {tuple(range(50))}
