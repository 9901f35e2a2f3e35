"""Imports, jobs and exports over HTTP, on both databases."""

import io
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import LARGEST_UPLOAD
from tm.jobs import HANDLERS
from tm.services import jobs
from tm.services.context import Context

TSV = "Rice.\t쌀.\nThe river.\t강.\nOne column\n".encode()
PAIR = {"source_lang": "en", "target_lang": "ko"}


def imported(client: FlaskClient, context: Context, **request: Any) -> dict[str, Any]:
    """Import a file, have the job done, and return the job as the API then shows it."""
    query = {"memory": "news", **request.pop("query", {})}
    answer = client.post("/api/v1/imports", query_string=query, **request)
    assert answer.status_code == 202, answer.get_data(as_text=True)
    assert answer.get_json()["state"] == "waiting"
    jobs.run_next(context, "worker", HANDLERS)
    job: dict[str, Any] = client.get(answer.headers["Location"]).get_json()
    return job


def test_a_raw_body_is_imported_and_taken_back(client: FlaskClient, context: Context) -> None:
    job = imported(client, context, query={"name": "a.tsv", **PAIR}, data=TSV)
    assert (job["state"], job["error"]) == ("done", None)
    report = job["report"]
    assert (report["read"], report["added"], report["skipped"]) == (3, 2, 1)
    assert report["reasons"][0]["reason"] == "columns"
    [listed] = client.get("/api/v1/jobs").get_json()["items"]
    assert listed == job
    undone = client.post(f"/api/v1/jobs/{job['id']}/undo")
    assert undone.get_json() == {"units": 2, "occurrences": 2, "kept": 0}
    assert client.get("/api/v1/units").get_json()["items"] == []


def test_parallel_files_are_imported_as_parts_and_exported_as_zip(
    client: FlaskClient, context: Context
) -> None:
    parts = [(io.BytesIO(b"Rice.\n"), "a.en"), (io.BytesIO("쌀.\n".encode()), "a.ko")]
    job = imported(client, context, query={"format": "moses"}, data={"file": parts})
    assert job["report"]["added"] == 1
    answer = client.get(
        "/api/v1/exports", query_string={"memory": "news", "format": "moses", **PAIR}
    )
    with ZipFile(io.BytesIO(answer.data)) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == {
            "memory.en": "Rice.\n",
            "memory.ko": "쌀.\n",
        }


def test_a_memory_leaves_as_tmx_and_comes_back_the_same(
    client: FlaskClient, context: Context
) -> None:
    imported(client, context, query={"name": "a.tsv", **PAIR}, data=TSV)
    answer = client.get("/api/v1/exports?memory=news")
    assert answer.mimetype == "application/xml"
    assert answer.headers["Items-Written"] == "2"
    assert answer.content_length == len(answer.data)
    job = imported(
        client, context, query={"memory": "copy"}, data=answer.data, content_type="application/xml"
    )
    assert job["report"]["added"] == 2
    kept = [
        [[v["text"] for v in unit["variants"]] for unit in page["items"]]
        for page in (client.get(f"/api/v1/units?memory={m}").get_json() for m in ("news", "copy"))
    ]
    assert kept == [[["Rice.", "쌀."], ["The river.", "강."]]] * 2


def test_what_a_format_cannot_hold_is_counted(client: FlaskClient, context: Context) -> None:
    imported(client, context, query={"name": "a.tsv", **PAIR}, data=TSV)
    query = {"memory": "news", "format": "tsv", "source_lang": "en", "target_lang": "ja"}
    answer = client.get("/api/v1/exports", query_string=query)
    assert answer.headers["Items-Not-Kept"] == "language=2"
    assert answer.get_data(as_text=True) == "en\tja\n"


def test_a_glossary_comes_in_and_goes_out(client: FlaskClient) -> None:
    answer = client.post(
        "/api/v1/imports/terms?termbase=house&name=terms.csv",
        data="ko,en\n압록강,Amnok River\n".encode(),
        content_type="text/csv",
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.get_json()["added"] == 1
    out = client.get("/api/v1/exports/terms?termbase=house&lang=ko&lang=en")
    header, row = out.get_data(as_text=True).splitlines()
    assert header.startswith("ko,en,")
    assert row.startswith("압록강,Amnok River,")


def test_a_job_that_waits_is_canceled_once(client: FlaskClient) -> None:
    query = {"memory": "news", "name": "a.tsv", **PAIR}
    place = client.post("/api/v1/imports", query_string=query, data=TSV).headers["Location"]
    assert client.post(f"{place}/cancel").get_json()["state"] == "canceled"
    assert client.post(f"{place}/cancel").status_code == 409


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"data": b""}, 422),
        ({"data": {"other": (TSV, "a.tsv")}}, 422),
        ({"data": {"memory": "news"}, "content_type": "multipart/form-data"}, 422),
        ({"data": {"file": [(TSV, f"{n}.tsv") for n in range(3)]}}, 422),
        ({"json": {}}, 415),
        ({"data": {"a": "b"}}, 415),
        ({"data": b"x" * (LARGEST_UPLOAD + 1)}, 413),
        ({"data": b"\0\1\2"}, 422),
    ],
)
def test_what_is_no_file_is_refused(
    client: FlaskClient, context: Context, request_: dict[str, Any], status: int
) -> None:
    answer = client.post("/api/v1/imports?memory=news", **with_files(request_))
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    assert client.get("/api/v1/jobs").get_json()["items"] == []


def with_files(request_: dict[str, Any]) -> dict[str, Any]:
    """Return a request with streams in place of bytes, which the client reads once."""
    data = request_.get("data")
    if not isinstance(data, dict):
        return request_
    parts = {name: value if isinstance(value, list) else [value] for name, value in data.items()}
    return request_ | {
        "data": {
            name: [(io.BytesIO(v[0]), v[1]) if isinstance(v, tuple) else v for v in values]
            for name, values in parts.items()
        }
    }
