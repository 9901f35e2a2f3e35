"""Public identifiers: opaque, unique without coordination, and sorted by time of birth."""

import secrets
import time
from uuid import UUID


def new_id() -> str:
    """Return a UUID version 7 (RFC 9562, section 5.7) as text."""
    milliseconds = time.time_ns() // 1_000_000 & (1 << 48) - 1
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    return str(UUID(int=value | 0b10 << 62 | secrets.randbits(62)))
