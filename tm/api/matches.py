"""Fuzzy matches of a text in the memories."""

from typing import Any

from marshmallow import fields

from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import Answer, Body, Query, Text, Whole, language, many_of, name
from tm.match.score import HIGHEST
from tm.model.units import Match
from tm.services.lookup import LARGEST_LIMIT, LONGEST_QUERY, MatchQuery, find_many

LARGEST_BATCH = 100
MEMORIES = 20

bp = Resource("matches", PREFIX, "Fuzzy matches")


class MatchParameters(Query):
    text = Text(longest=LONGEST_QUERY, required=True)
    source = language(required=True)
    target = language(required=True)
    memory = many_of(name(), MEMORIES, load_default=(), metadata={"description": "Names or ids"})
    min_score = Whole(1, HIGHEST, in_query=True, load_default=70)
    limit = Whole(1, LARGEST_LIMIT, in_query=True, load_default=5)
    before = Text(longest=LONGEST_QUERY)
    after = Text(longest=LONGEST_QUERY)


class OneMatchQuery(Body):
    text = Text(longest=LONGEST_QUERY, required=True)
    source = language(required=True)
    target = language(required=True)
    memory = many_of(name(), MEMORIES, load_default=(), metadata={"description": "Names or ids"})
    min_score = Whole(1, HIGHEST, load_default=70)
    limit = Whole(1, LARGEST_LIMIT, load_default=5)
    before = Text(longest=LONGEST_QUERY, load_default=None, allow_none=True)
    after = Text(longest=LONGEST_QUERY, load_default=None, allow_none=True)


class ManyMatchQueries(Body):
    queries = many_of(fields.Nested(OneMatchQuery), LARGEST_BATCH, 1, required=True)


class QueryAnswer(Answer):
    text = fields.String()
    source = fields.String()
    target = fields.String()
    memory = fields.List(fields.String(), attribute="memories")
    min_score = fields.Integer()
    limit = fields.Integer()
    before = fields.String(allow_none=True)
    after = fields.String(allow_none=True)


class OperationAnswer(Answer):
    op = fields.String(metadata={"description": "equal, replace, insert or delete"})
    query = fields.List(fields.Integer(), metadata={"description": "Code points, end excluded"})
    match = fields.List(fields.Integer(), metadata={"description": "Code points, end excluded"})


class PenaltyAnswer(Answer):
    reason = fields.String()
    points = fields.Integer()


class OriginAnswer(Answer):
    document = fields.String(allow_none=True)
    date = fields.String(allow_none=True)
    author = fields.String(allow_none=True)


class MatchAnswer(Answer):
    score = fields.Integer(metadata={"description": "A percentage, after penalties"})
    band = fields.String()
    source = fields.String()
    target = fields.String()
    source_lang = fields.String()
    target_lang = fields.String()
    operations = fields.List(fields.Nested(OperationAnswer))
    penalties = fields.List(fields.Nested(PenaltyAnswer))
    adapted = fields.Function(
        # No number or name of the target is adapted to the query yet.
        lambda _match: [],
        metadata={"type": "array", "items": {"type": "object"}},
    )
    unit = fields.String()
    memory = fields.String()
    status = fields.String()
    origin = fields.Nested(OriginAnswer)
    sample = fields.Boolean()


class MatchesAnswer(Answer):
    query = fields.Nested(QueryAnswer)
    matches = fields.List(fields.Nested(MatchAnswer))


class ManyMatchesAnswer(Answer):
    results = fields.List(fields.Nested(MatchesAnswer))


@bp.operation("GET", "/matches", query=MatchParameters, answer=MatchesAnswer)
def find(query: dict[str, Any]) -> dict[str, Any]:
    """Find a text in the memories.

    Before and after are the segments that stand beside it; where they agree a match is worth more.
    """
    return _found([query])[0]


@bp.operation("POST", "/matches", body=ManyMatchQueries, answer=ManyMatchesAnswer)
def find_all(body: dict[str, Any]) -> dict[str, Any]:
    """Find many texts, all in one state of the memories, answered in their order."""
    return {"results": _found(body["queries"])}


def _found(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    queries = [MatchQuery(**_named(query)) for query in asked]
    found: list[list[Match]] = find_many(context(), actor(), queries)
    return [
        {"query": query, "matches": matches} for query, matches in zip(queries, found, strict=True)
    ]


def _named(query: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in query.items() if key != "memory"} | {
        "memories": tuple(query["memory"])
    }
