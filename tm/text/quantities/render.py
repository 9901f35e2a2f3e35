"""Canonical forms as English or Korean print them."""

import re
from decimal import Decimal

_MONTHS = [
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
_LABELS = {
    "part": ("Part", "편"),
    "chap": ("Chapter", "장"),
    "sec": ("Section", "절"),
    "art": ("Article", "조"),
    "par": ("paragraph", "항"),
    "sub": ("subparagraph", "호"),
}
_LETTERS = dict(zip("abcdefghijklmn", "가나다라마바사아자차카타파하", strict=True))
_MONEY = {
    "won": ("{} won", "원"),
    "usd": ("${}", "달러"),
    "cny": ("{} yuan", "위안"),
    "jpy": ("{} yen", "엔"),
    "eur": ("€{}", "유로"),
    "rub": ("{} rubles", "루블"),
}
_DURATIONS = {
    "y": ("year", "년"),
    "m": ("month", "개월"),
    "w": ("week", "주"),
    "d": ("day", "일"),
    "h": ("hour", "시간"),
    "min": ("minute", "분"),
    "s": ("second", "초"),
}
_MEASURES = {"ri": "리", "pyong": "평", "jongbo": "정보", "t": "톤"}
_PATTERNS = {
    "date": re.compile(r"(-|[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"),
    "dur": re.compile(r"(?:[0-9]{1,9}(?:\.[0-9]{1,9})?(?:min|[ymwdhs]))+"),
    "value": re.compile(r"[0-9]{1,19}(?:\.[0-9]{1,9})?"),
}


def render(canonical: str, lang: str) -> str | None:
    """The quantity as ``lang`` would print it, or None where there is more than one way to mean it.

    art:7-9 has no rendering: it is a range as well as the ninth branch of an article 7.
    """
    language = lang.partition("-")[0].lower()
    if language not in ("en", "ko"):
        return None
    korean = language == "ko"
    kind, _, form = canonical.partition(":")
    if kind in _LABELS:
        return _citation(canonical, korean)
    writer = _WRITERS.get(kind)
    return writer(form, korean) if writer and form else None


def _citation(canonical: str, korean: bool) -> str | None:
    parts = [part.partition(":")[::2] for part in canonical.split(";")]
    levels = [level for level, _ in parts]
    if "sec" in levels and "chap" not in levels and not korean:
        # An English Section that stands alone is an article.
        return None
    printed = []
    for level, value in parts:
        if level == "item":
            if value not in _LETTERS:
                return None
            printed.append(f"{_LETTERS[value]}목" if korean else f"item ({value})")
            continue
        number, _, branch = value.partition("-")
        if level not in _LABELS or not number.isdecimal() or (branch and not branch.isdecimal()):
            return None
        if branch and (int(branch) > int(number) or level != "art"):
            return None
        label = _LABELS[level][korean]
        if korean:
            printed.append(f"제{number}{label}" + (f"의{branch}" if branch else ""))
        else:
            printed.append(f"{label} {value}")
    return (" " if korean else ", ").join(printed)


def _date(form: str, korean: bool) -> str | None:
    found = _PATTERNS["date"].fullmatch(form)
    if not found or (found[2] and not 1 <= int(found[2]) <= 12):
        return None
    year = "" if found[1] == "-" else str(int(found[1]))
    month, day = (int(each) if each else 0 for each in found.groups()[1:])
    if korean:
        parts = ((year, "년"), (month, "월"), (day, "일"))
        return " ".join(f"{value}{unit}" for value, unit in parts if value) or None
    if not month:
        return year or None
    name = _MONTHS[month - 1] + (f" {day}" if day else "")
    return f"{name}{',' if day else ''} {year}" if year else name


def _day(form: str, korean: bool) -> str | None:
    if not form.isdecimal():
        return None
    return f"{form}일" if korean else f"the {_nth(int(form))}"


def _decade(form: str, korean: bool) -> str | None:
    return form + ("년대" if korean else "s")


def _time(form: str, korean: bool) -> str | None:
    hours, _, minutes = form.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal()):
        return None
    hour, minute = int(hours), int(minutes)
    twelve = hour % 12 or 12
    if korean:
        said = f"{'오전' if hour < 12 else '오후'} {hour if hour < 12 else twelve}시"
        return said + (f" {minute}분" if minute else "")
    return f"{twelve}" + (f":{minute:02}" if minute else "") + (" a.m." if hour < 12 else " p.m.")


def _duration(form: str, korean: bool) -> str | None:
    if not _PATTERNS["dur"].fullmatch(form):
        return None
    parts = re.findall(r"([0-9.]+)(min|[ymwdhs])", form)
    if korean:
        said = " ".join(f"{value}{_DURATIONS[unit][1]}" for value, unit in parts)
        # Without 간 a number of days is a day of the month, and a long number of years a year.
        return said + ("간" if parts[-1][1] in ("d", "w") or form.endswith("y") else "")
    return " and ".join(
        f"{value} {_DURATIONS[unit][0]}{'' if value == '1' else 's'}" for value, unit in parts
    )


def _money(form: str, korean: bool) -> str | None:
    amount, _, currency = form.partition(":")
    if currency not in _MONEY or not _PATTERNS["value"].fullmatch(amount):
        return None
    english, unit = _MONEY[currency]
    return f"{_korean_number(amount)} {unit}" if korean else english.format(_english_number(amount))


def _number(form: str, korean: bool) -> str | None:
    if not _PATTERNS["value"].fullmatch(form):
        return None
    return _korean_number(form) if korean else _english_number(form)


def _about(form: str, korean: bool) -> str | None:
    number = _number(form, korean)
    return number and f"{'약' if korean else 'about'} {number}"


def _percent(form: str, korean: bool) -> str | None:
    if not _PATTERNS["value"].fullmatch(form):
        return None
    return f"{form}%" if korean else f"{form} percent"


def _fraction(form: str, korean: bool) -> str | None:
    above, _, below = form.partition("/")
    if not (above.isdecimal() and below.isdecimal()):
        return None
    return f"{below}분의 {above}" if korean else form


def _ordinal(form: str, korean: bool) -> str | None:
    if not form.isdecimal():
        return None
    return f"제{form}" if korean else _nth(int(form))


def _document(form: str, korean: bool) -> str | None:
    return f"제{form}호" if korean else f"No. {form}"


def _measure(form: str, korean: bool) -> str | None:
    amount, _, unit = form.partition(":")
    if not unit or not _PATTERNS["value"].fullmatch(amount):
        return None
    if korean:
        number = _korean_number(amount)
        return f"{number}{_MEASURES[unit]}" if unit in _MEASURES else f"{number} {unit}"
    return f"{_english_number(amount)} {'tons' if unit == 't' else unit}"


def _nth(number: int) -> str:
    tens = number % 100
    ending = "th" if 11 <= tens <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _english_number(digits: str) -> str:
    value = Decimal(digits)
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        short = value / scale
        if short >= 1 and short == round(short, 2):
            return f"{format(short.normalize(), 'f')} {name}"
    return f"{value:,f}"


def _korean_number(digits: str) -> str:
    whole, _, decimals = digits.partition(".")
    value = int(whole)
    if value < 10**4 or decimals:
        return f"{value:,}" + (f".{decimals}" if decimals else "")
    groups = []
    for unit in ("", "만", "억", "조"):
        value, group = divmod(value, 10**4) if unit != "조" else (0, value)
        if group:
            groups.append(f"{group:,}{unit}")
    return " ".join(reversed(groups))


_WRITERS = {
    "date": _date,
    "day": _day,
    "decade": _decade,
    "time": _time,
    "dur": _duration,
    "money": _money,
    "num": _number,
    "approx": _about,
    "pct": _percent,
    "frac": _fraction,
    "ord": _ordinal,
    "no": _document,
    "qty": _measure,
}
