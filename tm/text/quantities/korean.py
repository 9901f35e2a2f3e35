"""Quantities and citations in Korean text, of the South and of the North."""

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

_SMALL = {"십": 10, "백": 100, "천": 1000}
_LARGE = {"만": 10**4, "억": 10**8, "조": 10**12}
_SINO = {each: value for value, each in enumerate("영일이삼사오육칠팔구")} | {"륙": 6}
_NATIVE_TENS = {
    each: 10 * value
    for value, each in enumerate("열 스물 서른 마흔 쉰 예순 일흔 여든 아흔".split(), start=1)
} | {"스무": 20}
_NATIVE_ONES = {
    each: value
    for value, each in enumerate("한 두 세 네 다섯 여섯 일곱 여덟 아홉".split(), start=1)
} | {"석": 3, "넉": 4}
_DAYS = {
    each: value
    for value, each in enumerate(
        "이틀 사흘 나흘 닷새 엿새 이레 여드레 아흐레 열흘".split(), start=2
    )
} | {"보름": 15}

# A short unit ends here or goes on with a particle, not with the rest of another noun.
_END = r"(?![가-힣]|[A-Za-z0-9])|(?=[은는이가을를의에로으도만와과간씩째까부미짜정가쯤전후뒤동안내여밖당])"
_END = f"(?:{_END})"
_WITHIN = r"(?: ?(?:간|동안|이내|이하|이상|미만|만에|내|안에|여|째|가량|정도|전|후|뒤))"

_BELOW = rf"{DIGITS}(?:[천백십](?: ?[0-9]{{1,3}}[백십]){{0,2}}(?:[0-9]{{1,3}}(?![0-9,]))?)?"
_NUMBER = (
    r"(?=[0-9])"
    + "".join(rf"(?:{_BELOW}{large}(?: (?=[0-9]))?)?" for large in "조억만")
    + rf"(?:{_BELOW})?"
)
_NATIVE = (
    rf"(?:(?:{'|'.join(_NATIVE_TENS)}) ?)?(?:{'|'.join(_NATIVE_ONES)})|{'|'.join(_NATIVE_TENS)}"
)

# The units in the order in which they are tried; {} stands for the number.
_UNITS = {
    r"%포인트|%p|%|퍼센트|퍼쎈트|프로(?![그젝필축세])": "pct:{}",
    r"미?딸라|딸러|미?달러화?|불(?![가-힣])|불(?=[을의이에로])": "money:{}:usd",
    r"(?:중국 ?)?(?:위안화?|원안)(?!부)|인민폐": "money:{}:cny",
    r"엔화?(?!진)": "money:{}:jpy",
    r"유로화?(?!파)": "money:{}:eur",
    r"루블|루불": "money:{}:rub",
    r"원화?(?![칙인자고정유로안내])": "money:{}:won",
    r"시간": "dur:{}h",
    rf"분{_END}(?! ?의 ?[0-9])": "dur:{}min",
    rf"초{_END}": "dur:{}s",
    rf"개년|년{_END}|해{_END}": "dur:{}y",
    rf"개 ?월|달(?!러|라){_END}": "dur:{}m",
    rf"월(?={_WITHIN})": "dur:{}m",
    rf"주(?:일|간)(?:간)?|주{_END}": "dur:{}w",
    rf"일(?={_WITHIN})|일간": "dur:{}d",
    r"일(?!본|반)": "day:{}",
    r"세기|선(?![가-힣])": "ord:{}",
    r"주년|돐|돌(?![가-힣])|번째|차(?!례|량|원|선|단|관|로)|위(?!안|원|험|성|치)|째(?![가-힣])": "ord:{}",
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
    r"리터|리터|ℓ|L(?![A-Za-z])": "qty:{}:L",
    r"킬로와트|kW(?![A-Za-z])": "qty:{}:kW",
    r"메가와트|MW(?![A-Za-z])": "qty:{}:MW",
    r"정보(?![가-힣])|정보(?=[의에를가는로이와도])": "qty:{}:jongbo",
    rf"평(?!방|균|양|안|가|화|등){_END}": "qty:{}:pyong",
    rf"리{_END}": "qty:{}:ri",
}
_UNIT = "|".join(f"({each})" for each in _UNITS)
_FORMS = tuple(_UNITS.values())
_COUNTER = (
    r"명|사람|가지|개|번(?!째|지|호)|차례|척|마리|권|그루|살|곳|군데|쌍|가구|세대|나라|배(?![우급경])|건|회"
    rf"|(?:대|장|채|벌|병|통|줄|분|표|발|인|기){_END}"
)


def quantities(text: str) -> Iterator[Span]:
    return scan(text, _TRIGGER, _RULES)


def _value(number: str) -> Decimal:
    """3억 5천만, 12조3천억, 오십만: the number that digits and number syllables make."""
    total = section = Decimal(0)
    current: Decimal | None = None
    for token in re.finditer(r"[0-9][0-9.,]*|[^ ]", number):
        piece = token[0]
        if piece in _LARGE:
            section += current or 0
            total += (section if section or current is not None else 1) * _LARGE[piece]
            section, current = Decimal(0), None
        elif piece in _SMALL:
            section += (1 if current is None else current) * _SMALL[piece]
            current = None
        elif piece in _SINO:
            current = Decimal(_SINO[piece])
        else:
            current = Decimal(piece.rstrip(".,").replace(",", ""))
    return total + section + (current or 0)


def _scale(first: str, second: str) -> Decimal:
    """What the first end of 5~10만 or 3천~5천만 borrows from the second."""
    units = re.search(r"[십백천만억조]*$", second.rstrip())
    have = re.search(r"[십백천만억조]*$", first.rstrip())
    borrowed = units[0] if units else ""
    if have and have[0]:
        if have[0][-1] in _LARGE:
            return Decimal(1)
        borrowed = "".join(each for each in borrowed if each in _LARGE)
    scale = Decimal(1)
    for each in borrowed:
        scale *= _SMALL.get(each) or _LARGE[each]
    return scale


# Citations and numbers of documents

_LABELS = dict(zip("편장절조항호", ("part", "chap", "sec", "art", "par", "sub"), strict=True))
_LETTERS = dict(zip("가나다라마바사아자차카타파하", "abcdefghijklmn", strict=True))
_PART = re.compile(
    r"(?P<ordinal>제 ?)?(?P<number>[0-9]{1,5})(?:(?P<to> ?[~–-] ?)(?P<last>[0-9]{1,5}))? ?"
    r"(?P<label>[편장절조항호])(?: ?의 ?(?P<branch>[0-9]{1,3})(?![0-9]))?"
    r"|(?P<letter>[가나다라마바사아자차카타파하])목(?![가-힣])|(?P<letter2>[가나다라마바사아자차카타파하])목(?=[의에을과은])"
)
_NEXT = re.compile(
    r"(?P<through>부터 ?|에서 ?| ?[~–-] ?| 내지 )|(?P<also> ?[,ㆍ·] ?|,? ?(?:및|또는|혹은) ?|[와과] ?)|(?P<more>의 | ?)"
)
_LAW = re.compile(
    r"(?:법|법률|규정|조례|규약|시행령|시행규칙|세칙|협정|조약|협약|헌장|강령|부칙)[》」』〉\"']? ?\Z"
)
_DOCUMENT_NUMBER = re.compile(
    r"제 ?([0-9]{1,4}-[0-9]{1,5}|[0-9]{1,7}) ?호|([0-9]{1,7})호(?!실|기|점|선|차|봉)"
)
_NOUN_BEFORE = re.compile(r"[가-힣A-Za-z](?<![은는이가을를의및와과에로나]) ?\Z")


def _citation(text: str, start: int) -> Reading | None:
    first = _PART.match(text, start)
    if not first or not first["label"] or first["label"] == "호":
        return None
    if not first["ordinal"]:
        before = text[max(0, start - 8) : start]
        detailed = first["branch"] or re.compile(r" ?(?:제 ?)?[0-9]{1,3} ?항").match(
            text, first.end()
        )
        if first["label"] != "조" or not (_LAW.search(before) or detailed):
            return None
    return _citations(text, first)


def _citations(text: str, part: re.Match[str] | None) -> Reading | None:
    found = Citations()
    how: re.Match[str] | None = None
    while part:
        start, end = part.span()
        level, value = _level(part)
        if how and how["through"]:
            if not found.through(level, value, end):
                break
        elif how and how["also"]:
            if found.full():
                break
            found.also(level, value, start, end)
        elif not found.chain(level, value, start, end):
            break
        if part["last"] and not found.through(level, part["last"], end):
            break
        how = _NEXT.match(text, end)
        part = _PART.match(text, how.end()) if how else None
        if part and part["label"] and not part["ordinal"] and how and not how["more"]:
            # A bare number goes on an enumeration only within what is cited already: 제7조, 8조.
            part = part if part["label"] == _label(level) else None
    return found.reading()


def _label(level: str) -> str:
    return next((label for label, each in _LABELS.items() if each == level), "")


def _level(part: re.Match[str]) -> tuple[str, str]:
    if letter := part["letter"] or part["letter2"]:
        return "item", _LETTERS[letter]
    branch = f"-{int(part['branch'])}" if part["branch"] else ""
    return _LABELS[part["label"]], f"{int(part['number'])}{branch}"


def _document(text: str, start: int) -> Reading | None:
    found = _DOCUMENT_NUMBER.match(text, start)
    if not found:
        return None
    number = found[1] or found[2]
    if found[1] and number.isdecimal() and int(number) <= 50:
        # 제2호 after a noun is the number of that thing, elsewhere a subparagraph: few have fifty.
        if not _NOUN_BEFORE.search(text[max(0, start - 3) : start]):
            return _citations(text, _PART.match(text, start))
    number = "-".join(str(int(each)) for each in number.split("-"))
    return Reading([Span(f"no:{number}", *found.span())], found.end())


# Dates, times, durations

_YEAR = (
    r"(?:주체 ?(?P<juche>[0-9]{1,3}) ?(?:년 ?)?(?:\( ?(?P<common>[12][0-9]{3})(?: ?년)? ?\) ?)?(?:년(?:도)?)?"
    r"|(?P<year>[12][0-9]{3}) ?(?:\( ?주체 ?[0-9]{1,3} ?(?:년)? ?\) ?)?년(?:도(?![가-힣]))?)"
)
_DATE = re.compile(
    rf"(?:{_YEAR},? ?)?(?P<month>[0-9]{{1,2}})(?:(?P<months> ?[~–-] ?)(?P<month2>[0-9]{{1,2}}))? ?월"
    rf"(?!{_WITHIN})(?: ?(?P<day>[0-9]{{1,2}})(?: ?일(?!본|반)|(?= ?[~–-] ?[0-9]{{1,2}} ?일)))?"
    r"(?(day)(?:(?: ?[~–-] ?|부터 ?|에서 ?)(?:(?P<month3>[0-9]{1,2}) ?월 ?)?(?P<day2>[0-9]{1,2}) ?일)?)"
)
_YEARS = re.compile(rf"(?:(?P<from>[12][0-9]{{3}})(?:년 ?)? ?[~–-] ?)?{_YEAR}")
_NUMERIC = re.compile(
    r"([12][0-9]{3})(?:\. ?([0-9]{1,2})\. ?([0-9]{1,2})(?![0-9])\.?|-([0-9]{1,2})-([0-9]{1,2})(?![0-9-])"
    r"|/([0-9]{1,2})/([0-9]{1,2})(?![0-9/])|\. ([0-9]{1,2})\.(?![0-9]))"
)
_DECADE = re.compile(r"([12][0-9]{2}0|[3-9]0) ?년대")
_TIME = re.compile(
    rf"(?:(?P<half>오전|오후|새벽|아침|낮|저녁|밤) ?)?(?:(?P<hour>[0-9]{{1,2}})|(?P<word>{_NATIVE})) ?"
    r"시(?!간|[가-나라-매-힣])(?: ?(?:(?P<minute>[0-9]{1,2}) ?분|(?P<thirty>반)(?![가-힣])))?"
    r"|(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})(?![0-9:])"
)
_DURATION = re.compile(
    r"(?P<y>[0-9]{1,3}) ?년 ?(?P<m>[0-9]{1,2}) ?(?:개 ?월|월)(?: ?(?P<d>[0-9]{1,2})일)?"
    r"|(?P<h>[0-9]{1,3}) ?시간 ?(?P<min>[0-9]{1,2}) ?분(?: ?(?P<s>[0-9]{1,2}) ?초)?"
)
_FRACTION = re.compile(r"([0-9]{1,4}) ?분 ?의 ?([0-9]{1,4})|([1-9])/([2-9]|10)(?![0-9/]| ?분기)")


def _year(found: re.Match[str]) -> int | None:
    if found["juche"]:
        # The year 1 of Juche is 1912.
        return int(found["common"] or 1911 + int(found["juche"]))
    return int(found["year"]) if found["year"] else None


def _date(text: str, start: int) -> Reading | None:
    found = _DATE.match(text, start)
    if found:
        year, month = _year(found), int(found["month"])
        day, day2, month2, month3 = (
            int(found[each]) if found[each] else None
            for each in ("day", "day2", "month2", "month3")
        )
        ends = found.end("month") if month2 else found.end("day") if day2 else found.end()
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


def _time(text: str, start: int) -> Reading | None:
    found = _TIME.match(text, start)
    if not found:
        return None
    hour = _native(found["word"]) if found["word"] else int(found["hour"] or found["hour2"])
    minute = 30 if found["thirty"] else int(found["minute"] or found["minute2"] or 0)
    half = found["half"]
    if hour == 12 and half in _FROM_MIDNIGHT:
        hour = 0
    elif hour in _AFTER_NOON.get(half, ()):
        hour += 12
    time = clock(hour, minute)
    return Reading([Span(time, *found.span())], found.end()) if time else None


def _decade(text: str, start: int) -> Reading | None:
    found = _DECADE.match(text, start)
    if not found:
        return None
    decade = found[1] if len(found[1]) == 4 else f"19{found[1]}"
    return Reading([Span(f"decade:{decade}", *found.span())], found.end())


def _duration(text: str, start: int) -> Reading | None:
    found = _DURATION.match(text, start)
    # 97년 12월 is a month of a year that is said by halves, 1년 6월 the length of a sentence.
    if not found or (found["y"] and int(found["y"]) > 50 and "개" not in found[0]):
        return None
    parts = "".join(
        f"{int(found[unit])}{unit}" for unit in ("y", "m", "d", "h", "min", "s") if found[unit]
    )
    return Reading([Span(f"dur:{parts}", *found.span())], found.end())


def _fraction(text: str, start: int) -> Reading | None:
    found = _FRACTION.match(text, start)
    if not found:
        return None
    below, above = (found[1], found[2]) if found[1] else (found[4], found[3])
    if int(above) >= int(below):
        return None
    return Reading([Span(f"frac:{int(above)}/{int(below)}", *found.span())], found.end())


# Numbers and what they count

_AMOUNT = re.compile(
    r"(?P<about>(?:약|대략|거의|근) ?)?(?P<ordinal>제 ?)?"
    r"(?:(?P<currency>US\$|\$|€|₩|(?:중국 ?돈|인민폐) ?)? ?)"
    rf"(?<![A-Za-z])(?<![A-Z]-)(?P<first>{_NUMBER})"
    rf"(?P<to>(?: ?[~–-] ?|에서 ?| ?내지 ?)(?=[0-9])(?P<second>{_NUMBER}))?"
    r"(?P<some>여(?!단|성|자|객|인))?"
)
_WORDS = re.compile(
    r"(?P<about>(?:약|대략|거의|근) ?)?(?:"
    r"(?P<vague>(?:수|몇) ?(?P<many>[십백천만억조]{1,3}))"
    rf"|(?P<native>{_NATIVE})"
    r"|(?P<sino>[일이삼사오육륙칠팔구십백천만억]{1,12})"
    r")(?P<some>여)?"
)
_SUFFIX = re.compile(rf" ?(?:{_UNIT})")
_COUNTED = re.compile(rf" ?(?:{_COUNTER})")
_ROUGHLY = re.compile(r"(?:(?!정도)[가-힣]){0,3} ?(?:가량|정도|쯤|남짓|안팎|내외)")
_SYMBOLS = {"US$": "usd", "$": "usd", "€": "eur", "₩": "won"}
_DAY_WORDS = re.compile("|".join(_DAYS))
_FIRST = re.compile(r"첫 ?(?:번째|째)?|(?P<nth>둘|셋|넷|다섯)째")


def _native(word: str) -> int:
    word = word.replace(" ", "")
    for tens, value in _NATIVE_TENS.items():
        if word.startswith(tens):
            return value + _NATIVE_ONES.get(word[len(tens) :], 0)
    return _NATIVE_ONES[word]


def _unit(text: str, place: int) -> tuple[str | None, int]:
    """The form that the unit at ``place`` gives its number, and where the unit ends."""
    found = _SUFFIX.match(text, place)
    return (
        (_FORMS[found.lastindex - 1], found.end()) if found and found.lastindex else (None, place)
    )


def _form(form: str | None, value: Decimal, about: bool) -> str:
    if form == "day:{}":
        form = "day:{}" if value == int(value) and 1 <= value <= 31 else "dur:{}d"
    return (form or ("approx:{}" if about else "num:{}")).format(plain(value))


def _amount(text: str, start: int) -> Reading | None:
    found = _AMOUNT.match(text, start)
    if not found or not found["first"]:
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
        return Reading([Span(_form(form, _value(first), about), start, end)], end)
    low, high = _value(first), _value(second)
    low = between(low, high, _scale(first, second))
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
    counted = None if form else _COUNTED.match(text, found.end())
    about = bool(found["about"] or found["some"] or found["vague"])
    if found["vague"]:
        value = _value(found["many"])
        if not (form or counted) and found["many"][0] in "만억조":
            return None
    elif not (form or counted):
        return None
    elif found["native"]:
        value = Decimal(_native(found["native"]))
        # A native number of 분 is people, of 일 or 월 nothing at all.
        if form and form.startswith(("dur:{}min", "day", "ord")) and value == 1:
            return None
    else:
        single = len(found["sino"]) == 1
        if not set(found["sino"]) & set("십백천만억") or (
            single and text[found.end() : found.end() + 1] not in (" ", "원", "명")
        ):
            return None
        value = _value(found["sino"])
    end = counted.end() if counted else end
    return Reading([Span(_form(form, value, about), start, end)], end)


_WORD_STARTS = sorted(
    {*_NATIVE_TENS, *_NATIVE_ONES, *_DAYS, "첫", "둘째", "셋째", "넷째"}, key=len, reverse=True
)
_TRIGGER = re.compile(
    r"(?<![가-힣])제 ?(?=[0-9])|제(?=[0-9])|주체 ?(?=[0-9])"
    r"|(?<![가-힣])(?:약|대략|거의|근) ?(?=[0-9]|(?:수|몇)[십백천만억])"
    rf"|(?:오전|오후|새벽|아침|낮|저녁|밤) ?(?=[0-9]|{_NATIVE})"
    r"|(?:US\$|[$€₩]|중국 ?돈|인민폐) ?(?=[0-9])|[0-9]+"
    rf"|(?<![가-힣])(?:(?:수|몇) ?[십백천만억조]{{1,3}}|{'|'.join(_WORD_STARTS)}|[일이삼사오육륙칠팔구십백천만억]{{1,12}})"
)
_RULES = (_citation, _document, _decade, _date, _time, _duration, _fraction, _amount, _worded)
