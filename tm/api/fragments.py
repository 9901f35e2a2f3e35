"""The longest stretches of a text that stand in the memories."""

from typing import Any

from marshmallow import fields

from tm.api.common import PREFIX, Resource, actor, context
from tm.api.concordance import ConcordanceHitAnswer
from tm.api.fields import Answer, Query, Text, Whole, language, many_of, name
from tm.api.matches import MEMORIES
from tm.services.fragments import MOST_FRAGMENTS, MOST_HITS, find_fragments
from tm.services.lookup import LONGEST_QUERY

bp = Resource("fragments", PREFIX, "Stretches of a text that stand in the memories")


class FragmentParameters(Query):
    text = Text(longest=LONGEST_QUERY, required=True)
    source = language(required=True)
    target = language(required=True)
    memory = many_of(name(), MEMORIES, load_default=(), metadata={"description": "Names or ids"})
    limit = Whole(1, MOST_FRAGMENTS, in_query=True, load_default=5)
    hits = Whole(
        0,
        MOST_HITS,
        in_query=True,
        load_default=3,
        metadata={"description": "How many units are shown of each"},
    )


class FragmentAnswer(Answer):
    span = fields.List(
        fields.Integer(), metadata={"description": "Code points of the text, end excluded"}
    )
    text = fields.String()
    total = fields.Integer(metadata={"description": "How many units have it"})
    counted_all = fields.Boolean(
        metadata={"description": "False where total is only how many there are at least"}
    )
    hits = fields.List(fields.Nested(ConcordanceHitAnswer))


class FragmentsAnswer(Answer):
    fragments = fields.List(fields.Nested(FragmentAnswer))


@bp.operation("GET", "/fragments", query=FragmentParameters, answer=FragmentsAnswer)
def find(query: dict[str, Any]) -> dict[str, Any]:
    """Find the longest stretches of a text that stand in translated texts, the longest first.

    A stretch has at least two words or marks, or four syllables, and is part of no longer one.
    """
    found = find_fragments(
        context(),
        actor(),
        query["text"],
        query["source"],
        query["target"],
        memories=query["memory"],
        limit=query["limit"],
        hits=query["hits"],
    )
    return {"fragments": found}
