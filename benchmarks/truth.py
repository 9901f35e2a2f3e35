"""What a search should answer, found without the index: every text of the database is compared."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist
from tqdm import tqdm

from tm.match import keys, score
from tm.match.index import Candidate, Kind
from tm.match.segments import Query
from tm.match.similar import UNKNOWN
from tm.model.people import LOCAL_USER
from tm.storage.repositories import feed
from tm.storage.session import Database
from tm.text.tokens import units_of

LIMIT = 5
Ranked = tuple[int, bool, int, int]
"""What is compared of an answer: the most its score can be, whether unadapted, similarity, unit."""


def ranked(found: Sequence[Candidate]) -> list[Ranked]:
    return [(c.ceiling, c.unadapted, c.similarity, c.unit) for c in found]


class Truth:
    """Every text of a language, ready to be compared with queries."""

    def __init__(self, db: Database, lang: str) -> None:
        self._lang = lang
        self._codes: dict[str, int] = {}
        entries = []
        with db.read(LOCAL_USER) as uow:
            for entry in feed.entries_since(uow, 0):
                if entry.live and entry.lang == lang:
                    text = "".join(map(chr, self._coded(units_of(entry.tokens, lang))))
                    number = keys.numberless(entry.tokens, lang)
                    entries.append(
                        (
                            len(text),
                            text,
                            entry.unit,
                            entry.recent,
                            keys.strict(entry.text),
                            keys.digest(keys.loose(entry.tokens, lang)),
                            keys.digest(number) if number is not None else 0,
                        )
                    )
        entries.sort(key=lambda entry: entry[0])
        lengths, texts, units, recent, strict, loose, numbers = zip(*entries, strict=True)
        self._lengths: NDArray[np.int64] = np.array(lengths, np.int64)
        self._texts: tuple[str, ...] = texts
        self._units: tuple[int, ...] = units
        self._recent: tuple[int, ...] = recent
        self._strict: tuple[int, ...] = strict
        self._loose = _places(loose)
        self._numbers = _places(numbers)

    def _coded(self, units: Sequence[str]) -> list[int]:
        codes = self._codes
        coded = [codes.setdefault(unit, len(codes) + 1) for unit in units]
        # Surrogates are no characters.
        return [code if code < 0xD800 else code + 0x800 for code in coded]

    def answer(self, query: Query, threshold: int) -> list[Ranked]:
        """Return the best answers of all."""
        codes = self._codes
        known = [codes.get(unit, 0) for unit in query.units]
        coded = [UNKNOWN if not code else code + 0x800 * (code >= 0xD800) for code in known]
        text, length = "".join(map(chr, coded)), len(coded)
        first, end = np.searchsorted(
            self._lengths, (-(-threshold * length // 100), length * 100 // threshold + 1)
        ).tolist()
        kinds: dict[int, Kind] = {}
        if first < end:
            longest = np.maximum(self._lengths[first:end], length)
            most = (100 - threshold) * int(longest.max()) // 100
            edits = cdist(
                [text],
                self._texts[first:end],
                scorer=Levenshtein.distance,
                score_cutoff=most,
                dtype=np.int32,
            )[0]
            reached = np.flatnonzero((longest - edits) * 100 // longest >= threshold)
            kinds = dict.fromkeys((reached + first).tolist(), Kind.FUZZY)
        if query.number:
            kinds |= dict.fromkeys(self._numbers.get(query.number, ()), Kind.NUMBERS_DIFFER)
        for row in self._loose.get(query.loose, ()):
            same = self._strict[row] == query.strict
            kinds[row] = Kind.SAME if same else Kind.SURFACE_DIFFERS
        best = sorted((self._rank(text, row, kind) for row, kind in kinds.items()), reverse=True)
        return [
            (ceiling, unadapted, similarity, unit)
            for ceiling, unadapted, similarity, _, unit in best[:LIMIT]
            if ceiling >= threshold
        ]

    def _rank(self, text: str, row: int, kind: Kind) -> tuple[int, bool, int, int, int]:
        other = self._texts[row]
        similarity = score.similarity(Levenshtein.distance(text, other), len(text), len(other))
        ceiling = {Kind.FUZZY: min(similarity, score.HIGHEST_FUZZY), Kind.SAME: 100}.get(
            kind, score.NEAR_EXACT
        )
        unadapted = kind is not Kind.NUMBERS_DIFFER
        return ceiling, unadapted, similarity, self._recent[row], self._units[row]


def answers(
    path: Path, db: Database, queries: Sequence[Query], lang: str, threshold: int
) -> list[list[Ranked]]:
    """Return the answers that brute force gives, from a file once it has given them."""
    if not path.exists():
        truth = Truth(db, lang)
        found = [truth.answer(query, threshold) for query in tqdm(queries, unit=" brute force")]
        path.write_text(json.dumps(found), encoding="utf-8")
    stored: Any = json.loads(path.read_text(encoding="utf-8"))
    return [[(a, bool(b), c, d) for a, b, c, d in each] for each in stored]


def _places(digests: Sequence[int]) -> Mapping[int, list[int]]:
    places: dict[int, list[int]] = {}
    for row, digest in enumerate(digests):
        places.setdefault(digest, []).append(row)
    return places
