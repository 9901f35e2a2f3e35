"""Translation units: one meaning in several languages."""

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
from tm.model.units import Status, TranslationUnit, Variant
from tm.services import memories
from tm.services.paging import Page
from tm.services.storing import LONGEST_TEXT

VARIANTS = 50
NOTES = 50

bp = Resource("units", f"{PREFIX}/units", "Translation units")


class UnitParameters(PageQuery):
    memory = name(metadata={"description": "Name or id"})
    text = Text(longest=1000, metadata={"description": "What a text contains"})
    status = one_of(Status)


class VariantBody(Body):
    lang = language(required=True)
    text = Text(longest=LONGEST_TEXT, required=True)


class UnitParts(Body):
    variants = many_of(fields.Nested(VariantBody), VARIANTS, 1)
    status = one_of(Status)
    notes = many_of(Text(longest=10_000), NOTES)


class NewUnit(UnitParts):
    memory = name(required=True, metadata={"description": "Name or id"})
    variants = many_of(fields.Nested(VariantBody), VARIANTS, 1, required=True)


class UnitChange(UnitParts, Versioned):
    """What is left out stays as it is."""


class PropertyAnswer(Answer):
    name = fields.Function(lambda pair: pair[0], metadata={"type": "string"})
    value = fields.Function(lambda pair: pair[1], metadata={"type": "string"})


class VariantAnswer(Answer):
    lang = fields.String()
    text = fields.String()
    markup = fields.String(
        allow_none=True, metadata={"description": "The text with TMX inline elements, if any"}
    )
    author = fields.String(allow_none=True)
    created = fields.String(allow_none=True)
    changed = fields.String(allow_none=True)
    notes = fields.List(fields.String())
    properties = fields.List(fields.Nested(PropertyAnswer), attribute="props")


class OccurrenceAnswer(Answer):
    document = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    date = fields.String(allow_none=True)
    author = fields.String(allow_none=True)
    position = fields.Integer(allow_none=True)
    before = fields.String(allow_none=True)
    after = fields.String(allow_none=True)
    score = fields.Float(allow_none=True)
    model = fields.String(allow_none=True)
    job = fields.String(allow_none=True)


class UnitAnswer(Answer):
    id = fields.String()
    memory = fields.String()
    status = fields.String()
    version = fields.Integer()
    variants = fields.List(fields.Nested(VariantAnswer))
    author = fields.String(allow_none=True)
    created = fields.String(allow_none=True)
    changed = fields.String(allow_none=True)
    notes = fields.List(fields.String())
    properties = fields.List(fields.Nested(PropertyAnswer), attribute="props")
    occurrences = fields.List(fields.Nested(OccurrenceAnswer))


class UnitsAnswer(Answer):
    items = fields.List(fields.Nested(UnitAnswer))
    next = fields.String(allow_none=True)


@bp.operation("GET", "", query=UnitParameters, answer=UnitsAnswer)
def listing(query: dict[str, Any]) -> Page[TranslationUnit]:
    """List units in the order in which they were stored."""
    return memories.list_units(
        context(),
        actor(),
        memory=query["memory"],
        text=query["text"],
        status=Status(query["status"]) if query["status"] else None,
        cursor=query["cursor"],
        limit=query["limit"],
    )


@bp.operation("POST", "", body=NewUnit, answer=UnitAnswer, status=201, headers=created.HEADERS)
def create(body: dict[str, Any]) -> created.Answered:
    """Store a unit; one that the memory has is merged with it and given back."""
    unit = replace(TranslationUnit(variants=()), **_parts(body))
    stored = memories.add_unit(context(), actor(), body["memory"], unit)
    return stored, created.at("units", stored.id)


@bp.operation("GET", "/<uuid:unit>", answer=UnitAnswer)
def read(unit: UUID) -> TranslationUnit:
    """Read a unit, with the places where it was seen."""
    return memories.get_unit(context(), actor(), str(unit))


@bp.operation("PATCH", "/<uuid:unit>", body=UnitChange, answer=UnitAnswer)
def change(body: dict[str, Any], unit: UUID) -> TranslationUnit:
    """Change a unit; what is left out stays. 409 when somebody else changed it meanwhile."""
    known = memories.get_unit(context(), actor(), str(unit))
    return memories.update_unit(
        context(), actor(), str(unit), replace(known, **_parts(body)), body["version"]
    )


@bp.operation("DELETE", "/<uuid:unit>", status=204)
def delete(unit: UUID) -> None:
    """Delete a unit."""
    memories.delete_unit(context(), actor(), str(unit))


def _parts(body: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a unit that a body has."""
    parts: dict[str, Any] = {}
    if "variants" in body:
        parts["variants"] = tuple(Variant(v["lang"], v["text"]) for v in body["variants"])
    if "status" in body:
        parts["status"] = Status(body["status"])
    if "notes" in body:
        parts["notes"] = tuple(body["notes"])
    return parts
