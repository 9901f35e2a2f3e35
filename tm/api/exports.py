"""Exports: a memory or a termbase as a file.

A file is written whole before its first byte is sent, so that an error is answered as one.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Response

from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import Query, language, many_of, name, one_of
from tm.api.imports import TERM_FORMATS
from tm.errors import Unavailable
from tm.formats import FORMATS, Written
from tm.model.units import Status
from tm.services import exports

_IN_MEMORY = 1024 * 1024
_PIECE = 64 * 1024
_TYPES = {
    "tmx": "application/xml",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "moses": "application/zip",
}
_HEADERS = {
    "Content-Disposition": "The name of the file",
    "Items-Written": "How many units, pairs or concepts it has",
    "Items-Not-Kept": "What the format cannot hold: reasons with counts",
}

bp = Resource("exports", f"{PREFIX}/exports", "Files go out")


class ExportParameters(Query):
    memory = name(required=True, metadata={"description": "Name or id"})
    format = one_of(FORMATS, load_default="tmx")
    status = one_of(Status, metadata={"description": "Only these units"})
    source_lang = language()
    target_lang = language()


class TermExportParameters(Query):
    termbase = name(required=True, metadata={"description": "Name or id"})
    format = one_of(TERM_FORMATS, load_default="csv")
    lang = many_of(
        language(), 20, load_default=(), metadata={"description": "A column for each of these"}
    )


def _as_file(formats: Iterable[str]) -> dict[int, Any]:
    """Document an answer that is a file of one of these formats."""
    kinds = sorted({_TYPES[format].partition(";")[0] for format in formats})
    schema = {"type": "string", "format": "binary"}
    return {200: {"content": {kind: {"schema": schema} for kind in kinds}}}


@bp.operation("GET", "", query=ExportParameters, headers=_HEADERS, responses=_as_file(FORMATS))
def units(query: dict[str, Any]) -> Response:
    """Download the units of a memory.

    TMX keeps everything. The others keep two languages, which must be named; moses gives its two
    files in a ZIP file.
    """
    format = query["format"]
    with ExitStack() as stack:
        streams = [_temporary(stack) for _ in range(FORMATS[format].files)]
        with _room():
            written = exports.export_units(
                context(),
                actor(),
                query["memory"],
                format,
                streams,
                status=Status(query["status"]) if query["status"] else None,
                source_lang=query["source_lang"],
                target_lang=query["target_lang"],
            )
            if format == "moses":
                tags = (query["source_lang"], query["target_lang"])
                streams = [_zipped(stack, dict(zip(tags, streams, strict=True)))]
        name = f"memory.{'zip' if format == 'moses' else format}"
        return _answer(streams[0], stack.pop_all(), format, written, name)


@bp.operation(
    "GET", "/terms", query=TermExportParameters, headers=_HEADERS, responses=_as_file(TERM_FORMATS)
)
def terms(query: dict[str, Any]) -> Response:
    """Download a termbase: a row a term, or a row a concept with a column for each language."""
    format = query["format"]
    with ExitStack() as stack:
        stream = _temporary(stack)
        with _room():
            written = exports.export_terms(
                context(), actor(), query["termbase"], format, stream, languages=query["lang"]
            )
        return _answer(stream, stack.pop_all(), format, written, f"terms.{format}")


def _temporary(stack: ExitStack) -> BinaryIO:
    return cast(BinaryIO, stack.enter_context(SpooledTemporaryFile(_IN_MEMORY)))


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(f"The file could not be written ({error.strerror}).") from error


def _zipped(stack: ExitStack, files: dict[str, BinaryIO]) -> BinaryIO:
    """Return a ZIP file of text files that are named by their languages."""
    packed = _temporary(stack)
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for tag, file in files.items():
            file.seek(0)
            with archive.open(f"memory.{tag}", "w", force_zip64=True) as member:
                copyfileobj(file, member)
    return packed


def _answer(
    stream: BinaryIO, files: ExitStack, format: str, written: Written, name: str
) -> Response:
    """Return an answer that sends a file in pieces, and then closes it and those beside it."""
    size = stream.tell()
    stream.seek(0)

    def pieces() -> Iterator[bytes]:
        with files:
            while piece := stream.read(_PIECE):
                yield piece

    answer = Response(pieces(), content_type=_TYPES[format])
    answer.call_on_close(files.close)
    answer.content_length = size
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Items-Written"] = str(written.items)
    answer.headers["Items-Not-Kept"] = ", ".join(
        f"{reason}={count}" for reason, count in sorted(written.reasons.items())
    )
    return answer
