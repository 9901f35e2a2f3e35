"""Folding of what newspapers set differently: for comparison only, never for what is stored."""

import re
import unicodedata

# Canonical order of combining marks is found by a sort that is quadratic in the length of a run;
# UAX #15 (section 13, Stream-Safe Text Format) allows 30 marks, and no language needs as many.
_LONGEST_RUN = 30

_FOLDED_TO = {
    '"': "“”„‟«»＂《》「」『』﹁﹂﹃﹄｢｣〝〞〟″‶",
    "'": "‘’‚‛‹›〈〉＇`´′‵ʼʹˊ",
    "-": "‐‑‒–—―−﹘﹣－",
    "~": "〜～∼",
    "·": "‧・･•∙⋅ㆍᆞ",
    "...": "…⋯",
    "..": "‥",
    ",": "，﹐",
    ".": "．﹒",
}
_TYPOGRAPHIC = {char: to for to, chars in _FOLDED_TO.items() for char in chars}

_ONE_TO_ONE = str.maketrans({char: to for char, to in _TYPOGRAPHIC.items() if len(to) == 1})
# Most text needs no more than that: nothing to compose, to drop or to lengthen in it.
_SIMPLE = "[!-_a-~¡-¬®-³µ-˅가-힣‐-―“”‘’《》〈〉「」『』]"
_SIMPLE_TEXT = re.compile(f"{_SIMPLE}+(?: {_SIMPLE}+)*")

# Default ignorable code points (UCD, DerivedCoreProperties) that turn up in pasted text.
_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u200b\u200c\u200d\u200e"
    "\u200f\u202a\u202b\u202c\u202d\u202e\u3164\ufeff\uffa0"
) | {chr(code) for code in (*range(0x2060, 0x2070), *range(0xFE00, 0xFE10))}


class _Fold(dict[str, str]):
    """What each code point becomes, found once and kept."""

    def __missing__(self, char: str) -> str:
        folded = "".join(_folded(part) for part in unicodedata.normalize("NFC", char))
        self[char] = folded
        return folded


def _folded(char: str) -> str:
    if char in _TYPOGRAPHIC:
        return _TYPOGRAPHIC[char]
    if char.isspace():
        return " "
    if char in _INVISIBLE:
        return ""
    if "！" <= char <= "～":
        return chr(ord(char) - 0xFEE0)
    match unicodedata.category(char):
        case "Cc":
            return ""
        case "Cs":  # A lone surrogate cannot be encoded, so nothing later could store it.
            return "\ufffd"
        case _:
            return char


_FOLD = _Fold()


def for_comparison(text: str) -> str:
    """Return the text in NFC with quotation marks, dashes, widths and white space folded.

    Control characters and what is invisible are dropped.  Folding twice changes nothing.
    """
    if _SIMPLE_TEXT.fullmatch(text):
        return text.translate(_ONE_TO_ONE)
    return with_offsets(text)[0]


def with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the text folded, and for each code point of it its offset in the text as given."""
    if _SIMPLE_TEXT.fullmatch(text):
        return text.translate(_ONE_TO_ONE), list(range(len(text)))
    chars: list[str] = []
    offsets: list[int] = []
    last = " "  # White space at the beginning is dropped like that after a space.
    composed = True
    for offset, char in enumerate(text):
        folded = _FOLD[char]
        if folded == " " == last or not folded:
            continue
        last = folded
        composed = composed and not (char >= "\u0300" and _extends(char))
        chars.extend(folded)
        offsets.extend([offset] * len(folded))
    if chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return ("".join(chars), offsets) if composed else _compose("".join(chars), offsets)


def cluster_end(text: str, start: int) -> int:
    """Return where the character ends whose first code point is at ``start``.

    A mark that has nothing to stand on, or stands too high on a pile of them, is on its own.
    """
    end = start + 1
    if _extends(text[start]):
        return end
    last = min(len(text), start + 1 + _LONGEST_RUN)
    while end < last and _extends(text[end]):
        end += 1
    return end


def _extends(char: str) -> bool:
    """Say whether a code point can compose with the one before it: marks and Hangul jamo."""
    return char >= "\u0300" and (
        "\u1160" <= char <= "\u11ff" or unicodedata.category(char).startswith("M")
    )


def _compose(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    parts: list[str] = []
    starts: list[int] = []
    start = 0
    while start < len(text):
        end = cluster_end(text, start)
        part = unicodedata.normalize("NFC", text[start:end])
        parts.append(part)
        starts.extend([offsets[start]] * len(part))
        start = end
    return "".join(parts), starts
