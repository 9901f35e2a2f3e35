"""The match engine against its targets and its peers: what is found, and what it costs.

    python -m benchmarks.bench_match [--quick | --ten-million] [--only PART ...]
        [--data FOLDER] [--scratch FOLDER]

``--quick`` searches 100,000 units in place of 1,000,000; ``--ten-million`` compares an index of
10,000,000 with that of 1,000,000, and nothing else.  The data (see ``corpus``) are read from
``--data``, TM_BENCH_DATA or ../shared/bench.  Databases and peers are kept in the scratch folder
for the next time, about 5 GB of them.

Milliseconds are of the processor unless they say otherwise, which others on the machine disturb
least.  Each is the mean of all queries, in three rounds; a target is held against the median.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

from benchmarks import service, serving
from benchmarks.corpus import Corpus, database, syllables_changed
from benchmarks.large import ten_million
from benchmarks.measure import ROUNDS, Table, Times, cpu_seconds, run, timed, tm
from benchmarks.peers import FullTextSearch, Tantivy, Trigrams, brute_force, proposed
from benchmarks.snapshot import ENGLISH, KOREAN, THRESHOLD, Direction, Snapshot, megabytes, prepared
from benchmarks.truth import answers, ranked
from tests.components import running_cluster
from tm.config import Settings
from tm.match import kernel

SMALL, LARGE = 100_000, 1_000_000
PARTS = (
    "building",
    "recall",
    "searching",
    "peers",
    "korean",
    "room",
    "service",
    "http",
    "changing",
)
_FEWER_PAIRS = 20_000
_CLIENTS = 8
_FEW, _FEWER = 20, 8
"""Queries of a sample, for peers that take long and for those that take very long."""


class Bench:
    """One run: the corpus, the scratch folder, and the table that is printed."""

    def __init__(self, corpus: Corpus, scratch: Path, size: int) -> None:
        self.corpus, self.scratch, self.size = corpus, scratch, size
        self.texts = corpus.queries()
        self.queries = [prepared(text, "en") for text in self.texts]
        self.table = Table()
        self._asked = scratch / "queries.json"
        self._asked.write_text(json.dumps(self.texts), encoding="utf-8")

    def data(self, size: int) -> Settings:
        return database(self.scratch / f"{size}-units", self.corpus.units(size), size)

    @cached_property
    def settings(self) -> Settings:
        return self.data(self.size)

    @cached_property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.settings, ENGLISH)

    def print(self, parts: Sequence[str]) -> None:
        for part in parts:
            getattr(self, part)()
        print(f"\n{len(self.table.missed)} targets missed", *self.table.missed, sep="\n  ")

    def building(self) -> None:
        self.table.section(f"`tm index rebuild` of {self.size:,} units, English and Korean")
        built = run(tm("index", "rebuild"), {"TM_DATA_DIR": str(self.settings.data_dir)})
        self.table.line("wall clock", [built.wall], "s", most=self._at_large(120))
        self.table.line("processor", [built.cpu], "s")
        self.table.line("most memory that was private", [built.private], "MB")
        self.table.line("most memory, mapped files too", [built.resident], "MB")

    def recall(self) -> None:
        self.table.section(f"match.find at {THRESHOLD}, against all {self.size:,} texts compared")
        path = self.scratch / f"truth-{self.corpus.digest(self.size)}.json"
        truth = answers(path, self.snapshot.context.db, self.queries, "en", THRESHOLD)
        found = [ranked(self.snapshot.find(query)) for query in self.queries]
        answered = [(mine, all_) for mine, all_ in zip(found, truth, strict=True) if all_]
        best = sum(mine[:1] != [] and mine[0][0] == all_[0][0] for mine, all_ in answered)
        same = sum(mine == all_ for mine, all_ in zip(found, truth, strict=True))
        self.table.line("best match found", [100 * best / len(answered)], "%", least=100)
        self.table.line("the best five identical", [100 * same / len(truth)], "%", least=100)

    def searching(self) -> None:
        self.table.section(f"match.find on a loaded snapshot of {self.size:,} units")
        times = self._found(self.snapshot)
        whole = timed([partial(self.snapshot.find_text, text) for text in self.texts])
        line = partial(self.table.line)
        line("tokens given", times.cpu, "ms", most=0.12)
        line("with tokenizing", whole.cpu, "ms", most=0.22)
        line("with tokenizing, p50 by the clock", [whole.wall_at(50)], "ms")
        line("with tokenizing, p95 by the clock", [whole.wall_at(95)], "ms", most=0.5)
        line("with tokenizing, p99 by the clock", [whole.wall_at(99)], "ms")
        if self.size > SMALL:
            few = self._found(Snapshot(self.data(SMALL), ENGLISH))
            line(f"tokens given, {SMALL:,} units", few.cpu, "ms")
            grown = [a / b for a, b in zip(times.cpu, few.cpu, strict=True)]
            line(f"growth from {SMALL:,} units", grown, "times", most=3)
        numpy = self._fresh("find", self.snapshot, TM_KERNEL="none")
        line("tokens given, without the compiled loop", numpy, "ms")

    def peers(self) -> None:
        self.table.section("Peers on the same segments, what they propose rescored by RapidFuzz")
        snapshot, name = self.snapshot, f"{self.size}-units"
        all_ = list(zip(self.queries, snapshot.codes(self.queries), strict=True))
        few, fewer = all_[:: len(all_) // _FEW], all_[:: len(all_) // _FEWER]
        snapshot.strings  # noqa: B018 -- made before it is timed.
        self._against(
            "RapidFuzz, every segment",
            timed([partial(brute_force, snapshot, codes) for _, codes in few]).cpu,
            700,
        )
        proposing = (
            ("tantivy", Tantivy(self.scratch / f"tantivy-{name}", snapshot), all_, 24),
            ("SQLite FTS5", FullTextSearch(self.scratch / f"fts5-{name}", snapshot), few, None),
        )
        for label, peer, asked, least in proposing:
            calls = [partial(proposed, snapshot, peer, query.units, c) for query, c in asked]
            self._against(label, timed(calls).cpu, least)
        with running_cluster() as cluster:
            trigrams = Trigrams(cluster, snapshot)
            cpu = []
            for _ in range(ROUNDS):
                begin = cpu_seconds([trigrams.backend])
                for query, codes in fewer:
                    proposed(snapshot, trigrams, query.units, codes)
                cpu.append((cpu_seconds([trigrams.backend]) - begin) * 1000 / len(fewer))
            trigrams.close()
        self._against("PostgreSQL pg_trgm", cpu)

    def _found(self, snapshot: Snapshot) -> Times:
        return timed([partial(snapshot.find, query) for query in self.queries])

    def _against(self, name: str, cpu: Sequence[float], least: float | None = None) -> None:
        """Print what a peer took, and how many times as long as the index in the same minute."""
        ratios = [
            peer / mine for peer, mine in zip(cpu, self._found(self.snapshot).cpu, strict=True)
        ]
        self.table.line(name, cpu, "ms")
        self.table.line("... the index takes less", ratios, "times", least=self._at_large(least))

    def korean(self) -> None:
        pairs = self.corpus.pairs() if self.size == LARGE else self.corpus.pairs()[:_FEWER_PAIRS]
        settings = database(self.scratch / f"korean-{len(pairs)}", pairs, len(pairs))
        snapshot = Snapshot(settings, KOREAN)
        self.table.section(f"match.find of Korean on a loaded snapshot of {len(pairs):,} pairs")
        texts = syllables_changed([korean for _, korean in pairs], 200)
        queries = [prepared(text, "ko") for text in texts]
        path = self.scratch / f"truth-korean-{len(pairs)}.json"
        truth = answers(path, snapshot.context.db, queries, "ko", THRESHOLD)
        same = sum(
            ranked(snapshot.find(query)) == all_ for query, all_ in zip(queries, truth, strict=True)
        )
        self.table.line("the best five identical", [100 * same / len(truth)], "%", least=100)
        times = timed([partial(snapshot.find, query) for query in queries])
        whole = timed([partial(snapshot.find_text, text) for text in texts])
        self.table.line("syllables given", times.cpu, "ms", most=0.12)
        self.table.line("with tokenizing", whole.cpu, "ms")

    def room(self) -> None:
        self.table.section(f"Room, {self.size:,} units")
        private, new = self._fresh("memory", self.snapshot)
        disk = megabytes(self.snapshot.folder, "en")
        self.table.line("English on disk", [disk], "MB", most=self._at_large(200))
        self.table.line("Korean on disk", [megabytes(self.snapshot.folder, "ko")], "MB")
        self.table.line(
            "a process that looked up, private", [private], "MB", most=self._at_large(150)
        )
        self.table.line("of that, what the index added", [new], "MB")
        size = (self.settings.data_dir / "tm.sqlite").stat().st_size / 1e6
        self.table.line("the database", [size], "MB")

    def service(self) -> None:
        self.table.section("The service: revision read, units loaded, scored and explained")
        times = service.lookups(self.snapshot, self.texts)
        self.table.line("a lookup", times.cpu, "ms", most=1.5)
        self.table.line("a lookup, p95 by the clock", [times.wall_at(95)], "ms")
        many = service.batches(self.settings, self.snapshot, self.texts)
        self.table.line("100 lookups in one POST /matches", many.cpu, "ms")
        self.table.line("the same, p95 by the clock", [many.wall_at(95)], "ms", most=30)
        frequent = service.words(self.snapshot.block, 1_000, 100)
        if frequent:
            there = service.pages(self.snapshot, frequent)
            self.table.line(
                "concordance, a word in 1,000 segments, p95", [there.wall_at(95)], "ms", most=50
            )
        absent = service.pages(self.snapshot, [f"x{word}qz" for word in frequent])
        self.table.line("concordance, a word in none, p95", [absent.wall_at(95)], "ms", most=50)

    def http(self) -> None:
        self.table.section(f"HTTP: `tm serve`, {_CLIENTS} clients, two workers, GET /matches")
        http = serving.under_load(self.settings, self.texts, "en", "ko", _CLIENTS, ROUNDS)
        self.table.line("all processes of the server, a request", http.cpu, "ms", most=3)
        p50, p99 = http.wall_at(50), http.wall_at(99)
        self.table.line("p50 by the clock", [p50], "ms")
        self.table.line("p99 by the clock", [p99], "ms")
        self.table.line("p99 in p50", [p99 / p50], "times", most=5)

    def changing(self) -> None:
        self.table.section("From nothing, and after a change")
        answered = service.first_answer(self.settings, self.texts[0], ENGLISH)
        self.table.line(
            "`tm lookup`, index there, by the clock", [e.wall for e in answered], "s", most=3
        )
        self.table.line("`tm lookup`, index there, processor", [e.cpu for e in answered], "s")
        here, there = service.additions(self.settings, ENGLISH)
        self.table.line("a unit added: more than a lookup, here", here, "ms", most=2)
        self.table.line("a unit added: more, in another process", there, "ms", most=10)

    def _fresh(self, what: str, snapshot: Snapshot, **environment: str) -> list[float]:
        data = snapshot.context.uploads.parent
        direction: Direction = snapshot.direction
        command = [sys.executable, "-m", "benchmarks.fresh", what, str(data)]
        command += [direction.source, direction.target, str(self._asked)]
        values: list[float] = json.loads(run(command, environment).output)
        return values

    def _at_large(self, target: float | None) -> float | None:
        """Return a target that is meant for a million units, none where there are fewer."""
        return target if self.size == LARGE else None


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the match engine.")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--ten-million", action="store_true")
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--data", default=os.environ.get("TM_BENCH_DATA", "../shared/bench"))
    parser.add_argument("--scratch", default="data/benchmark")
    asked = parser.parse_args()
    corpus = Corpus(Path(asked.data))
    missing = corpus.missing()
    if missing:
        print(f"bench_match: {asked.data} has no {', '.join(missing)}; name the folder of the data")
        print("with --data or TM_BENCH_DATA. Nothing was measured.")
        return
    scratch = Path(asked.scratch).absolute()
    scratch.mkdir(parents=True, exist_ok=True)
    loop = "compiled" if kernel.available() else "NumPy alone"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors, inner loop: {loop}")
    bench = Bench(corpus, scratch, SMALL if asked.quick else LARGE)
    if asked.ten_million:
        ten_million(scratch, bench.snapshot, bench.queries)
    else:
        bench.print(asked.only or PARTS)


if __name__ == "__main__":
    main()
