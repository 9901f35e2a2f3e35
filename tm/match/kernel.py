"""The compiled inner loop, where one was built: see kernel.c, and similar.py for what it answers.

It is a plain shared library without a word of Python's interface, so it needs no headers to build
and fits every version; ``.ci/compile_kernel.py`` makes it when the package is built.
"""

import ctypes
import os
import threading
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST_QUERY = 512
_VERSION = 2


class BlockPointers(ctypes.Structure):
    """Where the arrays of a block lie; whoever holds it keeps the arrays alive."""

    _fields_ = [
        *(
            (name, ctypes.c_void_p)
            for name in (
                "feature_keys",
                "feature_offsets",
                "postings",
                "signatures",
                "lengths",
                "length_starts",
                "text_offsets",
                "text",
            )
        ),
        ("features", ctypes.c_uint32),
        ("longest", ctypes.c_uint32),
    ]


def _load() -> Any:
    """Return the library, or None where there is none of this version."""
    path = Path(__file__).with_name("_kernel.so")
    if os.environ.get("TM_KERNEL") == "none" or not path.exists():
        return None
    try:
        library = ctypes.CDLL(str(path))
        if library.tm_version() != _VERSION:
            return None
    except (OSError, AttributeError):
        # Built for another machine, or half of it: the other path answers the same.
        return None
    library.tm_similar.restype = ctypes.c_int64
    library.tm_similar.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        *[ctypes.c_uint32] * 5,
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_uint64,
    ]
    return library


_LIBRARY = _load()


def available() -> bool:
    """Say whether the compiled loop serves; otherwise NumPy does."""
    return _LIBRARY is not None


class _Buffers(threading.local):
    """Where the library writes what it finds; each thread has its own."""

    def __init__(self) -> None:
        self.grow(4096)

    def grow(self, room: int) -> None:
        self.room = room
        self.rows = np.empty(room, np.uint32)
        self.percents = np.empty(room, np.uint8)
        self.addresses = self.rows.ctypes.data, self.percents.ctypes.data


_BUFFERS = _Buffers()


def similar(
    block: int, codes: Sequence[int], pairs: bool, overlap: int, unknown: int, threshold: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return rows, ascending, and their similarities in percent.

    ``block`` is the address of its ``BlockPointers``, ``pairs`` whether features are pairs.
    """
    buffers = _BUFFERS
    query = array("I", codes).tobytes()
    while True:
        found = _LIBRARY.tm_similar(
            block,
            query,
            len(codes),
            pairs,
            overlap,
            unknown,
            threshold,
            *buffers.addresses,
            buffers.room,
        )
        if found < 0:
            raise MemoryError
        if found <= buffers.room:
            return buffers.rows[:found].copy(), buffers.percents[:found].copy()
        buffers.grow(found)
