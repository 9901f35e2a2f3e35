"""Jobs: long work, as it goes on in the background."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import Answer, PageQuery
from tm.model.jobs import Job
from tm.services import imports, jobs
from tm.services.paging import Page

bp = Resource("jobs", f"{PREFIX}/jobs", "Long work in the background")


class JobAnswer(Answer):
    id = fields.String()
    kind = fields.String()
    state = fields.String(metadata={"description": "waiting, running, done, failed or canceled"})
    created = fields.String()
    finished = fields.String(allow_none=True)
    done = fields.Integer(metadata={"description": "Entries that are committed"})
    total = fields.Integer(allow_none=True, metadata={"description": "Null while it is not known"})
    report = fields.Dict(keys=fields.String())
    error = fields.String(allow_none=True)


class JobsAnswer(Answer):
    items = fields.List(fields.Nested(JobAnswer))
    next = fields.String(allow_none=True)


class UndoneAnswer(Answer):
    units = fields.Integer(metadata={"description": "Units that went"})
    occurrences = fields.Integer(metadata={"description": "Places where units were seen that went"})
    kept = fields.Integer(metadata={"description": "Units that stay, as others built on them"})


@bp.operation("GET", "", query=PageQuery, answer=JobsAnswer)
def listing(query: dict[str, Any]) -> Page[Job]:
    """List jobs, the newest first."""
    return jobs.list_jobs(context(), actor(), cursor=query["cursor"], limit=query["limit"])


@bp.operation("GET", "/<uuid:job>", answer=JobAnswer)
def read(job: UUID) -> Job:
    """Read a job: its state, its progress, and the report of what came of it."""
    return jobs.get_job(context(), actor(), str(job))


@bp.operation("POST", "/<uuid:job>/cancel", answer=JobAnswer)
def cancel(job: UUID) -> Job:
    """Cancel a job; what it has committed stays. 409 when it is over."""
    return jobs.cancel_job(context(), actor(), str(job))


@bp.operation("POST", "/<uuid:job>/undo", answer=UndoneAnswer)
def undo(job: UUID) -> imports.Undone:
    """Take back what an import brought; what was changed or seen elsewhere since stays."""
    return imports.undo_import(context(), actor(), str(job))
