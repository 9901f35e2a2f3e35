"""Digits, percentages and dates that start with the year (ISO 8601), in any language."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tm.text.quantities.canonical import DIGITS, Reading, Span, calendar_date, plain, scan

_DATE = re.compile(r"(?<![0-9-])([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})(?![0-9/-])")
_NUMBER = re.compile(rf"(?<![A-Za-z])(?<![A-Z]-)(?<![0-9][.,])({DIGITS})(?![.,][0-9])( ?%)?")
_TRIGGER = re.compile(r"[0-9]+")


def quantities(text: str) -> Iterator[Span]:
    return scan(text, _TRIGGER, (iso_date, _number))


def iso_date(text: str, start: int) -> Reading | None:
    found = _DATE.match(text, start)
    if not found:
        return None
    date = calendar_date(*(int(found[each]) for each in (1, 3, 4)))
    return Reading([Span(date, *found.span())], found.end()) if date else None


def _number(text: str, start: int) -> Reading | None:
    """Numbers grouped by commas; 1.234 may be a thousand as well, and is left out."""
    found = _NUMBER.match(text, start)
    if not found or re.search(r"\.[0-9]{3}\Z", found[1]):
        return None
    value = plain(Decimal(found[1].replace(",", "")))
    return Reading([Span(f"{'pct' if found[2] else 'num'}:{value}", *found.span())], found.end())
