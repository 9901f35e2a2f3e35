"""Two parallel files, one segment a line, as Moses reads them and OPUS gives them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import BinaryIO

from tm.errors import InvalidInput, ParseError
from tm.formats.columns import paired, too_long
from tm.formats.encodings import lines
from tm.formats.items import (
    Item,
    Languages,
    Skipped,
    Written,
    arranged,
    language_named,
    on_one_line,
    pairs,
    required_pair,
)
from tm.formats.sources import Source, bare
from tm.model.units import TranslationUnit


def read(sources: Sequence[Source], languages: Languages | None) -> Iterator[Item]:
    """Yield a unit for each pair of lines; files of unequal length are refused before the first."""
    pair = _languages(sources, languages)
    counts = [_count(source) for source in sources]
    if counts[0] != counts[1]:
        raise ParseError(
            f"The files are not parallel: {sources[0].name!r} has {counts[0]:,} lines, "
            f"{sources[1].name!r} has {counts[1]:,}.",
            line=min(counts) + 1,
        )
    with sources[0].open() as first, sources[1].open() as second:
        # The lines are equal in number, but a file may change between the two readings.
        for source, target in zip_longest(lines(first), lines(second)):
            if source is None or target is None:
                raise ParseError("A file changed while it was read; try again.")
            yield _item(f"line {source[0]}", source[1], target[1], pair)


def write(
    units: Iterable[TranslationUnit], streams: Sequence[BinaryIO], languages: Languages | None
) -> Written:
    """Write source texts to the first stream and target texts to the second."""
    pair = required_pair(languages, "Moses has a file for each")
    written = Written()
    start = True
    for texts in pairs(units, pair, written):
        for text, stream in zip(texts, streams, strict=True):
            # U+FEFF at the start of a text would be taken for a byte order mark, were there none.
            mark = "\ufeff" if start and text.startswith("\ufeff") else ""
            stream.write(f"{mark}{on_one_line(text, written)}\n".encode())
        start = False
    return written


def language_of(name: str) -> str | None:
    """Return the language that a file name ends with: ``news.en-ko.ko.gz`` gives ko."""
    _, dot, suffix = bare(name).rpartition(".")
    return language_named(suffix) if dot else None


def _languages(sources: Sequence[Source], languages: Languages | None) -> Languages:
    first, second = (language_of(source.name) for source in sources)
    if first is None or second is None:
        return required_pair(languages, "the file names do not end with a language, as in news.ko")
    if first == second:
        if languages is None:
            raise InvalidInput(f"Both file names end with .{first}.", field="source_lang")
        return languages
    return arranged((first, second), languages) or required_pair(languages, "")


def _count(source: Source) -> int:
    number = 0
    with source.open() as stream:
        for number, _ in lines(stream):  # noqa: B007 -- the last number is the count.
            pass
    return number


def _item(place: str, source: str | None, target: str | None, pair: Languages) -> Item:
    if source is None or target is None:
        return too_long(place)
    if not source.strip() and not target.strip():
        return Skipped(place, "empty", "Both lines are empty.")
    return paired(place, [source, target], pair)
