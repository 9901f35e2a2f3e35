"""Long work: enter it, look at it, cancel it, and run it so that a killed worker loses nothing.

The job row is the truth.  A worker claims it, and every batch commits its results, the progress and
a longer lease in one transaction that also checks that the job is still this worker's.  So what was
committed is never done again, and what was not is done by the next worker that claims the job.
"""

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Event
from typing import Any

from tm.errors import Conflict, NotFound, TmError, Unavailable
from tm.model.jobs import Job, JobState
from tm.model.people import Actor
from tm.services.context import Context
from tm.services.paging import Page, cursor_of, row_after
from tm.storage.repositories import jobs
from tm.storage.session import UnitOfWork
from tm.storage.tables import JobRow, Person

log = logging.getLogger(__name__)

Report = dict[str, Any]
Progress = Callable[[Job], None]

# A worker reads the queue on nobody's behalf; what it changes, it changes as the job's owner.
_QUEUE = Actor("worker")
_KEEP_SECONDS = jobs.LEASE_SECONDS / 3
_RETRY_PAUSES = (0.1, 1.0, 3.0)
# On SQLite whoever waits for the write lock gets it only while nobody holds it.
_SQLITE_PAUSE = 0.01
_FOLLOW_SECONDS = 0.5


class _Lost(Exception):
    """The job was canceled or another worker has it: there is nothing left to do or to say."""


class _Stopped(Exception):
    """The worker is to end: the job goes back as it is after its last batch."""


class Run:
    """A job in the hands of a worker; ``job`` is as of the last committed batch.

    Changes are made as ``actor``, the owner of the job.
    """

    def __init__(
        self,
        ctx: Context,
        job: Job,
        actor: Actor,
        worker: str,
        stop: Event | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.ctx = ctx
        self.job = job
        self.actor = actor
        self.worker = worker
        self._stop = stop
        self._progress = progress
        self._kept = time.monotonic()

    def commit(
        self, store: Callable[[UnitOfWork], Report], *, done: int, total: int | None = None
    ) -> None:
        """Commit a batch: what ``store`` writes, and the report that it returns, with the progress.

        ``store`` may be called again after a conflict with another writer or a moment without
        database, each time in a new transaction.
        """
        for pause in (*_RETRY_PAUSES, None):
            try:
                self._commit(store, done, total)
                break
            except (Conflict, Unavailable):
                if pause is None:
                    raise
                time.sleep(pause)
                if self._is_committed():
                    break
        self._kept = time.monotonic()
        if self._progress:
            self._progress(self.job)
        if self.ctx.db.is_sqlite:
            time.sleep(_SQLITE_PAUSE)
        self._end_if_told()

    def keep(self) -> None:
        """Lengthen the lease when it is time; for work that goes on long before it commits."""
        self._end_if_told()
        if time.monotonic() - self._kept > _KEEP_SECONDS:
            self._beat()

    def _end_if_told(self) -> None:
        if self._stop is not None and self._stop.is_set():
            raise _Stopped

    def _commit(self, store: Callable[[UnitOfWork], Report], done: int, total: int | None) -> None:
        batch = self.job.batch + 1
        with self.ctx.db.write(self.actor, self.job.kind, job=self.job.id) as uow:
            report = store(uow)
            jobs.advance(
                uow,
                self.job.id,
                self.worker,
                batch=batch,
                done=done,
                total=total,
                report=report,
            )
            uow.commit()
        self.job = replace(self.job, attempts=1, batch=batch, done=done, total=total, report=report)

    def _is_committed(self) -> bool:
        """Tell whether the batch was committed although its commit seemed to fail."""
        now = self._beat()
        committed = now.batch > self.job.batch
        self.job = now
        return committed

    def _beat(self) -> Job:
        with self.ctx.db.queue(_QUEUE) as uow:
            try:
                jobs.beat(uow, self.job.id, self.worker)
            except Conflict as error:
                raise _Lost from error
            found = _found(uow, self.job.id)
            uow.session.commit()
        self._kept = time.monotonic()
        return found


Handler = Callable[[Run], None]
"""What does the work of a kind of job: reads what ``run.job`` has done, and commits the rest."""


def worker_name() -> str:
    """Return a name that no other worker has, and that says where it runs."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


def submit(ctx: Context, actor: Actor, kind: str, payload: dict[str, Any]) -> Job:
    """Enter a job for the next worker that has time."""
    with ctx.db.queue(actor) as uow:
        job = _found(uow, jobs.add(uow, kind, payload))
        uow.session.commit()
    return job


def get_job(ctx: Context, actor: Actor, job: str) -> Job:
    """Return a job; NotFound when there is none to see."""
    with ctx.db.read(actor) as uow:
        return _found(uow, job)


def list_jobs(
    ctx: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50
) -> Page[Job]:
    """Return a page of jobs, newest first."""
    with ctx.db.read(actor) as uow:
        rows = jobs.page(uow, after=row_after(cursor), limit=limit + 1)
    return Page(tuple(job for _, job in rows[:limit]), cursor_of(rows, limit))


def cancel_job(ctx: Context, actor: Actor, job: str) -> Job:
    """Cancel a job; what its batches committed stays.  Conflict when it is over already."""
    with ctx.db.queue(actor) as uow:
        _found(uow, job)
        if not jobs.cancel(uow, job):
            raise Conflict("The job is over already; there is nothing left to cancel.")
        uow.session.commit()
    return get_job(ctx, actor, job)


def run_job(
    ctx: Context,
    job: str,
    worker: str,
    handlers: Mapping[str, Handler],
    *,
    stop: Event | None = None,
    progress: Progress | None = None,
) -> Job | None:
    """Claim a job and run it; return it as it is then, or None when it was not to be had.

    It ends as done, or as failed with a sentence for people.  Once ``stop`` is set it is given back
    after the batch at hand.  Raises Unavailable when the database or the disk is: the job is then
    taken up again when its lease has run out.
    """
    with ctx.db.queue(_QUEUE) as uow:
        claimed = jobs.claim(uow, job, worker)
        owner = _owner(uow, job) if claimed else None
        uow.session.commit()
    if claimed is None or owner is None:
        return None
    return _run(Run(ctx, claimed, owner, worker, stop, progress), handlers)


def run_next(
    ctx: Context, worker: str, handlers: Mapping[str, Handler], *, stop: Event | None = None
) -> Job | None:
    """Run the oldest job that waits or whose worker died; None when there is nothing to do."""
    with ctx.db.read(_QUEUE) as uow:
        waiting = jobs.claimable(uow)
    for job in waiting:
        ended = run_job(ctx, job, worker, handlers, stop=stop)
        if ended is not None:
            return ended
    return None


def run_here(
    ctx: Context,
    actor: Actor,
    kind: str,
    payload: dict[str, Any],
    handlers: Mapping[str, Handler],
    *,
    progress: Progress | None = None,
) -> Job:
    """Enter a job that this process holds from its first moment on, and run it to its end.

    Should this process be killed, a worker takes the job up.  Should another worker have taken it
    meanwhile, its end is waited for.  An interrupt from the keyboard cancels it.
    """
    worker = worker_name()
    with ctx.db.queue(actor) as uow:
        job = jobs.claim(uow, jobs.add(uow, kind, payload), worker)
        uow.session.commit()
    assert job is not None  # noqa: S101 -- nobody else can see the row before the commit.
    try:
        ended = _run(Run(ctx, job, actor, worker, progress=progress), handlers)
        while not ended.state.over:
            time.sleep(_FOLLOW_SECONDS)
            ended = run_job(ctx, job.id, worker, handlers, progress=progress) or get_job(
                ctx, actor, job.id
            )
            if progress:
                progress(ended)
    except KeyboardInterrupt:
        with ctx.db.queue(actor) as uow:
            jobs.cancel(uow, job.id)
            uow.session.commit()
        raise
    return ended


def _run(run: Run, handlers: Mapping[str, Handler]) -> Job:
    try:
        error = _failure(run, handlers)
        with run.ctx.db.queue(_QUEUE) as uow:
            state = JobState.FAILED if error else JobState.DONE
            jobs.finish(uow, run.job.id, run.worker, state, error=error)
            uow.session.commit()
    except _Stopped:
        with run.ctx.db.queue(_QUEUE) as uow:
            jobs.release(uow, run.job.id, run.worker)
            uow.session.commit()
    except (_Lost, Conflict):
        log.info("job %s was canceled, or another worker has taken it over", run.job.id)
    return get_job(run.ctx, run.actor, run.job.id)


def _failure(run: Run, handlers: Mapping[str, Handler]) -> str | None:
    """Do the work; return the sentence that says why it failed, None when it did not."""
    handler = handlers.get(run.job.kind)
    if handler is None:
        return f"This version does not know jobs of the kind {run.job.kind!r}."
    try:
        handler(run)
    except (_Lost, _Stopped):
        raise
    except Conflict as error:
        run._beat()
        return str(error)
    except Unavailable as error:
        if run.job.attempts < jobs.MAX_ATTEMPTS:
            raise
        return str(error)
    except TmError as error:
        return str(error)
    except Exception:
        log.exception("job %s (%s) failed", run.job.id, run.job.kind)
        return "An unexpected error ended this job; the log of the service says more."
    return None


def _found(uow: UnitOfWork, job: str) -> Job:
    found = jobs.find(uow, job)
    if found is None:
        raise NotFound(f"There is no job {job!r}.")
    return found


def _owner(uow: UnitOfWork, job: str) -> Actor:
    owned = uow.session.query(Person.name).join(JobRow, JobRow.owner_id == Person.id)
    return Actor(owned.filter(JobRow.public_id == job).scalar())
