"""The index follows the database: whoever asks, of whichever process, gets what is true now."""

import subprocess
import sys
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from random import Random
from threading import Event

import pytest

from tests.services.indexed import (
    add,
    assert_right,
    beside,
    by_brute_force,
    found,
    looked_up,
    pair,
    unit,
)
from tm.errors import Conflict
from tm.match.layers import LayerFolder
from tm.model.people import LOCAL_USER
from tm.model.units import TranslationUnit, Variant
from tm.services import indexing, lookup, memories
from tm.services.context import Context
from tm.services.lookup import MatchQuery
from tm.services.storing import prepare, store
from tm.storage.repositories import changes, units
from tm.storage.tables import UnitRow


def change_something(ctx: Context, random: Random, done: list[int]) -> None:
    """Add some units, change or delete one, or undo; nothing where that is refused."""
    with suppress(Conflict), ctx.db.write(LOCAL_USER, "test") as uow:
        shelf = memories.memory_for_writing(uow, "news")
        row = random.choice(units.page(uow, [shelf], limit=1000))[0]
        match random.randrange(4 if done else 3):
            case 0:
                store(uow, shelf, [prepare(unit(random)) for _ in range(random.randint(1, 9))])
            case 1:
                units.replace(uow, uow.session.get_one(UnitRow, row), None, prepare(unit(random)))
            case 2:
                units.delete(uow, UnitRow.id == row)
            case _:
                changes.undo(uow, done.pop())
        done.append(uow.change_set)
        uow.commit()


@pytest.mark.usefixtures("small")
def test_whoever_asks_gets_what_brute_force_finds(
    here: Context, folder: LayerFolder, tmp_path: Path
) -> None:
    """Three that follow while units change, two of them with one folder, and one that builds."""
    random = Random(0)  # noqa: S311
    elsewhere = beside(here, LayerFolder(tmp_path / "elsewhere"))
    done: list[int] = []
    layers = set()
    for step in range(16):
        change_something(here, random, done)
        if random.randrange(3) == 0:
            indexing.build(here, wait=True)
        layers.add(len(folder.names()))
        if step % 4 == 3:
            assert_right(here, beside(here, folder), elsewhere, seed=step, queries=2)
    assert len(layers) > 1


@pytest.mark.usefixtures("small")
def test_small_layers_are_merged_with_the_newest(here: Context, folder: LayerFolder) -> None:
    """A layer stays while it is eight times as large as what came after it."""
    sizes = []
    for number in range(30):
        add(here, *(pair(f"rice {n}") for n in range(number * 8, number * 8 + 8)))
        assert indexing.build(here, wait=True)
        sizes.append([layer.size for layer in folder.open({})])
    assert max(map(len, sizes)) == 2
    assert all(older >= 8 * newer for pair in sizes for older, newer in pairwise(pair))
    assert not indexing.build(here, wait=True)


def test_a_layer_that_is_built_empties_the_tail(here: Context, folder: LayerFolder) -> None:
    assert_right(here)
    assert here.index.tail_size == 60
    assert indexing.build(here, wait=True)
    assert_right(here)
    assert here.index.tail_size == 0
    add(here, pair("coal"))
    assert_right(here, beside(here, folder))
    assert here.index.tail_size == 1


def test_old_text_in_a_layer_is_not_found(here: Context, folder: LayerFolder) -> None:
    [row] = add(here, pair("river market"))
    indexing.build(here, wait=True)
    assert found(here, "river market") == ["river market"]
    others = [beside(here, folder), beside(here, LayerFolder(folder.path / "elsewhere"))]
    with here.db.write(LOCAL_USER, "test") as uow:
        units.replace(uow, uow.session.get_one(UnitRow, row), None, prepare(pair("border")))
        changed = uow.change_set
        uow.commit()
    for ctx in (here, *others):
        assert (found(ctx, "river market"), found(ctx, "border")) == ([], ["border"])
    with here.db.write(LOCAL_USER, "test") as uow:
        changes.undo(uow, changed)
        uow.commit()
    for ctx in (here, *others):
        assert (found(ctx, "river market"), found(ctx, "border")) == (["river market"], [])
    with here.db.write(LOCAL_USER, "test") as uow:
        units.delete(uow, UnitRow.id == row)
        uow.commit()
    for ctx in (here, *others):
        assert (found(ctx, "river market"), found(ctx, "border")) == ([], [])


ELSEWHERE = """
import sys
from pathlib import Path
from tm.match.index import MatchIndex
from tm.match.layers import LayerFolder
from tm.model.people import LOCAL_USER
from tm.model.units import TranslationUnit, Variant
from tm.services import indexing, memories
from tm.services.context import Context
from tm.storage.session import Database
ctx = Context(Database(sys.argv[1]), Path(), MatchIndex(LayerFolder(Path(sys.argv[2]))))
for text in sys.argv[3:]:
    unit = TranslationUnit((Variant("en", text), Variant("ko", "글")))
    memories.add_unit(ctx, LOCAL_USER, "news", unit)
    indexing.build(ctx, wait=True)
"""


def test_another_process_builds_in_the_same_folder(here: Context, folder: LayerFolder) -> None:
    assert_right(here)
    url = here.db.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", ELSEWHERE, url, str(folder.path), "coal rose", "coal fell"]
    subprocess.run(command, check=True, timeout=60)
    assert (found(here, "coal rose"), found(here, "coal fell")) == (["coal rose"], ["coal fell"])
    assert here.index.tail_size == 0
    assert_right(here)


@pytest.fixture
def followed(here: Context) -> Context:
    indexing.build(here, wait=True)
    assert_right(here, queries=1)
    here.index.followed = True
    return here


@pytest.mark.usefixtures("small")
def test_lookups_say_how_far_behind_a_followed_index_is(
    followed: Context, folder: LayerFolder
) -> None:
    """They answer from what they have, and never with what is gone."""
    _, changed, deleted = add(followed, pair("coal rose"), pair("coal fell"), pair("coal won"))
    assert found(followed, "coal rose") == ["coal rose"]
    assert lookup.behind(followed) == 0
    add(followed, *(pair(f"train {'in ' * n}") for n in range(10)))
    with followed.db.write(LOCAL_USER, "test") as uow:
        row = uow.session.get_one(UnitRow, changed)
        units.replace(uow, row, None, prepare(pair("coal fell of late")))
        units.delete(uow, UnitRow.id == deleted)
        uow.commit()
    assert found(followed, "train") == []
    assert lookup.behind(followed) > indexing.MOST_IN_PASSING
    assert found(followed, "coal rose") == ["coal rose"]
    assert [found(followed, text) for text in ("coal fell", "coal won")] == [[], []]
    indexing.build(beside(followed, folder), wait=True)
    indexing._step(followed, lambda: None)
    assert_right(followed)
    assert (lookup.behind(followed), found(followed, "train")) == (0, ["train "])


@pytest.mark.usefixtures("small")
def test_who_follows_reads_on_and_asks_for_layers(
    followed: Context, folder: LayerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[int] = []
    add(followed, *(pair(f"train {'in ' * n}") for n in range(7)))
    indexing._step(followed, lambda: asked_for.append(1))
    assert (followed.index.tail_size, asked_for) == (7, [])
    add(followed, pair("coal"), pair("coal rose"))
    indexing._step(followed, lambda: asked_for.append(2))
    assert (followed.index.tail_size, asked_for) == (9, [2])
    monkeypatch.setattr(indexing, "MOST_IN_TAIL", 12)
    add(followed, *(pair(f"river {'in ' * n}") for n in range(7)))
    indexing._step(followed, lambda: asked_for.append(3))
    assert (followed.index.tail_size, asked_for) == (9, [2, 3])
    indexing.build(beside(followed, folder), wait=True)
    indexing._step(followed, lambda: asked_for.append(4))
    assert (followed.index.tail_size, asked_for) == (0, [2, 3])
    assert_right(followed)


def test_the_thread_that_follows_survives_trouble(
    here: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(indexing, "_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(indexing, "TAIL_FULL", 1)
    stopped, asked_twice = Event(), Event()
    calls: list[int] = []

    def build_beside() -> None:
        calls.append(1)
        if len(calls) > 1:
            asked_twice.set()
        raise BlockingIOError("There are too many processes.")

    thread = indexing.follow(here, build_beside, stopped)
    assert asked_twice.wait(20)
    stopped.set()
    thread.join(20)
    assert "too many processes" in caplog.text
    assert here.index.tail_size == 60


def test_a_thread_that_is_late_does_not_throw_the_index_away(here: Context) -> None:
    """It read the revision, another thread read on, and then it asks for its own."""
    old = here.db.revision()
    add(here, pair("coal"))
    assert found(here, "coal") == ["coal"]
    here.index.followed = True
    with here.db.read(LOCAL_USER) as uow:
        indexing.catch_up(here, uow, old)
    assert here.index.revision == here.db.revision()
    assert here.index.tail_size == 61


def test_a_hundred_languages_in_one_memory(here: Context, folder: LayerFolder) -> None:
    tags = [f"{a}{b}" for a in "abdefghklmnst" for b in "aeiklnrstz"]
    tags = [tag for tag in tags if tag not in ("en", "ko", "kr", "kn", "kp")][:110]
    many = tuple(Variant(tag, f"coal {tag}") for tag in tags)
    add(here, TranslationUnit((Variant("en", "coal rose"), *many)))
    add(here, TranslationUnit((Variant("en", "coal won"), Variant("en", "coal fell"), many[0])))
    indexing.build(here, wait=True)
    for ctx in (here, beside(here, folder)):
        for tag in tags[:: len(tags) // 4]:
            for source, target in ((tag, "en"), ("en", tag)):
                query = MatchQuery("coal rose", source, target, min_score=30, limit=20)
                assert looked_up(ctx, query) == by_brute_force(ctx, query) != []
        assert len(ctx.index.languages()) >= len(tags)
    query = MatchQuery("coal won", "en", "en", min_score=30, limit=20)
    assert looked_up(here, query) == by_brute_force(here, query) != []
