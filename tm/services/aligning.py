"""Alignment as a job, for documents that are too long to wait for."""

from tm.errors import NotFound
from tm.model.documents import Document
from tm.model.jobs import Job
from tm.model.people import Actor
from tm.services import documents, jobs
from tm.services.context import Context
from tm.services.jobs import Report, Run
from tm.services.memories import checked_name, memory_for_writing
from tm.storage.repositories import alignments
from tm.storage.repositories import documents as stored
from tm.storage.session import UnitOfWork

KIND = "align"
ALIGN_AT_ONCE = 400
"""Segments of both sides together that are aligned while the user waits: a few seconds."""


def is_long(source: Document, target: Document) -> bool:
    """Tell whether two documents are better aligned by a worker."""
    return len(source.segments) + len(target.segments) > ALIGN_AT_ONCE


def submit_pair(ctx: Context, actor: Actor, source: Document, target: Document, memory: str) -> Job:
    """Store two documents and enter the job that aligns them, to be reviewed into a memory."""
    checked_name(memory)
    documents.refuse_one_language(source, target)
    with ctx.db.write(actor, "add documents") as uow:
        source_id, _ = stored.add(uow, source)
        target_id, _ = stored.add(uow, target)
        uow.commit()
    payload = {"source": source_id, "target": target_id, "memory": memory, "name": source.title}
    return jobs.submit(ctx, actor, KIND, payload)


def run_alignment(run: Run) -> None:
    """Align the documents of a job; its one batch is the whole alignment.

    A successor of a killed worker begins anew, as nothing was stored before the end.
    """
    if run.job.batch:
        return
    payload = run.job.payload
    with run.ctx.db.read(run.actor) as uow:
        source_version, source = _newest(uow, payload["source"])
        target_version, target = _newest(uow, payload["target"])
    found = documents.align_texts(
        run.ctx, run.actor, source, target, progress=lambda _share: run.keep()
    )

    def store(uow: UnitOfWork) -> Report:
        memory = memory_for_writing(uow, payload["memory"])
        row = alignments.add(uow, found, source_version, target_version, memory)
        return {"alignment": row.public_id, "beads": len(found.beads)}

    total = len(source.segments) + len(target.segments)
    run.commit(store, done=total, total=total)


def _newest(uow: UnitOfWork, document: str) -> tuple[int, Document]:
    row = stored.find(uow, document)
    if row is None:
        raise NotFound("The document was deleted before it could be aligned.")
    return stored.newest(uow, row)
