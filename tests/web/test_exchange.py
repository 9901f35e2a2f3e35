"""Import, export and jobs as pages: files in and out, reports, cancel and undo."""

import gzip
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.pages import NARROW, OpenPage, Send, flaws
from tm.jobs import HANDLERS
from tm.model.jobs import JobState
from tm.model.people import LOCAL_USER
from tm.model.terms import Concept, Term
from tm.model.units import Status, TranslationUnit, Variant
from tm.services import jobs, memories, terminology
from tm.services.context import Context

TSV = "ko\ten\n가\ta\n하나뿐\n나\tb\n<i>다</i>\tc\td\n".encode()
GLOSSARY = "concept,lang,term\n1,ko,쌀\n1,en,rice\n2,not a tag!,rye\n".encode()


def file(name: str, data: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def imported(small: Context, send: Send, data: bytes = TSV, name: str = "pairs.tsv") -> str:
    """Send a file to the memory News, run its job, and return the job's page."""
    answer = send("/import/units", {"file": file(name, data), "memory": "News"})
    assert answer.status_code == 302
    jobs.run_next(small, "worker", HANDLERS)
    return answer.location


def texts(small: Context) -> list[list[str]]:
    units = memories.list_units(small, LOCAL_USER).items
    return [[v.text for v in unit.variants] for unit in units]


def test_a_file_becomes_a_job_and_its_report(
    client: FlaskClient, send: Send, small: Context
) -> None:
    page = client.get(imported(small, send)).text
    assert texts(small) == [["가", "a"], ["나", "b"]]
    counts = re.findall(r"<dt>(\w+)</dt><dd class=\"number\">(\d+)</dd>", page)
    assert counts == [("Read", "4"), ("Added", "2"), ("Merged", "0"), ("Skipped", "2")]
    row = re.search(r"<td>number of columns</td>.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert ">2</td>" in row[0]
    assert "line 3" in row[0]
    assert "pairs.tsv" in client.get("/jobs").text


def test_packed_files_and_drafts(send: Send, small: Context) -> None:
    data = {
        "file": file("pairs.tsv.gz", gzip.compress(TSV)),
        "memory": "News",
        "status": "draft",
    }
    send("/import/units", data)
    jobs.run_next(small, "worker", HANDLERS)
    units = memories.list_units(small, LOCAL_USER).items
    assert [unit.status for unit in units] == [Status.DRAFT] * 2


def test_two_parallel_files_in_the_languages_that_were_named(send: Send, small: Context) -> None:
    data = {
        "file": file("left.txt", "가\n나\n".encode()),
        "second_file": file("right.txt", b"a\nb\n"),
        "memory": "News",
        "source_lang": "ko",
        "target_lang": "en",
    }
    send("/import/units", data)
    jobs.run_next(small, "worker", HANDLERS)
    assert texts(small) == [["가", "a"], ["나", "b"]]
    (memory,) = memories.list_memories(small, LOCAL_USER)
    assert set(memory.languages) == {"ko", "en"}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"memory": "News"}, "file"),
        ({"file": ("pairs.tsv", TSV), "memory": " "}, "memory"),
        ({"file": ("pairs.tsv", TSV), "memory": "x" * 201}, "memory"),
        ({"file": ("what.bin", b"\x01\x02"), "memory": "News"}, "file"),
        ({"file": ("a.tsv", TSV), "memory": "News", "source_lang": "not a tag!"}, "source_lang"),
    ],
)
def test_an_import_that_cannot_be_is_refused_beside_the_field(
    send: Send, small: Context, data: dict[str, object], field: str
) -> None:
    sent = {k: file(*v) if isinstance(v, tuple) else v for k, v in data.items()}
    answer = send("/import/units", sent)
    assert answer.status_code == 422
    assert f'id="{field}_error"' in answer.text
    assert jobs.list_jobs(small, LOCAL_USER).items == ()


def test_a_file_over_the_limit_is_a_page_that_says_so(app: Flask, send: Send) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    big = file("big.tsv", b"x" * 10_001)
    answer = send("/import/units", {"file": big, "memory": "News"})
    assert answer.status_code == 413
    assert "larger than this service takes" in answer.text


def test_a_damaged_file_fails_with_a_sentence(
    client: FlaskClient, send: Send, small: Context
) -> None:
    page = client.get(imported(small, send, b"<tmx version='1.4'><body><tu></bod", "x.tmx")).text
    assert "failed" in page
    assert "The file is damaged in line 1" in page
    assert "Undo this import" not in page
    assert "Import another file" in page


def test_a_job_that_waits_is_canceled(client: FlaskClient, send: Send, small: Context) -> None:
    path = send("/import/units", {"file": file("a.tsv", TSV), "memory": "News"}).location
    page = client.get(path).text
    assert 'hx-trigger="every 1s"' in page
    assert send(f"{path}/cancel").status_code == 302
    (job,) = jobs.list_jobs(small, LOCAL_USER).items
    assert job.state is JobState.CANCELED
    assert "hx-trigger" not in client.get(path).text
    send(f"{path}/cancel")
    assert "over already" in client.get(path).text


def test_an_import_is_undone_after_a_question(
    client: FlaskClient, send: Send, small: Context
) -> None:
    path = imported(small, send)
    first = memories.list_units(small, LOCAL_USER).items[0]
    changed = TranslationUnit((Variant("ko", "가"), Variant("en", "A")))
    memories.update_unit(small, LOCAL_USER, first.id, changed, first.version)
    assert "Units that it added: 2" in client.get(f"{path}/undo").text
    assert len(texts(small)) == 2
    assert send(f"{path}/undo").status_code == 302
    assert texts(small) == [["가", "A"]]
    page = client.get(path).text
    assert "Units that went: 1" in page
    assert "seen elsewhere too: 1" in page


def test_a_running_import_cannot_be_undone(send: Send) -> None:
    path = send("/import/units", {"file": file("a.tsv", TSV), "memory": "News"}).location
    assert send(f"{path}/undo").status_code == 409


def test_terms_are_imported_once_and_reported(
    client: FlaskClient, send: Send, small: Context
) -> None:
    data = {"terms_file": file("terms.csv", GLOSSARY), "termbase": "House"}
    assert send("/import/terms", data).location == "/import/terms"
    for _ in range(2):
        page = client.get("/import/terms").text
        assert "terms.csv → House" in page
        assert "line 4" in page
    (base,) = terminology.list_termbases(small, LOCAL_USER)
    assert base.concepts == 1


@pytest.mark.parametrize(
    ("name", "data", "termbase", "field"),
    [
        ("", b"", "House", "terms_file"),
        ("terms.csv", GLOSSARY, "", "termbase"),
        ("terms.csv", GLOSSARY, "x" * 201, "termbase"),
        ("terms.csv", b"a,b,c\n1,2,3\n", "House", "terms_file"),
        ("terms.tmx", b"<tmx/>", "House", "terms_file"),
    ],
)
def test_terms_that_cannot_be_imported_are_refused_beside_the_field(
    send: Send, small: Context, name: str, data: bytes, termbase: str, field: str
) -> None:
    answer = send("/import/terms", {"terms_file": file(name, data), "termbase": termbase})
    assert answer.status_code == 422
    assert f'id="{field}_error"' in answer.text
    assert terminology.list_termbases(small, LOCAL_USER) == []


def test_without_a_report_the_import_page_comes(client: FlaskClient) -> None:
    assert client.get("/import/terms").location == "/import"


def download(answer: TestResponse) -> tuple[str, str]:
    assert answer.status_code == 200
    name, text = answer.headers["Content-Disposition"], answer.text
    answer.close()  # Whoever serves closes the file.
    return name, text


def test_a_memory_goes_out_and_comes_back_the_same(
    client: FlaskClient, send: Send, small: Context
) -> None:
    imported(small, send)
    (memory,) = memories.list_memories(small, LOCAL_USER)
    name, tmx = download(client.get("/export/units", query_string={"memory": memory.id}))
    assert name == "attachment; filename=News.tmx"
    memories.delete_memory(small, LOCAL_USER, memory.id)
    imported(small, send, tmx.encode(), "News.tmx")
    assert texts(small) == [["가", "a"], ["나", "b"]]


def test_two_columns_need_both_languages(client: FlaskClient, send: Send, small: Context) -> None:
    imported(small, send)
    query = {"memory": "News", "format": "tsv", "source_lang": "en"}
    refused = client.get("/export/units", query_string=query)
    assert refused.status_code == 422
    assert 'id="source_lang_error"' in refused.text
    _, tsv = download(client.get("/export/units", query_string=query | {"target_lang": "ko"}))
    assert tsv.splitlines()[-2:] == ["a\t가", "b\t나"]


def test_what_is_not_there_cannot_be_exported(client: FlaskClient, small: Context) -> None:
    assert client.get("/export/units?memory=none").status_code == 404
    assert client.get("/export/terms?termbase=none").status_code == 404
    memories.create_memory(small, LOCAL_USER, "News")
    pair = "memory=News&source_lang=ko&target_lang=en"
    assert client.get(f"/export/units?format=exe&{pair}").status_code == 422


def test_a_termbase_goes_out_by_terms_or_by_columns(client: FlaskClient, small: Context) -> None:
    base = terminology.create_termbase(small, LOCAL_USER, "House")
    rice = Concept(terms=(Term("ko", "쌀"), Term("en", "rice")))
    terminology.add_concept(small, LOCAL_USER, base.id, rice)
    query = {"termbase": base.id}
    name, rows = download(client.get("/export/terms", query_string=query))
    assert name == "attachment; filename=House.csv"
    assert len(rows.splitlines()) == 3
    columns = query | {"columns": "ko, en", "terms_format": "tsv"}
    _, rows = download(client.get("/export/terms", query_string=columns))
    assert rows.splitlines()[1].split("\t")[:3].count("쌀") == 1
    wrong = client.get("/export/terms", query_string=query | {"columns": "not-a-tag-!"})
    assert wrong.status_code == 422
    assert 'id="columns_error"' in wrong.text


def test_a_page_follows_its_job_until_it_is_over(page: OpenPage, small: Context) -> None:
    view = page()
    view.goto("/import")
    view.get_by_label("File", exact=True).first.set_input_files(
        {"name": "pairs.tsv", "mimeType": "text/plain", "buffer": TSV}
    )
    view.get_by_role("button", name="Import the units").click()
    view.wait_for_url("**/jobs/*")
    assert view.locator("#state .badge").inner_text() == "waiting"
    jobs.run_next(small, "worker", HANDLERS)
    view.get_by_text("number of columns").wait_for()
    assert view.locator("#state .badge").inner_text() == "done"
    assert view.get_by_role("link", name="Undo this import").is_visible()


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_the_pages_hold_in_a_narrow_window(
    page: OpenPage, send: Send, small: Context, locale: str
) -> None:
    done = imported(small, send)
    terminology.create_termbase(small, LOCAL_USER, "House")
    waiting = send("/import/units", {"file": file("a.tsv", TSV), "memory": "News"}).location
    view = page(locale, NARROW)
    for path in ("/import", "/export", "/jobs", done, f"{done}/undo", waiting):
        view.goto(path)
        assert flaws(view) == [], path
