"""One side of an alignment, prepared: vectors, lengths, words and numbers of its segments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.encoder import Encoder

LONGEST_SPAN = 3
"""Most segments of one side in a bead."""

_UNSPACED = frozenset({"ja", "zh", "th", "lo", "km", "my"})
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d{3})*(?:\.\d+)?")

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The distinct words of a side; number 0 is a stand-in that matches nothing.

    ``vectors`` has one row a word, ``weights`` its inverse document frequency.
    """

    words: list[str]
    vectors: Vectors
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """Segments with what is compared.

    Row k of ``spans[a - 1]`` is the vector of the run of ``a`` segments from k on, zero where it
    would run past the end.  ``tokens`` are word numbers, segment k has
    those from ``token_starts[k]`` to ``token_starts[k + 1]``, never none.
    """

    lang: str
    texts: list[str]
    spans: list[Vectors]
    lengths: NDArray[np.float64]
    vocabulary: Vocabulary
    tokens: Numbers
    token_starts: Numbers
    numbers: list[frozenset[str]]
    paragraphs: Numbers | None

    def __len__(self) -> int:
        return len(self.texts)


def prepare(
    texts: Sequence[str], lang: str, encoder: Encoder, paragraphs: Sequence[int] | None = None
) -> Side:
    segments = [" ".join(text.split()) for text in texts]
    found = [words(text, lang) for text in segments]
    vocabulary, tokens, starts = _vocabulary(found, encoder)
    return Side(
        lang=lang,
        texts=segments,
        spans=_spans(segments, encoder),
        lengths=np.array([sum(not c.isspace() for c in text) for text in segments], np.float64),
        vocabulary=vocabulary,
        tokens=tokens,
        token_starts=starts,
        numbers=[numbers(text, lang) for text in segments],
        paragraphs=None if paragraphs is None else np.asarray(paragraphs, np.int64),
    )


def words(text: str, lang: str) -> list[str]:
    """Distinct words worth comparing, in order; only Latin ones where words are not spaced."""
    pattern = _LATIN if lang.split("-")[0] in _UNSPACED else _WORD
    return list(dict.fromkeys(pattern.findall(text)))


def numbers(text: str, lang: str) -> frozenset[str]:
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(text))


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
    vectors[1:] = encoder.encode(list(number_of)[1:])
    vocabulary = Vocabulary(list(number_of), vectors, weights)
    return vocabulary, np.array(tokens, np.int64), np.array(starts, np.int64)
