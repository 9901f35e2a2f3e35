"""How units get into a memory: what makes two the same, and what is compared.

The rule of identity: within a memory two units are the same when they have the same texts, markup
included, in the same languages, whatever the order.  A unit that arrives again adds the places
where it was seen and what it says beyond the first; it can raise a draft to approved, never lower.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from tm.errors import InvalidInput, TooLarge
from tm.model.units import Occurrence, Status, TranslationUnit
from tm.storage.repositories import units
from tm.storage.repositories.units import Prepared
from tm.storage.session import UnitOfWork
from tm.storage.tables import UnitRow
from tm.text import tokens
from tm.text.languages import normalize_tag

LONGEST_TEXT = 100_000
"""Characters of one variant; a longer one is a document, not a segment."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of storing: row numbers in the order given, and how many were new or merged."""

    rows: tuple[int, ...]
    added: int
    merged: int


def storable(text: str, field: str) -> str:
    """Return the text as it is, or raise InvalidInput for what no database can keep."""
    if "\0" in text:
        raise InvalidInput(
            f"The {field} has a NUL character at position {text.index(chr(0))}.", field=field
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvalidInput(
            f"The {field} has half a character (a lone surrogate) at position {error.start}.",
            field=field,
        ) from error
    return text


def prepare(unit: TranslationUnit) -> Prepared:
    """Check a unit and derive its identity and comparison keys; needs no database.

    Raises InvalidInput (no variant, empty text, a character that cannot be stored), TooLarge or
    UnsupportedLanguage.
    """
    if not unit.variants:
        raise InvalidInput("A unit needs at least one text.", field="variants")
    keys: list[str] = []
    for variant in unit.variants:
        text = storable(variant.text, "text")
        if not text.strip():
            raise InvalidInput(f"The {variant.lang} text is empty.", field="text")
        if len(text) > LONGEST_TEXT:
            raise TooLarge(
                f"The {variant.lang} text has {len(text):,} characters; at most "
                f"{LONGEST_TEXT:,} are kept in one unit.",
                field="text",
            )
        storable(variant.markup or "", "markup")
        normalize_tag(variant.lang)
        keys.append(tokens.key(tokens.compared(text, variant.lang)))
    return Prepared(unit, identity(unit), tuple(keys), tokens.TOKENS_VERSION)


def identity(unit: TranslationUnit) -> str:
    """Return the digest of the unit's languages and texts."""
    parts = sorted((v.lang, v.markup if v.markup is not None else v.text) for v in unit.variants)
    digest = sha256()
    for part in parts:
        for text in part:
            encoded = text.encode("utf-8")
            digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def store(uow: UnitOfWork, memory: int, items: Sequence[Prepared]) -> Stored:
    """Store units in a memory's row, merging those that it has; a few statements for any number."""
    known = units.by_identity(uow, memory, {item.identity for item in items})
    first: dict[str, Prepared] = {}
    again: list[Prepared] = []
    for item in items:
        if item.identity in known or item.identity in first:
            again.append(item)
        else:
            first[item.identity] = item
    rows = units.insert_all(uow, memory, list(first.values()))
    known |= dict(zip(first, rows, strict=True))
    _merge(uow, [(known[item.identity], item.unit) for item in again])
    return Stored(tuple(known[item.identity] for item in items), len(first), len(again))


def _merge(uow: UnitOfWork, again: Sequence[tuple[int, TranslationUnit]]) -> None:
    stored = units.load(uow, list({row for row, _ in again}))
    occurrences: list[tuple[int, Occurrence]] = []
    for row, unit in again:
        old = stored[row]
        new = tuple(o for o in unit.occurrences if o not in old.occurrences)
        occurrences += [(row, occurrence) for occurrence in new]
        status = Status.APPROVED if unit.status is Status.APPROVED else old.status
        notes = tuple(dict.fromkeys(old.notes + unit.notes))
        props = tuple(dict.fromkeys(old.props + unit.props))
        if (status, notes, props) != (old.status, old.notes, old.props):
            units.annotate(uow, uow.session.get_one(UnitRow, row), status, notes, props)
            stored = stored | units.load(uow, [row])
    units.add_occurrences(uow, occurrences)
