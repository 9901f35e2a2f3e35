"""Citations of laws, and numbers of documents, in English text."""

import re

from tm.text.quantities.canonical import Citations, Reading, Span
from tm.text.quantities.english_numbers import UNDER_100, number_value

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
    r"(?:(?P<number>[0-9]{1,5})(?![0-9])|(?P<roman>[IVXL]{1,7})\b|\((?P<letter>[a-z])\)"
    r"|(?P<bare>[a-z])(?= of |[,;:)]|\.?\s*\Z)|\((?P<inner>[0-9]{1,3})\)"
    rf"|(?P<word>(?i:{UNDER_100}))\b)"
    r"(?:-(?P<second>[0-9]{1,5})(?![0-9])| ?(?P<branch>bis|ter|quater)\b)?"
)
_INNER = re.compile(
    r" ?\((?P<number>[0-9]{1,3})\)| ?\((?P<letter>[a-z])\)"
    r"| (?P<bare>[0-9]{1,3})(?= ?\(|[.,;:)](?![0-9])|\s*\Z| of )"
    r"|\.(?P<dotted>[0-9]{1,3})(?![0-9.])"
)
_JOIN = re.compile(
    r"(?P<through> ?[–—] ?| to | through | thru )|(?P<also>,? (?:and|or) | ?& ?|, (?=[0-9]))"
    r"|(?P<more>,? of (?:the )?|,? )"
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_DOCUMENT_NUMBER = re.compile(
    r"(?:[Nn]os?\. ?|№ ?|(?:Decree|Resolution|Directive|Ordinance) )"
    r"(?P<number>[0-9]{1,7}(?:-[0-9]{1,5})?)(?![0-9]|,[0-9])"
)


def _roman(numeral: str) -> int:
    values = [_ROMAN[each] for each in numeral]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def _level(label: str) -> tuple[str, bool]:
    """The level that a label names, and whether it is a plural."""
    name = label.rstrip(".").lower().replace("-", "")
    level = _LABELS.get(name) or _LABELS[name[:-1]]
    return level, name not in _LABELS


def _number(value: re.Match[str], plural: bool) -> str:
    if value["roman"]:
        number = str(_roman(value["roman"]))
    elif value["word"]:
        number = str(number_value(value["word"]))
    else:
        number = str(int(value["number"] or value["inner"]))
    if value["branch"]:
        return f"{number}-{_BRANCHES[value['branch']]}"
    # Article 7-9 is a branch of Article 7, Articles 7-9 are three.
    return f"{number}-{int(value['second'])}" if value["second"] and not plural else number


def read_citation(text: str, start: int) -> Reading | None:
    label = _LABEL.match(text, start)
    if not label:
        return None
    found = Citations()
    how: re.Match[str] | None = None
    level, plural, sections, place = "", False, False, start
    while True:
        begin = place
        if label:
            level, plural = _level(label["label"])
            place = label.end()
            if label["label"][:3].lower() == "sec":
                sections = True
                if found.entries and "chap" in found.entries[-1].levels:
                    level = "sec"
        value = _VALUE.match(text, place)
        if not value or not (label or value["number"] or value["inner"]):
            break
        if value["roman"] and label and label["label"][0].islower():
            # "the paragraph I wrote"
            break
        if lettered := value["letter"] or value["bare"]:
            if level not in ("sub", "item"):
                break
            level, number = "item", lettered
        else:
            number = _number(value, plural)
        end = value.end()
        if how and how["through"]:
            if not found.through(level, number, end):
                break
        elif how and how["also"]:
            if found.full() or (not label and not plural):
                break
            found.also(level, number, begin, end)
        elif not found.chain(level, number, begin, end):
            break
        if value["second"] and plural:
            found.through(level, str(int(value["second"])), end)
        place = _details(text, end, found)
        how = _JOIN.match(text, place)
        if not how:
            break
        place = how.end()
        label = _LABEL.match(text, place)
        if not label and how["more"]:
            break
    for entry in found.entries:
        # Section 2 of Chapter 3 is not an article of it.
        if sections and {"chap", "art"} <= entry.levels.keys() and "sec" not in entry.levels:
            entry.levels["sec"] = entry.levels.pop("art")
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


def read_document(text: str, start: int) -> Reading | None:
    found = _DOCUMENT_NUMBER.match(text, start)
    if not found:
        return None
    number = "-".join(str(int(each)) for each in found["number"].split("-"))
    return Reading([Span(f"no:{number}", *found.span())], found.end())
