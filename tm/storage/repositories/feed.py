"""What an index follows: the units that changed after a revision, streamed.

A unit changes with its own row and with every occurrence that is added to it or taken away: the
places where it was seen decide ranks, so an index has to learn of them too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, func, select, union

from tm.model.units import Status, moment
from tm.storage.session import UnitOfWork
from tm.storage.tables import ChangeSet, OccurrenceRow, UnitRow, VariantRow
from tm.text.tokens import TOKENS_VERSION, compared, key

_AT_ONCE = 500
"""Changed units that are read together."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One text of a unit, or word that a unit is to be forgotten, when ``live`` is False.

    ``revision`` is that of the unit's last change.  ``tokens`` is the comparison key, ``markup``
    whether there are inline elements, ``confidence`` the highest score of an alignment that gave
    the unit, ``recent`` the latest of all its dates, as ``tm.model.units.moment`` gives them.
    """

    unit: int
    memory: int
    revision: int
    live: bool
    status: Status
    confidence: float | None = None
    recent: int = 0
    lang: str = ""
    text: str = ""
    tokens: str = ""
    markup: bool = False


_Unit = tuple[Sequence[Any], Sequence[Any]]
"""The lines of a unit, one for each live text, and its places."""

_CHANGE = ChangeSet.__table__.c
_UNIT, _VARIANT = UnitRow.__table__.c, VariantRow.__table__.c
_OCCURRENCE = OccurrenceRow.__table__.c
_LATER = select(_CHANGE.id).where(_CHANGE.revision > bindparam("revision"))
_CHANGES = (
    select(_UNIT.id).where(_UNIT.changed_by.in_(_LATER)),
    select(_OCCURRENCE.unit_id).where(_OCCURRENCE.created_by.in_(_LATER)),
    select(_OCCURRENCE.unit_id).where(_OCCURRENCE.deleted_by.in_(_LATER)),
)
_UNITS = (
    select(
        _UNIT.id,
        _UNIT.memory_id,
        _UNIT.status,
        _UNIT.deleted_by,
        _CHANGE.revision,
        _UNIT.created,
        _UNIT.changed,
        _VARIANT.created,
        _VARIANT.changed,
        _VARIANT.lang,
        _VARIANT.text,
        _VARIANT.tokens,
        _VARIANT.tokens_version,
        _VARIANT.markup.is_not(None),
    )
    .join_from(UnitRow.__table__, ChangeSet.__table__, _CHANGE.id == _UNIT.changed_by)
    .outerjoin(
        VariantRow.__table__, and_(_VARIANT.unit_id == _UNIT.id, _VARIANT.deleted_by.is_(None))
    )
    .order_by(_UNIT.id, _VARIANT.id)
)
# An occurrence is deleted after it was created, so that this is the later of its two revisions.
_PLACES = (
    select(
        _OCCURRENCE.unit_id,
        _OCCURRENCE.deleted_by,
        _CHANGE.revision,
        _OCCURRENCE.date,
        _OCCURRENCE.score,
    )
    .join(
        ChangeSet.__table__,
        _CHANGE.id == func.coalesce(_OCCURRENCE.deleted_by, _OCCURRENCE.created_by),
    )
    .order_by(_OCCURRENCE.unit_id)
)
_STREAMED = {"yield_per": 5_000}
_LIVE_UNITS = _UNITS.where(_UNIT.deleted_by.is_(None)).execution_options(**_STREAMED)
_ALL_PLACES = _PLACES.execution_options(**_STREAMED)
_CHANGED_UNITS = union(*_CHANGES).order_by("id").execution_options(**_STREAMED)
# Changed units are read by their numbers: PostgreSQL takes every change set for one of hundreds
# of units, and would read whole tables for the sake of one.
_SOME: BindParameter[Any] = bindparam("units", expanding=True)
_SOME_UNITS = _UNITS.where(_UNIT.id.in_(_SOME))
_SOME_PLACES = _PLACES.where(_OCCURRENCE.unit_id.in_(_SOME))


def _count(*kinds: Select[int]) -> Select[int]:
    # Each kind of change is read up to the limit, and no further.
    some = [select(kind.distinct().limit(bindparam("limit")).subquery()) for kind in kinds]
    return select(func.count()).select_from(union(*some).subquery())


_COUNT_CHANGED = _count(*_CHANGES)
_COUNT_LIVE = _count(select(_UNIT.id).where(_UNIT.deleted_by.is_(None)))


def entries_since(uow: UnitOfWork, revision: int, upto: int | None = None) -> Iterator[IndexRow]:
    """Yield all texts of every unit whose last change came after a revision, in row order.

    A unit that is deleted, or has no text left, gives one row that is not live; from revision 0
    these are left out, for nothing knows of them yet.  A unit that changed again after ``upto``
    is left out too: who reads on from there meets it.
    """
    for unit, seen in _changed(uow, revision) if revision else _everything(uow):
        for row in _entries(unit, seen):
            if (upto is None or row.revision <= upto) and (row.live or revision):
                yield row


def count_changes(uow: UnitOfWork, revision: int, limit: int) -> int:
    """Return how many units ``entries_since`` tells of, or ``limit`` where there are more."""
    asked = {"revision": revision, "limit": limit}
    counted = uow.session.scalar(_COUNT_CHANGED if revision else _COUNT_LIVE, asked)
    return min(counted or 0, limit)


def _changed(uow: UnitOfWork, revision: int) -> Iterator[_Unit]:
    with uow.session.scalars(_CHANGED_UNITS, {"revision": revision}) as changed:
        for rows in changed.partitions(_AT_ONCE):
            lines = uow.session.execute(_SOME_UNITS, {"units": rows}).all()
            yield from _joined(lines, uow.session.execute(_SOME_PLACES, {"units": rows}).all())


def _everything(uow: UnitOfWork) -> Iterator[_Unit]:
    with uow.session.execute(_LIVE_UNITS) as lines, uow.session.execute(_ALL_PLACES) as places:
        yield from _joined(lines, places)


def _joined(lines: Iterable[Any], places: Iterable[Any]) -> Iterator[_Unit]:
    """Put together each unit's lines and places; both come in the order of units."""
    following = iter(places)
    place = next(following, None)
    for unit, group in groupby(lines, itemgetter(0)):
        seen = []
        while place is not None and place[0] <= unit:
            if place[0] == unit:
                seen.append(place)
            place = next(following, None)
        yield list(group), seen


def _entries(lines: Sequence[Any], places: Sequence[Any]) -> Iterator[IndexRow]:
    unit, memory, status, deleted, revision, created, changed = lines[0][:7]
    revision = max([revision, *(place[2] for place in places)])
    texts = [line for line in lines if line.lang is not None]
    if deleted is not None or not texts:
        yield IndexRow(unit, memory, revision, False, Status(status))
        return
    seen = [place for place in places if place[1] is None]
    dates = [created, changed, *(place[3] for place in seen)]
    for text in texts:
        dates += text[7:9]
    confidence = max((place[4] for place in seen if place[4] is not None), default=None)
    recent = max(map(moment, dates))
    for *_, lang, plain, tokens, version, markup in texts:
        if version != TOKENS_VERSION:
            tokens = key(compared(plain, lang))
        yield IndexRow(
            unit,
            memory,
            revision,
            True,
            Status(status),
            confidence,
            recent,
            lang,
            plain,
            tokens,
            bool(markup),
        )
