"""Lookups and the concordance on both databases, from what was stored to what is answered."""

from dataclasses import replace

import pytest

from tm.errors import InvalidInput, NotFound, TooLarge, UnsupportedLanguage
from tm.match.index import MatchIndex
from tm.match.tail import Codes
from tm.model.people import LOCAL_USER
from tm.model.units import (
    Band,
    Match,
    Occurrence,
    Penalty,
    Status,
    TranslationUnit,
    Variant,
)
from tm.services import memories
from tm.services.context import Context
from tm.services.lookup import MatchQuery, find_many, find_matches
from tm.storage.repositories import memories as memory_rows

RICE = ("Rice prices rose in Sinuiju this month.", "이달 신의주에서 쌀값이 올랐다.")


@pytest.fixture(autouse=True)
def news(context: Context) -> None:
    memories.create_memory(context, LOCAL_USER, "news")


def add(
    context: Context, english: str, korean: str, memory: str = "news", **more: object
) -> TranslationUnit:
    unit = TranslationUnit((Variant("en", english), Variant("ko-KR", korean)))
    return memories.add_unit(context, LOCAL_USER, memory, replace(unit, **more))  # type: ignore[arg-type]


def find(
    context: Context, text: str, source: str = "en", target: str = "ko", **more: object
) -> list[Match]:
    query = replace(MatchQuery(text, source, target), **more)  # type: ignore[arg-type]
    return find_matches(context, LOCAL_USER, query)


def test_a_pair_is_found_from_either_side_with_all_that_is_known_of_it(context: Context) -> None:
    place = Occurrence(title="Markets", date="2025-03-01", score=0.9)
    unit = add(context, *RICE, occurrences=(place,))
    [match] = find(context, RICE[0])
    assert match.operations[0].query == (0, len(RICE[0]))
    assert replace(match, operations=()) == Match(
        score=100,
        band=Band.EXACT,
        source=RICE[0],
        target=RICE[1],
        source_lang="en",
        target_lang="ko-KR",
        unit=unit.id,
        memory=unit.memory,
        memory_name="news",
        status=Status.APPROVED,
        origin=place,
    )
    [back] = find(context, RICE[1], "ko", "en")
    assert (back.score, back.source, back.target) == (100, RICE[1], RICE[0])


def test_a_fuzzy_match_says_what_differs(context: Context) -> None:
    add(context, *RICE)
    [match] = find(context, "Corn prices rose in Sinuiju this month.")
    assert (match.score, match.band, match.reasons) == (87, Band.FUZZY, ("words-differ",))
    replaced = match.operations[0]
    assert (replaced.op, replaced.query, replaced.match) == ("replace", (0, 4), (0, 4))


def test_a_language_covers_its_varieties(context: Context) -> None:
    texts = (Variant("ko-KP", "로동신문이 보도하였다"), Variant("en", "Rodong Sinmun reported"))
    memories.add_unit(context, LOCAL_USER, "news", TranslationUnit(texts))
    [match] = find(context, "노동신문이 보도하였다", "ko", "en")
    assert (match.score, match.band, match.source_lang) == (99, Band.NEAR_EXACT, "ko-KP")
    assert match.reasons == ("north-south-spelling",)
    assert find(context, "노동신문이 보도하였다", "ko-KR", "en") == []


def test_each_text_of_the_target_language_is_a_match(context: Context) -> None:
    texts = (Variant("en", "labor"), Variant("ko-KR", "노동"), Variant("ko-KP", "로동"))
    memories.add_unit(context, LOCAL_USER, "news", TranslationUnit(texts))
    assert [m.target for m in find(context, "labor")] == ["노동", "로동"]
    assert [m.source_lang for m in find(context, "로동", "ko", "en")] == ["ko-KP"]
    assert [m.target for m in find(context, "로동", "ko-KP", "ko")] == ["노동"]


def test_what_differs_in_its_surface_is_found_however_short(context: Context) -> None:
    add(context, "Yes", "예")
    [match] = find(context, "YES!", min_score=99)
    assert (match.score, match.reasons) == (99, ("case", "punctuation"))


def test_every_change_is_followed_at_once(context: Context) -> None:
    unit = add(context, *RICE)
    assert len(find(context, RICE[0])) == 1
    changed = replace(unit, variants=(Variant("en", "Corn prices fell."), unit.variants[1]))
    unit = memories.update_unit(context, LOCAL_USER, unit.id, changed, unit.version)
    assert find(context, RICE[0]) == []
    assert [m.score for m in find(context, "Corn prices fell.")] == [100]
    rejected = replace(unit, status=Status.REJECTED)
    unit = memories.update_unit(context, LOCAL_USER, unit.id, rejected, unit.version)
    assert find(context, "Corn prices fell.") == []
    approved = replace(unit, status=Status.APPROVED)
    unit = memories.update_unit(context, LOCAL_USER, unit.id, approved, unit.version)
    assert len(find(context, "Corn prices fell.")) == 1
    memories.delete_unit(context, LOCAL_USER, unit.id)
    assert find(context, "Corn prices fell.") == []


def test_what_another_process_commits_is_found(context: Context) -> None:
    elsewhere = replace(context, index=MatchIndex())
    assert find(context, RICE[0]) == []
    add(elsewhere, *RICE)
    assert len(find(context, RICE[0])) == 1


def test_thresholds_apply_after_penalties(context: Context) -> None:
    doubted = (Occurrence(score=0.5), Occurrence(score=0.7))
    add(context, *RICE, status=Status.DRAFT, occurrences=doubted)
    [match] = find(context, RICE[0], min_score=97)
    assert (match.score, match.band) == (97, Band.EXACT)
    assert match.penalties == (Penalty("unreviewed", 1), Penalty("low-alignment-confidence", 2))
    assert find(context, RICE[0], min_score=98) == []


def test_the_limit_applies_after_penalties(context: Context) -> None:
    add(context, "Rice prices rose", "쌀값이 올랐다")
    for number in range(25):
        add(context, "Rice prices rose!", f"쌀값이 올랐다 {number}!", status=Status.DRAFT)
    scores = [(m.score, m.status) for m in find(context, "Rice prices rose.", limit=2)]
    assert scores == [(99, Status.APPROVED), (98, Status.DRAFT)]


def test_equals_come_newest_first(context: Context) -> None:
    add(context, "Rice", "쌀 1", occurrences=(Occurrence(date="2024-05-01"),))
    texts = (Variant("en", "Rice"), Variant("ko", "쌀 2", changed="20250301T120000Z"))
    memories.add_unit(context, LOCAL_USER, "news", TranslationUnit(texts))
    add(context, "Rice", "쌀 3")
    for number in range(25):
        add(context, "Rice", f"낡은 쌀 {number}", occurrences=(Occurrence(date="2001-01-01"),))
    assert [m.target for m in find(context, "Rice", limit=2)] == ["쌀 2", "쌀 1"]


def test_equals_come_newest_first_where_they_are_only_similar(context: Context) -> None:
    for number in range(25):
        date = f"20{25 - number:02}-01-01"
        place = Occurrence(date=date)
        add(context, f"the price of rice {number}", f"쌀값 {number}", occurrences=(place,))
    found = find(context, "the price of rice 99", limit=3)
    assert [(m.score, m.target) for m in found] == [(80, f"쌀값 {number}") for number in range(3)]


def test_neighbors_raise_the_score_and_choose_the_origin(context: Context) -> None:
    places = (
        Occurrence(title="one", before="It rained.", after="Nothing grew."),
        Occurrence(title="two", date="2025-01-01", before="It rained.", after="All was well."),
    )
    add(context, *RICE, occurrences=places)
    [both] = find(context, RICE[0], before="It  rained.", after="Nothing grew.")
    assert (both.score, both.band, both.origin.title) == (102, Band.BOTH_NEIGHBORS, "one")
    [one] = find(context, RICE[0], before="It rained.", after="Corn grew.")
    assert (one.score, one.band, one.origin.title) == (101, Band.ONE_NEIGHBOR, "two")
    [none] = find(context, RICE[0])
    assert (none.score, none.origin.title) == (100, "two")


def test_inline_tags_cost_a_point(context: Context) -> None:
    texts = (Variant("en", "Rice", markup="<hi>Rice</hi>"), Variant("ko", "쌀"))
    memories.add_unit(context, LOCAL_USER, "news", TranslationUnit(texts))
    [match] = find(context, "Rice")
    assert (match.score, match.reasons) == (99, ("tags",))


def test_only_the_memories_chosen_are_searched(context: Context) -> None:
    laws = memories.create_memory(context, LOCAL_USER, "laws")
    add(context, "Rice", "쌀")
    add(context, "Rice", "미곡", "laws")
    assert {m.memory_name for m in find(context, "Rice")} == {"news", "laws"}
    assert [m.target for m in find(context, "Rice", memories=("laws",))] == ["미곡"]
    assert [m.target for m in find(context, "Rice", memories=(laws.id,))] == ["미곡"]
    with pytest.raises(NotFound, match="poems"):
        find(context, "Rice", memories=("poems",))


def test_samples_step_back_unless_chosen(context: Context) -> None:
    with context.db.write(LOCAL_USER, "test") as uow:
        memory_rows.add(uow, "samples", sample=True)
        uow.commit()
    add(context, "Rice", "쌀", "samples")
    assert find(context, "Rice") == []
    [match] = find(context, "Rice", memories=("samples",))
    assert match.sample


def test_answers_to_many_come_in_the_order_asked(context: Context) -> None:
    add(context, "Rice", "쌀")
    add(context, "Corn", "옥수수")
    queries = [MatchQuery(text, "en", "ko") for text in ("Corn", "Wheat", "Rice")]
    answers = find_many(context, LOCAL_USER, queries)
    assert [[m.target for m in matches] for matches in answers] == [["옥수수"], [], ["쌀"]]


def test_a_full_code_space_changes_no_answer(context: Context) -> None:
    crowded = replace(context, index=MatchIndex(codes=Codes(3)))
    texts = ["one two three four", "one two three five", "six two three four", "seven eight"]
    for number, text in enumerate(texts):
        add(context, text, f"글 {number}")
    for text in [*texts, "one two nine four", "ten two three eleven"]:
        assert find(crowded, text, min_score=50) == find(context, text, min_score=50)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " \n"}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": "a" * 10_001}, "text"),
        ({"after": "a" * 10_001}, "after"),
        ({"source": "kr"}, "source"),
        ({"target": "Korean"}, "target"),
        ({"min_score": 0}, "min_score"),
        ({"min_score": 103}, "min_score"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
    ],
)
def test_wrong_input_is_refused_by_name(
    context: Context, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        find(context, **{"text": "Rice", **wrong})  # type: ignore[arg-type]
    assert caught.value.field == field
    if field in ("source", "target"):
        assert isinstance(caught.value, UnsupportedLanguage)
    if "a" * 10_001 in wrong.values():
        assert isinstance(caught.value, TooLarge)
