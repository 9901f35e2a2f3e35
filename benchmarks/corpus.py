"""What the match benchmarks search: English segments, English-Korean pairs, and two query sets."""

import lzma
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle, islice
from multiprocessing import Pool
from pathlib import Path
from shutil import rmtree

from tqdm import tqdm

from tm.config import Settings
from tm.model.people import LOCAL_USER
from tm.model.units import TranslationUnit, Variant
from tm.services.storing import prepare, store
from tm.storage import schema
from tm.storage.repositories import memories
from tm.storage.session import Database

MEMORY = "benchmark"
_SOURCES, _PAIRS = "sources-1m.txt.xz", "en-ko.tsv.xz"
_QUERIES = ("queries.tsv", "queries-hard.tsv")
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder with ``sources-1m.txt.xz``, ``en-ko.tsv.xz``, ``queries.tsv``, ``queries-hard.tsv``.

    The first has a segment a line; the others are columns between tabs, queries in the first.
    """

    folder: Path

    def missing(self) -> list[str]:
        """Return the names of the files that are not there."""
        names = (_SOURCES, _PAIRS, *_QUERIES)
        return [name for name in names if not (self.folder / name).is_file()]

    def queries(self) -> list[str]:
        """Return the queries of both sets."""
        texts = []
        for name in _QUERIES:
            lines = (self.folder / name).read_text(encoding="utf-8").splitlines()
            texts += [line.split("\t")[0] for line in lines]
        return texts

    def sources(self, count: int) -> Iterator[str]:
        """Yield the first segments."""
        with lzma.open(self.folder / _SOURCES, "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in islice(file, count))

    def pairs(self) -> list[tuple[str, str]]:
        """Return English and Korean."""
        with lzma.open(self.folder / _PAIRS, "rt", encoding="utf-8") as file:
            split = (line.rstrip("\n").split("\t") for line in file)
            return [(english, korean) for english, korean in split]

    def units(self, count: int) -> Iterator[tuple[str, str]]:
        """Yield English segments, each with a Korean one for a translation, over and over again."""
        return zip(self.sources(count), cycle([korean for _, korean in self.pairs()]), strict=False)

    def digest(self, count: int) -> str:
        """Return what tells the answers apart that the first segments and the queries have."""
        digest = sha256(str(count).encode())
        for name in (_SOURCES, *_QUERIES):
            digest.update((self.folder / name).read_bytes())
        return digest.hexdigest()[:16]


def syllables_changed(texts: Sequence[str], count: int) -> list[str]:
    """Return that many of the texts, each with about one syllable of ten dropped or replaced."""
    rng = random.Random(1)  # noqa: S311 -- the same queries every time.
    changed = []
    for text in rng.sample(texts, count):
        syllables = list(text)
        for _ in range(max(1, len(syllables) // 10)):
            at = rng.randrange(len(syllables))
            syllables[at] = "" if rng.random() < 0.5 else chr(rng.randint(0xAC00, 0xD7A3))
        changed.append("".join(syllables))
    return changed


def database(folder: Path, pairs: Iterable[tuple[str, str]], count: int) -> Settings:
    """Return the settings of a data directory with a memory of these pairs, filled only once."""
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}-unfinished")
        rmtree(unfinished, ignore_errors=True)
        _fill(_settings(unfinished), pairs, count)
        unfinished.rename(folder)
    return _settings(folder)


def _settings(folder: Path) -> Settings:
    return Settings.from_environment({"TM_DATA_DIR": str(folder)})


def _fill(settings: Settings, pairs: Iterable[tuple[str, str]], count: int) -> None:
    settings.prepare_data_dir()
    db = Database(settings.database_url)
    schema.upgrade(db)
    with db.write(LOCAL_USER, "benchmark") as uow:
        memory = memories.add(uow, MEMORY)
        uow.commit()
    units = (
        TranslationUnit((Variant("en", english), Variant("ko", korean)))
        for english, korean in pairs
    )
    with Pool(2) as pool, tqdm(total=count, unit=" units stored") as bar:
        prepared = pool.imap(prepare, units, chunksize=500)
        while items := list(islice(prepared, _AT_ONCE)):
            with db.write(LOCAL_USER, "benchmark") as uow:
                store(uow, memory, items)
                uow.commit()
            bar.update(len(items))
    db.engine.dispose()
