"""Numbers as English writes them: digits, words, and digits before words."""

import re
from collections.abc import Iterable
from decimal import Decimal

from tm.text.quantities.canonical import DIGITS

ONES = {
    each: value
    for value, each in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], start=1
    )
}
TEENS = {
    each: value
    for value, each in enumerate(
        [
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        start=10,
    )
}
TENS = {
    each: 10 * value
    for value, each in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SCALES = {
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
ORDINALS = {
    **{
        each: value
        for value, each in enumerate(
            [
                "first",
                "second",
                "third",
                "fourth",
                "fifth",
                "sixth",
                "seventh",
                "eighth",
                "ninth",
                "tenth",
                "eleventh",
                "twelfth",
                "thirteenth",
                "fourteenth",
                "fifteenth",
                "sixteenth",
                "seventeenth",
                "eighteenth",
                "nineteenth",
            ],
            start=1,
        )
    },
    **{f"{each[:-1]}ieth": value for each, value in TENS.items()},
}


def alternatives(words: Iterable[str]) -> str:
    """An alternation that prefers the longer word."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_ONE = alternatives(ONES)
UNDER_100 = rf"(?:{alternatives(TENS)}(?:[- ]{_ONE})?|{alternatives(TEENS)}|{_ONE})"
_UNDER_1000 = rf"(?:(?:{UNDER_100}|a)[ -]hundred(?: (?:and )?{UNDER_100})?|{UNDER_100})"
LARGE = r"(?:thousand|million|billion|trillion)"
WORDED = (
    rf"(?i:(?:{_UNDER_1000}|half(?: an?)?|an?)[ -]{LARGE}(?:,? {_UNDER_1000}[ -]{LARGE})?"
    rf"(?: (?:and )?{_UNDER_1000}(?![ -](?:hundred|{LARGE})))?(?![a-z])|{_UNDER_1000}(?![a-z]))"
)
NUMBER = rf"(?:{DIGITS}(?:[ -](?:hundred|{LARGE})(?![a-z]))?|{WORDED})"


def number_value(number: str) -> Decimal:
    """25,000, 12.3 trillion, two hundred and fifty thousand, half a million."""
    total = current = Decimal(0)
    for word in re.split(r",? |-", number.lower()):
        if word in SCALES:
            current = (current or Decimal(1)) * SCALES[word]
            if word != "hundred":
                total, current = total + current, Decimal(0)
        elif word == "half":
            current = Decimal("0.5")
        elif word in ONES or word in TEENS or word in TENS:
            current += ONES.get(word) or TEENS.get(word) or TENS[word]
        elif word[:1].isdecimal():
            current = Decimal(word.replace(",", ""))
    return total + current
