"""The concordance: words in use, page by page, in the language of their script."""

import re

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from tests.web.pages import NARROW, OpenPage, flaws
from tm.model.people import LOCAL_USER
from tm.model.units import TranslationUnit, Variant
from tm.services import memories
from tm.services.context import Context


def fill(small: Context, number: int) -> None:
    memory = memories.create_memory(small, LOCAL_USER, "News")
    for place in range(number):
        both = (Variant("en", f"River {place} rose."), Variant("ko", f"{place}번 강물이 불었다."))
        memories.add_unit(small, LOCAL_USER, memory.id, TranslationUnit(both))


def test_a_word_is_marked_with_its_translation_beneath(page: OpenPage, small: Context) -> None:
    fill(small, 2)
    wide, narrow = page(), page("ko", NARROW)
    narrow.emulate_media(color_scheme="dark")
    for view in (wide, narrow):
        view.goto("/concordance")
        view.locator("#text").fill("강물")
        view.keyboard.press("Enter")
        expect(view.locator(".hits mark")).to_have_text(["강물", "강물"])
        expect(view.locator(".hits .target").first).to_have_text("River 1 rose.")
        assert flaws(view) == []


def test_patterns_and_phrases_are_searched_as_the_page_says(page: OpenPage, small: Context) -> None:
    fill(small, 12)
    view = page()
    view.goto("/concordance")
    box = view.locator("#text")
    expect(view.locator("#syntax")).to_contain_text("/pattern/: a regular expression")
    for asked, marks in [
        ("/river 1[01]/", ["River 11", "River 10"]),
        ('"river 3"', ["River 3"]),
        ("river -rose", []),
    ]:
        box.fill(asked)
        box.press("Enter")
        expect(box).to_have_value(asked)
        expect(view.locator(".hits mark")).to_have_text(marks)
    expect(view.locator(".empty")).to_contain_text("Nothing has these words")
    box.fill("/river (/")
    box.press("Enter")
    expect(view.get_by_role("alert")).to_contain_text("The regular expression is wrong: missing )")


def test_a_slow_pattern_can_be_looked_for_further(
    client: FlaskClient, small: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tm.services.concordance.SECONDS", 0.05)
    memory = memories.create_memory(small, LOCAL_USER, "News")
    for text in ("a" * 60 + "b", "Rain fell."):
        both = (Variant("en", text), Variant("ko", "비"))
        memories.add_unit(small, LOCAL_USER, memory.id, TranslationUnit(both))
    shown = client.get("/concordance", query_string={"text": "/(a|a)+c/", "lang": "en"}).text
    assert "nothing was found so far" in shown
    assert "at least 0 hits" in shown
    assert re.search(r'href="/concordance\?[^"]*cursor=[^"]+">Look further</a>', shown)


def test_every_hit_is_on_one_of_the_pages(client: FlaskClient, small: Context) -> None:
    fill(small, 60)
    address: str | None = "/concordance?text=river&lang=en"
    seen: list[str] = []
    while address:
        shown = client.get(address).text
        assert "60 hits, newest first" in shown
        seen += re.findall(r"<mark>River</mark> (\d+) rose", shown)
        further = re.search(r'href="(/concordance\?[^"]*cursor=[^"]+)"', shown)
        address = further[1].replace("&amp;", "&") if further else None
        assert ("Back to the newest" in shown) == (len(seen) == 60)
    assert sorted(map(int, seen)) == list(range(60))


def test_what_cannot_be_searched_is_said(client: FlaskClient, small: Context) -> None:
    fill(small, 1)
    assert "Nothing has these words" in client.get("/concordance?text=tree").text
    for query in ("text=river&cursor=mine", "text=river&lang=kr", "text=-river", "text=/[/"):
        answer = client.get(f"/concordance?{query}")
        assert 'role="alert"' in answer.text, query
        assert answer.status_code == 422, query
