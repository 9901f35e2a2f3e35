"""The language of the pages: what the browser asks for, the switch, and its cookie."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from tests.web.pages import OpenPage, Send


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("en-US,en;q=0.9,ko;q=0.5", "en"),
        ("fr-FR,ko;q=0.4", "ko"),
        ("fr", "en"),
        ("", "en"),
        ("\u00e4;q=x,,", "en"),
    ],
)
def test_the_browser_is_answered_in_its_language(
    client: FlaskClient, asked: str, language: str
) -> None:
    shown = client.get("/help", headers={"Accept-Language": asked}).text
    assert f'<html lang="{language}">' in shown
    assert ("도움말과 단축키" in shown) is (language == "ko")


def test_the_switch_stays_and_comes_back_to_the_page(page: OpenPage) -> None:
    view = page("en")
    view.goto("/concordance?text=river&lang=en")
    view.get_by_role("button", name="한국어").click()
    expect(view.locator("html")).to_have_attribute("lang", "ko")
    assert view.url.endswith("/concordance?text=river&lang=en")
    view.goto("/documents")
    expect(view.locator("h1")).to_have_text("기사")
    view.get_by_role("button", name="English").click()
    expect(view.locator("h1")).to_have_text("Articles")
    (cookie,) = [c for c in view.context.cookies() if c["name"] == "language"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "help", ""],
)
def test_the_switch_leads_to_own_pages_only(send: Send, back: str) -> None:
    answer = send("/language", {"language": "ko", "back": back})
    assert answer.status_code == 302
    assert answer.location == "/"


def test_an_unknown_language_sets_no_cookie(send: Send, client: FlaskClient) -> None:
    assert "Set-Cookie" not in send("/language", {"language": "xx", "back": "/help"}).headers
    client.set_cookie("language", "xx")
    assert '<html lang="en">' in client.get("/help").text
