"""Articles: list, add, read."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tm.errors import InvalidInput
from tm.formats.article import read_article
from tm.model.documents import BeadState, Document
from tm.services import aligning, documents
from tm.web.common import actor, context

bp = Blueprint("documents", __name__)

SIDES = ("source", "target")
DEFAULT_MEMORY = "News"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of an alignment is: beads decided of all, and the share in percent."""

    decided: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.decided // self.total if self.total else 0


@bp.get("/documents")
def listing() -> str:
    page = documents.list_alignments(
        context(), actor(), cursor=request.args.get("cursor"), limit=50
    )
    rows = [(listed.alignment, progress(listed.counts)) for listed in page.items]
    return render_template("documents/list.html", rows=rows, next=page.next)


@bp.get("/documents/new")
def new() -> str:
    return _form({"source_lang": "en", "target_lang": "ko", "original": "target"}, {})


@bp.post("/documents/new")
def add() -> Response | tuple[str, int]:
    """Take both texts, align them, and go on to their review; errors keep what was typed."""
    made: dict[str, Document] = {}
    errors: dict[str, str] = {}
    values = request.form.to_dict()
    for side in SIDES:
        try:
            made[side] = _document(side, values)
        except InvalidInput as error:
            errors[f"{side}_{_FIELDS.get(error.field or '', 'text')}"] = str(error)
    memory = values.get("memory", "").strip()
    if not memory:
        errors["memory"] = _("Name the memory that the approved pairs go to.")
    if not errors:
        try:
            return _align(made["source"], made["target"], memory)
        except InvalidInput as error:
            errors["target_lang" if error.field == "target_lang" else "memory"] = str(error)
    return _form(values, errors), 422


def _align(source: Document, target: Document, memory: str) -> Response:
    """Align while the user waits, or by a job whose page shows the progress."""
    if aligning.is_long(source, target):
        job = aligning.submit_pair(context(), actor(), source, target, memory)
        return redirect(f"/jobs/{job.id}")
    found = documents.add_pair(context(), actor(), source, target, memory)
    return redirect(url_for("review.page", alignment=found.id))


@bp.get("/documents/<document>")
def read(document: str) -> str:
    found = documents.get_document(context(), actor(), document)
    paragraphs: list[list[str]] = []
    last = -1
    for segment in found.segments:
        if segment.paragraph != last:
            paragraphs.append([])
            last = segment.paragraph
        paragraphs[-1].append(segment.text)
    alignments = documents.alignments_of(context(), actor(), document)
    return render_template(
        "documents/read.html", document=found, paragraphs=paragraphs, alignments=alignments
    )


@bp.post("/documents/<document>/delete")
def delete(document: str) -> Response:
    documents.delete_document(context(), actor(), document)
    flash(_("The article is deleted; units that were approved from it stay."), "ok")
    return redirect(url_for("documents.listing"))


def progress(counts: Mapping[BeadState, int]) -> Progress:
    total = sum(counts.values())
    return Progress(total - counts.get(BeadState.OPEN, 0), total)


_FIELDS = {name: name for name in ("text", "date", "address", "title", "author", "lang")}


def _document(side: str, values: dict[str, str]) -> Document:
    """Make the document of one side; a file's text goes into the values, as browsers forget files.

    A file goes before what stands in the box.
    """
    upload = request.files.get(f"{side}_file")
    if upload is not None and upload.filename:
        article = read_article(upload.stream.read(), upload.filename)
        values[f"{side}_text"] = article.text
        values[f"{side}_title"] = values.get(f"{side}_title") or article.title or ""
    return documents.make_document(
        values.get(f"{side}_text", ""),
        values.get(f"{side}_lang", ""),
        title=values.get(f"{side}_title"),
        address=values.get(f"{side}_address"),
        date=values.get(f"{side}_date"),
        author=values.get(f"{side}_author"),
        original=values.get("original") == side,
    )


def _form(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    memories = [memory.name for memory in documents.target_memories(context(), actor())]
    return render_template(
        "documents/new.html",
        values=values,
        errors=errors,
        memories=memories,
        default_memory=memories[0] if memories else DEFAULT_MEMORY,
    )
