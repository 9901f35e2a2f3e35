"""Segments of TMX: text with inline elements (TMX 1.4b, section "Content markup")."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from lxml import etree

from tm.errors import ParseError
from tm.formats.xml import attribute, escaped, legal, local_name
from tm.text import markup

_INLINE = frozenset({"bpt", "ept", "ph", "it", "ut", "hi", "sub"})
_XML = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True, slots=True)
class Segment:
    """``markup`` is None without inline elements; ``foreign`` names the elements taken off."""

    text: str
    markup: str | None
    foreign: tuple[str, ...] = ()


def read_segment(seg: etree._Element) -> Segment:
    """Read a <seg>; elements that TMX does not know are taken off, their content stays.

    Raises ParseError for a reference to an entity that nobody declared.
    """
    if len(seg) == 0:
        return Segment(seg.text or "", None)
    foreign: dict[str, None] = {}
    fragment = "".join(_content(seg, foreign))
    known = any(local_name(child) in _INLINE for child in seg.iterdescendants())
    return Segment(markup.plain(fragment), fragment if known else None, tuple(foreign))


def writable(fragment: str) -> str | None:
    """Return stored markup as it may stand in a <seg>, or None if it is not TMX markup."""
    fragment, _ = legal(fragment)
    try:
        markup.check(fragment)
    except ParseError:
        return None
    return fragment


def _content(element: etree._Element, foreign: dict[str, None]) -> Iterator[str]:
    yield escaped(element.text or "")
    for child in element:
        if isinstance(child, etree._Entity):
            yield escaped(_character(child.text))
        elif (name := local_name(child)) in _INLINE:
            attributes = "".join(_attributes(child))
            inner = "".join(_content(child, foreign))
            yield f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"
        elif name is not None:
            foreign[name] = None
            yield from _content(child, foreign)
        yield escaped(child.tail or "")


def _attributes(element: etree._Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        name = str(name).replace(_XML, "xml:")
        if not name.startswith("{"):
            yield attribute(name, str(value))


def _character(reference: str | None) -> str:
    """Read a reference such as &nbsp; as HTML does: its DTD is named by the file, never fetched."""
    text = unescape(reference or "")
    if text == reference:
        raise ParseError(f"The segment refers to an entity {reference} that nobody declared.")
    return text
