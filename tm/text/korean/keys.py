"""Keys under which Northern and Southern spellings of a word are one string.

The North writes the Sino-Korean syllables with ㄹ and ㄴ as they are (로동, 녀성), the South
changes them at the start of a word (노동, 여성: the initial-sound law).  Both spellings are folded
to the Southern one.  Folding is blind to meaning, so a key serves for comparing, never for display.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

from tm.text.korean.northern import LOANWORDS, SINO_SYLLABLES, WORD_STARTS
from tm.text.normalize import cluster_end

_Y_VOWELS = "ㅣㅑㅕㅛㅠㅖㅒ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_HANGUL = range(0xAC00, 0xD7A4)


def _fold(syllable: str) -> str:
    """Return the syllable with ㅇ before ㅣ and the y vowels, with ㄴ before others."""
    rest = (ord(syllable) - _HANGUL.start) % 588
    vowel = _VOWELS[rest // 28]
    new = "ㅇ" if vowel in _Y_VOWELS else "ㄴ"
    return chr(_HANGUL.start + _LEADS.index(new) * 588 + rest)


_FOLDED = {syllable: _fold(syllable) for syllable in SINO_SYLLABLES}
_FOLD_ALL = str.maketrans(_FOLDED)
_FOLDABLE = re.compile(f"[{SINO_SYLLABLES}]")
# The South writes 열, 율 after a vowel and ㄴ within a word (비율), 렬, 률 elsewhere (법률).
_WITHIN_WORDS = "렬률"
_NORTHERN_START = re.compile(rf"(?<!\w)([{SINO_SYLLABLES}])(\w)")


def _open(vowels: str) -> str:
    return "".join(
        chr(code)
        for code in _HANGUL[::28]
        if _VOWELS[(code - _HANGUL.start) // 28 % len(_VOWELS)] in vowels
    )


# The North writes 되여, 쉬여, 내였다 for 되어, 쉬어, 내었다.  여 after ㅣ, ㅐ and ㅔ is left alone,
# where it is more often a syllable of a noun (기여, 대여).
_GLIDE = re.compile(f"(?<=[{_open('ㅚㅟㅢ')}])여|(?<=[{_open('ㅣㅐㅔㅚㅟㅢ')}])였")
_GLIDE_FOLDED = {"여": "어", "였": "었"}
_RUN = re.compile(r"\S+")
# What normalization leaves alone, but for the case of the ASCII letters.
_PLAIN = re.compile("[\x00-\x7f가-힣《》〈〉“”‘’「」『』、。·]*")


class _Dropped(dict[int, int]):
    """Maps what no key keeps (punctuation, separators, control characters) to a space."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        # U+318D and U+119E are letters by their category, and are typed as a middle dot.
        drop = unicodedata.category(character)[0] in "PZC" or character in "\u318d\u119e"
        self[code] = ord(" ") if drop else code
        return self[code]


_DROPPED = _Dropped()


def _clusters(text: str, form: Callable[[str], str]) -> tuple[str, list[int]]:
    """Rewrite a text cluster by cluster; return also where each character of it comes from.

    The origins have one more item, the length of the text.
    """
    pieces: list[str] = []
    origins: list[int] = []
    start = 0
    while start < len(text):
        end = cluster_end(text, start)
        pieces.append(form(text[start:end]))
        origins.extend([start] * len(pieces[-1]))
        start = end
    origins.append(len(text))
    return "".join(pieces), origins


def composed(text: str) -> tuple[str, Sequence[int]]:
    """Return the text in NFC, and the offset in ``text`` of each character and of the end."""
    if _PLAIN.fullmatch(text):
        return text, range(len(text) + 1)
    return _clusters(text, lambda cluster: unicodedata.normalize("NFC", cluster))


def _compared(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", cluster).casefold()
    return unicodedata.normalize("NFKC", folded)


def _letters(text: str) -> tuple[str, list[int], set[int]]:
    """Return the kept characters, their offsets in ``text``, and the positions of word starts."""
    origins: Sequence[int]
    if _PLAIN.fullmatch(text):
        normalized, origins = text.lower(), range(len(text))
    else:
        normalized, origins = _clusters(text, _compared)
    pieces: list[str] = []
    offsets: list[int] = []
    starts: set[int] = set()
    spaced = normalized.translate(_DROPPED)
    for run in _RUN.finditer(spaced):
        start, end = run.span()
        if start:
            # A mark after what was dropped would compose with the letter before that.
            start = min(cluster_end(spaced, start - 1), end)
        starts.add(len(offsets))
        pieces.append(spaced[start:end])
        offsets.extend(origins[start:end])
    return "".join(pieces), offsets, starts


def spelling_key(text: str) -> tuple[str, list[int]]:
    """Return the strict North/South key, and the offset in ``text`` of each character of it.

    Spaces, punctuation and case are gone; 로동 at the start of an eojeol and inside 조선로동당
    reads 노동, 비률 reads 비율, 되여 reads 되어.  Other scripts are normalized (NFKC) and folded.
    """
    letters, offsets, starts = _letters(text)
    folded: list[str] | None = None
    for found in _FOLDABLE.finditer(letters):
        at = found.start()
        if (
            found.group() in _WITHIN_WORDS
            or letters[at : at + 2] in WORD_STARTS
            or (at in starts and _initial(letters, at))
        ):
            folded = folded or list(letters)
            folded[at] = _FOLDED[found.group()]
    key = "".join(folded) if folded else letters
    return _GLIDE.sub(lambda match: _GLIDE_FOLDED[match.group()], key), offsets


def _initial(letters: str, at: int) -> bool:
    # After a figure stands a counter (5 년, 3 리), which both write alike.
    counted = at > 0 and (letters[at - 1].isdigit() or letters[at - 1] == "몇")
    return not counted and not letters.startswith(LOANWORDS, at)


def loose_key(text: str) -> str:
    """Return the key folded in every place; under three syllables it merges words (병력, 병역)."""
    letters, _, _ = _letters(text)
    folded = letters.translate(_FOLD_ALL)
    return _GLIDE.sub(lambda match: _GLIDE_FOLDED[match.group()], folded)


def southern(text: str) -> str:
    """Respell Northern words at the start of an eojeol, length kept, for tools that know the South.

    Only known words are touched, and only there, so that Southern text stays as it is.
    """

    def respell(found: re.Match[str]) -> str:
        first, second = found.groups()
        return (_FOLDED[first] if first + second in WORD_STARTS else first) + second

    respelt = _NORTHERN_START.sub(respell, text)
    return _GLIDE.sub(lambda match: _GLIDE_FOLDED[match.group()], respelt)
