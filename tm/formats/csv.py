"""Two columns after RFC 4180, as spreadsheets write and read them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from tm.errors import ParseError
from tm.formats.columns import Row, read_units
from tm.formats.encodings import Reader, pieces
from tm.formats.items import Item, Languages, Written, pairs, required_pair
from tm.formats.sources import Source
from tm.model.units import TranslationUnit

# What a spreadsheet may take for a formula, and what ``harmless`` makes of that.
_FORMULA = re.compile("'*[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-]")
_HARMLESS = re.compile("'+[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-]")


def read(sources: Sequence[Source], languages: Languages | None) -> Iterator[Item]:
    with sources[0].open() as stream:
        yield from read_units(rows(stream), languages)


def write(
    units: Iterable[TranslationUnit], streams: Sequence[BinaryIO], languages: Languages | None
) -> Written:
    """Write a header of language tags and one pair a row, formulas made harmless."""
    pair = required_pair(languages, "CSV has a column for each")
    written = Written()
    write_row(streams[0], pair)
    for texts in pairs(units, pair, written):
        write_row(streams[0], texts)
    return written


def rows(stream: Reader) -> Iterator[Row]:
    """Yield the rows of a CSV file; raises ParseError with the line where quoting is damaged."""
    reader = csv.reader(_lines(pieces(stream)), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [as_meant(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise ParseError(f"The row at line {line} is damaged: {error}.", line=line) from error


def write_row(stream: BinaryIO, cells: Iterable[str]) -> None:
    text = io.StringIO()
    csv.writer(text).writerow([harmless(cell) for cell in cells])
    stream.write(text.getvalue().encode())


def harmless(cell: str) -> str:
    """Return the cell with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_meant(cell: str) -> str:
    """Undo ``harmless``."""
    return cell[1:] if _HARMLESS.match(cell) else cell


def _lines(texts: Iterator[str]) -> Iterator[str]:
    """Yield pieces that end with a line feed; a field that never ends is refused by its size."""
    limit = csv.field_size_limit()
    rest = ""
    for text in texts:
        *whole, rest = (rest + text).split("\n")
        for line in whole:
            yield f"{line}\n"
        if len(rest) > limit:
            raise csv.Error(f"a line has more than {limit} characters")
    if rest:
        yield rest
