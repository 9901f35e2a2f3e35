"""The schema: migrations make what the tables say, on both databases, and go both ways."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from tm.errors import Unavailable
from tm.model.people import LOCAL_USER
from tm.model.units import TranslationUnit, Variant
from tm.storage import schema
from tm.storage.repositories import memories, units
from tm.storage.repositories.units import Prepared
from tm.storage.session import Database
from tm.storage.tables import Base

RICE = TranslationUnit((Variant("en", "rice"),))


def test_migrations_make_the_tables_as_declared(database: Database) -> None:
    with database.writer.begin() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert differences == []


def test_upgrade_may_run_again_and_downgrade_empties(database: Database) -> None:
    schema.upgrade(database)
    schema.check(database)
    schema.downgrade(database, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    with pytest.raises(Unavailable, match="tm db upgrade"):
        schema.check(database)
    schema.upgrade(database)
    schema.check(database)


def test_memories_of_before_weigh_nothing_and_lose_nothing(database: Database) -> None:
    with database.write(LOCAL_USER, "test") as uow:
        units.insert_all(uow, memories.add(uow, "new"), [Prepared(RICE, "rice", ("rice",), 1)])
        uow.commit()
    schema.downgrade(database, "0001")
    with database.writer.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO memory (public_id, name, owner_id, sample, version, created_by,"
                " changed_by) SELECT 'x', 'old', owner_id, sample, 1, created_by, changed_by"
                " FROM memory"
            )
        )
    schema.upgrade(database)
    with database.read(LOCAL_USER) as uow:
        found = memories.live(uow).values()
        assert [(m.name, m.penalty, m.priority) for m in found] == [("new", 0, 0), ("old", 0, 0)]
        assert [unit.variants for unit in units.load(uow, [1]).values()] == [RICE.variants]


def test_newer_database_is_refused_and_left_alone(database: Database) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refuse in (schema.check, schema.upgrade):
        with pytest.raises(Unavailable, match="newer than this program"):
            refuse(database)
