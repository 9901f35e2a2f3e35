"""Words of a text as terms are compared by them: normalized, each with its place.

English words lose case, possessive, plural and British spelling; words of other languages only
case.  A hyphen parts words as a space does, except after co-, re-, non- and their like.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from tm.text.languages import primary

_APOSTROPHES = "'’ʼ‘"
# Scripts written without spaces (Thai, Lao, Burmese, Khmer, kana, Chinese): a character is a word.
_SINGLE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_LETTERS = rf"(?:(?![{_SINGLE}])[^\W_]|[\u0300-\u036f])+"
_WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![^\W_]))?"  # U.S., and U.S.A with its last dot lost
    rf"|[{_SINGLE}]|&|{_LETTERS}(?:[{_APOSTROPHES}]{_LETTERS})*"
)
_PREFIX = re.compile(r"(?i:anti|co|inter|multi|non|post|pre|re|semi|sub)-(?=[^\W\d_])")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]$")
_OPENING, _CLOSING = ("'", "‘"), ("'", "’")
_NO_LETTER = re.compile(rf"[.\-{_APOSTROPHES}\u0300-\u036f]")


def _set(together: str) -> frozenset[str]:
    return frozenset(together.split())


_OUR = re.compile(
    r"^((?:dis|en|un|mis|multi|re)?(?:arm|behavi|cand|clam|col|endeav|fav|ferv|harb|hon|hum|lab|neighb"
    r"|od|parl|rig|rum|sav|savi|splend|tum|val|vap|vig))our"
)
_ISE = re.compile(
    r"^(\w*(?:agon|apolog|author|capital|central|character|civil|coloni|colon|critic|custom|demil|democrat"
    r"|econom|emphas|equal|familiar|final|formal|general|global|hospital|ideal|immun|industrial"
    r"|international|jeopard|legal|legitim|liberal|local|maxim|memor|militar|minim|mobil|modern"
    r"|monopol|national|neutral|normal|optim|organ|penal|politic|popular|privat|prior|real|recogn"
    r"|scrutin|special|stabil|standard|steril|subsid|summar|symbol|sympath|util|vandal|victim"
    r"|visual|crimina?l|nuclear))is(e|ed|es|er|ers|ing|ation|ations)$"
)
_YSE = re.compile(r"^(anal|paral|catal)ys(e|ed|es|er|ers|ing)$")
_DOUBLED = re.compile(
    r"^(cancel|counsel|fuel|label|level|marshal|model|panel|signal|total|travel)l(ed|ing|er|ers|or|ors)$"
)
_BRITISH = {
    "aeroplane": "airplane",
    "ageing": "aging",
    "aluminium": "aluminum",
    "catalogue": "catalog",
    "centre": "center",
    "cheque": "check",
    "defence": "defense",
    "fibre": "fiber",
    "grey": "gray",
    "jewellery": "jewelry",
    "judgement": "judgment",
    "kilometre": "kilometer",
    "licence": "license",
    "litre": "liter",
    "metre": "meter",
    "mould": "mold",
    "offence": "offense",
    "plough": "plow",
    "pretence": "pretense",
    "programme": "program",
    "sceptic": "skeptic",
    "sulphur": "sulfur",
    "theatre": "theater",
    "tonne": "ton",
    "tyre": "tire",
    "&": "and",
    "mt": "mount",
}
_IRREGULAR = {
    "children": "child",
    "fishermen": "fisherman",
    "knives": "knife",
    "lives": "life",
    "men": "man",
    "thieves": "thief",
    "wives": "wife",
    "women": "woman",
}
# Their singular is another word, or there is none.
_PLURAL_ONLY = _set(
    "arms customs damages goods headquarters means news premises proceeds remains series"
)
_GENERIC = _set("city county district island mountain prefecture province river township village")
_GENERIC_BEFORE = _set("cape lake mount")
_GENERIC_SUFFIXES = _set("do dong gang gu gun myon ri san si up")
_VAGUE = _set(
    "autonomous big black border capital central east eastern free great long lower municipal new "
    "north northern old red rural south southern special the upper urban west western white yellow"
)


@dataclass(frozen=True, slots=True)
class Word:
    """``forms`` are what the word may be compared as; a possessive lies between stem_end and end.

    ``capitals``: written in capitals, a plural s aside.
    """

    forms: tuple[str, ...]
    start: int
    stem_end: int
    end: int
    capitals: bool
    capitalized: bool


def words(text: str, lang: str) -> list[Word]:
    """Return the words of a text in order."""
    english = primary(lang) == "en"
    found: list[Word] = []
    quoting = False
    at = 0
    while match := _WORD.search(text, at):
        start, at = match.span()
        if not english:
            forms, capitals = _other_forms(text[start:at])
            found.append(Word(forms, start, at, at, capitals, text[start].isupper()))
            continue
        joined = _PREFIX.match(text, start)
        if joined and joined.end() == at + 1 and (rest := _WORD.match(text, at + 1)):
            at = rest.end()
        quoting = quoting or text[max(0, start - 1) : start] in _OPENING
        stem_end = at - 2 if _POSSESSIVE.search(text, start, at) else at
        end = at
        if text[at : at + 1] in _CLOSING:
            # After a plural it is the possessive, unless it ends a quotation.
            end += 1 if not quoting and text[at - 1] in "sS" else 0
            quoting = False
        forms, capitals = _english_forms(text[start:stem_end])
        found.append(Word(forms, start, stem_end, end, capitals, text[start].isupper()))
    return found


def _other_forms(surface: str) -> tuple[tuple[str, ...], bool]:
    return (unicodedata.normalize("NFKC", surface).casefold(),), surface.isupper()


@lru_cache(maxsize=1 << 16)
def _english_forms(surface: str) -> tuple[tuple[str, ...], bool]:
    letters = _NO_LETTER.sub("", unicodedata.normalize("NFKD", surface))
    if len(letters) > 2 and letters[-1] == "s" and letters[:-1].isupper():
        return (letters[:-1].casefold(),), True  # NGOs
    capitals = len(letters) > 1 and letters.isupper()
    lower = letters.casefold()
    singular = _american(_singular(lower))
    # A word in capitals may be an acronym that ends in S, or any word of a headline.
    return ((lower, singular) if capitals and singular != lower else (singular,)), capitals


def _american(word: str) -> str:
    """Return a lower-case English word in American spelling."""
    if (known := _BRITISH.get(word)) is not None:
        return known
    word = _OUR.sub(r"\1or", word)
    word = _ISE.sub(r"\1iz\2", word)
    word = _YSE.sub(r"\1yz\2", word)
    return _DOUBLED.sub(r"\1\2", word)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word[-1] != "s" or word[-2] in "siu" or word in _PLURAL_ONLY:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1]


def without_generic(parts: list[Word], lang: str) -> list[Word]:
    """Return an English name without its generic word: Yalu River gives Yalu.

    What would be left of East River or Special City says too little, so nothing is taken away.
    """
    if primary(lang) != "en" or len(parts) < 2 or not parts[0].capitalized:
        return parts
    if parts[-1].forms[-1] in _GENERIC and parts[-1].capitalized:
        short = parts[:-1]
    elif parts[0].forms[-1] in _GENERIC_BEFORE:
        short = parts[1:]
    elif parts[-1].forms[0] in _GENERIC_SUFFIXES and not parts[-1].capitalized:
        short = parts[:-1]
    else:
        return parts
    tells = any(word.forms[0] not in _VAGUE and len(word.forms[0]) > 2 for word in short)
    return short if tells and short[0].capitalized else parts
