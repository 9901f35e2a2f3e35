"""Numbers, money, dates, durations and legal citations, in canonical forms.

``canonical.py`` lists the forms.  Korean and English have grammars of their own; of other
languages only digits, percentages and ISO 8601 dates are read.
"""

import re

from tm.text.quantities import digits, english, korean
from tm.text.quantities.canonical import Quantity, fold, kind_of
from tm.text.quantities.render import render

__all__ = ["Quantity", "canonicals", "find_quantities", "numbers", "render"]

_NUMERALS = re.compile(r"[0-9]{1,15}(?![0-9])(?:\.[0-9]{1,9})?")


def find_quantities(text: str, lang: str) -> tuple[Quantity, ...]:
    """The quantities of ``text`` in its order; their spans do not overlap.

    ``lang`` is a BCP 47 tag.  The time is linear in the length of the text.
    """
    language = lang.partition("-")[0].lower()
    grammar = {"ko": korean, "en": english}.get(language, digits)
    return tuple(
        Quantity(canonical, kind_of(canonical), start, end, text[start:end])
        for canonical, start, end in grammar.quantities(fold(text))
    )


def canonicals(text: str, lang: str) -> tuple[str, ...]:
    """The canonical forms alone, once for each quantity."""
    return tuple(found.canonical for found in find_quantities(text, lang))


def numbers(text: str, lang: str) -> tuple[str, ...]:
    """Every numeric value in the order of the text, as plain digits.

    Values within dates, money and citations count, months as their numbers: 12만 and 120,000 are
    both ``120000``.  Digits that belong to a name (G20) are numbers too.
    """
    values: list[str] = []
    place = 0
    for found in find_quantities(text, lang):
        values += _stray(text[place : found.start])
        values += _within(found)
        place = found.end
    return (*values, *_stray(text[place:]))


def _stray(text: str) -> list[str]:
    return [_trimmed(each) for each in _NUMERALS.findall(fold(text))]


def _within(found: Quantity) -> list[str]:
    _, _, form = found.canonical.partition(":")
    if found.kind == "time":
        form = form.removesuffix(":00")
    return [_trimmed(each) for each in re.findall(r"[0-9]+(?:\.[0-9]+)?", form)]


def _trimmed(digits: str) -> str:
    whole, _, decimals = digits.partition(".")
    decimals = decimals.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")
