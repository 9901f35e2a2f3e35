"""Dates and times of the day in English text."""

import re

from tm.text.quantities.canonical import Reading, Span, calendar_date, clock
from tm.text.quantities.digits import iso_date
from tm.text.quantities.english_numbers import ONES, alternatives, number_value
from tm.text.quantities.english_units import PEOPLE, UNIT

_MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTHS = {name[:3].lower(): number for number, name in enumerate(_MONTH_NAMES, start=1)}
MONTH = (
    rf"(?P<month>(?:{'|'.join(_MONTH_NAMES)})\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_NOT_A_DAY = r"(?![0-9]|[,.][0-9]{3}|[:%]|\.[0-9])"
_YEAR = (
    r"(?:(?P<year>[12][0-9]{3})(?![0-9]|,[0-9]{3}|s\b)"
    r"|Juche (?P<juche>[0-9]{1,3})(?![0-9])(?: ?\((?P<common>[12][0-9]{3})\))?)"
)
_MDY = re.compile(
    rf"{MONTH} ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_NOT_A_DAY}"
    rf"(?:(?: ?[-–—] ?| to | through )(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?{_NOT_A_DAY})?"
    rf"(?:(?:,| of)? {_YEAR})?"
)
_DMY = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
    r"(?:(?: ?[-–—] ?| to )(?P<day2>[0-9]{1,2})(?:st|nd|rd|th)?)?"
    rf" (?:of )?{MONTH}(?:(?:,| of)? {_YEAR})?"
)
_MY = re.compile(rf"{MONTH}(?:,| of)? {_YEAR}")
_MONTH_ALONE = re.compile(rf"(?:{'|'.join(_MONTH_NAMES)})\b")
# May and March are words as well; these make months of them.
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|since|until|till|by|from|through|early|late|mid|last|this|next|every)[ -]\Z", re.I
)
_YEARS = re.compile(rf"{_YEAR}(?:(?: ?[-–—] ?| to )(?P<to>[12][0-9]{{3}}|[0-9]{{2}})(?![0-9-]))?")
_DECADE = re.compile(r"'?(?P<decade>[12][0-9]{2}0|[3-9]0)'?s\b")
# The seventies of a century, not those of a life ("in her 70s").
_BEFORE_DECADE = re.compile(r"(?:\bthe|\bearly|\blate|\bmid)[ -]\Z", re.I)
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?P<half>[ap]\.?m|[AP]\.?M)\b\.?"
    r"|(?P<hour24>[0-9]{1,2}):(?P<minute24>[0-9]{2})(?![0-9:])"
    r"|(?P<noon>[Nn]oon|[Mm]idnight)\b"
    rf"|(?P<clock>[0-9]{{1,2}}|(?i:{alternatives((*ONES, 'ten', 'eleven', 'twelve'))})) o'clock\b"
)
_ON_THE = re.compile(
    r"the (?P<day>[0-9]{1,2})(?:st|nd|rd|th)(?= of (?:this|last|next|the) month|[.,;:!?)]| ?\Z)"
)
# Four digits outside these are counted things as often as years.
_BARE_YEARS = range(1800, 2100)
_NOT_A_YEAR = re.compile(r"\.[0-9]")
_INSIDE_A_NAME = re.compile(r"(?:[A-Z0-9]-|[.,])\Z")


def _year(found: re.Match[str]) -> int | None:
    if found["juche"]:
        # The year 1 of Juche is 1912.
        return int(found["common"] or 1911 + int(found["juche"]))
    return int(found["year"]) if found["year"] else None


def read_date(text: str, start: int) -> Reading | None:
    if iso := iso_date(text, start):
        return iso
    found = _MDY.match(text, start) or _DMY.match(text, start) or _MY.match(text, start)
    if not found:
        return None
    year, month = _year(found), _MONTHS[found["month"][:3].lower()]
    days: list[int | None] = [
        int(each) for each in (found.groupdict().get(d) for d in ("day", "day2")) if each
    ]
    dates = [calendar_date(year, month, day) for day in days or [None]]
    places = [found.span()]
    if len(days) == 2:
        places = [(start, found.end("day")), (found.start("day2"), found.end())]
    spans = [Span(date, *place) for date, place in zip(dates, places, strict=True) if date]
    return Reading(spans, found.end()) if spans else None


def read_month(text: str, start: int) -> Reading | None:
    found = _MONTH_ALONE.match(text, start)
    if not found:
        return None
    if found[0] in ("May", "March") and not _BEFORE_MONTH.search(text[max(0, start - 8) : start]):
        return None
    month = _MONTHS[found[0][:3].lower()]
    return Reading([Span(f"date:--{month:02}", *found.span())], found.end())


def read_years(text: str, start: int) -> Reading | None:
    found = _YEARS.match(text, start)
    if not found:
        return None
    year = _year(found)
    if found["year"] and (
        int(found["year"]) not in _BARE_YEARS
        or any(each.match(text, found.end("year")) for each in (UNIT, PEOPLE, _NOT_A_YEAR))
        or _INSIDE_A_NAME.search(text[max(0, start - 2) : start])
    ):
        return None
    if not found["to"]:
        return Reading([Span(f"date:{year:04}", *found.span())], found.end())
    last = found["to"] if len(found["to"]) == 4 else f"{year:04}"[:2] + found["to"]
    if int(last) <= (year or 0):
        return Reading([Span(f"date:{year:04}", start, found.end("year"))], found.end("year"))
    spans = [
        Span(f"date:{year:04}", start, found.end("year")),
        Span(f"date:{last}", found.start("to"), found.end()),
    ]
    return Reading(spans, found.end())


def read_decade(text: str, start: int) -> Reading | None:
    found = _DECADE.match(text, start)
    if not found:
        return None
    decade = found["decade"]
    if len(decade) == 2:
        if found[0][0] != "'" and not _BEFORE_DECADE.search(text[max(0, start - 6) : start]):
            return None
        decade = f"19{decade}"
    return Reading([Span(f"decade:{decade}", *found.span())], found.end())


def read_time(text: str, start: int) -> Reading | None:
    found = _TIME.match(text, start)
    if not found:
        return None
    if found["noon"]:
        time = clock(12 if found["noon"].lower() == "noon" else 0, 0)
    elif found["half"]:
        hour, afternoon = int(found["hour"]), found["half"][0].lower() == "p"
        hour = hour % 12 + (12 if afternoon else 0) if hour <= 12 else hour
        time = clock(hour, int(found["minute"] or 0))
    elif found["clock"]:
        time = clock(int(number_value(found["clock"])), 0)
    else:
        time = clock(int(found["hour24"]), int(found["minute24"]))
    return Reading([Span(time, *found.span())], found.end()) if time else None


def read_day(text: str, start: int) -> Reading | None:
    found = _ON_THE.match(text, start)
    if not found or not 1 <= int(found["day"]) <= 31:
        return None
    return Reading([Span(f"day:{int(found['day'])}", *found.span())], found.end())
