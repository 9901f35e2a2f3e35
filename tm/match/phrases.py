"""What a concordance is asked for: words, quoted phrases, and words that must not stand there.

    rice price          both words, anywhere in the text
    "rice price"        the two in a row
    rice -corn          rice, but not corn
    -"price of corn"    without the phrase

A phrase also stands inside longer words (압록 in 압록강에서는, river in drivers); case, spaces
before punctuation, and in Korean all spacing and the spelling of North or South, do not count.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from tm.errors import InvalidInput
from tm.text.languages import is_syllabic
from tm.text.normalize import for_comparison
from tm.text.tokens import compared, key, letters

_PART = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
# The tokenizer of a language with spaces may cut what is written without, so each is by itself.
_ATOM = re.compile(
    r"[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc]"
    r"|[^\W_\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc]+"
    r"|\S"
)


@dataclass(frozen=True)
class Phrase:
    """Something to stand in a text of a language, as it was typed."""

    text: str
    lang: str

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """What stands in the keys of a syllable language, one character a unit: one of these.

        Spelling is folded at the beginning of words, so 리가 is found in 리가 as 이가, but as it
        is in 관리가.
        """
        folded = key(compared(self.text, self.lang))
        return tuple(run for run in dict.fromkeys((folded, letters(self.text))) if run)

    @cached_property
    def atoms(self) -> tuple[str, ...]:
        """Runs of letters or figures, or single marks, each of them inside one unit."""
        return tuple(_ATOM.findall(for_comparison(self.text).casefold()))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds the phrase in a comparison key."""
        if is_syllabic(self.lang):
            return re.compile("|".join(map(re.escape, self.runs)))
        folded = for_comparison(self.text).casefold()
        parts = []
        last = ""
        for found in _ATOM.finditer(folded):
            atom = found.group()
            if last:
                spaced = folded[found.start() - 1].isspace()
                both_words = last[-1].isalnum() and atom[0].isalnum()
                parts.append(" " if spaced and both_words else " ?")
            parts.append(re.escape(atom))
            last = atom
        return re.compile("".join(parts))

    @property
    def says_all(self) -> bool:
        """Whether a unit with the only atom in it is proof enough."""
        return not is_syllabic(self.lang) and len(self.atoms) == 1

    def empty(self) -> bool:
        """Say whether nothing is left of the phrase in a comparison."""
        return not (self.runs if is_syllabic(self.lang) else self.atoms)


@dataclass(frozen=True, slots=True)
class Wanted:
    """All of ``present`` stand in the text, and none of ``absent``."""

    present: tuple[Phrase, ...]
    absent: tuple[Phrase, ...]


@lru_cache(maxsize=256)
def parse(text: str, lang: str) -> Wanted:
    """Read what was typed; raises InvalidInput where there is nothing that could be found."""
    present: list[Phrase] = []
    absent: list[Phrase] = []
    for minus, quoted, word in _PART.findall(text):
        phrase = Phrase(quoted or word, lang)
        if phrase.empty():
            continue
        (absent if minus else present).append(phrase)
    if not present:
        raise InvalidInput(
            "There is nothing to look for; write a word, or a phrase in quotation marks.",
            field="text",
        )
    return Wanted(tuple(present), tuple(absent))
