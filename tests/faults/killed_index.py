"""Processes that write, look up and build are killed again and again, half of them at named points.

Nothing that was acknowledged may be lost, nothing be there by half, and lookups must answer what
brute force does.  ``make faults`` runs this at length, tests/services a short form of it.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

import pytest

from tests.faults.index_children import POINTS, ROLES, SECONDS, alive, differences, texts_of
from tests.services.indexed import beside
from tm.match.layers import LayerFolder
from tm.model.people import LOCAL_USER
from tm.services import indexing, memories
from tm.services.context import Context

WRITERS = [role for role in ROLES if role.startswith("writer")]
_NURSERY = "from tests.faults.index_children import nursery; nursery()"

State = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Child:
    role: str
    pid: int
    log: Path

    def said(self) -> list[list[Any]]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [json.loads(line) for line in lines]


class Ordeal:
    """Five processes on one database and one index, and three that live on in this one."""

    def __init__(self, ctx: Context, folder: Path, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311
        self.hits: Counter[str] = Counter()
        self._folder, self._logs = folder / "index", folder / "logs"
        self._logs.mkdir()
        self._number = 0
        here = beside(ctx, LayerFolder(self._folder))
        self._elsewhere = beside(ctx, LayerFolder(folder / "elsewhere"))
        self._followed = beside(ctx, LayerFolder(self._folder))
        self.contexts = [here, self._elsewhere, self._followed]
        self._known: dict[str, State] = dict.fromkeys(WRITERS, frozenset())
        for role in WRITERS:
            memories.create_memory(ctx, LOCAL_USER, role)
        self._ctx = ctx

    @contextmanager
    def running(self) -> Iterator[None]:
        stopped = Event()
        thread = indexing.follow(self._followed, lambda: None, stopped)
        root = Path(__file__).parents[2]
        with subprocess.Popen(
            [sys.executable, "-c", _NURSERY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=root,
            text=True,
        ) as self._nursery:
            try:
                self.living = {role: self.spawn(role) for role in ROLES}
                yield
            finally:
                # The nursery ends its children when nobody speaks to it any more.
                self._nursery.communicate(timeout=SECONDS)
                stopped.set()
                thread.join(SECONDS)

    def spawn(self, role: str) -> Child:
        self._number += 1
        log = self._logs / f"{self._number}.log"
        order = {"role": role, "seed": self._number, "folder": str(self._folder), "log": str(log)}
        order["url"] = self._ctx.db.url.render_as_string(hide_password=False)
        assert self._nursery.stdin
        assert self._nursery.stdout
        self._nursery.stdin.write(json.dumps(order) + "\n")
        self._nursery.stdin.flush()
        return Child(role, int(self._nursery.stdout.readline()), log)

    def kill_anywhere(self) -> None:
        role = self.random.choice(ROLES)
        child = self.living[role]
        time.sleep(self.random.uniform(0, 0.15))
        os.kill(child.pid, signal.SIGKILL)
        self._bury(child)
        self.hits[f"{role.split()[0]}, anywhere"] += 1

    def kill_at(self, point: str) -> None:
        child = self.living[POINTS[point]]
        order = child.log.with_suffix(".new")
        order.write_text(point)
        order.replace(f"{child.log}.orders")
        self._bury(child, point)
        assert child.said()[-1] == ["hit", point]
        self.hits[point] += 1

    def _bury(self, child: Child, point: str = "") -> None:
        _wait_until(lambda: not alive(child.pid), child)
        if child.role in WRITERS:
            self._check_what_was_stored(child, point)
        elif child.role == "builder":
            self._check_that_layers_are_whole()
        self.check()
        self.living[child.role] = self.spawn(child.role)

    def _check_what_was_stored(self, child: Child, point: str) -> None:
        """Compare a dead writer's memory with what was acknowledged, and what was under way."""
        with self._ctx.db.write(LOCAL_USER, "wait for the server to end a commit") as uow:
            uow.commit()
        before = after = self._known[child.role]
        for what, said in child.said():
            if what == "try":
                old, new = said
                after = before - {tuple(old or ())} | ({tuple(new)} if new else set())
            elif what == "done":
                before = after
        stored = memories.list_units(self._ctx, LOCAL_USER, memory=child.role, limit=1000).items
        texts = [tuple(texts_of(unit)) for unit in stored]
        assert len(texts) == len(set(texts))
        assert set(texts) in (before, after)
        if point:
            assert set(texts) == (after if point.startswith("after") else before)
        self._known[child.role] = frozenset(texts)

    def _check_that_layers_are_whole(self) -> None:
        """See that a builder lists only what it has written; no other builds now."""
        folder = LayerFolder(self._folder)
        assert [layer.name for layer in folder.open({})] == list(folder.names())

    def check(self) -> None:
        """See that whoever lives is content, and that lookups old and new are right."""
        with self._writers_stopped():
            assert differences(self.contexts, self.random) == []
            checker = self.spawn("checker")
            _wait_until(lambda: bool(checker.said()), checker)
            assert checker.said() == [["checked", []]]
        # Who was killed is still among the living here.
        for child in self.living.values():
            assert [said for said in child.said() if said[0] == "wrong"] == []

    @contextmanager
    def _writers_stopped(self) -> Iterator[None]:
        writers = [self.living[role].pid for role in WRITERS if alive(self.living[role].pid)]
        for pid in writers:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in writers:
                os.kill(pid, signal.SIGCONT)

    def end(self) -> None:
        """Kill all that are left, and look at everything once more."""
        for child in self.living.values():
            assert alive(child.pid), child.said()[-3:]
            os.kill(child.pid, signal.SIGKILL)
            _wait_until(lambda child=child: not alive(child.pid), child)  # type: ignore[misc]
        for role in WRITERS:
            self._check_what_was_stored(self.living[role], "")
        self.check()
        indexing.build(self.contexts[0], wait=True)
        indexing.build(self._elsewhere, wait=True)
        self.check()
        names = LayerFolder(self._folder).names()
        left = {path.name for path in self._folder.iterdir()}
        assert left == {"lock", "manifest.json", *names}


def _wait_until(true: Callable[[], bool], child: Child) -> None:
    limit = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < limit, (child.role, child.said()[-3:])
        time.sleep(0.005)


def suffer(ctx: Context, folder: Path, kills: int, seed: int) -> Counter[str]:
    """Kill that many processes, half of them at named points; return how many were hit where."""
    ordeal = Ordeal(ctx, folder, seed)
    points = list(POINTS)
    with ordeal.running():
        for number in range(kills):
            time.sleep(0.1)
            if number % 2:
                ordeal.kill_at(points[(seed + number // 2) % len(points)])
            else:
                ordeal.kill_anywhere()
        ordeal.end()
    return ordeal.hits


def test_fifty_are_killed(
    context: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hits = suffer(context, tmp_path, 50, 0)
    with capsys.disabled():
        sys.stdout.write(f"\n{context.db.url.get_backend_name()}, killed:\n")
        sys.stdout.writelines(f"{n:5} {point}\n" for point, n in sorted(hits.items()))
    assert hits.total() == 50
    assert set(POINTS) < set(hits)
