"""What the index takes of a unit, and what a search asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tm.match import keys
from tm.match.score import penalties
from tm.model.units import Status
from tm.text.languages import covers
from tm.text.tokens import Compared, key, units_of

_PAIRS_KEPT = 1_000


class Entry(Protocol):
    """What is told of one text of a unit; ``live`` is False for what is to be forgotten.

    ``tokens`` is the text's comparison key, ``confidence`` the alignment's, from 0 to 1,
    ``recent`` the latest date of the unit in 14 figures, ``revision`` that of its last change.
    """

    @property
    def unit(self) -> int: ...
    @property
    def memory(self) -> int: ...
    @property
    def revision(self) -> int: ...
    @property
    def live(self) -> bool: ...
    @property
    def status(self) -> Status: ...
    @property
    def confidence(self) -> float | None: ...
    @property
    def recent(self) -> int: ...
    @property
    def lang(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def tokens(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Segment:
    """One text as the index holds it; ``group`` has the languages of all texts of its unit."""

    unit: int
    memory: int
    lang: str
    group: tuple[str, ...]
    key: str
    units: tuple[str, ...]
    recent: int
    points: int
    strict: int
    loose: int
    number: int

    def columns(self, group: int) -> tuple[int, ...]:
        """Return the values of ``block.COLUMNS``, the group by its number."""
        return self.unit, self.recent, self.strict, self.memory, group, self.points


class Groups:
    """The sets of languages that units have, each with its number."""

    def __init__(self, sets: tuple[tuple[str, ...], ...]) -> None:
        self.sets = sets
        self._translating: dict[tuple[str, str], NDArray[np.bool_]] = {}

    def translating(self, lang: str, target: str) -> NDArray[np.bool_]:
        """Say of each set whether, beside a text in ``lang``, it has one that ``target`` covers."""
        known = self._translating.get((lang, target))
        if known is None:
            known = np.array([_translates(lang, tags, target) for tags in self.sets], np.bool_)
            if len(self._translating) > _PAIRS_KEPT:
                self._translating.clear()
            self._translating[lang, target] = known
        return known


def _translates(lang: str, tags: tuple[str, ...], target: str) -> bool:
    others = list(tags)
    if lang in others:
        others.remove(lang)
    return any(covers(target, other) for other in others)


@dataclass(frozen=True, slots=True)
class Query:
    """A text to find, with its units and digests; ``number`` is 0 for a text without figures."""

    lang: str
    units: tuple[str, ...]
    strict: int
    loose: int
    number: int


def query(text: str, compared: Compared, lang: str) -> Query:
    """Prepare a text for a search; ``compared`` are its units of comparison."""
    joined = key(compared)
    return Query(
        lang, compared.units, keys.strict(text), _loose(joined, lang), _number(joined, lang)
    )


def differs_in_numbers(query: Query, key: str) -> bool:
    """Say whether a comparison key may be the query's but for its numbers."""
    return bool(query.number) and query.number == _number(key, query.lang)


def segments(entries: Iterable[Entry]) -> Sequence[Segment]:
    """Return what is to be found of one unit; nothing where it is deleted or rejected."""
    live = [entry for entry in entries if entry.live and entry.status is not Status.REJECTED]
    group = tuple(sorted(entry.lang for entry in live))
    return [
        Segment(
            unit=entry.unit,
            memory=entry.memory,
            lang=entry.lang,
            group=group,
            key=entry.tokens,
            units=units_of(entry.tokens, entry.lang),
            recent=entry.recent,
            points=sum(p.points for p in penalties(entry.status, entry.confidence)),
            strict=keys.strict(entry.text),
            loose=_loose(entry.tokens, entry.lang),
            number=_number(entry.tokens, entry.lang),
        )
        for entry in live
    ]


def _loose(key: str, lang: str) -> int:
    return keys.digest(keys.loose(key, lang))


def _number(key: str, lang: str) -> int:
    numberless = keys.numberless(key, lang)
    return 0 if numberless is None else keys.digest(numberless)
