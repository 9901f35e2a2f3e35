"""The page on which the API can be tried: made from the OpenAPI document, with one own script."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template

from tm import __version__

KEY = "tm-api-operations"
_DEEPEST = 5

bp = Blueprint(
    "api-docs-page",
    __name__,
    url_prefix="/api/docs",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the page shows it; ``example`` is a JSON body to begin with."""

    method: str
    path: str
    tag: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    example: str | None
    takes_file: bool


@bp.get("")
def page() -> str:
    """List every operation, each with a form that sends it."""
    # Browsers keep the script and the style sheet for a year, so their addresses have the version.
    return render_template(
        "api_docs.html", operations=current_app.extensions[KEY], version=__version__
    )


def operations(document: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Return what a document offers, in its order."""
    schemas = document["components"]["schemas"]
    found = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            parameters = item.get("parameters", []) + operation.get("parameters", [])
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            found.append(
                Operation(
                    method=method.upper(),
                    path=path,
                    tag=operation["tags"][0],
                    summary=operation.get("summary", ""),
                    description=operation.get("description", ""),
                    parameters=tuple(_parameter(parameter) for parameter in parameters),
                    example=_printed(_example(schema, schemas)) if schema else None,
                    takes_file="multipart/form-data" in content,
                )
            )
    return tuple(found)


def _parameter(parameter: Mapping[str, Any]) -> Parameter:
    schema = parameter["schema"]
    inner = schema.get("items", schema)
    about = [parameter.get("description") or schema.get("description") or ""]
    if "enum" in inner:
        about.append(", ".join(str(value) for value in inner["enum"] if value is not None))
    if "maximum" in inner:
        about.append(f"{inner.get('minimum', 0)} to {inner['maximum']}")
    if schema.get("default") not in (None, [], ()):
        about.append(f"{schema['default']} if left out")
    return Parameter(
        parameter["name"],
        parameter["in"],
        parameter.get("required", False),
        "; ".join(filter(None, about)),
    )


def _example(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int = 0) -> Any:
    """Return a value of the shape of a schema, to be filled in."""
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].rpartition("/")[2]], schemas, depth + 1)
    if "properties" in schema and depth < _DEEPEST:
        required = schema.get("required", ())
        properties = schema["properties"].items()
        return {
            name: _example(inner, schemas, depth) for name, inner in properties if name in required
        }
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "array":
        return [_example(schema["items"], schemas, depth)]
    return {"integer": schema.get("minimum", 0), "boolean": False}.get(str(kind), "")


def _printed(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2)
