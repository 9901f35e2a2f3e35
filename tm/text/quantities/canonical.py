"""What both languages share: the canonical forms, and the scanner that looks for them.

A canonical form is one string for one quantity, the same whatever language printed it:

    citation   art:119-2;par:3;sub:2;item:a   also part, chap, sec; art:7-9 is a range
    document   no:578
    date       date:2021-06-11  date:2021-06  date:2021  date:--06-11  date:--06
    day        day:27                     a day whose month is not said
    decade     decade:1950
    time       time:15:00
    duration   dur:2y6m  dur:15d  dur:2w  dur:3h  dur:30min  dur:10s
    money      money:350000000:won        won, usd, cny, jpy, eur, rub, gbp
    number     num:25000                  about  approx:25000
    percent    pct:0.5                    fraction  frac:1/3
    ordinal    ord:12
    measure    qty:1:kg

Nothing is completed by guessing: no year, no century, no half of the day is invented.
"""

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

LEVELS = ("part", "chap", "sec", "art", "par", "sub", "item")
_KINDS = {
    **dict.fromkeys(LEVELS, "citation"),
    "no": "document",
    "date": "date",
    "day": "day",
    "decade": "decade",
    "time": "time",
    "dur": "duration",
    "money": "money",
    "num": "number",
    "approx": "about",
    "pct": "percent",
    "frac": "fraction",
    "ord": "ordinal",
    "qty": "measure",
}

# Fifteen digits hold every amount that a text counts, and bound the work at each place.
DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?![0-9])(?:\.[0-9]{1,9}(?![0-9]))?"

# One character for one character, so that spans stay those of the text as given.
_FOLD = {
    **{0xFF10 + digit: ord("0") + digit for digit in range(10)},
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000\t"), " "),
    **dict.fromkeys(map(ord, "～∼〜˜"), "~"),
    **dict.fromkeys(map(ord, "\u2010\u2011－"), "-"),
    **dict.fromkeys(map(ord, "’‘"), "'"),
    ord("％"): "%",
    ord("，"): ",",
    ord("．"): ".",
    ord("（"): "(",
    ord("）"): ")",
    ord("＄"): "$",
    ord("￦"): "₩",
    ord("："): ":",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """``start`` and ``end`` count code points of the text as given, end excluded."""

    canonical: str
    kind: str
    start: int
    end: int
    surface: str


class Span(NamedTuple):
    canonical: str
    start: int
    end: int


class Reading(NamedTuple):
    """What a rule saw at one place; the scan goes on at ``end``."""

    spans: Sequence[Span]
    end: int


Rule = Callable[[str, int], Reading | None]


def fold(text: str) -> str:
    """Full-width digits, odd spaces and dashes as their plain relatives, at the same places."""
    return text.translate(_FOLD)


def kind_of(canonical: str) -> str:
    return _KINDS[canonical.partition(":")[0]]


def scan(text: str, trigger: re.Pattern[str], rules: Sequence[Rule]) -> Iterator[Span]:
    """At each place that ``trigger`` finds, the first rule that can read it has it.

    The time is linear in the text as long as each rule looks at a bounded piece of it, or
    consumes what it looked at.
    """
    place = 0
    while found := trigger.search(text, place):
        place = max(found.end(), found.start() + 1)
        for rule in rules:
            if reading := rule(text, found.start()):
                yield from reading.spans
                place = max(reading.end, found.start() + 1)
                break


def plain(value: Decimal) -> str:
    """Digits without exponent, grouping or trailing zeros: 25000, 0.5."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def calendar_date(year: int | None, month: int | None, day: int | None = None) -> str | None:
    """The canonical date, or None where the calendar has no such day."""
    if month is None:
        return None if year is None else f"date:{year:04}"
    if not 1 <= month <= 12:
        return None
    # Without a year February may have its 29th day.
    longest = calendar.monthrange(2000 if year is None else year, month)[1]
    if day is not None and not 1 <= day <= longest:
        return None
    head = "-" if year is None else f"{year:04}"
    return f"date:{head}-{month:02}" + ("" if day is None else f"-{day:02}")


def clock(hour: int, minute: int) -> str | None:
    return f"time:{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def between(first: Decimal, second: Decimal, scale: Decimal) -> Decimal:
    """The lower end of a range whose scale is only said once: 5 to 10 million, 5~10만."""
    return first * scale if first * scale < second else first


@dataclass(slots=True)
class _Entry:
    levels: dict[str, str]
    start: int
    end: int


@dataclass(slots=True)
class Citations:
    """Citations that stand side by side, built up part by part in the order of the text."""

    entries: list[_Entry] = field(default_factory=list)
    last: str = ""

    def chain(self, level: str, value: str, start: int, end: int) -> bool:
        """Say more of the last citation; False where it has this part already."""
        if not self.entries:
            self.entries.append(_Entry({}, start, end))
        entry = self.entries[-1]
        if level in entry.levels:
            return False
        # What comes after "of" holds for all that were enumerated: paragraphs 1 and 2 of Article 7.
        larger = bool(self.last) and LEVELS.index(level) < LEVELS.index(self.last)
        for each in self.entries if larger else (entry,):
            each.levels.setdefault(level, value)
        entry.end = end
        self.last = level
        return True

    def also(self, level: str, value: str, start: int, end: int) -> None:
        """Enumerate: the new citation lies within the same larger parts as the one before."""
        shared = {
            each: number
            for each, number in self.entries[-1].levels.items()
            if LEVELS.index(each) < LEVELS.index(level)
        }
        self.entries.append(_Entry({**shared, level: value}, start, end))
        self.last = level

    def through(self, level: str, value: str, end: int) -> bool:
        """Make the last part a range; False where the two ends are not of one kind."""
        entry = self.entries[-1]
        if level != self.last or "-" in entry.levels[level]:
            return False
        entry.levels[level] += f"-{value}"
        entry.end = end
        return True

    def full(self) -> bool:
        """Whether the enumeration has grown past what a law cites, and the work past its bound."""
        return len(self.entries) >= 50

    def reading(self) -> Reading | None:
        if not self.entries:
            return None
        spans = []
        for entry in self.entries:
            parts = [f"{each}:{entry.levels[each]}" for each in LEVELS if each in entry.levels]
            spans.append(Span(";".join(parts), entry.start, entry.end))
        return Reading(spans, spans[-1].end)
