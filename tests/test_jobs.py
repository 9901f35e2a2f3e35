"""Workers as processes of their own: what SIGKILL and SIGTERM may not lose, on both databases."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.test_jobs import let_lease_run_out
from tm.model.jobs import Job, JobState
from tm.model.people import LOCAL_USER
from tm.model.units import TranslationUnit
from tm.services import jobs
from tm.services.context import Context
from tm.services.imports import BATCH, submit_import
from tm.services.memories import list_units
from tm.services.uploads import save_upload

WORKER = """
import sys
from pathlib import Path
from tm.jobs import work_until_signaled
from tm.services.context import Context
from tm.storage.session import Database
work_until_signaled(Context(db=Database(sys.argv[1]), uploads=Path(sys.argv[2])))
"""


@contextmanager
def worker(ctx: Context) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker process until the block ends."""
    url = ctx.db.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", WORKER, url, str(ctx.uploads)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def submitted(ctx: Context, folder: Path, units: int) -> Job:
    """Enter the import of a file with so many different units."""
    path = folder / "units.tsv"
    lines = (f"Sentence {n} of the report.\t보고서의 {n}번째 문장.\n" for n in range(units))
    path.write_text("".join(lines), encoding="utf-8")
    with path.open("rb") as stream:
        upload = save_upload(ctx, LOCAL_USER, path.name, stream, path.stat().st_size)
    return submit_import(
        ctx, LOCAL_USER, [upload.id], memory="news", source_lang="en", target_lang="ko"
    )


def wait_for_batch(ctx: Context, job: str, batch: int) -> Job:
    """Wait until a batch is committed or the job is over."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        found = jobs.get_job(ctx, LOCAL_USER, job)
        if found.batch >= batch or found.state.over:
            return found
        time.sleep(0.02)
    raise AssertionError(f"no batch {batch} within a minute: {found}")


def kill_in_the_middle(ctx: Context, job: str, batches: int) -> Job:
    """Start a worker and kill it somewhere within or after its given batch."""
    before = jobs.get_job(ctx, LOCAL_USER, job)
    with worker(ctx) as process:
        wait_for_batch(ctx, job, before.batch + batches)
        time.sleep(random.uniform(0, 0.1))  # noqa: S311
        process.send_signal(signal.SIGKILL)
        process.wait()
    let_lease_run_out(ctx, job)
    return jobs.get_job(ctx, LOCAL_USER, job)


def all_units(ctx: Context) -> list[TranslationUnit]:
    units: list[TranslationUnit] = []
    cursor = None
    while True:
        page = list_units(ctx, LOCAL_USER, memory="news", cursor=cursor, limit=1000)
        units += page.items
        if (cursor := page.next) is None:
            return units


def assert_everything_once(ctx: Context, job: Job, units: int) -> None:
    assert (job.state, job.error) == (JobState.DONE, None)
    assert (job.batch, job.done) == (-(-units // BATCH), units)
    report = job.report
    assert (report["read"], report["added"], report["merged"]) == (units, units, 0)
    stored = all_units(ctx)
    numbers = Counter(int(unit.variants[0].text.split()[1]) for unit in stored)
    assert numbers == Counter(range(units))
    assert {len(unit.occurrences) for unit in stored} == {1}


def test_a_worker_killed_in_the_middle_of_an_import(context: Context, tmp_path: Path) -> None:
    units = 8 * BATCH + 1
    job = submitted(context, tmp_path, units).id
    for kill in (1, 2):
        left = kill_in_the_middle(context, job, kill)
        assert left.state is JobState.RUNNING
        assert 0 < left.batch < 8
    with worker(context):
        assert_everything_once(context, wait_for_batch(context, job, 1000), units)


def test_a_worker_told_to_end_gives_its_job_back(context: Context, tmp_path: Path) -> None:
    units = 6 * BATCH
    job = submitted(context, tmp_path, units).id
    with worker(context) as first:
        wait_for_batch(context, job, 1)
        first.terminate()
        _, complaints = first.communicate(timeout=30)
    assert (first.returncode, complaints) == (0, b"")
    left = jobs.get_job(context, LOCAL_USER, job)
    assert (left.state, left.attempts) == (JobState.WAITING, 0)
    with worker(context):
        assert_everything_once(context, wait_for_batch(context, job, 1000), units)
