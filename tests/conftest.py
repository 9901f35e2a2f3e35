"""Fixtures that everything shares: migrated databases of both kinds, and contexts on them."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.components import Cluster, running_cluster
from tm.storage import schema
from tm.storage.session import Database

if TYPE_CHECKING:
    from tm.services.context import Context

_numbers = count()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty SQLite file; tests work on copies."""
    path = tmp_path_factory.mktemp("template") / "tm.sqlite"
    db = Database(f"sqlite:///{path}")
    schema.upgrade(db)
    db.engine.dispose()
    return path


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as running:
        running.execute("CREATE DATABASE template_tm")
        db = Database(running.url("template_tm"))
        schema.upgrade(db)
        db.engine.dispose()
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a migrated, empty database; every test that asks runs on both kinds."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "tm.sqlite")
        db = Database(f"sqlite:///{tmp_path / 'tm.sqlite'}")
        yield db
        db.engine.dispose()
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = f"tm_{next(_numbers)}"
    cluster.execute(f"CREATE DATABASE {name} TEMPLATE template_tm")
    db = Database(cluster.url(name))
    yield db
    db.engine.dispose()
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def context(database: Database, tmp_path: Path) -> "Context":
    """Give what services work with, on either database."""
    from tm.services.context import Context

    return Context(db=database, uploads=tmp_path / "uploads")
