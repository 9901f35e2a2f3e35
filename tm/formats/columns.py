"""Two columns of texts, whatever divides them: source and target, one pair a row."""

from collections.abc import Iterator

from tm.errors import InvalidInput
from tm.formats.items import (
    Item,
    Languages,
    Skipped,
    arranged,
    language_named,
    required_pair,
    tag_or_none,
)
from tm.model.units import TranslationUnit, Variant

Row = tuple[int, list[str] | None]
"""The line where a row begins, from 1, and its cells; None for a line that is too long."""

COLUMNS = 2


def read_units(rows: Iterator[Row], languages: Languages | None) -> Iterator[Item]:
    """Yield a unit for each row; rows without exactly two texts are skipped and reported.

    A first row of two language tags that fit ``languages`` is a header, and tells which column is
    which; without ``languages`` it must be there.
    """
    first = next(rows, None)
    header = _header(first, languages)
    pair = header or required_pair(languages, "its first row does not name two language tags")
    if first is not None and header is None:
        yield from _unit(first, pair)
    for row in rows:
        yield from _unit(row, pair)


def paired(place: str, texts: list[str], pair: Languages) -> Item:
    """Return the unit of two texts, or why there is none."""
    for text, lang in zip(texts, pair, strict=True):
        if not text.strip():
            return Skipped(place, "empty", f"The {lang} text is empty.")
    return TranslationUnit(tuple(map(Variant, pair, texts)))


def too_long(place: str) -> Skipped:
    return Skipped(place, "too-long", "The line is too long to be a sentence.")


def _header(row: Row | None, languages: Languages | None) -> Languages | None:
    if row is None or row[1] is None or len(row[1]) != COLUMNS:
        return None
    # Short words look like tags ("one", "two"), so without a word on the languages only those
    # count that have a code of two letters.
    tag = language_named if languages is None else tag_or_none
    source, target = (tag(cell.strip()) for cell in row[1])
    if source is None or target is None:
        return None
    if languages is None and source == target:
        raise InvalidInput(f"The first row names {source} twice.", field="source_lang")
    return arranged((source, target), languages)


def _unit(row: Row, pair: Languages) -> Iterator[Item]:
    line, cells = row
    place = f"line {line}"
    if cells is None:
        yield too_long(place)
    elif len(cells) == COLUMNS:
        yield paired(place, cells, pair)
    elif cells not in ([], [""]):
        word = "column" if len(cells) == 1 else "columns"
        yield Skipped(place, "columns", f"The line has {len(cells)} {word}, not {COLUMNS}.")
