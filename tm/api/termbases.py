"""Termbases: the collections of concepts."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import Answer, Body, name
from tm.services import terminology

bp = Resource("termbases", f"{PREFIX}/termbases", "Collections of concepts")


class NewTermbase(Body):
    name = name(required=True)


class TermbaseAnswer(Answer):
    id = fields.String()
    name = fields.String()
    concepts = fields.Integer()
    sample = fields.Boolean()


class TermbasesAnswer(Answer):
    items = fields.List(fields.Nested(TermbaseAnswer))


class DeletedTermbase(Answer):
    concepts = fields.Integer(metadata={"description": "How many concepts went with it"})


@bp.operation("GET", "", answer=TermbasesAnswer)
def listing() -> dict[str, Any]:
    """List all termbases, sorted by name."""
    return {"items": terminology.list_termbases(context(), actor())}


@bp.operation("POST", "", body=NewTermbase, answer=TermbaseAnswer, status=201)
def create(body: dict[str, Any]) -> Any:
    """Make an empty termbase; 409 when the name is taken."""
    return terminology.create_termbase(context(), actor(), body["name"])


@bp.operation("DELETE", "/<uuid:termbase>", answer=DeletedTermbase)
def delete(termbase: UUID) -> dict[str, int]:
    """Delete a termbase and its concepts."""
    return {"concepts": terminology.delete_termbase(context(), actor(), str(termbase))}
