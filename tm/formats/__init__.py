"""Files in and out: each format is a module, and this registry is the way to all of them.

    detect(name, head) -> str                                    which format a file has
    read_units(files, format, ...) -> iterator of units and Skipped
    write_units(format, units, streams, ...) -> Written

Reading streams in bounded memory and yields, in the order of the file, ``TranslationUnit`` for
what was read and ``Skipped`` for what was left out or mended, with its place, one stable word as
reason, and a sentence.  The words: characters, columns, empty, entity, header, language, markup,
no-segment, too-long.  A file that cannot be read on raises ParseError, after the units before the
damage have been given; whoever needs all or nothing must collect first.

Files are UTF-8, UTF-16 with a byte order mark, or CP949 (``encodings``), and may be packed with
gzip, xz, or ZIP (``sources``).  A format in which nothing names the languages needs
``source_lang`` and ``target_lang``.  Terms have their own module, ``terms_table``, as they are no
units, and articles have ``article``.

A new format is a module with ``read`` and ``write`` as in ``Format``, an entry in ``FORMATS``, and
a test class that inherits the contract.
"""

import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from tm.errors import InvalidInput
from tm.formats import csv, moses, tmx, tsv
from tm.formats.items import Item, Languages, Skipped, Written, language_pair
from tm.formats.sources import XZ_MEMORY, Source, bare, source, unzip
from tm.model.units import TranslationUnit

__all__ = ["FORMATS", "Format", "Item", "Skipped", "Written", "detect", "read_units", "write_units"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of translation units.

    ``files`` is how many files belong together; ``names_languages`` says that the files always
    tell their languages, so that none need be given to read them; ``suffixes`` are those before
    the suffix of a packing.
    """

    name: str
    suffixes: tuple[str, ...]
    names_languages: bool
    read: Callable[[Sequence[Source], Languages | None], Iterator[Item]]
    write: Callable[[Iterable[TranslationUnit], Sequence[BinaryIO], Languages | None], Written]
    files: int = 1


FORMATS = {
    format.name: format
    for format in (
        Format("tmx", (".tmx",), names_languages=True, read=tmx.read, write=tmx.write),
        Format("tsv", (".tsv", ".tab"), names_languages=False, read=tsv.read, write=tsv.write),
        Format("csv", (".csv",), names_languages=False, read=csv.read, write=csv.write),
        Format("moses", (), names_languages=False, read=moses.read, write=moses.write, files=2),
    )
}


def detect(name: str, head: bytes) -> str:
    """Return the name of a file's format, by its name or else by its first bytes (some thousand).

    Raises InvalidInput when neither tells.
    """
    found = _by_name(name) or _by_content(head)
    if found is None:
        raise InvalidInput(
            f"The format of {name[-100:]!r} is not recognized; name one of {', '.join(FORMATS)}.",
            field="format",
        )
    return found


def read_units(
    files: Path | BinaryIO | Sequence[Path | BinaryIO],
    format: str,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    names: Sequence[str] = (),
) -> Iterator[Item]:
    """Yield what files hold; see the module.

    ``names`` are what the files are called where that is not what they are stored as; they tell
    the language of Moses files.  A ZIP file may stand for the files in it.  Streams stay open.
    Raises InvalidInput for an unknown format, a wrong number of files or missing languages,
    UnsupportedLanguage, TooLarge, and ParseError, all of them no sooner than the first item is
    asked for.
    """
    chosen = _format(format)
    languages = language_pair(source_lang, target_lang)
    listed = [files] if isinstance(files, Path) or not isinstance(files, Sequence) else files
    called: Sequence[str | None] = names or [None] * len(listed)
    with ExitStack() as closing:
        sources = [source(file, name, closing) for file, name in zip(listed, called, strict=True)]
        if len(sources) == 1:
            sources = unzip(sources[0], partial(_belongs, chosen.name), chosen.files)
        if len(sources) != chosen.files:
            raise InvalidInput(
                f"{chosen.name} takes {chosen.files} file(s), not {len(sources)}.", field="file"
            )
        yield from chosen.read(sources, languages)


def write_units(
    format: str,
    units: Iterable[TranslationUnit],
    streams: BinaryIO | Sequence[BinaryIO],
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> Written:
    """Write units as they come, and say how many there were and what had to stay behind.

    TMX keeps everything but the identifiers and needs no languages; the other formats keep the
    texts of two languages.  Written is UTF-8, without packing; streams stay open.
    """
    chosen = _format(format)
    listed = streams if isinstance(streams, Sequence) else [streams]
    if len(listed) != chosen.files:
        raise InvalidInput(f"{chosen.name} takes {chosen.files} file(s).", field="file")
    return chosen.write(units, listed, language_pair(source_lang, target_lang))


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise InvalidInput(
            f"There is no format {name[:40]!r}; name one of {', '.join(FORMATS)}.", field="format"
        )
    return FORMATS[name]


def _by_name(name: str) -> str | None:
    for format in FORMATS.values():
        if bare(name).endswith(format.suffixes):
            return format.name
    # OPUS packs its pairs of text files as en-ko.txt.zip.
    if moses.language_of(name) or name.lower().endswith(".txt.zip"):
        return "moses"
    return None


def _belongs(format: str, member: str) -> bool:
    return _by_name(member) == format


def _by_content(head: bytes) -> str | None:
    # The letters of what is looked for are ASCII, so UTF-16 needs no decoding here.
    text = _unpacked(head).replace(b"\0", b"")
    if b"<tmx" in text:
        return "tmx"
    first = text.partition(b"\n")[0]
    if b"\t" in first:
        return "tsv"
    return "csv" if b"," in first else None


def _unpacked(head: bytes) -> bytes:
    try:
        if head.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(wbits=31).decompress(head, 1 << 16)
        if head.startswith(b"\xfd7zXZ\0"):
            return lzma.LZMADecompressor(memlimit=XZ_MEMORY).decompress(head, 1 << 16)
    except (zlib.error, lzma.LZMAError):
        return b""
    return head
