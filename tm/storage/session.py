"""Transactions: readers see one state of the database, writers make one change set.

On SQLite a writer begins IMMEDIATE: a deferred transaction that reads and then writes fails with
"database is locked" whatever the timeout.  On PostgreSQL the revision counter's row lock is taken
only just before the commit, so a long import does not make another save wait.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from tm.errors import Conflict, InvalidInput, TmError, Unavailable
from tm.model.identifiers import new_id
from tm.model.people import Actor
from tm.storage.tables import ChangeSet, Person, RevisionCounter

BUSY_TIMEOUT_MS = 15_000
_REVISION = select(RevisionCounter.__table__.c.value)


def now() -> str:
    """Return the time in UTC as ISO 8601 with seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class UnitOfWork:
    """One transaction; ``change_set`` is the row number of its change set, 0 when reading."""

    def __init__(self, session: Session, actor: Actor, change_set: int = 0) -> None:
        self.session = session
        self.actor = actor
        self.change_set = change_set
        self.change_set_id = ""

    def person_id(self) -> int:
        """Return the row number of the actor, who is entered when first seen."""
        known = self.session.scalar(select(Person.id).where(Person.name == self.actor.name))
        if known is not None:
            return known
        row = Person(public_id=new_id(), name=self.actor.name)
        self.session.add(row)
        self.session.flush()
        return row.id

    def revision(self) -> int:
        """Return the revision of the state of the database that is read."""
        return self.session.scalar(_REVISION) or 0

    def commit(self) -> int:
        """Raise the revision, give it to the change set, and commit; return the revision."""
        self.session.flush()
        revision = self.session.execute(
            update(RevisionCounter)
            .values(value=RevisionCounter.value + 1)
            .returning(RevisionCounter.value)
        ).scalar_one()
        self.session.execute(
            update(ChangeSet).where(ChangeSet.id == self.change_set).values(revision=revision)
        )
        self.session.commit()
        return revision


class Database:
    """The engine and its transactions; safe between threads, to be made anew after a fork."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = create_engine(self.url, json_deserializer=_from_json)
            event.listen(self.engine, "connect", _set_up_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = create_engine(self.url, pool_pre_ping=True, pool_size=8, max_overflow=16)
        self.writer = self.engine.execution_options(writes=True)
        self.reader: Engine = self.engine
        if not self.is_sqlite:
            self.reader = self.engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def read(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Give a unit of work that sees one state of the database and cannot commit."""
        with translated_errors(), Session(self.reader, expire_on_commit=False) as session:
            yield UnitOfWork(session, actor)

    @contextmanager
    def write(self, actor: Actor, means: str, job: str | None = None) -> Iterator[UnitOfWork]:
        """Give a unit of work with a change set; what is not committed is rolled back."""
        with translated_errors(), Session(self.writer, expire_on_commit=False) as session:
            uow = UnitOfWork(session, actor)
            uow.change_set_id = new_id()
            uow.change_set = session.execute(
                insert(ChangeSet)
                .values(
                    public_id=uow.change_set_id,
                    person_id=uow.person_id(),
                    at=now(),
                    means=means,
                    job=job,
                )
                .returning(ChangeSet.id)
            ).scalar_one()
            yield uow

    @contextmanager
    def queue(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Give a unit of work for job rows alone, which are no part of history.

        It is committed with ``session.commit()`` by the caller.
        """
        with translated_errors(), Session(self.writer, expire_on_commit=False) as session:
            yield UnitOfWork(session, actor)

    def revision(self) -> int:
        """Return the revision of the last committed change: one indexed read."""
        with translated_errors(), self.reader.connect() as connection:
            return connection.scalar(_REVISION) or 0

    def dispose(self) -> None:
        """Close pooled connections, without touching those a parent process owns."""
        self.engine.dispose(close=False)


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn SQLAlchemy's exceptions into this project's, in words for people."""
    try:
        yield
    except TmError:
        raise
    except IntegrityError as error:
        raise Conflict("Somebody else saved the same thing meanwhile; try again.") from error
    except DBAPIError as error:
        raise _in_our_words(error) from error
    except SQLAlchemyError as error:
        raise Unavailable("The database cannot be used right now; try again soon.") from error


def _in_our_words(error: DBAPIError) -> TmError:
    text = str(error.orig).lower()
    if "full" in text or "no space" in text:
        return Unavailable("The disk is full: nothing was saved. Free some space and try again.")
    if "disk i/o error" in text:
        return Unavailable("The disk cannot be written to; is it full? Nothing was saved.")
    if "readonly" in text or "read-only" in text:
        return Unavailable("The database is read-only: nothing was saved. Check its permissions.")
    if "unable to open" in text:
        return Unavailable("The database file cannot be opened. Check TM_DATA_DIR.")
    if "malformed" in text or "not a database" in text:
        return Unavailable("The database file is damaged. Restore it from a backup.")
    if "no such table" in text or "no such column" in text or "does not exist" in text:
        return Unavailable("The database is not of this version. Run `tm db upgrade`.")
    if "surrogates" in text or "nul" in text or "invalid byte sequence" in text:
        return InvalidInput("The text has characters that cannot be stored.")
    return Unavailable("The database does not answer; nothing was saved. Try again soon.")


def _from_json(text: str) -> Any:
    # Most lists are empty, and a lookup reads dozens of them.
    return [] if text == "[]" else json.loads(text)


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
