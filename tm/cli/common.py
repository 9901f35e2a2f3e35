"""What commands share: the context, options, JSON lines, progress."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

import click
from tqdm import tqdm

from tm.app import open_context
from tm.config import Settings
from tm.errors import InvalidInput, TmError
from tm.services.context import Context
from tm.storage import schema

LONGEST_LINE = 64 * 1024 * 1024
"""Characters of one line of a batch; a longer line is answered with an error."""

Answer = Callable[[Mapping[str, Any]], dict[str, Any]]

json_option = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
batch_option = click.option(
    "--batch",
    type=click.File("r", encoding="utf-8", errors="surrogateescape"),
    help="JSON lines in (- for standard input), JSON lines out, in the same order.",
)
memory_option = click.option(
    "--memory", "memories", multiple=True, help="Search this memory only; may be repeated."
)
termbase_option = click.option(
    "--termbase", "termbases", multiple=True, help="Search this termbase only; may be repeated."
)


def ready_context() -> Context:
    """Return the context on a database of this version; an empty SQLite file is set up."""
    settings = Settings.from_environment()
    context = open_context(settings)
    if context.db.is_sqlite and schema.is_empty(context.db):
        schema.upgrade(context.db)
    schema.check(context.db)
    return context


def echo_json(value: object) -> None:
    """Print one line of JSON, as Unicode."""
    click.echo(json.dumps(value, ensure_ascii=False))


def run_batch(stream: TextIO, answer: Answer) -> None:
    """Answer each line; a bad one gives {"id", "error"} and the rest goes on."""
    for line in tqdm(_lines(stream), unit=" lines", disable=None, file=sys.stderr):
        if not line.strip():
            continue
        request: Mapping[str, Any] = {}
        try:
            if len(line) > LONGEST_LINE:
                raise InvalidInput(f"The line has more than {LONGEST_LINE:,} characters.")
            request = _parsed(line)
            result = {"id": request.get("id"), **answer(request)}
        except TmError as error:
            result = {"id": request.get("id"), "error": str(error)}
        click.echo(json.dumps(result, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def wanted(request: Mapping[str, Any], key: str, kind: type, default: Any = None) -> Any:
    """Return a key of a batch line, of the kind it should be; InvalidInput otherwise."""
    value = request.get(key, default)
    if value is None:
        raise InvalidInput(f"The line has no {key!r}.", field=key)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise InvalidInput(f"{key!r} must be {_names[kind]}.", field=key)
    return value


def wanted_texts(request: Mapping[str, Any], key: str) -> list[str]:
    """Return a key of a batch line that is a list of strings."""
    value = wanted(request, key, list)
    if not all(isinstance(text, str) for text in value):
        raise InvalidInput(f"{key!r} must be a list of strings.", field=key)
    return list(value)


@contextmanager
def progress_bar(unit: str) -> Iterator[Callable[[int, int | None], None]]:
    """Give a function of (done, total) that draws a bar on a terminal and nothing in a pipe."""
    with tqdm(unit=f" {unit}", disable=None, file=sys.stderr) as bar:

        def show(done: int, total: int | None) -> None:
            bar.total = total
            bar.n = done
            bar.refresh()

        yield show


_names = {str: "a string", list: "a list", int: "a whole number"}


def _lines(stream: TextIO) -> Iterator[str]:
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        # What is left of a line that is too long is read and dropped with it.
        while not line.endswith("\n") and len(line) > LONGEST_LINE:
            line = stream.readline(LONGEST_LINE + 1)
            if not line:
                break


def _parsed(line: str) -> Mapping[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"The line is not JSON: {error}") from error
    if not isinstance(request, dict):
        raise InvalidInput("The line is not a JSON object.")
    return request
