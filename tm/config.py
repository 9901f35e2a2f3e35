"""Settings: frozen, read once from TM_* environment variables, checked before anything starts."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from tm.errors import SettingsError

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says.

    ``max_upload`` is in bytes; ``data_dir`` holds the database, uploads and the secret key unless
    ``database_url`` or ``secret_key`` say otherwise.
    """

    data_dir: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str = ""
    max_upload: int = 64 * MEBIBYTE

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read TM_DATA_DIR, TM_DATABASE_URL, TM_HOST, TM_PORT, TM_SECRET_KEY, TM_MAX_UPLOAD_MB.

        Raises SettingsError with the variable's name.
        """
        data_dir = Path(environ.get("TM_DATA_DIR") or _default_data_dir(environ)).expanduser()
        data_dir = data_dir.absolute()
        url = environ.get("TM_DATABASE_URL") or f"sqlite:///{data_dir / 'tm.sqlite'}"
        return cls(
            data_dir=data_dir,
            database_url=_checked_url(url),
            host=_loopback(environ.get("TM_HOST", "127.0.0.1")),
            port=_whole_number(environ, "TM_PORT", 8000, 1, 65535),
            secret_key=environ.get("TM_SECRET_KEY", ""),
            max_upload=_whole_number(environ, "TM_MAX_UPLOAD_MB", 64, 1, 4096) * MEBIBYTE,
        )

    def prepare_data_dir(self) -> None:
        """Make the data directory, readable by its owner only; SettingsError where it cannot be."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self.data_dir / f".writable-{secrets.token_hex(4)}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise SettingsError(
                f"TM_DATA_DIR {self.data_dir} cannot be written to ({error.strerror}); "
                "free some space, change its permissions or name another directory."
            ) from error

    def signing_key(self) -> str:
        """Return the key that signs sessions and forms; made once, kept in the data directory."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret-key"
        try:
            if not path.exists():
                path.touch(mode=0o600, exist_ok=True)
                path.write_text(secrets.token_hex(32), encoding="ascii")
            return path.read_text(encoding="ascii").strip()
        except OSError as error:
            raise SettingsError(
                f"The key file {path} cannot be used ({error.strerror})."
            ) from error


def _default_data_dir(environ: Mapping[str, str]) -> str:
    base = environ.get("XDG_DATA_HOME") or "~/.local/share"
    return f"{base}/translation-memory"


def _checked_url(url: str) -> str:
    """Accept SQLite files and PostgreSQL; the driver for the latter is always psycopg 3."""
    if url.startswith("sqlite:///"):
        return url
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    raise SettingsError(
        "TM_DATABASE_URL must begin with sqlite:/// or postgresql://; "
        "leave it out to use a SQLite file in TM_DATA_DIR."
    )


def _loopback(host: str) -> str:
    """Until accounts exist, whoever reaches the service may do everything: loopback only."""
    try:
        loopback = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise SettingsError(
            f"TM_HOST {host!r} is not a loopback address, and this version has no accounts yet; "
            "use 127.0.0.1."
        )
    return host


def _whole_number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return int(text)
