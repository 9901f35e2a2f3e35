"""The application as a whole: what it refuses, and what it says to browsers."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.components import running_cluster
from tm.app import create_app, open_context
from tm.config import Settings
from tm.errors import Unavailable
from tm.services.context import Context
from tm.storage import schema
from tm.storage.session import Database


def settings(tmp_path: Path, database: Database) -> Settings:
    url = database.url.render_as_string(hide_password=False)
    return Settings(data_dir=tmp_path, database_url=url, secret_key="for tests")


@pytest.fixture
def app(tmp_path: Path, database: Database, context: Context) -> Flask:
    return create_app(settings(tmp_path, database), context)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_pages_forbid_foreign_scripts_and_frames(client: FlaskClient) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_name_that_resolves_to_loopback_is_not_ours(client: FlaskClient) -> None:
    assert client.get("/", base_url="http://rebound.example:8000").status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_sites_cannot_change_anything(client: FlaskClient, headers: dict[str, str]) -> None:
    for path in ("/api/v1/memories", "/documents/new"):
        answer = client.post(path, json={"name": "theirs"}, headers=headers)
        assert answer.status_code == 403
    listed = client.get("/api/v1/memories").get_json()
    assert listed["items"] == []


def test_forms_need_their_token(client: FlaskClient) -> None:
    answer = client.post("/documents/new", data={"source_text": "x"})
    assert answer.status_code == 400
    assert "Reload the page" in answer.text


def test_unknown_addresses_are_answered_in_kind(client: FlaskClient) -> None:
    page = client.get("/nowhere", headers={"Accept-Language": "ko"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "여기에는 아무것도 없습니다" in page.text
    problem = client.get("/api/v1/nowhere")
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")


def test_an_empty_database_does_not_start(tmp_path: Path) -> None:
    empty = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'new.sqlite'}")
    with pytest.raises(Unavailable, match="tm db upgrade"):
        create_app(empty)


def test_a_database_that_goes_away_is_503_and_comes_back(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    working = database.reader
    database.reader = Database("postgresql+psycopg://nobody@127.0.0.1:1/none").reader
    answer = client.get("/memories")
    assert answer.status_code == 503
    assert "Traceback" not in answer.text
    database.reader = working
    assert client.get("/memories").status_code == 200


def test_a_postgresql_that_goes_away_loses_nothing_acknowledged(tmp_path: Path) -> None:
    with running_cluster() as own:
        own.execute("CREATE DATABASE tm")
        asked = Settings(data_dir=tmp_path, database_url=own.url("tm"), secret_key="for tests")
        context = open_context(asked)
        schema.upgrade(context.db)
        client = create_app(asked, context).test_client()
        assert client.post("/api/v1/memories", json={"name": "News"}).status_code == 201
        own.stop()
        for path, kind in (("/memories", "text/html"), ("/api/v1/memories", "problem+json")):
            answer = client.get(path)
            assert (answer.status_code, kind in answer.content_type) == (503, True)
            assert "Traceback" not in answer.text
        refused = client.post("/api/v1/memories", json={"name": "Lost"})
        assert refused.status_code == 503
        own.start()
        listed = client.get("/api/v1/memories").get_json()["items"]
        assert [memory["name"] for memory in listed] == ["News"]
        assert client.get("/memories").status_code == 200
        context.db.engine.dispose()
