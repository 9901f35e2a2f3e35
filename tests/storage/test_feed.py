"""What an index follows: whoever reads on from where they were has what a fresh reader has."""

from dataclasses import replace
from itertools import groupby
from random import Random

import pytest
from sqlalchemy import update

from tm.model.people import LOCAL_USER
from tm.model.units import Occurrence, Status, TranslationUnit, Variant
from tm.services.storing import prepare, store
from tm.storage.repositories import changes, feed, memories, units
from tm.storage.repositories.feed import IndexRow
from tm.storage.session import Database, UnitOfWork
from tm.storage.tables import UnitRow, VariantRow

RICE = TranslationUnit(
    (
        Variant("ko", "쌀값", markup="<hi>쌀값</hi>", changed="20250401T000000Z"),
        Variant("en", "Rice prices"),
    ),
    created="2025-01-01",
)


@pytest.fixture
def memory(database: Database) -> int:
    with database.write(LOCAL_USER, "test") as uow:
        row = memories.add(uow, "news")
        uow.commit()
    return row


def add(database: Database, memory: int, unit: TranslationUnit) -> tuple[int, int]:
    """Store a unit, or merge it; return its row number, and the revision."""
    with database.write(LOCAL_USER, "test") as uow:
        stored = store(uow, memory, [prepare(unit)])
        return stored.rows[0], uow.commit()


def seen(unit: TranslationUnit, *occurrences: Occurrence) -> TranslationUnit:
    return replace(unit, occurrences=occurrences)


def entries(database: Database, revision: int, upto: int | None = None) -> list[IndexRow]:
    with database.read(LOCAL_USER) as uow:
        return list(feed.entries_since(uow, revision, upto))


def test_a_unit_is_told_with_all_its_texts(database: Database, memory: int) -> None:
    places = (Occurrence(date="2025-03-01", score=0.5), Occurrence(date="2024", score=0.25))
    row, revision = add(database, memory, seen(RICE, *places))
    said = {
        "unit": row,
        "memory": memory,
        "revision": revision,
        "live": True,
        "status": Status.APPROVED,
        "confidence": 0.5,
        "recent": 20250401000000,
    }
    assert entries(database, 0) == [
        IndexRow(**said, lang="ko", text="쌀값", tokens="쌀값", markup=True),  # type: ignore[arg-type]
        IndexRow(**said, lang="en", text="Rice prices", tokens="rice prices"),  # type: ignore[arg-type]
    ]
    assert entries(database, revision) == []


def test_a_place_added_taken_away_and_given_back_is_told(database: Database, memory: int) -> None:
    here = Occurrence(document="d", position=1, date="2026-01-01", score=0.9)
    row, first = add(database, memory, seen(RICE, Occurrence(title="elsewhere")))
    _, merged = add(database, memory, seen(RICE, here))
    with database.write(LOCAL_USER, "test") as uow:
        assert units.withdraw(uow, row, "d", 1) == 0
        withdrawal, withdrawn = uow.change_set, uow.commit()
    told = [entries(database, since)[0] for since in (first, merged)]
    with database.write(LOCAL_USER, "test") as uow:
        changes.undo(uow, withdrawal)
        undone = uow.commit()
    told += entries(database, withdrawn)[:1]
    assert [(e.revision, e.recent, e.confidence) for e in told] == [
        (withdrawn, 20250401000000, None),
        (withdrawn, 20250401000000, None),
        (undone, 20260101000000, 0.9),
    ]


def test_a_deleted_unit_is_told_once_to_who_may_know_it(database: Database, memory: int) -> None:
    row, first = add(database, memory, RICE)
    with database.write(LOCAL_USER, "test") as uow:
        memories.delete(uow, memory)
        gone = uow.commit()
    assert entries(database, first) == [IndexRow(row, memory, gone, False, Status.APPROVED)]
    assert entries(database, 0) == []


def test_a_unit_without_texts_is_told_as_gone(database: Database, memory: int) -> None:
    row, first = add(database, memory, RICE)
    with database.write(LOCAL_USER, "test") as uow:
        changes.delete(uow, VariantRow, VariantRow.unit_id == row)
        units.annotate(uow, uow.session.get_one(UnitRow, row), Status.DRAFT, [], [])
        gone = uow.commit()
    assert entries(database, first) == [IndexRow(row, memory, gone, False, Status.DRAFT)]
    assert entries(database, 0) == []


def test_a_unit_seen_often_is_counted_once(database: Database, memory: int) -> None:
    corn = TranslationUnit((Variant("en", "Corn"),))
    add(database, memory, RICE)
    _, first = add(database, memory, corn)
    add(database, memory, seen(RICE, *(Occurrence(position=n) for n in range(3))))
    _, latest = add(database, memory, seen(corn, Occurrence(title="one")))
    with database.read(LOCAL_USER) as uow:
        assert [feed.count_changes(uow, first, limit) for limit in (1, 2, 3)] == [1, 2, 2]
        assert [feed.count_changes(uow, 0, limit) for limit in (1, 2, 3)] == [1, 2, 2]
        assert feed.count_changes(uow, latest, 3) == 0


def test_what_changed_again_is_left_for_the_next_reading(database: Database, memory: int) -> None:
    row, first = add(database, memory, RICE)
    other, second = add(database, memory, TranslationUnit((Variant("en", "Corn"),)))
    _, third = add(database, memory, seen(RICE, Occurrence(title="one")))
    assert {e.unit for e in entries(database, 0, second)} == {other}
    assert {e.unit for e in entries(database, second, third)} == {row}
    assert entries(database, first, first) == []


def test_tokens_of_another_version_are_made_anew(database: Database, memory: int) -> None:
    row, _ = add(database, memory, RICE)
    with database.write(LOCAL_USER, "test") as uow:
        old = {"tokens": "x", "tokens_version": 0}
        uow.session.execute(update(VariantRow).where(VariantRow.unit_id == row).values(old))
        uow.commit()
    assert [e.tokens for e in entries(database, 0)] == ["쌀값", "rice prices"]


def test_a_revision_is_known_by_the_id_of_its_change(database: Database) -> None:
    with database.write(LOCAL_USER, "test") as uow:
        revision = uow.commit()
        assert changes.lineage(uow, revision) == uow.change_set_id
        assert changes.lineage(uow, revision + 1) is None


def change_something(uow: UnitOfWork, random: Random, shelves: list[int], known: list[int]) -> None:
    place = Occurrence(
        document="d",
        position=random.randrange(3),
        date=f"2025-01-{random.randrange(10, 30)}",
        score=random.choice([None, 0.5, 0.9]),
    )
    texts = (Variant("en", f"Text {random.randrange(8)}"), Variant("ko", "글"))
    unit = seen(TranslationUnit(texts), *[place] * random.randrange(2))
    action = random.randrange(7)
    if action < 3 or not known:
        store(uow, random.choice(shelves), [prepare(unit)])
    elif action == 6:
        edited = replace(unit, variants=(Variant("en", f"Edited {random.random()}"),))
        row = uow.session.get_one(UnitRow, random.choice(known))
        units.replace(uow, row, None, prepare(edited))
    elif action == 3:
        units.delete(uow, UnitRow.id.in_(random.sample(known, 1)))
    else:
        units.withdraw(uow, random.choice(known), "d", random.randrange(3))


@pytest.mark.parametrize("seed", range(3))
def test_who_follows_has_what_a_fresh_reader_has(
    database: Database, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "_AT_ONCE", 2)
    random = Random(seed)  # noqa: S311 -- the steps must be the same in every run.
    with database.write(LOCAL_USER, "test") as uow:
        shelves = [memories.add(uow, "news"), memories.add(uow, "law")]
        revision = uow.commit()
    known: dict[int, list[IndexRow]] = {}
    done: list[int] = []
    for _ in range(50):
        with database.write(LOCAL_USER, "test") as uow:
            if done and random.randrange(4) == 0:
                changes.undo(uow, done.pop())
            else:
                change_something(uow, random, shelves, list(known))
                done.append(uow.change_set)
            uow.commit()
        if random.randrange(3):
            continue
        with database.read(LOCAL_USER) as uow:
            told = list(feed.entries_since(uow, revision))
            everything = list(feed.entries_since(uow, 0))
            counted = feed.count_changes(uow, revision, 1000)
            assert feed.count_changes(uow, revision, 2) == min(counted, 2)
            assert feed.count_changes(uow, 0, 1000) == len({e.unit for e in everything})
            revision = uow.revision()
        assert counted == len({e.unit for e in told})
        for row, group in groupby(told, lambda e: e.unit):
            known[row] = [e for e in group if e.live]
        known = {row: rows for row, rows in known.items() if rows}
        assert [e for row in sorted(known) for e in known[row]] == everything
