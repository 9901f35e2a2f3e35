"""``tm terms``: import, export, look up, recognize."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

import click

from tm.cli.common import (
    batch_option,
    echo_json,
    json_option,
    progress_bar,
    ready_context,
    run_batch,
    termbase_option,
    wanted,
)
from tm.cli.exchange import opened, say_report, say_written
from tm.model.people import LOCAL_USER
from tm.model.terms import GlossaryHit, TermHit
from tm.services import exports, imports, terminology

_formats = click.Choice(["csv", "tsv"])


@click.group("terms")
def terms_command() -> None:
    """Import, export, look up and recognize terms."""


@terms_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--termbase", required=True, help="Made if there is none of that name.")
@click.option("--format", "format_", type=_formats, help="Seen from the file if left out.")
@json_option
def import_command(file: Path, termbase: str, format_: str | None, as_json: bool) -> None:
    """Read a glossary with a column a language, or with a row a term."""
    with progress_bar("entries") as show:

        def progress(done: int) -> None:
            show(done, None)

        report = imports.import_terms(
            ready_context(),
            LOCAL_USER,
            file,
            termbase=termbase,
            format=format_,
            progress=progress,
        )
    say_report(report, as_json)


@terms_command.command("export")
@click.option("--termbase", required=True)
@click.option("--format", "format_", type=_formats, default="tsv", show_default=True)
@click.option("--lang", "languages", multiple=True, help="A column for each; else a row a term.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
)
def export_command(termbase: str, format_: str, languages: tuple[str, ...], output: Path) -> None:
    """Write a termbase to a file."""
    with ExitStack() as stack:
        stream = opened(stack, output)
        written = exports.export_terms(
            ready_context(), LOCAL_USER, termbase, format_, stream, languages=languages
        )
    say_written(written, "concepts")


@terms_command.command("lookup")
@click.argument("term")
@click.option("--source", default="ko", show_default=True)
@click.option("--target", default="en", show_default=True)
@termbase_option
@json_option
def lookup_command(
    term: str, source: str, target: str, termbases: tuple[str, ...], as_json: bool
) -> None:
    """Look TERM up: by form, by Northern or Southern spelling, without its generic word."""
    answer = terminology.look_up(
        ready_context(), LOCAL_USER, term, source, target, termbases=termbases
    )
    if as_json:
        echo_json(
            {
                "term": answer.term,
                "hits": [_hit(hit) for hit in answer.hits],
                "quantities": [
                    {"canonical": c.quantity.canonical, "rendering": c.rendering}
                    for c in answer.quantities
                ],
            }
        )
        return
    if not answer.hits and not answer.quantities:
        click.echo("No such term.")
    for hit in answer.hits:
        sample = " (sample)" if hit.concept.sample else ""
        click.echo(
            f"{hit.matched.text}  [{hit.tier.value}]{sample}  {hit.concept.definition or ''}"
        )
        for term_ in hit.translations:
            click.echo(f"      {term_.lang}: {term_.text}  {term_.status.value}")
    for citation in answer.quantities:
        click.echo(f"{citation.quantity.canonical}  →  {citation.rendering or '?'}")


@terms_command.command("recognize")
@click.argument("text", required=False)
@click.option("--lang", default="ko", show_default=True)
@click.option("--target", default="en", show_default=True)
@termbase_option
@batch_option
@json_option
def recognize_command(
    text: str | None,
    lang: str,
    target: str,
    termbases: tuple[str, ...],
    batch: TextIO | None,
    as_json: bool,
) -> None:
    """See the terms in TEXT; a confidence below .5 means doubted."""
    if (text is None) == (batch is None):
        raise click.UsageError("Give a text, or --batch FILE.")
    context = ready_context()

    def seen(request: Mapping[str, Any]) -> dict[str, Any]:
        found = terminology.recognize(
            context,
            LOCAL_USER,
            wanted(request, "text", str),
            wanted(request, "lang", str, lang),
            wanted(request, "target", str, target),
            termbases=termbases,
        )
        return {"terms": [_term(hit) for hit in found.terms]}

    if batch is not None:
        run_batch(batch, seen)
        return
    answer = seen({"text": text})
    if as_json:
        echo_json(answer)
        return
    for hit in answer["terms"]:
        doubt = "" if hit["confidence"] >= 0.5 else f"  doubted: {hit['doubt']}"
        translations = ", ".join(hit["translations"])
        click.echo(f"{hit['start']:>5}  {hit['surface']}  →  {translations}{doubt}")


def _hit(hit: GlossaryHit) -> dict[str, Any]:
    return {
        "concept": hit.concept.id,
        "tier": hit.tier.value,
        "confidence": hit.confidence,
        "matched": {"term": hit.matched.text, "lang": hit.matched.lang},
        "translations": [
            {"term": t.text, "lang": t.lang, "status": t.status.value} for t in hit.translations
        ],
        "subject": hit.concept.subject,
        "definition": hit.concept.definition,
    }


def _term(hit: TermHit) -> dict[str, Any]:
    return {
        "start": hit.start,
        "end": hit.end,
        "surface": hit.surface,
        "term": hit.term,
        "tier": hit.tier.value,
        "confidence": hit.confidence,
        "doubt": hit.doubt,
        "translations": [
            t.text for h in hit.hits for t in h.translations if not t.status.forbidden
        ],
        "inside": [_term(inner) for inner in hit.inside],
    }
