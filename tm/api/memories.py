"""Memories: the collections of units."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from tm.api import created
from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import Answer, Body, Versioned, Whole, name
from tm.model.units import Memory
from tm.services import memories

bp = Resource("memories", f"{PREFIX}/memories", "Collections of translation units")


class NewMemory(Body):
    name = name(required=True)


class MemoryChange(Versioned):
    """What is left out stays as it is."""

    name = name()
    penalty = Whole(
        0,
        memories.LARGEST_PENALTY,
        metadata={"description": "Points subtracted from the score of each of its matches"},
    )
    priority = Whole(
        -memories.TOP_PRIORITY,
        memories.TOP_PRIORITY,
        metadata={"description": "Among matches with equal scores the higher comes first"},
    )


class MemoryAnswer(Answer):
    id = fields.String()
    name = fields.String()
    units = fields.Integer()
    languages = fields.List(fields.String())
    sample = fields.Boolean()
    penalty = fields.Integer()
    priority = fields.Integer()
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
def change(body: dict[str, Any], memory: UUID) -> Memory:
    """Change a memory; what is left out stays. 409 when somebody else changed it meanwhile."""
    memories.change_memory(context(), actor(), str(memory), **body)
    return memories.get_memory(context(), actor(), str(memory))


@bp.operation("DELETE", "/<uuid:memory>", answer=DeletedMemory)
def delete(memory: UUID) -> dict[str, int]:
    """Delete a memory and its units."""
    return {"units": memories.delete_memory(context(), actor(), str(memory))}
