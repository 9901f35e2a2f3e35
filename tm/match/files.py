"""How a layer of the index lies on disk: one file, a header and arrays, each with a checksum.

    8 bytes      MAGIC, which names the version of this layout
    8 bytes      length of the header, little-endian
    4 bytes      CRC-32 of the header
    header       JSON: what the layer says of itself, and the arrays by name
    arrays       each at a multiple of 64 bytes, little-endian, mapped into memory to be read

The file is written under another name, flushed to the disk and renamed, so whoever opens it finds
it whole; a power failure or a bad disk shows in the checksums.
"""

import json
import mmap
import os
import shutil
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MAGIC = b"TMLAYER1"
_START = struct.Struct("<8sQI")
_ALIGNED = 64
_LARGEST_HEADER = 256 * 1024 * 1024
_AT_ONCE = 16 * 1024 * 1024


class DamagedLayer(Exception):
    """A file that is not a layer of this version, or not as it was written."""


def write(path: Path, said: Mapping[str, Any], arrays: Iterable[tuple[str, NDArray[Any]]]) -> None:
    """Write a layer; the file is there whole or not at all."""
    body = path.with_name(f"{path.name}.body")
    whole = path.with_name(f"{path.name}.new")
    sections = []
    try:
        with body.open("wb") as out:
            for name, array in arrays:
                out.write(bytes(-out.tell() % _ALIGNED))
                start, checksum = out.tell(), 0
                for part in _bytes_of(array):
                    checksum = crc32(part, checksum)
                    out.write(part)
                kind = array.dtype.descr if array.dtype.names else array.dtype.str
                sections.append([name, kind, len(array), start, checksum])
        header = json.dumps({**said, "arrays": sections}).encode()
        with whole.open("wb") as out:
            out.write(_START.pack(MAGIC, len(header), crc32(header)))
            out.write(header)
            out.write(bytes(-out.tell() % _ALIGNED))
            with body.open("rb") as read:
                shutil.copyfileobj(read, out, _AT_ONCE)
            out.flush()
            os.fsync(out.fileno())
        whole.replace(path)
    finally:
        body.unlink(missing_ok=True)
        whole.unlink(missing_ok=True)


def read(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return what a layer says of itself, and its arrays mapped from the file.

    Raises DamagedLayer for anything but a whole layer of this version, FileNotFoundError for none.
    Every byte is read once.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < _START.size:
            raise DamagedLayer(f"{path.name} is cut off.")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    view = memoryview(mapped)
    magic, length, checksum = _START.unpack_from(view)
    if magic != MAGIC or length > min(size, _LARGEST_HEADER):
        raise DamagedLayer(f"{path.name} is not a layer of this version.")
    start = _START.size + length
    header = bytes(view[_START.size : start])
    if crc32(header) != checksum:
        raise DamagedLayer(f"The header of {path.name} is damaged.")
    said = json.loads(header)
    start += -start % _ALIGNED
    arrays: dict[str, NDArray[Any]] = {}
    for name, kind, count, offset, expected in said.pop("arrays"):
        dtype = np.dtype([tuple(column) for column in kind] if isinstance(kind, list) else kind)
        begin, end = start + offset, start + offset + count * dtype.itemsize
        if end > size or crc32(view[begin:end]) != expected:
            raise DamagedLayer(f"{name} in {path.name} is damaged.")
        arrays[name] = np.frombuffer(mapped, dtype, count, begin)
    return said, arrays


def _bytes_of(array: NDArray[Any]) -> Iterable[memoryview]:
    data = np.ascontiguousarray(array).view(np.uint8).reshape(-1)
    for start in range(0, len(data), _AT_ONCE):
        yield data[start : start + _AT_ONCE].data
