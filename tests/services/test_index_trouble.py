"""What may happen to an index: lookups answer what brute force does all the same."""

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.faults.killed_index import suffer
from tests.services.indexed import add, assert_right, beside, found, pair
from tm.match.index import MatchIndex
from tm.match.layers import LayerFolder
from tm.services import indexing
from tm.services.context import Context
from tm.storage.session import Database

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_an_older_database_is_restored_under_the_index(
    sqlite_template: Path, folder: LayerFolder, tmp_path: Path
) -> None:
    """The layers of the way that was left do not come back, not even to a new process."""
    path, backup = tmp_path / "tm.sqlite", tmp_path / "backup.sqlite"
    shutil.copy(sqlite_template, path)
    ctx = Context(Database(f"sqlite:///{path}"), tmp_path, MatchIndex(folder))
    add(ctx, pair("rice"), pair("corn"))
    indexing.build(ctx, wait=True)
    assert found(ctx, "rice") == ["rice"]
    with ctx.db.engine.raw_connection() as connection:
        connection.execute("VACUUM INTO ?", [str(backup)])
    add(ctx, *(pair(f"coal {'and ' * n}") for n in range(30)))
    indexing.build(ctx, wait=True)
    assert_right(ctx)
    ctx.db.engine.dispose()
    shutil.copy(backup, path)
    for follower in (ctx, beside(ctx, folder)):
        assert found(follower, "coal") == []
        assert_right(follower)
    add(ctx, pair("train"))
    for follower in (ctx, beside(ctx, folder)):
        assert (found(follower, "coal"), found(follower, "train")) == ([], ["train"])
        assert indexing.build(follower, wait=True) == (follower is ctx)
        assert_right(follower)
    ctx.db.engine.dispose()


@ON_SQLITE
@pytest.mark.usefixtures("small")
def test_the_folder_may_go_at_any_time(here: Context, folder: LayerFolder) -> None:
    for number in range(2):
        assert_right(here, beside(here, folder))
        shutil.rmtree(folder.path)
        assert_right(here, queries=1)
        add(here, *(pair(f"train {'in ' * n}") for n in range(number * 8, number * 8 + 8)))
        shutil.rmtree(folder.path, ignore_errors=True)
        assert_right(beside(here, folder), here)
        assert folder.names()


@ON_SQLITE
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("trouble", ["no folder", "no lock", "no manifest", "full"])
def test_what_cannot_be_written_is_kept_in_memory(
    here: Context, folder: LayerFolder, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trouble == "no folder":
        folder.path.write_text("in the way")
    elif trouble == "full":
        monkeypatch.setattr("os.fsync", fail)
    else:
        name = {"no lock": "lock", "no manifest": "manifest.json.new"}[trouble]
        (folder.path / name).mkdir(parents=True)
    assert_right(here)
    assert here.index.tail_size == 60
    assert folder.names() == ()
    add(here, *(pair(f"train {'in ' * n}") for n in range(10)))
    assert_right(here, beside(here, folder))


def fail(_file: int) -> None:
    raise OSError(28, "No space left on device")


def damaged(folder: LayerFolder, random: Random) -> None:
    """Do something to a file of the folder, which has a manifest and layers."""
    path = random.choice([p for p in folder.path.iterdir() if p.suffix in (".layer", ".json")])
    content = bytearray(path.read_bytes())
    at = random.randrange(len(content))
    match random.randrange(4):
        case 0:
            content = content[:at]
        case 1:
            content[at] ^= 1 << random.randrange(8)
        case 2:
            content = bytearray(b"PK\x03\x04 something else")
        case _:
            path.unlink()
            return
    # Another file, for whoever has mapped the old one would see it change.
    path.with_name("damaged").write_bytes(content)
    path.with_name("damaged").replace(path)


@ON_SQLITE
@pytest.mark.usefixtures("small")
def test_whatever_is_damaged_is_built_anew(here: Context, folder: LayerFolder) -> None:
    random = Random(1)  # noqa: S311
    for number in range(12):
        add(here, *(pair(f"train {'in ' * n}") for n in range(number * 8, number * 8 + 8)))
        indexing.build(here, wait=True)
        damaged(folder, random)
        assert_right(beside(here, folder), here, seed=number, queries=1)
        indexing.build(here, wait=True)
        layers = folder.open({})
        assert len(layers) == len(folder.names()) > 0
        assert layers[-1].revision == here.db.revision()
        assert_right(beside(here, folder), here, seed=number, queries=1)
    assert {path.suffix for path in folder.path.iterdir()} == {"", ".json", ".layer"}


def test_who_finds_another_building_leaves_it_or_waits(here: Context, folder: LayerFolder) -> None:
    with folder.building(wait=True):
        assert not indexing.build(here, wait=False)
    assert indexing.build(here, wait=False)


def test_six_processes_are_killed(context: Context, tmp_path: Path) -> None:
    """The short form of tests/faults/killed_index.py; each database begins with another point."""
    seed = 0 if context.db.is_sqlite else 4
    assert suffer(context, tmp_path, 6, seed).total() == 6
