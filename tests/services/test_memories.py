"""Memories and units, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tm.errors import Conflict, InvalidInput, NotFound, TooLarge
from tm.model.people import LOCAL_USER
from tm.model.units import Occurrence, Status, TranslationUnit, Variant
from tm.services import memories, storing
from tm.services.context import Context
from tm.storage.tables import EarlierVersion


def unit(english: str, korean: str, **more: object) -> TranslationUnit:
    made = TranslationUnit((Variant("en", english), Variant("ko", korean)))
    return replace(made, **more)  # type: ignore[arg-type]


def add(context: Context, made: TranslationUnit) -> TranslationUnit:
    return memories.add_unit(context, LOCAL_USER, "news", made)


@pytest.fixture(autouse=True)
def news(context: Context) -> None:
    memories.create_memory(context, LOCAL_USER, "news")


def test_a_unit_is_stored_with_what_was_said_of_it(context: Context) -> None:
    said = unit("Rice", "쌀", notes=("checked",), props=(("domain", "markets"),))
    stored = add(context, said)
    assert stored.id
    assert replace(stored, id="", memory="") == said
    assert memories.get_unit(context, LOCAL_USER, stored.id) == stored
    listed = memories.get_memory(context, LOCAL_USER, "news")
    assert (listed.units, listed.languages) == (1, ("en", "ko"))


def test_the_same_texts_are_one_unit_with_two_occurrences(context: Context) -> None:
    places = (Occurrence(title="one", position=1), Occurrence(title="two", position=2))
    first = add(context, unit("Rice", "쌀", occurrences=places[:1], status=Status.DRAFT))
    turned = TranslationUnit((Variant("ko", "쌀"), Variant("en", "Rice")), occurrences=places)
    second = add(context, turned)
    assert second.id == first.id
    assert second.occurrences == places
    assert second.status is Status.APPROVED
    assert add(context, unit("Rice", "쌀", status=Status.DRAFT)).status is Status.APPROVED


def test_markup_makes_a_difference(context: Context) -> None:
    plain = add(context, unit("Rice", "쌀"))
    bold = Variant("en", "Rice", markup="<hi>Rice</hi>")
    marked = add(context, TranslationUnit((bold, Variant("ko", "쌀"))))
    assert marked.id != plain.id


def test_editing_needs_the_version_that_was_seen(context: Context) -> None:
    stored = add(context, unit("Rice", "쌀"))
    changed = replace(stored, variants=(Variant("en", "Rice prices"), Variant("ko", "쌀값")))
    edited = memories.update_unit(context, LOCAL_USER, stored.id, changed, stored.version)
    assert [v.text for v in edited.variants] == ["Rice prices", "쌀값"]
    assert edited.version == stored.version + 1
    with pytest.raises(Conflict, match="nothing was overwritten"):
        memories.update_unit(context, LOCAL_USER, stored.id, stored, stored.version)
    assert memories.get_unit(context, LOCAL_USER, stored.id) == edited


def test_an_edit_into_another_units_texts_is_a_conflict(context: Context) -> None:
    add(context, unit("Rice", "쌀"))
    corn = add(context, unit("Corn", "강냉이"))
    with pytest.raises(Conflict):
        memories.update_unit(
            context, LOCAL_USER, corn.id, replace(corn, variants=unit("Rice", "쌀").variants), 1
        )


def test_deleted_units_are_gone_and_may_come_again(context: Context) -> None:
    stored = add(context, unit("Rice", "쌀"))
    memories.delete_unit(context, LOCAL_USER, stored.id)
    with pytest.raises(NotFound):
        memories.get_unit(context, LOCAL_USER, stored.id)
    assert add(context, unit("Rice", "쌀")).id != stored.id


def test_deleting_a_memory_takes_its_units_and_frees_its_name(context: Context) -> None:
    stored = add(context, unit("Rice", "쌀"))
    assert memories.delete_memory(context, LOCAL_USER, "news") == 1
    with pytest.raises(NotFound):
        memories.get_unit(context, LOCAL_USER, stored.id)
    memories.create_memory(context, LOCAL_USER, "news")


def test_a_memory_is_changed_in_part_and_its_earlier_version_kept(context: Context) -> None:
    seen = memories.find_memory(context, LOCAL_USER, "news")
    assert (seen.penalty, seen.priority) == (0, 0)
    changed = memories.change_memory(context, LOCAL_USER, "news", seen.version, penalty=30)
    assert changed == replace(seen, penalty=30, version=seen.version + 1)
    changed = memories.change_memory(context, LOCAL_USER, seen.id, changed.version, priority=-3)
    assert changed == memories.find_memory(context, LOCAL_USER, seen.id)
    assert (changed.name, changed.penalty, changed.priority) == ("news", 30, -3)
    with pytest.raises(Conflict, match="nothing was overwritten"):
        memories.change_memory(context, LOCAL_USER, "news", seen.version, penalty=1)
    with context.db.read(LOCAL_USER) as uow:
        earlier = uow.session.scalars(select(EarlierVersion.row).order_by(EarlierVersion.id))
        assert list(earlier) == [{"penalty": 0}, {"priority": 0}]


@pytest.mark.parametrize("values", [{"penalty": 31}, {"penalty": -1}, {"priority": 101}])
def test_penalty_and_priority_have_limits(context: Context, values: dict[str, int]) -> None:
    with pytest.raises(InvalidInput, match="it goes from") as refused:
        memories.change_memory(context, LOCAL_USER, "news", 1, **values)  # type: ignore[arg-type]
    assert refused.value.field in values


def test_names_and_languages_are_known_without_counting(context: Context) -> None:
    memories.create_memory(context, LOCAL_USER, "law")
    assert memories.known_languages(context, LOCAL_USER) == []
    add(context, unit("Rice", "쌀"))
    add(context, TranslationUnit((Variant("ko-KP", "쌀값"), Variant("en", "Rice price"))))
    french = add(context, TranslationUnit((Variant("fr", "Riz"), Variant("ru", "Рис"))))
    memories.delete_unit(context, LOCAL_USER, french.id)
    listed = memories.list_memories(context, LOCAL_USER)
    assert memories.known_memories(context, LOCAL_USER) == [
        replace(memory, units=0, languages=()) for memory in listed
    ]
    assert memories.known_languages(context, LOCAL_USER) == ["en", "ko", "ko-KP"]
    memories.delete_memory(context, LOCAL_USER, "news")
    assert memories.known_languages(context, LOCAL_USER) == []


def test_pages_hold_every_unit_once(context: Context) -> None:
    for number in range(7):
        add(context, unit(f"Row {number}", f"{number}행"))
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = memories.list_units(context, LOCAL_USER, memory="news", cursor=cursor, limit=3)
        seen += [item.variants[0].text for item in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == [f"Row {number}" for number in range(7)]


def test_units_are_filtered_by_text_and_status(context: Context) -> None:
    add(context, unit("100% rice", "쌀"))
    add(context, unit("Corn", "강냉이", status=Status.DRAFT))
    found = memories.list_units(context, LOCAL_USER, memory="news", text="0% R")
    assert [u.variants[0].text for u in found.items] == ["100% rice"]
    drafts = memories.list_units(context, LOCAL_USER, memory="news", status=Status.DRAFT)
    assert [u.variants[0].text for u in drafts.items] == ["Corn"]


def test_a_made_up_cursor_is_refused(context: Context) -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        memories.list_units(context, LOCAL_USER, cursor="//not-ours//")


@pytest.mark.parametrize("text", ["nul\0inside", "half \ud83d pair", "   ", ""])
def test_texts_that_cannot_be_stored_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        storing.prepare(unit(text, "쌀"))


def test_a_document_is_no_segment() -> None:
    with pytest.raises(TooLarge, match="100,001"):
        storing.prepare(unit("a" * 100_001, "쌀"))


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_names_have_a_length(context: Context, name: str) -> None:
    with pytest.raises(InvalidInput):
        memories.create_memory(context, LOCAL_USER, name)
