"""Transactions: revisions without gaps, seen in the order of commits."""

from threading import Thread

import pytest
from sqlalchemy import select

from tm.errors import Conflict, Unavailable
from tm.model.people import LOCAL_USER
from tm.storage.repositories import memories
from tm.storage.session import Database
from tm.storage.tables import ChangeSet, Person


def test_every_commit_gets_the_next_revision(database: Database) -> None:
    assert database.revision() == 0
    for expected in (1, 2):
        with database.write(LOCAL_USER, "test") as uow:
            memories.add(uow, f"memory {expected}")
            assert uow.commit() == expected
    assert database.revision() == 2
    with database.read(LOCAL_USER) as uow:
        assert uow.revision() == 2


def test_what_is_not_committed_is_gone(database: Database) -> None:
    with database.write(LOCAL_USER, "test") as uow:
        memories.add(uow, "lost")
    with database.read(LOCAL_USER) as uow:
        assert memories.live(uow) == {}
    assert database.revision() == 0


def test_a_change_set_says_who_and_by_which_means(database: Database) -> None:
    with database.write(LOCAL_USER, "import", job="job-1") as uow:
        uow.commit()
    with database.read(LOCAL_USER) as uow:
        change, name = uow.session.execute(
            select(ChangeSet, Person.name).join(Person, Person.id == ChangeSet.person_id)
        ).one()
    assert (change.means, change.job, change.revision, name) == ("import", "job-1", 1, "local")


def test_parallel_writers_leave_no_gap(database: Database) -> None:
    def write(worker: int) -> None:
        for step in range(5):
            with database.write(LOCAL_USER, "test") as uow:
                memories.add(uow, f"{worker}-{step}")
                uow.commit()

    with database.write(LOCAL_USER, "first") as uow:
        uow.commit()  # Enters the person, so that the threads do not race for it.
    threads = [Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read(LOCAL_USER) as uow:
        revisions = list(uow.session.scalars(select(ChangeSet.revision)))
        assert len(memories.live(uow)) == 20
    assert sorted(r for r in revisions if r) == list(range(1, 22))


def test_a_taken_name_is_a_conflict(database: Database) -> None:
    with database.write(LOCAL_USER, "test") as uow:
        memories.add(uow, "news")
        uow.commit()
    with database.write(LOCAL_USER, "test") as uow, pytest.raises(Conflict, match="news"):
        memories.add(uow, "news")


def test_a_database_that_is_not_there_is_unavailable() -> None:
    db = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable, match="Try again"):
        db.revision()


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "tm.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(Unavailable, match="damaged"):
        Database(f"sqlite:///{tmp_path / 'tm.sqlite'}").revision()
