"""TSV and CSV: the same two columns, divided in two ways."""

import csv as standard_csv
import io
import tracemalloc
from contextlib import suppress
from types import ModuleType

import pytest

from tests.formats.contract import FormatContract, only_skipped, only_units, pair
from tm.errors import InvalidInput, ParseError
from tm.formats import csv, encodings, read_units, tsv, write_units
from tm.formats.csv import as_meant, harmless
from tm.model.units import TranslationUnit, Variant


class TestTsv(FormatContract):
    format = "tsv"

    def kept(self, text: str) -> str:
        return text.translate(dict.fromkeys(map(ord, "\t\r\n"), " "))

    def test_it_is_literal(self) -> None:
        assert self.read(b'"a\t b" ') == [pair('"a', ' b" ')]

    def test_line_breaks_within_a_text_are_counted(self) -> None:
        [file], written = self.write([pair("a\nb", "가"), pair("c", "나")])
        assert file == "en\tko\na b\t가\nc\t나\n".encode()
        assert written.reasons == {"line-breaks": 1}

    def test_wrong_columns_are_reported_by_line(self) -> None:
        items = self.read("a\t가\none\n\n1\t2\t3\t4\t5\r\nb\t나\n\t다\r\n".encode())
        assert only_units(items) == [pair("a", "가"), pair("b", "나")]
        assert [(s.place, s.reason) for s in only_skipped(items)] == [
            ("line 2", "columns"), ("line 4", "columns"), ("line 6", "empty"),
        ]  # fmt: skip

    def test_a_line_without_end_is_skipped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(encodings, "LONGEST_LINE", 1000)
        monkeypatch.setattr(encodings, "PIECE", 100)
        items = self.read(b"a\tb\n" + b"x" * 5000 + b"\ty\nc\td\n" + b"z" * 5000)
        assert only_units(items) == [pair("a", "b"), pair("c", "d")]
        assert [(s.place, s.reason) for s in only_skipped(items)] == [
            ("line 2", "too-long"), ("line 4", "too-long"),
        ]  # fmt: skip

    def test_cp949(self) -> None:
        assert self.read("a\t압록강의 뷁\n".encode("cp949")) == [pair("a", "압록강의 뷁")]


class TestCsv(FormatContract):
    format = "csv"

    def test_quoting(self) -> None:
        assert self.read(b'"a, ""b""\nc",d\n') == [pair('a, "b"\nc', "d")]

    def test_places_count_lines_not_rows(self) -> None:
        [skipped] = only_skipped(self.read(b'"a\nb",c\nx\n'))
        assert skipped.place == "line 3"

    @pytest.mark.parametrize("rest", [b'"never closed', b'"a"b,c', b"x\ry,z", b"x" * 200_000])
    def test_damage_has_its_line(self, rest: bytes) -> None:
        with pytest.raises(ParseError, match="line 2") as caught:
            self.read(b"a,b\n" + rest)
        assert caught.value.line == 2

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=x", "＝1"])
    def test_formulas_are_harmless_in_a_spreadsheet(self, text: str) -> None:
        [file], _ = self.write([pair(text, "가")])
        [_, [cell, _]] = standard_csv.reader(io.StringIO(file.decode(), newline=""))
        assert cell == f"'{text}"
        assert self.read(file) == [pair(text, "가")]

    @pytest.mark.parametrize("text", ["'tis", "a=b", "", "'"])
    def test_other_texts_have_no_apostrophe_added(self, text: str) -> None:
        assert harmless(text) == as_meant(text) == text


@pytest.mark.parametrize("module", [tsv, csv])
def test_a_line_without_end_is_not_kept_in_memory(module: ModuleType) -> None:
    stream = io.BytesIO(b"x" * 20_000_000)
    tracemalloc.start()
    with suppress(ParseError):
        list(module.rows(stream))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("format", ["tsv", "csv"])
class TestLanguages:
    def read(self, format: str, text: str, *languages: str) -> list[TranslationUnit]:
        source, target = languages or (None, None)
        data = text if format == "tsv" else text.replace("\t", ",")
        stream = io.BytesIO(data.encode())
        return only_units(list(read_units(stream, format, source_lang=source, target_lang=target)))

    def test_a_header_names_them(self, format: str) -> None:
        assert self.read(format, "KO-kp\ten\n가\ta\n") == [pair("가", "a", ("ko-KP", "en"))]

    def test_a_header_in_the_other_order_is_believed(self, format: str) -> None:
        units = self.read(format, "ko-KP\ten\n가\ta\n", "en", "ko")
        assert units == [pair("가", "a", ("ko-KP", "en"))]

    def test_what_was_asked_for_may_say_more(self, format: str) -> None:
        units = self.read(format, "ko\ten\n가\ta\n", "en-US", "ko-KP")
        assert units == [pair("가", "a", ("ko-KP", "en-US"))]

    def test_words_that_look_like_tags_are_texts(self, format: str) -> None:
        assert self.read(format, "it\tis\n", "en", "ko") == [pair("it", "is")]
        with pytest.raises(InvalidInput, match="--source-lang"):
            self.read(format, "one\ttwo\n")

    def test_they_must_be_known(self, format: str) -> None:
        with pytest.raises(InvalidInput, match="--source-lang"):
            self.read(format, "a\tb\n")
        with pytest.raises(InvalidInput, match="--source-lang"):
            write_units(format, [], io.BytesIO())

    @pytest.mark.parametrize("languages", [("en", "en"), ("English", "ko"), ("kr", "en")])
    def test_they_must_be_two_tags(self, format: str, languages: tuple[str, str]) -> None:
        with pytest.raises(InvalidInput):
            self.read(format, "a\tb\n", *languages)

    def test_half_a_pair_is_refused(self, format: str) -> None:
        with pytest.raises(InvalidInput, match="both"):
            list(read_units(io.BytesIO(b"a\tb"), format, source_lang="en"))

    def test_every_pair_of_variants_is_written(self, format: str) -> None:
        unit = TranslationUnit(
            (
                Variant("en", "a"), Variant("ko-KR", "가"), Variant("ko-KP", "나"),
                Variant("fr", "c"),
            )
        )  # fmt: skip
        stream = io.BytesIO()
        written = write_units(
            format, [unit, pair("x", "y", ("en", "fr"))], stream, source_lang="ko", target_lang="en"
        )
        assert (written.items, written.reasons) == (2, {"language": 1})
        assert self.read(format, stream.getvalue().decode().replace(",", "\t")) == [
            pair("가", "a", ("ko", "en")), pair("나", "a", ("ko", "en")),
        ]  # fmt: skip
