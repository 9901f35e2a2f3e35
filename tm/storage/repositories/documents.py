"""Documents with the versions of their text."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from tm.model.documents import Document, Segment
from tm.model.identifiers import new_id
from tm.storage.repositories import changes
from tm.storage.session import UnitOfWork
from tm.storage.tables import AlignmentRow, DocumentRow, DocumentVersionRow


def add(uow: UnitOfWork, document: Document) -> tuple[str, int]:
    """Store a new document; return its public id and the row number of its first version."""
    row = DocumentRow(
        public_id=new_id(),
        owner_id=uow.person_id(),
        title=document.title,
        lang=document.lang,
        address=document.address,
        date=document.date,
        author=document.author,
        original=document.original,
        sample=document.sample,
        created_by=uow.change_set,
        changed_by=uow.change_set,
    )
    uow.session.add(row)
    uow.session.flush()
    return row.public_id, _add_version(uow, row.id, 1, document)


def find(uow: UnitOfWork, public_id: str) -> DocumentRow | None:
    """Return the live document of that public id."""
    return uow.session.scalar(
        select(DocumentRow).where(
            DocumentRow.public_id == public_id, DocumentRow.deleted_by.is_(None)
        )
    )


def load(uow: UnitOfWork, row: DocumentRow) -> Document:
    """Return a document at the newest version of its text."""
    return newest(uow, row)[1]


def newest(uow: UnitOfWork, row: DocumentRow) -> tuple[int, Document]:
    """Return the row number of a document's newest version, and the document as of it."""
    version = uow.session.scalars(
        select(DocumentVersionRow)
        .where(DocumentVersionRow.document_id == row.id)
        .order_by(DocumentVersionRow.number.desc())
        .limit(1)
    ).one()
    return version.id, _document(row, version)


def load_versions(uow: UnitOfWork, versions: Sequence[int]) -> dict[int, Document]:
    """Return documents as they stood at the given version rows."""
    query = (
        select(DocumentRow, DocumentVersionRow)
        .join(DocumentVersionRow, DocumentVersionRow.document_id == DocumentRow.id)
        .where(DocumentVersionRow.id.in_(versions))
    )
    return {version.id: _document(row, version) for row, version in uow.session.execute(query)}


def page(uow: UnitOfWork, *, after: int = 0, limit: int = 50) -> list[tuple[int, Document]]:
    """Return the next live documents, newest first, with their row numbers and without text."""
    query = select(DocumentRow).where(DocumentRow.deleted_by.is_(None))
    if after:
        query = query.where(DocumentRow.id < after)
    rows = uow.session.scalars(query.order_by(DocumentRow.id.desc()).limit(limit))
    return [(row.id, _without_text(row)) for row in rows]


def delete(uow: UnitOfWork, *conditions: ColumnElement[bool]) -> int:
    """Mark documents and the alignments that use them as deleted; return how many documents."""
    versions = (
        select(DocumentVersionRow.id)
        .join(DocumentRow, DocumentRow.id == DocumentVersionRow.document_id)
        .where(DocumentRow.deleted_by.is_(None), *conditions)
    )
    ids = list(uow.session.scalars(versions))
    changes.delete(uow, AlignmentRow, AlignmentRow.source_id.in_(ids))
    changes.delete(uow, AlignmentRow, AlignmentRow.target_id.in_(ids))
    return changes.delete(uow, DocumentRow, *conditions)


def _add_version(uow: UnitOfWork, document: int, number: int, content: Document) -> int:
    version = DocumentVersionRow(
        document_id=document,
        number=number,
        text=content.text,
        segments=[[s.paragraph, s.start, s.end] for s in content.segments],
        created_by=uow.change_set,
    )
    uow.session.add(version)
    uow.session.flush()
    return version.id


def _document(row: DocumentRow, version: DocumentVersionRow) -> Document:
    text = version.text
    return Document(
        id=row.public_id,
        title=row.title,
        lang=row.lang,
        text=text,
        segments=tuple(
            Segment(text[start:end], paragraph, start, end)
            for paragraph, start, end in version.segments
        ),
        version=version.number,
        address=row.address,
        date=row.date,
        author=row.author,
        original=row.original,
        sample=row.sample,
    )


def _without_text(row: DocumentRow) -> Document:
    return Document(
        id=row.public_id,
        title=row.title,
        lang=row.lang,
        text="",
        segments=(),
        address=row.address,
        date=row.date,
        author=row.author,
        original=row.original,
        sample=row.sample,
    )
