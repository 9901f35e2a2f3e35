"""Matches, concordance and glossary: the answers in full, on both databases."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator

from tm.api.matches import MatchParameters
from tm.match.layers import LayerFolder
from tm.model.people import LOCAL_USER
from tm.model.units import Occurrence, Status, TranslationUnit, Variant
from tm.services import imports, memories
from tm.services.context import Context

KOREAN = "신의주에서 쌀값이 3월에 크게 올랐다."
PRICE = "쌀값이 3000원으로 올랐다."
ENGLISH = "Rice prices rose sharply in Sinuiju in March."


@pytest.fixture
def unit(context: Context) -> TranslationUnit:
    memories.create_memory(context, LOCAL_USER, "news")
    return memories.add_unit(
        context,
        LOCAL_USER,
        "news",
        TranslationUnit(
            (Variant("ko-KR", KOREAN), Variant("en", ENGLISH)),
            status=Status.DRAFT,
            occurrences=(Occurrence(document="d1", date="2026-03-09", author="Desk"),),
        ),
    )


def store(context: Context, korean: str, *english: str) -> None:
    """Add a unit with one translation or more to the memory."""
    texts = (Variant("ko", korean), *(Variant("en", text) for text in english))
    memories.add_unit(context, LOCAL_USER, "news", TranslationUnit(texts))


@pytest.fixture
def amnok(client: FlaskClient) -> dict[str, Any]:
    client.post("/api/v1/termbases", json={"name": "house"})
    answer = client.post(
        "/api/v1/concepts",
        json={
            "termbase": "house",
            "subject": "geography",
            "definition": "River on the border with China.",
            "terms": [
                {"lang": "ko", "term": "압록강"},
                {"lang": "en", "term": "Yalu River", "status": "admitted"},
                {"lang": "en", "term": "Amnok River"},
            ],
        },
    )
    assert answer.status_code == 201
    concept: dict[str, Any] = answer.get_json()
    return concept


def test_a_match_says_all_of_where_it_is_from_and_how_it_differs(
    client: FlaskClient, unit: TranslationUnit
) -> None:
    asked = {"text": KOREAN.replace("크게", "조금"), "source": "ko", "target": "en"}
    answer = client.get("/api/v1/matches", query_string=asked)
    assert answer.status_code == 200
    body = answer.get_json()
    [match] = body["matches"]
    assert body["behind"] == 0
    assert body["query"] == dict.fromkeys(MatchParameters().fields) | asked | {
        "memory": [],
        "min_score": 70,
        "limit": 5,
    }
    assert match == {
        "score": match["score"],
        "band": "fuzzy",
        "source": KOREAN,
        "target": ENGLISH,
        "target_markup": None,
        "source_lang": "ko-KR",
        "target_lang": "en",
        "operations": match["operations"],
        "reasons": ["words-differ"],
        "penalties": [{"reason": "unreviewed", "points": 1}],
        "adapted": [],
        "unit": unit.id,
        "memory": unit.memory,
        "status": "draft",
        "origin": {"document": "d1", "date": "2026-03-09", "author": "Desk"},
        "sample": False,
    }
    assert 70 <= match["score"] < 99
    assert {"op": "replace", "query": [14, 16], "match": [14, 16]} in match["operations"]


def test_numbers_are_adapted_or_it_is_said_why_not(
    context: Context, client: FlaskClient, unit: TranslationUnit
) -> None:
    memories.change_memory(context, LOCAL_USER, "news", version=1, penalty=3)
    store(context, PRICE, "Rice rose to 3,000 won.")
    asked = {"text": PRICE.replace("3000", "4500"), "source": "ko", "target": "en"}
    [match] = client.get("/api/v1/matches", query_string=asked).get_json()["matches"]
    assert (match["score"], match["band"]) == (96, "near-exact")
    assert match["target"] == "Rice rose to 4,500 won."
    assert match["adapted"] == [{"kind": "money", "old": "3,000", "new": "4,500", "span": [13, 18]}]
    assert match["reasons"] == ["numbers-differ", "numbers-adapted"]
    assert match["penalties"] == [{"reason": "memory", "points": 3}]
    asked["text"] = KOREAN.replace("3월", "4월")
    [left] = client.get("/api/v1/matches", query_string=asked).get_json()["matches"]
    assert (left["target"], left["adapted"]) == (ENGLISH, [])
    assert left["reasons"] == ["numbers-differ", "numbers-left: numbers-written-differently"]


def test_filters_and_markup_are_taken_both_ways(
    context: Context, client: FlaskClient, unit: TranslationUnit
) -> None:
    about = TranslationUnit(
        (
            Variant("ko", "쌀값이 올랐다.", "<hi>쌀값</hi>이 올랐다."),
            Variant("en", "Rice rose.", "<hi>Rice</hi> rose."),
        ),
        props=(("x-subject", "market"),),
    )
    memories.add_unit(context, LOCAL_USER, "news", about)
    asked = {"source": "ko", "target": "en"}
    cases = [
        (KOREAN, {"status": "draft"}, {"status": "approved"}),
        (KOREAN, {"document": "d1"}, {"document": "d2"}),
        (KOREAN, {"author": "Desk"}, {"author": "desk 2"}),
        (KOREAN, {"until": "2099-12"}, {"until": "2026-03-08"}),
        (KOREAN, {"since": "2026"}, {"since": "2099-01-01"}),
        ("쌀값이 올랐다.", {"subject": "Market"}, {"subject": "law"}),
    ]
    for text, passing, failing in cases:
        for filters, found in ((passing, 1), (failing, 0)):
            one = asked | {"text": text} | filters
            body = client.get("/api/v1/matches", query_string=one).get_json()
            assert len(body["matches"]) == found, filters
            assert body["query"] | filters == body["query"]
            many = client.post("/api/v1/matches", json={"queries": [one]}).get_json()
            assert many["results"][0]["matches"] == body["matches"], filters
    marked = asked | {"text": "쌀값이 올랐다.", "markup": "<hi>쌀값</hi>이 올랐다."}
    [match] = client.get("/api/v1/matches", query_string=marked).get_json()["matches"]
    assert (match["target"], match["target_markup"]) == ("Rice rose.", "<hi>Rice</hi> rose.")
    refused = client.get("/api/v1/matches", query_string=marked | {"markup": "<b>"})
    assert refused.status_code == 422
    assert client.get("/api/v1/matches", query_string=marked | {"since": "now"}).status_code == 422


def test_what_is_sent_is_what_is_documented(
    context: Context, client: FlaskClient, unit: TranslationUnit
) -> None:
    """Matches are not dumped through their schemas, which nothing else would then hold to them."""
    store(context, PRICE, "Rice rose to 3,000 won.", "Rice went to 3,000 won.")
    document = client.get("/api/v1/openapi.json").get_json()
    for schema in document["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    asked = {"text": PRICE.replace("3000", "4500"), "source": "ko", "target": "en"}
    marked = {"text": KOREAN, "markup": f"<hi>{KOREAN}</hi>"}
    one = client.get("/api/v1/matches", query_string=asked)
    many = client.post("/api/v1/matches", json={"queries": [asked, asked | marked]})
    for answer, method in ((one, "get"), (many, "post")):
        assert answer.status_code == 200
        assert "4,500 won" in answer.get_data(as_text=True)
        operation = document["paths"]["/api/v1/matches"][method]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        validator = OAS31Validator(schema | {"components": document["components"]})
        assert [error.message for error in validator.iter_errors(answer.get_json())] == []


def test_an_index_behind_the_memories_is_said(
    context: Context, client: FlaskClient, tmp_path: Path
) -> None:
    # So it is in a server, while another process builds what is too much for a request.
    context.index.folder, context.index.followed = LayerFolder(tmp_path / "index"), True
    table = tmp_path / "rivers.tsv"
    table.write_text("".join(f"river {n}\t강 {n}\n" for n in range(1_001)), encoding="utf-8")
    imports.import_units(
        context, LOCAL_USER, [table], memory="news", source_lang="en", target_lang="ko"
    )
    asked = {"text": KOREAN, "source": "ko", "target": "en"}
    searches = [
        client.get("/api/v1/matches", query_string=asked),
        client.post("/api/v1/matches", json={"queries": [asked]}),
        client.get("/api/v1/concordance", query_string={"text": "쌀값", "lang": "ko"}),
    ]
    assert all(answer.get_json()["behind"] > 1_000 for answer in searches)


def test_many_queries_are_answered_in_their_order(
    client: FlaskClient, unit: TranslationUnit
) -> None:
    one = {"text": KOREAN, "source": "ko", "target": "en"}
    other = {"text": ENGLISH, "source": "EN", "target": "ko_kr", "memory": ["news"]}
    nothing = one | {"text": "날씨가 맑다."}
    body = client.post("/api/v1/matches", json={"queries": [one, nothing, other]}).get_json()
    assert [[m["target"] for m in r["matches"]] for r in body["results"]] == [
        [ENGLISH],
        [],
        [KOREAN],
    ]


def test_a_language_finds_its_varieties_however_it_is_written(
    client: FlaskClient, unit: TranslationUnit
) -> None:
    for tag, found in (("ko", 1), ("KO_kr", 1), ("ko-KP", 0)):
        asked = {"text": ENGLISH, "source": "en", "target": tag}
        body = client.get("/api/v1/matches", query_string=asked).get_json()
        assert len(body["matches"]) == found, tag


def test_the_concordance_shows_where_a_phrase_stands(
    client: FlaskClient, unit: TranslationUnit
) -> None:
    answer = client.get("/api/v1/concordance", query_string={"text": "쌀값", "lang": "ko"})
    assert answer.get_json() == {
        "query": {"text": "쌀값", "lang": "ko", "memory": []},
        "hits": [
            {
                "unit": unit.id,
                "memory": unit.memory,
                "lang": "ko-KR",
                "source": KOREAN,
                "spans": [[6, 8]],
                "translations": [{"lang": "en", "text": ENGLISH}],
                "status": "draft",
                "origin": {"document": "d1", "date": "2026-03-09", "author": "Desk"},
            }
        ],
        "next": None,
        "total": 1,
        "counted_all": True,
        "behind": 0,
    }


def test_a_term_is_answered_with_its_translations_best_first(
    client: FlaskClient, amnok: dict[str, Any]
) -> None:
    asked = {"term": "압록강", "source": "ko", "target": "en"}
    assert client.get("/api/v1/glossary", query_string=asked).get_json() == {
        "term": "압록강",
        "hits": [
            {
                "concept": amnok["id"],
                "tier": "exact",
                "confidence": 1.0,
                "matched": {"term": "압록강", "lang": "ko"},
                "translations": [
                    {"term": "Amnok River", "lang": "en", "status": "preferred"},
                    {"term": "Yalu River", "lang": "en", "status": "admitted"},
                ],
                "subject": "geography",
                "definition": "River on the border with China.",
                "sample": False,
            }
        ],
        "quantities": [],
    }


def test_a_citation_has_its_canonical_form_and_a_rendering(client: FlaskClient) -> None:
    asked = {"term": "형법 제119조", "source": "ko", "target": "en"}
    body = client.get("/api/v1/glossary", query_string=asked).get_json()
    assert body["hits"] == []
    [quantity] = body["quantities"]
    assert (quantity["canonical"], quantity["rendering"]) == ("art:119", "Article 119")


def test_no_hit_is_an_empty_list(client: FlaskClient) -> None:
    asked = {"term": "없는말", "source": "ko", "target": "en"}
    answer = client.get("/api/v1/glossary", query_string=asked)
    assert (answer.status_code, answer.get_json()["hits"]) == (200, [])


def test_terms_of_texts_are_seen_without_their_particles(
    client: FlaskClient, amnok: dict[str, Any]
) -> None:
    texts = ["어제 압록강에서는 얼음이 녹았다.", ""]
    body = client.post(
        "/api/v1/glossary/recognize", json={"texts": texts, "lang": "ko", "target": "en"}
    ).get_json()
    first, second = body["results"]
    [term] = first["terms"]
    assert (term["start"], term["end"], term["surface"]) == (3, 6, "압록강")
    assert term["hits"][0]["concept"] == amnok["id"]
    assert second == {"text": "", "lang": "ko", "terms": [], "quantities": []}
