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
        add(context, f"the price of rice w{number}", f"쌀값 {number}", occurrences=(place,))
    found = find(context, "the price of rice now", limit=3)
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


def test_numbers_of_the_query_stand_in_the_translation(context: Context) -> None:
    add(context, "The plant made 3,000 tons in 2019.", "공장은 2019년에 3,000톤을 생산하였다.")
    [match] = find(context, "The plant made 4,500 tons in 2021.")
    assert (match.score, match.band) == (99, Band.NEAR_EXACT)
    assert match.target == "공장은 2021년에 4,500톤을 생산하였다."
    assert [(a.old, a.new, match.target[slice(*a.span)]) for a in match.adapted] == [
        ("2019", "2021", "2021"),
        ("3,000", "4,500", "4,500"),
    ]
    assert match.reasons == ("numbers-differ", "numbers-adapted")
    [back] = find(context, "공장은 2021년에 4,500톤을 생산하였다.", "ko", "en")
    assert back.target == "The plant made 4,500 tons in 2021."


def test_short_texts_that_differ_in_numbers_are_found_however_unlike(context: Context) -> None:
    add(context, "Article 5", "제5조")
    [match] = find(context, "Article 119", min_score=90)
    assert (match.score, match.target) == (99, "제119조")
    [match] = find(context, "제119조", "ko", "en", min_score=90)
    assert (match.score, match.target) == (99, "Article 119")


def test_what_is_uncertain_is_left_alone_and_said(context: Context) -> None:
    add(context, "The plant made 3,000 tons.", "공장은 작년보다 더 생산하였다.")
    [match] = find(context, "The plant made 4,500 tons.")
    assert (match.band, match.adapted) == (Band.FUZZY, ())
    assert match.target == "공장은 작년보다 더 생산하였다."
    assert match.reasons == ("numbers-differ", "numbers-left: numbers-not-in-translation")


def test_what_is_the_same_comes_before_what_was_adapted(context: Context) -> None:
    add(context, "Article 5", "제5조", occurrences=(Occurrence(date="2026-01-01"),))
    add(context, "ARTICLE 7", "제7조", occurrences=(Occurrence(date="2020-01-01"),))
    assert [m.target for m in find(context, "Article 7")] == ["제7조", "제7조"]
    assert [bool(m.adapted) for m in find(context, "Article 7")] == [False, True]


def test_tags_of_the_query_are_moved_into_the_translation(context: Context) -> None:
    bold = '<bpt i="1" x="1">&lt;b&gt;</bpt>{}<ept i="1">&lt;/b&gt;</ept>'
    texts = (
        Variant("en", "Rice rose to 5 won.", markup=bold.format("Rice") + " rose to 5 won."),
        Variant("ko", "쌀이 5원으로 올랐다.", markup=bold.format("쌀") + "이 5원으로 올랐다."),
    )
    memories.add_unit(context, LOCAL_USER, "news", TranslationUnit(texts))
    strong = bold.replace("&lt;b&gt;", "&lt;strong&gt;").replace("&lt;/b&gt;", "&lt;/strong&gt;")
    asked = strong.format("Rice") + " rose to 5 won."
    [match] = find(context, "Rice rose to 5 won.", markup=asked)
    assert (match.score, match.band) == (100, Band.EXACT)
    assert match.target_markup == strong.format("쌀") + "이 5원으로 올랐다."
    [plain] = find(context, "Rice rose to 5 won.")
    assert (plain.score, plain.reasons, plain.target_markup) == (99, ("tags",), None)
    adapted = strong.format("Rice") + " rose to 70 won."
    [match] = find(context, "Rice rose to 70 won.", markup=adapted)
    assert (match.score, match.target) == (99, "쌀이 70원으로 올랐다.")
    assert match.target_markup == strong.format("쌀") + "이 70원으로 올랐다."
    for wrong in (asked, "<b>Corn"):
        with pytest.raises(InvalidInput) as caught:
            find(context, "Corn", markup=wrong)
        assert caught.value.field == "markup"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"status": Status.DRAFT}, ["쌀 2"]),
        ({"document": "d1"}, ["쌀 1"]),
        ({"author": "Desk"}, ["쌀 3"]),
        ({"since": "2025-02"}, ["쌀 3", "쌀 2"]),
        ({"until": "2025-01"}, ["쌀 1"]),
        ({"since": "2025-02-02", "until": "2025"}, ["쌀 2"]),
        ({"subject": "MARKETS"}, ["쌀 2"]),
        ({"subject": "law"}, []),
    ],
)
def test_filters_leave_out_what_is_not_wanted(
    context: Context, wanted: dict[str, object], found: list[str]
) -> None:
    add(context, "Rice", "쌀 1", occurrences=(Occurrence(document="d1", date="2025-01-31"),))
    add(
        context,
        "Rice",
        "쌀 2",
        status=Status.DRAFT,
        props=(("x-subject", "Markets"),),
        occurrences=(Occurrence(date="2025-02-02"),),
    )
    add(context, "Rice", "쌀 3", occurrences=(Occurrence(date="2026-01-01", author="Desk"),))
    # Filters are no reason to find less than there is.
    for number in range(100):
        place = Occurrence(document="other", date="2025-01-31T12:00:00Z")
        add(context, "Rice!", f"잡곡 {number}", occurrences=(place,), author="Nobody")
    texts = [m.target for m in find(context, "Rice", limit=3, **wanted)]  # type: ignore[arg-type]
    assert [text for text in texts if not text.startswith("잡곡")] == found


def test_a_memory_has_a_penalty_and_a_priority(context: Context) -> None:
    first = memories.get_memory(context, LOCAL_USER, "news")
    other = memories.create_memory(context, LOCAL_USER, "law")
    add(context, "Rice", "쌀 1", "news")
    add(context, "Rice", "쌀 2", "law", occurrences=(Occurrence(date="2020-01-01"),))
    memories.change_memory(context, LOCAL_USER, first.id, first.version, priority=1)
    assert [m.target for m in find(context, "Rice")] == ["쌀 1", "쌀 2"]
    memories.change_memory(context, LOCAL_USER, other.id, other.version, penalty=5)
    assert [(m.score, m.penalties) for m in find(context, "Rice")] == [
        (100, ()),
        (95, (Penalty("memory", 5),)),
    ]
    assert len(find(context, "Rice", min_score=96)) == 1
