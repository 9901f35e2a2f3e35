"""Uploads: kept whole under a random name, or not at all."""

import io
import resource
import stat
from collections.abc import Iterator
from hashlib import sha256

import pytest

from tm.errors import NotFound, TooLarge, Unavailable
from tm.model.people import LOCAL_USER
from tm.services.context import Context
from tm.services.uploads import get_upload, save_upload

CONTENT = "서울\tSeoul\n".encode() * 300_000


def test_a_file_is_kept_as_it_came(context: Context) -> None:
    upload = save_upload(context, LOCAL_USER, "terms.tsv", io.BytesIO(CONTENT), len(CONTENT))
    kept = context.uploads / upload.path
    assert kept.read_bytes() == CONTENT
    assert (upload.name, upload.size) == ("terms.tsv", len(CONTENT))
    assert upload.sha256 == sha256(CONTENT).hexdigest()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(context.uploads.stat().st_mode) == 0o700
    assert get_upload(context, LOCAL_USER, upload.id) == upload


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kim\\번역.tmx", "번역.tmx"),
        ("a\0b\x1b[2J\ud800.tmx", "a_b_[2J_.tmx"),
        ("", "file"),
        ("x" * 300 + ".tmx", "x" * 196 + ".tmx"),
    ],
)
def test_no_name_reaches_out_of_the_folder(context: Context, sent: str, shown: str) -> None:
    upload = save_upload(context, LOCAL_USER, sent, io.BytesIO(b"x"), 10)
    assert get_upload(context, LOCAL_USER, upload.id).name == shown
    assert [path.name for path in context.uploads.iterdir()] == [upload.path]


def test_a_file_over_the_limit_leaves_nothing(context: Context) -> None:
    with pytest.raises(TooLarge, match="1 MiB"):
        save_upload(context, LOCAL_USER, "big", io.BytesIO(CONTENT), 1024 * 1024)
    assert list(context.uploads.iterdir()) == []


class Broken(io.RawIOBase):
    """A stream that ends in the middle, as when the sender goes away."""

    def __init__(self) -> None:
        self._pieces = iter([b"first"])

    def read(self, _size: int = -1) -> bytes:
        for piece in self._pieces:
            return piece
        raise ConnectionResetError("gone")


def test_a_sender_who_goes_away_leaves_nothing(context: Context) -> None:
    with pytest.raises(Unavailable):
        save_upload(context, LOCAL_USER, "half", Broken(), 100)  # type: ignore[arg-type]
    assert list(context.uploads.iterdir()) == []


@pytest.fixture
def little_room() -> Iterator[None]:
    """Let no file of this process grow beyond one mebibyte, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * 1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("little_room")
def test_a_full_disk_leaves_nothing(context: Context) -> None:
    with pytest.raises(Unavailable, match="no room"):
        save_upload(context, LOCAL_USER, "big", io.BytesIO(CONTENT), len(CONTENT))
    assert list(context.uploads.iterdir()) == []


def test_no_such_upload(context: Context) -> None:
    with pytest.raises(NotFound):
        get_upload(context, LOCAL_USER, "nothing")
