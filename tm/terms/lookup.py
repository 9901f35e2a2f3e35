"""The keys under which a term is stored and looked up."""

from typing import NamedTuple

from tm.terms.words import without_generic, words
from tm.text import korean
from tm.text.languages import primary
from tm.text.normalize import for_comparison

_LOOSE_SYLLABLES = 3
_ARTICLES = ("the", "a", "an")


class TermKeys(NamedTuple):
    """The keys of a term, strictest first; two terms meet by the first key that they share.

    ``exact`` folds quotation marks, dashes and white space.  ``spelling`` folds case and spaces,
    for Korean also Northern and Southern spelling, for English plural, possessive, hyphens,
    articles and British spelling.  ``loose`` folds Korean in every place (three syllables and
    more), and leaves out the generic word of an English name.  A key that says nothing is empty.
    """

    exact: str
    spelling: str
    loose: str


def term_keys(text: str, lang: str) -> TermKeys:
    """Return the keys of a term, or of what somebody asks for; the same text has the same keys."""
    exact = for_comparison(text)
    if primary(lang) == "ko":
        spelling, _ = korean.spelling_key(text)
        return TermKeys(
            exact, spelling, korean.loose_key(text) if len(spelling) >= _LOOSE_SYLLABLES else ""
        )
    parts = words(text, lang)
    if primary(lang) == "en" and len(parts) > 1 and parts[0].forms[0] in _ARTICLES:
        del parts[0]
    spelling, loose = (
        " ".join(word.forms[-1] for word in kept) for kept in (parts, without_generic(parts, lang))
    )
    return TermKeys(exact, spelling, loose)
