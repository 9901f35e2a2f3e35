"""Job rows: claimed by a conditional update, held by a lease, committed batch by batch."""

import time
from typing import Any

from sqlalchemy import CursorResult, or_, select, update

from tm.errors import Conflict
from tm.model.identifiers import new_id
from tm.model.jobs import Job, JobState, Upload
from tm.storage.session import UnitOfWork, now
from tm.storage.tables import JobRow, UploadRow

LEASE_SECONDS = 30.0
MAX_ATTEMPTS = 5


def add(uow: UnitOfWork, kind: str, payload: dict[str, Any]) -> str:
    """Enter a job that waits for a worker; return its public id."""
    row = JobRow(
        public_id=new_id(),
        kind=kind,
        owner_id=uow.person_id(),
        state=JobState.WAITING.value,
        payload=payload,
        created=now(),
        report={},
    )
    uow.session.add(row)
    uow.session.flush()
    return row.public_id


def find(uow: UnitOfWork, public_id: str) -> Job | None:
    """Return a job by its public id."""
    row = uow.session.scalar(select(JobRow).where(JobRow.public_id == public_id))
    return _job(row) if row else None


def page(uow: UnitOfWork, *, after: int = 0, limit: int = 50) -> list[tuple[int, Job]]:
    """Return the next jobs, newest first, with their row numbers."""
    query = select(JobRow)
    if after:
        query = query.where(JobRow.id < after)
    rows = uow.session.scalars(query.order_by(JobRow.id.desc()).limit(limit))
    return [(row.id, _job(row)) for row in rows]


def claimable(uow: UnitOfWork) -> list[str]:
    """Return the jobs that wait, or whose worker let its lease run out, oldest first."""
    query = select(JobRow.public_id).where(_claimable()).order_by(JobRow.id)
    return list(uow.session.scalars(query))


def claim(uow: UnitOfWork, public_id: str, worker: str) -> Job | None:
    """Take a job for a worker, or return None when another has it, or it is over.

    A job that was taken MAX_ATTEMPTS times without a batch between is given up as failed.
    """
    row = uow.session.execute(
        update(JobRow)
        .where(JobRow.public_id == public_id, _claimable())
        .values(
            state=JobState.RUNNING.value,
            worker=worker,
            attempts=JobRow.attempts + 1,
            lease_until=time.time() + LEASE_SECONDS,
            heartbeat=time.time(),
        )
        .returning(JobRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).scalar_one_or_none()
    if row is None:
        return None
    if row.attempts > MAX_ATTEMPTS:
        finish(
            uow,
            public_id,
            worker,
            JobState.FAILED,
            error=f"Given up: {MAX_ATTEMPTS} workers ended in the middle of it.",
        )
        return None
    return _job(row)


def advance(
    uow: UnitOfWork,
    public_id: str,
    worker: str,
    *,
    batch: int,
    done: int,
    total: int | None,
    report: dict[str, Any],
) -> None:
    """Record a batch in the transaction that holds its results, and lengthen the lease.

    Raises Conflict when the job is no longer this worker's or the batch is not the next one; the
    whole transaction must then be given up.
    """
    _update_own(
        uow,
        public_id,
        worker,
        JobRow.batch == batch - 1,
        batch=batch,
        done=done,
        total=total,
        report=report,
        attempts=1,
        heartbeat=time.time(),
        lease_until=time.time() + LEASE_SECONDS,
    )


def beat(uow: UnitOfWork, public_id: str, worker: str) -> None:
    """Lengthen the lease of a job between two batches."""
    _update_own(
        uow, public_id, worker, heartbeat=time.time(), lease_until=time.time() + LEASE_SECONDS
    )


def finish(
    uow: UnitOfWork,
    public_id: str,
    worker: str,
    state: JobState,
    *,
    report: dict[str, Any] | None = None,
    error: str | None = None,
) -> None:
    """End a job that this worker holds."""
    values: dict[str, Any] = {"state": state.value, "finished": now(), "error": error}
    if report is not None:
        values["report"] = report
    _update_own(uow, public_id, worker, lease_until=None, **values)


def release(uow: UnitOfWork, public_id: str, worker: str) -> None:
    """Give a job back unfinished, so that the next worker takes it at once."""
    _update_own(uow, public_id, worker, state=JobState.WAITING.value, lease_until=None, attempts=0)


def cancel(uow: UnitOfWork, public_id: str) -> bool:
    """Cancel a job that is not over; what its batches committed stays.  False when it was over."""
    outcome = uow.session.execute(
        update(JobRow)
        .where(
            JobRow.public_id == public_id,
            JobRow.state.in_([JobState.WAITING.value, JobState.RUNNING.value]),
        )
        .values(state=JobState.CANCELED.value, finished=now(), lease_until=None)
        .execution_options(synchronize_session=False)
    )
    return isinstance(outcome, CursorResult) and outcome.rowcount == 1


def add_upload(uow: UnitOfWork, upload: Upload) -> None:
    """Record a file that lies in the uploads already."""
    uow.session.add(
        UploadRow(
            public_id=upload.id,
            owner_id=uow.person_id(),
            name=upload.name,
            size=upload.size,
            sha256=upload.sha256,
            path=upload.path,
            created=now(),
        )
    )


def find_upload(uow: UnitOfWork, public_id: str) -> Upload | None:
    """Return an upload by its public id."""
    row = uow.session.scalar(select(UploadRow).where(UploadRow.public_id == public_id))
    return Upload(row.public_id, row.name, row.size, row.sha256, row.path) if row else None


def _claimable() -> Any:
    return or_(
        JobRow.state == JobState.WAITING.value,
        (JobRow.state == JobState.RUNNING.value) & (JobRow.lease_until < time.time()),
    )


def _update_own(
    uow: UnitOfWork, public_id: str, worker: str, *conditions: Any, **values: Any
) -> None:
    outcome = uow.session.execute(
        update(JobRow)
        .where(
            JobRow.public_id == public_id,
            JobRow.worker == worker,
            JobRow.state == JobState.RUNNING.value,
            *conditions,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if not isinstance(outcome, CursorResult) or outcome.rowcount != 1:
        raise Conflict("The job was canceled or taken over by another worker.")


def _job(row: JobRow) -> Job:
    return Job(
        id=row.public_id,
        kind=row.kind,
        state=JobState(row.state),
        payload=row.payload,
        created=row.created,
        finished=row.finished,
        attempts=row.attempts,
        batch=row.batch,
        done=row.done,
        total=row.total,
        report=row.report,
        error=row.error,
    )
