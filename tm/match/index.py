"""Finds the stored segments that resemble a text: a straight scan that misses nothing.

A segment is held as one string with one code point a unit of comparison.  Beside it, in NumPy
arrays, stands what decides most cases without comparing: its length, and a signature of 64 bits,
one for every unit in it (several units share a bit).  A bit that only one of two segments has is
a unit that only one of them has, which costs an edit: so the signatures bound the edit distance
from below, and only what stays within the bound is compared.
"""

import unicodedata
from array import array
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, fields
from itertools import groupby
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tm.match.score import similarity
from tm.model.units import Status
from tm.text import korean
from tm.text.languages import covers, primary
from tm.text.similarity import distance
from tm.text.tokens import units_of

# Every code point but the first may stand for a unit, surrogates too: the strings stay in here.
CODE_SPACE = 0x110000 - 1
_NO_UNIT = "\0"
_SIGNED_AT_ONCE = 10_000


class Entry(Protocol):
    """What the index has to know of one variant; ``live`` is False for what is to be forgotten."""

    @property
    def unit(self) -> int: ...
    @property
    def memory(self) -> int: ...
    @property
    def lang(self) -> str: ...
    @property
    def tokens(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def live(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A segment found, by its unit's row number.

    ``similarity`` is a percentage, ``near`` whether the two may be the same but for their surface.
    """

    unit: int
    lang: str
    similarity: int
    near: bool


@dataclass(frozen=True, slots=True)
class _Shard:
    """The segments of one language, a row each.

    ``folds`` are hashes of what is left of a segment without its surface; ``groups`` say by number
    which languages its unit has.
    """

    codes: NDArray[np.object_]
    lengths: NDArray[np.int32]
    signatures: NDArray[np.uint64]
    folds: NDArray[np.int64]
    units: NDArray[np.int64]
    memories: NDArray[np.int32]
    groups: NDArray[np.int32]

    def columns(self) -> list[NDArray[Any]]:
        return [getattr(self, column.name) for column in fields(self)]

    def without(self, units: NDArray[np.int64]) -> "_Shard":
        kept = ~np.isin(self.units, units)
        return self if kept.all() else _Shard(*(column[kept] for column in self.columns()))

    def with_rows(self, more: "_Shard") -> "_Shard":
        pairs = zip(self.columns(), more.columns(), strict=True)
        return _Shard(*(np.concatenate(pair) for pair in pairs))


@dataclass(slots=True)
class _Rows:
    """Rows on their way into a shard."""

    codes: list[str] = field(default_factory=list)
    folds: "array[int]" = field(default_factory=lambda: array("q"))
    units: "array[int]" = field(default_factory=lambda: array("q"))
    memories: "array[int]" = field(default_factory=lambda: array("i"))
    groups: "array[int]" = field(default_factory=lambda: array("i"))

    def shard(self) -> _Shard:
        codes = np.empty(len(self.codes), dtype=object)
        codes[:] = self.codes
        parts = range(0, len(codes), _SIGNED_AT_ONCE)
        return _Shard(
            codes=codes,
            lengths=np.fromiter(map(len, self.codes), np.int32, len(codes)),
            signatures=np.concatenate(
                [_signatures(self.codes[at : at + _SIGNED_AT_ONCE]) for at in parts]
            ),
            folds=np.array(self.folds, np.int64),
            units=np.array(self.units, np.int64),
            memories=np.array(self.memories, np.int32),
            groups=np.array(self.groups, np.int32),
        )


class _Codes(dict[str, str]):
    """The code point of each unit, given when first seen; when all are given, they are shared."""

    def __init__(self, space: int) -> None:
        super().__init__()
        self._space = space

    def __missing__(self, unit: str) -> str:
        if len(self) >= self._space:
            return self._shared(unit)
        code = self[unit] = chr(len(self) + 1)
        return code

    def known(self, unit: str) -> str:
        """Return the code under which a unit is found, one that no segment has for a new unit."""
        code = self.get(unit)
        if code is None:
            code = self._shared(unit) if len(self) >= self._space else _NO_UNIT
        return code

    def _shared(self, unit: str) -> str:
        return chr(hash(unit) % self._space + 1)


@dataclass(frozen=True, slots=True)
class _State:
    """What readers see; never changed, only replaced by the next."""

    revision: int
    shards: dict[str, _Shard]
    groups: tuple[tuple[str, ...], ...]


class MatchIndex:
    """Follows the database's revisions; safe between threads, empty until the first refresh.

    ``code_space`` is how many units have a code point of their own.  Units seen later share those,
    so that similarities with them may come out too high, but never too low: who scores again what
    is found, best first, misses nothing.
    """

    def __init__(self, code_space: int = CODE_SPACE) -> None:
        self._codes = _Codes(code_space)
        self._state = _State(0, {}, ())
        self._refreshing = Lock()

    @property
    def revision(self) -> int:
        """The revision of the database up to which every change is in the index."""
        return self._state.revision

    def languages(self) -> list[str]:
        """Return the language tags of which there are segments."""
        return sorted(lang for lang, shard in self._state.shards.items() if len(shard.units))

    def refresh(self, revision: int, changes_since: Callable[[int], Iterable[Entry]]) -> None:
        """Take in what changed up to a revision, unless another thread has done so meanwhile.

        ``changes_since`` is called with the index's own revision, and gives all variants of every
        unit that changed after it, unit by unit; giving later changes too does no harm.
        """
        with self._refreshing:
            state = self._state
            if revision <= state.revision:
                return
            numbers = {group: number for number, group in enumerate(state.groups)}
            changed = array("q")
            added: dict[str, _Rows] = {}
            for unit, variants in groupby(changes_since(state.revision), lambda entry: entry.unit):
                changed.append(unit)
                live = [v for v in variants if v.live and v.status is not Status.REJECTED]
                group = tuple(sorted(variant.lang for variant in live))
                for variant in live:
                    rows = added.setdefault(variant.lang, _Rows())
                    self._add(rows, variant, numbers.setdefault(group, len(numbers)))
            gone = np.array(changed, np.int64)
            shards = {lang: shard.without(gone) for lang, shard in state.shards.items()}
            for lang, rows in added.items():
                shard = rows.shard()
                shards[lang] = shards[lang].with_rows(shard) if lang in shards else shard
            self._state = _State(revision, shards, tuple(numbers))

    def find(
        self, key: str, source: str, target: str, memories: Collection[int], threshold: int
    ) -> list[Candidate]:
        """Return the segments that are at least ``threshold`` percent similar, best first.

        ``key`` is the text's comparison key.  Segments are of a language that ``source`` covers,
        and of units in the memories that have another text, which ``target`` covers.  What may
        differ in its surface only comes first, whatever its similarity; equals come newest first.
        """
        state = self._state
        found: list[Candidate] = []
        code = "".join(map(self._codes.known, units_of(key, source)))
        for lang, shard in state.shards.items():
            if not covers(source, lang):
                continue
            fitting = [_translates(lang, group, target) for group in state.groups]
            near = shard.folds == hash(_folded(key, source))
            rows = np.flatnonzero(
                (near | _within(shard, code, threshold))
                & np.array(fitting)[shard.groups]
                & _in_memories(shard, memories)
            )
            for row in rows.tolist():
                other = shard.codes[row]
                percent = similarity(distance(code, other), len(code), len(other))
                if near[row] or percent >= threshold:
                    unit = int(shard.units[row])
                    found.append(Candidate(unit, lang, percent, bool(near[row])))
        return sorted(found, key=lambda c: (c.near, c.similarity, c.unit), reverse=True)

    def containing(self, key: str, lang: str, memories: Collection[int]) -> list[int]:
        """Return the rows of the units that have a key's units in a row, newest first."""
        code = "".join(map(self._codes.known, units_of(key, lang)))
        if not code:
            return []
        [signature] = _signatures([code])
        found: set[int] = set()
        for tag, shard in self._state.shards.items():
            if covers(lang, tag):
                rows = (signature & ~shard.signatures) == 0
                rows &= _in_memories(shard, memories)
                pairs = zip(shard.units[rows].tolist(), shard.codes[rows].tolist(), strict=True)
                found.update(unit for unit, segment in pairs if code in segment)
        return sorted(found, reverse=True)

    def _add(self, rows: _Rows, variant: Entry, group: int) -> None:
        units = units_of(variant.tokens, variant.lang)
        rows.codes.append("".join(map(self._codes.__getitem__, units)))
        rows.folds.append(hash(_folded(variant.tokens, variant.lang)))
        rows.units.append(variant.unit)
        rows.memories.append(variant.memory)
        rows.groups.append(group)


def _signatures(codes: list[str]) -> NDArray[np.uint64]:
    # A separator after each, so that an empty segment has a stretch of its own; all share its bit.
    text = _NO_UNIT.join(codes) + _NO_UNIT
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    # Multiplying (Knuth, volume 3, section 6.4) spreads neighboring codes over the bits.
    bits = np.uint64(1) << ((points * np.uint32(2_654_435_769)) >> np.uint32(26)).astype(np.uint64)
    ends = np.cumsum([len(code) + 1 for code in codes])
    signatures: NDArray[np.uint64] = np.bitwise_or.reduceat(bits, np.r_[0, ends[:-1]])
    return signatures


def _within(shard: _Shard, code: str, threshold: int) -> NDArray[np.bool_]:
    """Say of each segment whether the lower bound of its edit distance is within the threshold."""
    length = len(code)
    [signature] = _signatures([code])
    unknown = code.count(_NO_UNIT)
    only_here = np.bitwise_count(signature & ~shard.signatures) + np.int32(unknown)
    only_there = np.bitwise_count(shard.signatures & ~signature)
    longer = shard.lengths - length
    edits = np.maximum(
        only_here + np.maximum(longer, 0), only_there.astype(np.int32) + np.maximum(-longer, 0)
    )
    # Similarity is rounded down, so this many edits leave the threshold and one more does not.
    most = (100 - threshold) * np.maximum(shard.lengths, length).astype(np.int64) // 100
    within: NDArray[np.bool_] = edits <= most
    return within


def _in_memories(shard: _Shard, memories: Collection[int]) -> NDArray[np.bool_]:
    return np.isin(shard.memories, np.array(list(memories), np.int32))


def _translates(lang: str, group: tuple[str, ...], target: str) -> bool:
    """Say whether a unit has, beside its text in ``lang``, one that ``target`` covers."""
    if lang not in group:
        return False
    others = list(group)
    others.remove(lang)
    return any(covers(target, other) for other in others)


class _Letters(dict[int, int | None]):
    """Maps what is neither letter, figure nor symbol to nothing."""

    def __missing__(self, point: int) -> int | None:
        self[point] = None if unicodedata.category(chr(point))[0] in "PZC" else point
        return self[point]


_LETTERS = _Letters()


def _folded(key: str, lang: str) -> str:
    """Return a string that texts share whose loose keys are equal, perhaps others too."""
    if primary(lang) == "ko":
        return korean.loose_key(key)
    return key.translate(_LETTERS)
