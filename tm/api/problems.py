"""Errors as problem details (RFC 9457): every error of the API's addresses, and never a traceback.

``type`` is stable: it names the kind of error by ``/problems/`` and TmError's ``code``, or a word
for the HTTP status.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, jsonify, request
from marshmallow import fields
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from tm.api.fields import Answer
from tm.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    ParseError,
    TmError,
    TooLarge,
    Unavailable,
)

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
_STATUS: tuple[tuple[type[TmError], int], ...] = (
    (TooLarge, 413),
    (InvalidInput, 422),
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (Unavailable, 503),
)
_CODES = {
    400: "bad-request",
    403: Forbidden.code,
    404: NotFound.code,
    405: "method-not-allowed",
    413: TooLarge.code,
    415: "unsupported-media-type",
    422: InvalidInput.code,
    503: Unavailable.code,
}
_TITLES = {
    400: "The request cannot be read",
    403: "Not allowed",
    404: "Nothing here",
    405: "This cannot be done here",
    409: "Changed or taken by somebody else",
    413: "Too large",
    415: "Wrong kind of content",
    422: "Something in the request is not right",
    500: "An error of the service",
    503: "The service cannot answer now",
}
_DETAILS = {
    404: "There is nothing at this address; /api/docs lists what there is.",
    405: "This address does not take this method; the Allow header lists those that it takes.",
    413: "The body is larger than this address takes.",
}


class Problem(Answer):
    """What every error answers: RFC 9457, section 3.1, and the part of the request at fault."""

    type = fields.String(metadata={"description": "/problems/ and a stable word"})
    title = fields.String()
    status = fields.Integer()
    detail = fields.String(metadata={"description": "A sentence for people"})
    field = fields.String(metadata={"description": "The parameter or property at fault"})
    line = fields.Integer(metadata={"description": "The line of the file at fault, from 1"})

    class Meta:
        optional = ("field", "line")


def register(app: Flask) -> None:
    """Answer errors below the API's addresses; all others stay with the handlers there were."""
    before = dict(app.error_handler_spec[None][None])
    answers: tuple[tuple[type[Exception], Callable[[Any], BaseResponse]], ...] = (
        (HTTPException, _of_http),
        (TmError, of_ours),
        (Exception, _unexpected),
    )
    for kind, answer in answers:
        app.register_error_handler(kind, _dispatch(answer, before.get(kind)))


def _dispatch(answer: Callable[[Any], BaseResponse], other: Callable[[Any], Any] | None) -> Any:
    def handle(error: Exception) -> Any:
        if _is_ours(request.path):
            return answer(error)
        if other is None:
            raise error
        return other(error)

    return handle


def _is_ours(path: str) -> bool:
    return path in ("/api", "/healthz", "/readyz") or path.startswith("/api/")


def of_ours(error: TmError) -> Response:
    """Answer one of the project's errors; its message is written for users."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    more: dict[str, Any] = {}
    if isinstance(error, InvalidInput) and error.field:
        more["field"] = error.field
    if isinstance(error, ParseError) and error.line is not None:
        more["line"] = error.line
    if status == 500:
        log.error("%s %s failed", request.method, request.path, exc_info=error)
    return _problem(status, error.code, str(error), **more)


def _of_http(error: HTTPException) -> BaseResponse:
    """Answer an error of HTTP, with its headers (Allow, Retry-After)."""
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    status = error.code or 500
    invalid = getattr(error, "data", {}).get("messages")
    if invalid:
        field, message = _first(invalid)
        detail = f"{field}: {message}" if field else message
        answer = _problem(status, _CODES[status], detail, **({"field": field} if field else {}))
    else:
        detail = _DETAILS.get(status) or error.description or ""
        answer = _problem(status, _CODES.get(status, "error"), detail)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return _problem(500, "internal-error", "This is our mistake; the log of the service says more.")


def _problem(status: int, code: str, detail: str, **more: Any) -> Response:
    title = _TITLES.get(status, _TITLES[400] if status < 500 else _TITLES[500])
    body = {"type": f"/problems/{code}", "title": title, "status": status, "detail": detail}
    answer = jsonify(body | more)
    answer.status_code = status
    answer.content_type = CONTENT_TYPE
    return answer


def _first(messages: Mapping[str, Any] | list[Any]) -> tuple[str, str]:
    """Return the path and message of the first error that the schemas found.

    The outermost key is the part of the request (query, json), which callers do not name.
    """
    path: list[str] = []
    found: Any = next(iter(messages.values())) if isinstance(messages, Mapping) else messages
    while isinstance(found, Mapping):
        key, found = next(iter(found.items()))
        if key != "_schema":
            path.append(str(key))
    message = found[0] if isinstance(found, list) else found
    return ".".join(path), str(message)
