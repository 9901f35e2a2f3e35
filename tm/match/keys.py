"""What is derived of a segment for the index, from its comparison key.

The digests only propose: what they find is scored again with the texts themselves, so two texts
that share one by chance cost a look and no more.
"""

import re
from hashlib import blake2b
from zlib import crc32

from tm.text import korean
from tm.text.languages import primary
from tm.text.tokens import LETTERS, strict_key

# A number is a run of figures, with the marks that stand inside: 3,000 and 1.5 and 10:30.
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_PLACE_OF_NUMBER = "0"


def digest(text: str) -> int:
    """Return 64 bits that stay the same in every process."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def strict(text: str) -> int:
    """Return 32 bits that texts share which are identical but for encoding, spaces and quotes."""
    return crc32(strict_key(text).encode("utf-8", "surrogatepass"))


def loose(key: str, lang: str) -> str:
    """Return what texts share whose loose keys are equal, perhaps others too.

    ``key`` is a comparison key: see ``tm.text.tokens.key``.
    """
    if primary(lang) == "ko":
        return korean.loose_key(key)
    return key.translate(LETTERS)


def numberless(key: str, lang: str) -> str | None:
    """Return what texts share that differ in numbers only; None for a text without figures."""
    folded, numbers = _NUMBER.subn(_PLACE_OF_NUMBER, key)
    return loose(folded, lang) if numbers else None
