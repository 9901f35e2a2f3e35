"""``tm align``: two articles in, beads out; needs no database unless a memory is named."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

import click

from tm.align.encoder import UseEncoder
from tm.align.pipeline import align
from tm.cli.common import (
    batch_option,
    echo_json,
    json_option,
    progress_bar,
    ready_context,
    run_batch,
    wanted,
    wanted_texts,
)
from tm.formats import article
from tm.model.documents import Alignment, Document, Segment
from tm.model.people import LOCAL_USER
from tm.services import documents, review
from tm.text.languages import normalize_tag

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("align")
@click.argument("source_file", type=_file, required=False)
@click.argument("target_file", type=_file, required=False)
@click.option("--source-lang", default="en", show_default=True)
@click.option("--target-lang", default="ko", show_default=True)
@click.option("--segmented", is_flag=True, help="The files have one segment a line.")
@click.option("--memory", help="Keep the articles, and the pairs as drafts, in this memory.")
@batch_option
@json_option
def align_command(
    source_file: Path | None,
    target_file: Path | None,
    source_lang: str,
    target_lang: str,
    segmented: bool,
    memory: str | None,
    batch: TextIO | None,
    as_json: bool,
) -> None:
    """Align SOURCE_FILE with TARGET_FILE, or many pairs with --batch."""
    if batch is not None:
        _align_batch(batch, source_lang, target_lang)
        return
    if source_file is None or target_file is None:
        raise click.UsageError("Name two files, or --batch FILE.")
    source = _document(source_file, source_lang, segmented)
    target = _document(target_file, target_lang, segmented)
    total = len(source.segments) + len(target.segments)
    with progress_bar("segments") as show:

        def progress(share: float) -> None:
            show(round(share * total), total)

        if memory:
            context = ready_context()
            found = documents.add_pair(
                context, LOCAL_USER, source, target, memory, progress=progress
            )
            stored = review.keep_drafts(context, LOCAL_USER, found.id)
        else:
            found = align(
                [s.text for s in source.segments],
                [s.text for s in target.segments],
                source.lang,
                target.lang,
                encoder=UseEncoder(),
                source_paragraphs=[s.paragraph for s in source.segments],
                target_paragraphs=[s.paragraph for s in target.segments],
                progress=progress,
            )
    if as_json:
        echo_json(_answer(found))
    else:
        _print(found, source, target)
        if memory:
            click.echo(
                f"Kept in {memory!r}: {stored.added} drafts new, {stored.merged} there already."
            )


def _align_batch(batch: TextIO, source_lang: str, target_lang: str) -> None:
    encoder = UseEncoder()

    def answer(request: Mapping[str, Any]) -> dict[str, Any]:
        found = align(
            wanted_texts(request, "source"),
            wanted_texts(request, "target"),
            normalize_tag(wanted(request, "source_lang", str, source_lang)),
            normalize_tag(wanted(request, "target_lang", str, target_lang)),
            encoder=encoder,
        )
        return _answer(found)

    run_batch(batch, answer)


def _document(path: Path, lang: str, segmented: bool) -> Document:
    read = article.read_article(path.read_bytes(), path.name)
    if not segmented:
        return documents.make_document(read.text, lang, title=read.title)
    lines = [line for line in read.text.splitlines() if line.strip()]
    text = "\n".join(lines)
    segments: list[Segment] = []
    start = 0
    for number, line in enumerate(lines):
        segments.append(Segment(line, number, start, start + len(line)))
        start += len(line) + 1
    return Document("", lines[0][:200], normalize_tag(lang), text, tuple(segments))


def _answer(found: Alignment) -> dict[str, Any]:
    return {
        "beads": [
            {
                "source": list(bead.source),
                "target": list(bead.target),
                "score": round(bead.score, 4),
                "moved": bead.moved,
            }
            for bead in found.beads
        ],
        "model": found.model,
        "notes": list(found.notes),
    }


def _print(found: Alignment, source: Document, target: Document) -> None:
    for note in found.notes:
        click.echo(f"! {note}")
    for bead in found.beads:
        word = bead.confidence.value + (", moved" if bead.moved else "")
        click.echo(f"{bead.score:.2f}  {word}")
        for document, places in ((source, bead.source), (target, bead.target)):
            text = " ".join(document.segments[place].text for place in places)
            click.echo(f"      {document.lang}: {text or '(none)'}")
