"""Matches, concordance and glossary: the answers in full, on both databases."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tm.model.people import LOCAL_USER
from tm.model.units import Occurrence, Status, TranslationUnit, Variant
from tm.services import memories
from tm.services.context import Context

KOREAN = "신의주에서 쌀값이 3월에 크게 올랐다."
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
    asked = {"text": KOREAN.replace("3월", "4월"), "source": "ko", "target": "en"}
    answer = client.get("/api/v1/matches", query_string=asked)
    assert answer.status_code == 200
    body = answer.get_json()
    [match] = body["matches"]
    assert body["query"] == asked | {
        "memory": [],
        "min_score": 70,
        "limit": 5,
        "before": None,
        "after": None,
    }
    assert match == {
        "score": match["score"],
        "band": "fuzzy",
        "source": KOREAN,
        "target": ENGLISH,
        "source_lang": "ko-KR",
        "target_lang": "en",
        "operations": match["operations"],
        "penalties": [{"reason": "unreviewed", "points": 1}],
        "adapted": [],
        "unit": unit.id,
        "memory": unit.memory,
        "status": "draft",
        "origin": {"document": "d1", "date": "2026-03-09", "author": "Desk"},
        "sample": False,
    }
    assert 70 <= match["score"] < 99
    assert {"op": "replace", "query": [10, 11], "match": [10, 11]} in match["operations"]


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
