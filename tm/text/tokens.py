"""What two texts are compared by: the only import of sacremoses.

Languages that write spaces between words are compared by Moses tokens, Korean, Chinese, Japanese
and Thai by characters.  All of this is derived and never stored without ``TOKENS_VERSION``.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from tm.text import korean
from tm.text.languages import is_syllabic, primary
from tm.text.normalize import cluster_end, for_comparison, with_offsets

TOKENS_VERSION = 1
"""Raised whenever the same text may give other units or keys than before."""

# Addresses would be shredded, and Moses reads DOTMULTI as its own marker (in quadratic time, if DOT
# repeats).  Each is replaced by one private character, which Moses leaves alone, and put back.
_TAKEN_OUT = "\ue000"
_TAKE_OUT = re.compile(
    r"(?:https?|ftp)://[^\s<>\"]+(?<![.,;:!?)'])"
    r"|(?<![\w.-])www\.[^\s<>\"]+(?<![.,;:!?)'])"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+"
    rf"|(?:DOT){{2,}}+(?:MULTI)?|DOTMULTI|{_TAKEN_OUT}"
)

# Marks that tell two texts apart where punctuation does not: what stands between two figures
# (1.5 is not 15), a minus sign, and signs that are read aloud.
_TELLING = re.compile(r"(?<=\d)\W++(?=\d)|(?<!\w)-(?=\d)|[%‰&@#§]")

# In shorter Korean texts two different words too often share the loose key (병력, 병역).
_SHORTEST_LOOSE = 8


class _Letters(dict[int, int | None]):
    """Maps what is neither letter, figure nor symbol to nothing."""

    def __missing__(self, point: int) -> int | None:
        self[point] = None if unicodedata.category(chr(point))[0] in "PZC" else point
        return self[point]


LETTERS = _Letters()
"""A table for ``str.translate`` that drops punctuation, spaces and control characters."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The units by which a text is compared.

    ``spans`` are half-open code point offsets into the text as given, one for each unit;
    ``separator`` stands between the units in a key.
    """

    units: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    separator: str = " "


def compared(text: str, lang: str) -> Compared:
    """Return the units of comparison of a text; raises UnsupportedLanguage."""
    if not is_syllabic(lang):
        return _tokens(text, lang)
    if primary(lang) == "ko":
        folded, offsets = korean.spelling_key(text)
        units = [(char, offset) for char, offset in zip(folded, offsets, strict=True)]
    else:
        units = _letters(*with_offsets(text))
    return Compared(
        tuple(char for char, _ in units),
        tuple((offset, cluster_end(text, offset)) for _, offset in units),
        separator="",
    )


def key(of: Compared) -> str:
    """Return the units as one string to store; ``units_of`` gives them back."""
    return of.separator.join(of.units)


def units_of(key: str, lang: str) -> tuple[str, ...]:
    return tuple(key) if is_syllabic(lang) else tuple(key.split())


def letters(text: str) -> str:
    """Return a text case-folded without punctuation and spaces, in the spelling it has."""
    return "".join(char for char, _ in _letters(*with_offsets(text)))


def strict_key(text: str) -> str:
    """Return a string that texts share which differ in encoding, white space and quotes only."""
    return for_comparison(text)


def loose_key(text: str, lang: str) -> str:
    """Return a string that texts share which differ in case, punctuation, spacing or spelling.

    Spelling is that of North and South, by the keys of ``tm.text.korean``, the loose one from
    eight syllables on.  Figures and their signs stay what they are.
    """
    folded = for_comparison(text)
    if primary(lang) != "ko":
        parts = []
        end = 0
        for found in _TELLING.finditer(folded):
            parts += [folded[end : found.start()], found.group()]
            end = found.end()
        # Every other part is telling, and stays as it is but for its spaces.
        parts.append(folded[end:])
        parts[0::2] = [part.translate(LETTERS).casefold() for part in parts[0::2]]
        parts[1::2] = [part.replace(" ", "") or " " for part in parts[1::2]]
        return "".join(parts) or folded
    letters, offsets = korean.spelling_key(folded)
    if len(letters) >= _SHORTEST_LOOSE:
        letters = korean.loose_key(folded)
    kept = [(char, offset) for char, offset in zip(letters, offsets, strict=True)]
    telling = [
        (found.group().replace(" ", "") or " ", found.start())
        for found in _TELLING.finditer(folded)
    ]
    ordered = sorted(kept + telling, key=lambda part: part[1])
    # A text of punctuation alone is not the same as every other such text.
    return "".join(part for part, _ in ordered) or folded


def _letters(folded: str, offsets: list[int] | range) -> list[tuple[str, int]]:
    """Return what is neither punctuation nor space, case-folded, each with its offset."""
    return [
        (char, offset)
        for original, offset in zip(folded, offsets, strict=True)
        if unicodedata.category(original)[0] not in "PZC"
        for char in original.casefold()
    ]


def _tokens(text: str, lang: str) -> Compared:
    folded, offsets = with_offsets(text)
    taken: list[str] = []

    def take(found: re.Match[str]) -> str:
        taken.append(found.group())
        return _TAKEN_OUT

    rest = iter(taken)
    tokens = [
        next(rest) if token == _TAKEN_OUT else token
        for token in _tokenizer(primary(lang))(_TAKE_OUT.sub(take, folded))
    ]
    spans: list[tuple[int, int]] = []
    plain = text.isascii()
    position = 0
    for token in tokens:
        position += folded[position] == " "
        start, position = position, position + len(token)
        last = offsets[position - 1]
        spans.append((offsets[start], last + 1 if plain else cluster_end(text, last)))
    return Compared(tuple(map(str.casefold, tokens)), tuple(spans))


@lru_cache(maxsize=64)
def _tokenizer(language: str) -> Callable[[str], list[str]]:
    tokenizer = _moses()(lang=language)

    def tokenize(text: str) -> list[str]:
        tokens: list[str] = tokenizer.tokenize(text, escape=False)
        return tokens

    return tokenize


@cache
def _moses() -> type:
    # Importing sacremoses takes a third of a second, which `tm --help` must not wait for.
    from sacremoses import MosesTokenizer

    alphabetic = frozenset(MosesTokenizer.IsAlpha)
    lowercase = frozenset(MosesTokenizer.IsLower)

    class Tokenizer(MosesTokenizer):  # type: ignore[misc]
        """Gives the same tokens, without looking through all letters of Unicode for each."""

        def isanyalpha(self, text: str) -> bool:
            return not alphabetic.isdisjoint(text)

        def islower(self, text: str) -> bool:
            return lowercase.issuperset(text)

    return Tokenizer
