"""The processes that tests/faults/killed_index.py kills: they write, look up and build.

Each says in a log what it is about to do, and what is done; that is its answer to whoever asked.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

from tests.services.indexed import WORDS, by_brute_force, looked_up
from tm.match import files, layers
from tm.match.build import Spool
from tm.match.index import MatchIndex
from tm.match.layers import LayerFolder
from tm.model.people import LOCAL_USER
from tm.model.units import TranslationUnit, Variant
from tm.services import indexing, memories
from tm.services.context import Context
from tm.services.lookup import MatchQuery, find_matches
from tm.storage.session import Database, UnitOfWork
from tm.text.tokens import compared

ROLES = ("writer 1", "writer 2", "reader", "follower", "builder")
POINTS = {
    "before the commit": "writer 1",
    "after the commit": "writer 2",
    "while a layer is written": "builder",
    "before the layer is renamed": "builder",
    "after the layer is renamed": "builder",
    "while layers are merged": "builder",
    "while the manifest is written": "builder",
    "before the manifest is renamed": "builder",
    "after the manifest is renamed": "builder",
}
_MOST_UNITS = 80
SECONDS = 60


def make_small() -> None:
    """Build and merge layers of a few units already."""
    indexing.MOST_IN_PASSING = 40
    indexing.TAIL_FULL = 10
    indexing._RATIO = 3
    indexing._PAUSE_SECONDS = 0.02


def nursery() -> None:
    """Fork a child for every line on standard input, and answer with its number.

    What takes a second to import is imported once.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    make_small()
    compared("warm up", "en")
    compared("준비", "ko")
    born = []
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _live(json.loads(line))
        born.append(pid)
        os.write(1, f"{pid}\n".encode())
    for pid in born:
        if alive(pid):
            os.kill(pid, signal.SIGKILL)


def _live(order: dict[str, Any]) -> None:
    """Work in a role until killed; whatever goes wrong is told in the log."""
    child = _Child(**order)
    try:
        role = child.role.split()[0]
        while True:
            child.take_orders()
            getattr(child, role)()
    except BaseException as error:  # noqa: BLE001 -- the parent fails with it.
        child.tell("wrong", f"{type(error).__name__}: {error}")
    os._exit(1)


class _Child:
    def __init__(self, role: str, seed: int, url: str, folder: str, log: str) -> None:
        self.role = role
        self.random = Random(seed)  # noqa: S311 -- so that a run can be repeated.
        index = MatchIndex(LayerFolder(Path(folder)))
        self.ctx = Context(Database(url), Path(folder), index)
        self.log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.orders = Path(f"{log}.orders")
        self.number = seed * 1_000_000
        self.newest: dict[str, int] = {}
        if role == "follower":
            indexing.follow(self.ctx, lambda: None, Event())

    def tell(self, what: str, said: object) -> None:
        os.write(self.log, json.dumps([what, said]).encode() + b"\n")

    def take_orders(self) -> None:
        """Arrange to die at a named point."""
        if self.orders.exists():
            point = self.orders.read_text()
            self.orders.unlink()
            _arm(point, partial(self.die, point))

    def die(self, point: str) -> None:
        self.tell("hit", point)
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(SECONDS)

    def writer(self) -> None:
        """Add, change or delete a unit, and see at once that lookups know."""
        mine = memories.list_units(self.ctx, LOCAL_USER, memory=self.role, limit=1000).items
        self.number += 1
        new = self.pair(self.number)
        old = self.random.choice(mine) if mine else None
        action = self.random.randrange(3 if len(mine) < _MOST_UNITS else 4)
        if old is None or action == 0:
            self.tell("try", [None, texts_of(new)])
            kept = memories.add_unit(self.ctx, LOCAL_USER, self.role, new)
        elif action == 1:
            self.tell("try", [texts_of(old), texts_of(new)])
            version = old.version
            kept = memories.update_unit(self.ctx, LOCAL_USER, old.id or "", new, version)
        else:
            self.tell("try", [texts_of(old), None])
            memories.delete_unit(self.ctx, LOCAL_USER, old.id or "")
            kept = None
        self.tell("done", None)
        if kept is not None:
            self.expect(kept.variants[0].text, [kept.id])
        if (old is not None and kept is not None and old.id == kept.id) or (kept is None and old):
            self.expect(old.variants[0].text, [])
        time.sleep(0.005)

    def expect(self, english: str, wanted: list[str | None]) -> None:
        query = MatchQuery(english, "en", "ko", min_score=100)
        found = [match.unit for match in find_matches(self.ctx, LOCAL_USER, query)]
        if found != wanted:
            self.tell("wrong", f"{english!r} is found as {found}, not {wanted}")

    def reader(self) -> None:
        """Look up, and see that texts belong together and never go back to what they were."""
        words = " ".join(self.random.choices(WORDS, k=5))
        query = MatchQuery(words, "en", "ko", min_score=30, limit=20)
        for match in find_matches(self.ctx, LOCAL_USER, query):
            number = _number(match.source)
            if number != _number(match.target):
                self.tell("wrong", f"{match.source!r} is translated by {match.target!r}")
            if number < self.newest.get(match.unit or "", 0):
                self.tell("wrong", f"{match.source!r} came back")
            self.newest[match.unit or ""] = number
        time.sleep(0.002)

    follower = reader

    def builder(self) -> None:
        indexing.build(self.ctx, wait=True)
        time.sleep(0.02)

    def checker(self) -> None:
        """Say once whether a new process answers what brute force does."""
        self.tell("checked", differences([self.ctx], self.random))
        os._exit(0)

    def pair(self, number: int) -> TranslationUnit:
        words = " ".join(self.random.choices(WORDS, k=self.random.randint(2, 6)))
        mark = _letters(number)
        return TranslationUnit((Variant("en", f"{words} {mark}"), Variant("ko", f"글 {mark}")))


def _letters(number: int) -> str:
    # Numbers would be adapted to the query's.
    return "".join(chr(ord("a") + int(figure)) for figure in str(number))


def _number(text: str) -> int:
    return int("".join(str(ord(letter) - ord("a")) for letter in text.split()[-1]))


def texts_of(unit: TranslationUnit) -> list[str]:
    return [variant.text for variant in unit.variants]


def _arm(point: str, die: Callable[[], None]) -> None:
    """Make this process die when it comes to a point."""
    suffix = ".json" if "manifest" in point else ".layer"

    def rename_or_die(path: Path, target: Path) -> Path:
        if target.suffix != suffix:
            return rename(path, target)
        if point.startswith("after"):
            rename(path, target)
        die()
        raise AssertionError

    def write_half(array: Any) -> Iterator[memoryview]:
        for part in whole(array):
            yield part[: len(part) // 2]
            die()

    def dump_half(listed: list[str], file: Any) -> None:
        file.write(json.dumps(listed)[:-20])
        file.flush()
        die()

    def commit_or_die(uow: UnitOfWork) -> int:
        if point == "after the commit":
            commit(uow)
        die()
        raise AssertionError

    def merge_and_die(*arguments: Any) -> None:
        add_block(*arguments)
        die()

    whole, commit, add_block = files._bytes_of, UnitOfWork.commit, Spool.add_block
    rename = Path.replace
    if point.endswith("the commit"):
        UnitOfWork.commit = commit_or_die  # type: ignore[method-assign, assignment]
    elif point.endswith("is renamed"):
        Path.replace = rename_or_die  # type: ignore[method-assign, assignment]
    elif point == "while a layer is written":
        files._bytes_of = write_half
    elif point == "while layers are merged":
        Spool.add_block = merge_and_die  # type: ignore[method-assign, assignment]
    else:
        layers.json.dump = dump_half  # type: ignore[attr-defined]


def differences(contexts: Sequence[Context], random: Random) -> list[str]:
    """Compare what lookups answer with brute force, while nobody writes."""
    words = [" ".join(random.choices(WORDS, k=4)) for _ in range(2)]
    stored = memories.list_units(contexts[0], LOCAL_USER, limit=1000).items
    words += [one.variants[0].text for one in random.sample(stored, min(2, len(stored)))]
    queries = [MatchQuery(text, "en", "ko", min_score=30, limit=20) for text in words]
    for _ in range(5):
        revision = contexts[0].db.revision()
        found = [
            f"{query.text!r} in context {number}: {answer} instead of {expected}"
            for query in queries
            for expected in [by_brute_force(contexts[0], query)]
            for number, ctx in enumerate(contexts)
            if (answer := looked_up(ctx, query)) != expected
        ]
        if contexts[0].db.revision() == revision:
            return found
    return ["somebody writes on"]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
