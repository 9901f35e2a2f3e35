import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.errors import ParseError
from tm.formats import encodings
from tm.formats.encodings import decode, lines, pieces, usable

KOREAN = "조선민주주의인민공화국 형법 제119조. \u201c뷁\u201d 大韓民國 committee"
FOREIGN = [
    ("Größe, Straße, Äöü, façade, naïveté", "latin-1"),
    ("Постановление кабинета министров", "cp1251"),
    ("Постановление кабинета министров", "koi8-r"),
    ("日本語の文章です。国会で審議された", "euc_jp"),
    ("日本語の文章です。国会で審議された", "shift_jis"),
    ("人民法院依照法律规定独立行使审判权", "gb2312"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_korean_text_is_read(encoding: str) -> None:
    assert decode(KOREAN.encode(encoding)) == KOREAN


def test_euc_kr_and_big_endian() -> None:
    assert decode("압록강을 건너".encode("euc_kr")) == "압록강을 건너"
    assert decode(b"\xfe\xff" + KOREAN.encode("utf-16-be")) == KOREAN


@pytest.mark.parametrize(("text", "encoding"), FOREIGN)
def test_other_code_pages_are_not_taken_for_korean(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    with pytest.raises(ParseError, match="UTF-8") as caught:
        decode(data)
    with pytest.raises(UnicodeDecodeError) as first:
        data.decode()
    assert caught.value.offset == first.value.start


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16", "ascii"])
def test_the_place_is_right_far_into_a_file(encoding: str) -> None:
    text = ("Resolution No. 12 " if encoding == "ascii" else KOREAN) * 8000
    good = text.encode(encoding)
    bad = b"\xff" if encoding != "utf-16" else b"\x00\xdc\x20\x00"
    with pytest.raises(ParseError) as caught:
        decode(good + bad + b"\x20\x20")
    assert caught.value.offset == len(good)


@pytest.mark.parametrize("piece", range(4, 12))
def test_the_place_is_right_after_a_character_in_two_pieces(
    piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "PIECE", piece)
    with pytest.raises(ParseError) as caught:
        decode("한글한글한".encode() + b"\xff")
    assert caught.value.offset == 15


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp949"])
def test_nul_is_refused_in_its_place(encoding: str) -> None:
    before = KOREAN.encode(encoding)
    after = "\0 끝".encode(encoding).removeprefix(b"\xff\xfe")
    with pytest.raises(ParseError, match="NUL") as caught:
        decode(before + after)
    assert caught.value.offset == len(before)


def test_text_that_is_ascii_for_long_may_still_be_korean() -> None:
    text = "a" * 200_000 + "압록강을 건너다"
    assert decode(text.encode("cp949")) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.data())
def test_pieces_of_any_size_give_the_same_text(text: str, data: st.DataObject) -> None:
    class Short(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(data.draw(st.integers(1, 3)))

    encoding = data.draw(st.sampled_from(["utf-8-sig", "utf-16"]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "PIECE", data.draw(st.integers(4, 9)))
        assert "".join(pieces(Short(text.encode(encoding)))) == text


def test_lines_end_with_line_feeds_only() -> None:
    text = "a\r\nb\x0bc\u2028d\re\n\n끝"
    assert list(lines(io.BytesIO(text.encode()))) == [
        (1, "a"), (2, "b\x0bc\u2028d\re"), (3, ""), (4, "끝"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "codec"),
    [("UTF8", "utf-8"), ("ks_c_5601-1987", "cp949"), ("EUC-KR", "cp949"), ("latin-1", "iso8859-1"),
     ("windows-1252", "cp1252"), ("unicode_escape", None), ("idna", None), ("zip", None),
     ("no such", None), ("a\0b", None), ("", None)],
)  # fmt: skip
def test_usable(name: str, codec: str | None) -> None:
    assert usable(name) == codec
