"""The OpenAPI document: valid, complete, and what is enforced; and the page to try it on."""

import re
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError
from openapi_spec_validator import validate

from tm import __version__, api
from tm.api.fields import PageQuery, language
from tm.errors import UnsupportedLanguage
from tm.services.paging import cursor_of, row_after
from tm.text.languages import normalize_tag

UNDOCUMENTED = {"/api/v1/openapi.json", "/api/docs", "/api/docs/static/<path:filename>"}


@pytest.fixture(scope="module")
def bare() -> Flask:
    app = Flask("tm")
    api.register(app)
    return app


@pytest.fixture(scope="module")
def document(bare: Flask) -> Any:
    return bare.test_client().get("/api/v1/openapi.json").get_json()


def test_the_document_is_valid(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_every_route_and_method_is_documented(bare: Flask, document: Any) -> None:
    rules = [
        rule
        for rule in bare.url_map.iter_rules()
        if rule.rule.startswith(("/api", "/healthz", "/readyz")) and rule.rule not in UNDOCUMENTED
    ]
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    documented = {
        (path, method)
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert served == documented
    assert len(served) > 40


def test_every_operation_says_what_it_does_and_answers_errors_as_problems(document: Any) -> None:
    operations = [
        operation
        for item in document["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
    ]
    assert all(operation["summary"] for operation in operations)
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    other = document["components"]["responses"]["DEFAULT_ERROR"]
    assert list(other["content"]) == ["application/problem+json"]
    assert all("default" in operation["responses"] for operation in operations)


_part = st.from_regex(r"[A-Za-z0-9]{1,9}", fullmatch=True)
_tags = st.builds(
    "{}{}".format,
    st.from_regex(r"[A-Za-z]{2,4}", fullmatch=True),
    st.lists(st.tuples(st.sampled_from("-_"), _part).map("".join), max_size=4).map("".join),
)


@given(_tags | st.sampled_from(["kr", "KP", "jp-x-a", "zh-Hant-TW", "en-a-bb-x-c", "ko-kp\n"]))
def test_the_pattern_of_languages_is_the_rule_of_languages(tag: str) -> None:
    try:
        normalize_tag(tag)
        expected = True
    except UnsupportedLanguage:
        expected = False
    assert _takes(language(), tag) == expected


@given(st.integers(1, 10**18 - 1))
def test_a_cursor_that_was_given_out_is_taken(row: int) -> None:
    cursor = cursor_of([(row, None), (0, None)], 1)
    assert cursor is not None
    assert _takes(PageQuery().fields["cursor"], cursor)


@given(st.from_regex(r"[A-Za-z0-9_-]{1,24}", fullmatch=True))
def test_a_cursor_that_is_taken_is_understood(cursor: str) -> None:
    if _takes(PageQuery().fields["cursor"], cursor):
        assert cursor_of([(row_after(cursor), None), (0, None)], 1) is not None


def test_the_page_lists_every_operation_and_has_no_script_of_others(
    bare: Flask, document: Any
) -> None:
    page = bare.test_client().get("/api/docs").get_data(as_text=True)
    for path in document["paths"]:
        assert f'data-path="{path}"' in page
    [script] = re.findall(r"<script[^>]*>", page)
    assert script == f'<script src="/api/docs/static/docs.js?v={__version__}" defer>'
    assert "//" not in page.replace("<!doctype", "")
    assert " style=" not in page
    for asset in ("docs.js", "docs.css"):
        with bare.test_client().get(f"/api/docs/static/{asset}") as answer:
            assert answer.status_code == 200


def _takes(field: Any, value: str) -> bool:
    try:
        field.deserialize(value)
    except ValidationError:
        return False
    return True
