"""Term recognizers, kept as long as the concepts they were built from stand."""

from collections.abc import Sequence
from threading import Lock

from tm.storage.repositories import terms
from tm.storage.session import UnitOfWork
from tm.terms.recognize import Recognizer
from tm.text.languages import covers


class RecognizerCache:
    """The recognizers last used, each for a language and the terms as of one revision."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[tuple[str, tuple[int, ...]], tuple[int, Recognizer]] = {}

    def get(self, uow: UnitOfWork, lang: str, termbases: Sequence[int]) -> Recognizer:
        """Return a recognizer for a language, built anew when a concept has changed since."""
        revision = terms.revision(uow, termbases)
        key = (lang, tuple(termbases))
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept[0] != revision:
                known = (
                    (concept, term)
                    for concept, term in terms.all_terms(uow, termbases)
                    if covers(lang, term.lang) or covers(term.lang, lang)
                )
                kept = revision, Recognizer(known, lang)
                self._kept[key] = kept
            return kept[1]
