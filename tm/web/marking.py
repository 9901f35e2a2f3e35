"""Texts cut into pieces that a template marks: differences of a match, terms in a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from tm.model.terms import TermHit
from tm.model.units import Match


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``kind`` is plain, ins (only mine), del (only the memory's), or mark."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class TermPiece:
    """A stretch of text with the term seen in it, None for what is between terms."""

    text: str
    hit: TermHit | None


def differences(match: Match, query: str) -> list[Piece]:
    """Return the memory's source with what differs from the query marked.

    A letter that is compared as two, such as ß, can stand in two operations and is shown once.
    """
    pieces: list[Piece] = []
    done = asked = 0
    for operation in match.operations:
        start, end = (max(done, place) for place in operation.match)
        first, last = (max(asked, place) for place in operation.query)
        pieces.append(Piece("plain", match.source[done:start]))
        done, asked = end, last
        if operation.op == "equal":
            pieces.append(Piece("plain", match.source[start:end]))
            continue
        if operation.op in ("replace", "delete"):
            pieces.append(Piece("del", match.source[start:end]))
        if operation.op in ("replace", "insert"):
            pieces.append(Piece("ins", query[first:last]))
    pieces.append(Piece("plain", match.source[done:]))
    return [piece for piece in pieces if piece.text]


def spans(text: str, marked: Sequence[tuple[int, int]]) -> list[Piece]:
    """Return a text with spans marked; they are in order and do not overlap."""
    pieces: list[Piece] = []
    done = 0
    for start, end in marked:
        pieces += [Piece("plain", text[done:start]), Piece("mark", text[start:end])]
        done = end
    pieces.append(Piece("plain", text[done:]))
    return [piece for piece in pieces if piece.text]


def terms(text: str, hits: Sequence[TermHit]) -> list[TermPiece]:
    """Return a text cut at its terms."""
    pieces: list[TermPiece] = []
    done = 0
    for hit in hits:
        pieces += [TermPiece(text[done : hit.start], None), TermPiece(hit.surface, hit)]
        done = hit.end
    pieces.append(TermPiece(text[done:], None))
    return [piece for piece in pieces if piece.text]
