"""What the index is measured against, each over the same segments and the same units.

Every peer answers a query with the rows it finds best; those that only propose are rescored by
RapidFuzz, as whoever uses them would have to.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree
from typing import Protocol

import numpy as np
import psycopg
import tantivy
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from tests.components import Cluster

THRESHOLD = 70
_PROPOSED = 100
_HEAP = 500_000_000


class Texts(Protocol):
    """The segments: ``strings`` has one code point a unit, ``keys`` the units between spaces."""

    @property
    def strings(self) -> list[str]: ...
    @property
    def keys(self) -> list[str]: ...


class Peer(Protocol):
    """What proposes rows for the units of a query."""

    def propose(self, units: Sequence[str]) -> list[int]: ...


def brute_force(texts: Texts, codes: Sequence[int]) -> int:
    """Compare a query with every segment; return how many reach the threshold."""
    query = "".join(map(chr, codes))
    found = cdist(
        [query],
        texts.strings,
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=THRESHOLD / 100,
        dtype=np.float32,
    )
    return int(np.count_nonzero(found))


def proposed(
    texts: Texts, peer: Peer, units: Sequence[str], codes: Sequence[int]
) -> list[tuple[int, int]]:
    """Return similarity in percent and row of what a peer finds, best first."""
    query, rows = "".join(map(chr, codes)), peer.propose(units)
    scores = cdist(
        [query],
        [texts.strings[row] for row in rows],
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=THRESHOLD / 100,
    )[0].tolist()
    ranked = zip(scores, rows, strict=True)
    return sorted(((int(score * 100), row) for score, row in ranked if score), reverse=True)


class Tantivy:
    """Any of the query's tokens, the best hundred by BM25."""

    def __init__(self, folder: Path, texts: Texts) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("row", stored=True)
        self._schema = builder.build()
        if not folder.exists():
            unfinished = folder.with_name(f"{folder.name}-unfinished")
            rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            index = tantivy.Index(self._schema, str(unfinished))
            writer = index.writer(_HEAP, 1)
            for row, key in enumerate(texts.keys):
                writer.add_document(tantivy.Document(text=key, row=row))
            writer.commit()
            writer.wait_merging_threads()
            unfinished.rename(folder)
        self._searcher = tantivy.Index.open(str(folder)).searcher()

    def propose(self, units: Sequence[str]) -> list[int]:
        asked = tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.term_query(self._schema, "text", unit, "freq"),
                )
                for unit in dict.fromkeys(units)
            ]
        )
        hits = self._searcher.search(asked, _PROPOSED, count=False).hits
        return [self._searcher.doc(address)["row"][0] for _, address in hits]


class FullTextSearch:
    """SQLite FTS5: any of the query's tokens, the best hundred by BM25."""

    def __init__(self, path: Path, texts: Texts) -> None:
        if not path.exists():
            unfinished = path.with_name(f"{path.name}-unfinished")
            unfinished.unlink(missing_ok=True)
            filling = sqlite3.connect(unfinished)
            filling.execute(
                "CREATE VIRTUAL TABLE found USING fts5(key, content='', tokenize='unicode61')"
            )
            filling.executemany(
                "INSERT INTO found(rowid, key) VALUES (?, ?)", enumerate(texts.keys)
            )
            filling.commit()
            filling.close()
            unfinished.rename(path)
        self._connection = sqlite3.connect(path)

    def propose(self, units: Sequence[str]) -> list[int]:
        asked = " OR ".join('"' + unit.replace('"', '""') + '"' for unit in dict.fromkeys(units))
        found = self._connection.execute(
            "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?", (asked, _PROPOSED)
        )
        return [row for (row,) in found]


class Trigrams:
    """PostgreSQL's pg_trgm: texts similar by trigrams, the most similar hundred."""

    def __init__(self, cluster: Cluster, texts: Texts) -> None:
        address = f"host={cluster.folder} user=tm dbname=postgres"
        self._connection = psycopg.connect(address, autocommit=True)
        run = self._connection.execute
        run("SET maintenance_work_mem = '512MB'")
        run("CREATE EXTENSION pg_trgm")
        run("CREATE UNLOGGED TABLE segment (id integer, text text)")
        cursor = self._connection.cursor()
        with cursor, cursor.copy("COPY segment FROM STDIN") as copy:
            for row in enumerate(texts.keys):
                copy.write_row(row)
        run("CREATE INDEX ON segment USING gin (text gin_trgm_ops)")
        run("VACUUM ANALYZE segment")
        run("SET pg_trgm.similarity_threshold = 0.4")
        run("SET max_parallel_workers_per_gather = 0")

    def propose(self, units: Sequence[str]) -> list[int]:
        text = " ".join(units)
        found = self._connection.execute(
            "SELECT id FROM segment WHERE text %% %s ORDER BY similarity(text, %s) DESC LIMIT %s",
            (text, text, _PROPOSED),
        )
        return [row for (row,) in found]

    @property
    def backend(self) -> int:
        """Return the number of the process that answers."""
        return self._connection.info.backend_pid

    def close(self) -> None:
        self._connection.close()
