"""Inline markup of TMX 1.4b (section "Content markup") as an XML fragment.

``hi`` only marks a stretch of the text, so its content is read with the sentence.  What stands in
``bpt``, ``ept``, ``ph``, ``it`` and ``ut`` is native code, and a ``sub`` inside it (a footnote, a
title attribute) is a text of its own; neither belongs to the sentence.
"""

from collections.abc import Iterator

from lxml import etree

from tm.errors import ParseError

_NATIVE_CODE = frozenset({"bpt", "ept", "ph", "it", "ut"})
_ALLOWED = _NATIVE_CODE | {"hi", "sub"}


def plain(fragment: str) -> str:
    """Return the translatable text of a fragment; raises ParseError as ``check`` does."""
    return "".join(_text(_parse(fragment)))


def check(fragment: str) -> None:
    """Raise ParseError unless the fragment is well-formed and holds TMX inline elements only."""
    _parse(fragment)


def _parse(fragment: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(f"<seg>{fragment}</seg>", parser)
    except etree.XMLSyntaxError as error:
        raise ParseError(f"The inline markup is not well-formed XML: {error}.") from error
    for element in root.iterdescendants():
        if element.tag not in _ALLOWED:
            name = element.tag if isinstance(element.tag, str) else "comment or instruction"
            raise ParseError(f"The inline markup holds <{name}>, which TMX does not know.")
    return root


def _text(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _NATIVE_CODE:
            yield from _text(child)
        yield child.tail or ""
