"""History: earlier versions of rows, soft deletion, and the undoing of a change set."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, insert, select, update

from tm.errors import Conflict, NotFound
from tm.storage.session import UnitOfWork
from tm.storage.tables import (
    BeadRow,
    ChangeSet,
    EarlierVersion,
    Edited,
    OccurrenceRow,
    Person,
    TermRow,
    Tracked,
    UnitRow,
    VariantRow,
)

_UNDOABLE: tuple[type[Tracked], ...] = (UnitRow, VariantRow, OccurrenceRow, BeadRow, TermRow)


@dataclass(frozen=True, slots=True)
class Change:
    """A change set as history shows it."""

    id: str
    who: str
    at: str
    means: str
    revision: int | None


def edit(uow: UnitOfWork, row: Edited, version: int | None, values: dict[str, Any]) -> None:
    """Update a row, keeping its earlier version; ``version`` is what the editor had seen.

    Raises Conflict when the row has changed since.  None means that nobody looked at it before:
    the service itself follows up on its own work.
    """
    if version is not None and row.version != version:
        raise Conflict(
            "Somebody else changed this meanwhile; nothing was overwritten. Reload and compare."
        )
    table = row.__table__
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    uow.session.execute(
        insert(EarlierVersion).values(
            table_name=row.__tablename__,
            row_id=row.id,
            version=row.version,
            change_set_id=uow.change_set,
            row={name: getattr(row, name) for name in changed},
        )
    )
    # The version in the condition makes a race between two editors lose for one of them.
    outcome = uow.session.execute(
        update(type(row))
        .where(table.c.id == row.id, table.c.version == row.version)
        .values(version=row.version + 1, changed_by=uow.change_set, **changed)
        .execution_options(synchronize_session=False)
    )
    if isinstance(outcome, CursorResult) and outcome.rowcount != 1:
        raise Conflict("Somebody else changed this meanwhile; nothing was overwritten.")
    uow.session.refresh(row)


def delete(uow: UnitOfWork, table: type[Tracked], *conditions: ColumnElement[bool]) -> int:
    """Mark live rows as deleted by this change set; return how many."""
    values: dict[str, Any] = {"deleted_by": uow.change_set}
    if issubclass(table, Edited):
        values["changed_by"] = uow.change_set
    outcome = uow.session.execute(
        update(table)
        .where(table.deleted_by.is_(None), *conditions)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return outcome.rowcount if isinstance(outcome, CursorResult) else 0


def alignment_changes(uow: UnitOfWork, alignment: int) -> list[tuple[int, Change]]:
    """Return the change sets that touched an alignment's beads, newest first, with row numbers."""
    touched = (
        select(BeadRow.created_by)
        .where(BeadRow.alignment_id == alignment)
        .union(
            select(BeadRow.deleted_by).where(
                BeadRow.alignment_id == alignment, BeadRow.deleted_by.is_not(None)
            )
        )
    )
    rows = uow.session.execute(
        select(ChangeSet, Person.name)
        .join(Person, Person.id == ChangeSet.person_id)
        .where(ChangeSet.id.in_(touched))
        .order_by(ChangeSet.id.desc())
    )
    return [
        (row.id, Change(row.public_id, name, row.at, row.means, row.revision)) for row, name in rows
    ]


def lineage(uow: UnitOfWork, revision: int) -> str | None:
    """Return the public id of the change set that has a revision.

    It tells databases apart: two that went different ways, a restored backup for one, may both
    have the revision, but not with the same id.
    """
    return uow.session.scalar(select(ChangeSet.public_id).where(ChangeSet.revision == revision))


def undo(uow: UnitOfWork, change_set: int) -> None:
    """Take back what a change set inserted and deleted, as part of this one.

    Raises NotFound for an unknown change set and Conflict when a later change built on it.
    """
    if uow.session.get(ChangeSet, change_set) is None:
        raise NotFound("There is no such change.")
    _touch_units(uow, change_set)
    for table in _UNDOABLE:
        born = (table.created_by == change_set,)
        later = uow.session.scalar(
            select(table.id)
            .where(*born, table.deleted_by.is_not(None), table.deleted_by != change_set)
            .limit(1)
        )
        if later is not None:
            raise Conflict("A later change builds on this one; undo the later change first.")
        delete(uow, table, *born)
        revived: dict[str, Any] = {"deleted_by": None}
        if issubclass(table, Edited):
            revived["changed_by"] = uow.change_set
        uow.session.execute(
            update(table)
            .where(table.deleted_by == change_set)
            .values(**revived)
            .execution_options(synchronize_session=False)
        )
    _restore_edits(uow, change_set)


def _touch_units(uow: UnitOfWork, change_set: int) -> None:
    """Mark the units whose occurrences come back: these rows themselves will not tell of it."""
    back = select(OccurrenceRow.unit_id).where(OccurrenceRow.deleted_by == change_set)
    uow.session.execute(
        update(UnitRow)
        .where(UnitRow.id.in_(back))
        .values(changed_by=uow.change_set)
        .execution_options(synchronize_session=False)
    )


def _restore_edits(uow: UnitOfWork, change_set: int) -> None:
    """Bring back what units said before the change set; the version of an alignment only grows."""
    edits = uow.session.scalars(
        select(EarlierVersion)
        .where(
            EarlierVersion.change_set_id == change_set,
            EarlierVersion.table_name == UnitRow.__tablename__,
        )
        .order_by(EarlierVersion.id.desc())
    ).all()
    for earlier in edits:
        row = uow.session.get(UnitRow, earlier.row_id)
        if row is not None and row.deleted_by is None:
            edit(uow, row, None, dict(earlier.row))
