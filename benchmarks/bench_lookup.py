"""What a lookup costs: the index against brute force, and whole lookups in a real database.

    python benchmarks/bench_lookup.py [FILE]

Without a file, texts are made up: ratios taken side by side in one run, which say something on any
machine.  A file is a TSV of source and target (also .gz or .xz, English and Korean), loaded into a
temporary database; then the figures are those of the service, and depend on the machine.  Times are
of the processor, which others on the machine disturb least.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tm.formats import read_units
from tm.match.index import MatchIndex
from tm.match.score import similarity
from tm.model.people import LOCAL_USER
from tm.model.units import Status, TranslationUnit
from tm.services.context import Context
from tm.services.lookup import MatchQuery, concordance, find_matches
from tm.services.storing import prepare, store
from tm.storage import schema
from tm.storage.repositories import memories
from tm.storage.repositories.units import IndexEntry
from tm.storage.session import Database
from tm.text.similarity import distance
from tm.text.tokens import units_of

QUERIES = 30
THRESHOLD = 70


def made_up(rng: random.Random, segments: int) -> list[str]:
    """Return segments of about twenty words, frequent and rare ones as in a language (Zipf)."""
    return [
        " ".join(f"w{int(50_000 ** rng.random())}" for _ in range(rng.randint(5, 35)))
        for _ in range(segments)
    ]


def changed(rng: random.Random, text: str, separator: str) -> str:
    """Return a text with about one unit of eight replaced."""
    units = text.split() if separator else list(text)
    for _ in range(max(1, len(units) // 8)):
        units[rng.randrange(len(units))] = rng.choice(units)
    return separator.join(units)


def milliseconds(calls: Sequence[Callable[[], object]]) -> list[float]:
    """Return the sorted times of some calls."""
    times = []
    for call in calls:
        begin = time.process_time()
        call()
        times.append((time.process_time() - begin) * 1000)
    return sorted(times)


def percentiles(times: Sequence[float]) -> str:
    return f"p50 {times[len(times) // 2]:6.1f} ms  p95 {times[len(times) * 95 // 100]:6.1f} ms"


def brute_force(query: str, segments: Sequence[tuple[str, ...]]) -> list[int]:
    units = units_of(query, "en")
    return [
        number
        for number, segment in enumerate(segments)
        if similarity(distance(units, segment), len(units), len(segment)) >= THRESHOLD
    ]


def against_brute_force(rng: random.Random) -> None:
    medians: dict[int, float] = {}
    for size in (10_000, 100_000):
        segments = made_up(rng, size)
        index = MatchIndex()
        entries = [
            IndexEntry(number, 1, lang, text, Status.APPROVED, live=True)
            for number, source in enumerate(segments)
            for lang, text in (("en", source), ("ko", "x"))
        ]
        index.refresh(1, lambda _: entries)  # noqa: B023 -- called at once.
        split = [units_of(text, "en") for text in segments]
        queries = [changed(rng, rng.choice(segments), " ") for _ in range(QUERIES)]
        find = partial(index.find, source="en", target="ko", memories=(1,), threshold=THRESHOLD)
        for query in queries[:5]:
            assert sorted(c.unit for c in find(query)) == brute_force(query, split)  # noqa: S101
        scan = milliseconds([partial(find, query) for query in queries])
        naive = milliseconds([partial(brute_force, query, split) for query in queries[:5]])
        medians[size] = scan[len(scan) // 2]
        ratio = naive[len(naive) // 2] / medians[size]
        print(f"{size:>7,} segments: {percentiles(scan)}; brute force takes {ratio:.0f} times that")
    small, large = medians.values()
    print(f"ten times the segments take {large / small:.1f} times as long")


def load(db: Database, units: Sequence[TranslationUnit]) -> None:
    with db.write(LOCAL_USER, "benchmark") as uow:
        memory = memories.add(uow, "benchmark")
        uow.commit()
    for start in range(0, len(units), 1000):
        items = [prepare(unit) for unit in units[start : start + 1000]]
        with db.write(LOCAL_USER, "benchmark") as uow:
            store(uow, memory, items)
            uow.commit()


def megabytes() -> float:
    """Return the memory that the process holds now (Linux, proc(5))."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def in_a_database(rng: random.Random, units: Sequence[TranslationUnit], folder: Path) -> None:
    db = Database(f"sqlite:///{folder / 'tm.sqlite'}")
    schema.upgrade(db)
    begin = time.process_time()
    load(db, units)
    print(f"{len(units):,} pairs stored in {time.process_time() - begin:.1f} s")
    context = Context(db=db, uploads=folder)
    before, begin = megabytes(), time.process_time()
    find_matches(context, LOCAL_USER, MatchQuery("warm", "en", "ko"))
    print(
        f"index loaded in {time.process_time() - begin:.1f} s, "
        f"for which the process grew by {megabytes() - before:.0f} MB"
    )
    for source, target, side, separator in (("en", "ko", 0, " "), ("ko", "en", 1, "")):
        chosen = [unit.variants[side].text for unit in rng.choices(units, k=200)]
        find = [
            partial(find_matches, context, LOCAL_USER, MatchQuery(text, source, target))
            for text in (changed(rng, text, separator) for text in chosen)
        ]
        times = milliseconds(find)
        found = sum(bool(call()) for call in find)
        print(f"{source} to {target}: {percentiles(times)}; {found} of {len(find)} found")
    for phrase, lang in (("cannot open", "en"), ("파일 시스템", "ko")):
        times = milliseconds([partial(concordance, context, LOCAL_USER, phrase, lang)] * 10)
        print(f"concordance of {phrase!r}: {percentiles(times)}")


def main(names: list[str]) -> None:
    rng = random.Random(1)  # noqa: S311 -- the same texts every time.
    against_brute_force(rng)
    for name in names:
        items = read_units(Path(name), "tsv", source_lang="en", target_lang="ko")
        units = [item for item in items if isinstance(item, TranslationUnit)]
        with tempfile.TemporaryDirectory() as folder:
            in_a_database(rng, units, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
