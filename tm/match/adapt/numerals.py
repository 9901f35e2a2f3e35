"""Numerals: numbers in digits, how they are written, and others written the same way."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tm.text.languages import primary
from tm.text.quantities.canonical import fold

_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"
# 2019.6.17 is three numerals, 6.17 is one.
_DIGITS = (
    rf"(?<![0-9]\.)(?:{_GROUPED}|[0-9]++)\.[0-9]++(?!\.[0-9])"
    rf"|{_GROUPED}|[0-9]++"
)
_NUMERAL = re.compile(rf"(?P<digits>{_DIGITS})(?P<ending>)")
_ENGLISH = re.compile(rf"(?P<digits>{_DIGITS})(?P<ending>(?:(?i:st|nd|rd|th)\b)?)")
# The North groups digits by spaces: 12 000여명.
_SPACED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
# Minutes, and the month and the day of an ISO date, have two digits always.
_TWO_DIGITS_AFTER = re.compile(r"(?::|(?<![0-9])[0-9]{4}-(?:[0-9]{2}-)?)\Z")
_FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}


class Numeral(NamedTuple):
    """``digits`` as in the folded text, commas between thousands; ``ending`` is that of 3rd.

    ``value`` is the number without anything that is a matter of style: 3,000.50 gives 3000.5.
    The span is half-open, in code points, with the ending.
    """

    start: int
    end: int
    digits: str
    ending: str
    value: str


def prepare(text: str, lang: str) -> str:
    """Return the text with digits and separators of one kind, each character at its place."""
    folded = fold(text)
    if primary(lang) != "ko":
        return folded
    return _SPACED.sub(lambda found: found[0].replace(" ", ","), folded)


def numerals(prepared: str, lang: str) -> Iterator[Numeral]:
    pattern = _ENGLISH if primary(lang) == "en" else _NUMERAL
    for found in pattern.finditer(prepared):
        digits = found["digits"]
        yield Numeral(*found.span(), digits, found["ending"], plain_value(digits))


def plain_value(digits: str) -> str:
    whole, _, decimals = digits.replace(",", "").partition(".")
    decimals = decimals.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def written(
    new: str, instead_of: str, like: Numeral, text: str, *, counts: bool, comma: bool
) -> str | None:
    """Return ``new`` as a text would write it that writes ``instead_of`` like this numeral.

    ``new`` and ``instead_of`` are digits of another text, ``like`` a numeral of ``text``.  Numbers
    that ``counts`` have their thousands grouped; where neither text shows how, the answer is
    None, and so it is where only ``new`` does and the text may do it without a ``comma``.
    """
    printed = text[like.start : like.end]
    if counts and new[0] == "0" and new[1:2].isdecimal() and instead_of == like.digits:
        return in_width_of(printed, new)  # No amount begins with 0, but a telephone number.
    old, _, old_decimals = like.digits.replace(",", "").partition(".")
    whole, _, decimals = new.replace(",", "").partition(".")
    if old_decimals != instead_of.partition(".")[2]:
        decimals = decimals.rstrip("0").ljust(len(old_decimals), "0")
    whole = whole.lstrip("0") or "0"
    padded = len(old) > 1 and (
        old[0] == "0"
        or (len(old) == 2 and _TWO_DIGITS_AFTER.search(text, max(0, like.start - 8), like.start))
    )
    if padded:
        whole = whole.zfill(len(old))
    if len(whole) > 3:
        separator = ""
        if "," in like.digits:
            separator = next(char for char in printed if not char.isdecimal())
        elif counts and (len(old) < 4 or len(old) == 4 < len(whole)):
            if "," not in new or not comma:
                return None
            separator = ","
        first = len(whole) % 3 or 3
        groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
        whole = separator.join(groups)
    number = f"{whole}.{decimals}" if decimals else whole
    return in_width_of(printed, number) + _ending(whole, like.ending)


def in_width_of(printed: str, number: str) -> str:
    return number if printed[0].isascii() else number.translate(_FULL_WIDTH)


def _ending(whole: str, like: str) -> str:
    if not like:
        return ""
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(whole[-1], "th")
    if whole[-2:-1] == "1":
        ending = "th"
    return ending.upper() if like.isupper() else ending
