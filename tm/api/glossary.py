"""Terms: look one up, and see those of running texts."""

from typing import Any

from marshmallow import fields

from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import Answer, Body, Query, Text, language, many_of, name
from tm.services import terminology

TEXTS = 100
TERMBASES = 20

bp = Resource("glossary", PREFIX, "Look up terms, and see those of a text")


class TermParameters(Query):
    term = Text(longest=terminology.LONGEST_TERM, required=True)
    source = language(required=True)
    target = language(required=True)
    termbase = many_of(name(), TERMBASES, load_default=(), metadata={"description": "Names or ids"})


class TextsToRecognize(Body):
    texts = many_of(
        Text(longest=terminology.LONGEST_RECOGNIZED, blank=True), TEXTS, 1, required=True
    )
    lang = language(required=True)
    target = language(required=True)
    termbase = many_of(name(), TERMBASES, load_default=(), metadata={"description": "Names or ids"})


class MatchedTerm(Answer):
    term = fields.String(attribute="text")
    lang = fields.String()


class TranslationAnswer(MatchedTerm):
    status = fields.String()


class GlossaryHitAnswer(Answer):
    concept = fields.String(attribute="concept.id")
    tier = fields.String(metadata={"description": "exact, spelling or loose"})
    confidence = fields.Float(metadata={"description": "From 0 to 1"})
    matched = fields.Nested(MatchedTerm)
    translations = fields.List(fields.Nested(TranslationAnswer))
    subject = fields.String(attribute="concept.subject", allow_none=True)
    definition = fields.String(attribute="concept.definition", allow_none=True)
    sample = fields.Boolean(attribute="concept.sample")


class QuantityAnswer(Answer):
    canonical = fields.String(attribute="quantity.canonical")
    kind = fields.String(attribute="quantity.kind")
    start = fields.Integer(attribute="quantity.start")
    end = fields.Integer(attribute="quantity.end")
    surface = fields.String(attribute="quantity.surface")
    rendering = fields.String(
        allow_none=True, metadata={"description": "How the target language prints it"}
    )


class GlossaryAnswer(Answer):
    term = fields.String()
    hits = fields.List(fields.Nested(GlossaryHitAnswer))
    quantities = fields.List(fields.Nested(QuantityAnswer))


class TermAnswer(Answer):
    start = fields.Integer()
    end = fields.Integer()
    surface = fields.String()
    term = fields.String()
    tier = fields.String()
    confidence = fields.Float(metadata={"description": "From 0 to 1; below .5 is doubted"})
    doubt = fields.String(allow_none=True)
    hits = fields.List(fields.Nested(GlossaryHitAnswer))

    inside = fields.List(
        fields.Nested(lambda: TermAnswer()), metadata={"description": "Terms within this one"}
    )


class RecognizedAnswer(Answer):
    text = fields.String()
    lang = fields.String()
    terms = fields.List(fields.Nested(TermAnswer))
    quantities = fields.List(fields.Nested(QuantityAnswer))


class ManyRecognizedAnswer(Answer):
    results = fields.List(fields.Nested(RecognizedAnswer))


@bp.operation("GET", "/glossary", query=TermParameters, answer=GlossaryAnswer)
def look_up(query: dict[str, Any]) -> terminology.GlossaryAnswer:
    """Find the concepts that a term names, with their terms in the target language, best first."""
    return terminology.look_up(
        context(),
        actor(),
        query["term"],
        query["source"],
        query["target"],
        termbases=query["termbase"],
    )


@bp.operation("POST", "/glossary/recognize", body=TextsToRecognize, answer=ManyRecognizedAnswer)
def recognize(body: dict[str, Any]) -> dict[str, Any]:
    """See the terms and quantities of texts.

    Spans count code points of the text as given, end excluded, and leave Korean particles out.
    """
    return {
        "results": [
            terminology.recognize(
                context(), actor(), text, body["lang"], body["target"], termbases=body["termbase"]
            )
            for text in body["texts"]
        ]
    }
