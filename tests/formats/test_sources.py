import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.contract import pair
from tm.errors import InvalidInput, ParseError, TooLarge
from tm.formats import detect, read_units, sources, write_units

TEXT = "en\tko\nThe committee met.\t위원회가 열렸다.\n".encode()
UNITS = [pair("The committee met.", "위원회가 열렸다.")]


def tmx() -> bytes:
    stream = io.BytesIO()
    write_units("tmx", UNITS, stream)
    return stream.getvalue()


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return stream.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_packed_files_are_recognized_by_content(pack: Callable[[bytes], bytes]) -> None:
    assert list(read_units(io.BytesIO(pack(TEXT)), "tsv")) == UNITS
    halves = pack(TEXT[:20]) + pack(TEXT[20:])
    assert list(read_units(io.BytesIO(halves), "tsv")) == UNITS
    padded = pack(TEXT) + b"\0" * 8
    assert list(read_units(io.BytesIO(padded), "tsv")) == UNITS
    assert list(read_units(io.BytesIO(pack(tmx())), "tmx")) == UNITS


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(TEXT)[:-12],
        gzip.compress(TEXT)[:14] + b"\xff" * 20,
        lzma.compress(TEXT)[:-20],
        lzma.compress(TEXT)[:40] + b"\xff" * 60,
        zipped(a_tmx=tmx())[:100],
    ],
    ids=["gzip-short", "gzip-noise", "xz-short", "xz-noise", "zip-short"],
)
def test_damaged_packings_are_refused(data: bytes) -> None:
    with pytest.raises(ParseError, match="packed"):
        list(read_units(io.BytesIO(data), "tsv"))


def test_xz_may_not_take_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "XZ_MEMORY", 1 << 20)
    data = lzma.compress(TEXT, preset=9)
    with pytest.raises(ParseError, match="packed"):
        list(read_units(io.BytesIO(data), "tsv"))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST", 1 << 20)
    bomb = gzip.compress(TEXT + (b"a" * 5000 + b"\tb\n") * 1000)
    with pytest.raises(TooLarge):
        list(read_units(io.BytesIO(bomb), "tsv"))


def test_a_zip_file_with_one_tmx() -> None:
    data = zipped(readme_txt=b"about", memory_tmx=tmx())
    assert list(read_units(io.BytesIO(data), "tmx")) == UNITS
    for files in ({}, {"a_tmx": tmx(), "b_tmx": tmx()}):
        with pytest.raises(InvalidInput, match=f"holds {len(files)} files"):
            list(read_units(io.BytesIO(zipped(x_txt=b"-", **files)), "tmx"))


def test_a_locked_zip_file() -> None:
    data = bytearray(zipped(memory_tmx=tmx()))
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(signature) + flags] |= 1
    with pytest.raises(ParseError, match="locked"):
        list(read_units(io.BytesIO(bytes(data)), "tmx"))


def test_a_stream_that_cannot_go_back() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    files = [Pipe(b"a\n"), Pipe(b"b\n")]
    items = list(read_units(files, "moses", source_lang="en", target_lang="ko"))
    assert items == [pair("a", "b")]


def test_a_stream_is_read_from_where_it_stands_and_stays_open() -> None:
    stream = io.BytesIO(b"skip me" + TEXT)
    stream.seek(7)
    assert list(read_units(stream, "tsv")) == UNITS
    assert not stream.closed


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        list(read_units(tmp_path / "none.tsv", "tsv"))


@pytest.mark.parametrize(
    ("name", "head", "format"),
    [
        ("Memory.TMX", b"", "tmx"), ("a.tmx.gz", b"", "tmx"), ("a.tmx.zip", b"", "tmx"),
        ("a.tsv.xz", b"", "tsv"), ("a.tab", b"", "tsv"), ("a.csv", b"a\tb", "csv"),
        ("news.en-ko.ko", b"", "moses"), ("en-ko.txt.zip", b"", "moses"),
        ("upload", tmx(), "tmx"), ("a.xml", tmx().decode().encode("utf-16"), "tmx"),
        ("upload.gz", gzip.compress(tmx())[:200], "tmx"), ("x", lzma.compress(TEXT), "tsv"),
        ("a.txt", TEXT, "tsv"), ("a.txt", b"a,b\n", "csv"),
    ],
    ids=map(str, range(14)),
)  # fmt: skip
def test_detect(name: str, head: bytes, format: str) -> None:
    assert detect(name, head) == format


@pytest.mark.parametrize("head", [b"", b"plain words", b"\x1f\x8bdamaged", b"\x89PNG"])
def test_what_is_not_recognized(head: bytes) -> None:
    with pytest.raises(InvalidInput, match="tmx, tsv, csv, moses"):
        detect("a.txt", head)


def test_an_unknown_format() -> None:
    with pytest.raises(InvalidInput, match="'xls'"):
        list(read_units(io.BytesIO(b"x"), "xls"))
    with pytest.raises(InvalidInput, match="'xls'"):
        write_units("xls", [], io.BytesIO())
