"""Units in which a word or phrase stands."""

from typing import Any

from marshmallow import fields

from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import (
    Answer,
    PageQuery,
    Text,
    behind_field,
    language,
    many_of,
    name,
    one_of,
    span,
)
from tm.api.matches import MEMORIES, SEARCHED, OriginAnswer
from tm.services.concordance import LONGEST_PHRASE, concordance
from tm.services.lookup import behind

bp = Resource("concordance", PREFIX, "Units in which a word or phrase stands")


class ConcordanceParameters(PageQuery):
    text = Text(longest=LONGEST_PHRASE, required=True)
    lang = language(required=True)
    memory = many_of(name(), MEMORIES, load_default=(), metadata={"description": "Names or ids"})


class TextAnswer(Answer):
    lang = fields.String()
    text = fields.String()


class ConcordanceHitAnswer(Answer):
    unit = fields.String()
    memory = fields.String()
    lang = fields.String()
    source = fields.String()
    spans = fields.List(span("In source"), metadata={"description": "Where the words stand"})
    translations = fields.List(fields.Nested(TextAnswer))
    status = one_of(SEARCHED)
    origin = fields.Nested(OriginAnswer)


class ConcordanceQueryAnswer(TextAnswer):
    memory = fields.List(fields.String())


class ConcordanceAnswer(Answer):
    query = fields.Nested(ConcordanceQueryAnswer)
    hits = fields.List(fields.Nested(ConcordanceHitAnswer))
    next = fields.String(allow_none=True, metadata={"description": "The cursor of older hits"})
    total = fields.Integer(metadata={"description": "All hits, on all pages"})
    counted_all = fields.Boolean(
        metadata={"description": "False where total is only how many there are at least"}
    )
    behind = behind_field()


@bp.operation("GET", "/concordance", query=ConcordanceParameters, answer=ConcordanceAnswer)
def find(query: dict[str, Any]) -> dict[str, Any]:
    """Find the units in which words and phrases stand, the newest first.

    All words must stand in the text, inside longer words too; "a phrase" in quotation marks stands
    in a row, -word must not stand there, and /a regular expression/ is looked for in the text as
    it is stored, for two seconds at most.  Case does not count, nor do the spacing of Korean and
    its Northern or Southern spelling.
    """
    found = concordance(
        context(),
        actor(),
        query["text"],
        query["lang"],
        memories=query["memory"],
        limit=query["limit"],
        cursor=query["cursor"],
    )
    return {
        "query": query,
        "hits": found.hits,
        "next": found.next,
        "total": found.total,
        "counted_all": found.counted_all,
        "behind": behind(context()),
    }
