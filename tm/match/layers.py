"""Layers of the index: what changed between two revisions, as blocks that never change.

A newer layer overrules the older ones: its ``touched`` units are no longer what they were there.
The folder holds the layers and a manifest, which lists them from the oldest to the newest and is
replaced as a whole.  Any process may build, one at a time: a lock on the folder says which, and
goes with a process that is killed.
"""

import fcntl
import json
import logging
import os
import re
import shutil
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from tm.match import files
from tm.match.block import ARRAYS, Block
from tm.match.build import Spool
from tm.match.files import DamagedLayer
from tm.match.segments import Entry, Groups, segments
from tm.text.tokens import TOKENS_VERSION

_VERSION = 1
_MANIFEST = "manifest.json"
_LOCK = "lock"
_SUFFIX = ".layer"
_DAMAGED = ".damaged"
_NAME = re.compile(r"[0-9a-f]{32}\.layer")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Layer:
    """The units whose last change up to ``revision`` came after that of the layer before.

    ``lineage`` names the change set of that revision, by which an index that was made from another
    database, or from one that was restored since, is told apart.
    """

    name: str
    revision: int
    lineage: str
    blocks: tuple[Block, ...]
    touched: NDArray[np.int64]
    groups: Groups

    @property
    def size(self) -> int:
        """Return how many segments there are, and units that older layers must forget."""
        return sum(map(len, self.blocks)) + len(self.touched)


def open_layer(path: Path) -> Layer:
    """Map a layer from its file; raises DamagedLayer, or FileNotFoundError."""
    said, arrays = files.read(path)
    if (said.get("version"), said.get("tokens")) != (_VERSION, TOKENS_VERSION):
        raise DamagedLayer(f"{path.name} was made by another version.")
    blocks = [
        Block(lang, {name: arrays[f"{number}/{name}"] for name in ARRAYS})
        for number, lang in enumerate(said["blocks"])
    ]
    return Layer(
        path.name,
        said["revision"],
        said["lineage"],
        tuple(blocks),
        arrays["touched"],
        Groups(tuple(map(tuple, said["groups"]))),
    )


class LayerWriter:
    """Gathers units, and writes them as one layer."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._spools: list[Spool] = []
        self._open: dict[str, Spool] = {}
        self._groups: dict[tuple[str, ...], int] = {}
        self._touched: list[NDArray[np.int64]] = []
        self._size = 0

    @property
    def size(self) -> int:
        """Return how many segments and units were taken."""
        return self._size

    def add(self, entries: Iterable[Entry]) -> Iterator[int]:
        """Take units as the database tells of them, unit by unit; yield after each."""
        touched = array("q")
        for unit, told in groupby(entries, lambda entry: entry.unit):
            touched.append(unit)
            for segment in segments(told):
                group = self._groups.setdefault(segment.group, len(self._groups))
                self._spool(segment.lang).add(
                    segment.columns(group), segment.units, segment.loose, segment.number
                )
                self._size += 1
            self._size += 1
            yield unit
        self._touched.append(np.frombuffer(touched, np.int64))

    def add_layer(self, layer: Layer) -> None:
        """Take those units of an older layer of which nothing taken so far tells."""
        numbers = [self._groups.setdefault(group, len(self._groups)) for group in layer.groups.sets]
        for block in layer.blocks:
            kept = np.ones(len(block), np.bool_)
            for touched in self._touched:
                kept &= ~among(touched, block.columns["unit"])
            self._spool(block.lang).add_block(block, kept, np.array(numbers, np.uint32))
        self._touched.append(layer.touched)
        self._size += layer.size

    def write(self, path: Path, revision: int, lineage: str, *, oldest: bool) -> None:
        """Write the layer; the ``oldest`` has nothing below it to overrule."""
        touched = np.unique(np.concatenate([np.zeros(0, np.int64), *self._touched]))
        said = {
            "version": _VERSION,
            "tokens": TOKENS_VERSION,
            "revision": revision,
            "lineage": lineage,
            "blocks": [spool.lang for spool in self._spools],
            "groups": list(self._groups),
        }
        files.write(path, said, self._arrays(touched[:0] if oldest else touched))

    def _arrays(self, touched: NDArray[np.int64]) -> Iterator[tuple[str, NDArray[Any]]]:
        yield "touched", touched
        for number, spool in enumerate(self._spools):
            arrays: Mapping[str, NDArray[Any]] = spool.block()
            for name in ARRAYS:
                yield f"{number}/{name}", arrays[name]

    def _spool(self, lang: str) -> Spool:
        spool = self._open.get(lang)
        if spool is None or spool.full:
            spool = self._open[lang] = Spool(lang, self._scratch, f"{len(self._spools)}")
            self._spools.append(spool)
        return spool


def among(ascending: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of each value whether it is in an ascending array."""
    if not len(ascending):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)
    found: NDArray[np.bool_] = ascending[at] == values
    return found


class LayerFolder:
    """The layers of one index on this host."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> tuple[int, int] | None:
        """Return what changes when the manifest does; None where there is none."""
        try:
            found = (self.path / _MANIFEST).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def names(self) -> tuple[str, ...]:
        """Return the files of the layers, the oldest first; none where the manifest is damaged."""
        try:
            listed = json.loads((self.path / _MANIFEST).read_bytes())
        except (OSError, ValueError, RecursionError):
            return ()
        # Files that are damaged are moved: no other name may reach for them.
        if not isinstance(listed, list) or not all(
            isinstance(name, str) and _NAME.fullmatch(name) for name in listed
        ):
            return ()
        return tuple(listed)

    def open(self, known: Mapping[str, Layer]) -> tuple[Layer, ...]:
        """Return the layers from the oldest on, up to the first that is damaged or missing.

        ``known`` are layers that are open already, by name.
        """
        names = self.names()
        layers: list[Layer] = []
        for name in names:
            try:
                layers.append(known.get(name) or open_layer(self.path / name))
            except OSError as error:
                if self.names() != names:
                    # A builder has put others in their place while these were opened.
                    return self.open(known)
                _log.warning("A layer of the index cannot be opened: %s", error)
                break
            except (DamagedLayer, ValueError, KeyError, TypeError) as error:
                self._set_aside(name, error)
                break
        return tuple(layers)

    def publish(self, layers: Sequence[str]) -> None:
        """Make these the layers, and remove the files of all others, damaged ones among them."""
        manifest = self.path / f"{_MANIFEST}.new"
        with manifest.open("w") as file:
            json.dump(list(layers), file)
            file.flush()
            os.fsync(file.fileno())
        manifest.replace(self.path / _MANIFEST)
        for path in [*self.path.glob(f"*{_SUFFIX}"), *self.path.glob(f"*{_SUFFIX}.*")]:
            if path.name not in layers:
                path.unlink(missing_ok=True)

    @contextmanager
    def building(self, *, wait: bool) -> Iterator[Path | None]:
        """Give an empty scratch folder to the one who may build now; None where another does."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / _LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield None
                return
            # What a killed builder left is nobody's.
            for left in self.path.glob("scratch-*"):
                shutil.rmtree(left, ignore_errors=True)
            for left in self.path.glob(f"*{_SUFFIX}.*"):
                if left.suffix != _DAMAGED:
                    left.unlink(missing_ok=True)
            scratch = self.path / f"scratch-{uuid4().hex}"
            scratch.mkdir()
            try:
                yield scratch
            finally:
                shutil.rmtree(scratch, ignore_errors=True)

    def size(self) -> int:
        """Return the bytes of the layers on disk."""
        return sum(path.stat().st_size for path in self.path.glob(f"*{_SUFFIX}"))

    def new_path(self) -> Path:
        """Return where a new layer may be written."""
        return self.path / f"{uuid4().hex}{_SUFFIX}"

    def _set_aside(self, name: str, error: Exception) -> None:
        _log.warning("A layer of the index is set aside, to be built anew: %s", error)
        path = self.path / name
        with suppress(OSError):
            path.replace(path.with_name(f"{name}{_DAMAGED}"))
