"""Texts cut into pieces that a template marks: differences of a match, terms in a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from tm.match.adapt import Doubt
from tm.model.terms import TermHit
from tm.model.units import Match
from tm.web.sentences import N_

DOUBTS = {
    Doubt.TEXTS_DIFFER: N_("your text differs in more than its numbers."),
    Doubt.KINDS_DIFFER: N_("they count another kind of thing, as a date and an age do."),
    Doubt.NOT_IN_TRANSLATION: N_("the translation does not have them."),
    Doubt.COUNTS_DIFFER: N_("the translation has one of them more often, or less often."),
    Doubt.AMBIGUOUS: N_("there is more than one way to change them."),
    Doubt.WRITTEN_DIFFERENTLY: N_("the translation has them in words, or where yours do not fit."),
    Doubt.AGREEMENT: N_("the words beside them would have to change too."),
    Doubt.LANGUAGE: N_("it is not known which words change with them in this language."),
}
"""Why the numbers of a translation were left as they are, after a colon."""

_LEFT = "numbers-left: "


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


def reasons(match: Match) -> list[str]:
    """Return in what a match differs, without what came of its numbers."""
    return [reason for reason in match.reasons if not reason.startswith(("numbers-adapted", _LEFT))]


def changed_numbers(match: Match) -> list[tuple[str, str]]:
    """Return the numbers of a translation that were changed, old and new, each change once."""
    return list(dict.fromkeys((change.old, change.new) for change in match.adapted))


def doubt(match: Match) -> str | None:
    """Say why the numbers of a translation were left alone, None where they were not."""
    for reason in match.reasons:
        if reason.startswith(_LEFT):
            said: str = gettext(DOUBTS[Doubt(reason.removeprefix(_LEFT))])
            return said
    return None


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
