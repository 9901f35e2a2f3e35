"""One side of an alignment, prepared: vectors, lengths, words and numbers of its segments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.encoder import Encoder
from tm.text.korean import romanization_key, spelling_key
from tm.text.korean.northern import WORD_STARTS
from tm.text.quantities import numbers

LONGEST_SPAN = 3
"""Most segments of one side in a bead."""

_UNSPACED = frozenset({"ja", "zh", "th", "lo", "km", "my"})
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_HANGUL = re.compile(r"[가-힣]{2,6}")
_VOWELS = re.compile(r"[aeiou]")
_SHORTEST_KEY = 3

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The distinct words of a side; number 0 is a stand-in that matches nothing.

    ``vectors`` has one row a word, ``weights`` its inverse document frequency; words of two sides
    that share one of their ``keys`` are the same string, the same name or a known pair of terms.
    """

    vectors: Vectors
    weights: NDArray[np.float64]
    keys: list[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Side:
    """Segments with what is compared.

    Row k of ``spans[a - 1]`` is the vector of the run of ``a`` segments from k on, zero where it
    would run past the end.  ``tokens`` are word numbers, segment k has
    those from ``token_starts[k]`` to ``token_starts[k + 1]``, never none.
    """

    lang: str
    spans: list[Vectors]
    distinct: Numbers
    """The first segment of each text: boilerplate that recurs is one neighbor, not many."""
    lengths: NDArray[np.float64]
    vocabulary: Vocabulary
    tokens: Numbers
    token_starts: Numbers
    numbers: list[frozenset[str]]
    breaks: NDArray[np.float64]
    """Per segment, how much a bead that goes on past it crosses the end of a paragraph, 0 to 1."""

    def __len__(self) -> int:
        return len(self.lengths)

    def terms(self, segments: Sequence[int]) -> frozenset[int]:
        """Numbers of the known pairs of terms whose surface stands in one of the segments."""
        keys: frozenset[str] = frozenset().union(
            *(
                self.vocabulary.keys[word]
                for k in segments
                for word in self.tokens[self.token_starts[k] : self.token_starts[k + 1]]
            )
        )
        return frozenset(int(key[1:]) for key in keys if key.startswith("#"))


def prepare(
    texts: Sequence[str],
    lang: str,
    encoder: Encoder,
    terms: Sequence[str] = (),
    paragraphs: Sequence[int] | None = None,
) -> Side:
    """Encode and count one side; ``terms[k]`` is this side's surface string of the k-th pair."""
    segments = [" ".join(text.split()) for text in texts]
    if primary(lang) == "ko":
        segments = [_southern(text) for text in segments]
    found = [_words(text, lang) for text in segments]
    everything = "\n".join(segments)
    for k, term in enumerate(terms):
        if term and term in everything:
            for text, segment in zip(segments, found, strict=True):
                if term in text:
                    segment.append(f"#{k}")
    vocabulary, tokens, starts = _vocabulary(found, encoder)
    return Side(
        lang=lang,
        spans=_spans(segments, encoder),
        distinct=np.array(
            sorted({text: k for k, text in reversed(list(enumerate(segments)))}.values()), np.int64
        ),
        lengths=np.array([sum(not c.isspace() for c in text) for text in segments], np.float64),
        vocabulary=vocabulary,
        tokens=tokens,
        token_starts=starts,
        numbers=[frozenset(numbers(text, lang)) for text in segments],
        breaks=_breaks(len(segments), paragraphs),
    )


def _breaks(segments: int, paragraphs: Sequence[int] | None) -> NDArray[np.float64]:
    """Paragraph ends say less the more of them there are: nothing if each segment has its own."""
    ends = np.zeros(segments)
    if paragraphs is not None and segments > 1:
        ends[:-1] = np.diff(np.asarray(paragraphs, np.int64)) != 0
        ends *= 1 - ends.sum() / (segments - 1)
    return ends


def primary(lang: str) -> str:
    return lang.split("-")[0].lower()


def _southern(text: str) -> str:
    """Spell words that begin the Northern way as the encoder knows them: 로동 as 노동."""
    return " ".join(
        spelling_key(word[:2])[0] + word[2:] if word[:2] in WORD_STARTS else word
        for word in text.split()
    )


def _words(text: str, lang: str) -> list[str]:
    """Distinct words worth comparing, in order; only Latin ones where words are not spaced."""
    pattern = _LATIN if primary(lang) in _UNSPACED else _WORD
    return list(dict.fromkeys(pattern.findall(text)))


def _keys(word: str) -> frozenset[str]:
    """Return the keys of a word: a term's number, its Latin letters, and how a name sounds.

    Particles are glued to Korean names, so that every beginning of two syllables or more counts;
    foreign names are written with other vowels, so that consonants alone count too.
    """
    if word.startswith("#"):
        return frozenset({word})
    keys: set[str] = set()
    sounds: list[str] = []
    if latin := _LATIN.match(word):
        keys.add("=" + latin.group().casefold())
        if word[0].isupper():
            sounds.append(romanization_key(latin.group()))
    if hangul := _HANGUL.match(word):
        name = hangul.group()
        sounds += [romanization_key(name[:end]) for end in range(2, len(name) + 1)]
    for sound in sounds:
        consonants = _VOWELS.sub("", sound)
        keys.update(key for key in ("~" + sound, "." + consonants) if len(key) > _SHORTEST_KEY)
    return frozenset(keys)


def _spans(segments: list[str], encoder: Encoder) -> list[Vectors]:
    """Encode every run of one to LONGEST_SPAN segments, each distinct text once."""
    runs = [
        [" ".join(segments[k : k + size]) for k in range(len(segments) - size + 1)]
        for size in range(1, LONGEST_SPAN + 1)
    ]
    distinct = {text: None for run in runs for text in run}
    row_of = {text: row for row, text in enumerate(distinct)}
    vectors = encoder.encode(list(distinct))
    spans = []
    for run in runs:
        rows = np.zeros((len(segments), encoder.dimensions), np.float32)
        rows[: len(run)] = vectors[[row_of[text] for text in run]]
        spans.append(rows)
    return spans


def _vocabulary(found: list[list[str]], encoder: Encoder) -> tuple[Vocabulary, Numbers, Numbers]:
    number_of: dict[str, int] = {"": 0}
    tokens: list[int] = []
    starts = [0]
    for segment in found:
        tokens.append(0)
        tokens.extend(number_of.setdefault(word, len(number_of)) for word in segment)
        starts.append(len(tokens))
    frequency = np.bincount(tokens, minlength=len(number_of))
    weights = np.log1p(len(found) / np.maximum(frequency, 1))
    weights[0] = 0.0
    vectors = np.zeros((len(number_of), encoder.dimensions), np.float32)
    plain = [word for word in number_of if word and not word.startswith("#")]
    vectors[[number_of[word] for word in plain]] = encoder.encode(plain)
    vocabulary = Vocabulary(vectors, weights, [_keys(word) for word in number_of])
    return vocabulary, np.array(tokens, np.int64), np.array(starts, np.int64)
