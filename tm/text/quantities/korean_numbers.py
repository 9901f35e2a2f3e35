"""Numbers as Korean writes them: digits, 만 and 억, Sino-Korean and native words."""

import re
from decimal import Decimal

from tm.text.quantities.canonical import DIGITS

_SMALL = {"십": 10, "백": 100, "천": 1000}
_LARGE = {"만": 10**4, "억": 10**8, "조": 10**12}
_SINO = {each: value for value, each in enumerate("영일이삼사오육칠팔구")} | {"륙": 6}
NATIVE_TENS = {
    each: 10 * value
    for value, each in enumerate(
        ["열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"], start=1
    )
} | {"스무": 20}
NATIVE_ONES = {
    each: value
    for value, each in enumerate(
        ["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"], start=1
    )
} | {"석": 3, "넉": 4}
# A short unit ends here or goes on with a particle, not with the rest of another noun.
_PARTICLE = "은는이가을를의에로으도만와과간씩째까부미짜정쯤전후뒤동안내여밖당"
END = rf"(?:(?![가-힣A-Za-z0-9])|(?=[{_PARTICLE}]))"
# What makes a length of time of 15일 or 6월.
WITHIN = r"(?: ?(?:간|동안|이내|이하|이상|미만|만에|내|안에|여|째|가량|정도|전|후|뒤))"

_BELOW = rf"{DIGITS}(?:[천백십](?: ?[0-9]{{1,3}}[백십]){{0,2}}(?:[0-9]{{1,3}}(?![0-9,]))?)?"
# Most numbers are digits alone; only before a unit is it worth looking for more.
NUMBER = (
    rf"(?:(?>{DIGITS})(?![천백십조억만])|(?=[0-9])"
    + "".join(rf"(?:{_BELOW}{large}(?: (?=[0-9]))?)?" for large in "조억만")
    + rf"(?:{_BELOW})?)"
)
NATIVE = rf"(?:(?:{'|'.join(NATIVE_TENS)}) ?)?(?:{'|'.join(NATIVE_ONES)})|{'|'.join(NATIVE_TENS)}"


def number_value(number: str) -> Decimal:
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


def shared_scale(first: str, second: str) -> Decimal:
    """What the first end of 5~10만 or 3천~5천만 borrows from the second."""
    borrowed, own = (each.rstrip().lstrip("0123456789,. ") for each in (second, first))
    if own and own[-1] in _LARGE:
        return Decimal(1)
    if own:
        borrowed = "".join(each for each in borrowed if each in _LARGE)
    scale = Decimal(1)
    for each in borrowed if borrowed.isalpha() else "":
        scale *= _SMALL.get(each) or _LARGE[each]
    return scale


def native_value(word: str) -> int:
    word = word.replace(" ", "")
    for tens, value in NATIVE_TENS.items():
        if word.startswith(tens):
            return value + NATIVE_ONES.get(word[len(tens) :], 0)
    return NATIVE_ONES[word]
