"""Look up: both directions, typing in Korean, keys, and the form without scripts."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.web.pages import NARROW, OpenPage, flaws
from tm.model.people import LOCAL_USER
from tm.model.units import Occurrence, TranslationUnit, Variant
from tm.services import memories
from tm.services.context import Context
from tm.services.documents import add_document, make_document

ENGLISH = "The Amnok River began to rise on July 27."
KOREAN = "압록강은 7월 27일부터 불어나기 시작했다."
ASKED = "The Amnok River began to rise on July 28."
HOSTILE = "<script>alert(1)</script> in the river"


@pytest.fixture(autouse=True)
def flood(small: Context) -> str:
    """Store a unit that was seen in an article, and one with markup as its text."""
    article = add_document(small, LOCAL_USER, make_document(ENGLISH, "en", title="Flood"))
    memory = memories.create_memory(small, LOCAL_USER, "News")
    seen = Occurrence(document=article.id, title="Flood", date="2025-08-01")
    for english, korean, occurrences in [
        (ENGLISH, KOREAN, (seen,)),
        ("Rain fell.", "비가 내렸다.", ()),
        (HOSTILE, "<script>alert(2)</script> 강", ()),
    ]:
        both = (Variant("en", english), Variant("ko", korean))
        memories.add_unit(
            small, LOCAL_USER, memory.id, TranslationUnit(both, occurrences=occurrences)
        )
    return article.id


def searches(view: Page) -> list[str]:
    """Return the list that every search which a page sends will be added to."""
    sent: list[str] = []
    view.on("request", lambda request: sent.append(request.url) if "text=" in request.url else None)
    return sent


def test_a_match_shows_its_score_its_reason_and_its_article(page: OpenPage, flood: str) -> None:
    view = page()
    view.goto("/")
    view.get_by_label("Segment to look up").fill(ASKED)
    match = view.locator(".match")
    expect(match).to_contain_text("90 %")
    expect(match.locator("del")).to_have_text("27")
    expect(match.locator("ins")).to_have_text("28")
    expect(match).to_contain_text("other numbers")
    expect(match.locator(".target")).to_have_text(KOREAN)
    expect(view.locator("#live")).to_have_text("Matches: 1, best 90 %")
    match.get_by_role("link", name="Flood").click()
    assert view.url.endswith(f"/documents/{flood}")
    expect(view.locator("article h1")).to_contain_text("Flood")
    view.go_back()
    expect(view.locator(".match")).to_contain_text("90 %")


def test_korean_is_looked_up_in_its_own_direction(page: OpenPage) -> None:
    view = page("ko")
    view.goto("/")
    view.locator("#text").fill("압록강은 7월 28일부터 불어나기 시작했다.")
    expect(view.locator(".match .target")).to_have_text(ENGLISH)
    expect(view.locator(".match del")).to_have_text("7")  # Korean is compared by syllables.
    expect(view.locator(".match")).to_contain_text("다른 숫자")
    assert view.locator("#source").input_value() == "ko"
    view.get_by_role("button", name="방향 바꾸기").click()
    expect(view.locator("#source")).to_have_value("en")


def test_a_syllable_in_composition_is_searched_once_and_whole(page: OpenPage) -> None:
    view = page("ko")
    view.goto("/")
    sent = searches(view)
    view.locator("#text").focus()
    keyboard = view.context.new_cdp_session(view)
    for steps, whole in [(("ㅇ", "아", "압"), "압"), (("ㄹ", "로", "록"), "록강은")]:
        for text in steps:
            composed = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
            keyboard.send("Input.imeSetComposition", composed)
            # A lone consonant is no word yet, however long one thinks.
            view.wait_for_timeout(600 if text == steps[0] else 100)
        keyboard.send("Input.insertText", {"text": whole})
    expect(view.locator("#count")).to_be_visible()
    view.wait_for_timeout(600)
    assert view.locator("#text").input_value() == "압록강은"
    assert [address.count("text=%EC%95%95%EB%A1%9D%EA%B0%95%EC%9D%80&") for address in sent] == [1]


def test_enter_searches_once_and_shift_enter_makes_a_line(page: OpenPage) -> None:
    view = page()
    view.goto("/")
    sent = searches(view)
    box = view.locator("#text")
    box.press_sequentially("Rain fell.")
    box.press("Enter")
    expect(view.locator(".match .target")).to_have_text("비가 내렸다.")
    view.wait_for_timeout(600)
    assert len(sent) == 1
    assert box.input_value() == "Rain fell."
    box.press("Shift+Enter")
    assert box.input_value() == "Rain fell.\n"


def test_keys_choose_and_copy(page: OpenPage) -> None:
    view = page()
    view.context.grant_permissions(["clipboard-read", "clipboard-write"])
    view.goto("/lookup?text=Rain+fell.&source=en&target=ko")
    view.locator("main").focus()
    view.keyboard.press("1")
    view.keyboard.press("c")
    expect(view.locator(".match .copy")).to_have_text("Copied")
    assert view.evaluate("navigator.clipboard.readText()") == "비가 내렸다."
    view.keyboard.press("/")
    expect(view.locator("#text")).to_be_focused()
    view.keyboard.press("End")
    view.keyboard.type("1c")
    assert view.locator("#text").input_value() == "Rain fell.1c"


def test_the_form_works_without_scripts(page: OpenPage) -> None:
    view = page(scripts=False)
    view.goto("/")
    view.locator("#text").fill("Rain fell.")
    view.locator("#source").select_option("en")
    view.locator("#target").select_option("ko")
    view.get_by_role("button", name="Find").click()
    expect(view.locator(".match")).to_contain_text("100 %")
    assert "text=Rain+fell." in view.url


def test_markup_in_units_is_text(page: OpenPage) -> None:
    view = page()
    view.goto("/lookup?text=%3Cscript%3Ealert(1)%3C/script%3E+in+the+river&source=en&target=ko")
    expect(view.locator(".match .source")).to_have_text(HOSTILE)
    view.goto("/concordance?text=script&lang=en")
    expect(view.locator(".hits .source")).to_have_text(HOSTILE)
    expect(view.locator(".hits mark")).to_have_text(["script", "script"])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("text=Rain&source=kr&target=en", 422),
        ("text=" + "a" * 10_001, 422),
        ("text=Rain&min_score=9999&source=en", 200),
        ("text=Rain&memory=nothing", 404),
        ("text=%00", 422),
        ("", 200),
    ],
)
def test_odd_questions_are_answered_in_words(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/lookup?{query}").status_code == status
    if status == 422:
        assert 'role="alert"' in client.get(f"/lookup?{query}", headers={"HX-Request": "true"}).text


def test_pages_have_no_flaws(page: OpenPage) -> None:
    wide, narrow = page(), page("ko", NARROW)
    narrow.emulate_media(color_scheme="dark")
    for path in ("/", "/lookup?text=Rain+fell&source=en&target=ko", "/help"):
        for view in (wide, narrow):
            view.goto(path)
            assert flaws(view) == [], path
