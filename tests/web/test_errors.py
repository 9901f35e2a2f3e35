"""Every error is a page in the reader's language that leads on, and never a traceback."""

from http.client import HTTPConnection

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import expect

from tests.web.conftest import LARGEST_UPLOAD
from tests.web.pages import OpenPage, Send, flaws
from tm.errors import TmError, Unavailable
from tm.web.errors import status_of

KO = {"Accept-Language": "ko"}


@pytest.mark.parametrize(
    ("method", "path", "status", "english", "korean"),
    [
        ("GET", "/nothing", 404, "mistyped", "주소가 잘못되었거나"),
        ("GET", "/documents/nothing", 404, "There is no document", "그런 문서가 없습니다"),
        ("PUT", "/lookup", 405, "does not take that kind", "이 주소는"),
        ("POST", "/documents/new", 400, "open for too long", "너무 오래"),
        ("GET", "/documents?cursor=mine", 422, "The cursor", "커서"),
    ],
)
def test_errors_are_pages_in_both_languages(
    client: FlaskClient, method: str, path: str, status: int, english: str, korean: str
) -> None:
    for headers, words in [({}, english), (KO, korean)]:
        answer = client.open(path, method=method, headers=headers)
        assert answer.status_code == status
        assert words in answer.text
        assert 'href="/"' in answer.text
        assert "Traceback" not in answer.text


def test_another_site_cannot_change_anything(client: FlaskClient, send: Send) -> None:
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
    ):
        answer = client.post("/language", data={"language": "ko"}, headers={**headers, **KO})
        assert answer.status_code == 403
        assert "허용되지 않습니다" in answer.text
        assert "language=" not in answer.headers.get("Set-Cookie", "")
    assert send("/language", {"language": "ko"}).status_code == 302


def test_what_is_too_large_is_refused_in_words(send: Send) -> None:
    answer = send("/documents/new", {"source_text": "a" * (LARGEST_UPLOAD + 1)})
    assert answer.status_code == 413
    assert "larger than this service takes" in answer.text


def test_our_own_mistakes_show_no_traceback(app: Flask) -> None:
    @app.get("/broken")
    def broken() -> str:
        raise ZeroDivisionError("secret detail")

    @app.get("/away")
    def away() -> str:
        raise Unavailable("The disk is full: nothing was saved. Free some space and try again.")

    client = app.test_client()
    shown = client.get("/broken", headers=KO)
    assert shown.status_code == 500
    assert "저희 쪽 오류입니다" in shown.text
    assert "secret detail" not in shown.text
    full = client.get("/away", headers=KO)
    assert full.status_code == 503
    assert "디스크가 가득 찼습니다" in full.text
    part = client.get("/away", headers={"HX-Request": "true"})
    assert part.text.startswith('<p class="notice error" role="alert">')


def test_an_error_of_no_kind_known_is_ours() -> None:
    assert status_of(TmError("?")) == 500
    assert status_of(Unavailable("?")) == 503


def test_the_pages_lead_on_and_have_no_flaws(page: OpenPage) -> None:
    view = page("ko")
    view.emulate_media(color_scheme="dark")
    answer = view.goto("/nothing/<script>alert(1)</script>")
    assert answer is not None
    assert answer.status == 404
    assert flaws(view) == []
    view.get_by_role("link", name="첫 화면으로").click()
    expect(view.locator("#text")).to_be_visible()


def test_a_stale_token_asks_for_a_reload(page: OpenPage) -> None:
    view = page()
    view.goto("/documents/new")
    view.context.clear_cookies()
    view.locator("#source_text").fill("Text.")
    view.get_by_role("button", name="Align").click()
    expect(view.locator("main")).to_contain_text("Reload the page and try again")


def test_another_name_of_the_host_is_refused(live: str) -> None:
    connection = HTTPConnection(live.removeprefix("http://"))
    connection.request("GET", "/", headers={"Host": "evil.example"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status == 400
    assert "localhost and 127.0.0.1 only" in text
