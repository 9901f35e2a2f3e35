"""Long work, as people and programs see it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def over(self) -> bool:
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELED)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of long work; ``batch`` counts what is committed, ``report`` says what came of it.

    ``total`` is None while it is not known; ``done`` and ``total`` count what ``kind`` handles
    (units of an import, bytes, documents).
    """

    id: str
    kind: str
    state: JobState
    payload: dict[str, Any]
    created: str
    finished: str | None = None
    attempts: int = 0
    batch: int = 0
    done: int = 0
    total: int | None = None
    report: dict[str, Any] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed in; ``path`` is relative to the data directory's uploads."""

    id: str
    name: str
    size: int
    sha256: str
    path: str
