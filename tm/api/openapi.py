"""The OpenAPI document: every operation, with problem details for its errors."""

from http import HTTPStatus

from flask import Flask
from flask_smorest import Api

from tm import __version__
from tm.api.common import PREFIX
from tm.api.problems import CONTENT_TYPE, Problem


class DocumentedApi(Api):  # type: ignore[misc]  # flask-smorest has no types.
    """flask-smorest with this project's errors, and a document that says so."""

    ERROR_SCHEMA = Problem

    def _register_responses(self) -> None:
        answer = {"content": {CONTENT_TYPE: {"schema": Problem}}}
        for status in HTTPStatus:
            body = answer if status >= HTTPStatus.BAD_REQUEST else {}
            described = {"description": status.phrase} | body
            self.spec.components.response(status.name, described, lazy=True)
        other = {"description": "Any other error"} | answer
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, other, lazy=True)

    def _register_error_handlers(self) -> None:
        """Leave errors to tm.api.problems, which knows the project's own."""


def make(app: Flask) -> DocumentedApi:
    """Return the API of an application, without resources yet."""
    app.config.update(
        API_TITLE="Translation memory",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
    )
    return DocumentedApi(app)
