"""Errors: each class is answered as a problem, on the API's addresses and nowhere else."""

import logging
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tm.errors import Forbidden, InvalidInput, ParseError, TmError, TooLarge, Unavailable
from tm.storage import schema

MATCH = "/api/v1/matches?source=en&target=ko&text="
RECOGNIZE = "/api/v1/glossary/recognize"


def problem(answer: TestResponse) -> tuple[int, str, str | None]:
    """Return the status, type and field of a problem, after a look at its shape."""
    body = answer.get_json()
    assert answer.content_type == "application/problem+json"
    assert body.keys() >= {"type", "title", "status", "detail"}
    assert body.keys() <= {"type", "title", "status", "detail", "field", "line"}
    assert body["status"] == answer.status_code
    assert body["detail"]
    return answer.status_code, body["type"].removeprefix("/problems/"), body.get("field")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/api/nothing", (404, "not-found", None)),
        ("/api", (404, "not-found", None)),
        ("/api/v1/units/01890000-0000-7000-8000-000000000000", (404, "not-found", None)),
        ("/api/v1/units/not-an-id", (404, "not-found", None)),
        (MATCH + "a&memory=absent", (404, "not-found", None)),
        ("/api/v1/matches?source=en&target=ko", (422, "invalid-input", "text")),
        (MATCH, (422, "invalid-input", "text")),
        (MATCH + "%20%E3%80%80", (422, "invalid-input", "text")),
        (MATCH + "a%00b", (422, "invalid-input", "text")),
        (MATCH + "%FF", (400, "bad-request", None)),
        (MATCH + "a&limit=2.5", (422, "invalid-input", "limit")),
        (MATCH + "a&limit=101", (422, "invalid-input", "limit")),
        (MATCH + "a&limit=%D9%A3", (422, "invalid-input", "limit")),
        (MATCH + "a&min_score=0", (422, "invalid-input", "min_score")),
        (MATCH + "a&mim_score=80", (422, "invalid-input", "mim_score")),
        ("/api/v1/matches?source=kr&target=en&text=a", (422, "invalid-input", "source")),
        ("/api/v1/matches?source=en&target=english&text=a", (422, "invalid-input", "target")),
        ("/api/v1/units?cursor=MDAx!", (422, "invalid-input", "cursor")),
        ("/api/v1/units?limit=201", (422, "invalid-input", "limit")),
        ("/api/v1/units?status=new", (422, "invalid-input", "status")),
    ],
)
def test_what_cannot_be_read_is_told(
    client: FlaskClient, address: str, expected: tuple[int, str, str | None]
) -> None:
    assert problem(client.get(address)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", (400, "bad-request", None)),
        (b"{", (400, "bad-request", None)),
        (b'{"lang": "\xff"}', (400, "bad-request", None)),
        (b'{"texts": [NaN]}', (400, "bad-request", None)),
        (b'{"texts": ' + b"9" * 5000 + b"}", (400, "bad-request", None)),
        (b"[" * 100_000, (400, "bad-request", None)),
        (b"[]", (422, "invalid-input", None)),
        (b'{"texts": "a", "lang": "ko", "target": "en"}', (422, "invalid-input", "texts")),
        (b'{"texts": [5], "lang": "ko", "target": "en"}', (422, "invalid-input", "texts.0")),
        (
            b'{"texts": ["\\u0000"], "lang": "ko", "target": "en"}',
            (422, "invalid-input", "texts.0"),
        ),
        (
            b'{"texts": ["\\ud800"], "lang": "ko", "target": "en"}',
            (422, "invalid-input", "texts.0"),
        ),
        (b'{"texts": [], "lang": "ko", "target": "en"}', (422, "invalid-input", "texts")),
        (b'{"texts": ["a"], "lang": "ko", "target": "en", "x": 1}', (422, "invalid-input", "x")),
        (b'{"' + b"a" * 2_100_000 + b'": 1}', (413, "too-large", None)),
    ],
)
def test_a_body_is_taken_as_it_is_described_or_refused(
    client: FlaskClient, body: bytes, expected: tuple[int, str, str | None]
) -> None:
    answer = client.post(RECOGNIZE, data=body, content_type="application/json")
    assert problem(answer) == expected


@pytest.mark.parametrize("version", ["5", 2.5, True, None, 0, 2**40])
def test_a_version_is_a_whole_number(client: FlaskClient, version: Any) -> None:
    body = {"name": "news", "version": version}
    answer = client.patch("/api/v1/memories/01890000-0000-7000-8000-000000000000", json=body)
    assert problem(answer) == (422, "invalid-input", "version")


@pytest.mark.parametrize("value", ["true", 1, "yes"])
def test_a_truth_value_is_no_word_or_number(client: FlaskClient, value: Any) -> None:
    body = {"text": "Rice.", "lang": "en", "original": value}
    assert problem(client.post("/api/v1/documents", json=body)) == (
        422,
        "invalid-input",
        "original",
    )


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_body_that_is_not_json_is_not_looked_at(client: FlaskClient, kind: str | None) -> None:
    answer = client.post(RECOGNIZE, data=b'{"texts": []}', content_type=kind)
    assert problem(answer) == (415, "unsupported-media-type", None)


def test_a_wrong_method_is_told_the_right_ones(client: FlaskClient) -> None:
    answer = client.put("/api/v1/memories")
    assert problem(answer) == (405, "method-not-allowed", None)
    assert {*answer.headers["Allow"].split(", ")} == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Unavailable("The database does not answer."), (503, "unavailable", None)),
        (Forbidden("Not yours to change."), (403, "forbidden", None)),
        (TooLarge("Too long.", field="text"), (413, "too-large", "text")),
        (InvalidInput("No."), (422, "invalid-input", None)),
        (TmError("Odd."), (500, "error", None)),
    ],
)
def test_what_services_raise_is_said_in_their_words(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    error: TmError,
    expected: tuple[int, str, str | None],
) -> None:
    monkeypatch.setattr(schema, "check", raising(error))
    answer = client.get("/readyz")
    assert problem(answer) == expected
    assert answer.get_json()["detail"] == str(error)


def test_the_line_of_a_damaged_file_is_said(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "check", raising(ParseError("Broken.", line=7)))
    assert client.get("/readyz").get_json()["line"] == 7


def test_an_unexpected_error_is_logged_and_not_shown(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tm.api.concordance.concordance", raising(RuntimeError("the secret")))
    with caplog.at_level(logging.ERROR):
        answer = client.get("/api/v1/concordance?text=a&lang=en")
    assert problem(answer) == (500, "internal-error", None)
    assert "secret" not in answer.get_data(as_text=True)
    assert "the secret" in caplog.text


def test_pages_keep_their_own_errors(client: FlaskClient) -> None:
    answer = client.get("/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_other_sites_are_refused_and_form_tokens_not_asked_for(client: FlaskClient) -> None:
    body = {"name": "news"}
    foreign = {"Origin": "https://elsewhere.example"}
    answer = client.post("/api/v1/memories", json=body, headers=foreign)
    assert problem(answer) == (403, "forbidden", None)
    assert client.post("/api/v1/memories", json=body).status_code == 201


def test_a_live_process_says_so_although_the_database_is_gone(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").get_json() == {"status": "ok"}
    monkeypatch.setattr(schema, "check", raising(Unavailable("Gone.")))
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").get_json() == {"status": "ok"}


def raising(error: Exception) -> Any:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise error

    return fail
