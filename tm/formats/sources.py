"""Files as they are handed in: paths or streams, packed or not, read again when needed."""

import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from tm.errors import InvalidInput, ParseError, TooLarge
from tm.formats.encodings import PIECE, Reader

LARGEST = 16 << 30
"""Bytes of a file after unpacking; beyond it a packed file is taken for a bomb."""
XZ_MEMORY = 128 << 20
"""Bytes that unpacking xz may take; the strongest usual setting, ``xz -9``, takes 65 MiB."""
PACKED = (".gz", ".xz", ".zip")

_DAMAGED = (
    EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error, zipfile.BadZipFile,
    NotImplementedError,  # a ZIP member packed by a method that Python does not have
    RuntimeError,  # an encrypted ZIP member
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A file and the name that tells its format and language."""

    name: str
    opener: Callable[[], AbstractContextManager[BinaryIO]]

    @contextmanager
    def open(self) -> Iterator[Reader]:
        """Open at the start and unpack gzip and xz, recognized by content."""
        with ExitStack() as stack:
            with _translated():
                raw = stack.enter_context(self.opener())
                reader = _Checked(_unpacker(raw))
            yield reader


def source(origin: Path | BinaryIO, name: str | None, closing: ExitStack) -> Source:
    """Wrap a path or a binary stream.

    A stream that cannot go back is copied to disk first, until ``closing`` is closed.
    """
    if isinstance(origin, Path):
        return Source(name or origin.name, lambda: origin.open("rb"))
    stream = origin if origin.seekable() else _copied(origin, closing)
    start = stream.tell()

    def rewind() -> AbstractContextManager[BinaryIO]:
        stream.seek(start)
        return nullcontext(stream)

    own = getattr(stream, "name", "")
    return Source(name or (Path(own).name if isinstance(own, str) else ""), rewind)


def bare(name: str) -> str:
    """Return a file name in lower case without the suffix of its packing."""
    path = PurePosixPath(name.replace("\\", "/").lower())
    return path.stem if path.suffix in PACKED else path.name


def unzip(packed: Source, wanted: Callable[[str], bool], count: int) -> list[Source]:
    """Return the wanted members of a ZIP file as sources, or [packed] if it is none.

    Raises InvalidInput unless exactly ``count`` members are wanted.
    """
    with _translated():
        with packed.opener() as raw:
            if raw.read(4) != b"PK\3\4":
                return [packed]
        with _archive(packed) as archive:
            names = [name for name in archive.namelist() if wanted(name)]
    if len(names) != count:
        raise InvalidInput(
            f"The ZIP file holds {len(names)} files of this format, not {count}; unpack it first.",
            field="file",
        )
    return [Source(name, partial(_member, packed, name)) for name in names]


@contextmanager
def _archive(packed: Source) -> Iterator[zipfile.ZipFile]:
    with packed.opener() as raw, zipfile.ZipFile(raw) as archive:
        yield archive


@contextmanager
def _member(packed: Source, name: str) -> Iterator[BinaryIO]:
    with _archive(packed) as archive, archive.open(name) as member:
        yield member  # type: ignore[misc]  # IO[bytes] is a BinaryIO in all that is used.


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        raise ParseError(f"The packed file is damaged or locked: {error}.") from error
    except OSError as error:
        raise InvalidInput(
            f"The file cannot be read: {error.strerror or error}.", field="file"
        ) from error


def _copied(stream: BinaryIO, closing: ExitStack) -> BinaryIO:
    copy = closing.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 -- it is one.
    checked = _Checked(stream)
    while piece := checked.read(PIECE):
        copy.write(piece)
    copy.seek(0)
    return copy


def _unpacker(raw: BinaryIO) -> Reader:
    start = raw.tell()
    magic = raw.read(6)
    raw.seek(start)
    if magic.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=raw, mode="rb")
    return _Xz(raw) if magic == b"\xfd7zXZ\0" else raw


class _Checked:
    """A reader that gives up beyond LARGEST bytes and names what is wrong with a packed file."""

    def __init__(self, inner: Reader) -> None:
        self._inner = inner
        self._left = LARGEST

    def read(self, size: int, /) -> bytes:
        with _translated():
            piece = self._inner.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise TooLarge(f"The file has more than {LARGEST >> 30} GiB; divide it.", field="file")
        return piece


class _Xz:
    """Unpacks xz within XZ_MEMORY, which the module of the standard library cannot be told."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._decoder = self._new()

    def read(self, size: int, /) -> bytes:
        while True:
            packed = b""
            if self._decoder.eof:
                # Streams may follow one another, with zeros in between (.xz format, 2.2).
                packed = (self._decoder.unused_data or self._raw.read(PIECE)).lstrip(b"\0")
                if not packed:
                    return b""
                self._decoder = self._new()
            elif self._decoder.needs_input:
                packed = self._raw.read(PIECE)
                if not packed:
                    raise EOFError("it ends in the middle")
            if piece := self._decoder.decompress(packed, size):
                return piece

    @staticmethod
    def _new() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)
