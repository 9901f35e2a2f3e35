"""Terms in Korean, which joins particles and other nouns to a noun and spaces words freely.

Terms are looked for in the key of the text (Aho-Corasick over a text without spaces); morphology
then only casts doubt on short ones that are likely parts of other words.  Terms of four syllables
and more hardly ever are.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from tm.model.terms import Term, Tier
from tm.terms.candidates import NESTED, Candidate, ConceptKey, merged
from tm.text import korean
from tm.text.normalize import cluster_end

_LONG = 4
_LOOSE = 3
_DOUBTED = 0.3
_STRETCH = 2000


def _words(together: str) -> frozenset[str]:
    return frozenset(together.split())


# What may follow a name within one word of Kiwi's: generic words of places, people of a place.
_PLACE_SUFFIXES = _words(
    "시 군 구 구역 도 강 항 역 리 동 읍 산 광산 탄광 발전소 제련소 공단 세관 지구 시민 주민 행 "
    "발 인 냉면 특별시 직할시 시내 현 성 주 자치주"
)
_OTHER_SUFFIXES = _words("장 원 들 세대 측 내 망 비 용 증 권 식")
# What may stand before a short term within its word.
_PREFIXES = _words(
    "신 구 비 반 친 전 현 총 본 각 제 대 도 시 군 남 북 동 서 조선 불법 비법 공화국 국가 중앙 인민"
)
# Punctuation that may stand inside a term that is written without it.
_TRANSPARENT = frozenset("-‐‑–·ㆍ‧・'’‘\"“”")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A term; ``breaks`` are the positions in its key before which it has a space."""

    text: str
    key: str
    breaks: frozenset[int]
    concepts: list[ConceptKey] = field(default_factory=list)


class JoinedFinder:
    """Finds Korean terms; building takes about 30 microseconds a term."""

    def __init__(self, terms: Iterable[tuple[ConceptKey, Term]]) -> None:
        known: dict[str, dict[str, _Entry]] = {}
        for concept, term in terms:
            key, offsets = korean.spelling_key(term.text)
            if key:
                breaks = _breaks(term.text, offsets, 0, len(key))
                spelled = known.setdefault(korean.loose_key(term.text), {})
                entry = spelled.setdefault(term.text, _Entry(term.text, key, breaks))
                entry.concepts.append(concept)
        self._entries = [tuple(spelled.values()) for spelled in known.values()]
        self._automaton = AhoCorasick(list(known))
        self._longest = max(map(len, known), default=0)

    def find(self, text: str) -> list[Candidate]:
        key, offsets = korean.spelling_key(text)
        context = _Context(text)
        candidates = []
        for pattern, first, last in self._hits(korean.loose_key(text)):
            start, end = offsets[first], cluster_end(text, offsets[last - 1])
            if not _whole(text, start, end):
                continue
            readings = [
                reading
                for entry in self._entries[pattern]
                if (reading := _reading(context, key, offsets, (first, last), entry))
            ]
            if readings:
                candidates.append(merged(start, end, readings))
        return candidates

    def _hits(self, key: str) -> Iterator[tuple[int, int, int]]:
        """Yield terms in the key as (number, start, end), a stretch at a time to bound memory."""
        for origin in range(0, len(key), _STRETCH):
            stretch = key[origin : origin + _STRETCH + self._longest - 1]
            at: dict[int, list[tuple[int, int]]] = {}
            for pattern, start, end in self._automaton.find_matches_as_indexes(
                stretch, overlapping=True
            ):
                if start < _STRETCH:
                    at.setdefault(start, []).append((end, pattern))
            for start, ends in at.items():
                for end, pattern in nlargest(NESTED, ends):
                    yield pattern, origin + start, origin + end


def _reading(
    context: "_Context", key: str, offsets: list[int], hit: tuple[int, int], entry: _Entry
) -> Candidate | None:
    first, last = hit
    text = context.text
    start, end = offsets[first], cluster_end(text, offsets[last - 1])
    if not _transparent(text, offsets, first, last, entry.text):
        return None
    single = last - first == 1
    if text[start:end] == entry.text:
        tier, confidence = Tier.EXACT, 1.0
    elif single:
        return None  # 이 is almost never 리.
    elif key[first:last] == entry.key:
        tier, confidence = Tier.SPELLING, 0.95
    elif last - first >= _LOOSE:
        tier, confidence = Tier.LOOSE, 0.75
    else:
        return None
    if last - first < _LONG:
        spaced = _breaks(text, offsets, first, last) - entry.breaks
        doubt = (
            "a short term with a space inside"
            if spaced
            else context.doubt(start, end, last - first)
        )
        if doubt and single:
            return None  # Every page is full of such syllables.
        if doubt:
            confidence = _DOUBTED
    else:
        doubt = None
    return Candidate(start, end, entry.text, tuple(entry.concepts), tier, confidence, doubt)


def _breaks(text: str, offsets: list[int], first: int, last: int) -> frozenset[int]:
    return frozenset(
        position - first
        for position in range(first + 1, last)
        if text[offsets[position] - 1].isspace()
    )


def _transparent(text: str, offsets: list[int], first: int, last: int, term: str) -> bool:
    """Whether nothing parts the syllables but spaces, hyphens, and what the term has itself."""
    if offsets[last - 1] - offsets[first] == last - 1 - first:
        return True
    kept = set(offsets[first:last])
    at = offsets[first]
    while at < offsets[last - 1]:
        if at in kept:
            at = cluster_end(text, at)
            continue
        char = text[at]
        if not (char.isspace() or char in _TRANSPARENT or char in term):
            return False
        at += 1
    return True


def _whole(text: str, start: int, end: int) -> bool:
    """Whether the span does not cut a figure or a word in Latin letters in two."""
    return not any(
        0 < edge < len(text)
        and text[edge - 1].isascii()
        and text[edge].isascii()
        and text[edge - 1].isalnum()
        and text[edge].isalnum()
        for edge in (start, end)
    )


class _Context:
    """The morphemes around the hits of a text, found line by line when they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, self._lines))]
        self._seen: dict[int, list[list[korean.Morpheme]]] = {}

    def doubt(self, start: int, end: int, syllables: int) -> str | None:
        """Say why a span of up to three syllables is rather not a term; None if it may be one."""
        line = bisect_right(self._starts, start) - 1
        origin = self._starts[line]
        at = self._morphemes(line)
        start, end = start - origin, end - origin
        text = self._lines[line]
        covering = list(dict.fromkeys(m for place in at[start:end] for m in place))
        surface = text[start:end]
        if any(
            m.start == end and (m.tag in ("XSV", "XSA") or m.form in ("되", "하"))
            for place in at[end : end + 1]
            for m in place
        ) and korean.is_name(surface):
            return "a name that is the stem of a verb here"
        if syllables < _LOOSE and not all(m.nominal or m.tag == "MM" for m in covering):
            return "not a noun here"
        return _doubt_right(text, end, covering, syllables) or _doubt_left(
            text, start, covering, syllables
        )

    def _morphemes(self, line: int) -> list[list[korean.Morpheme]]:
        if line not in self._seen:
            at: list[list[korean.Morpheme]] = [[] for _ in self._lines[line]]
            for morpheme in korean.morphemes(self._lines[line]):
                for place in range(morpheme.start, morpheme.end):
                    at[place].append(morpheme)
            self._seen[line] = at
        return self._seen[line]


def _doubt_right(
    text: str, end: int, covering: list[korean.Morpheme], syllables: int
) -> str | None:
    for morpheme in covering:
        if morpheme.end > end:
            rest = text[end : morpheme.end]
            if not (
                korean.is_particle_chain(rest)
                or rest in _PLACE_SUFFIXES
                or (rest in _OTHER_SUFFIXES and (syllables >= _LOOSE or not morpheme.known))
            ):
                return f"part of {text[morpheme.start : morpheme.end]}"
    return None


def _doubt_left(
    text: str, start: int, covering: list[korean.Morpheme], syllables: int
) -> str | None:
    word = start
    while word > 0 and text[word - 1].isalnum():
        word -= 1
    before = text[word:start]
    if not before or before in _PREFIXES or any(m.start == start for m in covering):
        return None
    if syllables >= _LOOSE and (korean.is_noun(before) or not all(m.known for m in covering)):
        return None
    return f"inside the word {text[word : covering[-1].end] if covering else before}"
