"""Korean: keys that read North and South alike, romanization, sentences and morphemes.

The keys need no model.  Kiwi is loaded by the first call that needs it (``warm_up`` is such a
call) and is then shared by all threads of the process.
"""

from tm.text.korean.analysis import (
    Morpheme,
    is_name,
    is_noun,
    morphemes,
    sentence_spans,
    warm_up,
)
from tm.text.korean.keys import loose_key, spelling_key
from tm.text.korean.northern import is_northern
from tm.text.korean.particles import is_particle_chain
from tm.text.korean.romanization import romanization_key

__all__ = [
    "Morpheme",
    "is_name",
    "is_northern",
    "is_noun",
    "is_particle_chain",
    "loose_key",
    "morphemes",
    "romanization_key",
    "sentence_spans",
    "spelling_key",
    "warm_up",
]
