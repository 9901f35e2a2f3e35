"""Requests that nobody would write by hand: schemathesis, with all its checks.

TM_FUZZ_EXAMPLES is how many it makes up for each operation; `make fuzz` asks for 100.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from tests.api.conftest import application
from tm import api
from tm.services.context import Context
from tm.storage.session import Database

EXAMPLES = int(os.environ.get("TM_FUZZ_EXAMPLES", "15"))
# What a schema cannot say, and is refused all the same although each part is as documented.
BEYOND_SCHEMAS = {
    "matches.find": "markup of another text",
    "matches.find_all": "markup of another text",
    "concordance.find": "words without a letter or digit, or a regular expression that is none",
    "documents.create": "a text without letters",
    "alignments.create": "a text without letters, or two texts in one language",
    "imports.enter": "a file of no format that is known",
    "imports.enter_terms": "a file that is no glossary",
    "exports.units": "a format of two languages, which are not both named",
    "concepts.create": "two preferred terms of one language and region",
}
CONFIG = {
    # The long form also goes to the edges of every schema, such as texts of the largest size.
    "phases": {"coverage": {"enabled": EXAMPLES >= 100}},
    "operations": [
        {
            "include-operation-id": operation,
            "checks": {
                "positive_data_acceptance": {
                    "expected-statuses": ["2xx", "401", "403", "404", "409", "422", "503"]
                }
            },
        }
        for operation in BEYOND_SCHEMAS
    ],
}


def _documented() -> Any:
    """Return what is said of the API, which needs no database."""
    bare = Flask("tm")
    api.register(bare)
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", bare, config=SchemathesisConfig.from_dict(CONFIG)
    )
    schema.app = _served
    return schema


def _served(environ: Any, start_response: Any) -> Any:
    return _applications[0](environ, start_response)


_applications: list[Flask] = []
schema = _documented()


@pytest.fixture(scope="module", autouse=True)
def _application(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("fuzz")
    shutil.copy(sqlite_template, folder / "tm.sqlite")
    db = Database(f"sqlite:///{folder / 'tm.sqlite'}")
    _applications.append(application(Context(db=db, uploads=folder / "uploads"), folder))
    yield
    _applications.clear()
    db.engine.dispose()


@schema.parametrize()  # type: ignore[untyped-decorator]
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_answers_as_documented(case: Any) -> None:
    case.call_and_validate()
