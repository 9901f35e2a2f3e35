"""TMX 1.1 to 1.4b (LISA OSCAR, "TMX 1.4b Specification"): read all, write 1.4b of level 2.

What a file says beyond the model's fields stays in ``extra`` under the names of TMX attributes and
is written back.  What the model says beyond TMX is written as properties that only this reader
understands: ``x-status``; ``x-occurrence``, which opens a place where the unit was seen and is
followed by its fields (``x-document``, ``x-address``, ...); ``x-extra:NAME``; and ``x-prop:NAME``
for a property that has one of these names by chance.  Dates are ISO 8601 in UTC in the model.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO

from lxml import etree

import tm
from tm.errors import InvalidInput, ParseError
from tm.formats.encodings import Reader
from tm.formats.inline import read_segment, writable
from tm.formats.items import Item, Languages, Skipped, Written
from tm.formats.properties import (
    plain_props,
    read_said,
    unit_meaning,
    write_attributes,
    write_props,
)
from tm.formats.sources import Source
from tm.formats.xml import XmlReader, attribute, escaped, legal, local_name
from tm.model.units import TranslationUnit, Variant
from tm.text.languages import normalize_tag

_LANG = ("{http://www.w3.org/XML/1998/namespace}lang", "lang")  # TMX 1.1 had the second only.
_FLUSH = 256
_normalized = lru_cache(maxsize=256)(normalize_tag)


def read(sources: Sequence[Source], languages: Languages | None) -> Iterator[Item]:
    """Yield the units of one file; the languages are the file's own, so none are needed."""
    with sources[0].open() as stream:
        yield from _read(stream)


def write(
    units: Iterable[TranslationUnit], streams: Sequence[BinaryIO], languages: Languages | None
) -> Written:
    """Write TMX 1.4b; ``languages`` only says the source language in the header.

    Characters that XML cannot hold are left out and counted, and so is markup that is not TMX's.
    """
    written = Written()
    source = languages[0] if languages else "*all*"
    streams[0].write(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
            f'<header creationtool="translation-memory" creationtoolversion="{tm.__version__}" '
            f'segtype="sentence" o-tmf="translation-memory" adminlang="en" srclang="{source}" '
            'datatype="plaintext"/>\n<body>\n'
        ).encode()
    )
    lines: list[str] = []
    for unit in units:
        if not unit.variants:
            written.reasons["empty"] += 1
            continue
        text, dropped = legal(_unit(unit, written))
        if dropped:
            written.reasons["characters"] += dropped
        lines.append(text)
        written.items += 1
        if len(lines) == _FLUSH:
            streams[0].write("".join(lines).encode())
            lines.clear()
    streams[0].write(("".join(lines) + "</body>\n</tmx>\n").encode())
    return written


def _read(stream: Reader) -> Iterator[Item]:
    reader = XmlReader(stream, root="tmx", names=("header", "tu"))
    number = dropped = 0
    for element in reader:
        if local_name(element) == "header":
            if len(element):
                yield Skipped(
                    "header", "header", "Notes and properties of the header are not kept.", 0
                )
            continue
        number += 1
        place = f"unit {number}"
        if reader.dropped > dropped:
            # Several units share a piece of the file, so the place is where it was noticed.
            yield _dropped(place, reader.dropped - dropped)
            dropped = reader.dropped
        yield from _read_unit(element, place)
    if reader.dropped > dropped:
        yield _dropped("end of the file", reader.dropped - dropped)


def _read_unit(element: etree._Element, place: str) -> Iterator[Item]:
    variants: list[Variant] = []
    for child in element:
        if local_name(child) != "tuv":
            continue
        found = _read_variant(child, place)
        if isinstance(found, Skipped):
            yield found
            continue
        variant, foreign = found
        variants.append(variant)
        if foreign:
            names = ", ".join(f"<{name}>" for name in foreign)
            yield Skipped(place, "markup", f"TMX knows no {names}; its text was kept.", 0)
    if not variants:
        yield Skipped(place, "empty", "The unit has no text in any language.")
        return
    said = read_said(element)
    status, props, occurrences = unit_meaning(said.props)
    yield TranslationUnit(
        tuple(variants),
        status=status,
        author=said.author,
        created=said.created,
        changed=said.changed,
        notes=said.notes,
        props=props,
        extra=said.extra,
        occurrences=occurrences,
    )


def _read_variant(element: etree._Element, place: str) -> tuple[Variant, tuple[str, ...]] | Skipped:
    """Return a variant and the foreign elements of its segment, or why it cannot be kept."""
    tag = next((str(element.get(name)) for name in _LANG if element.get(name) is not None), None)
    if tag is None:
        return Skipped(place, "language", "A text has no language.", 0)
    seg = next((child for child in element if local_name(child) == "seg"), None)
    if seg is None:
        return Skipped(place, "no-segment", f"The {tag[:40]} text has no <seg>.", 0)
    try:
        lang = _normalized(tag)
        segment = read_segment(seg)
    except ParseError as error:
        return Skipped(place, "entity", str(error), 0)
    except InvalidInput as error:
        return Skipped(place, "language", str(error), 0)
    if not segment.text.strip():
        return Skipped(place, "empty", f"The {lang} text is empty.", 0)
    said = read_said(element)
    variant = Variant(
        lang,
        segment.text,
        segment.markup,
        author=said.author,
        created=said.created,
        changed=said.changed,
        notes=said.notes,
        props=plain_props(said.props),
        extra=said.extra,
    )
    return variant, segment.foreign


def _dropped(place: str, count: int) -> Skipped:
    return Skipped(
        place, "characters", f"{count} characters that XML does not allow were left out.", 0
    )


def _unit(unit: TranslationUnit, written: Written) -> str:
    attributes, extra = write_attributes(unit)
    props = "".join(write_props(unit, extra))
    variants = "".join(_variant(variant, written) for variant in unit.variants)
    return f"<tu{attributes}>{props}\n{variants}</tu>\n"


def _variant(variant: Variant, written: Written) -> str:
    content = None
    if variant.markup is not None:
        content = writable(variant.markup)
        if content is None:
            written.reasons["markup"] += 1
    if content is None:
        content = escaped(variant.text)
    attributes, extra = write_attributes(variant)
    props = "".join(write_props(variant, extra))
    lang = attribute("xml:lang", variant.lang)
    return f"<tuv{lang}{attributes}>{props}<seg>{content}</seg></tuv>\n"
