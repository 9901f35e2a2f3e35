"""The only edit similarity: Levenshtein distance over units of comparison."""

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein


def distance(a: Sequence[str], b: Sequence[str], most: int | None = None) -> int:
    """Count the units to insert, delete or replace to make ``a`` of ``b``.

    A distance above ``most`` may be given as ``most + 1``, which is found sooner.
    """
    return Levenshtein.distance(a, b, score_cutoff=most)


def opcodes(a: Sequence[str], b: Sequence[str]) -> tuple[tuple[str, int, int, int, int], ...]:
    """Return ``(op, a0, a1, b0, b1)`` from left to right, covering both sequences.

    ``op`` is equal, replace, insert (units of ``b`` only) or delete (units of ``a`` only).
    """
    return tuple(
        (step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end)
        for step in Levenshtein.opcodes(a, b)
    )
