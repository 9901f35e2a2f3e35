"""Fuzzy matches of a text in the memories."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response
from marshmallow import fields

from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import (
    Answer,
    Body,
    Query,
    Text,
    Whole,
    behind_field,
    date,
    language,
    many_of,
    name,
    one_of,
    span,
)
from tm.match.adapt import Doubt
from tm.match.score import HIGHEST
from tm.model.units import Band, Match, Status
from tm.services.lookup import (
    LARGEST_LIMIT,
    LONGEST_MARKUP,
    LONGEST_QUERY,
    MatchQuery,
    behind,
    find_many,
)

LARGEST_BATCH = 100
MEMORIES = 20
SEARCHED = (Status.DRAFT, Status.APPROVED)
"""Units that were rejected are never found."""
_LONGEST_FILTER = 500

bp = Resource("matches", PREFIX, "Fuzzy matches")


def _asked(*, in_query: bool) -> dict[str, Any]:
    """Return what can be asked of a text; in a body, null says the same as leaving it out."""
    left_out: dict[str, Any] = {} if in_query else {"load_default": None, "allow_none": True}
    return {
        "text": Text(longest=LONGEST_QUERY, required=True),
        "source": language(required=True),
        "target": language(required=True),
        "memory": many_of(
            name(), MEMORIES, load_default=(), metadata={"description": "Names or ids"}
        ),
        "min_score": Whole(1, HIGHEST, in_query=in_query, load_default=70),
        "limit": Whole(1, LARGEST_LIMIT, in_query=in_query, load_default=5),
        "before": Text(longest=LONGEST_QUERY, **left_out),
        "after": Text(longest=LONGEST_QUERY, **left_out),
        "status": one_of(Status, metadata={"description": "Only units of this status"}, **left_out),
        "document": _filter("Only units seen in the document with this id", **left_out),
        "author": _filter("Only units of this author, or with a text of this author", **left_out),
        "since": date("Only units whose latest date is this one or later", **left_out),
        "until": date("Only units whose latest date is in this one or earlier", **left_out),
        "subject": _filter(
            "Only units that a file said to be about this (its props subject, domain)", **left_out
        ),
        "markup": Text(
            longest=LONGEST_MARKUP,
            metadata={
                "description": "The text with its inline tags, as an XML fragment of TMX elements;"
                " its plain text must be the text"
            },
            **left_out,
        ),
    }


def _filter(description: str, **kwargs: Any) -> Text:
    return Text(longest=_LONGEST_FILTER, metadata={"description": description}, **kwargs)


MatchParameters = Query.from_dict(_asked(in_query=True), name="MatchParameters")
OneMatchQuery = Body.from_dict(_asked(in_query=False), name="OneMatchQuery")


class ManyMatchQueries(Body):
    queries = many_of(fields.Nested(OneMatchQuery), LARGEST_BATCH, 1, required=True)


class QueryAnswer(Answer):
    text = fields.String()
    source = fields.String()
    target = fields.String()
    memory = fields.List(fields.String())
    min_score = fields.Integer()
    limit = fields.Integer()
    before = fields.String(allow_none=True)
    after = fields.String(allow_none=True)
    status = one_of(SEARCHED, allow_none=True)
    document = fields.String(allow_none=True)
    author = fields.String(allow_none=True)
    since = fields.String(allow_none=True)
    until = fields.String(allow_none=True)
    subject = fields.String(allow_none=True)
    markup = fields.String(allow_none=True)


class OperationAnswer(Answer):
    op = one_of(["equal", "replace", "insert", "delete"])
    query = span("In the text asked for")
    match = span("In source")


class PenaltyAnswer(Answer):
    reason = fields.String(
        metadata={"description": "unreviewed, low-alignment-confidence, or memory: its own penalty"}
    )
    points = fields.Integer()


class AdaptedAnswer(Answer):
    kind = fields.String(metadata={"description": "What it is: a number, a year, a percentage"})
    old = fields.String(metadata={"description": "What stands in the memory"})
    new = fields.String()
    span = span("Where it stands in target")


class OriginAnswer(Answer):
    document = fields.String(allow_none=True)
    date = fields.String(allow_none=True)
    author = fields.String(allow_none=True)


class MatchAnswer(Answer):
    score = fields.Integer(metadata={"description": "A percentage, after penalties"})
    band = one_of(Band)
    source = fields.String()
    target = fields.String(metadata={"description": "As it is stored, but for what is adapted"})
    target_markup = fields.String(
        allow_none=True,
        metadata={
            "description": "The target with the tags of the query's markup, null where there are"
            " none or where it is not certain where they go"
        },
    )
    source_lang = fields.String()
    target_lang = fields.String()
    operations = fields.List(fields.Nested(OperationAnswer))
    reasons = fields.List(
        fields.String(),
        metadata={
            "description": "Stable words for what differs. numbers-adapted: the numbers of target"
            " were changed to those of the query, which is the rest of what differs; numbers-left:"
            f" and a word: they were not, because of it. The words are {', '.join(Doubt)}"
        },
    )
    penalties = fields.List(fields.Nested(PenaltyAnswer))
    adapted = fields.List(fields.Nested(AdaptedAnswer))
    unit = fields.String()
    memory = fields.String()
    status = one_of(SEARCHED)
    origin = fields.Nested(OriginAnswer)
    sample = fields.Boolean()


class FoundAnswer(Answer):
    query = fields.Nested(QueryAnswer)
    matches = fields.List(fields.Nested(MatchAnswer))


class MatchesAnswer(FoundAnswer):
    behind = behind_field()


class ManyMatchesAnswer(Answer):
    results = fields.List(fields.Nested(FoundAnswer))
    behind = behind_field()


@bp.operation("GET", "/matches", query=MatchParameters, answer=MatchesAnswer)
def find(query: dict[str, Any]) -> Response:
    """Find a text in the memories.

    Before and after are the segments that stand beside it; where they agree a match is worth more.
    Where only numbers differ, the target gets those of the text if it is certain how.
    """
    return _sent(_found([query])[0])


@bp.operation("POST", "/matches", body=ManyMatchQueries, answer=ManyMatchesAnswer)
def find_all(body: dict[str, Any]) -> Response:
    """Find many texts, all in one state of the memories, answered in their order."""
    return _sent({"results": _found(body["queries"])})


def _found(asked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    queries = [_query(one) for one in asked]
    found = find_many(context(), actor(), queries)
    return [
        {"query": one, "matches": [_match(match) for match in matches]}
        for one, matches in zip(asked, found, strict=True)
    ]


def _query(asked: Mapping[str, Any]) -> MatchQuery:
    named = dict(asked)
    status, memory = named.pop("status"), named.pop("memory")
    return MatchQuery(**named, status=Status(status) if status else None, memories=tuple(memory))


# Most of what programs ask of the service are matches.  Dumping them through the schemas, which
# check nothing on the way out, took a third of the time beside the search; a test holds what is
# sent against the document.


def _match(match: Match) -> dict[str, Any]:
    origin = match.origin
    return {
        "score": match.score,
        "band": match.band,
        "source": match.source,
        "target": match.target,
        "target_markup": match.target_markup,
        "source_lang": match.source_lang,
        "target_lang": match.target_lang,
        "operations": [
            {"op": each.op, "query": each.query, "match": each.match} for each in match.operations
        ],
        "reasons": match.reasons,
        "penalties": [{"reason": each.reason, "points": each.points} for each in match.penalties],
        "adapted": [
            {"kind": each.kind, "old": each.old, "new": each.new, "span": each.span}
            for each in match.adapted
        ],
        "unit": match.unit,
        "memory": match.memory,
        "status": match.status,
        "origin": {"document": origin.document, "date": origin.date, "author": origin.author},
        "sample": match.sample,
    }


def _sent(answer: dict[str, Any]) -> Response:
    body = json.dumps(answer | {"behind": behind(context())}, ensure_ascii=False)
    return Response(body, mimetype="application/json")
