"""Quantities and citations in English text."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tm.text.quantities.canonical import (
    DIGITS,
    Citations,
    Reading,
    Span,
    between,
    calendar_date,
    clock,
    plain,
    scan,
)
from tm.text.quantities.digits import iso_date

_ONES = {
    each: value
    for value, each in enumerate("one two three four five six seven eight nine".split(), start=1)
}
_TEENS = {
    each: value
    for value, each in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        start=10,
    )
}
_TENS = {
    each: 10 * value
    for value, each in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
}
_ORDINALS = {
    **{
        each: value
        for value, each in enumerate(
            (
                "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
                " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
            ).split(),
            start=1,
        )
    },
    **{f"{each[:-1]}ieth": value for each, value in _TENS.items()},
}


def _any(words: Iterator[str] | dict[str, int]) -> str:
    """An alternation that prefers the longer word."""
    return "|".join(sorted(words, key=len, reverse=True))


_UNDER_100 = rf"(?:(?:{_any(_TENS)})(?:[- ](?:{_any(_ONES)}))?|{_any(_TEENS)}|{_any(_ONES)})"
_UNDER_1000 = rf"(?:(?:{_UNDER_100}|a)[ -]hundred(?: (?:and )?{_UNDER_100})?|{_UNDER_100})"
_LARGE = r"(?:thousand|million|billion|trillion)"
_WORDED = (
    rf"(?i:(?:{_UNDER_1000}|half an?|an?)[ -]{_LARGE}(?: (?:and )?{_UNDER_1000})?(?![a-z])"
    rf"|{_UNDER_1000}(?![a-z]))"
)
_NUMBER = rf"(?:{DIGITS}(?:[ -](?:hundred|{_LARGE})(?![a-z]))?|{_WORDED})"

_UNITS = {
    r" ?%| percentage points?| per ?cent| pct\.?": "pct:{}",
    r"(?: U\.?S\.?| American)? dollars?| USD": "money:{}:usd",
    r"(?: North Korean| South Korean| Korean| DPRK)? won(?! (?:the|an?|his|her|its|by|in)\b)| K[PR]W": "money:{}:won",
    r"(?: Chinese)? (?:yuan|renminbi)| RMB| CNY": "money:{}:cny",
    r"(?: Japanese)? yen| JPY": "money:{}:jpy",
    r" euros?| EUR": "money:{}:eur",
    r"(?: Russian)? rou?bles?| RUB": "money:{}:rub",
    r"[ -]years?[ -]olds?| years? of age": "num:{}",
    r"[ -]years?": "dur:{}y",
    r"[ -]months?": "dur:{}m",
    r"[ -]weeks?": "dur:{}w",
    r"[ -](?:calendar |working |business )?days?": "dur:{}d",
    r"[ -]hours?": "dur:{}h",
    r"[ -]minutes?": "dur:{}min",
    r"[ -]seconds?": "dur:{}s",
    r"[ -]?(?:kilograms?|kilos?|kgs?)": "qty:{}:kg",
    r"[ -]?(?:grams?|g)": "qty:{}:g",
    r"[ -](?:metric )?(?:tons?|tonnes?)|[ -]?t": "qty:{}:t",
    r"[ -]?(?:square kilomet(?:er|re)s?|sq\.? km|km²)": "qty:{}:km²",
    r"[ -]?(?:square met(?:er|re)s?|sq\.? m|m²)": "qty:{}:m²",
    r"[ -]?(?:kilomet(?:er|re)s?|kms?)": "qty:{}:km",
    r"[ -]?(?:centimet(?:er|re)s?|cm)": "qty:{}:cm",
    r"[ -]?(?:millimet(?:er|re)s?|mm)": "qty:{}:mm",
    r"[ -]?(?:met(?:er|re)s?|m)": "qty:{}:m",
    r"[ -]?(?:hectares?|ha)": "qty:{}:ha",
    r"[ -]?(?:lit(?:er|re)s?|L)": "qty:{}:L",
    r"[ -]?(?:kilowatts?|kW)": "qty:{}:kW",
    r"[ -]?(?:megawatts?|MW)": "qty:{}:MW",
    r"[ -]?(?:jongbo|ch[o']?ngbo|chŏngbo)": "qty:{}:jongbo",
    r"[ -]?p'?[yŏ]+o?ng": "qty:{}:pyong",
    r"[ -]ri": "qty:{}:ri",
}
_UNIT = re.compile("(?:" + "|".join(f"({each})" for each in _UNITS) + r")(?![A-Za-z0-9])")
_FORMS = tuple(_UNITS.values())
_PEOPLE = re.compile(
    r" (?:people|persons?|men|women|soldiers|troops|households|residents|workers|times)\b"
)


def quantities(text: str) -> Iterator[Span]:
    return scan(text, _TRIGGER, _RULES)


def _value(number: str) -> Decimal:
    """25,000, 12.3 trillion, two hundred and fifty thousand, half a million."""
    total = current = Decimal(0)
    for word in re.split(r"[ -]", number.lower()):
        if word in _SCALES:
            current = (current or Decimal(1)) * _SCALES[word]
            if word != "hundred":
                total, current = total + current, Decimal(0)
        elif word == "half":
            current = Decimal("0.5")
        elif word in _ONES or word in _TEENS or word in _TENS:
            current += _ONES.get(word) or _TEENS.get(word) or _TENS[word]
        elif word[:1].isdecimal():
            current = Decimal(word.replace(",", ""))
    return total + current


# Citations and numbers of documents

_LABELS = {
    "part": "part",
    "chapter": "chap",
    "chap": "chap",
    "section": "art",
    "sect": "art",
    "sec": "art",
    "article": "art",
    "art": "art",
    "§": "art",
    "paragraph": "par",
    "para": "par",
    "subparagraph": "sub",
    "item": "sub",
    "point": "sub",
}
_BRANCHES = {"bis": 2, "ter": 3, "quater": 4}
_LABEL = re.compile(
    r"(?P<label>(?:Part|(?i:chapter|section|article|(?:sub-?)?paragraph|item|point))s?\b"
    r"|(?:[Aa]rt|[Ss]ec|[Ss]ect|[Cc]hap|[Pp]ara)s?\b\.?|§{1,2}) ?"
)
_VALUE = re.compile(
    r"(?:(?P<number>[0-9]{1,5})(?![0-9])|(?P<roman>[IVXL]{1,7})\b|\((?P<letter>[a-z])\)|(?P<bare>[a-z])\b(?!['.][a-z])"
    r"|\((?P<inner>[0-9]{1,3})\))"
    r"(?:(?P<hyphen>-)(?P<second>[0-9]{1,5})(?![0-9])| ?(?P<branch>bis|ter|quater)\b)?"
)
_INNER = re.compile(
    r" ?\((?P<number>[0-9]{1,3})\)| ?\((?P<letter>[a-z])\)| (?P<bare>[0-9]{1,3})(?= ?\(|[.,;:)]|$| of )"
    r"|\.(?P<dotted>[0-9]{1,3})(?![0-9.])"
)
_JOIN = re.compile(
    r"(?P<through> ?[–—] ?| to | through | thru )|(?P<also>,? (?:and|or) | ?& ?|, (?=[0-9]))"
    r"|(?P<more>,? of (?:the )?|,? )"
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_DOCUMENT_NUMBER = re.compile(
    r"(?:Nos?\.? ?|№ ?|(?:Decree|Resolution|Act|Order|Directive|Ordinance) )(?P<number>[0-9]{1,7}(?:-[0-9]{1,5})?)(?![0-9,]*[0-9])"
)


def _roman(numeral: str) -> int:
    values = [_ROMAN[each] for each in numeral]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def _citation(text: str, start: int) -> Reading | None:
    found = Citations()
    label = _LABEL.match(text, start)
    how: re.Match[str] | None = None
    level, plural, place = "", False, start
    if not label:
        return None
    while True:
        if label:
            name = label["label"].rstrip(".").lower().replace("-", "")
            plural = name == "§§" or name.endswith("s")
            level = _LABELS[name if name in _LABELS else name[:-1]]
            begin, place = label.span()
            if label["label"].lower().startswith("sec") and any(
                "chap" in entry.levels for entry in found.entries
            ):
                level = "sec"
        else:
            begin = place
        value = _VALUE.match(text, place)
        if not value or not (label or value["number"] or value["inner"]):
            break
        lettered = value["letter"] or value["bare"]
        if value["roman"]:
            number = str(_roman(value["roman"]))
        elif lettered:
            if level not in ("sub", "item"):
                break
            level, number = "item", lettered
        else:
            number = str(int(value["number"] or value["inner"]))
        if value["branch"]:
            number += f"-{_BRANCHES[value['branch']]}"
        elif value["hyphen"] and not plural:
            number += f"-{int(value['second'])}"
        end = (
            value.end() if not value["hyphen"] or plural or value["second"] else value.end("number")
        )
        if how and how["through"]:
            if not found.through(level, number, end):
                break
        elif how and how["also"]:
            if found.full() or (not label and not plural):
                break
            found.also(level, number, begin, end)
        elif not found.chain(level, number, begin, end):
            break
        if value["hyphen"] and plural:
            found.through(level, str(int(value["second"])), end)
        place = _details(text, end, found)
        how = _JOIN.match(text, place)
        if not how:
            break
        place = how.end()
        label = _LABEL.match(text, place)
        if not label and how["more"]:
            break
    return found.reading()


def _details(text: str, place: int, found: Citations) -> int:
    """(3) 2 (a) after an article: its paragraph, subparagraph, item."""
    while inner := _INNER.match(text, place):
        if inner["letter"]:
            level = "item"
        elif found.last == "art" and not inner["bare"]:
            level = "par"
        elif found.last == "par" and not inner["dotted"]:
            level = "sub"
        else:
            break
        value = inner["letter"] or str(int(inner["number"] or inner["bare"] or inner["dotted"]))
        if not found.chain(level, value, inner.start(), inner.end()):
            break
        place = inner.end()
    return place


def _document(text: str, start: int) -> Reading | None:
    found = _DOCUMENT_NUMBER.match(text, start)
    if not found:
        return None
    number = "-".join(str(int(each)) for each in found["number"].split("-"))
    return Reading([Span(f"no:{number}", *found.span())], found.end())


# Dates and times

_MONTH_NAMES = (
    "January February March April May June July August September October November December".split()
)
_MONTHS = {name[:3].lower(): number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTH = (
    rf"(?P<month>(?:{'|'.join(_MONTH_NAMES)})\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_NOT_A_DAY = r"(?![0-9]|[,.][0-9]{3}|[:%]|\.[0-9])"
_YEAR = (
    r"(?:(?P<year>[12][0-9]{3})(?![0-9]|,[0-9]{3}|s\b)"
    r"|Juche (?P<juche>[0-9]{1,3})(?![0-9])(?: ?\((?P<common>[12][0-9]{3})\))?)"
)
_MDY = re.compile(
    rf"{_MONTH} ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_NOT_A_DAY}"
    rf"(?:(?: ?[-–—] ?| to | through )(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?{_NOT_A_DAY})?(?:(?:,| of)? {_YEAR})?"
)
_DMY = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:(?: ?[-–—] ?| to )(?P<day2>[0-9]{1,2})(?:st|nd|rd|th)?)?"
    rf" (?:of )?{_MONTH}(?:(?:,| of)? {_YEAR})?"
)
_MY = re.compile(rf"{_MONTH}(?:,| of)? {_YEAR}")
_MONTH_ALONE = re.compile(
    r"January|February|April|June|July|August|September|October|November|December"
    r"|(?:(?<=in )|(?<=of )|(?<=ly )|(?<=te )|(?<=id-)|(?<=ce )|(?<=il )|(?<=st )|(?<=by ))(?:May|March)\b"
)
_YEARS = re.compile(rf"{_YEAR}(?:(?: ?[-–—] ?| to )(?P<to>[12][0-9]{{3}}|[0-9]{{2}})(?![0-9-]))?")
_DECADE = re.compile(r"'?(?P<decade>[12][0-9]{2}0|[3-9]0)'?s\b")
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?:(?P<half>[ap])\.?m\b\.?|(?P<half2>[AP])\.?M\b\.?)"
    r"|(?P<hour24>[0-9]{1,2}):(?P<minute24>[0-9]{2})(?![0-9:])"
    r"|(?P<noon>[Nn]oon|[Mm]idnight)\b"
    r"|(?P<clock>[0-9]{1,2}|(?i:" + _any(_ONES) + "|ten|eleven|twelve)) o'clock\b"
)
_ON_THE = re.compile(
    r"the (?P<day>[0-9]{1,2})(?:st|nd|rd|th)(?= of (?:this|last|next|the) month|[.,;:!?)]| ?\Z)"
)
_YEAR_STARTS = (1800, 2100)


def _year(found: re.Match[str]) -> int | None:
    if found["juche"]:
        # The year 1 of Juche is 1912.
        return int(found["common"] or 1911 + int(found["juche"]))
    return int(found["year"]) if found["year"] else None


def _date(text: str, start: int) -> Reading | None:
    if iso := iso_date(text, start):
        return iso
    found = _MDY.match(text, start) or _DMY.match(text, start) or _MY.match(text, start)
    if not found:
        return None
    year, month = _year(found), _MONTHS[found["month"][:3].lower()]
    days = found.groupdict()
    if days.get("day2"):
        ends = [(start, found.end("day")), (found.start("day2"), found.end())]
        dates = [calendar_date(year, month, int(days[each])) for each in ("day", "day2")]
    else:
        ends = [found.span()]
        dates = [calendar_date(year, month, int(days["day"]) if days.get("day") else None)]
    spans = [Span(date, *place) for date, place in zip(dates, ends, strict=True) if date]
    return Reading(spans, found.end()) if spans else None


def _month(text: str, start: int) -> Reading | None:
    found = _MONTH_ALONE.match(text, start)
    if not found:
        return None
    month = _MONTHS[found[0][:3].lower()]
    return Reading([Span(f"date:--{month:02}", *found.span())], found.end())


def _years(text: str, start: int) -> Reading | None:
    found = _YEARS.match(text, start)
    if not found:
        return None
    year = _year(found)
    if found["year"] and (
        not _YEAR_STARTS[0] <= int(found["year"]) < _YEAR_STARTS[1]
        or _UNIT.match(text, found.end("year"))
        or _PEOPLE.match(text, found.end("year"))
        or re.compile(r"\.[0-9]").match(text, found.end("year"))
        or text[max(0, start - 1) : start] in ("-", ".", ",")
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


def _decade(text: str, start: int) -> Reading | None:
    found = _DECADE.match(text, start)
    if not found:
        return None
    decade = found["decade"]
    decade = decade if len(decade) == 4 else f"19{decade}"
    return Reading([Span(f"decade:{decade}", *found.span())], found.end())


def _time(text: str, start: int) -> Reading | None:
    found = _TIME.match(text, start)
    if not found:
        return None
    half = (found["half"] or found["half2"] or "").lower()
    if found["noon"]:
        time = clock(12 if found["noon"].lower() == "noon" else 0, 0)
    elif half:
        hour = int(found["hour"])
        time = (
            clock(hour % 12 + (12 if half == "p" else 0), int(found["minute"] or 0))
            if hour <= 12
            else None
        )
    elif found["clock"]:
        time = clock(int(_value(found["clock"])), 0)
    else:
        time = clock(int(found["hour24"]), int(found["minute24"]))
    return Reading([Span(time, *found.span())], found.end()) if time else None


def _day(text: str, start: int) -> Reading | None:
    found = _ON_THE.match(text, start)
    if not found or not 1 <= int(found["day"]) <= 31:
        return None
    return Reading([Span(f"day:{int(found['day'])}", *found.span())], found.end())


# Numbers and what they count

_ABOUT = r"(?:(?i:some|about|around|approximately|roughly|nearly|almost|circa) )"
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
_PRICE = re.compile(
    rf"{_ABOUT}?(?P<currency>{_CURRENCY}) ?(?P<first>{DIGITS})(?: ?(?P<scale>{_LARGE}|[kKmM]|bn|mn)(?![A-Za-z]))?"
    rf"(?:(?: ?[-–—] ?| to | and (?={_CURRENCY})){_CURRENCY}?(?P<second>{DIGITS})"
    rf"(?: ?(?P<scale2>{_LARGE}|[kKmM]|bn|mn)(?![A-Za-z]))?)?"
)
_AMOUNT = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<both>[Bb]etween )?(?<![A-Za-z])(?<![A-Z]-)(?P<first>{_NUMBER})"
    rf"(?:(?: ?[-–—~] ?| to |(?(both) and | to ))(?P<second>{_NUMBER}))?"
)
_HALF = re.compile(r"(?i: and a half)")
_AND_MONTHS = re.compile(
    rf"(?: and|,)? (?P<months>{_NUMBER}) months?\b(?:(?: and|,)? (?P<days>{_NUMBER}) days?\b)?"
)
_VAGUE = re.compile(
    rf"(?i:(?P<about>{_ABOUT})?(?:(?P<tens>tens|hundreds) of )?(?P<scale>dozen|hundred|thousand|million|billion)s\b(?: of\b)?"
    r"|(?:several|a few|many) (?P<scale2>dozen|hundred|thousand|million|billion)\b"
    rf"|(?P<count>an?|half a|{_any(_ONES)})?(?:(?<=[a-z])[ -])?dozen\b)"
)
_ORDINAL = re.compile(
    r"(?P<digits>[0-9]{1,4})(?:st|nd|rd|th)\b"
    rf"|(?i:(?:(?P<tens>{_any(_TENS)})-)?(?P<word>{_any(_ORDINALS)})\b(?! of all\b|-))"
)
_FRACTION = re.compile(
    rf"(?P<above>(?i:{_any(_ONES)}))[- ](?P<below>(?i:thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?))\b"
    r"|(?P<one>[Aa] (?P<below1>third|quarter|fifth|tenth)) of\b"
    r"|(?P<above2>[1-9])/(?P<below2>[2-9]|10)(?![0-9/])"
)


def _unit(text: str, place: int) -> tuple[str | None, int]:
    """The form that the unit at ``place`` gives its number, and where the unit ends."""
    found = _UNIT.match(text, place)
    return (
        (_FORMS[found.lastindex - 1], found.end()) if found and found.lastindex else (None, place)
    )


def _price(text: str, start: int) -> Reading | None:
    found = _PRICE.match(text, start)
    if not found:
        return None
    symbol = found["currency"].replace(".", "").replace(" ", "")
    form = f"money:{{}}:{_MONEY[symbol]}"
    scale, scale2 = (_SCALES.get((found[each] or "").lower(), 1) for each in ("scale", "scale2"))
    low = _value(found["first"]) * scale
    if not found["second"]:
        return Reading([Span(form.format(plain(low)), *found.span())], found.end())
    high = _value(found["second"]) * scale2
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
    low = _value(first)
    place = found.end()
    if half := _HALF.match(text, found.end()):
        place = half.end()
    form, end = _unit(text, place)
    if second:
        high = _value(second)
        scale = re.search(r"[a-z]+\Z", second)
        if scale and not re.search(r"[a-z]\Z", first) and scale[0] in _SCALES:
            low = between(low, high, Decimal(_SCALES[scale[0]]))
    if half and (form or "").startswith("dur"):
        if form == "dur:{}y" and not second:
            return Reading([Span(f"dur:{plain(low)}y6m", start, end)], end)
    if form == "dur:{}y" and not second and (months := _AND_MONTHS.match(text, end)):
        duration = f"dur:{plain(low)}y{plain(_value(months['months']))}m"
        if months["days"]:
            duration += f"{plain(_value(months['days']))}d"
        return Reading([Span(duration, start, months.end())], months.end())
    if form is None:
        form, end = ("approx:{}" if found["about"] else "num:{}"), found.end()
        # "one" alone is a pronoun as often as a number.
        if first.lower() == "one" and not second and not _PEOPLE.match(text, end):
            return None
    if not second:
        return Reading([Span(form.format(plain(low)), start, end)], end)
    spans = [
        Span(form.format(plain(low)), start, found.end("first")),
        Span(form.format(plain(high)), found.start("second"), end),
    ]
    return Reading(spans, end)


def _vague(text: str, start: int) -> Reading | None:
    found = _VAGUE.match(text, start)
    if not found:
        return None
    scale = (found["scale"] or found["scale2"] or "dozen").lower()
    # A dozen is said where Korean says 10여: the unit counted, not twelve.
    value = Decimal(10 if scale == "dozen" else _SCALES[scale])
    if found["tens"]:
        value *= 10 if found["tens"].lower() == "tens" else 100
    count = (found["count"] or "a").lower()
    if count == "half a":
        value = Decimal(6)
    elif count in _ONES:
        value *= _ONES[count]
    return Reading([Span(f"approx:{plain(value)}", *found.span())], found.end())


def _ordinal(text: str, start: int) -> Reading | None:
    found = _ORDINAL.match(text, start)
    if not found:
        return None
    if found["digits"]:
        value = int(found["digits"])
    else:
        word = found["word"].lower()
        before = text[max(0, start - 9) : start].lower()
        if (
            (word == "first"
            and before.endswith("at "))
            or (word == "second"
            and before.endswith((" a ", "per ", "each ", "every ")))
        ):
            return None
        value = _ORDINALS[word] + _TENS.get((found["tens"] or "").lower(), 0)
    return Reading([Span(f"ord:{value}", *found.span())], found.end())


def _fraction(text: str, start: int) -> Reading | None:
    found = _FRACTION.match(text, start)
    if not found:
        return None
    if found["above2"]:
        above, below = int(found["above2"]), int(found["below2"])
    else:
        above = 1 if found["one"] else _ONES[found["above"].lower()]
        name = (found["below"] or found["below1"]).lower().rstrip("s")
        below = 4 if name == "quarter" else _ORDINALS[name]
    if above >= below:
        return None
    end = found.end("one") if found["one"] else found.end()
    return Reading([Span(f"frac:{above}/{below}", start, end)], end)


_TRIGGER = re.compile(
    rf"{_ABOUT}(?=[0-9]|{_CURRENCY}|{_WORDED})|[Bb]etween (?=[0-9]|{_WORDED})|the (?=[0-9]{{1,2}}(?:st|nd|rd|th))"
    rf"|\b(?:{_MONTH.replace('?P<month>', '?:')})|\bJuche (?=[0-9])|{_CURRENCY}|'(?=[3-9]0s)|[0-9]+"
    r"|§{1,2}|№|\bNos?\b|\b(?:Decree|Resolution|Act|Order|Directive|Ordinance) (?=[0-9])|\b[Nn]oon\b|\b[Mm]idnight\b"
    r"|\b(?:Part|(?i:chapter|section|article|(?:sub-?)?paragraph|item|point)|[Aa]rt|[Ss]ect?|[Cc]hap|[Pp]ara)s?\b\.?(?= ?[0-9IVXL(a-z])"
    rf"|\b(?i:several|a few|many|tens|hundreds|thousands|millions|billions|dozens?|half an?|an?(?= (?:hundred|dozen|{_LARGE}|third|quarter|fifth|tenth)\b)"
    rf"|{_any({**_ONES, **_TEENS, **_TENS, **_ORDINALS})})(?![a-z])"
)
_RULES = (
    _citation,
    _document,
    _date,
    _month,
    _time,
    _day,
    _decade,
    _years,
    _price,
    _fraction,
    _vague,
    _ordinal,
    _amount,
)
