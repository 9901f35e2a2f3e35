import io
import zipfile

import pytest

from tests.formats.contract import FormatContract, only_skipped, only_units, pair
from tm.errors import InvalidInput, ParseError
from tm.formats import Item, read_units
from tm.formats.moses import language_of


class TestMoses(FormatContract):
    format = "moses"

    def kept(self, text: str) -> str:
        return text.translate(dict.fromkeys(map(ord, "\t\r\n"), " "))

    def test_unequal_files_are_refused_before_the_first_unit(self) -> None:
        reading = read_units(
            [io.BytesIO(b"a\nb\nc\n"), io.BytesIO("가\n나".encode())],
            "moses", source_lang="en", target_lang="ko", names=["x.en", "x.ko"],
        )  # fmt: skip
        with pytest.raises(ParseError, match=r"'x.en' has 3 lines, 'x.ko' has 2"):
            next(reading)

    def test_an_empty_line_is_skipped_with_its_place(self) -> None:
        items = self.read(b"a\n\nc\n\ne\n", "가\n나\n \n\n마\n".encode())
        assert only_units(items) == [pair("a", "가"), pair("e", "마")]
        assert [(s.place, s.reason) for s in only_skipped(items)] == [
            ("line 2", "empty"), ("line 3", "empty"), ("line 4", "empty"),
        ]  # fmt: skip

    def test_one_file_is_not_enough(self) -> None:
        with pytest.raises(InvalidInput, match="2 file"):
            self.read(b"a\n")


def read_named(*names: str, languages: tuple[str | None, str | None] = (None, None)) -> list[Item]:
    streams = [io.BytesIO(b"one\n"), io.BytesIO(b"two\n")]
    return list(
        read_units(
            streams, "moses", names=names, source_lang=languages[0], target_lang=languages[1]
        )
    )


def test_languages_come_from_the_names() -> None:
    assert read_named("n.en-ko.en", "n.en-ko.ko.gz") == [pair("one", "two")]


def test_names_in_the_other_order_are_believed() -> None:
    expected = [pair("one", "two", ("ko", "en"))]
    assert read_named("a.ko", "a.en", languages=("en", "ko")) == expected


def test_what_is_asked_for_wins_over_names_that_do_not_fit() -> None:
    assert read_named("a.fr", "a.de", languages=("en", "ko")) == [pair("one", "two")]
    assert read_named("a.en", "b.en", languages=("en", "ko")) == [pair("one", "two")]


@pytest.mark.parametrize("names", [("source.txt", "target.txt"), ("a.en", "b.en"), ("en", "ko")])
def test_names_may_not_tell(names: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput):
        read_named(*names)


def test_a_zip_file_as_opus_gives_it() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in (
            ("README", "about"), ("n.en-ko.ko", "가\n"), ("n.en-ko.en", "a\n"), ("x.ids", "1"),
        ):  # fmt: skip
            archive.writestr(name, text)
    packed.seek(0)
    items = list(read_units(packed, "moses", source_lang="en", target_lang="ko"))
    assert items == [pair("가", "a", ("ko", "en"))]


@pytest.mark.parametrize(
    ("name", "lang"),
    [("a.ko", "ko"), ("A.KO-kp.xz", "ko-KP"), ("a.kor", "ko"), ("a.txt", None), ("ko", None),
     ("README.md", None), ("dir.ko/name", None)],
)  # fmt: skip
def test_language_of(name: str, lang: str | None) -> None:
    assert language_of(name) == lang
