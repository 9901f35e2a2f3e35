"""Documents: articles and legal texts, segmented."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from tm.api import created
from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import Answer, Body, PageQuery, Text, Truth, language
from tm.model.documents import Document
from tm.services import documents
from tm.services.paging import Page

LONGEST_ADDRESS = 2000

bp = Resource("documents", f"{PREFIX}/documents", "Articles and legal texts")


class DocumentBody(Body):
    largest = 16 * 1024 * 1024

    text = Text(longest=documents.LONGEST_DOCUMENT, required=True)
    lang = language(required=True)
    title = Text(longest=500, load_default=None, metadata={"description": "Else the first line"})
    address = Text(
        longest=LONGEST_ADDRESS,
        pattern=r"https?://[^\s\u0000]+",
        error="Is not a web address.",
        load_default=None,
    )
    date = fields.Date(load_default=None, format="%Y-%m-%d")
    author = Text(longest=200, load_default=None)
    original = Truth(load_default=False, metadata={"description": "Not a translation"})


class DocumentParts(Answer):
    id = fields.String()
    title = fields.String()
    lang = fields.String()
    version = fields.Integer()
    address = fields.String(allow_none=True)
    date = fields.String(allow_none=True)
    author = fields.String(allow_none=True)
    original = fields.Boolean()
    sample = fields.Boolean()


class SegmentAnswer(Answer):
    text = fields.String()
    paragraph = fields.Integer()
    start = fields.Integer(metadata={"description": "Code points of the document's text"})
    end = fields.Integer()


class DocumentAnswer(DocumentParts):
    text = fields.String()
    segments = fields.List(fields.Nested(SegmentAnswer))


class DocumentsAnswer(Answer):
    items = fields.List(fields.Nested(DocumentParts))
    next = fields.String(allow_none=True)


@bp.operation("GET", "", query=PageQuery, answer=DocumentsAnswer)
def listing(query: dict[str, Any]) -> Page[Document]:
    """List documents without their texts, the newest first."""
    return documents.list_documents(
        context(), actor(), cursor=query["cursor"], limit=query["limit"]
    )


@bp.operation(
    "POST", "", body=DocumentBody, answer=DocumentAnswer, status=201, headers=created.HEADERS
)
def create(body: dict[str, Any]) -> created.Answered:
    """Store a text, divided into segments. To align two texts, post them to /alignments."""
    stored = documents.add_document(context(), actor(), made(body))
    return stored, created.at("documents", stored.id)


@bp.operation("GET", "/<uuid:document>", answer=DocumentAnswer)
def read(document: UUID) -> Document:
    """Read a document, with its text and segments."""
    return documents.get_document(context(), actor(), str(document))


@bp.operation("DELETE", "/<uuid:document>", status=204)
def delete(document: UUID) -> None:
    """Delete a document and the alignments it is in; units that were approved from it stay."""
    documents.delete_document(context(), actor(), str(document))


def made(body: dict[str, Any]) -> Document:
    """Return the document that a body describes, segmented."""
    date = body["date"] and body["date"].isoformat()
    return documents.make_document(**body | {"date": date})
