"""Settings: what is taken, what is refused, and that a refusal names the variable."""

from pathlib import Path

import pytest

from tm.config import Settings
from tm.errors import SettingsError


def settings(tmp_path: Path, **more: str) -> Settings:
    return Settings.from_environment({"TM_DATA_DIR": str(tmp_path), **more})


def test_the_default_is_a_sqlite_file_on_loopback(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert found.database_url == f"sqlite:///{tmp_path / 'tm.sqlite'}"
    assert (found.host, found.port) == ("127.0.0.1", 8000)


@pytest.mark.parametrize("url", ["postgres://u@h/db", "postgresql://u@h/db"])
def test_postgresql_is_always_reached_through_psycopg_3(tmp_path: Path, url: str) -> None:
    assert settings(tmp_path, TM_DATABASE_URL=url).database_url == "postgresql+psycopg://u@h/db"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TM_HOST", "0.0.0.0"),  # noqa: S104 -- the address that must be refused.
        ("TM_HOST", "192.168.1.5"),
        ("TM_HOST", "example.org"),
        ("TM_PORT", "0"),
        ("TM_PORT", "eighty"),
        ("TM_PORT", "٨٠٠٠"),
        ("TM_DATABASE_URL", "mysql://h/db"),
        ("TM_MAX_UPLOAD_MB", "-1"),
    ],
)
def test_a_wrong_value_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings(tmp_path, **{name: value})


def test_a_data_directory_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="TM_DATA_DIR"):
        settings(tmp_path / "file").prepare_data_dir()


def test_the_signing_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = settings(tmp_path).signing_key()
    assert len(first) == 64
    assert settings(tmp_path).signing_key() == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert settings(tmp_path, TM_SECRET_KEY="given").signing_key() == "given"
