"""The schema's version: upgrade it, and refuse to run on one that is not ours."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from tm.errors import Unavailable
from tm.storage.session import Database, translated_errors

# Two processes that upgrade at once take turns by this PostgreSQL advisory lock.
_UPGRADE_LOCK = 7_269_001


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """Return the version of the schema that this program needs."""
    version = ScriptDirectory.from_config(_config()).get_current_head()
    assert version is not None  # noqa: S101 -- the package always carries migrations.
    return version


def upgrade(db: Database, to: str = "head") -> None:
    """Bring the schema to a version; running it again changes nothing.

    Raises Unavailable when the database is newer than the program.
    """
    with translated_errors(), db.writer.begin() as connection:
        if not db.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
        _refuse_newer(_current(connection))
        command.upgrade(_config(connection), to)


def downgrade(db: Database, to: str) -> None:
    """Take the schema back to an earlier version ("base" empties it)."""
    with translated_errors(), db.writer.begin() as connection:
        command.downgrade(_config(connection), to)


def check(db: Database) -> None:
    """Raise Unavailable, with the way out, unless the schema is the one this program needs."""
    with translated_errors(), db.reader.connect() as connection:
        current = _current(connection)
    _refuse_newer(current)
    if current != head():
        state = "older than this program" if current else "empty"
        raise Unavailable(f"The database is {state}. Run `tm db upgrade`, then start again.")


def is_empty(db: Database) -> bool:
    """Tell whether the database has no schema at all yet."""
    with translated_errors(), db.reader.connect() as connection:
        return _current(connection) is None


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(current: str | None) -> None:
    if current is None:
        return
    try:
        ScriptDirectory.from_config(_config()).get_revision(current)
    except CommandError as error:
        raise Unavailable(
            f"The database (schema {current}) is newer than this program (schema {head()}). "
            "Install the newer version; nothing was changed."
        ) from error
