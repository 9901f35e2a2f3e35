"""Paragraphs and sentences: rules in SRX for every language, and Kiwi beside them for Korean.

The rules are in ``rules/sentences.srx`` (SRX 2.0 of LISA OSCAR).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from tm.model.documents import Segment
from tm.text.korean import sentence_spans
from tm.text.languages import primary

_LINE = re.compile("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")

# Newspapers open a quotation with one kind of double mark and close it with the other.
_CLOSES = {"’": "‘", "》": "《", "〉": "〈", "」": "「", "』": "『", ")": "(", "）": "（", "”": '"'}
_OPENS = {"“": '"', **{mark: mark for mark in _CLOSES.values() if mark != '"'}}
_BRACKETS = frozenset("(（")
_MARKS = re.compile(f'["{"".join(map(re.escape, (*_OPENS, *_CLOSES)))}]')
# What is longer is hardly a quotation within a sentence, but one whose marks do not match.
_LONGEST_QUOTATION = 300

# What follows a quotation that is a part of the sentence: a particle, or a word of saying.
_GOES_ON = re.compile(r"[^\s.!?…]|\s(?:이?라[고며는면]|하[고며])")

# An ending that closes a sentence (말했다, 했어요), with nothing to mark it; more often it is a
# word of other kind (다 끝났다, 중요 시설), which only the analysis of its morphemes can tell.
_UNMARKED_END = re.compile(r"[가-힣][다요까죠]\s+(?=\S)")


def segment(text: str, lang: str) -> tuple[Segment, ...]:
    """Divide a text into sentences and headings, in their order.

    Every line is a paragraph; blank lines between them count for nothing more.  Only white space
    is left outside the segments, so the text can be put together again from them and itself.
    Raises UnsupportedLanguage.
    """
    language = primary(lang)
    segments: list[Segment] = []
    paragraphs = (span for line in _LINE.finditer(text) for span in _stripped(text, *line.span()))
    for paragraph, (start, end) in enumerate(paragraphs):
        cuts = _cuts(text[start:end], language)
        edges = [start, *(start + cut for cut in cuts), end]
        for left, right in pairwise(edges):
            segments.extend(
                Segment(text[a:b], paragraph, a, b) for a, b in _stripped(text, left, right)
            )
    return tuple(segments)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span without the white space at its edges, or nothing if nothing is left."""
    part = text[start:end]
    if body := part.strip():
        start += len(part) - len(part.lstrip())
        yield start, start + len(body)


def _cuts(paragraph: str, language: str) -> list[int]:
    cuts = _rule_cuts(paragraph, language)
    if language != "ko":
        return cuts
    edges = [0, *cuts, len(paragraph)]
    for start, end in pairwise(edges):
        if ends := {found.end() for found in _UNMARKED_END.finditer(paragraph, start, end)}:
            begun = (start + first for first, _ in sentence_spans(paragraph[start:end]))
            cuts.extend(ends.intersection(begun))
    return list(_outside_quotations(paragraph, sorted(cuts)))


def _rule_cuts(paragraph: str, language: str) -> list[int]:
    from choppa import SrxTextIterator  # Takes 0.2 s to import.

    cuts: list[int] = []
    end = 0
    for sentence in SrxTextIterator(_rules(), language, paragraph):
        end += len(sentence)
        cuts.append(end)
    return cuts[:-1]


@cache
def _rules() -> Any:
    from choppa import SrxDocument

    with resources.as_file(resources.files("tm.text") / "rules" / "sentences.srx") as path:
        return SrxDocument(ruleset=path)


def _outside_quotations(paragraph: str, cuts: Iterable[int]) -> Iterator[int]:
    """Leave out the cuts within a quotation or bracket that the sentence around it goes on after.

    Korean attaches the word of saying to the quotation ("...."라고 말했다), however many sentences
    are quoted.  A quotation that stands by itself is divided as other text is.
    """
    spans = iter(_embedded(paragraph))
    start, end = next(spans, (len(paragraph), len(paragraph)))
    for cut in cuts:
        while end < cut:
            start, end = next(spans, (len(paragraph), len(paragraph)))
        if not start < cut < end:
            yield cut


def _embedded(paragraph: str) -> list[tuple[int, int]]:
    """Return the outermost embedded quotations and brackets, from left to right."""
    opened: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    spans: list[tuple[int, int]] = []
    for found in _MARKS.finditer(paragraph):
        mark, at = found.group(), found.start()
        kind = _OPENS.get(mark) or _CLOSES.get(mark, mark)
        if mark in _OPENS or (mark == '"' and not waiting[kind]):
            opened.append((kind, at))
            waiting[kind] += 1
        elif waiting[kind]:
            # What was opened inside and never closed is no quotation.
            last = None
            while last != kind:
                last, start = opened.pop()
                waiting[last] -= 1
            embedded = kind in _BRACKETS or _GOES_ON.match(paragraph, at + 1)
            if embedded and at - start <= _LONGEST_QUOTATION:
                while spans and spans[-1][0] > start:
                    spans.pop()
                spans.append((start, at))
    return spans
