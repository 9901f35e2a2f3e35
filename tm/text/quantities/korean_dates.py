"""Dates, times of the day and durations of several units, in Korean text."""

import re

from tm.text.quantities.canonical import Reading, Span, calendar_date, clock
from tm.text.quantities.korean_numbers import NATIVE, WITHIN, native_value

_YEAR = (
    r"(?:주체 ?(?P<juche>[0-9]{1,3})(?![0-9])(?: ?년)?"
    r"(?: ?\( ?(?P<common>[12][0-9]{3})(?: ?년)? ?\)(?: ?년)?)?"
    r"|(?P<year>[12][0-9]{3}) ?(?:\( ?주체 ?[0-9]{1,3} ?(?:년)? ?\) ?)?년"
    # 2000년간, 2000년 동안, 2000년 전: so many years, not that year.
    r"(?!간| ?동안| ?전(?:[^가-힣]|[에의부까만쯤]))(?:도(?![가-힣]))?)"
)
_DATE = re.compile(
    rf"(?:{_YEAR},? ?)?(?P<month>[0-9]{{1,2}})(?: ?[~–-] ?(?P<month2>[0-9]{{1,2}}))? ?월"
    rf"(?!{WITHIN})(?: ?(?P<day>[0-9]{{1,2}})(?:(?P<mark> ?일)(?!본|반)"
    r"|(?= ?[~–-] ?[0-9]{1,2} ?일)))?"
    r"(?(day)(?:(?: ?[~–-] ?|부터 ?|에서 ?)"
    r"(?:(?P<month3>[0-9]{1,2}) ?월 ?)?(?P<day2>[0-9]{1,2}) ?일)?)"
)
_YEARS = re.compile(rf"(?:(?P<from>[12][0-9]{{3}})(?:년 ?)? ?[~–-] ?)?{_YEAR}")
_NUMERIC = re.compile(
    r"([12][0-9]{3})(?:\. ?([0-9]{1,2})\. ?([0-9]{1,2})(?![0-9])\.?"
    r"|-([0-9]{1,2})-([0-9]{1,2})(?![0-9-])|/([0-9]{1,2})/([0-9]{1,2})(?![0-9/])"
    r"|\. ([0-9]{1,2})\.(?![0-9]))"
)
_DECADE = re.compile(r"([12][0-9]{2}0|[3-9]0) ?년대")
_TIME = re.compile(
    r"(?:(?P<half>오전|오후|새벽|아침|낮|저녁|밤) ?)?"
    rf"(?:(?P<hour>[0-9]{{1,2}})|(?P<word>{NATIVE})) ?시(?![간즌군도민장적름])"
    r"(?: ?(?:(?P<minute>[0-9]{1,2}) ?분|(?P<thirty>반)(?![가-힣])))?"
    r"|(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})(?![0-9:])"
)
_DURATION = re.compile(
    r"(?P<y>[0-9]{1,3}) ?년 ?(?P<m>[0-9]{1,2}) ?(?:개 ?월|월)(?: ?(?P<d>[0-9]{1,2})일)?"
    r"|(?P<halved>[0-9]{1,3}) ?(?P<unit>년|시간) ?반(?![가-힣])"
    r"|(?P<h>[0-9]{1,3}) ?시간 ?(?P<min>[0-9]{1,2}) ?분(?: ?(?P<s>[0-9]{1,2}) ?초)?"
)


def _year(found: re.Match[str]) -> int | None:
    if found["juche"]:
        # The year 1 of Juche is 1912.
        return int(found["common"] or 1911 + int(found["juche"]))
    return int(found["year"]) if found["year"] else None


def read_date(text: str, start: int) -> Reading | None:
    found = _DATE.match(text, start)
    if found:
        year, month = _year(found), int(found["month"])
        day, day2, month2, month3 = (
            int(found[each]) if found[each] else None
            for each in ("day", "day2", "month2", "month3")
        )
        ends = found.end()
        if month2 or day2:
            ends = found.end("month" if month2 else "mark" if found["mark"] else "day")
        dates = [(calendar_date(year, month, None if month2 else day), start, ends)]
        if month2:
            dates.append((calendar_date(year, month2, day), found.start("month2"), found.end()))
        elif day2:
            second = found.start("month3" if month3 else "day2")
            dates.append((calendar_date(year, month3 or month, day2), second, found.end()))
        spans = [Span(date, *place) for date, *place in dates if date]
        return Reading(spans, found.end()) if spans else None
    if numeric := _NUMERIC.match(text, start):
        year, month, *rest = (int(each) for each in numeric.groups() if each)
        date = calendar_date(year, month, *rest)
        return Reading([Span(date, *numeric.span())], numeric.end()) if date else None
    if years := _YEARS.match(text, start):
        spans = (
            [Span(f"date:{years['from']}", years.start("from"), years.end("from"))]
            if years["from"]
            else []
        )
        second = years.start("juche") if years["juche"] else years.start("year")
        spans.append(Span(f"date:{_year(years):04}", second if spans else start, years.end()))
        return Reading(spans, years.end())
    return None


_FROM_MIDNIGHT = frozenset({"오전", "새벽", "아침", "밤"})
# The hours that each half of the day puts after noon: 낮 11시 is not, 밤 2시 is not.
_AFTER_NOON = {"오후": range(12), "저녁": range(1, 12), "낮": range(1, 5), "밤": range(6, 12)}


def read_time(text: str, start: int) -> Reading | None:
    found = _TIME.match(text, start)
    if not found:
        return None
    hour = native_value(found["word"]) if found["word"] else int(found["hour"] or found["hour2"])
    minute = 30 if found["thirty"] else int(found["minute"] or found["minute2"] or 0)
    half = found["half"]
    if hour == 12 and half in _FROM_MIDNIGHT:
        hour = 0
    elif hour in _AFTER_NOON.get(half, ()):
        hour += 12
    time = clock(hour, minute)
    return Reading([Span(time, *found.span())], found.end()) if time else None


def read_decade(text: str, start: int) -> Reading | None:
    found = _DECADE.match(text, start)
    if not found:
        return None
    decade = found[1] if len(found[1]) == 4 else f"19{found[1]}"
    return Reading([Span(f"decade:{decade}", *found.span())], found.end())


def read_duration(text: str, start: int) -> Reading | None:
    found = _DURATION.match(text, start)
    # 97년 12월 is a month of a year that is said by halves, 1년 6월 the length of a sentence.
    if not found or (found["y"] and int(found["y"]) > 50 and "개" not in found[0]):
        return None
    if found["halved"]:
        half = "y6m" if found["unit"] == "년" else "h30min"
        return Reading([Span(f"dur:{int(found['halved'])}{half}", *found.span())], found.end())
    parts = "".join(
        f"{int(found[unit])}{unit}" for unit in ("y", "m", "d", "h", "min", "s") if found[unit]
    )
    return Reading([Span(f"dur:{parts}", *found.span())], found.end())
