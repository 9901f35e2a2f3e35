"""Inline markup of TMX 1.4b (section "Content markup") as an XML fragment, and its placeables.

``hi`` only marks a stretch of the text, so its content is read with the sentence.  What stands in
``bpt``, ``ept``, ``ph``, ``it`` and ``ut`` is native code, and a ``sub`` inside it (a footnote, a
title attribute) is a text of its own; neither belongs to the sentence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from tm.errors import ParseError

_NATIVE_CODE = frozenset({"bpt", "ept", "ph", "it", "ut"})
_ALLOWED = _NATIVE_CODE | {"hi", "sub"}
_Attributes = tuple[tuple[str, str], ...]
_XML = "{http://www.w3.org/XML/1998/namespace}"
# White space that XML would read as another if it stood as it is.
_IN_TEXT = {"\r": "&#13;"}
_IN_ATTRIBUTES = {"\r": "&#13;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}


class Kind(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    STANDALONE = "standalone"


@dataclass(frozen=True, slots=True)
class Placeable:
    """One inline tag: what stands in a text without being part of it.

    ``element`` is its TMX name.  ``position`` is the code point of the plain text before which it
    stands.  ``native`` is the content of the element as XML; ``hi`` has none, and an open and a
    close placeable.  ``partner`` is the index of the other half of a pair among the placeables; a
    ``bpt`` or ``ept`` that has no other half stands alone.
    """

    kind: Kind
    element: str
    position: int
    attributes: _Attributes = ()
    native: str = ""
    partner: int | None = None

    def get(self, attribute: str) -> str | None:
        return next((value for name, value in self.attributes if name == attribute), None)


@dataclass(frozen=True, slots=True)
class Marked:
    """A plain text and its placeables from left to right."""

    text: str
    placeables: tuple[Placeable, ...] = ()


def plain(fragment: str) -> str:
    """Return the translatable text of a fragment; raises ParseError as ``check`` does."""
    return parse(fragment).text


def check(fragment: str) -> None:
    """Raise ParseError unless the fragment is well-formed and holds TMX inline elements only."""
    parse(fragment)


def parse(fragment: str) -> Marked:
    """Read a fragment; raises ParseError as ``check`` does.

    A ``bpt`` and the next ``ept`` with the same ``i`` are a pair, the innermost first where the
    number is used again before it is closed.  Attributes of foreign namespaces are left out.
    """
    reader = _Reader()
    target: Any = reader  # The type stubs ask for one that takes bytes as well.
    # Nothing can be declared inside an element, so there are no entities to resolve but those of
    # XML itself; told to resolve none, lxml gives &amp; in an attribute as &#38; to a target.
    parser = etree.XMLParser(
        target=target, resolve_entities=True, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        etree.fromstring(f"<seg>{fragment}</seg>", parser)
    except etree.XMLSyntaxError as error:
        raise ParseError(f"The inline markup is not well-formed XML: {error}.") from error
    return reader.marked()


def write(marked: Marked) -> str:
    """Return the fragment that ``parse`` reads as this text with these placeables."""
    return "".join(_written(marked))


def _written(marked: Marked) -> Iterator[str]:
    place = 0
    for index, item in enumerate(marked.placeables):
        yield escape(marked.text[place : item.position], _IN_TEXT)
        place = item.position
        if item.element in _NATIVE_CODE:
            tag = _tag(item.element, item.attributes)
            yield f"<{tag}>{item.native}</{item.element}>" if item.native else f"<{tag}/>"
            continue
        empty = item.partner is not None and (
            abs(item.partner - index) == 1
            and marked.placeables[item.partner].position == item.position
        )
        if item.kind is Kind.OPEN:
            yield f"<{_tag(item.element, item.attributes)}{'/' if empty else ''}>"
        elif not empty:
            yield f"</{item.element}>"
    yield escape(marked.text[place:], _IN_TEXT)


def _tag(name: str, attributes: _Attributes) -> str:
    said = (f' {key}="{escape(value, _IN_ATTRIBUTES)}"' for key, value in attributes)
    return name + "".join(said)


class _Reader:
    """What the XML parser reports to; text and tags are kept in their order."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._length = 0
        self._tags: list[tuple[str, int, _Attributes, str]] = []
        self._partners: dict[int, int] = {}
        # The elements around the place that is being read, by their index among the tags; what is
        # around the fragment itself has none.
        self._around: list[int | None] = []
        self._opened: dict[str | None, list[int]] = {}
        # The native code that is being read: the attributes of each element that is open in it,
        # what stands in it, and whether that ends with a start tag.
        self._native: list[_Attributes] = []
        self._code: list[str] = []
        self._just_opened = False

    def marked(self) -> Marked:
        placeables = []
        for index, (tag, position, attributes, code) in enumerate(self._tags):
            partner = self._partners.get(index)
            kind = Kind.STANDALONE
            if partner is not None:
                kind = Kind.OPEN if index < partner else Kind.CLOSE
            placeables.append(Placeable(kind, tag, position, attributes, code, partner))
        return Marked("".join(self._texts), tuple(placeables))

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if not self._around:
            self._around.append(None)
            return
        if tag not in _ALLOWED:
            raise _unknown(tag)
        said = tuple(
            (name.replace(_XML, "xml:"), value)
            for name, value in attrib.items()
            if not name.startswith("{") or name.startswith(_XML)
        )
        if self._native:
            self._code.append(f"<{_tag(tag, said)}>")
            self._just_opened = True
        if self._native or tag in _NATIVE_CODE:
            self._native.append(said)
        else:
            self._around.append(len(self._tags))
            self._tags.append((tag, self._length, said, ""))

    def end(self, tag: str) -> None:
        if self._native:
            said = self._native.pop()
            if self._native:
                self._end_inside(tag)
                return
            self._tags.append((tag, self._length, said, "".join(self._code)))
            self._code.clear()
            if tag in ("bpt", "ept"):
                self._match(tag, dict(said).get("i"))
        elif (first := self._around.pop()) is not None:
            self._tags.append((tag, self._length, (), ""))
            self._pair(first)

    def data(self, data: str) -> None:
        if not data:
            return  # An empty CDATA section leaves an element as empty as it is.
        if self._native:
            self._code.append(escape(data, _IN_TEXT))
            self._just_opened = False
        else:
            self._texts.append(data)
            self._length += len(data)

    def comment(self, text: str) -> None:
        raise _unknown("comment")

    def pi(self, target: str, data: str | None = None) -> None:
        raise _unknown("instruction")

    def close(self) -> None:
        """Complete what lxml asks of a target."""

    def _end_inside(self, tag: str) -> None:
        if self._just_opened:
            self._code[-1] = self._code[-1][:-1] + "/>"
        else:
            self._code.append(f"</{tag}>")
        self._just_opened = False

    def _match(self, tag: str, number: str | None) -> None:
        opened = self._opened.setdefault(number, [])
        if tag == "bpt":
            opened.append(len(self._tags) - 1)
        elif opened:
            self._pair(opened.pop())

    def _pair(self, first: int) -> None:
        last = len(self._tags) - 1
        self._partners |= {first: last, last: first}


def _unknown(name: str) -> ParseError:
    return ParseError(f"The inline markup holds <{name}>, which TMX does not know.")
