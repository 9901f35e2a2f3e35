"""Alignments: two documents, and the beads that pair their segments."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from tm.api import created
from tm.api.common import PREFIX, Resource, actor, context
from tm.api.documents import DocumentAnswer, DocumentBody, DocumentParts, made
from tm.api.fields import Answer, Body, PageQuery, name
from tm.errors import InvalidInput
from tm.model.documents import Alignment, Document
from tm.services import documents

bp = Resource("alignments", f"{PREFIX}/alignments", "Pairs of documents, and their beads")


class NewAlignment(Body):
    largest = 2 * DocumentBody.largest

    source = fields.Nested(DocumentBody, required=True)
    target = fields.Nested(DocumentBody, required=True)
    memory = name(
        required=True,
        metadata={"description": "Where approved pairs go; made if there is none of that name"},
    )


class EvidenceAnswer(Answer):
    kind = fields.Function(lambda pair: pair[0], metadata={"type": "string"})
    detail = fields.Function(lambda pair: pair[1], metadata={"type": "string"})


class BeadAnswer(Answer):
    id = fields.String()
    source = fields.List(fields.Integer(), metadata={"description": "Segments, from 0"})
    target = fields.List(fields.Integer(), metadata={"description": "Segments, from 0"})
    score = fields.Float()
    confidence = fields.String(metadata={"description": "sure, likely or doubtful"})
    state = fields.String(metadata={"description": "open, approved or left-out"})
    moved = fields.Boolean()
    evidence = fields.List(fields.Nested(EvidenceAnswer))
    unit = fields.String(allow_none=True)


class AlignmentAnswer(Answer):
    id = fields.String()
    version = fields.Integer()
    memory = fields.String(allow_none=True)
    model = fields.String()
    notes = fields.List(fields.String())
    source = fields.Nested(DocumentAnswer)
    target = fields.Nested(DocumentAnswer)
    beads = fields.List(fields.Nested(BeadAnswer))


class ListedAlignment(Answer):
    id = fields.String(attribute="alignment.id")
    version = fields.Integer(attribute="alignment.version")
    memory = fields.String(attribute="alignment.memory", allow_none=True)
    source = fields.Nested(DocumentParts, attribute="alignment.source")
    target = fields.Nested(DocumentParts, attribute="alignment.target")
    beads = fields.Function(
        lambda listed: {state.value: number for state, number in listed.counts.items()},
        metadata={
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "description": "How many beads are open, approved and left-out",
        },
    )


class AlignmentsAnswer(Answer):
    items = fields.List(fields.Nested(ListedAlignment))
    next = fields.String(allow_none=True)


@bp.operation("GET", "", query=PageQuery, answer=AlignmentsAnswer)
def listing(query: dict[str, Any]) -> Any:
    """List alignments, the newest first, with the number of beads in each state."""
    return documents.list_alignments(
        context(), actor(), cursor=query["cursor"], limit=query["limit"]
    )


@bp.operation(
    "POST", "", body=NewAlignment, answer=AlignmentAnswer, status=201, headers=created.HEADERS
)
def create(body: dict[str, Any]) -> created.Answered:
    """Store two texts and align them, to be reviewed into a memory."""
    source, target = (_side(body, side) for side in ("source", "target"))
    found = documents.add_pair(context(), actor(), source, target, body["memory"])
    return found, created.at("alignments", found.id)


@bp.operation("GET", "/<uuid:alignment>", answer=AlignmentAnswer)
def read(alignment: UUID) -> Alignment:
    """Read an alignment, with both documents and the beads in reading order."""
    return documents.get_alignment(context(), actor(), str(alignment))


def _side(body: dict[str, Any], side: str) -> Document:
    try:
        return made(body[side])
    except InvalidInput as error:
        error.field = f"{side}.{error.field or 'text'}"
        raise
