"""Builds a block: rows are gathered in a spool, on disk once there are many, and put in order.

Memory is bounded by the distinct units and a chunk of rows, not by the number of rows.  Cost: the
units are sorted once, chunk by chunk; 20 million of them take about 15 s.
"""

from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from tm.match.block import COLUMNS, MOST_UNITS, Block, codes_of, places, ranks_of
from tm.match.keys import digest
from tm.match.similar import MOST_ROWS_AT_ONCE, features_of_rows, signatures_of_rows
from tm.text.languages import is_syllabic

MOST_ROWS = 4_000_000
"""Rows of one block; more make a second one."""

_SPOOLED = np.dtype([*COLUMNS.descr, ("loose", "<u8"), ("number", "<u8"), ("length", "<u4")])
_UNITS_AT_ONCE = 1_000_000
_ROWS_AT_ONCE = min(MOST_ROWS_AT_ONCE, 100_000)


class Spool:
    """The rows of one language on their way into a block."""

    def __init__(self, lang: str, folder: Path, name: str) -> None:
        self.lang = lang
        self._path = folder / name
        self._ranks: dict[str, int] = {}
        self._units = array("I")
        self._rows: list[tuple[Any, ...]] = []
        self._on_disk = False
        self._count = 0

    @property
    def full(self) -> bool:
        """Say whether further rows should go to a new spool."""
        return self._count >= MOST_ROWS or len(self._ranks) >= MOST_UNITS - 200_000

    def add(
        self, columns: tuple[int, ...], units: tuple[str, ...], loose: int, number: int
    ) -> None:
        """Add a row: its ``COLUMNS``, its units, and digests (0 for no figures)."""
        rank = self._ranks.setdefault
        ranks = self._ranks
        self._units.extend([rank(unit, len(ranks)) for unit in units])
        self._rows.append((*columns, loose, number, len(units)))
        self._count += 1
        if len(self._units) >= _UNITS_AT_ONCE or len(self._rows) >= _ROWS_AT_ONCE:
            self._spill(np.array(self._rows, _SPOOLED), np.frombuffer(self._units, np.uint32))
            self._rows, self._units = [], array("I")

    def add_block(self, block: Block, kept: NDArray[np.bool_], groups: NDArray[np.uint32]) -> None:
        """Add the rows of a block that are kept; ``groups`` renumbers their groups."""
        rank = self._ranks.setdefault
        ranks = np.array([rank(unit, len(self._ranks)) for unit in block.vocabulary()], np.uint32)
        loose, number = block.keys_by_row("loose"), block.keys_by_row("number")
        for start, end in _chunks(block.lengths):
            chosen = kept[start:end]
            rows = np.zeros(end - start, _SPOOLED)
            for name in COLUMNS.names or ():
                rows[name] = block.columns[name][start:end]
            rows["group"] = groups[rows["group"]]
            rows["loose"], rows["number"] = loose[start:end], number[start:end]
            rows["length"] = block.lengths[start:end]
            first, last = int(block.text_offsets[start]), int(block.text_offsets[end])
            text = block.text[first:last].tobytes().decode("utf-8")
            codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
            units = ranks[ranks_of(codes)][np.repeat(chosen, rows["length"])]
            self._spill(rows[chosen], units)
            self._count += int(chosen.sum())

    def block(self) -> dict[str, NDArray[Any]]:
        """Return the arrays of the block; the large ones lie in files beside the spool."""
        if self._on_disk:
            self._spill(np.array(self._rows, _SPOOLED), np.frombuffer(self._units, np.uint32))
            rows: NDArray[Any] = _mapped(self._file("rows"), _SPOOLED)
            units: NDArray[np.uint32] = _mapped(self._file("units"))
        else:
            rows = np.array(self._rows, _SPOOLED)
            units = np.frombuffer(self._units, np.uint32)
        return self._ordered(rows, units)

    def _ordered(self, rows: NDArray[Any], units: NDArray[np.uint32]) -> dict[str, NDArray[Any]]:
        lengths = rows["length"].astype(np.int64)
        starts = np.cumsum(lengths) - lengths
        order = np.argsort(lengths, kind="stable")
        ordered = lengths[order]
        counts = np.zeros(len(self._ranks), np.int64)
        for start in range(0, len(units), _UNITS_AT_ONCE):
            part = units[start : start + _UNITS_AT_ONCE]
            counts += np.bincount(part, minlength=len(counts))
        by_frequency = np.argsort(-counts, kind="stable")[: int((counts > 0).sum())]
        ranks = np.zeros(len(counts), np.uint32)
        ranks[by_frequency] = np.arange(len(by_frequency), dtype=np.uint32)

        syllabic = is_syllabic(self.lang)
        text_lengths = np.zeros(len(rows), np.int64)
        signatures = np.zeros(len(rows), np.uint64)
        features: list[NDArray[np.uint64]] = []
        feature_counts: list[NDArray[np.int64]] = []
        with self._file("text").open("wb") as text, self._file("feature-rows").open("wb") as spilt:
            for start, end in _chunks(ordered):
                size = ordered[start:end]
                codes = codes_of(ranks[units[places(starts[order[start:end]], size)]])
                signatures[start:end] = signatures_of_rows(codes, size)
                text_lengths[start:end] = _bytes_of_rows(codes, size)
                text.write(codes.astype("<u4").tobytes().decode("utf-32-le").encode())
                found, found_rows = features_of_rows(codes, size, syllabic)
                (found_rows + np.uint32(start)).tofile(spilt)
                distinct, times = np.unique(found, return_counts=True)
                features.append(distinct)
                feature_counts.append(times)
        keys, offsets = _summed(features, feature_counts)
        names = list(self._ranks)
        vocabulary = [names[rank] for rank in by_frequency.tolist()]
        longest = int(ordered[-1]) if len(ordered) else 0
        return {
            "columns": np.array(rows[list(COLUMNS.names or ())][order], COLUMNS),
            "lengths": ordered.astype(np.uint32),
            "length_starts": np.searchsorted(ordered, np.arange(longest + 2)).astype(np.uint32),
            "signatures": signatures,
            "text": _mapped(self._file("text"), np.uint8),
            "text_offsets": _offsets(text_lengths, np.uint64),
            "feature_keys": keys,
            "feature_offsets": offsets,
            "postings": self._postings(keys, offsets, features, feature_counts),
            **_vocabulary(vocabulary),
            **_sorted_keys("loose", rows["loose"][order]),
            **_sorted_keys("number", rows["number"][order]),
        }

    def _postings(
        self,
        keys: NDArray[np.uint64],
        offsets: NDArray[np.uint64],
        features: list[NDArray[np.uint64]],
        counts: list[NDArray[np.int64]],
    ) -> NDArray[np.uint32]:
        """Put the rows of each feature together; the chunks come in order of their rows."""
        spilt = _mapped(self._file("feature-rows"))
        if not len(spilt):
            return spilt
        path = self._file("postings")
        # To write where a mapped file has no room on the disk would end the process.
        spilt.tofile(path)
        postings = np.memmap(path, np.uint32, "r+", shape=len(spilt))
        cursors = offsets[:-1].astype(np.int64)
        read = 0
        for distinct, times in zip(features, counts, strict=True):
            at = np.searchsorted(keys, distinct)
            total = int(times.sum())
            postings[places(cursors[at], times)] = spilt[read : read + total]
            cursors[at] += times
            read += total
        return postings

    def _spill(self, rows: NDArray[Any], units: NDArray[np.uint32]) -> None:
        self._on_disk = True
        for name, values in (("rows", rows), ("units", units)):
            with self._file(name).open("ab") as file:
                values.tofile(file)

    def _file(self, name: str) -> Path:
        return self._path.with_name(f"{self._path.name}.{name}")


def _chunks(lengths: NDArray[Any]) -> Iterator[tuple[int, int]]:
    """Yield ranges of rows that have a bounded number of units together."""
    ends = np.cumsum(lengths, dtype=np.int64)
    start = 0
    while start < len(ends):
        before = int(ends[start - 1]) if start else 0
        end = int(np.searchsorted(ends, before + _UNITS_AT_ONCE, "right"))
        end = min(max(end, start + 1), start + _ROWS_AT_ONCE)
        yield start, end
        start = end


def _bytes_of_rows(codes: NDArray[np.uint32], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many bytes of UTF-8 the codes of each row take."""
    sizes = 1 + (codes >= 0x80).astype(np.int64) + (codes >= 0x800) + (codes >= 0x10000)
    ends = np.r_[0, np.cumsum(sizes)][np.cumsum(lengths)]
    per_row: NDArray[np.int64] = np.diff(np.r_[0, ends])
    return per_row


def _summed(
    features: list[NDArray[np.uint64]], counts: list[NDArray[np.int64]]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    if not features:
        return np.zeros(0, np.uint64), np.zeros(1, np.uint64)
    keys, places = np.unique(np.concatenate(features), return_inverse=True)
    totals = np.bincount(places, np.concatenate(counts), len(keys)).astype(np.int64)
    return keys, _offsets(totals, np.uint64)


def _offsets(lengths: NDArray[np.int64], kind: type) -> NDArray[Any]:
    offsets: NDArray[Any] = np.zeros(len(lengths) + 1, kind)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def _vocabulary(units: list[str]) -> Mapping[str, NDArray[Any]]:
    encoded = [unit.encode("utf-8", "surrogatepass") for unit in units]
    digests = np.array([digest(unit) for unit in units], np.uint64)
    order = np.argsort(digests, kind="stable")
    return {
        "vocabulary": np.frombuffer(b"".join(encoded), np.uint8),
        "unit_offsets": _offsets(np.array([len(e) for e in encoded], np.int64), np.uint32),
        "unit_digests": digests[order],
        "unit_ranks": order.astype(np.uint32),
    }


def _sorted_keys(name: str, keys: NDArray[np.uint64]) -> Mapping[str, NDArray[Any]]:
    rows = np.flatnonzero(keys)
    rows = rows[np.argsort(keys[rows], kind="stable")]
    return {f"{name}_keys": keys[rows], f"{name}_rows": rows.astype(np.uint32)}


def _mapped(path: Path, kind: DTypeLike = np.uint32) -> NDArray[Any]:
    """Return a file as an array; a file without content cannot be mapped."""
    return np.memmap(path, kind, "r") if path.stat().st_size else np.zeros(0, kind)
