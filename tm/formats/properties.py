"""What a TMX unit or variant says beside its text, between XML and the model's fields."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from lxml import etree

from tm.formats.xml import attribute, escaped, local_name
from tm.model.units import Occurrence, Status, TranslationUnit, Variant

Pairs = tuple[tuple[str, str], ...]

# Attributes of <tu> and <tuv> in TMX 1.4b that the model has no field for.
_KEPT = frozenset({
    "tuid", "o-encoding", "datatype", "usagecount", "lastusagedate", "creationtool",
    "creationtoolversion", "segtype", "changeid", "o-tmf", "srclang",
})  # fmt: skip
_DATES = {"creationdate": "created", "changedate": "changed"}
_ONLY_UNIT = frozenset({"tuid", "segtype", "srclang"})

_EXTRA = "x-extra:"
_ESCAPE = "x-prop:"
_STATUS = "x-status"
_OPENING = "x-occurrence"
_OCCURRENCE = tuple(field.name for field in fields(Occurrence))
_PLACE = frozenset(f"x-{name}" for name in _OCCURRENCE)
_RESERVED = _PLACE | {_STATUS, _OPENING}
_WHOLE = re.compile(r"[0-9]{1,9}")
_LANG = re.compile(r"(\{.*\})?lang")


@dataclass(frozen=True, slots=True)
class Said:
    """The fields that ``TranslationUnit`` and ``Variant`` share."""

    author: str | None
    created: str | None
    changed: str | None
    notes: tuple[str, ...]
    props: Pairs
    extra: Pairs


def read_said(element: etree._Element) -> Said:
    """Read attributes, notes and properties of a <tu> or <tuv>.

    Unknown attributes, unreadable dates and attributes of notes and properties go to ``extra``.
    """
    dates: dict[str, str] = {}
    kept: list[tuple[str, str]] = []
    other: list[tuple[str, str]] = []
    author = None
    for key, raw in element.items():
        name, value = str(key), str(raw)
        if name == "creationid":
            author = value
        elif name in _DATES and (date := _from_tmx(value)):
            dates[_DATES[name]] = date
        elif name in _KEPT:
            kept.append((name, value))
        elif not _LANG.fullmatch(name):
            other.append((name, value))
    notes: list[str] = []
    props: list[tuple[str, str]] = []
    for child in element:
        name = local_name(child) or ""
        if name not in {"note", "prop"}:
            continue
        text = "".join(map(str, child.itertext())) if len(child) else child.text or ""
        kind = str(child.get("type", "")) if name == "prop" else ""
        if kind.startswith(_EXTRA):
            other.append((kind.removeprefix(_EXTRA), text))
            continue
        values = notes if name == "note" else props
        other += [
            (f"{name}/{len(values)}/{key!s}", str(value))
            for key, value in child.items()
            if key != "type"
        ]
        if name == "note":
            notes.append(text)
        else:
            props.append((kind, text))
    return Said(
        author, dates.get("created"), dates.get("changed"), tuple(notes), tuple(props),
        (*kept, *other),
    )  # fmt: skip


def unit_meaning(props: Pairs) -> tuple[Status, Pairs, tuple[Occurrence, ...]]:
    """Take status and occurrences out of a unit's properties; what does not fit stays one."""
    status = Status.APPROVED
    rest: list[tuple[str, str]] = []
    places: list[dict[str, Any]] = []
    opened = False
    for kind, value in props:
        name = kind.removeprefix("x-")
        if kind == _STATUS and value in set(Status):
            status = Status(value)
        elif kind == _OPENING:
            places.append({})
            opened = True
        elif kind in _PLACE and (parsed := _field(name, value)) is not None:
            # Properties of other hands may lack the opening one.
            if not opened and (not places or name in places[-1]):
                places.append({})
            places[-1].setdefault(name, parsed)
        else:
            rest.append((kind, value))
    return status, plain_props(tuple(rest)), tuple(Occurrence(**place) for place in places)


def plain_props(props: Pairs) -> Pairs:
    """Return properties under their own names."""
    return tuple((kind.removeprefix(_ESCAPE), value) for kind, value in props)


def write_attributes(said: TranslationUnit | Variant) -> tuple[str, Pairs]:
    """Return the attributes, and the rest of ``extra`` that must be written as properties.

    The order of ``extra`` is part of the unit, so from the first that is no attribute on all are
    properties.
    """
    known = _KEPT | set(_DATES) if isinstance(said, TranslationUnit) else _KEPT - _ONLY_UNIT
    attributes: dict[str, str] = {}
    for name, value in (("creationdate", said.created), ("changedate", said.changed)):
        if value is not None:
            attributes[name] = _to_tmx(value)
    if said.author is not None:
        attributes["creationid"] = said.author
    taken = 0
    for name, value in said.extra:
        if name in attributes or name not in known:
            break
        attributes[name] = value
        taken += 1
    text = "".join(attribute(name, value) for name, value in attributes.items())
    return text, said.extra[taken:]


def write_props(said: TranslationUnit | Variant, extra: Pairs) -> Iterator[str]:
    """Yield the <note> and <prop> elements, in the order of the DTD: before the variants."""
    for note in said.notes:
        yield f"<note>{escaped(note)}</note>"
    for kind, value in said.props:
        special = kind in _RESERVED or kind.startswith((_EXTRA, _ESCAPE))
        yield _prop(_ESCAPE + kind if special else kind, value)
    for name, value in extra:
        yield _prop(_EXTRA + name, value)
    if isinstance(said, TranslationUnit):
        yield _prop(_STATUS, said.status)
        for place in said.occurrences:
            yield _prop(_OPENING, "")
            for name in _OCCURRENCE:
                if (value := getattr(place, name)) is not None:
                    yield _prop(f"x-{name}", str(value))


def _prop(kind: str, value: str) -> str:
    return f"<prop{attribute('type', kind)}>{escaped(value)}</prop>"


def _field(name: str, value: str) -> str | int | float | None:
    parse: Callable[[str], str | int | float | None] = _PARSERS.get(name, str)
    return parse(value)


def _position(value: str) -> int | None:
    return int(value) if _WHOLE.fullmatch(value) else None


def _score(value: str) -> float | None:
    try:
        score = float(value)
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None


_PARSERS: dict[str, Callable[[str], int | float | None]] = {
    "position": _position,
    "score": _score,
}


@lru_cache(maxsize=4096)  # A file has the same dates again and again.
def _from_tmx(date: str) -> str | None:
    """Return ISO 8601 in UTC, as the model has it; a date without a zone is taken for UTC."""
    try:
        when = datetime.fromisoformat(date)
        when = when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):  # OverflowError: the year 1, or 9999, in another zone.
        return None
    return f"{when.replace(tzinfo=None, microsecond=0).isoformat()}Z"


def _to_tmx(date: str) -> str:
    """Return YYYYMMDDThhmmssZ, which TMX demands, or the date as it is where it is none."""
    known = _from_tmx(date)
    return date if known is None else known.replace("-", "").replace(":", "")
