"""The schema: migrations make what the tables say, on both databases, and go both ways."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from tm.errors import Unavailable
from tm.storage import schema
from tm.storage.session import Database
from tm.storage.tables import Base


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


def test_newer_database_is_refused_and_left_alone(database: Database) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refuse in (schema.check, schema.upgrade):
        with pytest.raises(Unavailable, match="newer than this program"):
            refuse(database)
