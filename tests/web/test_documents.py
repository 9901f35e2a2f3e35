"""Articles: added by pasting and as files, refused beside the field at fault, read, deleted."""

import re
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import FilePayload, expect

from tests.web.articles import ENGLISH, KOREAN, stored
from tests.web.pages import NARROW, OpenPage, Send, flaws
from tm.model.people import LOCAL_USER
from tm.services import documents
from tm.services.context import Context

GOOD = {
    "source_text": ENGLISH,
    "source_lang": "en",
    "target_text": KOREAN,
    "target_lang": "ko",
    "original": "target",
    "memory": "News",
}


def value(shown: str, name: str) -> str:
    """Return what stands in a field of a page."""
    found = re.search(
        rf'name="{name}"[^>]* value="([^"]*)"|<textarea [^>]*name="{name}"[^>]*>\n([^<]*)<', shown
    )
    assert found is not None, name
    return unescape(found[1] if found[1] is not None else found[2])


def test_pasted_texts_go_on_to_their_review(page: OpenPage, small: Context) -> None:
    view = page()
    view.goto("/documents")
    view.get_by_role("link", name="Add an article").click()
    view.locator("#source_text").fill(ENGLISH)
    view.locator("#target_text").fill(KOREAN)
    view.get_by_role("button", name="Align").click()
    expect(view.locator("h1")).to_contain_text("Rice Prices Rise in Hyesan")
    expect(view.locator(".bead").first).to_contain_text("혜산 쌀값 상승")
    (listed,) = documents.list_alignments(small, LOCAL_USER).items
    assert view.url.endswith(f"/documents/{listed.alignment.id}/align") or "?row=" in view.url
    assert listed.alignment.target is not None
    assert listed.alignment.target.original
    view.goto("/")
    expect(view.get_by_role("link", name="Rice Prices Rise in Hyesan")).to_be_visible()


def test_files_are_read_and_kept_beside_an_error(page: OpenPage) -> None:
    view = page("ko")
    view.goto("/documents/new")
    html = f"<html><title>Rice</title><body><p>{'</p><p>'.join(ENGLISH.split(chr(10)))}</p></body>"
    files = {
        "source": FilePayload(name="rice.html", mimeType="text/html", buffer=html.encode()),
        "target": FilePayload(name="쌀.txt", mimeType="text/plain", buffer=KOREAN.encode("cp949")),
    }
    for side, payload in files.items():
        view.locator(f"#{side}_file").set_input_files(payload)
    view.locator("#target_lang").fill("kr")
    view.get_by_role("button", name="정렬").click()
    expect(view.locator("#target_lang_error")).to_contain_text("국가")
    expect(view.locator("#source_text")).to_have_value(
        re.compile("Traders blame the closed border")
    )
    expect(view.locator("#source_title")).to_have_value("Rice")
    expect(view.locator("#target_text")).to_have_value(re.compile("장마당은 정오에 열린다"))
    assert flaws(view) == []
    view.locator("#target_lang").fill("ko")
    view.get_by_role("button", name="정렬").click()
    expect(view.locator("h1")).to_contain_text("Rice")
    expect(view.locator(".bead").last).to_contain_text("쌀은 배급되지 않는다.")


@pytest.mark.parametrize(
    ("field", "typed", "beside", "words"),
    [
        ("source_text", " ", "source_text", "is empty"),
        ("target_text", "1234 !!", "target_text", "no letters"),
        ("source_date", "yesterday", "source_date", "not of the form"),
        ("target_address", "javascript:alert(1)", "target_address", "must begin with"),
        ("target_lang", "zz-not-a-tag-", "target_lang", "not a language tag"),
        ("target_lang", "en", "target_lang", "same language"),
        ("memory", " ", "memory", "Name the memory"),
        ("memory", "m" * 1000, "memory", "1 to"),
    ],
)
def test_an_error_stands_beside_its_field_and_all_is_kept(
    send: Send, small: Context, field: str, typed: str, beside: str, words: str
) -> None:
    form: dict[str, object] = {**GOOD, "source_author": "Desk", field: typed}
    answer = send("/documents/new", form)
    assert answer.status_code == 422
    error = re.search(rf'id="{beside}_error">([^<]*)<', answer.text)
    assert error is not None
    assert words in error[1]
    assert f'aria-describedby="{beside}_error"' in answer.text
    for name, text in form.items():
        if name != "original":
            assert value(answer.text, name) == text, name
    assert not documents.list_alignments(small, LOCAL_USER).items


def test_a_side_that_is_far_longer_is_noted(page: OpenPage, send: Send) -> None:
    answer = send(
        "/documents/new", {**GOOD, "target_text": KOREAN.replace("\n\n", "\n\n" * 2) * 30}
    )
    view = page("ko")
    view.goto(answer.location)
    expect(view.locator(".notice.warn").first).to_contain_text("배 깁니다")


def test_a_file_goes_before_the_box_and_a_broken_one_is_refused(send: Send, small: Context) -> None:
    answer = send("/documents/new", {**GOOD, "source_file": (BytesIO(b"\x00\x01"), "rice.txt")})
    assert answer.status_code == 422
    assert "The file is not text" in answer.text
    rice = (BytesIO(b"Rice is cheap. People eat."), "rice.txt")
    assert send("/documents/new", {**GOOD, "source_file": rice}).status_code == 302
    (listed,) = documents.list_alignments(small, LOCAL_USER).items
    assert listed.alignment.source is not None
    assert listed.alignment.source.title == "Rice is cheap."


def test_an_article_is_read_as_text_and_deleted(page: OpenPage, small: Context) -> None:
    rice = stored(small)
    assert rice.source is not None
    view = page()
    view.goto(f"/documents/{rice.source.id}")
    expect(view.locator("article")).to_contain_text("Guards <script>alert(1)</script> watch")
    expect(view.locator("article p").first).to_contain_text("The price of rice rose to 9,000 won")
    expect(view.locator("aside")).to_contain_text("https://news.example/rice")
    view.get_by_text("Delete this article").click()
    view.get_by_role("button", name="Delete").click()
    expect(view.get_by_role("status").first).to_contain_text("The article is deleted")
    assert not documents.list_alignments(small, LOCAL_USER).items


def test_every_article_is_on_one_of_the_pages(client: FlaskClient, small: Context) -> None:
    for place in range(53):
        stored(small, ENGLISH.replace("Rice Prices", f"Rice Prices {place:02}"))
    first = client.get("/documents").text
    further = re.search(r'href="(/documents\?cursor=[^"]+)"', first)
    assert further is not None
    seen = re.findall(r"Rice Prices (\d\d)", first + client.get(further[1]).text)
    assert seen == [f"{place:02}" for place in reversed(range(53))]


def test_pages_have_no_flaws(page: OpenPage, small: Context) -> None:
    rice = stored(small)
    assert rice.target is not None
    wide, narrow = page(), page("ko", NARROW)
    narrow.emulate_media(color_scheme="dark")
    article = f"/documents/{rice.target.id}"
    for view, path in [
        (narrow, "/documents"),
        (wide, "/documents/new"),
        (narrow, "/documents/new"),
        (wide, article),
        (narrow, article),
    ]:
        view.goto(path)
        assert flaws(view) == [], path
