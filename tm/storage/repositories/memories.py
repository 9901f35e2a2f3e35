"""Memories, and the row numbers that stand for them inside."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from tm.errors import Conflict
from tm.model.identifiers import new_id
from tm.model.units import Memory
from tm.storage.repositories import changes
from tm.storage.session import UnitOfWork
from tm.storage.tables import MemoryRow, UnitRow, VariantRow

_MEMORY = MemoryRow.__table__.c
_UNIT, _VARIANT = UnitRow.__table__.c, VariantRow.__table__.c
# Read at every lookup, and so made once, of columns.
_MEMORIES = select(
    _MEMORY.id,
    _MEMORY.public_id,
    _MEMORY.name,
    _MEMORY.sample,
    _MEMORY.version,
    _MEMORY.penalty,
    _MEMORY.priority,
)
_LIVE = _MEMORIES.where(_MEMORY.deleted_by.is_(None)).order_by(_MEMORY.name)


def _languages() -> Select[str]:
    tags = select(func.min(_VARIANT.lang).label("lang")).cte("tags", recursive=True)
    following = select(func.min(_VARIANT.lang)).where(_VARIANT.lang > tags.c.lang)
    tags = tags.union_all(
        select(following.correlate(tags).scalar_subquery()).where(tags.c.lang.is_not(None))
    )
    # The limit keeps PostgreSQL from joining all variants to learn that there is one.
    one = (
        select(_UNIT.id)
        .join(VariantRow.__table__, _VARIANT.unit_id == _UNIT.id)
        .where(
            _VARIANT.lang == tags.c.lang,
            _VARIANT.deleted_by.is_(None),
            _UNIT.deleted_by.is_(None),
            _UNIT.memory_id.in_(bindparam("memories", expanding=True)),
        )
        .limit(1)
    )
    here = one.correlate(tags).scalar_subquery().is_not(None)
    return select(tags.c.lang).where(tags.c.lang.is_not(None), here)


_LANGUAGES = _languages()


def live(uow: UnitOfWork) -> dict[int, Memory]:
    """Return every memory that is not deleted, by row number, sorted by name."""
    return _by_row(uow, _LIVE)


def with_counts(uow: UnitOfWork, memories: dict[int, Memory]) -> list[Memory]:
    """Add the number of units and the languages; reads every unit's row number once."""
    counts = dict(
        uow.session.execute(
            select(UnitRow.memory_id, func.count())
            .where(UnitRow.deleted_by.is_(None), UnitRow.memory_id.in_(memories))
            .group_by(UnitRow.memory_id)
        ).all()
    )
    languages: dict[int, list[str]] = {}
    for memory, lang in uow.session.execute(
        select(UnitRow.memory_id, VariantRow.lang)
        .join(VariantRow, VariantRow.unit_id == UnitRow.id)
        .where(
            UnitRow.deleted_by.is_(None),
            VariantRow.deleted_by.is_(None),
            UnitRow.memory_id.in_(memories),
        )
        .distinct()
        .order_by(VariantRow.lang)
    ):
        languages.setdefault(memory, []).append(lang)
    return [
        replace(memory, units=counts.get(row, 0), languages=tuple(languages.get(row, ())))
        for row, memory in memories.items()
    ]


def add(uow: UnitOfWork, name: str, sample: bool = False) -> int:
    """Enter a memory and return its row number; Conflict when the name is taken."""
    if uow.session.scalar(
        select(MemoryRow.id).where(MemoryRow.name == name, MemoryRow.deleted_by.is_(None))
    ):
        raise Conflict(f"There is already a memory named {name!r}.")
    row = MemoryRow(
        public_id=new_id(),
        name=name,
        sample=sample,
        owner_id=uow.person_id(),
        created_by=uow.change_set,
        changed_by=uow.change_set,
    )
    uow.session.add(row)
    uow.session.flush()
    return row.id


def change(uow: UnitOfWork, memory: int, version: int, values: dict[str, Any]) -> None:
    """Set columns of a memory that the editor saw at ``version``."""
    taken = uow.session.scalar(
        select(MemoryRow.id).where(
            MemoryRow.name == values.get("name"),
            MemoryRow.deleted_by.is_(None),
            MemoryRow.id != memory,
        )
    )
    if taken is not None:
        raise Conflict(f"There is already a memory named {values['name']!r}.")
    changes.edit(uow, uow.session.get_one(MemoryRow, memory), version, values)


def languages(uow: UnitOfWork, memories: Collection[int]) -> list[str]:
    """Return the language tags of the texts in memories, sorted; a few steps of the index each."""
    return list(uow.session.scalars(_LANGUAGES, {"memories": list(memories)}))


def delete(uow: UnitOfWork, memory: int) -> int:
    """Mark a memory and its units as deleted; return how many units went."""
    units = changes.delete(uow, UnitRow, UnitRow.memory_id == memory)
    changes.delete(uow, MemoryRow, MemoryRow.id == memory)
    return units


def samples_ever(uow: UnitOfWork) -> bool:
    """Tell whether the sample memory was ever loaded, even if it has been removed since."""
    return uow.session.scalar(select(MemoryRow.id).where(MemoryRow.sample).limit(1)) is not None


def by_ids(uow: UnitOfWork, rows: Collection[int]) -> dict[int, Memory]:
    """Return memories by row number, deleted ones too."""
    return _by_row(uow, _MEMORIES.where(_MEMORY.id.in_(rows)))


def _by_row(uow: UnitOfWork, query: Select[Any]) -> dict[int, Memory]:
    return {
        row: Memory(id_, name, sample, version=version, penalty=penalty, priority=priority)
        for row, id_, name, sample, version, penalty, priority in uow.session.execute(query)
    }
