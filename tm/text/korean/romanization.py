"""One key for a Korean name in Hangul and in the Latin spellings that it goes by.

McCune-Reischauer, the Revised Romanization, the Northern system and newspapers' own ways differ
in how they write a few sounds; the key keeps what they agree on: k for ㄱㅋㄲ and g, o for ㅓ, ㅗ
and eo, nasals where a stop meets one (압록, Amnok, Aprok).
"""

import re
import unicodedata

_LEADS, _VOWELS, _CODAS = (
    tuple(letters.replace("-", "") for letters in row.split(" "))
    for row in (
        "k k n t t l m p p s s - c c c k t p h",
        "a e ya ye o e yo ye o wa we we yo u wo we wi yu u ui i",
        "- k k k n n n t l k m l l l p l m p p t t N t t k t p t",
    )
)
_SYLLABLE, _BLOCK = 28, 588

# N is the sound that ends 강; it is also written for ㄴ or ㅇ before ㄱ (한강, 평강), because "ng"
# may stand for either.
_LATIN = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"sh", "s"),
        (r"tch|ch|j", "c"),
        (r"ng", "N"),
        (r"h(?![aeiouwy])", ""),
        (r"eo|ou", "o"),
        (r"ae", "e"),
        (r"oe|oi", "we"),
        (r"eu|oo", "u"),
        (r"ee", "i"),
        (r"w(?=u)|y(?=i)", ""),
        (r"g", "k"),
        (r"d", "t"),
        (r"b", "p"),
        (r"r", "l"),
        (r"[^a-zN]+", ""),
    )
)
_COMMON = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"(?<=[kntlmpschN])ui", "i"),  # 희 is hŭi, hui and hi
        (r"(?<=[kntlmpscN])h", ""),
        (r"k+(?=[nlm])", "N"),
        (r"t+(?=[nlm])", "n"),
        (r"p+(?=[nlm])", "m"),
        (r"[nN]k", "N"),
        (r"l", "n"),
        (r"^n(?=[iy])", ""),
        (r"(.)\1+", r"\1"),
    )
)
_PIECES = re.compile(r"([가-힣]+)|([^가-힣]+)")


def romanization_key(text: str) -> str:
    """Return the key; what is neither Hangul nor Latin leaves nothing in it.

    The key joins the words of a name and leaves its generic part alone: 압록 and Amnok are equal,
    압록강 and Amnok River are not.
    """
    pieces = []
    for piece in _PIECES.finditer(unicodedata.normalize("NFKC", text)):
        if piece[1]:
            pieces.append("".join(map(_letters, piece[1])))
        else:
            decomposed = unicodedata.normalize("NFKD", piece[2].lower())
            pieces.append(_rewritten(re.sub(r"[^a-z ]", "", decomposed), _LATIN))
    return _rewritten("".join(pieces), _COMMON)


def _letters(syllable: str) -> str:
    lead, rest = divmod(ord(syllable) - ord("가"), _BLOCK)
    vowel, coda = divmod(rest, _SYLLABLE)
    return _LEADS[lead] + _VOWELS[vowel] + _CODAS[coda]


def _rewritten(letters: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, new in rules:
        letters = pattern.sub(new, letters)
    return letters
