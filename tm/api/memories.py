"""Memories: the collections of units."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from tm.api import created
from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import Answer, Body, Versioned, name
from tm.model.units import Memory
from tm.services import memories

bp = Resource("memories", f"{PREFIX}/memories", "Collections of translation units")


class NewMemory(Body):
    name = name(required=True)


class MemoryChange(Versioned):
    name = name(required=True)


class MemoryAnswer(Answer):
    id = fields.String()
    name = fields.String()
    units = fields.Integer()
    languages = fields.List(fields.String())
    sample = fields.Boolean()
    version = fields.Integer()


class MemoriesAnswer(Answer):
    items = fields.List(fields.Nested(MemoryAnswer))


class DeletedMemory(Answer):
    units = fields.Integer(metadata={"description": "How many units went with it"})


@bp.operation("GET", "", answer=MemoriesAnswer)
def listing() -> dict[str, Any]:
    """List all memories, sorted by name."""
    return {"items": memories.list_memories(context(), actor())}


@bp.operation("POST", "", body=NewMemory, answer=MemoryAnswer, status=201, headers=created.HEADERS)
def create(body: dict[str, Any]) -> created.Answered:
    """Make an empty memory; 409 when the name is taken."""
    made = memories.create_memory(context(), actor(), body["name"])
    return made, created.at("memories", made.id)


@bp.operation("GET", "/<uuid:memory>", answer=MemoryAnswer)
def read(memory: UUID) -> Memory:
    """Read a memory, with its size and languages."""
    return memories.get_memory(context(), actor(), str(memory))


@bp.operation("PATCH", "/<uuid:memory>", body=MemoryChange, answer=MemoryAnswer)
def rename(body: dict[str, Any], memory: UUID) -> Memory:
    """Rename a memory."""
    memories.rename_memory(context(), actor(), str(memory), body["name"], body["version"])
    return memories.get_memory(context(), actor(), str(memory))


@bp.operation("DELETE", "/<uuid:memory>", answer=DeletedMemory)
def delete(memory: UUID) -> dict[str, int]:
    """Delete a memory and its units."""
    return {"units": memories.delete_memory(context(), actor(), str(memory))}
