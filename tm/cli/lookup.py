"""``tm lookup``: fuzzy matches for a segment."""

from collections.abc import Mapping
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
from tm.model.people import LOCAL_USER
from tm.model.units import Match
from tm.services import lookup


@click.command("lookup")
@click.argument("text", required=False)
@click.option("--source", default="en", show_default=True, help="Language of the text.")
@click.option("--target", default="ko", show_default=True, help="Language wanted.")
@memory_option
@click.option("--min-score", default=70, show_default=True)
@click.option("--limit", default=5, show_default=True)
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
) -> None:
    """Find matches for TEXT in every memory, or in those named."""
    if (text is None) == (batch is None):
        raise click.UsageError("Give a text, or --batch FILE.")
    context = ready_context()

    def find(request: Mapping[str, Any]) -> list[Match]:
        named = request.get("memory")
        query = lookup.MatchQuery(
            text=wanted(request, "text", str),
            source=wanted(request, "source", str, source),
            target=wanted(request, "target", str, target),
            memories=(wanted(request, "memory", str),) if named is not None else memories,
            min_score=wanted(request, "min_score", int, min_score),
            limit=wanted(request, "limit", int, limit),
            before=request.get("before"),
            after=request.get("after"),
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
        label = " (sample)" if match.sample else ""
        click.echo(f"{match.score} %  {match.memory_name}{label}, {match.status.value}")
        click.echo(f"      {match.source_lang}: {match.source}")
        click.echo(f"      {match.target_lang}: {match.target}")


def _answer(match: Match) -> dict[str, Any]:
    return {
        "score": match.score,
        "band": match.band.value,
        "source": match.source,
        "target": match.target,
        "source_lang": match.source_lang,
        "target_lang": match.target_lang,
        "memory": match.memory_name,
        "unit": match.unit,
        "status": match.status.value,
        "reasons": list(match.reasons),
        "penalties": [{"reason": p.reason, "points": p.points} for p in match.penalties],
        "sample": match.sample,
    }
