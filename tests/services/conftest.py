"""An index in a folder of its own, beside a database with some units."""

from pathlib import Path
from random import Random

import pytest

from tests.services.indexed import add, beside, unit
from tm.match.layers import LayerFolder
from tm.services import indexing
from tm.services.context import Context


@pytest.fixture
def folder(tmp_path: Path) -> LayerFolder:
    return LayerFolder(tmp_path / "index")


@pytest.fixture
def here(context: Context, folder: LayerFolder) -> Context:
    """Give a context whose index is kept in a folder; its memory has some units."""
    random = Random(0)  # noqa: S311
    add(context, *(unit(random) for _ in range(60)))
    return beside(context, folder)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build layers of a few units already."""
    monkeypatch.setattr(indexing, "MOST_IN_PASSING", 5)
    monkeypatch.setattr(indexing, "TAIL_FULL", 8)
