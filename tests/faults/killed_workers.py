"""The long form of tests/test_jobs.py: three workers at once, each killed again and again."""

import random
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.services.test_jobs import let_lease_run_out
from tests.test_jobs import (
    assert_everything_once,
    kill_in_the_middle,
    submitted,
    wait_for_batch,
    worker,
)
from tm.model.people import LOCAL_USER
from tm.services import jobs
from tm.services.context import Context
from tm.services.imports import BATCH


def test_one_worker_after_the_other_is_killed(context: Context, tmp_path: Path) -> None:
    """Each gets one to three batches done; attempts without any do not add up."""
    units = 40 * BATCH + 17
    job = submitted(context, tmp_path, units).id
    for _ in range(12):
        left = kill_in_the_middle(context, job, random.randint(1, 3))  # noqa: S311
        assert not left.state.over
    with worker(context):
        assert_everything_once(context, wait_for_batch(context, job, 1000), units)


@pytest.mark.parametrize("seed", range(2))
def test_three_workers_fight_for_one_job(context: Context, tmp_path: Path, seed: int) -> None:
    """Leases run out under living workers, and one of them is killed now and then."""
    chance = random.Random(seed)  # noqa: S311
    units = 40 * BATCH
    job = submitted(context, tmp_path, units).id
    with ExitStack() as stack:
        crew = [stack.enter_context(worker(context)) for _ in range(3)]
        while not (found := jobs.get_job(context, LOCAL_USER, job)).state.over:
            wait_for_batch(context, job, found.batch + chance.randint(1, 4))
            if chance.random() < 0.2:
                chance.choice(crew).kill()
                crew.append(stack.enter_context(worker(context)))
            let_lease_run_out(context, job)
    assert_everything_once(context, jobs.get_job(context, LOCAL_USER, job), units)
