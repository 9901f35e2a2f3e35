"""Import, export and jobs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    session,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from tm.errors import Conflict, InvalidInput, NotFound, Unavailable
from tm.formats import Written
from tm.model.jobs import Job, JobState, Upload
from tm.model.units import Status
from tm.services import exports, imports, jobs, memories, terminology
from tm.services.uploads import get_upload, save_upload
from tm.text.languages import normalize_tag
from tm.web.common import actor, context

bp = Blueprint("exchange", __name__)

FORMATS = {"tmx": "TMX", "tsv": "TSV", "csv": "CSV"}
TERM_FORMATS = {"csv": "CSV", "tsv": "TSV"}
STATUSES = {status.value: status for status in (Status.APPROVED, Status.DRAFT)}
DEFAULT_MEMORY = "News"

_IN_MEMORY = 1024 * 1024
_LONGEST_EXAMPLE = 80
"""Characters of an example that the cookie with a report of terms keeps."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A job with the names of its files and, where it is still there, the id of its memory."""

    job: Job
    files: tuple[str, ...]
    memory: str | None
    undoable: bool


@bp.get("/import")
def import_form() -> str:
    return _import_page({"memory": request.args.get("memory", ""), "status": "approved"}, {})


@bp.post("/import/units")
def import_units() -> BaseResponse | tuple[str, int]:
    """Keep one file, or two parallel ones, and enter the job that reads them."""
    form, errors = request.form, dict[str, str]()
    files = [part for part in (_file("file"), _file("second_file")) if part is not None]
    if _file("file") is None:
        errors["file"] = _("Choose the file to import.")
    if not form.get("memory", "").strip():
        errors["memory"] = _("Name the memory; a new name makes a new one.")
    languages = {name: _language(form, name, errors) for name in ("source_lang", "target_lang")}
    if not errors:
        try:
            job = imports.submit_import(
                context(),
                actor(),
                [_kept(part).id for part in files],
                memory=form["memory"],
                # Two text files whose names tell nothing can still be parallel ones.
                format="moses" if len(files) > 1 else None,
                status=STATUSES.get(form.get("status", "")),
                **languages,
            )
        except InvalidInput as error:
            errors["memory" if error.field == "name" else "file"] = str(error)
        else:
            return redirect(url_for("exchange.job", job=job.id))
    return _import_page(form, errors), 422


@bp.post("/import/terms")
def import_terms() -> BaseResponse | tuple[str, int]:
    """Import a glossary now; its report waits in the session, so that a reload imports nothing."""
    name, errors = request.form.get("termbase", "").strip(), dict[str, str]()
    part = _file("terms_file")
    if part is None:
        errors["terms_file"] = _("Choose the file to import.")
    if not name:
        errors["termbase"] = _("Name the termbase; a new name makes a new one.")
    if part is not None and not errors:
        try:
            kept = _kept(part)
            path = context().uploads / kept.path
            report = imports.import_terms(context(), actor(), path, termbase=name, name=kept.name)
        except InvalidInput as error:
            errors["termbase" if error.field == "name" else "terms_file"] = str(error)
        else:
            session["terms"] = _short(report) | {"file": kept.name, "termbase": name}
            return redirect(url_for("exchange.terms_report"))
    return _import_page(request.form, errors), 422


@bp.get("/import/terms")
def terms_report() -> str | BaseResponse:
    report = session.get("terms")
    if report is None:
        return redirect(url_for("exchange.import_form"))
    known = terminology.list_termbases(context(), actor())
    found = next((item for item in known if item.name == report["termbase"]), None)
    return render_template("exchange/terms.html", report=report, termbase=found)


@bp.get("/export")
def export_form() -> str:
    return _export_page(request.args, {})


@bp.get("/export/units")
def export_units() -> Response | tuple[str, int]:
    args, errors = request.args, dict[str, str]()
    format = args.get("format", "tmx")
    languages = {name: _language(args, name, errors) for name in ("source_lang", "target_lang")}
    if format != "tmx" and not errors and not all(languages.values()):
        errors["source_lang"] = _("Name both languages, such as ko and en.")
    if errors:
        return _export_page(args, errors), 422
    try:
        memory = memories.get_memory(context(), actor(), args.get("memory", ""))
        return _download(
            lambda stream: exports.export_units(
                context(),
                actor(),
                memory.id,
                format,
                stream,
                status=STATUSES.get(args.get("status", "")),
                **languages,
            ),
            f"{memory.name}.{format}",
        )
    except NotFound as error:
        return _export_page(args, {"memory": str(error)}), 404
    except InvalidInput as error:
        return _export_page(args, {error.field or "source_lang": str(error)}), 422


@bp.get("/export/terms")
def export_terms() -> Response | tuple[str, int]:
    args = request.args
    format = args.get("terms_format", "csv")
    known = {item.id: item for item in terminology.list_termbases(context(), actor())}
    termbase = known.get(args.get("termbase", ""))
    if termbase is None:
        return _export_page(args, {"termbase": _("There is no such termbase.")}), 404
    try:
        return _download(
            lambda stream: exports.export_terms(
                context(),
                actor(),
                termbase.id,
                format,
                stream,
                languages=args.get("columns", "").replace(",", " ").split(),
            ),
            f"{termbase.name}.{format}",
        )
    except InvalidInput as error:
        field = "terms_format" if error.field == "format" else "columns"
        return _export_page(args, {field: str(error)}), 422


@bp.get("/jobs")
def job_list() -> str:
    page = jobs.list_jobs(context(), actor(), cursor=request.args.get("cursor"))
    shown = [_shown(item) for item in page.items]
    return render_template("exchange/jobs.html", shown=shown, next=page.next)


@bp.get("/jobs/<uuid:job>")
def job(job: UUID) -> str:
    """Show a job; its page asks for the state alone, once a second, until it is over."""
    shown = _shown(jobs.get_job(context(), actor(), str(job)))
    part = "state" if "HX-Request" in request.headers else "job"
    return render_template(f"exchange/{part}.html", shown=shown, job=shown.job)


@bp.post("/jobs/<uuid:job>/cancel")
def cancel(job: UUID) -> BaseResponse:
    try:
        jobs.cancel_job(context(), actor(), str(job))
    except Conflict:
        flash(_("The job was over already."), "warn")
    else:
        flash(_("The job is canceled; what it had done until then stays."), "ok")
    return redirect(url_for("exchange.job", job=job))


@bp.get("/jobs/<uuid:job>/undo")
def ask_undo(job: UUID) -> str:
    return render_template(
        "exchange/undo.html", shown=_shown(jobs.get_job(context(), actor(), str(job)))
    )


@bp.post("/jobs/<uuid:job>/undo")
def undo(job: UUID) -> BaseResponse:
    gone = imports.undo_import(context(), actor(), str(job))
    flash(
        _(
            "The import is undone. Units that went: %(gone)s. Units that stay, as somebody "
            "changed them or they were seen elsewhere too: %(kept)s.",
            gone=f"{gone.units:,}",
            kept=f"{gone.kept:,}",
        ),
        "ok",
    )
    return redirect(url_for("exchange.job", job=job))


def _language(values: Mapping[str, str], name: str, errors: dict[str, str]) -> str | None:
    """Return the language tag of a field, None where it is empty; errors are noted by field."""
    typed = values.get(name, "").strip()
    try:
        return normalize_tag(typed) if typed else None
    except InvalidInput as error:
        errors[name] = str(error)
        return None


def _file(name: str) -> FileStorage | None:
    part = request.files.get(name)
    return part if part is not None and part.filename else None


def _kept(part: FileStorage) -> Upload:
    limit: int = current_app.config["MAX_CONTENT_LENGTH"]
    return save_upload(
        context(), actor(), part.filename or "file", cast(BinaryIO, part.stream), limit
    )


def _short(report: Mapping[str, Any]) -> dict[str, Any]:
    reasons = [
        reason | {"example": reason["example"][:_LONGEST_EXAMPLE]} for reason in report["reasons"]
    ]
    return {**report, "reasons": reasons}


def _shown(found: Job) -> Shown:
    files = []
    for file in found.payload.get("files", ()):
        if "upload" in file:
            files.append(get_upload(context(), actor(), file["upload"]).name)
        else:
            files.append(file["path"].replace("\\", "/").rpartition("/")[2])
    memory = found.report.get("memory")
    known = {item.id for item in memories.list_memories(context(), actor())} if memory else set()
    taken = found.report.get("added", 0) + found.report.get("merged", 0)
    return Shown(
        job=found,
        files=tuple(files),
        memory=memory if memory in known else None,
        undoable=found.kind == imports.KIND and found.state.over and taken > 0,
    )


def _import_page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    names = [item.name for item in memories.list_memories(context(), actor()) if not item.sample]
    bases = terminology.list_termbases(context(), actor())
    return render_template(
        "exchange/import.html",
        values=values,
        errors=errors,
        memories=names,
        default_memory=names[0] if names else DEFAULT_MEMORY,
        termbases=[item.name for item in bases if not item.sample],
        running=[
            item
            for item in jobs.list_jobs(context(), actor(), limit=10).items
            if item.state in (JobState.WAITING, JobState.RUNNING)
        ],
        limit=current_app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024),
    )


def _export_page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "exchange/export.html",
        values=values,
        errors=errors,
        memories=memories.list_memories(context(), actor()),
        termbases=terminology.list_termbases(context(), actor()),
        formats=FORMATS,
        term_formats=TERM_FORMATS,
    )


def _download(write: Callable[[BinaryIO], Written], name: str) -> Response:
    """Answer with a file that is written whole first, so that an error is a page and no stump."""
    stream = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 -- the answer closes it.
    try:
        write(stream)
        size = stream.tell()
        stream.seek(0)
    except OSError as error:
        stream.close()
        raise Unavailable(f"The file could not be written ({error.strerror}).") from error
    except BaseException:
        stream.close()
        raise
    answer = send_file(stream, "application/octet-stream", as_attachment=True, download_name=name)
    answer.content_length = size
    return answer
