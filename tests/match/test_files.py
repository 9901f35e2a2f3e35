"""A layer's file: it is read as it was written, or it is said to be damaged."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tm.match import files
from tm.match.files import DamagedLayer

SAID = {"version": 1, "blocks": ["ko", "en"], "revision": 3}
ARRAYS: dict[str, NDArray[Any]] = {
    "numbers": np.arange(1000, dtype=np.int64),
    "nothing": np.zeros(0, np.uint32),
    "text": np.frombuffer("쌀값이 올랐다".encode(), np.uint8),
    "rows": np.array([(1, 2), (3, 4)], [("unit", "<i8"), ("group", "<u4")]),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("layers") / "one.layer"
    files.write(path, SAID, ARRAYS.items())
    return path


def assert_whole(path: Path) -> None:
    said, arrays = files.read(path)
    assert said == SAID
    assert list(arrays) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        assert arrays[name].tolist() == array.tolist()


def test_it_is_read_as_it_was_written(written: Path) -> None:
    assert_whole(written)
    assert [path.name for path in written.parent.iterdir()] == [written.name]


def boundaries(path: Path) -> Iterator[int]:
    """Yield where the parts of a file begin and end."""
    _, length, _ = struct.unpack_from("<8sQI", path.read_bytes())
    body = 20 + length
    yield from (0, 8, 16, 20, body)
    body += -body % 64
    for array in ARRAYS.values():
        yield body
        yield body + array.nbytes
        body += array.nbytes + -array.nbytes % 64


def test_a_file_that_is_cut_off_anywhere_is_damaged(written: Path, tmp_path: Path) -> None:
    whole = written.read_bytes()
    ends = {place + by for place in boundaries(written) for by in (-1, 0, 1)}
    assert len(whole) in ends
    cut = tmp_path / "cut.layer"
    for end in sorted(ends & set(range(len(whole)))):
        cut.write_bytes(whole[:end])
        with pytest.raises(DamagedLayer):
            files.read(cut)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_bit_that_is_flipped_is_noticed(written: Path, data: st.DataObject) -> None:
    """Only the filling between two arrays may have any content."""
    whole = bytearray(written.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    flipped = written.with_name("flipped.layer")
    flipped.write_bytes(whole)
    edges = list(boundaries(written))[5:]
    if any(start <= at < end for start, end in zip(edges[::2], edges[1::2], strict=True)):
        with pytest.raises(DamagedLayer):
            files.read(flipped)
        return
    try:
        assert_whole(flipped)
    except DamagedLayer:
        assert at < edges[0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04" + bytes(100),
        "쌀값이 올랐다.\n".encode() * 20,
        b"TMLAYER0" + bytes(100),
        struct.pack("<8sQI", files.MAGIC, 2**63, 0) + bytes(100),
        struct.pack("<8sQI", files.MAGIC, 2**32, 0) + bytes(100),
    ],
    ids=["empty", "archive", "text", "older", "endless header", "large header"],
)
def test_what_is_no_layer_is_damaged(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "foreign.layer"
    path.write_bytes(content)
    with pytest.raises(DamagedLayer):
        files.read(path)


def test_who_fails_while_writing_leaves_nothing(tmp_path: Path) -> None:
    def arrays() -> Iterator[tuple[str, NDArray[Any]]]:
        yield "numbers", ARRAYS["numbers"]
        raise OSError("The disk is full.")

    with pytest.raises(OSError, match="full"):
        files.write(tmp_path / "one.layer", SAID, arrays())
    assert list(tmp_path.iterdir()) == []
