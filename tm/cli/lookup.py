"""``tm lookup``: fuzzy matches for a segment."""

from collections.abc import Callable, Mapping
from typing import Any, TextIO

import click

from tm.cli.common import (
    batch_option,
    echo_json,
    json_option,
    memory_option,
    ready_context,
    run_batch,
    wanted,
)
from tm.errors import InvalidInput
from tm.model.people import LOCAL_USER
from tm.model.units import Match, Status
from tm.services import lookup

# What a text may have beside it, as an option or in its line of a batch.
_BESIDE = {
    "before": "The segment before the text.",
    "after": "The segment after the text.",
    "document": "Only units seen in the document with this id.",
    "author": "Only units of this author.",
    "since": "Only units of this date or later: a year, month or day.",
    "until": "Only units of this date or earlier.",
    "subject": "Only units that a file said to be about this.",
    "markup": "The text with its inline tags, as an XML fragment.",
}


def _beside_options(command: Callable[..., None]) -> Callable[..., None]:
    for name, said in reversed(_BESIDE.items()):
        command = click.option(f"--{name}", help=said)(command)
    return command


@click.command("lookup")
@click.argument("text", required=False)
@click.option("--source", default="en", show_default=True, help="Language of the text.")
@click.option("--target", default="ko", show_default=True, help="Language wanted.")
@memory_option
@click.option("--min-score", default=70, show_default=True)
@click.option("--limit", default=5, show_default=True)
@click.option("--status", type=click.Choice(["draft", "approved"]), help="Only units like this.")
@_beside_options
@batch_option
@json_option
def lookup_command(
    text: str | None,
    source: str,
    target: str,
    memories: tuple[str, ...],
    min_score: int,
    limit: int,
    batch: TextIO | None,
    as_json: bool,
    **beside: str | None,
) -> None:
    """Find matches for TEXT in every memory, or in those named.

    Lines of a batch have a text, and may have what the options say otherwise under their names
    (min_score for --min-score).
    """
    if (text is None) == (batch is None):
        raise click.UsageError("Give a text, or --batch FILE.")
    context = ready_context()

    def find(request: Mapping[str, Any]) -> list[Match]:
        named = request.get("memory")
        told = {
            name: wanted(request, name, str) if request.get(name) is not None else default
            for name, default in beside.items()
        }
        query = lookup.MatchQuery(
            text=wanted(request, "text", str),
            source=wanted(request, "source", str, source),
            target=wanted(request, "target", str, target),
            memories=(wanted(request, "memory", str),) if named is not None else memories,
            min_score=wanted(request, "min_score", int, min_score),
            limit=wanted(request, "limit", int, limit),
            status=_status(told.pop("status")),
            **told,
        )
        return lookup.find_matches(context, LOCAL_USER, query)

    if batch is not None:
        run_batch(batch, lambda request: {"matches": [_answer(m) for m in find(request)]})
        return
    matches = find({"text": text})
    if as_json:
        echo_json({"matches": [_answer(match) for match in matches]})
        return
    if not matches:
        click.echo(f"No match of {min_score} % or more.")
    for match in matches:
        _show(match)


def _status(word: str | None) -> Status | None:
    try:
        return Status(word) if word is not None else None
    except ValueError as error:
        raise InvalidInput("'status' must be draft or approved.", field="status") from error


def _show(match: Match) -> None:
    label = " (sample)" if match.sample else ""
    click.echo(f"{match.score} %  {match.memory_name}{label}, {match.status.value}")
    click.echo(f"      {match.source_lang}: {match.source}")
    click.echo(f"      {match.target_lang}: {match.target}")
    if match.target_markup is not None:
        click.echo(f"      with tags: {match.target_markup}")
    if match.adapted:
        changes = ", ".join(f"{change.old} -> {change.new}" for change in match.adapted)
        click.echo(f"      numbers adapted: {changes}")
    for reason in match.reasons:
        if reason.startswith("numbers-left"):
            click.echo(f"      {reason}")


def _answer(match: Match) -> dict[str, Any]:
    return {
        "score": match.score,
        "band": match.band.value,
        "source": match.source,
        "target": match.target,
        "target_markup": match.target_markup,
        "source_lang": match.source_lang,
        "target_lang": match.target_lang,
        "memory": match.memory_name,
        "unit": match.unit,
        "status": match.status.value,
        "reasons": list(match.reasons),
        "penalties": [{"reason": p.reason, "points": p.points} for p in match.penalties],
        "adapted": [
            {"kind": a.kind, "old": a.old, "new": a.new, "span": a.span} for a in match.adapted
        ],
        "sample": match.sample,
    }
