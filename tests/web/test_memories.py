"""The pages of memories and units: find, add, edit, delete, and what a stale form may not do."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.pages import NARROW, OpenPage, Send, flaws
from tm.model.people import LOCAL_USER
from tm.model.units import Memory, Occurrence, Status, TranslationUnit, Variant
from tm.services import memories
from tm.services.context import Context

MARKED = Variant(
    "ko", "쌀값이\r\n올랐다.", markup="쌀값이\r\n<ph x='1'/>올랐다.", props=(("p", "v"),)
)


@pytest.fixture
def memory(small: Context) -> Memory:
    return memories.create_memory(small, LOCAL_USER, "News")


@pytest.fixture
def unit(small: Context, memory: Memory) -> TranslationUnit:
    seen = Occurrence(
        title="쌀값 기사",
        address="https://news.example/rice",
        date="2025-08-27",
        before="앞 문장.",
        after="뒤 문장.",
        score=0.93,
    )
    other = Occurrence(title="Elsewhere", address="javascript:alert(1)")
    both = (MARKED, Variant("en", "Rice went up."))
    rice = TranslationUnit(
        both, notes=("Check.",), props=(("x-k", "x-v"),), occurrences=(seen, other)
    )
    return memories.add_unit(small, LOCAL_USER, memory.id, rice)


def form(*texts: tuple[str, str], **more: object) -> dict[str, object]:
    fields = {"lang": [lang for lang, _ in texts], "text": [text for _, text in texts]}
    return {**fields, "status": "approved", **more}


def current(small: Context, unit: TranslationUnit) -> TranslationUnit:
    return memories.get_unit(small, LOCAL_USER, unit.id)


def test_a_memory_is_made_renamed_and_deleted_with_a_count(
    client: FlaskClient, send: Send, small: Context
) -> None:
    made = send("/memories", {"name": "News"})
    assert made.status_code == 302
    (memory,) = memories.list_memories(small, LOCAL_USER)
    assert made.location == f"/memories/{memory.id}"
    taken = send("/memories", {"name": "News"})
    assert taken.status_code == 409
    assert "already a memory" in taken.text
    assert send("/memories", {"name": " "}).status_code == 422

    data = {"name": "Law", "penalty": "5", "priority": "-2", "version": memory.version}
    assert send(f"/memories/{memory.id}/settings", data).status_code == 302
    stale = send(f"/memories/{memory.id}/settings", {**data, "name": "Old"})
    assert stale.status_code == 409
    assert 'value="Old"' in stale.text
    now = memories.get_memory(small, LOCAL_USER, memory.id)
    assert (now.name, now.penalty, now.priority) == ("Law", 5, -2)

    pair = TranslationUnit((Variant("ko", "가"), Variant("en", "a")))
    memories.add_unit(small, LOCAL_USER, memory.id, pair)
    assert "Units that go with it: 1" in client.get(f"/memories/{memory.id}/delete").text
    assert send(f"/memories/{memory.id}/delete").status_code == 302
    assert memories.list_memories(small, LOCAL_USER) == []
    assert client.get(f"/memories/{memory.id}").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("penalty", "31"), ("penalty", "-1"), ("penalty", "1.5"), ("priority", "")],
)
def test_settings_that_cannot_be_are_refused_beside_their_field(
    send: Send, small: Context, memory: Memory, field: str, value: str
) -> None:
    data = {"name": "Law", "penalty": "5", "priority": "1", "version": memory.version}
    answer = send(f"/memories/{memory.id}/settings", {**data, field: value})
    assert answer.status_code == 422
    assert f'id="{field}_error"' in answer.text
    assert memories.find_memory(small, LOCAL_USER, memory.id) == memory


def test_units_are_found_by_text_and_status_in_pages(
    client: FlaskClient, small: Context, memory: Memory
) -> None:
    for number in range(51):
        texts = (Variant("ko", f"문장 {number:02}."), Variant("en", f"Sentence {number:02}."))
        status = Status.DRAFT if number == 7 else Status.APPROVED
        memories.add_unit(small, LOCAL_USER, memory.id, TranslationUnit(texts, status))
    path = f"/memories/{memory.id}"
    first = client.get(path).text
    assert "Sentence 49." in first
    assert "Sentence 50." not in first
    more = re.search(r'href="(/memories/[^"]+cursor=[^"]+)"', first)
    assert more is not None
    assert "Sentence 50." in client.get(more[1]).text
    for query in ({"text": "문장 07"}, {"status": "draft"}):
        found = client.get(path, query_string=query).text
        assert re.findall(r"Sentence \d\d\.", found) == ["Sentence 07."]
    assert client.get(path, query_string={"text": "\0"}).status_code == 422
    assert client.get(path, query_string={"cursor": "?"}).status_code == 422
    assert "No unit of this memory" in client.get(path, query_string={"text": "zzz"}).text


def test_a_unit_shows_all_that_is_known_of_it(client: FlaskClient, unit: TranslationUnit) -> None:
    page = client.get(f"/units/{unit.id}").text
    for part in ("Rice went up.", "Check.", "x-k", "x-v", "쌀값 기사", "2025-08-27", "0.93"):
        assert part in page
    assert "앞 문장." in page
    assert "&lt;ph x=&#39;1&#39;/&gt;" in page
    assert 'href="https://news.example/rice"' in page
    assert 'href="javascript:' not in page


def test_a_unit_is_added_from_the_rows_that_have_a_text(
    send: Send, small: Context, memory: Memory
) -> None:
    path = f"/memories/{memory.id}/units/new"
    made = send(path, form(("ko", "가"), ("EN-us", "a"), ("", ""), status="draft"))
    assert made.status_code == 302
    (stored,) = memories.list_units(small, LOCAL_USER, memory=memory.id).items
    assert [(v.lang, v.text) for v in stored.variants] == [("ko", "가"), ("en-US", "a")]
    assert stored.status is Status.DRAFT


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([("ko", "가"), ("not a tag!", "a")], 'id="row_1_error"'),
        ([("", "가")], 'id="row_0_error"'),
        ([("ko", " ")], "at least one text"),
        ([("ko", "가" * 100_001)], 'id="row_0_error"'),
        ([("ko", f"가{n}") for n in range(51)], "at most 50 texts"),
    ],
)
def test_a_unit_that_cannot_be_kept_is_refused_beside_its_row(
    send: Send, small: Context, memory: Memory, texts: list[tuple[str, str]], said: str
) -> None:
    answer = send(f"/memories/{memory.id}/units/new", form(*texts))
    assert answer.status_code == 422
    assert said in answer.text
    assert texts[0][1] in answer.text
    assert memories.list_units(small, LOCAL_USER).items == ()


def test_a_text_that_only_came_through_a_browser_keeps_its_markup(
    send: Send, small: Context, unit: TranslationUnit
) -> None:
    data = form(
        ("ko", "쌀값이\r\n올랐다."),
        ("en", "Rice rose."),
        version=unit.version,
        status="draft",
        note=["Check.", "Why?\r\nHow?", ""],
    )
    assert send(f"/units/{unit.id}/edit", data).status_code == 302
    now = current(small, unit)
    assert now.variants[0] == MARKED
    assert now.variants[1].text == "Rice rose."
    assert (now.status, now.notes) == (Status.DRAFT, ("Check.", "Why?\nHow?"))
    assert now.props == unit.props


def test_a_stale_edit_overwrites_nothing_until_theirs_was_seen(
    send: Send, small: Context, unit: TranslationUnit
) -> None:
    path = f"/units/{unit.id}/edit"
    theirs = TranslationUnit((Variant("ko", "그들의 글"), Variant("en", "theirs")))
    memories.update_unit(small, LOCAL_USER, unit.id, theirs, unit.version)
    mine = form(("ko", "나의 글"), ("en", "mine"), version=unit.version)

    # More rows are given without a word, but no newer version with them.
    more = send(path, {**mine, "more": "1"}).text
    assert f'name="version" value="{unit.version}"' in more
    assert more.count('name="text"') == 4

    answer = send(path, mine)
    assert answer.status_code == 409
    assert "그들의 글" in answer.text
    assert "나의 글" in answer.text
    assert current(small, unit).variants[1].text == "theirs"
    version = re.search(r'name="version" value="(\d+)"', answer.text)
    assert version is not None
    assert send(path, {**mine, "version": version[1]}).status_code == 302
    assert current(small, unit).variants[1].text == "mine"


def test_texts_that_another_unit_has_are_a_conflict(
    send: Send, small: Context, memory: Memory, unit: TranslationUnit
) -> None:
    pair = TranslationUnit((Variant("ko", "가"), Variant("en", "a")))
    memories.add_unit(small, LOCAL_USER, memory.id, pair)
    data = form(("ko", "가"), ("en", "a"), version=unit.version)
    answer = send(f"/units/{unit.id}/edit", data)
    assert answer.status_code == 409
    assert f'name="version" value="{unit.version}"' in answer.text
    assert "Somebody else changed" not in answer.text
    assert current(small, unit).variants[1].text == "Rice went up."


def test_a_form_without_a_version_is_refused(send: Send, unit: TranslationUnit) -> None:
    for version in ({}, {"version": "x"}, {"version": "1" * 30}):
        data = form(("ko", "가"), ("en", "a"), **version)
        assert send(f"/units/{unit.id}/edit", data).status_code == 422


def test_a_unit_is_deleted_after_a_question(
    client: FlaskClient, send: Send, memory: Memory, unit: TranslationUnit
) -> None:
    assert "Rice went up." in client.get(f"/units/{unit.id}/delete").text
    assert client.get(f"/units/{unit.id}").status_code == 200
    gone = send(f"/units/{unit.id}/delete")
    assert gone.location == f"/memories/{memory.id}"
    assert client.get(f"/units/{unit.id}").status_code == 404


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_the_pages_hold_in_a_narrow_window(
    page: OpenPage, memory: Memory, unit: TranslationUnit, locale: str
) -> None:
    view = page(locale, NARROW)
    for path in (
        "/memories",
        f"/memories/{memory.id}",
        f"/memories/{memory.id}/delete",
        f"/memories/{memory.id}/units/new",
        f"/units/{unit.id}",
        f"/units/{unit.id}/edit",
    ):
        view.goto(path)
        for more in view.locator("summary").all():
            more.click()
        assert flaws(view) == [], path


def test_penalty_and_priority_are_set_in_a_browser(
    page: OpenPage, small: Context, memory: Memory
) -> None:
    view = page("ko")
    view.goto(f"/memories/{memory.id}")
    view.get_by_text("설정").click()
    view.get_by_label("감점").fill("7")
    view.get_by_label("우선순위").fill("2")
    view.get_by_role("button", name="저장").click()
    assert view.get_by_role("status").first.inner_text() == "메모리를 저장했습니다."
    now = memories.find_memory(small, LOCAL_USER, memory.id)
    assert (now.penalty, now.priority, now.name) == (7, 2, "News")


def test_a_unit_is_edited_in_a_browser(
    page: OpenPage, small: Context, unit: TranslationUnit
) -> None:
    view = page()
    view.goto(f"/units/{unit.id}")
    view.get_by_role("link", name="Edit").click()
    view.get_by_role("textbox", name="Text").nth(1).fill("Rice rose.")
    view.get_by_role("button", name="Save").click()
    view.wait_for_url(f"**/units/{unit.id}")
    assert view.get_by_role("status").first.inner_text() == "The unit is saved."
    now = current(small, unit)
    assert now.variants == (MARKED, Variant("en", "Rice rose."))
