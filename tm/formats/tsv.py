"""Two columns divided by tabs, taken literally: no quoting, white space at the edges kept."""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from tm.formats.columns import Row, read_units
from tm.formats.encodings import Reader, lines
from tm.formats.items import Item, Languages, Written, on_one_line, pairs, required_pair
from tm.formats.sources import Source
from tm.model.units import TranslationUnit


def read(sources: Sequence[Source], languages: Languages | None) -> Iterator[Item]:
    with sources[0].open() as stream:
        yield from read_units(rows(stream), languages)


def write(
    units: Iterable[TranslationUnit], streams: Sequence[BinaryIO], languages: Languages | None
) -> Written:
    """Write a header of language tags and one pair a line."""
    pair = required_pair(languages, "TSV has a column for each")
    written = Written()
    streams[0].write("{}\t{}\n".format(*pair).encode())
    for texts in pairs(units, pair, written):
        source, target = (on_one_line(text, written) for text in texts)
        streams[0].write(f"{source}\t{target}\n".encode())
    return written


def rows(stream: Reader) -> Iterator[Row]:
    for number, line in lines(stream):
        yield number, None if line is None else line.split("\t")
