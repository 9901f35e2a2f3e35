"""Alignments and their beads."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, insert, or_, select

from tm.model.documents import Alignment, Bead, BeadState
from tm.model.identifiers import new_id
from tm.storage.repositories import changes, documents, memories
from tm.storage.session import UnitOfWork
from tm.storage.tables import AlignmentRow, BeadRow, DocumentVersionRow, UnitRow


def add(
    uow: UnitOfWork, alignment: Alignment, source: int, target: int, memory: int
) -> AlignmentRow:
    """Store an alignment of two document version rows, with its beads; return its row."""
    row = AlignmentRow(
        public_id=new_id(),
        source_id=source,
        target_id=target,
        memory_id=memory,
        model=alignment.model,
        notes=list(alignment.notes),
        created_by=uow.change_set,
        changed_by=uow.change_set,
    )
    uow.session.add(row)
    uow.session.flush()
    add_beads(uow, row.id, [(bead, None) for bead in alignment.beads])
    return row


def add_beads(
    uow: UnitOfWork, alignment: int, beads: Sequence[tuple[Bead, int | None]]
) -> list[str]:
    """Insert beads, each with the row number of its unit if it has one; return their public ids."""
    ids = [new_id() for _ in beads]
    if beads:
        uow.session.execute(
            insert(BeadRow),
            [
                {
                    "public_id": public_id,
                    "alignment_id": alignment,
                    "source": list(bead.source),
                    "target": list(bead.target),
                    "score": bead.score,
                    "moved": bead.moved,
                    "evidence": [list(pair) for pair in bead.evidence],
                    "state": bead.state.value,
                    "unit_id": unit,
                    "created_by": uow.change_set,
                }
                for public_id, (bead, unit) in zip(ids, beads, strict=True)
            ],
        )
    return ids


def find(uow: UnitOfWork, public_id: str) -> AlignmentRow | None:
    """Return the live alignment of that public id."""
    return uow.session.scalar(
        select(AlignmentRow).where(
            AlignmentRow.public_id == public_id, AlignmentRow.deleted_by.is_(None)
        )
    )


def load(uow: UnitOfWork, row: AlignmentRow) -> Alignment:
    """Return an alignment with its documents and its beads in reading order."""
    texts = documents.load_versions(uow, [row.source_id, row.target_id])
    beads = uow.session.execute(
        select(BeadRow, UnitRow.public_id)
        .outerjoin(UnitRow, UnitRow.id == BeadRow.unit_id)
        .where(BeadRow.alignment_id == row.id, BeadRow.deleted_by.is_(None))
    ).all()
    return Alignment(
        beads=in_reading_order(_bead(bead, unit) for bead, unit in beads),
        model=row.model,
        notes=tuple(row.notes),
        id=row.public_id,
        source=texts[row.source_id],
        target=texts[row.target_id],
        memory=memories.by_ids(uow, [row.memory_id])[row.memory_id].id,
        version=row.version,
    )


def bead_rows(uow: UnitOfWork, alignment: int) -> dict[str, BeadRow]:
    """Return the live beads of an alignment by public id."""
    rows = uow.session.scalars(
        select(BeadRow).where(BeadRow.alignment_id == alignment, BeadRow.deleted_by.is_(None))
    )
    return {row.public_id: row for row in rows}


def page(
    uow: UnitOfWork, *, after: int = 0, limit: int = 50
) -> list[tuple[int, Alignment, dict[BeadState, int]]]:
    """Return the next alignments, newest first: row number, no beads, but their counts."""
    query = select(AlignmentRow).where(AlignmentRow.deleted_by.is_(None))
    if after:
        query = query.where(AlignmentRow.id < after)
    rows = uow.session.scalars(query.order_by(AlignmentRow.id.desc()).limit(limit)).all()
    listed = _without_beads(uow, rows)
    counts: dict[int, dict[BeadState, int]] = {row.id: {} for row in rows}
    for alignment, state, number in uow.session.execute(
        select(BeadRow.alignment_id, BeadRow.state, func.count())
        .where(BeadRow.alignment_id.in_(counts), BeadRow.deleted_by.is_(None))
        .group_by(BeadRow.alignment_id, BeadRow.state)
    ):
        counts[alignment][BeadState(state)] = number
    return [
        (row.id, alignment, counts[row.id]) for row, alignment in zip(rows, listed, strict=True)
    ]


def of_document(uow: UnitOfWork, document: int) -> list[Alignment]:
    """Return the live alignments of a document's row, newest first, without their beads."""
    versions = select(DocumentVersionRow.id).where(DocumentVersionRow.document_id == document)
    query = select(AlignmentRow).where(
        AlignmentRow.deleted_by.is_(None),
        or_(AlignmentRow.source_id.in_(versions), AlignmentRow.target_id.in_(versions)),
    )
    return _without_beads(uow, uow.session.scalars(query.order_by(AlignmentRow.id.desc())).all())


def delete_beads(uow: UnitOfWork, rows: Iterable[BeadRow]) -> None:
    """Mark beads as deleted by this change set."""
    changes.delete(uow, BeadRow, BeadRow.id.in_([row.id for row in rows]))


def in_reading_order(beads: Iterable[Bead]) -> tuple[Bead, ...]:
    """Sort beads by their source; what has none follows the bead of the target before it."""
    known = list(beads)
    place = {t: bead.source[0] for bead in known if bead.source for t in bead.target}

    def key(bead: Bead) -> tuple[int, int, int]:
        if bead.source:
            return bead.source[0], -1, 0
        before = bead.target[0] - 1 if bead.target else -1
        while before >= 0 and before not in place:
            before -= 1
        return (place[before] if before >= 0 else -1), 0, bead.target[0] if bead.target else 0

    return tuple(sorted(known, key=key))


def _without_beads(uow: UnitOfWork, rows: Sequence[AlignmentRow]) -> list[Alignment]:
    versions = [version for row in rows for version in (row.source_id, row.target_id)]
    texts = documents.load_versions(uow, versions)
    names = memories.by_ids(uow, {row.memory_id for row in rows})
    return [
        Alignment(
            beads=(),
            model=row.model,
            notes=tuple(row.notes),
            id=row.public_id,
            source=texts[row.source_id],
            target=texts[row.target_id],
            memory=names[row.memory_id].id,
            version=row.version,
        )
        for row in rows
    ]


def _bead(row: BeadRow, unit: str | None) -> Bead:
    return Bead(
        source=tuple(row.source),
        target=tuple(row.target),
        score=row.score,
        moved=row.moved,
        evidence=tuple((name, value) for name, value in row.evidence),
        state=BeadState(row.state),
        id=row.public_id,
        unit=unit,
    )
