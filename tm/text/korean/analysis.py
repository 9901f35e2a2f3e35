"""Morphemes and sentences by Kiwi; the only import of kiwipiepy.

Kiwi takes 1.5 s and half a gigabyte to load, so it is loaded by the first call that needs it, once
a process.  ``num_workers=0`` keeps it from starting threads, which a fork would leave behind dead.
"""

import re
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tm.text.korean.keys import composed, southern

_WINDOW = 2000
_CLOSING = "\"'”’»›」』》〉)]）］"
_QUOTE_ENDS = re.compile(r"[\"'”’」』》〉]$")
_PARTICLE = re.compile(r"(?:이?라[고며는]|이?라면서|하고|고|며|면서)\s")

_lock = threading.Lock()
_loaded: list[Any] = []


@dataclass(frozen=True, slots=True)
class Morpheme:
    """A morpheme with its tag in the Sejong tag set as Kiwi extends it.

    ``form`` is in Southern spelling; ``start`` and ``end`` are code points of the text as given.
    Morphemes that share a syllable (되 + 었 in 됐) share it in their spans too.  Where ``known`` is
    false, Kiwi has no such word and guessed.
    """

    form: str
    tag: str
    start: int
    end: int
    known: bool

    @property
    def nominal(self) -> bool:
        return self.tag[0] == "N" or self.tag in _NOMINAL_TAGS


# Roots, prefixes and suffixes of nouns, foreign words, Chinese characters and figures.
_NOMINAL_TAGS = frozenset({"XR", "XPN", "XSN", "SL", "SH", "SN"})


def _kiwi() -> Any:
    with _lock:
        if not _loaded:
            from kiwipiepy import Kiwi

            with warnings.catch_warnings():
                # Kiwi announces that the meaning of 0 has changed; the new one is meant.
                warnings.simplefilter("ignore", DeprecationWarning)
                _loaded.append(Kiwi(num_workers=0))
    return _loaded[0]


def warm_up() -> None:
    """Load Kiwi and use it once, so that a fork shares its pages and no request waits for it."""
    _kiwi().split_into_sents("따뜻하다.")


def morphemes(text: str) -> list[Morpheme]:
    """Return the morphemes of a text of any length in order."""
    plain, origins = composed(text)
    folded = southern(plain)
    kiwi = _kiwi()
    found = []
    for start, end in _windows(folded):
        for token in kiwi.tokenize(folded[start:end]):
            first, last = start + token.start, start + token.end
            tag = token.tag.partition("-")[0]
            found.append(Morpheme(token.form, tag, origins[first], origins[last], not token.oov))
    return found


@lru_cache(maxsize=4096)
def is_name(word: str) -> bool:
    """Whether the word may name a place, as Kiwi reads it before 에서, 시 and 군."""
    return any(
        (morpheme.form, morpheme.tag, morpheme.start) == (word + suffix, "NNP", 0)
        for context, suffix in ((word + "에서", ""), (word + "시", "시"), (word + "군", "군"))
        for morpheme in morphemes(context)[:1]
    )


@lru_cache(maxsize=4096)
def is_noun(word: str) -> bool:
    """Whether Kiwi reads the word as nouns and their affixes alone."""
    return all(morpheme.nominal for morpheme in morphemes(word))


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Cut a long text at white space, where there is some, into pieces that take linear time."""
    start = 0
    while len(text) - start > _WINDOW:
        end = start + _WINDOW
        cut = max(text.rfind(space, start + 1, end) for space in " \n\t")
        yield start, cut if cut > 0 else end
        start = cut if cut > 0 else end
    yield start, len(text)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences of one paragraph as spans of the text as given, white space trimmed.

    A quotation stays with the particle and the verb that follow it, a closing quotation mark with
    its sentence.  Sentences over 2,000 characters are cut.
    """
    plain, origins = composed(text)
    kiwi = _kiwi()
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(plain):
        piece = plain[start : start + _WINDOW]
        sentences = [
            (start + sentence.start, start + sentence.end)
            for sentence in kiwi.split_into_sents(piece, return_sub_sents=False)
        ]
        rest = start + len(piece) < len(plain)
        if rest and len(sentences) > 1:
            # The window may have cut the last one; the next window begins with it.
            start = sentences.pop()[0]
        else:
            start += len(piece)
        for first, last in sentences:
            _append(plain, spans, first, last)
    return [(origins[first], origins[last]) for first, last in spans]


def _append(text: str, spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Append a span without the white space around it, or join it to the sentence before."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if spans and _belongs(text, spans[-1], start):
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))


def _belongs(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether what starts here goes on with the sentence before it."""
    adjacent = before[1] == start
    if text[start] in _CLOSING and adjacent:
        return True
    quoted = _QUOTE_ENDS.search(text, before[0], before[1]) is not None
    return quoted and (adjacent or _PARTICLE.match(text, start) is not None)
