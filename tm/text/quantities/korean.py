"""Quantities in Korean text, of the South and of the North."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tm.text.quantities.canonical import Reading, Span, between, plain, scan
from tm.text.quantities.korean_citations import read_citation, read_document
from tm.text.quantities.korean_dates import read_date, read_decade, read_duration, read_time
from tm.text.quantities.korean_numbers import (
    END,
    NATIVE,
    NATIVE_ONES,
    NATIVE_TENS,
    NUMBER,
    WITHIN,
    native_value,
    number_value,
    shared_scale,
)

_DAYS = {
    each: value
    for value, each in enumerate(
        ["이틀", "사흘", "나흘", "닷새", "엿새", "이레", "여드레", "아흐레", "열흘"], start=2
    )
} | {"보름": 15}

# The units in the order in which they are tried; {} stands for the number.
_UNITS = {
    r"%포인트|%p|%|퍼센트|퍼쎈트|프로(?![그젝필축세])": "pct:{}",
    r"(?:미국? ?)?(?:딸라|딸러|달러화?)|불(?![가-힣](?<![을의이에로]))": "money:{}:usd",
    r"(?:중국 ?)?위안화?(?!부)": "money:{}:cny",
    r"엔화?(?!진)": "money:{}:jpy",
    r"유로화?(?!파)": "money:{}:eur",
    r"루블|루불": "money:{}:rub",
    r"원화?(?![칙인자고정유로안내문])": "money:{}:won",
    r"시간": "dur:{}h",
    rf"분{END}(?! ?의 ?[0-9])": "dur:{}min",
    rf"초{END}": "dur:{}s",
    rf"개년|년{END}(?! ?[0-9]{{1,2}} ?월)|해{END}": "dur:{}y",
    rf"개 ?월|달(?!러|라){END}": "dur:{}m",
    rf"월(?={WITHIN})": "dur:{}m",
    rf"주일간?|주간(?!지)|주{END}": "dur:{}w",
    rf"일(?={WITHIN})|일간": "dur:{}d",
    r"일(?!본|반)": "day:{}",
    # The parallel is the one line that has its number for a name.
    r"세기|(?<=38)선": "ord:{}",
    r"주년|돐|돌(?![가-힣])|번째|째(?![가-힣])": "ord:{}",
    r"차(?!례|량|원|선|단|관)|위(?!안|원|험|성|치)": "ord:{}",
    r"킬로그램|킬로그람|㎏|kg(?![a-z])": "qty:{}:kg",
    r"그램|그람|g(?![A-Za-z])": "qty:{}:g",
    r"㎢|평방 ?킬로메터|제곱킬로미터|km²": "qty:{}:km²",
    r"㎡|평방 ?메터|제곱미터|m²": "qty:{}:m²",
    r"킬로미터|킬로메터|㎞|km(?![a-z])": "qty:{}:km",
    r"센티미터|센치메터|㎝|cm(?![a-z])": "qty:{}:cm",
    r"밀리미터|미리메터|㎜|mm(?![a-z])": "qty:{}:mm",
    r"미터|메터|m(?![a-z])": "qty:{}:m",
    r"톤|t(?![a-z])": "qty:{}:t",
    r"헥타르|㏊|ha(?![a-z])": "qty:{}:ha",
    r"리터|ℓ|L(?![A-Za-z])": "qty:{}:L",
    r"킬로와트|kW(?![A-Za-z])": "qty:{}:kW",
    r"메가와트|MW(?![A-Za-z])": "qty:{}:MW",
    r"정보(?![가-힣](?<![의에를가는로이와도]))": "qty:{}:jongbo",
    rf"평(?!방|균|양|안|가|화|등){END}": "qty:{}:pyong",
    rf"리{END}": "qty:{}:ri",
}
_UNIT = "|".join(f"({each})" for each in _UNITS)
_FORMS = tuple(_UNITS.values())
_COUNTER = (
    r"명|사람|가지|개(?!골|월)|번(?!째|지|호)|차례|척|마리|권|그루|살|곳|군데|쌍|가구|세대|나라|끼"
)
# After a word these count only where a space parts them from it: 열 대, but 열대.
_SHORT_COUNTER = rf"(?:배|건|회|대|장|채|벌|병|통|줄|분|표|발|인|기){END}"


def quantities(text: str) -> Iterator[Span]:
    return scan(text, _TRIGGER, _RULES)


_FRACTION = re.compile(
    r"([0-9]{1,4}) ?분 ?의 ?([0-9]{1,4})|([1-9])/([2-9]|10)(?![0-9/]| ?분기)|절반"
)
_ABOUT = r"(?:(?:약|대략|거의|근) ?)"
_AMOUNT = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<ordinal>제 ?)?(?P<currency>(?:US\$|[$€₩]|중국 ?돈|인민폐) ?)?"
    rf"(?<![A-Za-z])(?<![A-Z]-)(?P<first>{NUMBER})"
    rf"(?:(?: ?[~–-] ?|에서 ?| ?내지 ?)(?P<second>{NUMBER}))?"
    r"(?P<some>여(?!단|성|자|객|인))?"
)
_WORDS = re.compile(
    rf"(?P<about>{_ABOUT})?(?:"
    r"(?P<vague>(?:수|몇) ?(?P<many>[십백천만억조]{1,3}))"
    rf"|(?P<native>{NATIVE})"
    r"|(?P<sino>[일이삼사오육륙칠팔구십백천만억]{1,12})"
    r")(?P<some>여)?"
)
_SUFFIX = re.compile(rf" ?(?:{_UNIT})")
_COUNTED = re.compile(rf" ?(?:{_COUNTER}|{_SHORT_COUNTER})")
_WORD_COUNTED = re.compile(rf" ?(?:{_COUNTER})| {_SHORT_COUNTER}")
_ROUGHLY = re.compile(r"(?:(?!정도)[가-힣]){0,3} ?(?:가량|정도|쯤|남짓|안팎|내외)")
_SYMBOLS = {"US$": "usd", "$": "usd", "€": "eur", "₩": "won"}
_DAY_WORDS = re.compile("|".join(_DAYS))
_FIRST = re.compile(r"첫(?: ?(?:번째|째)|(?![가-힣]))|(?P<nth>[둘셋넷])째")


def _fraction(text: str, start: int) -> Reading | None:
    found = _FRACTION.match(text, start)
    if not found:
        return None
    below, above = found[1] or found[4] or "2", found[2] or found[3] or "1"
    if int(above) >= int(below):
        return None
    return Reading([Span(f"frac:{int(above)}/{int(below)}", *found.span())], found.end())


def _unit(text: str, place: int) -> tuple[str | None, int]:
    """The form that the unit at ``place`` gives its number, and where the unit ends."""
    found = _SUFFIX.match(text, place)
    if not found or not found.lastindex:
        return None, place
    return _FORMS[found.lastindex - 1], found.end()


def _form(form: str | None, value: Decimal, about: bool) -> str:
    if form == "day:{}" and (about or value != int(value) or not 1 <= value <= 31):
        form = "dur:{}d"
    return (form or ("approx:{}" if about else "num:{}")).format(plain(value))


def _amount(text: str, start: int) -> Reading | None:
    found = _AMOUNT.match(text, start)
    if not found or not found["first"]:
        return None
    if found["about"] and any(rule(text, found.start("first")) for rule in _STRUCTURED):
        return None
    first, second = found["first"], found["second"]
    form, end = _unit(text, found.end())
    about = bool(found["about"] or found["some"])
    if found["ordinal"] and not (form and form.startswith("money")):
        form = "ord:{}"
    if symbol := (found["currency"] or "").strip():
        form = f"money:{{}}:{_SYMBOLS.get(symbol, 'cny')}"
    if form is None:
        if counted := _COUNTED.match(text, end):
            end = counted.end()
        about = about or bool(_ROUGHLY.match(text, end))
    if not second:
        return Reading([Span(_form(form, number_value(first), about), start, end)], end)
    low, high = number_value(first), number_value(second)
    low = between(low, high, shared_scale(first, second))
    spans = [
        Span(_form(form, low, about), start, found.end("first")),
        Span(_form(form, high, about), found.start("second"), end),
    ]
    return Reading(spans, end)


def _worded(text: str, start: int) -> Reading | None:
    if day := _DAY_WORDS.match(text, start):
        return Reading([Span(f"dur:{_DAYS[day[0]]}d", *day.span())], day.end())
    if first := _FIRST.match(text, start):
        nth = "둘셋넷다".find(first["nth"][0]) + 2 if first["nth"] else 1
        return Reading([Span(f"ord:{nth}", *first.span())], first.end())
    found = _WORDS.match(text, start)
    if not found:
        return None
    form, end = _unit(text, found.end())
    counted = None if form else _WORD_COUNTED.match(text, found.end())
    about = bool(found["about"] or found["some"] or found["vague"])
    if found["vague"]:
        value = number_value(found["many"])
        if not (form or counted) and found["many"][0] in "만억조":
            return None
    elif not (form or counted):
        return None
    elif found["native"]:
        value = Decimal(native_value(found["native"]))
        unit = text[found.end() : end]
        if form == "dur:{}min":
            form = None
        elif form and not (
            form.startswith(("dur", "money")) or unit.endswith("째") or unit[0] == " "
        ):
            # 열리다 opens, 열차 is a train: attached, only units of time and money are certain.
            return None
        if value == 1 and not (form or (counted and counted[0].endswith("명"))):
            # 한 is an article as often as a number.
            return None
    else:
        single = len(found["sino"]) == 1
        if not set(found["sino"]) & set("십백천만억") or (
            single and text[found.end() : found.end() + 1] not in (" ", "원", "명")
        ):
            return None
        value = number_value(found["sino"])
    end = counted.end() if counted else end
    return Reading([Span(_form(form, value, about), start, end)], end)


_WORD_STARTS = sorted(
    {*NATIVE_TENS, *NATIVE_ONES, *_DAYS, "첫", "둘째", "셋째", "넷째"}, key=len, reverse=True
)
_TRIGGER = re.compile(
    r"(?<![가-힣])제 ?(?=[0-9])|제(?=[0-9])|주체 ?(?=[0-9])"
    r"|(?<![가-힣])(?:약|대략|거의|근) ?(?=[0-9]|(?:수|몇)[십백천만억])"
    rf"|(?:오전|오후|새벽|아침|낮|저녁|밤) ?(?=[0-9]|{NATIVE})"
    r"|(?:US\$|[$€₩]|중국 ?돈|인민폐) ?(?=[0-9])|[0-9]+"
    rf"|(?<![가-힣])(?:(?:수|몇) ?[십백천만억조]{{1,3}}|{'|'.join(_WORD_STARTS)}"
    r"|[일이삼사오육륙칠팔구십백천만억]{1,12}|절반)"
)
_STRUCTURED = (read_citation, read_document, read_decade, read_date, read_time, read_duration)
_RULES = (*_STRUCTURED, _fraction, _amount, _worded)
