"""Translation units with their variants and occurrences."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, insert, select

from tm.model.identifiers import new_id
from tm.model.units import Occurrence, Status, TranslationUnit, Variant
from tm.storage.repositories import changes
from tm.storage.session import UnitOfWork
from tm.storage.tables import MemoryRow, OccurrenceRow, UnitRow, VariantRow

Pairs = tuple[tuple[str, str], ...]

# A lookup has half a millisecond to load its matches: so these read columns of tables, not
# entities, and are made once.
_UNIT, _MEMORY = UnitRow.__table__.c, MemoryRow.__table__.c
_VARIANT, _OCCURRENCE = VariantRow.__table__.c, OccurrenceRow.__table__.c
_SAID = ("author", "created", "changed", "notes", "props", "extra")
_ROWS: BindParameter[Any] = bindparam("rows", expanding=True)
_UNITS = (
    select(
        _UNIT.id,
        _UNIT.public_id,
        _MEMORY.public_id.label("memory"),
        _UNIT.version,
        _UNIT.status,
        *(_UNIT[name] for name in _SAID),
        _VARIANT.lang,
        _VARIANT.text,
        _VARIANT.markup,
        *(_VARIANT[name] for name in _SAID),
    )
    .join_from(UnitRow.__table__, MemoryRow.__table__, _MEMORY.id == _UNIT.memory_id)
    .outerjoin(
        VariantRow.__table__, and_(_VARIANT.unit_id == _UNIT.id, _VARIANT.deleted_by.is_(None))
    )
    .where(_UNIT.id.in_(_ROWS), _UNIT.deleted_by.is_(None))
    .order_by(_UNIT.id, _VARIANT.position)
)
_OCCURRENCES = (
    select(_OCCURRENCE.unit_id, *(_OCCURRENCE[name] for name in Occurrence.__slots__))
    .where(_OCCURRENCE.unit_id.in_(_ROWS), _OCCURRENCE.deleted_by.is_(None))
    .order_by(_OCCURRENCE.id)
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A unit ready to be stored: ``tokens`` has one comparison key for each variant."""

    unit: TranslationUnit
    identity: str
    tokens: tuple[str, ...]
    tokens_version: int


def by_identity(uow: UnitOfWork, memory: int, identities: Collection[str]) -> dict[str, int]:
    """Return the row numbers of the live units of a memory that have one of the identities."""
    return dict(
        uow.session.execute(
            select(UnitRow.identity, UnitRow.id).where(
                UnitRow.memory_id == memory,
                UnitRow.deleted_by.is_(None),
                UnitRow.identity.in_(identities),
            )
        ).all()
    )


def insert_all(uow: UnitOfWork, memory: int, prepared: Sequence[Prepared]) -> list[int]:
    """Insert new units and return their row numbers, in order; a few statements for any number."""
    if not prepared:
        return []
    rows = list(
        uow.session.scalars(
            insert(UnitRow).returning(UnitRow.id, sort_by_parameter_order=True),
            [
                {
                    "public_id": new_id(),
                    "memory_id": memory,
                    "identity": item.identity,
                    "status": item.unit.status.value,
                    "author": item.unit.author,
                    "created": item.unit.created,
                    "changed": item.unit.changed,
                    "notes": list(item.unit.notes),
                    "props": [list(pair) for pair in item.unit.props],
                    "extra": [list(pair) for pair in item.unit.extra],
                    "version": 1,
                    "created_by": uow.change_set,
                    "changed_by": uow.change_set,
                }
                for item in prepared
            ],
        )
    )
    _insert_variants(uow, zip(rows, prepared, strict=True))
    add_occurrences(
        uow,
        [(row, o) for row, item in zip(rows, prepared, strict=True) for o in item.unit.occurrences],
    )
    return rows


def add_occurrences(uow: UnitOfWork, occurrences: Sequence[tuple[int, Occurrence]]) -> None:
    """Add places where units were seen, by the units' row numbers."""
    if occurrences:
        uow.session.execute(
            insert(OccurrenceRow),
            [
                {
                    "unit_id": row,
                    "created_by": uow.change_set,
                    **{name: getattr(occurrence, name) for name in Occurrence.__slots__},
                }
                for row, occurrence in occurrences
            ],
        )


def replace(uow: UnitOfWork, row: UnitRow, version: int | None, item: Prepared) -> None:
    """Store an edited unit over the one at ``row``; Conflict when ``version`` is not current."""
    changes.edit(
        uow,
        row,
        version,
        {
            "identity": item.identity,
            "status": item.unit.status.value,
            "notes": list(item.unit.notes),
            "props": [list(pair) for pair in item.unit.props],
        },
    )
    changes.delete(uow, VariantRow, VariantRow.unit_id == row.id)
    _insert_variants(uow, [(row.id, item)])


def annotate(
    uow: UnitOfWork,
    row: UnitRow,
    status: Status,
    notes: Sequence[str],
    props: Sequence[tuple[str, str]],
    version: int | None = None,
) -> None:
    """Change what is said of a unit without touching its texts."""
    values = {
        "status": status.value,
        "notes": list(notes),
        "props": [list(pair) for pair in props],
    }
    changes.edit(uow, row, version, values)


def delete(uow: UnitOfWork, *conditions: ColumnElement[bool]) -> int:
    """Mark live units as deleted; return how many."""
    return changes.delete(uow, UnitRow, *conditions)


def withdraw(uow: UnitOfWork, unit: int, document: str, position: int) -> int:
    """Take away the occurrence of a unit at one place of a document.

    A unit that came into the memory with an occurrence and has none left goes too; one that was
    entered without any stays.  Returns how many units went, 0 or 1.
    """
    here = OccurrenceRow.unit_id == unit
    changes.delete(
        uow,
        OccurrenceRow,
        here,
        OccurrenceRow.document == document,
        OccurrenceRow.position == position,
    )
    left = select(OccurrenceRow.id).where(here, OccurrenceRow.deleted_by.is_(None))
    born_with_one = select(OccurrenceRow.id).where(
        here, OccurrenceRow.created_by == UnitRow.created_by
    )
    return delete(uow, UnitRow.id == unit, ~left.exists(), born_with_one.exists())


def find(uow: UnitOfWork, public_id: str, memories: Collection[int]) -> UnitRow | None:
    """Return the live unit of that public id in one of the memories."""
    return uow.session.scalar(
        select(UnitRow).where(
            UnitRow.public_id == public_id,
            UnitRow.deleted_by.is_(None),
            UnitRow.memory_id.in_(memories),
        )
    )


def load(uow: UnitOfWork, rows: Sequence[int]) -> dict[int, TranslationUnit]:
    """Return live units by row number, in that order; two statements for each 500."""
    found: dict[int, TranslationUnit] = {}
    for start in range(0, len(rows), 500):
        found |= _load_some(uow, rows[start : start + 500])
    return found


def page(
    uow: UnitOfWork,
    memories: Collection[int],
    *,
    after: int = 0,
    limit: int = 50,
    text: str | None = None,
    status: Status | None = None,
) -> list[tuple[int, TranslationUnit]]:
    """Return the next units by row number, those with ``text`` in a variant where it is given."""
    query = (
        select(UnitRow.id)
        .where(UnitRow.memory_id.in_(memories), UnitRow.deleted_by.is_(None), UnitRow.id > after)
        .order_by(UnitRow.id)
        .limit(limit)
    )
    if text:
        query = query.where(UnitRow.id.in_(_with_text(text)))
    if status:
        query = query.where(UnitRow.status == status.value)
    rows = list(uow.session.scalars(query))
    units = load(uow, rows)
    return [(row, units[row]) for row in rows]


def texts_before(
    uow: UnitOfWork,
    memories: Collection[int],
    languages: Collection[str],
    before: int,
    limit: int,
) -> list[tuple[int, list[str]]]:
    """Return the next ``limit`` units that are not rejected, newest first, with their texts.

    ``before`` is the last row number of the page before, 0 for the first page.
    """
    wanted = (
        select(UnitRow.id)
        .where(
            UnitRow.memory_id.in_(memories),
            UnitRow.deleted_by.is_(None),
            UnitRow.status != Status.REJECTED.value,
        )
        .order_by(UnitRow.id.desc())
        .limit(limit)
    )
    if before:
        wanted = wanted.where(UnitRow.id < before)
    rows = list(uow.session.scalars(wanted))
    texts = select(VariantRow.unit_id, VariantRow.text).where(
        VariantRow.unit_id.in_(rows),
        VariantRow.deleted_by.is_(None),
        VariantRow.lang.in_(languages),
    )
    found: dict[int, list[str]] = {row: [] for row in rows}
    for row, text in uow.session.execute(texts):
        found[row].append(text)
    return list(found.items())


def _contains(text: str) -> ColumnElement[bool]:
    return VariantRow.text.icontains(text, autoescape=True)


def _with_text(text: str) -> Any:
    return select(VariantRow.unit_id).where(VariantRow.deleted_by.is_(None), _contains(text))


def _insert_variants(uow: UnitOfWork, items: Iterable[tuple[int, Prepared]]) -> None:
    uow.session.execute(
        insert(VariantRow),
        [
            {
                "unit_id": row,
                "position": position,
                "lang": variant.lang,
                "text": variant.text,
                "markup": variant.markup,
                "tokens": item.tokens[position],
                "tokens_version": item.tokens_version,
                "author": variant.author,
                "created": variant.created,
                "changed": variant.changed,
                "notes": list(variant.notes),
                "props": [list(pair) for pair in variant.props],
                "extra": [list(pair) for pair in variant.extra],
                "created_by": uow.change_set,
            }
            for row, item in items
            for position, variant in enumerate(item.unit.variants)
        ],
    )


def _load_some(uow: UnitOfWork, rows: Sequence[int]) -> dict[int, TranslationUnit]:
    asked = {"rows": rows}
    occurrences: dict[int, list[Occurrence]] = {}
    for row, *place in uow.session.execute(_OCCURRENCES, asked).all():
        occurrences.setdefault(row, []).append(Occurrence(*place))
    units: dict[int, Any] = {}
    variants: dict[int, list[Variant]] = {}
    for line in uow.session.execute(_UNITS, asked).all():
        units[line.id] = line
        if line.lang is not None:
            variant = Variant(line.lang, line.text, line.markup, *_said(*line[-len(_SAID) :]))
            variants.setdefault(line.id, []).append(variant)
    return {
        row: TranslationUnit(
            tuple(variants.get(row, ())),
            Status(line.status),
            line.public_id,
            line.memory,
            line.version,
            *_said(*line[5 : 5 + len(_SAID)]),
            tuple(occurrences.get(row, ())),
        )
        for row, line in units.items()
    }


def _said(
    author: str | None,
    created: str | None,
    changed: str | None,
    notes: list[str],
    props: list[Any],
    extra: list[Any],
) -> tuple[str | None, str | None, str | None, tuple[str, ...], Pairs, Pairs]:
    """Return what a unit and a variant both have, as the model keeps it."""
    return author, created, changed, tuple(notes), _pairs(props), _pairs(extra)


def _pairs(rows: list[Any]) -> Pairs:
    return tuple((name, value) for name, value in rows)
