"""Korean: keys that read North and South alike, romanization, sentences and morphemes.

The keys need no model.  Kiwi is loaded by the first call that needs it (``warm_up`` is such a
call) and is then shared by all threads of the process.
"""

from tm.text.korean.keys import loose_key, spelling_key
from tm.text.korean.romanization import romanization_key

__all__ = ["loose_key", "romanization_key", "spelling_key"]
