"""Ten million units: halves of the corpus put together anew, built without a database.

Half of a segment's tokens is followed by half of another's, so lengths, and how often each token
occurs, stay what they are.  The translations are one syllable each.
"""

import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Event, Thread

from tqdm import tqdm

from benchmarks.measure import Table, anonymous, timed
from benchmarks.snapshot import Snapshot, megabytes
from tm.match.index import MatchIndex, Scope, Standing
from tm.match.layers import LayerFolder, LayerWriter
from tm.match.segments import Query
from tm.model.units import Status
from tm.storage.repositories.feed import IndexRow

UNITS = 10_000_000
_STEP, _ROUND = 7_919, 104_729


def recombined(keys: Sequence[str], count: int) -> Iterator[str]:
    """Yield comparison keys, each of a first half and of another's second half, none twice."""
    split = [
        (tokens[: (len(tokens) + 1) // 2], tokens[len(tokens) // 2 :])
        for tokens in map(str.split, keys)
    ]
    firsts = [" ".join(first) for first, _ in split]
    seconds = [" ".join(second) for _, second in split]
    for number in range(count):
        turn, first = divmod(number, len(keys))
        second = (first * _STEP + turn * _ROUND + 1) % len(keys)
        yield f"{firsts[first]} {seconds[second]}"


def ten_million(scratch: Path, snapshot: Snapshot, queries: Sequence[Query]) -> None:
    """Build the index if it is not there, and compare lookups with those of the snapshot."""
    table = Table()
    folder = LayerFolder(scratch / f"{UNITS}-layers")
    if not folder.names():
        table.section(f"Building the index of {UNITS:,} units, one process, without a database")
        _build(folder, snapshot.keys, table)
    index = MatchIndex(folder)
    begin = time.process_time()
    index.adopt(lambda _revision, _lineage: True)
    table.section(f"match.find on a loaded snapshot of {UNITS:,} units, tokens given")
    table.line("opening it, processor", [time.process_time() - begin], "s")
    table.line("English on disk", [megabytes(folder, "en")], "MB")
    scope = Scope({1: Standing()})
    find = [partial(index.find, query, "ko", scope, 70, 5) for query in queries]
    many, few = timed(find), timed([partial(snapshot.find, query) for query in queries])
    table.line("a lookup", many.cpu, "ms")
    table.line("a lookup, p95 by the clock", [many.wall_at(95)], "ms")
    table.line("a lookup of 1,000,000", few.cpu, "ms")
    grown = [a / b for a, b in zip(many.cpu, few.cpu, strict=True)]
    table.line("growth from 1,000,000 units", grown, "times", most=4)


def _build(folder: LayerFolder, keys: Sequence[str], table: Table) -> None:
    texts = recombined(keys, UNITS)
    first = next(texts)
    held, most, over = anonymous(), [0.0], Event()

    def watch() -> None:
        while not over.wait(0.2):
            most.append(anonymous())

    watching = Thread(target=watch)
    watching.start()
    wall, cpu = time.perf_counter(), time.process_time()
    with folder.building(wait=True) as scratch:
        if scratch is None:
            raise AssertionError("Waiting for the folder gives it.")
        writer = LayerWriter(scratch)
        for _ in tqdm(writer.add(_entries(first, texts)), total=UNITS, unit=" units"):
            pass
        path = folder.new_path()
        writer.write(path, 1, "benchmark", oldest=True)
        folder.publish([path.name])
    over.set()
    watching.join()
    table.line("by the clock", [time.perf_counter() - wall], "s")
    table.line("processor", [time.process_time() - cpu], "s")
    table.line("most memory that was private, beyond the corpus", [max(most) - held], "MB")


def _entries(first: str, texts: Iterator[str]) -> Iterator[IndexRow]:
    def rows(unit: int, text: str) -> Iterator[IndexRow]:
        about = (unit, 1, 1, True, Status.APPROVED, None, 0)
        yield IndexRow(*about, "en", text, text)
        yield IndexRow(*about, "ko", "가", "가")

    yield from rows(1, first)
    for unit, text in enumerate(texts, 2):
        yield from rows(unit, text)
