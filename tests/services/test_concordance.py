"""The concordance on both databases."""

import pytest

from tests.services.test_lookup import add, news
from tm.errors import InvalidInput
from tm.model.people import LOCAL_USER
from tm.model.units import ConcordanceHit, Occurrence, Status, TranslationUnit, Variant
from tm.services import memories
from tm.services.concordance import concordance
from tm.services.context import Context

__all__ = ["news"]


def hits(context: Context, text: str, lang: str) -> list[ConcordanceHit]:
    found = concordance(context, LOCAL_USER, text, lang)
    assert found.next is None
    assert found.total == len(found.hits)
    assert found.counted_all
    return list(found.hits)


def test_the_concordance_shows_where_a_text_stands(context: Context) -> None:
    place = Occurrence(title="Markets", date="2025-03-01")
    unit = add(context, "Rice rose; RICE fell.", "쌀", occurrences=(Occurrence(), place))
    add(context, "Corn rose.", "옥수수")
    [hit] = hits(context, "rice", "en")
    assert hit == ConcordanceHit(
        unit=unit.id,
        memory=unit.memory,
        memory_name="news",
        lang="en",
        source="Rice rose; RICE fell.",
        spans=((0, 4), (11, 15)),
        translations=(unit.variants[1],),
        status=Status.APPROVED,
        origin=place,
    )
    assert hits(context, "r_ce", "en") == []
    assert hits(context, "%", "en") == []


def test_korean_is_found_in_either_spelling_and_spacing(context: Context) -> None:
    north = "《로동신문》은 량강도의 소식을 전하였다"
    add(context, "one", north)
    add(context, "two", "노동 신문은 양강도 소식을 전했다")
    for phrase in ("노동신문", '"로동 신문"'):
        found = hits(context, phrase, "ko")
        spans = [[hit.source[slice(*span)] for span in hit.spans] for hit in found]
        assert spans == [["노동 신문"], ["로동신문"]]
    # Within a word a key may read otherwise than at its start; the text as given is found there.
    add(context, "three", "관리가 나왔다")
    assert [hit.source for hit in hits(context, "리가", "ko")] == ["관리가 나왔다"]


def test_pages_of_the_concordance_are_newest_first_and_miss_nothing(context: Context) -> None:
    texts = [f"{('로동', '노동')[number % 2]} {number}" for number in range(7)]
    for text in texts:
        add(context, f"labor {text}", text)
    both = (Variant("ko-KR", "노동 9"), Variant("ko-KP", "노동 9"))
    memories.add_unit(context, LOCAL_USER, "news", TranslationUnit(both))
    for limit in (1, 2, 3, 8):
        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = concordance(context, LOCAL_USER, "노동", "ko", limit=limit, cursor=cursor)
            seen += [hit.source for hit in page.hits]
            assert page.total == 8
            cursor = page.next
            if cursor is None:
                break
        assert seen == ["노동 9", *reversed(texts)]


def test_a_page_does_not_run_ahead_of_what_is_left_unread(context: Context) -> None:
    add(context, "old", "이가 하나")  # Found by its key alone.
    add(context, "inside", "관리가 둘")  # Found by the text as given alone.
    for number in range(2):
        both = (Variant("ko-KR", f"리가 {number}"), Variant("ko-KP", f"리가 {number}"))
        memories.add_unit(context, LOCAL_USER, "news", TranslationUnit(both))
    first = concordance(context, LOCAL_USER, "리가", "ko", limit=3)
    second = concordance(context, LOCAL_USER, "리가", "ko", limit=3, cursor=first.next)
    found = [hit.source for hit in first.hits + second.hits]
    assert found == ["리가 1", "리가 0", "관리가 둘", "이가 하나"]
    assert (first.total, second.next) == (4, None)


def test_the_concordance_leaves_out_what_is_rejected_or_deleted(context: Context) -> None:
    add(context, "rice 1", "쌀", status=Status.REJECTED)
    memories.delete_unit(context, LOCAL_USER, add(context, "rice 2", "쌀").id)
    add(context, "rice 3", "쌀")
    assert [hit.source for hit in hits(context, "rice", "en")] == ["rice 3"]
    assert len(hits(context, "쌀", "ko")) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 1_001}, "text"),
        ({"lang": "kr"}, "lang"),
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"cursor": "rubbish!"}, "cursor"),
    ],
)
def test_wrong_concordance_input_is_refused_by_name(
    context: Context, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        concordance(context, LOCAL_USER, **{"text": "rice", "lang": "en", **wrong})  # type: ignore[arg-type]
    assert caught.value.field == field


def test_a_regular_expression_is_looked_for_page_by_page(context: Context) -> None:
    for number in range(5):
        add(context, f"Rice rose by {number}0 won.", f"쌀 {number}")
    add(context, "Corn rose.", "옥수수")
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = concordance(context, LOCAL_USER, r"/rose by [1-9]\d/", "en", limit=2, cursor=cursor)
        seen += [hit.source[slice(*hit.spans[0])] for hit in page.hits]
        assert not page.counted_all
        cursor = page.next
        if cursor is None:
            break
    assert seen == ["rose by 40", "rose by 30", "rose by 20", "rose by 10"]
    whole = concordance(context, LOCAL_USER, r"/rose by [1-9]\d/", "en")
    assert (whole.total, whole.counted_all, whole.next) == (4, True, None)


def test_a_regular_expression_that_takes_too_long_ends_and_goes_on(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tm.services.concordance.SECONDS", 0.2)
    add(context, "rice", "쌀")
    add(context, "a" * 40 + "b", "글")
    first = concordance(context, LOCAL_USER, r"/(a|aa)+$|rice/", "en")
    assert (first.hits, first.counted_all) == ((), False)
    second = concordance(context, LOCAL_USER, r"/(a|aa)+$|rice/", "en", cursor=first.next)
    assert [hit.source for hit in second.hits] == ["rice"]


def test_a_wrong_regular_expression_is_named(context: Context) -> None:
    with pytest.raises(InvalidInput) as caught:
        concordance(context, LOCAL_USER, "/(/", "en")
    assert caught.value.field == "text"
