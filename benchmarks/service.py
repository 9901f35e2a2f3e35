"""Whole lookups: in the service, in one request for many, after a change, and on a cold start."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.corpus import MEMORY
from benchmarks.measure import ROUNDS, Ended, Times, run, timed, tm
from benchmarks.snapshot import Direction, Snapshot
from tm.app import create_app
from tm.config import Settings
from tm.match import score
from tm.match.block import Block, code_of
from tm.match.similar import features_of_units
from tm.model.people import LOCAL_USER
from tm.model.units import TranslationUnit, Variant
from tm.services.concordance import concordance
from tm.services.lookup import MatchQuery, find_matches
from tm.services.memories import add_unit

_AT_ONCE = 100
_ADDED = 20
_SAME = 100


def lookups(snapshot: Snapshot, texts: Sequence[str]) -> Times:
    """Time lookups in the service; what it remembers of texts is forgotten before each round."""
    source, target = snapshot.direction.source, snapshot.direction.target
    asked = [MatchQuery(text, source, target) for text in texts]
    call = partial(find_matches, snapshot.context, LOCAL_USER)
    return timed([partial(call, query) for query in asked], before=score.side.cache_clear)


def batches(settings: Settings, snapshot: Snapshot, texts: Sequence[str]) -> Times:
    """Time requests for the matches of a hundred texts, without a network."""
    client = create_app(settings, snapshot.context).test_client()
    source, target = snapshot.direction.source, snapshot.direction.target

    def post(some: Sequence[str]) -> None:
        asked = [{"text": text, "source": source, "target": target} for text in some]
        answer = client.post("/api/v1/matches", json={"queries": asked})
        if answer.status_code != 200:
            raise ConnectionError(answer.text[:500])

    some = [texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE)]
    calls = [partial(post, part) for part in some if len(part) == _AT_ONCE]
    return timed(calls, before=score.side.cache_clear)


def words(block: Block, occurrences: int, count: int) -> list[str]:
    """Return words that about so many segments have, the most frequent first."""
    found = []
    for rank, word in enumerate(block.vocabulary()):
        features = features_of_units(np.array([code_of(rank)], np.uint64))
        times = block.count_under(features) if word.isalpha() else 0
        if 0.8 * occurrences < times < 1.25 * occurrences:
            found.append(word)
        if len(found) == count or rank > 50_000:
            break
    return found


def pages(snapshot: Snapshot, phrases: Sequence[str]) -> Times:
    """Time first pages of the concordance."""
    call = partial(concordance, snapshot.context, LOCAL_USER, lang=snapshot.direction.source)
    return timed([partial(call, text=phrase) for phrase in phrases])


def first_answer(settings: Settings, text: str, direction: Direction) -> list[Ended]:
    """Look a text up on the command line, each time in a new process."""
    command = tm("lookup", text, "--source", direction.source, "--target", direction.target)
    return [run(command, {"TM_DATA_DIR": str(settings.data_dir)}) for _ in range(ROUNDS)]


def additions(settings: Settings, direction: Direction) -> tuple[list[float], list[float]]:
    """Add units to a copy of the database, and look each up at once here and in another process.

    Returns by how many milliseconds of the processor the lookup right after the change took longer
    than one more: in this process and in the other.
    """
    with tempfile.TemporaryDirectory(dir=settings.data_dir.parent) as folder:
        shutil.copytree(settings.data_dir, folder, dirs_exist_ok=True)
        copy = Settings.from_environment({"TM_DATA_DIR": folder})
        snapshot = Snapshot(copy, direction)
        here, there = [], []
        with _another(Path(folder), direction) as ask:
            for number in range(-1, _ADDED):
                text = f"Sentence {number} that was stored a moment ago, the {number * 7}th of all."
                unit = TranslationUnit(
                    (Variant(direction.source, text), Variant(direction.target, f"문장 {number}"))
                )
                add_unit(snapshot.context, LOCAL_USER, MEMORY, unit)
                there.append(ask(text) - ask(text))
                here.append(_look_up(snapshot, text) - _look_up(snapshot, text))
        # The first was to wake both up.
        return here[1:], there[1:]


@contextmanager
def _another(folder: Path, direction: Direction) -> Iterator[Callable[[str], float]]:
    """Give a function that looks a text up in another process, and returns the milliseconds."""
    command = [sys.executable, "-m", "benchmarks.fresh", "follow", str(folder)]
    with subprocess.Popen(
        [*command, direction.source, direction.target],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:

        def ask(text: str) -> float:
            if process.stdin is None or process.stdout is None:
                raise BrokenPipeError
            process.stdin.write(json.dumps(text) + "\n")
            took, found = json.loads(process.stdout.readline())
            if found != _SAME:
                raise AssertionError("A unit that another process added is not found.")
            return float(took)

        try:
            yield ask
        finally:
            process.terminate()


def _look_up(snapshot: Snapshot, text: str) -> float:
    score.side.cache_clear()
    begin = time.process_time()
    found = find_matches(
        snapshot.context,
        LOCAL_USER,
        MatchQuery(text, snapshot.direction.source, snapshot.direction.target),
    )
    if found[0].score != _SAME:
        raise AssertionError("A unit that was added is not found.")
    return (time.process_time() - begin) * 1000
