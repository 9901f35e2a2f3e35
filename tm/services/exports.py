"""Exports: a memory or a termbase as a file, read page by page from one state of the database."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from tm import formats
from tm.formats import Written, terms_table
from tm.model.people import Actor
from tm.model.terms import Concept
from tm.model.units import Status, TranslationUnit
from tm.services import access
from tm.services.context import Context
from tm.storage.repositories import terms, units
from tm.storage.session import UnitOfWork

_PAGE = 500


def export_units(
    ctx: Context,
    actor: Actor,
    memory: str,
    format: str,
    streams: BinaryIO | Sequence[BinaryIO],
    *,
    status: Status | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> Written:
    """Write a memory's units, in the order in which they were stored, whatever their number.

    Moses takes two streams.  The answer says how many were written and what a format cannot hold.
    Raises NotFound for the memory, InvalidInput for a format or missing languages.
    """
    with ctx.db.read(actor) as uow:
        row, _ = access.readable_memory(uow, memory)
        return formats.write_units(
            format,
            _stored(uow, row, status),
            streams,
            source_lang=source_lang,
            target_lang=target_lang,
        )


def export_terms(
    ctx: Context,
    actor: Actor,
    termbase: str,
    format: str,
    stream: BinaryIO,
    *,
    languages: Sequence[str] = (),
) -> Written:
    """Write a termbase as CSV or TSV: a row a term, or a column for each of the languages."""
    with ctx.db.read(actor) as uow:
        row, _ = access.readable_termbase(uow, termbase)
        return terms_table.write_concepts(
            _stored_concepts(uow, row), stream, format, languages=languages
        )


def _stored(uow: UnitOfWork, memory: int, status: Status | None) -> Iterator[TranslationUnit]:
    after = 0
    while page := units.page(uow, [memory], after=after, limit=_PAGE, status=status):
        yield from (unit for _, unit in page)
        after = page[-1][0]
        # What was read is written: a session that kept it would grow with the memory.
        uow.session.expunge_all()


def _stored_concepts(uow: UnitOfWork, termbase: int) -> Iterator[Concept]:
    after = 0
    while page := terms.page(uow, [termbase], after=after, limit=_PAGE):
        yield from (concept for _, concept in page)
        after = page[-1][0]
        uow.session.expunge_all()
