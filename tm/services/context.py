"""What services work with: the database, and what is derived from it or loaded once."""

from dataclasses import dataclass, field
from pathlib import Path

from tm.align.encoder import Encoder, UseEncoder
from tm.match.index import MatchIndex
from tm.services.recognizers import RecognizerCache
from tm.storage.session import Database


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every service function as its first argument, the actor as its second.

    ``index``, ``recognizers`` and ``encoder`` cost nothing until they are first used.
    """

    db: Database
    uploads: Path
    index: MatchIndex = field(default_factory=MatchIndex)
    recognizers: RecognizerCache = field(default_factory=RecognizerCache)
    encoder: Encoder = field(default_factory=UseEncoder)
