"""What reading a file gives, and what writing one answers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tm.errors import InvalidInput
from tm.model.units import TranslationUnit
from tm.text.languages import covers, normalize_tag, primary

Languages = tuple[str, str]
"""Source and target language, as canonical tags."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something of a file that was left out or mended, reported in its place.

    ``place`` is "line 12" or "unit 12"; ``reason`` is one short stable word, ``detail`` a sentence
    for people.  ``items`` counts the entries lost: 0 where the entry itself was kept.
    """

    place: str
    reason: str
    detail: str
    items: int = 1


Item = TranslationUnit | Skipped


@dataclass(slots=True)
class Written:
    """How many entries were written, and by which reason something had to stay behind."""

    items: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


def language_pair(source_lang: str | None, target_lang: str | None) -> Languages | None:
    """Return both languages in canonical form, or None when neither was given."""
    if source_lang is None and target_lang is None:
        return None
    if source_lang is None or target_lang is None:
        raise InvalidInput("Give both the source and the target language, or neither.")
    pair = normalize_tag(source_lang), normalize_tag(target_lang)
    if pair[0] == pair[1]:
        raise InvalidInput(f"Source and target language are both {pair[0]}.", field="target_lang")
    return pair


def required_pair(languages: Languages | None, what: str) -> Languages:
    """Return the pair, or raise InvalidInput that says what can do without it."""
    if languages is None:
        raise InvalidInput(
            f"Say which languages the file holds (--source-lang, --target-lang): {what}.",
            field="source_lang",
        )
    return languages


def arranged(named: Languages, asked: Languages | None) -> Languages | None:
    """Return the languages of two columns or files that name them, or None where they do not fit.

    ``asked`` may have them the other way round: the file is then read as it names itself.  The tag
    of the file wins when it says more, such as ko-KP where ko was asked for.
    """
    if asked is None:
        return named
    for first, second in (asked, asked[::-1]):
        if covers(first, named[0]) and covers(second, named[1]):
            return named
        if covers(named[0], first) and covers(named[1], second):
            return first, second
    return None


def tag_or_none(text: str) -> str | None:
    """Return the canonical tag where the text is one."""
    try:
        return normalize_tag(text)
    except InvalidInput:
        return None


def language_named(text: str) -> str | None:
    """Return the tag where the text surely names a language, as "ko" does and "txt" does not."""
    tag = tag_or_none(text)
    return tag if tag is not None and primary(tag) in _ISO_639_1 else None


def pairs(
    units: Iterable[TranslationUnit], languages: Languages, written: Written
) -> Iterator[tuple[str, str]]:
    """Yield source and target texts on one line each, for formats that hold nothing else.

    Every source variant is paired with every target variant.  Units without one of the languages
    and line breaks or tabs that became spaces are counted in ``written``.
    """
    for unit in units:
        sides = [[v.text for v in unit.variants if covers(lang, v.lang)] for lang in languages]
        if not all(sides):
            written.reasons["language"] += 1
            continue
        for source in sides[0]:
            for target in sides[1]:
                written.items += 1
                yield source, target


def on_one_line(text: str, written: Written) -> str:
    """Return the text with line breaks and tabs as spaces, counted under "line-breaks"."""
    if not _BREAKS.isdisjoint(text):
        written.reasons["line-breaks"] += 1
        return text.translate(_AS_SPACES)
    return text


# The first letters of the codes of ISO 639-1, each with all the second letters it has.
_ISO_639_1 = frozenset(
    first + second
    for first, seconds in {
        "a": "abefkmnrsvyz", "b": "aeghimnors", "c": "aehorsuvy", "d": "aevz", "e": "elnostu",
        "f": "afijory", "g": "adlnuv", "h": "aeiortuyz", "i": "adegikostu", "j": "av",
        "k": "agijklmnorsuvwy", "l": "abgintouv", "m": "ghiklnrsty", "n": "abdeglnorvy",
        "o": "cjmrs", "p": "ailst", "q": "u", "r": "mnouw", "s": "acdegiklmnoqrstuvw",
        "t": "aeghiklnorstwy", "u": "gkrz", "v": "eio", "w": "ao", "x": "h", "y": "io", "z": "ahu",
    }.items()
    for second in seconds
)  # fmt: skip
_BREAKS = frozenset("\t\n\r")
_AS_SPACES = str.maketrans(dict.fromkeys("\t\n\r", " "))
