"""The query's numbers in the stored translation.

Query and stored source say the same but for numbers.  Each quantity in which they differ is looked
for in the stored target by what it means (``tm.text.quantities``), whatever way it is written
there.  It must stand there as often as in the source, and all its places must change alike.  The
target is rewritten in its own style and read again: it is offered if each of its quantities then
says what the query says, and if the words beside the numbers still agree with them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, product

from tm.match.adapt.agreement import disagrees
from tm.match.adapt.numerals import numerals, plain_value, prepare
from tm.match.adapt.places import (
    FORMATS,
    MOST_WAYS,
    Edit,
    Pair,
    Place,
    Replacement,
    Style,
    places,
)
from tm.model.units import Adapted
from tm.text.languages import is_syllabic, normalize_tag, primary
from tm.text.tokens import loose_key


class Doubt(StrEnum):
    """Why a target was left alone."""

    TEXTS_DIFFER = "texts-differ"
    """Query and source differ in more than numbers."""
    KINDS_DIFFER = "kinds-differ"
    """A number of the query is another kind of thing than the source's: 15일, 45일."""
    NOT_IN_TRANSLATION = "numbers-not-in-translation"
    COUNTS_DIFFER = "counts-differ"
    """The translation has the number more often or less often than the source."""
    AMBIGUOUS = "numbers-ambiguous"
    """There is more than one way to replace the numbers."""
    WRITTEN_DIFFERENTLY = "numbers-written-differently"
    """The translation has the number in words, or in a style that cannot hold the new one."""
    AGREEMENT = "agreement"
    """Words beside the number would change with it: 1 factory, an 8 percent rise, 5로."""
    LANGUAGE = "language-inflects"
    """It is not known which words numbers change in the target's language."""


@dataclass(frozen=True, slots=True)
class Adaptation:
    """``target`` is the stored one unless something changed; ``doubt`` says what forbade it."""

    target: str
    changes: tuple[Adapted, ...] = ()
    doubt: Doubt | None = None


class _Doubted(Exception):
    def __init__(self, doubt: Doubt) -> None:
        self.doubt = doubt


def adapt(query: str, source: str, target: str, source_lang: str, target_lang: str) -> Adaptation:
    """Return the target with the query's numbers in the place of the source's.

    The languages are BCP 47 tags; raises UnsupportedLanguage.  The time is linear in the texts.
    """
    try:
        pairs = _pairs(query, source, source_lang)
        if not any(pair.differs for pair in pairs):
            return Adaptation(target)
        if primary(target_lang) != "en" and not is_syllabic(target_lang):
            return Adaptation(target, doubt=Doubt.LANGUAGE)
        translated = places(target, target_lang)
        replacements = _replacements(pairs, translated)
        edits = _edits(target, target_lang, translated, replacements)
    except _Doubted as doubted:
        return Adaptation(target, doubt=doubted.doubt)
    return Adaptation(_rewritten(target, edits), tuple(_changes(edits)))


def _pairs(query: str, source: str, lang: str) -> list[Pair]:
    if _words(query, lang) != _words(source, lang):
        raise _Doubted(Doubt.TEXTS_DIFFER)
    olds, news = places(source, lang), places(query, lang)
    if [place.shape for place in olds] == [place.shape for place in news]:
        return list(map(Pair, olds, news))
    if _values(olds) == _values(news):
        return []
    raise _Doubted(Doubt.KINDS_DIFFER)


def _words(text: str, lang: str) -> tuple[int, str]:
    """Return how many numerals there are, and the loose key of what stands between them."""
    parts: list[str] = []
    end = 0
    for numeral in numerals(prepare(text, lang), lang):
        parts.append(text[end : numeral.start])
        end = numeral.end
    return len(parts), loose_key("0".join([*parts, text[end:]]), lang)


def _values(of: Iterable[Place]) -> list[str]:
    """Return the numbers that are written in digits."""
    return [numeral.value for place in of for numeral in place.numerals]


def _replacements(pairs: Sequence[Pair], translated: Sequence[Place]) -> list[Replacement | None]:
    """Return what each place of the target becomes, None where it stays."""
    sources: dict[str, list[Pair]] = defaultdict(list)
    targets: dict[str, list[int]] = defaultdict(list)
    for pair in pairs:
        for meaning in pair.old.meanings:
            sources[meaning].append(pair)
    for index, place in enumerate(translated):
        for meaning in place.meanings:
            targets[meaning].append(index)
    replacements: list[Replacement | None] = [None] * len(translated)
    bare: set[str] = set()
    for pair in {pair.old.meanings: pair for pair in pairs if pair.differs}.values():
        meanings = pair.old.meanings
        equal = (each for each in meanings if len(sources[each]) == len(targets[each]))
        meaning = next(equal, meanings[-1])
        peers, indexes = sources[meaning], targets[meaning]
        if not indexes:
            raise _Doubted(Doubt.NOT_IN_TRANSLATION)
        if len(peers) != len(indexes):
            raise _Doubted(Doubt.COUNTS_DIFFER)
        if len({peer.new.meanings[-1] for peer in peers}) > 1:
            raise _Doubted(Doubt.AMBIGUOUS)
        if meaning != meanings[0] or pair.old.is_bare:
            bare.update(pair.old.values)
        moved = tuple(dict.fromkeys(move for peer in peers for move in peer.moves()))
        for index in indexes:
            replacements[index] = Replacement(translated[index], pair.new, moved)
    if not _balanced(pairs, translated, replacements, bare):
        raise _Doubted(Doubt.COUNTS_DIFFER)
    return replacements


def _balanced(
    pairs: Sequence[Pair],
    translated: Sequence[Place],
    replacements: Sequence[Replacement | None],
    bare: Iterable[str],
) -> bool:
    """Whether the target has no number once more that may be the same one again.

    The 2019 of "the 2019 Act" changes with the date that the Act has.  A ``bare`` number, whose
    kind was not seen on both sides, must be in both texts equally often, in digits or in words.
    """
    both = list(zip(translated, replacements, strict=True))
    kept = Counter(_values(place for place, replacement in both if not replacement))
    kept.subtract(_values(pair.old for pair in pairs if not pair.differs))
    moving = {
        plain_value(move.old)
        for replacement in filter(None, replacements)
        for move in replacement.moves
        if move.is_change
    }
    meant = Counter(value for place in translated for value in place.values)
    meant.subtract(value for pair in pairs for value in pair.old.values)
    return not any(kept[each] > 0 for each in moving) and not any(meant[each] for each in bare)


def _edits(
    target: str, lang: str, translated: Sequence[Place], replacements: Sequence[Replacement | None]
) -> list[Edit]:
    """Return the one way to write what is replaced that reads as it should."""
    style = Style(target, comma=normalize_tag(lang) != "ko-KP")
    ways: list[list[tuple[Edit, ...]]] = []
    number = 1
    for replacement in filter(None, replacements):
        found = FORMATS[replacement.place.kind](replacement, style)
        if not found:
            raise _Doubted(Doubt.WRITTEN_DIFFERENTLY)
        ways.append(found)
        number *= len(found)
        if number > MOST_WAYS:
            raise _Doubted(Doubt.AMBIGUOUS)
    expected = [
        replacement.form if replacement else place.form
        for place, replacement in zip(translated, replacements, strict=True)
    ]
    right: dict[str, list[Edit]] = {}
    for way in product(*ways):
        edits = [edit for edit in chain.from_iterable(way) if edit.new != edit.old]
        rewritten = _rewritten(target, edits)
        if [place.form for place in places(rewritten, lang)] == expected:
            right[rewritten] = edits
    if not right:
        raise _Doubted(Doubt.WRITTEN_DIFFERENTLY)
    if len(right) > 1:
        raise _Doubted(Doubt.AMBIGUOUS)
    (edits,) = right.values()
    if any(disagrees(target, edit, lang) for edit in edits):
        raise _Doubted(Doubt.AGREEMENT)
    return edits


def _rewritten(target: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    end = 0
    for edit in edits:
        parts += target[end : edit.start], edit.new
        end = edit.end
    return "".join([*parts, target[end:]])


def _changes(edits: Iterable[Edit]) -> Iterator[Adapted]:
    shift = 0
    for edit in edits:
        start = edit.start + shift
        yield Adapted(edit.place.kind, edit.old, edit.new, (start, start + len(edit.new)))
        shift += len(edit.new) - len(edit.old)
