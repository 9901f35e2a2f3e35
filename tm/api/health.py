"""Whether the process lives, and whether it can serve."""

from marshmallow import fields

from tm.api.common import Resource, context
from tm.api.fields import Answer
from tm.storage import schema

bp = Resource("health", "", "Whether the service lives and can serve")


class Health(Answer):
    status = fields.String()


@bp.operation("GET", "/healthz", answer=Health)
def alive() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@bp.operation("GET", "/readyz", answer=Health)
def ready() -> dict[str, str]:
    """Say that the database answers and has this version's schema; 503 otherwise."""
    schema.check(context().db)
    return {"status": "ok"}
