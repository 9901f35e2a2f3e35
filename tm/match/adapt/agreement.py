"""What the words beside a number owe to it, and whether they suit another."""

import re

from tm.match.adapt.numerals import plain_value
from tm.match.adapt.places import COUNTING, Edit
from tm.text.korean import is_particle_chain
from tm.text.languages import primary
from tm.text.quantities.canonical import fold

_ARTICLE = re.compile(r"\b[Aa]n? [\"'“‘(]?(?:US)?[$€£₩]?\Z")
_NOUN = re.compile(r" ?[A-Za-z(]|[-‑](?![A-Za-z])")
# 1 percent, 1-year and 1 million stand before what 2 percent, 2-year and 2 million do.
_INVARIABLE = re.compile(
    r"\s?%|[- ]per ?cent\b|[-‑](?=[A-Za-z])| (?:hundred|thousand|million|billion|trillion)\b"
    r"|\s?(?:[kcm]?m|k?g|ha|[kM]W)\b",
)
_WORD = re.compile("[가-힣]{1,13}")
_ALTERNATING = frozenset("은는이가을를과와으로나며고란랑라야아여다")
# How 영 일 이 삼 사 오 육 칠 팔 구 are read at their end: as a consonant, as ㄹ or as a vowel.
# 십, 백 and 천 are as 영 is.  After ㄹ one particle is as after a vowel, the others are not.
_FINALS = "clvcvvcllv"


def disagrees(text: str, edit: Edit, lang: str) -> bool:
    """Whether the words around an edited number in ``text`` are those of the old number only.

    Where they may depend on the number, the answer is True.
    """
    old, new = fold(text[edit.start : edit.end]), fold(edit.new)
    match primary(lang):
        case "en":
            return _number(text, edit, old, new) or _article(text, edit, old, new)
        case "ko":
            return _particle(text, edit, old, new)
        case _:
            return False


def _number(text: str, edit: Edit, old: str, new: str) -> bool:
    """Whether a noun may have to go from the singular to the plural, or back."""
    return (
        (plain_value(old) == "1") != (plain_value(new) == "1")
        and edit.place.kind in COUNTING
        and _NOUN.match(text, edit.end) is not None
        and not _INVARIABLE.match(text, edit.end)
    )


def _article(text: str, edit: Edit, old: str, new: str) -> bool:
    before = text[max(0, edit.start - 8) : edit.start]
    return _starts_with_vowel(old) != _starts_with_vowel(new) and bool(_ARTICLE.search(before))


def _particle(text: str, edit: Edit, old: str, new: str) -> bool:
    """Whether a particle has two forms, and stands on the number itself and not on a unit."""
    word = _WORD.match(text, edit.end)
    return (
        _FINALS[int(old[-1])] != _FINALS[int(new[-1])]
        and edit.place.end == edit.end
        and word is not None
        and word[0][0] in _ALTERNATING
        and is_particle_chain(word[0])
    )


def _starts_with_vowel(number: str) -> bool:
    """Eight, and eleven and eighteen of anything: 8.5, 11, 18,000, 1890 as a year."""
    digits = re.split(r"[^0-9,]", number)[0]
    grouped = digits.partition(",")[0] if "," in digits else digits
    first = grouped[:2] if len(grouped) == 4 else grouped[: len(grouped) % 3 or 3]
    return digits[0] == "8" or first in ("11", "18")
