"""The glossary's pages: terms both ways, terms of a text, concepts and their form."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.pages import NARROW, OpenPage, Send, flaws
from tm.model.people import LOCAL_USER
from tm.model.terms import Concept, Term, TermStatus
from tm.services import terminology
from tm.services.context import Context

AMNOK = Concept(
    subject="geography",
    definition="River on the border with China.",
    terms=(
        Term("ko", "압록강"),
        Term("en", "Amnok River", note="In all pages."),
        Term("en", "Yalu River", TermStatus.ADMITTED),
        Term("en", "Aprok River", TermStatus.DEPRECATED),
    ),
)
CODE = Concept(subject="law", terms=(Term("ko", "형법"), Term("en", "Criminal Code")))
HAEJU = Concept(subject="geography", terms=(Term("ko", "해주"), Term("en", "Haeju")))


@pytest.fixture
def river(small: Context) -> Concept:
    base = terminology.create_termbase(small, LOCAL_USER, "House")
    for concept in (CODE, HAEJU):
        terminology.add_concept(small, LOCAL_USER, base.id, concept)
    return terminology.add_concept(small, LOCAL_USER, base.id, AMNOK)


def rows(*terms: tuple[str, str, str]) -> dict[str, list[str]]:
    """Return the columns of the form for (language, text, status)."""
    return {
        "term_lang": [lang for lang, _, _ in terms],
        "term_text": [text for _, text, _ in terms],
        "term_status": [status for _, _, status in terms],
        **{f"term_{part}": [""] * len(terms) for part in ("geo", "note", "source")},
        "term_type": ["full"] * len(terms),
    }


def texts(small: Context, concept: Concept) -> list[str]:
    return [t.text for t in terminology.get_concept(small, LOCAL_USER, concept.id).terms]


@pytest.mark.usefixtures("river")
@pytest.mark.parametrize(
    ("term", "direction", "answer", "how"),
    [
        ("압록강", "Korean → English", "Aprok River", "as written"),
        ("압록 강", "Korean → English", "Yalu River", "in another spelling"),
        ("Yalu", "English → Korean", "압록강", "without its generic word"),
        ("형법 제119조", "Korean → English", "Article 119", "art:119"),
    ],
)
def test_a_term_is_answered_in_the_direction_of_its_letters(
    client: FlaskClient, term: str, direction: str, answer: str, how: str
) -> None:
    page = client.get("/glossary", query_string={"term": term}).text
    found = page.partition('id="concepts"')[0]
    assert direction in found
    assert answer in found
    assert how in found


@pytest.mark.usefixtures("river")
def test_a_direction_that_is_chosen_holds_whatever_the_letters(client: FlaskClient) -> None:
    page = client.get("/glossary", query_string={"term": "압록강", "source": "en"}).text
    assert "English → Korean" in page
    assert "No concept has this term" in page


def test_markup_in_a_term_is_text(client: FlaskClient, small: Context) -> None:
    base = terminology.create_termbase(small, LOCAL_USER, "<b>House</b>")
    evil = '"><script>alert(1)</script>'
    made = terminology.add_concept(
        small, LOCAL_USER, base.id, Concept(terms=(Term("en", evil, note=evil),), subject=evil)
    )
    for path in ("/glossary", f"/glossary/{made.id}", f"/glossary/{made.id}/edit"):
        page = client.get(path, query_string={"term": evil}).text
        assert "<script>alert" not in page
        assert "<b>House" not in page


@pytest.mark.usefixtures("river")
def test_concepts_are_found_by_text_and_subject(client: FlaskClient) -> None:
    page = client.get("/glossary", query_string={"subject": "law"}).text
    assert "Criminal Code" in page
    assert "Haeju" not in page
    page = client.get("/glossary", query_string={"text": "Hae"}).text
    assert "Haeju" in page
    assert "Criminal Code" not in page


def test_concepts_come_in_pages(client: FlaskClient, small: Context) -> None:
    base = terminology.create_termbase(small, LOCAL_USER, "Long")
    for number in range(51):
        concept = Concept(terms=(Term("en", f"term number {number:02}"),))
        terminology.add_concept(small, LOCAL_USER, base.id, concept)
    first = client.get("/glossary").text
    assert "term number 49" in first
    assert "term number 50" not in first
    address = re.search(r'href="(/glossary\?cursor=[^"]+)"', first)
    assert address is not None
    second = client.get(address[1]).text
    assert "term number 50" in second
    assert "term number 49" not in second


@pytest.mark.usefixtures("river")
def test_terms_are_marked_in_the_text_without_their_particles(send: Send) -> None:
    text = "압록강에서는 무역이 멈췄다.\r\n돌봐 해주었다. 형법 제119조."
    page = send("/glossary/recognize", {"text": text}).text
    assert "<mark>압록강</mark>에서는 무역이 멈췄다.\n돌봐" in page
    assert '<span class="doubted" title="not a noun here">해주</span>었다' in page
    assert "doubted: not a noun here" in page
    assert "Article 119 of the Criminal Code" in page
    assert "Amnok River" in page


def test_a_text_that_is_too_long_is_refused_and_kept(send: Send) -> None:
    answer = send("/glossary/recognize", {"text": "가" * 100_001})
    assert answer.status_code == 422
    assert "At most 100,000 characters" in answer.text
    assert "가" * 100_001 in answer.text


def test_a_concept_page_says_the_status_of_each_term(client: FlaskClient, river: Concept) -> None:
    page = client.get(f"/glossary/{river.id}").text
    said = re.findall(r'<span class="term-(\w+)" lang="en">([^<]+)</span>', page)
    assert said == [
        ("preferred", "Amnok River"),
        ("admitted", "Yalu River"),
        ("deprecated", "Aprok River"),
    ]
    assert "River on the border with China." in page
    assert client.get("/glossary/0190b3c4-0000-7000-8000-000000000000").status_code == 404
    assert client.get("/glossary/none").status_code == 404


def test_a_concept_is_made_with_the_rows_that_have_a_term(send: Send, small: Context) -> None:
    base = terminology.create_termbase(small, LOCAL_USER, "House")
    typed = rows(("ko", "쌀", "preferred"), ("en", "rice", "preferred"), ("", "", "preferred"))
    made = send("/glossary/new", {"termbase": base.id, "subject": "food", **typed})
    assert made.status_code == 302
    (concept,) = terminology.list_concepts(small, LOCAL_USER, subject="food").items
    assert [(t.lang, t.text) for t in concept.terms] == [("ko", "쌀"), ("en", "rice")]
    assert made.location == f"/glossary/{concept.id}"


def test_what_is_wrong_stands_beside_its_row_and_all_is_kept(send: Send, small: Context) -> None:
    base = terminology.create_termbase(small, LOCAL_USER, "House")
    typed = rows(("ko", "쌀", "preferred"), ("not a tag!", "rice", "admitted"))
    answer = send("/glossary/new", {"termbase": base.id, "definition": "Grain.", **typed})
    assert answer.status_code == 422
    assert 'id="row_1_error"' in answer.text
    assert 'id="row_0_error"' not in answer.text
    for kept in ('value="쌀"', 'value="rice"', 'value="not a tag!"', "Grain."):
        assert kept in answer.text
    assert terminology.list_concepts(small, LOCAL_USER).items == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (rows(("en", "rice", "preferred"), ("en", "paddy", "preferred")), "second preferred"),
        (rows(("en", "rice", "preferred")) | {"term_geo": ["korea"]}, "two letters"),
        (rows(("en", "", "preferred")) | {"term_note": ["why"]}, "or clear the row"),
        (rows(("en", "", "preferred")), "at least one term"),
        (rows(*[("en", f"t{n}", "admitted") for n in range(201)]), "at most 200 terms"),
        (rows(("en", "rice", "preferred")) | {"termbase": ["gone"]}, "no termbase"),
    ],
)
def test_a_concept_that_breaks_a_rule_is_refused(
    send: Send, small: Context, typed: dict[str, list[str]], said: str
) -> None:
    base = terminology.create_termbase(small, LOCAL_USER, "House")
    answer = send("/glossary/new", {"termbase": base.id, **typed})
    assert answer.status_code == 422
    assert said in answer.text


def test_more_rows_come_without_saving(send: Send, river: Concept, small: Context) -> None:
    data = {"version": river.version, "more": "1", **rows(("ko", "다른 이름", "preferred"))}
    page = send(f"/glossary/{river.id}/edit", data)
    assert page.status_code == 200
    assert page.text.count('name="term_text"') == 3
    assert 'value="다른 이름"' in page.text
    assert "다른 이름" not in texts(small, river)


def test_an_edit_replaces_the_terms_and_keeps_what_the_form_has_not(
    send: Send, small: Context
) -> None:
    base = terminology.create_termbase(small, LOCAL_USER, "House")
    concept = Concept(label="river-1", terms=(Term("ko", "강"),))
    made = terminology.add_concept(small, LOCAL_USER, base.id, concept)
    data = {"version": made.version, "note": "a\r\nb", **rows(("ko", "하천", "preferred"))}
    assert send(f"/glossary/{made.id}/edit", data).status_code == 302
    now = terminology.get_concept(small, LOCAL_USER, made.id)
    assert [t.text for t in now.terms] == ["하천"]
    assert (now.label, now.note) == ("river-1", "a\nb")


def test_a_stale_edit_overwrites_nothing_until_theirs_was_seen(
    send: Send, river: Concept, small: Context
) -> None:
    path, mine = f"/glossary/{river.id}/edit", rows(("ko", "나의 강", "preferred"))
    theirs = Concept(terms=(Term("ko", "그들의 강"),))
    terminology.update_concept(small, LOCAL_USER, river.id, theirs, river.version)
    answer = send(path, {"version": river.version, **mine})
    assert answer.status_code == 409
    assert "그들의 강" in answer.text
    assert 'value="나의 강"' in answer.text
    assert texts(small, river) == ["그들의 강"]
    version = re.search(r'name="version" value="(\d+)"', answer.text)
    assert version is not None
    assert send(path, {"version": version[1], **mine}).status_code == 302
    assert texts(small, river) == ["나의 강"]


def test_a_concept_is_deleted_after_a_question(
    client: FlaskClient, send: Send, river: Concept, small: Context
) -> None:
    path = f"/glossary/{river.id}/delete"
    assert "Amnok River" in client.get(path).text
    assert texts(small, river)
    assert send(path).status_code == 302
    assert client.get(f"/glossary/{river.id}").status_code == 404


def test_termbases_are_made_and_deleted(client: FlaskClient, send: Send, small: Context) -> None:
    made = send("/glossary/termbases", {"name": "Law"})
    assert made.status_code == 302
    assert send("/glossary/termbases", {"name": "Law"}).status_code == 409
    refused = send("/glossary/termbases", {"name": "x" * 201})
    assert refused.status_code == 422
    assert "x" * 201 in refused.text
    (base,) = terminology.list_termbases(small, LOCAL_USER)
    terminology.add_concept(small, LOCAL_USER, base.id, AMNOK)
    path = f"/glossary/termbases/{base.id}/delete"
    assert "Concepts that go with it: 1" in client.get(path).text
    assert send(path).status_code == 302
    assert terminology.list_termbases(small, LOCAL_USER) == []


def test_a_form_without_its_token_changes_nothing(
    client: FlaskClient, river: Concept, small: Context
) -> None:
    assert client.post(f"/glossary/{river.id}/delete").status_code == 400
    assert texts(small, river)


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_the_pages_hold_in_a_narrow_window(page: OpenPage, river: Concept, locale: str) -> None:
    view = page(locale, NARROW)
    for path in (
        "/glossary?term=압록강",
        "/glossary/recognize?text=압록강에서 형법 제119조",
        f"/glossary/{river.id}",
        f"/glossary/{river.id}/edit",
        "/glossary/new",
    ):
        view.goto(path)
        assert flaws(view) == [], path


@pytest.mark.usefixtures("river")
def test_a_concept_is_written_by_keyboard_without_scripts(page: OpenPage, small: Context) -> None:
    view = page("en", scripts=False)
    view.goto("/glossary/new")
    view.get_by_label("Term", exact=True).nth(0).fill("쌀")
    view.get_by_label("Term", exact=True).nth(1).fill("rice")
    view.get_by_label("Term", exact=True).nth(1).press("Enter")
    view.wait_for_url(re.compile("/glossary/[0-9a-f-]{36}"))
    answer = terminology.look_up(small, LOCAL_USER, "rice", "en", "ko")
    assert [t.text for hit in answer.hits for t in hit.translations] == ["쌀"]
