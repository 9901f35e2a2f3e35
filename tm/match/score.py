"""The only percentage of a match, in whole numbers, and the reasons for it.

102, 101   identical, and both neighbors (or one) identical too
100        identical but for encoding, white space and the shape of quotation marks
99         identical but for case, punctuation, spacing, inline tags or North/South spelling
to 98      one minus the edit distance over the longer text's units, rounded down

Penalties are subtracted afterwards, and listed.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tm.model.units import Band, Operation, Penalty, Status
from tm.text.similarity import distance, opcodes
from tm.text.tokens import Compared, compared, loose_key, strict_key

HIGHEST = 102
HIGHEST_FUZZY = 98
NEAR_EXACT = 99
LEAST_CONFIDENCE = 0.8
_UNREVIEWED = Penalty("unreviewed", 1)
_LOW_CONFIDENCE = Penalty("low-alignment-confidence", 2)
_EXACT_BANDS = (Band.EXACT, Band.ONE_NEIGHBOR, Band.BOTH_NEIGHBORS)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts, with all that is compared."""

    text: str
    compared: Compared
    strict: str
    loose: str


@lru_cache(maxsize=2048)
def side(text: str, lang: str) -> Side:
    """Prepare a text for scoring; raises UnsupportedLanguage."""
    return Side(text, compared(text, lang), strict_key(text), loose_key(text, lang))


def score(query: Side, match: Side, *, neighbors: int = 0, tags: bool = False) -> tuple[int, Band]:
    """Return the percentage by which a stored text answers a query, before penalties.

    ``neighbors`` says how many of the two neighboring segments are identical as well, ``tags``
    whether only one of the two texts has inline tags.
    """
    if query.strict == match.strict and not tags:
        return 100 + neighbors, _EXACT_BANDS[neighbors]
    if query.loose == match.loose:
        return NEAR_EXACT, Band.NEAR_EXACT
    return min(raw_similarity(query, match), HIGHEST_FUZZY), Band.FUZZY


def reasons(query: Side, match: Side, *, tags: bool = False) -> tuple[str, ...]:
    """Return stable words that say in what the texts differ, none where nothing counts."""
    found = dict.fromkeys(
        _surface_reasons(query.strict, match.strict)
        if query.loose == match.loose
        else _deep_reasons(query.compared.units, match.compared.units)
    )
    return (*found, "tags") if tags else tuple(found)


def similarity(edits: int, length: int, other: int) -> int:
    """Return the percentage that an edit distance leaves of two lengths, rounded down."""
    longest = max(length, other)
    return (longest - edits) * 100 // longest if longest else 0


def raw_similarity(query: Side, match: Side) -> int:
    """Return the percentage by which the units of two texts agree, whatever their surface."""
    a, b = query.compared.units, match.compared.units
    return similarity(distance(a, b), len(a), len(b))


def penalties(status: Status, confidence: float | None, memory: int = 0) -> tuple[Penalty, ...]:
    """Return what is subtracted for a draft, more where the program doubted its alignment, and
    the points that the unit's memory costs.

    Approval settles the doubt: who approved a pair has seen it.
    """
    found = []
    if status is Status.DRAFT:
        found.append(_UNREVIEWED)
        if confidence is not None and confidence < LEAST_CONFIDENCE:
            found.append(_LOW_CONFIDENCE)
    if memory:
        found.append(Penalty("memory", memory))
    return tuple(found)


def operations(query: Side, match: Side) -> tuple[Operation, ...]:
    """Return the stretches in which the two texts agree and differ, from left to right."""
    return tuple(
        Operation(op, _span(query.compared, q0, q1), _span(match.compared, m0, m1))
        for op, m0, m1, q0, q1 in opcodes(match.compared.units, query.compared.units)
    )


def _span(of: Compared, start: int, end: int) -> tuple[int, int]:
    """Return the code points of units; for no units, the place behind the unit before."""
    if start < end:
        return of.spans[start][0], of.spans[end - 1][1]
    place = of.spans[start - 1][1] if start else 0
    return place, place


def _surface_reasons(a: str, b: str) -> Iterator[str]:
    """Say in what two texts differ whose loose keys are equal."""
    if a == b:
        return
    cased, caseless, marks, words = zip(_surface(a), _surface(b), strict=True)
    if cased[0] != cased[1]:
        yield "case"
    if caseless[0] != caseless[1]:
        yield "north-south-spelling"
    if marks[0] != marks[1]:
        yield "punctuation"
    # Spaces that moved past a mark leave the words as long as they were.
    nothing_else = (cased[0], caseless[0], marks[0]) == (cased[1], caseless[1], marks[1])
    if words[0] != words[1] or nothing_else:
        yield "spacing"


def _surface(text: str) -> tuple[str, str, str, list[int]]:
    """Return letters that have case, those that have none, marks, and the lengths of words."""
    marks = "".join(filter(_is_mark, text))
    letters = [char for char in text if char != " " and not _is_mark(char)]
    lengths = (sum(not _is_mark(char) for char in word) for word in text.split())
    return (
        "".join(char for char in letters if char.upper() != char.lower()),
        "".join(char for char in letters if char.upper() == char.lower()),
        marks,
        [length for length in lengths if length],
    )


def _deep_reasons(query: Sequence[str], match: Sequence[str]) -> Iterator[str]:
    if query == match:
        # Units leave out what tells 1.5 from 15.
        yield "signs-differ"
    for op, m0, m1, q0, q1 in opcodes(match, query):
        if op != "equal":
            yield _difference(op, "".join(query[q0:q1]), "".join(match[m0:m1]))


def _difference(op: str, query: str, match: str) -> str:
    if all(map(_is_mark, query + match)):
        return "punctuation"
    if op == "replace":
        return "words-differ" if any(map(str.isalpha, query + match)) else "numbers-differ"
    return "words-added" if op == "insert" else "words-missing"


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PC"
