"""Jobs: batches that are committed once, whoever runs them and whatever ends the worker."""

import logging
from collections.abc import Callable
from functools import partial
from threading import Event, Thread

import pytest

from tm.errors import Conflict, InvalidInput, NotFound, Unavailable
from tm.model.jobs import Job, JobState
from tm.model.people import LOCAL_USER, Actor
from tm.services import jobs
from tm.services.context import Context
from tm.services.jobs import Run
from tm.storage.repositories import memories
from tm.storage.repositories.jobs import MAX_ATTEMPTS
from tm.storage.session import UnitOfWork
from tm.storage.tables import ChangeSet, JobRow, Person

STEPS = 4


class Killed(BaseException):
    """What no handler of errors may catch: the worker ends as if killed."""


def run_steps(run: Run) -> None:
    """Make one memory a batch; a resumed job goes on with the first that is missing."""
    for step in range(run.job.done, STEPS):
        run.commit(partial(add_memory, run, step), done=step + 1, total=STEPS)


def add_memory(run: Run, step: int, uow: UnitOfWork) -> jobs.Report:
    memories.add(uow, f"{run.job.id} {step}")
    return {"made": run.job.report.get("made", 0) + 1}


def interrupted(at: int, what: Callable[[Run], None]) -> dict[str, jobs.Handler]:
    """Return handlers that make ``at`` memories, let something happen, and make the others."""

    def handler(run: Run) -> None:
        for step in range(run.job.done, STEPS):
            if step == at:
                what(run)
            run.commit(partial(add_memory, run, step), done=step + 1)

    return {"steps": handler}


def die(_run: Run) -> None:
    raise Killed


STEP_BY_STEP = {"steps": run_steps}


@pytest.fixture
def job(context: Context) -> Job:
    return jobs.submit(context, LOCAL_USER, "steps", {})


def made(ctx: Context) -> int:
    with ctx.db.read(LOCAL_USER) as uow:
        return len(memories.live(uow))


def let_lease_run_out(ctx: Context, job: str) -> None:
    with ctx.db.queue(LOCAL_USER) as uow:
        uow.session.query(JobRow).filter(JobRow.public_id == job).update({"lease_until": 0.0})
        uow.session.commit()


def test_a_job_runs_to_its_end(context: Context, job: Job) -> None:
    assert (job.state, job.done) == (JobState.WAITING, 0)
    seen: list[int] = []
    ended = jobs.run_job(
        context, job.id, "w", STEP_BY_STEP, progress=lambda job: seen.append(job.done)
    )
    assert ended is not None
    assert (ended.state, ended.done, ended.total) == (JobState.DONE, STEPS, STEPS)
    assert ended.report == {"made": STEPS}
    assert seen == [1, 2, 3, 4]
    assert made(context) == STEPS
    assert ended.finished is not None


def test_what_a_worker_changes_is_changed_by_the_owner(context: Context) -> None:
    job = jobs.submit(context, Actor("editor"), "steps", {})
    jobs.run_job(context, job.id, "w", STEP_BY_STEP)
    with context.db.read(LOCAL_USER) as uow:
        query = uow.session.query(Person.name).join(ChangeSet, ChangeSet.person_id == Person.id)
        assert [name for (name,) in query.filter(ChangeSet.job == job.id)] == ["editor"] * STEPS


def test_a_successor_goes_on_after_the_last_batch(context: Context, job: Job) -> None:
    with pytest.raises(Killed):
        jobs.run_job(context, job.id, "first", interrupted(2, die))
    assert made(context) == 2
    assert jobs.run_next(context, "second", STEP_BY_STEP) is None  # The lease still holds.
    let_lease_run_out(context, job.id)
    ended = jobs.run_next(context, "second", STEP_BY_STEP)
    assert ended is not None
    assert (ended.state, ended.batch, ended.report) == (JobState.DONE, STEPS, {"made": STEPS})
    assert made(context) == STEPS


def test_a_worker_that_was_replaced_changes_nothing_more(context: Context, job: Job) -> None:
    def replaced(_run: Run) -> None:
        let_lease_run_out(context, job.id)
        assert jobs.run_job(context, job.id, "second", STEP_BY_STEP)

    ended = jobs.run_job(context, job.id, "first", interrupted(1, replaced))
    assert ended is not None
    assert (ended.state, ended.batch) == (JobState.DONE, STEPS)
    assert made(context) == STEPS


def test_a_canceled_job_keeps_what_was_committed(context: Context, job: Job) -> None:
    def cancel(_run: Run) -> None:
        jobs.cancel_job(context, LOCAL_USER, job.id)

    ended = jobs.run_job(context, job.id, "w", interrupted(3, cancel))
    assert ended is not None
    assert (ended.state, ended.done) == (JobState.CANCELED, 3)
    assert made(context) == 3
    assert jobs.run_next(context, "w", STEP_BY_STEP) is None
    with pytest.raises(Conflict, match="over already"):
        jobs.cancel_job(context, LOCAL_USER, job.id)


def test_a_worker_told_to_stop_gives_the_job_back(context: Context, job: Job) -> None:
    stop = Event()

    def tell(_run: Run) -> None:
        stop.set()

    given_back = jobs.run_job(context, job.id, "first", interrupted(1, tell), stop=stop)
    assert given_back is not None
    assert (given_back.state, given_back.batch) == (JobState.WAITING, 2)
    ended = jobs.run_next(context, "second", STEP_BY_STEP)
    assert ended is not None
    assert (ended.state, made(context)) == (JobState.DONE, STEPS)


def test_a_refusal_is_shown_as_it_is(context: Context, job: Job) -> None:
    def refuse(_run: Run) -> None:
        raise InvalidInput("Line 7 has one column.")

    ended = jobs.run_job(context, job.id, "w", interrupted(1, refuse))
    assert ended is not None
    assert (ended.state, ended.error, ended.done) == (
        JobState.FAILED,
        "Line 7 has one column.",
        1,
    )


def test_an_unexpected_error_is_logged_and_not_shown(
    context: Context, job: Job, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(_run: Run) -> None:
        raise ZeroDivisionError("secret detail")

    with caplog.at_level(logging.ERROR):
        ended = jobs.run_job(context, job.id, "w", interrupted(1, break_down))
    assert ended is not None
    assert ended.state is JobState.FAILED
    assert ended.error is not None
    assert ended.error.startswith("An unexpected error")
    assert "secret detail" not in ended.error
    assert "secret detail" in caplog.text


def test_an_unknown_kind_fails_with_its_name(context: Context) -> None:
    job = jobs.submit(context, LOCAL_USER, "dance", {})
    ended = jobs.run_job(context, job.id, "w", STEP_BY_STEP)
    assert ended is not None
    assert ended.state is JobState.FAILED
    assert "'dance'" in str(ended.error)


def test_a_conflict_with_another_writer_is_tried_again(context: Context, job: Job) -> None:
    refusals = iter([Conflict("Somebody else saved the same thing.")])

    def handler(run: Run) -> None:
        def store(uow: UnitOfWork) -> jobs.Report:
            report = add_memory(run, 0, uow)
            for refusal in refusals:
                raise refusal
            return report

        run.commit(store, done=1)

    ended = jobs.run_job(context, job.id, "w", {"steps": handler})
    assert ended is not None
    assert (ended.state, ended.batch, made(context)) == (JobState.DONE, 1, 1)


def test_a_commit_whose_answer_was_lost_is_not_done_again(
    context: Context, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = UnitOfWork.commit
    losses = iter([Unavailable("The database does not answer.")])

    def commit_and_lose(uow: UnitOfWork) -> int:
        revision = commit(uow)
        for loss in losses:
            raise loss
        return revision

    monkeypatch.setattr(UnitOfWork, "commit", commit_and_lose)
    ended = jobs.run_job(context, job.id, "w", STEP_BY_STEP)
    assert ended is not None
    assert (ended.state, ended.batch, ended.report) == (JobState.DONE, STEPS, {"made": STEPS})
    assert made(context) == STEPS


def test_a_database_that_goes_away_leaves_the_job_to_the_next(context: Context, job: Job) -> None:
    def lose(_run: Run) -> None:
        raise Unavailable("The database does not answer.")

    with pytest.raises(Unavailable):
        jobs.run_job(context, job.id, "first", interrupted(1, lose))
    let_lease_run_out(context, job.id)
    ended = jobs.run_next(context, "second", STEP_BY_STEP)
    assert ended is not None
    assert (ended.state, made(context)) == (JobState.DONE, STEPS)


def test_a_job_that_ends_its_workers_is_given_up(context: Context, job: Job) -> None:
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(Killed):
            jobs.run_job(context, job.id, "w", interrupted(0, die))
        let_lease_run_out(context, job.id)
    assert jobs.run_next(context, "w", STEP_BY_STEP) is None
    ended = jobs.get_job(context, LOCAL_USER, job.id)
    assert ended.state is JobState.FAILED
    assert "Given up" in str(ended.error)


def test_two_workers_at_once_do_everything_once(context: Context) -> None:
    entered = {jobs.submit(context, LOCAL_USER, "steps", {}).id for _ in range(5)}
    ran: list[str] = []

    def work(worker: str) -> None:
        while job := jobs.run_next(context, worker, STEP_BY_STEP):
            ran.append(job.id)

    threads = [Thread(target=work, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran) == sorted(entered)
    assert made(context) == 5 * STEPS
    listed = jobs.list_jobs(context, LOCAL_USER).items
    assert {job.state for job in listed} == {JobState.DONE}


def test_a_job_run_here_is_nobody_elses(context: Context) -> None:
    others: list[Job | None] = []

    def look(_run: Run) -> None:
        others.append(jobs.run_next(context, "other", STEP_BY_STEP))

    ended = jobs.run_here(context, LOCAL_USER, "steps", {}, interrupted(0, look))
    assert others == [None]
    assert (ended.state, made(context)) == (JobState.DONE, STEPS)


def test_the_end_of_a_job_that_was_taken_over_is_waited_for(context: Context) -> None:
    taken, followed = Event(), Event()

    def slow(run: Run) -> None:
        taken.set()
        followed.wait(30)
        run_steps(run)

    def take_over(run: Run) -> None:
        let_lease_run_out(context, run.job.id)
        other = Thread(target=jobs.run_job, args=(context, run.job.id, "other", {"steps": slow}))
        other.start()
        taken.wait()

    def follow(_job: Job) -> None:
        followed.set()

    ended = jobs.run_here(
        context, LOCAL_USER, "steps", {}, interrupted(0, take_over), progress=follow
    )
    assert (ended.state, made(context)) == (JobState.DONE, STEPS)


def test_an_interrupt_from_the_keyboard_cancels(context: Context) -> None:
    def interrupt(_run: Run) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.run_here(context, LOCAL_USER, "steps", {}, interrupted(2, interrupt))
    (job,) = jobs.list_jobs(context, LOCAL_USER).items
    assert (job.state, job.done, made(context)) == (JobState.CANCELED, 2, 2)


def test_jobs_come_in_pages_newest_first(context: Context) -> None:
    entered = [jobs.submit(context, LOCAL_USER, "steps", {}).id for _ in range(3)]
    page = jobs.list_jobs(context, LOCAL_USER, limit=2)
    rest = jobs.list_jobs(context, LOCAL_USER, limit=2, cursor=page.next)
    assert [job.id for job in page.items + rest.items] == entered[::-1]
    assert rest.next is None


def test_a_job_that_is_not_there(context: Context) -> None:
    with pytest.raises(NotFound, match="'nothing'"):
        jobs.get_job(context, LOCAL_USER, "nothing")
    assert jobs.run_job(context, "nothing", "w", STEP_BY_STEP) is None
