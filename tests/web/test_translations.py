"""The catalog: it has every message, each in Korean, compiled; and the layers beneath are in it."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask import Flask

import tm
from tm.web.sentences import SENTENCES, said

PACKAGE = Path(tm.__file__).parent
FOLDER = PACKAGE / "web" / "translations" / "ko" / "LC_MESSAGES"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
ERRORS = {
    "Conflict",
    "Forbidden",
    "InvalidInput",
    "NotFound",
    "ParseError",
    "TooLarge",
    "Unavailable",
    "UnsupportedLanguage",
}
RAISING = [
    *PACKAGE.glob("services/*.py"),
    *PACKAGE.glob("storage/repositories/*.py"),
    PACKAGE / "storage" / "session.py",
    PACKAGE / "align" / "review.py",
    PACKAGE / "text" / "languages.py",
    PACKAGE / "formats" / "article.py",
    PACKAGE / "formats" / "encodings.py",
    PACKAGE / "app.py",
]
"""What a page can run into.  Imports and samples are apart: their reports are kept in English."""
APART = {"imports.py", "samples.py"}
PARTS = {"empty": ["source", "target", "source and target"], "longer": ["source", "target"]}
"""What the notes of an alignment put into their sentences."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    with (FOLDER / "messages.po").open("rb") as stream:
        return read_po(stream, locale="ko")


def forms(message: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return a message's singular and plural, or itself; Korean has one form for both."""
    return (message,) if isinstance(message, str) else tuple(message or [""])


def test_every_message_is_in_the_catalog_and_has_its_korean(catalog: Catalog) -> None:
    found = {
        forms(message)[0]
        for _, _, message, _, _ in extract_from_dir(PACKAGE / "web", method_map=METHODS)
    }
    known = {forms(message.id)[0]: message for message in catalog if message.id}
    assert found - known.keys() == set()
    assert known.keys() - found == set()
    assert [name for name, said in known.items() if not all(forms(said.string)) or said.fuzzy] == []


def test_the_korean_holds_the_same_placeholders(catalog: Catalog) -> None:
    for message in catalog:
        names = re.findall(r"%\(\w+\)s|%%", forms(message.id)[0])
        for form in forms(message.string):
            assert sorted(re.findall(r"%\(\w+\)s|%%", form)) == sorted(names), message.id


def test_the_compiled_catalog_is_current(catalog: Catalog) -> None:
    with (FOLDER / "messages.mo").open("rb") as stream:
        compiled = {forms(m.id): forms(m.string) for m in read_mo(stream) if m.id}
    assert compiled == {forms(m.id): forms(m.string) for m in catalog if m.id}


def test_no_particle_follows_a_placeholder(catalog: Catalog) -> None:
    particle = re.compile(r"%\(\w+\)s(은|는|이|가|을|를|과|와|으로|로)(?![가-힣])")
    wrong = [form for m in catalog for form in forms(m.string) if particle.search(form)]
    assert wrong == []


def sentences(path: Path, calls: set[str]) -> list[str]:
    """Return what a module says through these calls, each placeholder as every text it can be."""
    said_here: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name in calls:
            said_here += filled(node.args[0])
    return said_here


def filled(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    texts = [""]
    for part in node.values if isinstance(node, ast.JoinedStr) else []:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            texts = [text + part.value for text in texts]
        elif isinstance(part, ast.FormattedValue):
            choices = PARTS.get(ast.unparse(part.value), ["7"])
            texts = [text + choice for text in texts for choice in choices]
    return [text for text in texts if text]


def test_what_the_layers_beneath_say_is_said_in_korean(app: Flask) -> None:
    spoken = [
        text for path in RAISING if path.name not in APART for text in sentences(path, ERRORS)
    ]
    evidence = PACKAGE / "align" / "evidence.py"
    spoken += sentences(evidence, {"append"})
    spoken += [f"The {side} has no segments; nothing could be aligned." for side in PARTS["empty"]]
    assert "has no segments; nothing could be aligned." in evidence.read_text(encoding="utf-8")
    assert len(spoken) > 60
    with app.test_request_context(headers={"Accept-Language": "ko"}):
        assert [text for text in spoken if not re.search("[가-힣]", said(text))] == []


def test_no_sentence_is_kept_that_nobody_says() -> None:
    everything = " ".join(
        text for path in PACKAGE.rglob("*.py") for text in sentences(path, {*ERRORS, "append"})
    )
    everything += " ".join(f"The {side} has no segments;" for side in PARTS["empty"])
    for sentence in SENTENCES:
        start = re.split(r"%\(\w+\)s", sentence)[0] or re.split(r"%\(\w+\)s", sentence)[1]
        assert start.split(";")[0] in everything, sentence


def test_the_longest_sentence_that_fits_is_taken(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "ko"}):
        assert said("The ko text is empty.") == "비어 있는 글: ko"
        assert said("The name is empty.") == "비어 있음: name"
        assert said("Something else.") == "Something else."
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert said("There is no document '%(x)s'.") == "There is no document '%(x)s'."
