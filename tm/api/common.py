"""What every resource uses: the blueprint that parses strictly, the context, and who acts."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar
from urllib.parse import unquote_to_bytes

from flask import Request, current_app
from flask_smorest import Blueprint
from marshmallow import Schema
from webargs.flaskparser import FlaskParser, is_json_request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from tm.model.people import LOCAL_USER, Actor
from tm.services.context import Context

PREFIX = "/api/v1"
View = TypeVar("View", bound=Callable[..., Any])


def context() -> Context:
    found = current_app.extensions["tm"]
    assert isinstance(found, Context)  # noqa: S101 -- create_app puts it there.
    return found


def actor() -> Actor:
    return LOCAL_USER


class StrictParser(FlaskParser):
    """Takes JSON only where JSON is asked for, and nothing that a schema does not name."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": "raise"}

    def load_querystring(self, req: Request, schema: Any) -> Any:
        """Refuse bytes that are not UTF-8, which would else arrive as the letters ``%FF``."""
        try:
            unquote_to_bytes(req.query_string).decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadRequest("The query is not UTF-8; encode it as such.") from error
        return super().load_querystring(req, schema)

    def load_json(self, req: Request, schema: Any) -> Any:
        """Read a body of at most ``schema.largest`` bytes."""
        if not is_json_request(req):
            raise UnsupportedMediaType("Send the body as application/json.")
        req.max_content_length = schema.largest
        try:
            return json.loads(req.get_data(cache=True), parse_constant=_no_number)
        except UnicodeDecodeError as error:
            raise BadRequest(f"The body is not UTF-8 (byte {error.start}).") from error
        except json.JSONDecodeError as error:
            raise BadRequest(
                f"The body is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
            ) from error
        except (ValueError, RecursionError) as error:
            raise BadRequest("The body nests too deep, or has a number out of range.") from error


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)


class Resource(Blueprint):  # type: ignore[misc]  # flask-smorest has no types.
    """A blueprint whose operations are documented by what they take and answer."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, prefix: str, description: str) -> None:
        # Pages have blueprints of the same names.
        super().__init__(f"api-{name}", __name__, url_prefix=prefix, description=description)

    def operation(
        self,
        method: str,
        rule: str,
        *,
        query: type[Schema] | None = None,
        body: type[Schema] | None = None,
        answer: type[Schema] | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **doc: Any,
    ) -> Callable[[View], View]:
        """Return a decorator that registers a view for one method of one address.

        The view gets the parsed query, then the parsed body, then the parts of the path by name.
        ``headers`` are those of the answer, with what they say; ``doc`` goes into the document.
        """
        described = {
            name: {"description": text, "required": True, "schema": {"type": "string"}}
            for name, text in (headers or {}).items()
        }

        def register(view: View) -> View:
            made = self.response(status, answer, headers=described or None)(view)
            # A schema is made once: making one costs more than most answers take to parse.
            if body:
                made = self.arguments(body(), location="json")(made)
            if query:
                made = self.arguments(query(), location="query")(made)
            made = self.doc(operationId=f"{self.name.removeprefix('api-')}.{view.__name__}", **doc)(
                made
            )
            self.route(rule, methods=[method], tags=[self.name.removeprefix("api-")])(made)
            return view

        return register
