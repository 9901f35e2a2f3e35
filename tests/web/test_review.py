"""The review of an article: from the keyboard, by mouse, and by plain forms without scripts."""

from functools import partial

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.web.articles import Rows, shape, states, stored, units
from tests.web.pages import NARROW, OpenPage, Send, flaws
from tm.align import review as edits
from tm.model.documents import Alignment, BeadState
from tm.model.people import LOCAL_USER
from tm.services import review
from tm.services.context import Context


@pytest.fixture
def rice(small: Context) -> Alignment:
    return stored(small)


def path(alignment: Alignment) -> str:
    return f"/documents/{alignment.id}/align"


def focused(view: Page) -> int:
    """Return the number of the row that has the focus, 0 where none has it."""
    return int(view.evaluate("document.activeElement.getAttribute('aria-rowindex') || 0"))


def go(view: Page, row: int) -> None:
    view.locator(f".bead[aria-rowindex='{row}'] .st").click()


def answered(view: Page, *keys: str) -> int:
    """Press keys, wait for the answer to their command, and return the row with the focus."""
    before = view.locator("#review").get_attribute("data-version")
    for key in keys:
        view.keyboard.press(key)
    expect(view.locator("#review")).not_to_have_attribute("data-version", before or "")
    return focused(view)


def clicked(view: Page, *names: str) -> None:
    """Click buttons by their texts, and wait for the answer."""
    before = view.locator("#review").get_attribute("data-version")
    for name in names:
        view.get_by_role("button", name=name).click()
    expect(view.locator("#review")).not_to_have_attribute("data-version", before or "")


def change_elsewhere(small: Context, alignment: Alignment) -> None:
    change = partial(edits.set_state, at=[0], state=BeadState.APPROVED)
    review.edit(small, LOCAL_USER, alignment.id, alignment.version, "approve", change)


def test_approval_goes_from_doubt_to_doubt_and_into_the_memory(
    page: OpenPage, small: Context, rice: Alignment
) -> None:
    view = page()
    view.goto(path(rice))
    assert focused(view) == 3
    assert answered(view, "a") == 5
    assert answered(view, "o") == 7
    assert answered(view, "a") == 8
    expect(view.locator("#live")).to_have_text("Saved. 2 of 8 rows approved.")
    known = units(small)
    assert sorted(known) == [
        "Guards <script>alert(1)</script> watch the gate.",
        "Traders blame the closed border.",
    ]
    (seen,) = known["Traders blame the closed border."].occurrences
    assert (seen.title, seen.date, seen.score) == ("Rice Prices Rise in Hyesan", "2025-06-04", 0.7)
    assert states(small, rice)[4] == "left-out"
    view.reload()
    assert focused(view) == 8


def test_every_key_does_its_work_and_undo_takes_it_back(
    page: OpenPage, small: Context, rice: Alignment
) -> None:
    view = page()
    view.goto(path(rice))
    before = shape(small, rice)
    two, three = before[2:4]
    cases: list[tuple[int, list[str], slice, Rows]] = [
        (3, ["m"], slice(2, 4), [((2, 3), (2, 3))]),
        (3, ["]"], slice(2, 4), [((), (2,)), ((2, 3), (3,))]),
        (4, ["["], slice(2, 4), [((2, 3), (2,)), ((), (3,))]),
        (3, ["ArrowRight", "]"], slice(2, 4), [((2,), ()), ((3,), (2, 3))]),
        (3, ["ArrowLeft", "u"], slice(2, 3), [((), (2,)), ((2,), ())]),
        (
            5,
            ["v", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"],
            slice(4, 8),
            [((4,), (6,)), *before[5:7]],
        ),
    ]
    for row, keys, rows, made in cases:
        go(view, row)
        assert 1 <= answered(view, *keys) <= len(shape(small, rice)), keys
        expected = list(before)
        expected[rows] = made
        assert shape(small, rice) == expected, keys
        assert answered(view, "Control+z") > 0, keys
        assert shape(small, rice) == before, keys
    go(view, 3)
    assert answered(view, "m") == 3
    view.keyboard.press("s")
    assert answered(view, "ArrowUp", "Enter") == 3
    assert shape(small, rice)[2:4] == [((), two[1]), ((*two[0], *three[0]), three[1])]


def test_rows_are_approved_together_opened_again_and_left_alone(
    page: OpenPage, small: Context, rice: Alignment
) -> None:
    view = page()
    view.goto(path(rice))
    assert answered(view, "Shift+A") == 3
    assert states(small, rice) == ["approved", "approved", *["open"] * 6]
    assert len(units(small)) == 2
    for key, row in [("n", 5), ("n", 7), ("p", 5), ("ArrowUp", 4), ("ArrowDown", 5)]:
        view.keyboard.press(key)
        assert focused(view) == row
    go(view, 1)
    assert answered(view, "r") == 1
    assert list(units(small)) == ["The price of rice rose to 9,000 won on June 3."]
    version = view.locator("#review").get_attribute("data-version")
    view.keyboard.press("?")
    expect(view.get_by_role("dialog")).to_be_visible()
    view.keyboard.press("Escape")
    expect(view.get_by_role("dialog")).to_be_hidden()
    assert focused(view) == 1
    view.locator("#show").focus()
    view.keyboard.press("a")  # Letters are commands in the rows only.
    assert view.locator("#review").get_attribute("data-version") == version


def test_every_command_can_be_clicked(page: OpenPage, small: Context, rice: Alignment) -> None:
    view = page()
    view.goto(path(rice))
    before = shape(small, rice)
    view.locator(".bead[aria-rowindex='3'] .tgt").click()
    clicked(view, "Push ↓")
    assert shape(small, rice)[2:4] == [((2,), ()), ((3,), (2, 3))]
    assert focused(view) == 3
    clicked(view, "Undo")
    view.get_by_label("English").check()
    clicked(view, "Push ↓")
    assert shape(small, rice)[2:4] == [((), (2,)), ((2, 3), (3,))]
    clicked(view, "Undo")
    clicked(view, "Merge ↓")
    view.get_by_role("button", name="Split").click()
    view.locator(".bead.chosen .src .seg").nth(0).click()
    view.locator(".bead.chosen .tgt .seg").nth(0).click()
    clicked(view, "Apply")
    assert shape(small, rice) == before
    go(view, 5)
    view.get_by_role("button", name="Moved…").click()
    go(view, 8)
    clicked(view, "Apply")
    assert shape(small, rice)[4] == ((4,), (6,))
    clicked(view, "Approve A")
    clicked(view, "Approve sure rows: 4")  # What was made by hand is sure.
    assert states(small, rice).count("approved") == 5
    view.locator("#show").select_option("doubt")
    assert view.locator(".bead:visible").count() == 1


def test_forms_work_without_scripts(page: OpenPage, small: Context, rice: Alignment) -> None:
    view = page(scripts=False)
    view.goto(path(rice))
    view.get_by_role("link", name="3", exact=True).click()
    view.get_by_role("button", name="Approve A").click()
    assert states(small, rice)[2] == "approved"
    assert view.url.endswith(
        "#r" + str(view.locator(".bead[tabindex='0']").get_attribute("data-row"))
    )
    view.get_by_role("button", name="Undo").click()
    assert set(states(small, rice)) == {"open"}
    view.get_by_role("button", name="Approve sure rows: 2").click()
    assert states(small, rice).count("approved") == 2
    view.get_by_role("link", name="Approve all…").click()
    expect(view.get_by_text("Doubtful: 2. Likely: 1.")).to_be_visible()
    view.get_by_role("button", name="Approve rows: 4").click()
    assert states(small, rice) == [*["approved"] * 4, "open", *["approved"] * 2, "open"]
    assert len(units(small)) == 6


@pytest.mark.parametrize(
    ("locale", "words"),
    [("en", "nothing was overwritten"), ("ko", "덮어쓰지 않았습니다")],
)
def test_a_stale_command_is_refused_in_words(
    page: OpenPage, small: Context, rice: Alignment, locale: str, words: str
) -> None:
    view = page(locale)
    view.goto(path(rice))
    change_elsewhere(small, rice)
    view.keyboard.press("a")
    expect(view.get_by_role("alert")).to_contain_text(words)
    assert states(small, rice) == ["approved", *["open"] * 7]
    assert focused(view) == 3


def test_stale_and_broken_forms_change_nothing(
    send: Send, client: FlaskClient, small: Context, rice: Alignment
) -> None:
    first = rice.beads[0].id
    form = {"command": "approve", "row": first, "version": rice.version}
    change_elsewhere(small, rice)
    assert send(path(rice), form).status_code == 409
    assert send(path(rice), {**form, "command": "undo"}).status_code == 409
    fresh = rice.version + 1
    for broken, status in [
        ({"command": "format-disk"}, 422),
        ({"row": "no-such-row"}, 404),
        ({"version": "one"}, 422),
        ({"command": "split", "source_at": "9", "target_at": "0"}, 422),
    ]:
        answer = send(path(rice), {**form, "version": fresh, "row": rice.beads[1].id, **broken})
        assert answer.status_code == status, broken
    assert states(small, rice) == ["approved", *["open"] * 7]
    assert client.get("/documents/nothing/align").status_code == 404


def test_the_history_names_what_was_done(
    client: FlaskClient, small: Context, rice: Alignment
) -> None:
    change_elsewhere(small, rice)
    review.undo(small, LOCAL_USER, rice.id, rice.version + 1)
    shown = client.get(f"/documents/{rice.id}/history").text
    assert shown.index("took back a change") < shown.index("approved a row")
    assert shown.index("approved a row") < shown.index("aligned the texts")


def test_pages_have_no_flaws(page: OpenPage, small: Context, rice: Alignment) -> None:
    change_elsewhere(small, rice)
    wide, narrow = page(), page("ko", NARROW)
    narrow.emulate_media(color_scheme="dark")
    for view, end in [(wide, "align"), (narrow, "align"), (narrow, "approve"), (wide, "history")]:
        view.goto(f"/documents/{rice.id}/{end}")
        assert flaws(view) == [], end
