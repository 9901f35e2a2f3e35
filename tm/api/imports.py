"""Imports: files of units and terms come in, as a multipart upload or as the raw body."""

from typing import IO, Any, BinaryIO, cast

from flask import current_app, request
from marshmallow import fields
from werkzeug.exceptions import UnsupportedMediaType

from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import Answer, Query, Text, language, name, one_of
from tm.api.jobs import JobAnswer
from tm.errors import InvalidInput
from tm.formats import FORMATS
from tm.model.jobs import Job, Upload
from tm.model.units import Status
from tm.services import imports
from tm.services.uploads import save_upload

MOST_FILES = 2
TERM_FORMATS = ("csv", "tsv")
_RAW = ("application/octet-stream", "application/xml", "application/gzip", "application/zip")

bp = Resource("imports", f"{PREFIX}/imports", "Files come in")

_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "file": {
                        "type": "array",
                        "items": {"type": "string", "format": "binary"},
                        "minItems": 1,
                        "maxItems": MOST_FILES,
                    }
                },
                "required": ["file"],
                "additionalProperties": False,
            }
        },
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}


class FileParameters(Query):
    name = Text(
        longest=200,
        load_default="file",
        metadata={"description": "What a raw body is called; the suffix can tell the format"},
    )


class ImportParameters(FileParameters):
    memory = name(required=True, metadata={"description": "Made if there is none of that name"})
    format = one_of(FORMATS, metadata={"description": "Else seen from the file"})
    status = one_of(Status, metadata={"description": "Given to every unit, else approved"})
    source_lang = language()
    target_lang = language()


class TermImportParameters(FileParameters):
    termbase = name(required=True, metadata={"description": "Made if there is none of that name"})
    format = one_of(TERM_FORMATS, metadata={"description": "Else seen from the file"})


class ReasonAnswer(Answer):
    reason = fields.String()
    count = fields.Integer()
    first_place = fields.String()
    example = fields.String()


class ReportAnswer(Answer):
    read = fields.Integer()
    added = fields.Integer()
    merged = fields.Integer()
    skipped = fields.Integer()
    reasons = fields.List(fields.Nested(ReasonAnswer))
    languages = fields.Dict(keys=fields.String(), values=fields.Integer())


@bp.operation(
    "POST",
    "",
    query=ImportParameters,
    answer=JobAnswer,
    status=202,
    headers={"Location": "Where the job is"},
    requestBody=_BODY,
)
def enter(query: dict[str, Any]) -> tuple[Job, dict[str, str]]:
    """Import units into a memory, as a job.

    One file, or two parallel ones for moses; gzip, xz and ZIP are unpacked.
    """
    uploads = [upload.id for upload in _uploads(query["name"], MOST_FILES)]
    job = imports.submit_import(
        context(),
        actor(),
        uploads,
        memory=query["memory"],
        format=query["format"],
        status=Status(query["status"]) if query["status"] else None,
        source_lang=query["source_lang"],
        target_lang=query["target_lang"],
    )
    return job, {"Location": f"{PREFIX}/jobs/{job.id}"}


@bp.operation(
    "POST",
    "/terms",
    query=TermImportParameters,
    answer=ReportAnswer,
    requestBody=_BODY,
)
def enter_terms(query: dict[str, Any]) -> dict[str, Any]:
    """Import a glossary into a termbase: all that can be taken, or nothing."""
    upload = _uploads(query["name"], 1)[0]
    return imports.import_terms(
        context(),
        actor(),
        context().uploads / upload.path,
        termbase=query["termbase"],
        name=upload.name,
        format=query["format"],
    )


def _uploads(name: str, most: int) -> list[Upload]:
    """Keep the files of the request."""
    limit: int = current_app.config["MAX_CONTENT_LENGTH"]
    files = _files(name)
    if len(files) > most:
        raise InvalidInput(f"At most {most} files are taken at once.", field="file")
    return [
        save_upload(context(), actor(), called, cast(BinaryIO, stream), limit)
        for called, stream in files
    ]


def _files(name: str) -> list[tuple[str, IO[bytes]]]:
    kind = request.mimetype or _RAW[0]
    if kind == "multipart/form-data":
        others = {*request.form, *request.files} - {"file"}
        if others or "file" in request.form:
            raise InvalidInput(
                "Send files as parts named file, and everything else in the query.", field="file"
            )
        files = [(part.filename or name, part.stream) for part in request.files.getlist("file")]
        if not files:
            raise InvalidInput("Send the file as a part named file.", field="file")
        return files
    if kind in _RAW or kind.startswith("text/"):
        if not request.content_length and "Transfer-Encoding" not in request.headers:
            raise InvalidInput("Send the file as the body, or as a part.", field="file")
        return [(name, request.stream)]
    raise UnsupportedMediaType(
        "Send the file as multipart/form-data, as text, or as application/octet-stream."
    )
