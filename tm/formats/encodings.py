"""Bytes to text, for every format that holds text: UTF-8, UTF-16, Korean code pages.

What cannot be read is refused with its place, counted in bytes from 0, never replaced.
"""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import Protocol

from tm.errors import ParseError

PIECE = 1 << 16
"""Bytes read at a time."""
LONGEST_LINE = 1_000_000
"""Characters of one line; what is longer is no sentence, and is not kept in memory."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings that files really declare.  Python knows others ("unicode_escape", "punycode") that
# interpret their input, warn, or take quadratic time.
_USABLE = re.compile(
    r"utf-(8|16|16-le|16-be)|ascii|iso8859-\d+|cp\d+|koi8-[ru]|mac-\w+"
    r"|gb2312|gbk|gb18030|big5|shift_jis|euc_jp"
)
# CP949 contains EUC-KR and is what files that declare either are written in.
_KOREAN_NAMES = frozenset({"euc_kr", "ks_c_5601_1987", "ks_c_5601_1989", "ks_x_1001", "cp949"})


class Reader(Protocol):
    def read(self, size: int, /) -> bytes: ...


def decode(data: bytes, encoding: str | None = None) -> str:
    """Return the text of a file; raises ParseError with the offset of what cannot be read.

    Without ``encoding`` it is recognized: a byte order mark, UTF-8, then CP949 when the result
    looks Korean.  Empty files and files with NUL characters (no text) are refused.
    """
    return "".join(pieces(io.BytesIO(data), lambda _: encoding))


def pieces(
    stream: Reader, declared: Callable[[bytes], str | None] = lambda _: None
) -> Iterator[str]:
    """Yield the text of a stream in pieces, as ``decode`` says, in bounded memory.

    ``declared`` gets the first bytes and may name an encoding, which a byte order mark overrules.
    Where nothing is declared, the first piece that is not ASCII decides.
    """
    piece = _full(stream)
    if not piece:
        raise ParseError("The file is empty.", offset=0)
    encoding, offset = next(((e, len(b)) for b, e in _BOMS if piece.startswith(b)), (None, 0))
    encoding = encoding or declared(piece)
    piece = piece[offset:]
    decoder: codecs.IncrementalDecoder | None = None
    while True:
        if encoding is None and not piece.isascii():
            encoding = _recognized(piece, offset)
        if decoder is None and encoding is not None:
            decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(piece, not piece) if decoder else piece.decode("ascii")
        except UnicodeDecodeError as error:
            # The decoder puts the bytes that it kept from the piece before in front of this one.
            place = offset + error.start - (len(error.object) - len(piece))
            raise _undecodable(place, encoding or "ASCII") from error
        if "\0" in text:
            place = offset + len(text[: text.index("\0")].encode(encoding or "ascii"))
            raise ParseError(
                f"The file is not text: byte {place:,} is a NUL character. "
                "Choose a text file in UTF-8, or in UTF-16 with a byte order mark.",
                offset=place,
            )
        if text:
            yield text
        if not piece:
            return
        offset += len(piece)
        piece = _full(stream)


def lines(stream: Reader) -> Iterator[tuple[int, str | None]]:
    """Yield number (from 1) and text of each line, without its LF or CRLF.

    A line beyond LONGEST_LINE comes as None.  Other characters that break lines elsewhere, such
    as U+2028, are part of the text.
    """
    number, rest, too_long = 1, "", False
    for text in pieces(stream):
        head, *others = text.split("\n")
        rest += head
        for other in others:
            yield number, _line(rest, too_long)
            number, rest, too_long = number + 1, other, False
        if len(rest) > LONGEST_LINE:
            rest, too_long = "", True
    if rest or too_long:
        yield number, _line(rest, too_long)


def usable(name: str) -> str | None:
    """Return Python's name of an encoding that a file declares, or None if it is not read."""
    plain = name.strip().lower().replace("-", "_")
    if plain in _KOREAN_NAMES:
        return "cp949"
    try:
        found = codecs.lookup(plain).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name.
        return None
    return found if _USABLE.fullmatch(found) else None


def _line(text: str, too_long: bool) -> str | None:
    if too_long or len(text) > LONGEST_LINE:
        return None
    return text.removesuffix("\r")


def _full(stream: Reader) -> bytes:
    """Read a whole piece where there is one, because short reads would decide on little text."""
    parts: list[bytes] = []
    missing = PIECE
    while missing and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _recognized(piece: bytes, offset: int) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(piece)
    except UnicodeDecodeError as error:
        if _looks_korean(piece):
            return "cp949"
        raise _undecodable(offset + error.start, "utf-8") from error
    return "utf-8"


def _looks_korean(piece: bytes) -> bool:
    """Say whether most of what is not ASCII are Hangul syllables of KS X 1001.

    Western and Cyrillic code pages also decode as CP949 at times, but then give mostly Hanja or
    the rare syllables that only CP949 adds.
    """
    try:
        text = codecs.getincrementaldecoder("cp949")().decode(piece)
    except UnicodeDecodeError:
        return False
    foreign = re.sub(r"[\x00-\x7f]+", "", text)
    hangul = re.findall("[가-힣]", foreign)
    # EUC-KR takes two bytes for a syllable of KS X 1001, and spells out any other in eight.
    common = sum(len(c.encode("euc_kr")) <= len("가".encode("euc_kr")) for c in hangul)
    return 2 * common > len(foreign)


def _undecodable(offset: int, encoding: str) -> ParseError:
    return ParseError(
        f"The file cannot be read as {encoding}: byte {offset:,} does not fit. "
        "Save it as UTF-8 and try again.",
        offset=offset,
    )
