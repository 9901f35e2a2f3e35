"""Where numbers stand in a text, as what, and how each kind of them is written anew.

A kind is a pair: its places are parsed (quantities by ``tm.text.quantities``, codes here), and its
format in ``FORMATS`` writes what is wanted into such a place.  What it writes is read again before
it is offered, so a format may try what it cannot be sure of.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from math import prod
from typing import NamedTuple

from tm.match.adapt.numerals import Numeral, in_width_of, numerals, plain_value, prepare, written
from tm.text.quantities import find_quantities

CODE = "code"
INTERCHANGEABLE = frozenset({"number", "about", "ordinal", "document"})
COUNTING = frozenset({"number", "about", "percent", "money", "measure", "duration"})
MOST_WAYS = 16

_NUMBERED = re.compile("sub:[0-9]+")
# A number of three digits hardly ever stands in both texts by chance.
_LARGE = re.compile("[0-9]{3}")
_CODE = re.compile(r"[A-Za-z0-9]+(?:[-./:+&,][A-Za-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Place(NamedTuple):
    """``form`` is a canonical form of ``tm.text.quantities``, or a code as it stands."""

    kind: str
    form: str
    start: int
    end: int
    numerals: tuple[Numeral, ...]

    @property
    def shape(self) -> str:
        """The form without its numbers: places of one shape hold the same kind of thing."""
        return f"{self.kind} {len(self.numerals)} {_NUMBER.sub('0', self.form)}"

    @property
    def meanings(self) -> tuple[str, ...]:
        """What it can be found by: the form, and a bare number if that is as good as certain.

        The number is for units that only one of the grammars sees, and for kinds of which one is
        often the other in translation (105땅크사단, 105th Tank Division).
        """
        exactly = f"{self.kind} {self.form}"
        if self.is_bare:
            return exactly, self.form.partition(":")[2]
        large = _LARGE.search(self.form) and self.kind not in (CODE, "citation")
        return (exactly, *self.values) if large and len(self.values) == 1 else (exactly,)

    @property
    def is_bare(self) -> bool:
        """Whether its kind says little: 제22호 is a subparagraph, and the number of anything."""
        return self.kind in INTERCHANGEABLE or _NUMBERED.fullmatch(self.form) is not None

    @property
    def values(self) -> list[str]:
        """The numbers that are meant, in digits or in words; June means 6."""
        if self.kind == CODE:
            return [each.value for each in self.numerals]
        return [plain_value(each) for each in _NUMBER.findall(self.form)]


class Move(NamedTuple):
    """Digits of the stored source, and those of the query that stand there instead."""

    old: str
    new: str

    @property
    def is_change(self) -> bool:
        return plain_value(self.old) != plain_value(self.new)


class Pair(NamedTuple):
    """A place of the stored source, and what stands there in the query, of the same shape."""

    old: Place
    new: Place

    @property
    def differs(self) -> bool:
        return self.old.form != self.new.form or any(move.is_change for move in self._printed())

    def moves(self) -> list[Move]:
        """Return what moves, as it is printed and then as it is meant.

        What is meant serves a target that is written in another way: 30,000 for 3만.
        """
        printed = self._printed()
        known = {(plain_value(move.old), plain_value(move.new)) for move in printed}
        meant = zip(self.old.values, self.new.values, strict=True)
        return printed + [Move(*pair) for pair in meant if pair not in known]

    def _printed(self) -> list[Move]:
        both = zip(self.old.numerals, self.new.numerals, strict=True)
        return [Move(old.digits, new.digits) for old, new in both]


class Replacement(NamedTuple):
    """A place of the target, the query's that it is to mean, and all moves that lead there."""

    place: Place
    wanted: Place
    moves: tuple[Move, ...]

    @property
    def form(self) -> str:
        """What the place is to be read as."""
        if self.place.kind == self.wanted.kind:
            return self.wanted.form
        return _NUMBER.sub(self.wanted.values[0], self.place.form, count=1)


class Edit(NamedTuple):
    """A span within a place of the target, in code points, and what it is replaced by."""

    place: Place
    start: int
    end: int
    old: str
    new: str


class Style(NamedTuple):
    """The target as given, and whether a comma may be put where it shows no thousands."""

    text: str
    comma: bool


Format = Callable[[Replacement, Style], list[tuple[Edit, ...]]]
"""Write what is wanted into a place: all ways that come into question, none where none does."""


def places(text: str, lang: str) -> list[Place]:
    """Return quantities, and codes with numerals, in the order of the text."""
    prepared = prepare(text, lang)
    waiting = list(numerals(prepared, lang))[::-1]

    def until(end: int) -> Iterator[Numeral]:
        while waiting and waiting[-1].start < end:
            yield waiting.pop()

    found: list[Place] = []
    last = 0
    for quantity in find_quantities(prepared, lang):
        found += _codes(prepared, last, quantity.start, until)
        last = quantity.end
        inside = tuple(until(last))
        found.append(Place(quantity.kind, quantity.canonical, quantity.start, last, inside))
    return [*found, *_codes(prepared, last, len(prepared), until)]


def _codes(
    prepared: str, start: int, end: int, until: Callable[[int], Iterable[Numeral]]
) -> Iterator[Place]:
    for code in _CODE.finditer(prepared, start, end):
        if inside := tuple(until(code.end())):
            yield Place(CODE, code[0], *code.span(), inside)


def rewrite(replacement: Replacement, style: Style) -> list[tuple[Edit, ...]]:
    """Replace each numeral of a quantity by what its value has become, in its own style."""
    counts = replacement.place.kind in COUNTING
    options: list[list[str]] = []
    for numeral in replacement.place.numerals:
        texts = [
            written(move.new, move.old, numeral, style.text, counts=counts, comma=style.comma)
            for move in replacement.moves
            if plain_value(move.old) == numeral.value
        ]
        certain = {text for text in texts if text is not None}
        if not certain or None in texts:
            return []
        options.append(sorted(certain))
    return _ways(replacement.place, options, style)


def copy(replacement: Replacement, style: Style) -> list[tuple[Edit, ...]]:
    """Replace the numerals of a code by the query's: both texts have it in the same letters."""
    both = zip(replacement.place.numerals, replacement.wanted.numerals, strict=True)
    options = [[in_width_of(style.text[old.start], new.digits + new.ending)] for old, new in both]
    return _ways(replacement.place, options, style)


def _ways(place: Place, options: list[list[str]], style: Style) -> list[tuple[Edit, ...]]:
    if prod(map(len, options)) > MOST_WAYS:
        return []
    return [
        tuple(
            Edit(place, old.start, old.end, style.text[old.start : old.end], new)
            for old, new in zip(place.numerals, way, strict=True)
        )
        for way in product(*options)
    ]


_IN_DIGITS = ("citation", "date", "day", "decade", "fraction", "time")
FORMATS: Mapping[str, Format] = {
    **dict.fromkeys((*INTERCHANGEABLE, *COUNTING, *_IN_DIGITS), rewrite),
    CODE: copy,
}
