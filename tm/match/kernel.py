"""The compiled inner loop, where one was built: see kernel.c, and similar.py for what it answers.

It is a plain shared library without a word of Python's interface, so it needs no headers to build
and fits every version; ``.ci/compile_kernel.py`` makes it when the package is built.
"""

import ctypes
import os
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST_QUERY = 512
_VERSION = 1
_FIRST_ROOM = 4096


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
        ctypes.c_uint32,
        ctypes.c_char_p,
        *[ctypes.c_uint32] * 4,
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_uint64,
    ]
    return library


_LIBRARY = _load()


def available() -> bool:
    """Say whether the compiled loop serves; otherwise NumPy does."""
    return _LIBRARY is not None


def similar(
    pointers: BlockPointers,
    codes: Sequence[int],
    features: Sequence[int],
    overlap: int,
    unknown: int,
    threshold: int,
) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return rows, ascending, and their similarities in percent."""
    room = _FIRST_ROOM
    while True:
        rows, percents = np.empty(room, np.uint32), np.empty(room, np.uint8)
        found = _LIBRARY.tm_similar(
            ctypes.addressof(pointers),
            array("I", codes).tobytes(),
            len(codes),
            array("Q", features).tobytes(),
            len(features),
            overlap,
            unknown,
            threshold,
            rows.ctypes.data,
            percents.ctypes.data,
            room,
        )
        if found < 0:
            raise MemoryError
        if found <= room:
            return rows[:found], percents[:found]
        room = found
