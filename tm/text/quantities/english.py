"""Quantities in English text."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tm.text.quantities.canonical import DIGITS, Reading, Span, between, plain, scan
from tm.text.quantities.english_citations import read_citation, read_document
from tm.text.quantities.english_dates import (
    MONTH,
    read_date,
    read_day,
    read_decade,
    read_month,
    read_time,
    read_years,
)
from tm.text.quantities.english_numbers import (
    LARGE,
    NUMBER,
    ONES,
    ORDINALS,
    SCALES,
    TEENS,
    TENS,
    WORDED,
    alternatives,
    number_value,
)
from tm.text.quantities.english_units import PEOPLE, read_unit

_ABOUT = r"(?:(?i:some|about|around|approximately|roughly|nearly|almost) )"
_MONEY = {
    "$": "usd",
    "US$": "usd",
    "€": "eur",
    "£": "gbp",
    "₩": "won",
    "USD": "usd",
    "KRW": "won",
    "KPW": "won",
    "CNY": "cny",
    "RMB": "cny",
    "JPY": "jpy",
    "EUR": "eur",
    "RUB": "rub",
}
_CURRENCY = r"(?:U\.?S\.? ?\$|(?<![A-Z])\$|[€£₩]|(?:USD|KRW|KPW|CNY|RMB|JPY|EUR|RUB)\b)"
_SCALE = rf"(?:{LARGE}|[kKmM]|bn|mn)(?![A-Za-z])"
_PRICE = re.compile(
    rf"{_ABOUT}?(?P<currency>{_CURRENCY}) ?(?P<first>{DIGITS})(?:[ -]?(?P<scale>{_SCALE}))?"
    rf"(?:(?: ?[-–—] ?| to | and (?={_CURRENCY})){_CURRENCY}?(?P<second>{DIGITS})"
    rf"(?:[ -]?(?P<scale2>{_SCALE}))?)?"
)
_AMOUNT = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<both>[Bb]etween )?(?<![A-Za-z])(?<![A-Z]-)(?P<first>{NUMBER})"
    rf"(?P<half> and a half(?: (?P<of>{LARGE}))?)?"
    rf"(?:(?: ?[-–—~] ?| to |(?(both) and | to ))(?P<second>{NUMBER}))?"
)
_HALF_OF = re.compile(r"(?i:half an? (?P<unit>hour|year))\b")
_MORE = re.compile(rf"(?: and|,)? (?P<number>{NUMBER})")
_A_LENGTH = re.compile(r"(?i:an?) (?P<unit>hour|day|week|month|year|decade)\b")
# "a year" is a length after these words or before those, elsewhere it may be a rate.
_BEFORE_LENGTH = re.compile(
    r"\b(?:for|in|within|than|after|over|nearly|almost|about|least|to) \Z", re.I
)
_AFTER_LENGTH = re.compile(r" (?:ago|later|earlier|before|after)\b")
_VAGUE = re.compile(
    rf"(?i:{_ABOUT}?(?:(?:(?P<tens>tens|hundreds) of )?"
    r"(?P<scale>dozen|hundred|thousand|million|billion)s\b"
    r"|(?:several|a few) (?P<few>dozen|hundred|thousand|million|billion)\b"
    rf"|(?:(?P<count>an?|half a|{alternatives(ONES)})[ -])?dozen\b))"
)
_ORDINAL = re.compile(
    r"(?P<digits>[0-9]{1,4})(?:st|nd|rd|th)\b"
    rf"|(?i:(?:(?P<tens>{alternatives(TENS)})-)?(?P<word>{alternatives(ORDINALS)})\b)"
    r"(?! of all\b|-)"
    r"|World War (?P<war>I{1,2}|One|Two)\b"
)
_NOT_AN_ORDINAL = {
    "first": re.compile(r"\bat \Z", re.I),
    "second": re.compile(r"\b(?:per|each|every|split) \Z", re.I),
}
_NOUN_AFTER = re.compile(r" [A-Za-z]")
_PARTS = ["third", "quarter", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_FRACTION = re.compile(
    rf"(?P<above>(?i:{alternatives(ONES)}))[- ](?P<below>(?i:{alternatives(_PARTS)}))s?\b"
    r"|(?P<one>[Aa] (?P<part>third|quarter|fifth|tenth)) of\b"
    r"|(?P<half>[Hh]alf)(?= (?:of|the)\b)|(?P<half2>[Oo]ne[- ]half)\b"
    r"|(?P<above2>[1-9])/(?P<below2>[2-9]|10)(?![0-9/])"
)


def quantities(text: str) -> Iterator[Span]:
    return scan(text, _TRIGGER, _RULES)


def _price(text: str, start: int) -> Reading | None:
    found = _PRICE.match(text, start)
    if not found:
        return None
    symbol = found["currency"].replace(".", "").replace(" ", "")
    form = f"money:{{}}:{_MONEY[symbol]}"
    scale, scale2 = (SCALES.get((found[each] or "").lower(), 1) for each in ("scale", "scale2"))
    low = number_value(found["first"]) * scale
    if not found["second"]:
        return Reading([Span(form.format(plain(low)), *found.span())], found.end())
    high = number_value(found["second"]) * scale2
    if not found["scale"]:
        low = between(low, high, Decimal(scale2))
    spans = [
        Span(form.format(plain(low)), start, found.end("scale" if found["scale"] else "first")),
        Span(form.format(plain(high)), found.start("second"), found.end()),
    ]
    return Reading(spans, found.end())


def _amount(text: str, start: int) -> Reading | None:
    found = _AMOUNT.match(text, start)
    if not found:
        return None
    first, second = found["first"], found["second"]
    if found["about"] and any(rule(text, found.start("first")) for rule in _STRUCTURED):
        return None
    form, end = read_unit(text, found.end())
    low = number_value(first)
    if found["half"]:
        # Two and a half million, a million and a half.
        low *= SCALES.get((found["of"] or "").lower(), 1)
        scale = (found["of"] or re.split(r"[ -]", first)[-1]).lower()
        low += Decimal("0.5") * SCALES.get(scale, 1)
    if form is None:
        form = "approx:{}" if found["about"] else "num:{}"
        # "one" alone is a pronoun as often as a number.
        if first.lower() == "one" and not second and not PEOPLE.match(text, end):
            return None
    elif form.startswith("dur") and not second:
        return _duration(text, start, low, form, end)
    if not second:
        return Reading([Span(form.format(plain(low)), start, end)], end)
    high = number_value(second)
    scale = re.split(r"[ -]", second.lower())[-1]
    if scale in SCALES and not first[-1].isalpha():
        low = between(low, high, Decimal(SCALES[scale]))
    spans = [
        Span(form.format(plain(low)), start, found.end("first")),
        Span(form.format(plain(high)), found.start("second"), end),
    ]
    return Reading(spans, end)


def _duration(text: str, start: int, value: Decimal, form: str, end: int) -> Reading:
    """Two years and six months, two and a half years: one length in several units."""
    units = ["y", "m", "w", "d", "h", "min", "s"]
    smaller = {"y": "6m", "h": "30min"}
    unit = form.removeprefix("dur:{}")
    if unit == "0y":
        value, unit = value * 10, "y"
    if value % 1 == Decimal("0.5") and unit in smaller and " half " in f"{text[start:end]} ":
        whole = f"{plain(value - Decimal('0.5'))}{unit}" if value > 1 else ""
        return Reading([Span(f"dur:{whole}{smaller[unit]}", start, end)], end)
    said = f"{plain(value)}{unit}"
    while more := _MORE.match(text, end):
        form_after, end_after = read_unit(text, more.end())
        unit_after = (form_after or "").removeprefix("dur:{}")
        if unit_after not in units or units.index(unit_after) <= units.index(unit):
            break
        said += f"{plain(number_value(more['number']))}{unit_after}"
        unit, end = unit_after, end_after
    return Reading([Span(f"dur:{said}", start, end)], end)


def _length(text: str, start: int) -> Reading | None:
    if half := _HALF_OF.match(text, start):
        said = "6m" if half["unit"].lower() == "year" else "30min"
        return Reading([Span(f"dur:{said}", *half.span())], half.end())
    found = _A_LENGTH.match(text, start)
    if not found or not (
        _BEFORE_LENGTH.search(text[max(0, start - 8) : start])
        or _AFTER_LENGTH.match(text, found.end())
    ):
        return None
    said = "10y" if found["unit"] == "decade" else f"1{found['unit'][0]}"
    return Reading([Span(f"dur:{said}", *found.span())], found.end())


def _vague(text: str, start: int) -> Reading | None:
    found = _VAGUE.match(text, start)
    if not found:
        return None
    scale = (found["scale"] or found["few"] or "dozen").lower()
    # A dozen is said where Korean says 10여: the unit counted, not twelve.
    value = Decimal(10 if scale == "dozen" else SCALES[scale])
    if found["tens"]:
        value *= 10 if found["tens"].lower() == "tens" else 100
    count = (found["count"] or "").lower()
    value = Decimal(6) if count == "half a" else value * ONES.get(count, 1)
    of_what = found.end() + 3 if text.startswith(" of ", found.end()) else found.end()
    form, end = read_unit(text, of_what)
    if form is None:
        form, end = "approx:{}", found.end()
    return Reading([Span(form.format(plain(value)), start, end)], end)


def _ordinal(text: str, start: int) -> Reading | None:
    found = _ORDINAL.match(text, start)
    if not found:
        return None
    if found["digits"]:
        value = int(found["digits"])
    elif found["war"]:
        value = 1 if found["war"] in ("I", "One") else 2
    else:
        word = found["word"].lower()
        other = _NOT_AN_ORDINAL.get(word)
        if other and other.search(text[max(0, start - 8) : start]):
            return None
        if word == "second" and not _NOUN_AFTER.match(text, found.end()):
            return None
        value = ORDINALS[word] + TENS.get((found["tens"] or "").lower(), 0)
    return Reading([Span(f"ord:{value}", *found.span())], found.end())


def _fraction(text: str, start: int) -> Reading | None:
    found = _FRACTION.match(text, start)
    if not found:
        return None
    if found["above2"]:
        above, below = int(found["above2"]), int(found["below2"])
    elif found["half"] or found["half2"]:
        above, below = 1, 2
    else:
        above = 1 if found["one"] else ONES[found["above"].lower()]
        part = (found["below"] or found["part"]).lower()
        below = 4 if part == "quarter" else ORDINALS[part]
    if above >= below:
        return None
    end = found.end("one") if found["one"] else found.end()
    return Reading([Span(f"frac:{above}/{below}", start, end)], end)


_WORDS = alternatives((*ONES, *TEENS, *TENS, *ORDINALS))
_TRIGGER = re.compile(
    rf"\b{_ABOUT}(?=[0-9]|{WORDED}|{_CURRENCY}|dozen|several|hundreds|thousands|tens)"
    rf"|\b[Bb]etween (?=[0-9]|{WORDED})|\bthe (?=[0-9]{{1,2}}(?:st|nd|rd|th))"
    rf"|\b{MONTH.replace('?P<month>', '?:')}|\bJuche (?=[0-9])|{_CURRENCY}|'(?=[3-9]0s)|[0-9]+"
    r"|§{1,2}|№|\b[Nn]os?\.(?= ?[0-9])|\b(?:Decree|Resolution|Directive|Ordinance) (?=[0-9])"
    r"|\b[Nn]oon\b|\b[Mm]idnight\b|\bWorld War (?=[IOT])"
    r"|\b(?:Part|(?i:chapter|section|article|(?:sub-?)?paragraph|item|point)"
    r"|[Aa]rt|[Ss]ect?|[Cc]hap|[Pp]ara)s?\b\.?(?= ?[0-9A-Za-z(])"
    r"|\b(?i:(?:several|a few|tens|hundreds|thousands|millions|billions|dozens?|half)\b"
    rf"|an?(?= (?:hundred|dozen|{LARGE}|third|quarter|fifth|tenth)\b)"
    r"|an?(?= (?:hour|day|week|month|year|decade)\b)"
    rf"|{_WORDS}(?![a-z]))"
)
_STRUCTURED = (
    read_citation,
    read_document,
    read_date,
    read_month,
    read_time,
    read_day,
    read_decade,
    read_years,
)
_RULES = (*_STRUCTURED, _price, _fraction, _length, _vague, _ordinal, _amount)
