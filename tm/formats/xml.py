"""The one reader of XML files: streaming, in bounded memory, with nothing fetched or expanded.

Entity declarations are refused, because a file of translations needs none and they are how XML
attacks its readers.  Nothing is ever guessed in a damaged file (``recover`` would turn "R&D" into
"R"); what stood before the damage has been given by then.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from lxml import etree

from tm.errors import ParseError, TooLarge
from tm.formats.encodings import Reader, pieces, usable

LARGEST_ELEMENT = 16_000_000
"""Characters from one wanted element to the next; memory holds no more than that."""

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));")
# The two halves of a surrogate pair, hexadecimal or decimal, as some tools write an emoji.
_HIGH = (
    r"&#(?:[xX]0{0,4}[dD][89abAB][0-9a-fA-F]{2}"
    r"|0{0,3}5(?:529[6-9]|5[3-9]\d\d|6[0-2]\d\d|63[01]\d));"
)
_LOW = (
    r"&#(?:[xX]0{0,4}[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|0{0,3}5(?:63[2-9]\d|6[4-9]\d\d|7[0-2]\d\d|73[0-3]\d|734[0-3]));"
)
_PAIR = re.compile(_HIGH + _LOW)
# What the next piece may complete; no longer than two references.
_OPEN_END = re.compile(rf"(?:{_HIGH})?(?:&(?:#[0-9a-zA-Z]{{0,9}})?)?\Z")
_LONGEST_END = 40

_DECLARATION = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")


class XmlReader:
    """Iterates over the elements of some names, in document order, whatever their namespace.

    Each element is complete when given and emptied when the next is asked for.  ``dropped`` counts
    the characters so far that XML 1.0 (section 2.2) does not allow and that were left out.  Raises
    ParseError with the line, or with the byte offset where the encoding is at fault.
    """

    def __init__(self, stream: Reader, *, root: str, names: Sequence[str]) -> None:
        self.dropped = 0
        self._stream = stream
        self._root = root
        self._names = [f"{{*}}{name}" for name in names]

    def __iter__(self) -> Iterator[etree._Element]:
        parser = etree.XMLPullParser(
            events=("end",),
            tag=self._names,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        checked = False
        pending = 0
        for text in self._legal(pieces(self._stream, _declared)):
            failure = _feed(parser, text)
            pending += len(text)
            for element in _finished(parser):
                if not checked:
                    self._check(element.getroottree())
                    checked = True
                yield element
                _forget(element)
                pending = 0
            if failure is not None:
                raise failure
            if pending > LARGEST_ELEMENT:
                raise TooLarge(
                    f"One element of the file has more than {LARGEST_ELEMENT:,} characters.",
                    field="file",
                )
        try:
            root: etree._Element = parser.close()
        except etree.XMLSyntaxError as error:
            raise _failure(parser, error) from error
        if not checked:
            self._check(root.getroottree())

    def _check(self, tree: etree._ElementTree) -> None:
        # The type stubs lack iterentities().
        dtd: Any = tree.docinfo.internalDTD
        if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
            raise ParseError(
                "The file declares XML entities, which are refused; write the text itself.", line=1
            )
        found = local_name(tree.getroot())
        if found != self._root:
            raise ParseError(f"The file begins with <{found}>, not with <{self._root}>.", line=1)

    def _legal(self, texts: Iterator[str]) -> Iterator[str]:
        """Drop what XML does not allow, and join characters that were written as two references.

        References are replaced in CDATA sections too, where they are text: what is lost there is
        the notation of a character that no XML file can hold.
        """
        held = ""
        for text in texts:
            text = held + text
            end = _OPEN_END.search(text, max(0, len(text) - _LONGEST_END))
            cut = end.start() if end else len(text)
            held = text[cut:]
            yield self._cleaned(text[:cut])
        yield self._cleaned(held)

    def _cleaned(self, text: str) -> str:
        if "&#" in text:
            text = _REFERENCE.sub(self._reference, _PAIR.sub(_joined, text))
        text, dropped = _ILLEGAL.subn("", text)
        self.dropped += dropped
        return text

    def _reference(self, found: re.Match[str]) -> str:
        code = int(found[1], 16) if found[1] else int(found[2])
        if code <= 0x10FFFF and not _ILLEGAL.match(chr(code)):
            return found[0]
        self.dropped += 1
        return ""


def legal(text: str) -> tuple[str, int]:
    """Return a text without the characters that XML cannot hold, and how many those were."""
    return _ILLEGAL.subn("", text)


def escaped(text: str) -> str:
    """Return the text as element content; a CR would be read as LF if it were not escaped."""
    if _MARKUP.search(text) is None:
        return text
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    )


def attribute(name: str, value: str) -> str:
    """Return an attribute with a space before it; white space survives its normalization."""
    value = escaped(value).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")
    return f' {name}="{value}"'


def local_name(element: etree._Element) -> str | None:
    """Return the name without its namespace; None for comments and processing instructions."""
    tag: object = element.tag
    if not isinstance(tag, str):
        return None
    return tag.rpartition("}")[2] if tag.startswith("{") else tag


_MARKUP = re.compile(r"[&<>\r]")


def _declared(head: bytes) -> str | None:
    """Name the encoding by the first bytes (XML 1.0, appendix F)."""
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if head.startswith(start):
            return encoding
    found = _DECLARATION.match(head)
    if found is None:
        return None
    name = found[1].decode("ascii")
    encoding_name = usable(name)
    if encoding_name is None:
        raise ParseError(
            f"The file is written in the encoding {name}, which is not read; save it as UTF-8.",
            line=1,
        )
    # The declaration itself was readable as ASCII, so a claim of UTF-16 is wrong.
    return "utf-8" if encoding_name.startswith("utf-16") else encoding_name


def _joined(pair: re.Match[str]) -> str:
    high, low = (int(h, 16) if h else int(d) for h, d in _REFERENCE.findall(pair[0]))
    return chr(0x10000 + (high - 0xD800 << 10) + (low - 0xDC00))


def _finished(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    """Yield the elements of the end events, which the type stubs mix with other events."""
    for _, element in parser.read_events():
        yield cast(etree._Element, element)


def _feed(parser: etree.XMLPullParser, text: str) -> ParseError | None:
    """Return what is wrong instead of raising it: the elements before it come first."""
    try:
        parser.feed(text.encode("utf-8"))
    except etree.XMLSyntaxError as error:
        return _failure(parser, error)
    # A reference to an entity that nobody declared is fatal, but does not raise yet.
    return _fatal(parser)


def _failure(parser: etree.XMLPullParser, error: etree.XMLSyntaxError) -> ParseError:
    """Describe an exception, whose own account can lack the line."""
    return _fatal(parser) or _damage(error.lineno, error.msg or "")


def _fatal(parser: etree.XMLPullParser) -> ParseError | None:
    for entry in parser.feed_error_log:
        if entry.level == etree.ErrorLevels.FATAL:
            return _damage(entry.line, entry.message)
    return None


def _damage(line: int | None, message: str) -> ParseError:
    # What follows repeats the line, or advises the programmer.
    what = re.split(r" line \d|, (?:line|use) ", message)[0] or "not well-formed"
    place = f"in line {line}" if line else "at its end"
    return ParseError(f"The file is damaged {place}: {what}.", line=line or None)


def _forget(element: etree._Element) -> None:
    """Free an element and all that stood before it under the same parent."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
