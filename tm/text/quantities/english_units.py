"""What English counts: money, durations, measures, people."""

import re

_UNITS = {
    r" ?%| percentage points?|[ -]per ?cent| pct\.?": "pct:{}",
    r"(?: U\.?S\.?| American)? dollars?| USD": "money:{}:usd",
    # "won" is a verb too.
    r"(?: (?:North |South )?Korean| DPRK)? [Ww]on(?! (?:the|an?|his|her|its|by|in)\b)"
    r"| K[PR]W": "money:{}:won",
    r"(?: Chinese)? (?:[Yy]uan|[Rr]enminbi)| RMB| CNY": "money:{}:cny",
    r"(?: Japanese)? [Yy]en| JPY": "money:{}:jpy",
    r" [Ee]uros?| EUR": "money:{}:eur",
    r"(?: Russian)? ro?ubles?| RUB": "money:{}:rub",
    r"[ -]years?[ -]olds?| years? of age": "num:{}",
    r"[ -]years?": "dur:{}y",
    r"[ -]decades?": "dur:{}0y",
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
    r"[ -](?:jongbo|ch[oŏ]ngbo|jeongbo)": "qty:{}:jongbo",
    r"[ -](?:p'?y[oŏ]ng|pyeong)": "qty:{}:pyong",
    r"[ -]ri": "qty:{}:ri",
}
UNIT = re.compile("(?:" + "|".join(f"({each})" for each in _UNITS) + r")(?![A-Za-z0-9])")
_FORMS = tuple(_UNITS.values())
PEOPLE = re.compile(
    r" (?:people|persons?|men|women|soldiers|troops|households|residents|workers|times)\b"
)


def read_unit(text: str, place: int) -> tuple[str | None, int]:
    """The form that the unit at ``place`` gives its number, and where the unit ends."""
    found = UNIT.match(text, place)
    if not found or not found.lastindex:
        return None, place
    return _FORMS[found.lastindex - 1], found.end()
