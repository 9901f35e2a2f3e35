"""Concepts: what terms of several languages name."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from marshmallow import fields

from tm.api import created
from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import (
    Answer,
    Body,
    PageQuery,
    Text,
    Versioned,
    language,
    many_of,
    name,
    one_of,
)
from tm.model.terms import Concept, Term, TermStatus
from tm.services import terminology
from tm.services.paging import Page

TERMS = 200
TYPES = ("full", "acronym", "abbreviation", "short", "variant", "romanization")

bp = Resource("concepts", f"{PREFIX}/concepts", "What terms of several languages name")


class ConceptParameters(PageQuery):
    termbase = name(metadata={"description": "Name or id"})
    text = Text(longest=1000, metadata={"description": "What a term contains"})
    subject = Text(longest=1000)


class TermBody(Body):
    term = Text(longest=terminology.LONGEST_TERM, required=True, attribute="text")
    lang = language(required=True)
    status = one_of(TermStatus, load_default=TermStatus.PREFERRED.value)
    type = one_of(TYPES, load_default="full")
    region = Text(
        longest=2,
        pattern="[A-Z]{2}",
        error="Is not a country code such as KP.",
        load_default=None,
        allow_none=True,
        attribute="geo",
    )
    note = Text(longest=10_000, load_default=None, allow_none=True)
    source = Text(longest=10_000, load_default=None, allow_none=True)


class ConceptParts(Body):
    terms = many_of(fields.Nested(TermBody), TERMS, 1)
    subject = Text(longest=1000, allow_none=True)
    definition = Text(longest=10_000, allow_none=True)
    note = Text(longest=10_000, allow_none=True)
    source = Text(longest=10_000, allow_none=True)
    label = Text(longest=1000, allow_none=True)


class NewConcept(ConceptParts):
    termbase = name(required=True, metadata={"description": "Name or id"})
    terms = many_of(fields.Nested(TermBody), TERMS, 1, required=True)


class ConceptChange(ConceptParts, Versioned):
    """What is left out stays as it is; terms are replaced together."""


class ConceptTerm(Answer):
    id = fields.String()
    term = fields.String(attribute="text")
    lang = fields.String()
    status = fields.String()
    type = fields.String()
    region = fields.String(attribute="geo", allow_none=True)
    note = fields.String(allow_none=True)
    source = fields.String(allow_none=True)


class ConceptAnswer(Answer):
    id = fields.String()
    termbase = fields.String()
    version = fields.Integer()
    label = fields.String(allow_none=True)
    subject = fields.String(allow_none=True)
    definition = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    source = fields.String(allow_none=True)
    sample = fields.Boolean()
    terms = fields.List(fields.Nested(ConceptTerm))


class ConceptsAnswer(Answer):
    items = fields.List(fields.Nested(ConceptAnswer))
    next = fields.String(allow_none=True)


@bp.operation("GET", "", query=ConceptParameters, answer=ConceptsAnswer)
def listing(query: dict[str, Any]) -> Page[Concept]:
    """List concepts in the order in which they were stored."""
    return terminology.list_concepts(context(), actor(), **query)


@bp.operation(
    "POST", "", body=NewConcept, answer=ConceptAnswer, status=201, headers=created.HEADERS
)
def create(body: dict[str, Any]) -> created.Answered:
    """Store a concept; one preferred term a language and region."""
    concept = replace(Concept(terms=()), **_parts(body))
    stored = terminology.add_concept(context(), actor(), body["termbase"], concept)
    return stored, created.at("concepts", stored.id)


@bp.operation("GET", "/<uuid:concept>", answer=ConceptAnswer)
def read(concept: UUID) -> Concept:
    """Read a concept."""
    return terminology.get_concept(context(), actor(), str(concept))


@bp.operation("PATCH", "/<uuid:concept>", body=ConceptChange, answer=ConceptAnswer)
def change(body: dict[str, Any], concept: UUID) -> Concept:
    """Change a concept; what is left out stays. 409 when somebody else changed it meanwhile."""
    known = terminology.get_concept(context(), actor(), str(concept))
    return terminology.update_concept(
        context(), actor(), str(concept), replace(known, **_parts(body)), body["version"]
    )


@bp.operation("DELETE", "/<uuid:concept>", status=204)
def delete(concept: UUID) -> None:
    """Delete a concept and its terms."""
    terminology.delete_concept(context(), actor(), str(concept))


def _parts(body: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a concept that a body has."""
    parts = {key: value for key, value in body.items() if key not in ("termbase", "version")}
    if "terms" in body:
        parts["terms"] = tuple(
            Term(**term | {"status": TermStatus(term["status"])}) for term in body["terms"]
        )
    return parts
