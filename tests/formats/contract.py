"""What every format of units keeps to; a format's test class inherits ``FormatContract``.

A subclass names its format and says which units it can hold; the contract does the rest.
"""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tm.errors import ParseError
from tm.formats import FORMATS, Item, Skipped, Written, read_units, write_units
from tm.model.units import TranslationUnit, Variant

BINARY = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\t\xfd"
HOSTILE = st.one_of(
    st.text("\t\n\r\x01\x0b\x85\u2028\ufeff\uffff<>&\"',;=+-@\\ a가\U0001f600", max_size=12),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
)


def pair(source: str, target: str, languages: tuple[str, str] = ("en", "ko")) -> TranslationUnit:
    return TranslationUnit((Variant(languages[0], source), Variant(languages[1], target)))


class FormatContract:
    format: str
    languages: tuple[str, str] | None = ("en", "ko")

    def kept(self, text: str) -> str:
        """Return what the format makes of a text when it is written."""
        return text

    def write(self, units: Sequence[TranslationUnit]) -> tuple[list[bytes], Written]:
        streams = [io.BytesIO() for _ in range(FORMATS[self.format].files)]
        source, target = self.languages or (None, None)
        written = write_units(self.format, units, streams, source_lang=source, target_lang=target)
        return [stream.getvalue() for stream in streams], written

    def read(self, *files: bytes, languages: tuple[str, str] | None = None) -> list[Item]:
        source, target = languages or self.languages or (None, None)
        streams = [io.BytesIO(file) for file in files]
        return list(read_units(streams, self.format, source_lang=source, target_lang=target))

    def good(self) -> list[bytes]:
        """Return a small file of this format."""
        return self.write([pair("The committee met.", "위원회가 열렸다.")])[0]

    def encoded(self, files: Sequence[bytes], encoding: str) -> list[bytes]:
        return [file.decode().encode(encoding) for file in files]

    @settings(
        deadline=None,
        max_examples=60,
        suppress_health_check=[HealthCheck.differing_executors],
    )
    @given(st.lists(st.tuples(HOSTILE, HOSTILE), max_size=4))
    @example([("en", "ko"), ("=1+1", "'=x"), ('a "b", c', " 끝 ")])
    def test_texts_come_back(self, texts: list[tuple[str, str]]) -> None:
        usable = [
            (source, target)
            for source, target in texts
            if self.kept(source).strip() and self.kept(target).strip()
        ]
        files, written = self.write([pair(*pairs) for pairs in usable])
        if usable:
            expected = [pair(self.kept(source), self.kept(target)) for source, target in usable]
            assert self.read(*files) == expected
        assert written.items == len(usable)

    def test_a_unit_without_texts_is_counted(self) -> None:
        _, written = self.write([TranslationUnit(()), pair("a", "b")])
        assert (written.items, written.reasons.total()) == (1, 1)

    def test_empty_file(self) -> None:
        with pytest.raises(ParseError, match="empty") as caught:
            self.read(*[b""] * FORMATS[self.format].files)
        assert caught.value.offset == 0

    def test_binary_file(self) -> None:
        with pytest.raises(ParseError, match="byte 0") as caught:
            self.read(*[BINARY] * FORMATS[self.format].files)
        assert caught.value.offset == 0

    def test_rubbish_at_the_end_has_its_place(self) -> None:
        files = [file + b" \xff\xff" for file in self.good()]
        with pytest.raises(ParseError) as caught:
            self.read(*files)
        assert caught.value.offset == len(files[0]) - 2

    def test_nul_has_its_place(self) -> None:
        files = [file + b"\0" for file in self.good()]
        with pytest.raises(ParseError, match="NUL") as caught:
            self.read(*files)
        assert caught.value.offset == len(files[0]) - 1

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
    def test_encodings(self, encoding: str) -> None:
        assert self.read(*self.encoded(self.good(), encoding)) == self.read(*self.good())

    def test_windows_line_ends(self) -> None:
        files = [file.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for file in self.good()]
        assert self.read(*files) == self.read(*self.good())

    def test_paths(self, tmp_path: Path) -> None:
        paths = [tmp_path / f"memory.{number}" for number in range(len(self.good()))]
        for path, file in zip(paths, self.good(), strict=True):
            path.write_bytes(file)
        source, target = self.languages or (None, None)
        read = read_units(paths, self.format, source_lang=source, target_lang=target)
        assert list(read) == self.read(*self.good())


def only_units(items: Sequence[Item]) -> list[TranslationUnit]:
    return [item for item in items if isinstance(item, TranslationUnit)]


def only_skipped(items: Sequence[Item]) -> list[Skipped]:
    return [item for item in items if isinstance(item, Skipped)]


def same(unit: TranslationUnit) -> TranslationUnit:
    """Return the unit without what belongs to where it is stored."""
    return replace(unit, id="", memory="", version=1)
