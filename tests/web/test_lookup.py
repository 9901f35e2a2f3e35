"""Look up: both directions, typing in Korean, keys, and the form without scripts."""

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.web.articles import stored
from tests.web.pages import NARROW, OpenPage, flaws
from tm.match.layers import LayerFolder
from tm.model.people import LOCAL_USER
from tm.model.units import Occurrence, Status, TranslationUnit, Variant
from tm.services import imports, memories
from tm.services.context import Context
from tm.services.documents import add_document, make_document

ENGLISH = "The Amnok River began to rise on July 27."
KOREAN = "압록강은 7월 27일부터 불어나기 시작했다."
ASKED = "The Amnok River began to rise on July 28."
ADAPTED = "압록강은 7월 28일부터 불어나기 시작했다."
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
    expect(match).to_contain_text("99 %")
    expect(match.locator("del")).to_have_text("27")
    expect(match.locator("ins")).to_have_text("28")
    expect(match.locator(".reasons")).to_have_text("Why: other numbers.")
    expect(match.locator(".target")).to_have_text(ADAPTED)
    expect(view.locator("#live")).to_have_text("Matches: 1, best 99 %")
    match.get_by_role("link", name="Flood").click()
    assert view.url.endswith(f"/documents/{flood}")
    expect(view.locator("article h1")).to_contain_text("Flood")
    view.go_back()
    expect(view.locator(".match")).to_contain_text("99 %")


def test_korean_is_looked_up_in_its_own_direction(page: OpenPage) -> None:
    view = page("ko")
    view.goto("/")
    view.locator("#text").fill(ADAPTED)
    expect(view.locator(".match .target")).to_have_text(ASKED)
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


def test_adapted_numbers_are_marked_named_and_copied(page: OpenPage) -> None:
    view = page()
    view.context.grant_permissions(["clipboard-read", "clipboard-write"])
    view.goto(f"/lookup?text={quote(ASKED)}&source=en&target=ko")
    mark = view.locator(".match .target mark")
    expect(mark).to_have_text("28")
    assert "double" in mark.evaluate("mark => getComputedStyle(mark).textDecoration")
    expect(view.locator(".match .numbers")).to_have_text("Numbers adapted: 27 → 28")
    expect(view.locator(".legend mark")).to_have_text("number changed to yours")
    view.get_by_role("button", name="Copy").click()
    expect(view.locator(".match .copy")).to_have_text("Copied")
    assert view.evaluate("navigator.clipboard.readText()") == ADAPTED


def test_it_is_said_why_numbers_were_left_and_what_a_memory_costs(
    client: FlaskClient, small: Context
) -> None:
    [memory] = memories.known_memories(small, LOCAL_USER)
    memories.change_memory(small, LOCAL_USER, memory.id, memory.version, penalty=4)
    both = (Variant("ko", "공장 3개를 새로 지었다."), Variant("en", "They built 3 new factories."))
    memories.add_unit(small, LOCAL_USER, memory.id, TranslationUnit(both))
    for language, left, cost in [
        (
            "en",
            "Numbers left as they are: the words beside them would have to change too.",
            "−4 penalty of News",
        ),
        ("ko", "숫자를 그대로 둔 이유: 숫자 옆의 말도 함께 바꿔야 합니다.", "−4 메모리 감점: News"),
    ]:
        asked = {"text": "공장 1개를 새로 지었다.", "source": "ko", "target": "en"}
        shown = client.get("/lookup", query_string=asked, headers={"Accept-Language": language})
        assert left in shown.text
        assert cost in shown.text
        assert "They built 3 new factories." in shown.text


def test_filters_are_kept_in_the_address_and_named(page: OpenPage, small: Context) -> None:
    view = page()
    view.goto(f"/lookup?text={quote(ENGLISH)}&source=en&target=ko")
    sent = searches(view)
    expect(view.get_by_label("Status")).to_be_hidden()
    view.get_by_text("Filters").click()
    view.get_by_label("Dated from").fill("2099")
    view.get_by_label("Dated from").press("Enter")
    expect(view.locator(".filtered")).to_contain_text("Dated from: 2099")
    expect(view.locator(".match")).to_have_count(0)
    view.wait_for_timeout(600)
    assert [address.split("?")[1] for address in sent] == [view.url.split("?")[1]]
    assert "since=2099" in view.url
    assert "author" not in view.url
    view.get_by_label("Dated from").fill("2025-08")
    view.get_by_label("Status").select_option("approved")
    expect(view.locator(".filtered")).to_contain_text("Status: approved")
    expect(view.locator(".match")).to_have_count(1)
    view.reload()
    expect(view.locator(".filtered")).to_contain_text("Dated from: 2025-08")
    view.get_by_role("link", name="Search everything").click()
    expect(view.locator(".filtered")).to_have_count(0)
    assert "since" not in view.url


def test_every_filter_leaves_out_what_it_should(client: FlaskClient, small: Context) -> None:
    article = stored(small)
    assert article.source is not None
    seen = Occurrence(document=article.source.id, author="Desk", date="2025-06-04")
    rain = TranslationUnit(
        (Variant("en", "Snow fell."), Variant("ko", "눈이 내렸다.")),
        status=Status.DRAFT,
        props=(("x-subject", "weather"),),
        occurrences=(seen,),
    )
    memories.add_unit(small, LOCAL_USER, "News", rain)
    asked = {"text": "Snow fell.", "source": "en", "target": "ko"}
    for name, passing, failing in [
        ("status", "draft", "approved"),
        ("document", "쌀값", "Flood"),
        ("document", article.source.id, "01a20e2f"),
        ("author", "Desk", "Kim"),
        ("until", "2099", "2001-12"),
        ("subject", "weather", "law"),
    ]:
        for value, found in ((passing, True), (failing, False)):
            shown = client.get("/lookup", query_string=asked | {name: value}).text
            assert ("눈이 내렸다." in shown) == found, (name, value)
    unknown = client.get("/lookup", query_string=asked | {"document": "01a20e2f"}).text
    assert "no title or id of an article here" in unknown
    refused = client.get("/lookup", query_string=asked | {"since": "May"})
    assert "The date May cannot be read" in refused.text
    assert refused.status_code == 422


def test_an_index_behind_the_memories_is_said(
    client: FlaskClient, small: Context, tmp_path: Path
) -> None:
    small.index.folder, small.index.followed = LayerFolder(tmp_path / "index"), True
    table = tmp_path / "rivers.tsv"
    table.write_text("".join(f"river {n}\t강 {n}\n" for n in range(1_001)), encoding="utf-8")
    imports.import_units(
        small, LOCAL_USER, [table], memory="News", source_lang="en", target_lang="ko"
    )
    for address in ("/lookup?text=Rain+fell.&source=en", "/concordance?text=rain&lang=en"):
        assert "The index is being built; 1001 changed units at least" in client.get(address).text


def test_parts_of_a_text_are_shown_where_no_whole_text_is_alike(page: OpenPage) -> None:
    view = page()
    view.goto(f"/lookup?text={quote('They say that the Amnok River began in heaven.')}&source=en")
    expect(view.locator(".match")).to_have_count(0)
    expect(view.locator(".fragment")).to_contain_text(["the Amnok River began"])
    hit = view.locator(".hits li")
    expect(hit.locator("mark")).to_have_text("The Amnok River began")
    expect(hit.locator(".target")).to_have_text(KOREAN)
    assert flaws(view) == []
    view.goto(f"/lookup?text={quote(ASKED)}&source=en")
    expect(view.locator(".match")).to_have_count(1)
    expect(view.locator(".fragment")).to_have_count(0)


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
    adapted = f"/lookup?text={quote(ASKED)}&source=en&target=ko&author=&since=2025&document=x"
    for path in ("/", "/lookup?text=Rain+fell&source=en&target=ko", adapted, "/help"):
        for view in (wide, narrow):
            view.goto(path)
            if path == adapted:
                view.locator("summary").click()
            assert flaws(view) == [], path
