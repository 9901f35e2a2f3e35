"""The worker: takes jobs from the database one after the other, until it is told to end.

The rows themselves are the queue; see docs/decisions/0002-jobs.md for why there is no other.
"""

import logging
import os
import signal
from collections.abc import Mapping
from threading import Event
from typing import Any

from tm.errors import TmError
from tm.services import aligning, imports
from tm.services.context import Context
from tm.services.jobs import Handler, run_next, worker_name

log = logging.getLogger(__name__)

HANDLERS: Mapping[str, Handler] = {
    imports.KIND: imports.run_import,
    aligning.KIND: aligning.run_alignment,
}

_POLL_SECONDS = 0.5
_PAUSE_AFTER_ERROR = 5.0


def work(ctx: Context, stop: Event, parent: int | None = None) -> None:
    """Run jobs until ``stop`` is set; the job at hand is then given back after its batch.

    Looks for waiting jobs, and for those whose worker died, twice a second.  Where a ``parent`` is
    named, work also ends when that process is gone.
    """
    worker = worker_name()
    while not stop.is_set() and parent in (None, os.getppid()):
        try:
            job = run_next(ctx, worker, HANDLERS, stop=stop)
        except TmError as error:
            log.warning("the worker pauses: %s", error)
            stop.wait(_PAUSE_AFTER_ERROR)
            continue
        if job is None:
            stop.wait(_POLL_SECONDS)
        else:
            log.info("job %s (%s): %s", job.id, job.kind, job.state)


def work_until_signaled(ctx: Context, parent: int | None = None) -> None:
    """Work until SIGTERM or SIGINT comes; for the main thread of a process of its own."""
    stop = Event()

    def end(_signal: int, _frame: Any) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    work(ctx, stop, parent)
