"""The folder of layers: what is published, merged, damaged or left by a killed builder."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.match.units import asked, by_brute_force, entry, in_layers, tokens
from tm.match import build, layers
from tm.match.index import MatchIndex, Scope, Standing
from tm.match.layers import Layer, LayerFolder, LayerWriter, open_layer
from tm.storage.repositories.feed import IndexRow

ALL = Scope({1: Standing()})


def pair(unit: int, text: str, revision: int = 1, *, live: bool = True) -> list[IndexRow]:
    tags = {"ko": text, "fr": "x"}
    return [entry(unit, t, body, live=live, revision=revision) for t, body in tags.items()]


def found(index: MatchIndex, text: str) -> list[int]:
    return [c.unit for c in index.find(asked(text, "ko"), "fr", ALL, 100, 10)]


def written(
    folder: LayerFolder, entries: Sequence[IndexRow], below: Sequence[Layer] = (), revision: int = 1
) -> Path:
    """Write a layer of some units and of older layers, the newest first; publish nothing."""
    with folder.building(wait=True) as scratch:
        assert scratch is not None
        writer = LayerWriter(scratch)
        list(writer.add(entries))
        for layer in below:
            writer.add_layer(layer)
        path = folder.new_path()
        writer.write(path, revision, "ours", oldest=True)
    return path


CHANGES = st.lists(
    st.lists(st.tuples(st.integers(1, 6), tokens("ko", 12), st.booleans()), max_size=5),
    min_size=1,
    max_size=5,
)


@settings(max_examples=30, deadline=None)
@given(CHANGES, tokens("ko", 12), st.integers(1, 3), st.integers(1, 3))
def test_merged_layers_have_what_is_true_last(
    revisions: list[list[tuple[int, str, bool]]], text: str, rows: int, units: int
) -> None:
    """However small the blocks, and however little is kept in memory while they are built."""
    final: dict[int, list[IndexRow]] = {}
    told = []
    for revision, changes in enumerate(revisions, 1):
        now = {unit: pair(unit, body, revision, live=live) for unit, body, live in changes}
        told.append([row for rows in now.values() for row in rows])
        final |= now
    query = asked(text, "ko")
    entries = [row for unit in sorted(final) for row in final[unit]]
    expected = [found[0] for found in by_brute_force(entries, query, "fr", ALL, 50)]
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        patched.setattr(build, "MOST_ROWS", rows)
        patched.setattr(build, "_ROWS_AT_ONCE", rows)
        patched.setattr(build, "_UNITS_AT_ONCE", units)
        in_layers(Path(name), told)
        folder = LayerFolder(Path(name))
        older = folder.open({})
        assert len(older) == len(told)
        path = written(folder, [], older[::-1], revision=len(told))
        folder.publish([path.name])
        index = MatchIndex(folder)
        index.adopt(lambda _revision, _lineage: True)
        assert [c.unit for c in index.find(query, "fr", ALL, 50, 100)] == expected
        [merged] = folder.open({})
        alive = sum(len(segments) for segments in final.values() if segments[0].live)
        assert sum(map(len, merged.blocks)) == alive


def test_a_unit_with_several_texts_of_a_language_survives_merging(tmp_path: Path) -> None:
    told = [*pair(1, "가나"), entry(1, "ko", "다라"), entry(1, "ko", "가나")]
    index = in_layers(tmp_path, [told, pair(2, "마바", 2)])
    folder = LayerFolder(tmp_path)
    path = written(folder, [], folder.open({})[::-1])
    folder.publish([path.name])
    for adopted in (index, MatchIndex(folder)):
        adopted.adopt(lambda _revision, _lineage: True)
        assert (found(adopted, "가나"), found(adopted, "다라")) == ([1, 1], [1])


def test_a_layer_of_deletions_alone(tmp_path: Path) -> None:
    index = in_layers(tmp_path, [pair(1, "가나"), pair(1, "가나", 2, live=False)])
    assert found(index, "가나") == []
    folder = LayerFolder(tmp_path)
    folder.publish([written(folder, [], folder.open({})[::-1]).name])
    index.adopt(lambda _revision, _lineage: True)
    assert found(index, "가나") == []
    assert index.languages() == []


def test_publishing_takes_away_what_is_not_listed(tmp_path: Path) -> None:
    folder = LayerFolder(tmp_path)
    orphan, listed = written(folder, pair(1, "가나")), written(folder, pair(2, "다라"))
    damaged = tmp_path / f"{orphan.name}.damaged"
    shutil.copy(orphan, damaged)
    before = folder.stamp()
    folder.publish([listed.name])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["lock", "manifest.json", listed.name]
    )
    assert before is None
    assert folder.stamp() is not None
    assert folder.size() == listed.stat().st_size


def test_what_a_killed_builder_left_is_taken_away(tmp_path: Path) -> None:
    folder = LayerFolder(tmp_path)
    folder.publish([written(folder, pair(1, "가나")).name])
    unfinished = [folder.new_path().with_suffix(f".layer.{kind}") for kind in ("body", "new")]
    for path in [*unfinished, tmp_path / "scratch-1" / "rows"]:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
    kept = {"lock", "manifest.json", *folder.names()}
    with folder.building(wait=True) as scratch:
        assert scratch is not None
        assert {path.name for path in tmp_path.iterdir()} == kept | {scratch.name}
    assert {path.name for path in tmp_path.iterdir()} == kept


def test_one_builds_at_a_time(tmp_path: Path) -> None:
    order = []

    def wait() -> None:
        with LayerFolder(tmp_path).building(wait=True):
            order.append("second")

    with LayerFolder(tmp_path).building(wait=True):
        with LayerFolder(tmp_path).building(wait=False) as scratch:
            assert scratch is None
        waiting = Thread(target=wait)
        waiting.start()
        waiting.join(0.05)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


GARBAGE = [
    b"",
    b"\xff\xfe",
    b"{}",
    b"null",
    b'["a.layer"',
    b"[" * 100_000,
    b"[1, null]",
    b'[""]',
    b'["."]',
    b'[".."]',
    b'["lock"]',
    b'["manifest.json"]',
    b'["/etc/hostname"]',
    b'["../outside.layer"]',
    json.dumps([f"../{'0' * 32}.layer"]).encode(),
    json.dumps([f"{'0' * 32}.layer\0"]).encode(),
    json.dumps([f"{'0' * 32}.layer\n"]).encode(),
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_a_manifest_that_is_garbage_reaches_for_nothing(garbage: bytes, tmp_path: Path) -> None:
    folder = LayerFolder(tmp_path / "index")
    index = in_layers(folder.path, [pair(1, "가나")])
    outside = [tmp_path / "outside.layer", tmp_path / f"{'0' * 32}.layer"]
    for path in outside:
        path.write_text("not ours")
    (folder.path / "manifest.json").write_bytes(garbage)
    before = sorted(tmp_path.rglob("*"))
    assert index.stale()
    index.adopt(lambda _revision, _lineage: True)
    assert found(index, "가나") == []
    assert index.revision == 0
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone", "foreign", "folder"])
def test_what_lies_below_a_damaged_layer_is_kept(damage: str, tmp_path: Path) -> None:
    in_layers(tmp_path, [pair(1, "가나"), pair(2, "다라", 2), pair(3, "마바", 3)])
    folder = LayerFolder(tmp_path)
    path = tmp_path / folder.names()[1]
    whole = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(whole[:-1])
    elif damage == "flipped":
        path.write_bytes(whole[:30] + bytes([whole[30] ^ 1]) + whole[31:])
    elif damage == "foreign":
        path.write_bytes(b"%PDF-1.7" * 20)
    elif damage == "folder":
        path.mkdir()
    index = MatchIndex(folder)
    index.adopt(lambda _revision, _lineage: True)
    assert (index.revision, found(index, "가나"), found(index, "다라")) == (1, [1], [])
    aside = path.with_name(f"{path.name}.damaged")
    assert aside.exists() == (damage in ("cut", "flipped", "foreign"))
    # The last layer is whole, but says only what changed after the one that is lost.
    assert found(index, "마바") == []


@pytest.mark.parametrize("version", ["_VERSION", "TOKENS_VERSION"])
def test_a_layer_of_another_version_is_built_anew(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_layers(tmp_path, [pair(1, "가나")])
    folder = LayerFolder(tmp_path)
    monkeypatch.setattr(layers, version, getattr(layers, version) + 1)
    assert folder.open({}) == ()


def test_layers_that_are_replaced_while_they_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = LayerFolder(tmp_path)
    index = in_layers(tmp_path, [pair(1, "가나"), pair(2, "다라", 2)])
    newer = MatchIndex(folder)
    merged = written(folder, [], folder.open({})[::-1], revision=2)

    def replaced_first(path: Path) -> Layer:
        folder.publish([merged.name])
        return open_layer(path)

    monkeypatch.setattr(layers, "open_layer", replaced_first)
    newer.adopt(lambda _revision, _lineage: True)
    assert (newer.revision, found(newer, "가나"), found(newer, "다라")) == (2, [1], [2])
    assert found(index, "다라") == [2]  # Files that are gone can be read by who has them open.


def test_the_tail_ends_where_an_adopted_layer_does(tmp_path: Path) -> None:
    index = in_layers(tmp_path, [pair(1, "가나")])
    follower = MatchIndex(LayerFolder(tmp_path))
    follower.refresh(3, lambda _: [*pair(1, "다라", 2), *pair(2, "마바", 3)])
    folder = LayerFolder(tmp_path)
    [first] = folder.names()
    with folder.building(wait=True) as scratch:
        assert scratch is not None
        writer = LayerWriter(scratch)
        list(writer.add(pair(1, "다라", 2)))
        path = folder.new_path()
        writer.write(path, 2, "ours", oldest=False)
        folder.publish([first, path.name])
    assert follower.tail_size == 2
    follower.adopt(lambda _revision, _lineage: True)
    assert (follower.revision, follower.tail_size) == (3, 1)
    assert [found(follower, text) for text in ("가나", "다라", "마바")] == [[], [1], [2]]
    index.adopt(lambda _revision, _lineage: True)
    assert (index.revision, index.tail_size) == (2, 0)
    assert [found(index, text) for text in ("가나", "다라", "마바")] == [[], [1], []]


def test_layers_of_another_database_are_not_taken(tmp_path: Path) -> None:
    index = in_layers(tmp_path, [pair(1, "가나"), pair(1, "다라", 2)])
    other = MatchIndex(LayerFolder(tmp_path))
    other.adopt(lambda revision, lineage: (revision, lineage) == (1, "ours"))
    assert (other.revision, found(other, "가나")) == (1, [1])
    other.adopt(lambda _revision, _lineage: False)
    assert (other.revision, found(other, "가나")) == (0, [])
    index.forget()
    assert (index.revision, index.stale()) == (0, True)
