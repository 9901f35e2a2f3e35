"""An article as a text file or as a web page, to be segmented and aligned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml import etree

from tm.errors import InvalidInput, ParseError, TooLarge
from tm.formats.encodings import decode, usable
from tm.text.languages import has_letters

LARGEST = 10 << 20
"""Bytes of one article."""

_HTML_NAMES = (".html", ".htm", ".xhtml", ".xht")
_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.I)
_HEAD = 4096

_DROPPED = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "head", "nav",
    "button", "select", "textarea",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_NO_EDGE = _INLINE | _DROPPED | {"br"}
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Article:
    """``text`` has paragraphs with an empty line between them; ``title`` is what a page names."""

    title: str | None
    text: str


def read_article(data: bytes, name: str = "", *, limit: int = LARGEST) -> Article:
    """Return the title and text of a file; HTML is recognized by its name or its first tag.

    A text file keeps its lines.  Of a page, each block element is a paragraph, and what is not
    text to read (scripts, styles, navigation, forms) is dropped.  Raises TooLarge beyond
    ``limit`` bytes, ParseError with the byte offset for what is no text, and InvalidInput for a
    file without letters.
    """
    if len(data) > limit:
        raise TooLarge(
            f"The article has {len(data):,} bytes; at most {limit:,} are taken.", field="file"
        )
    text = _decoded(data)
    as_page = name.lower().endswith(_HTML_NAMES) or _HTML_START.match(text[:_HEAD])
    if as_page and text.strip():
        article = _read_html(text)
    else:
        article = Article(None, text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    if not article.text.strip():
        raise ParseError("The file has no text.", offset=0)
    if not has_letters(article.text):
        raise InvalidInput("The file has no letters; is it the right one?", field="file")
    return article


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:_HEAD])
    encoding = usable(declared[1].decode("ascii")) if declared else None
    # A page that could be searched as ASCII is not UTF-16, whatever it says of itself.
    if encoding and not encoding.startswith("utf"):
        try:
            return decode(data, encoding)
        except ParseError:
            # Pages are moved between servers without their declaration being mended.
            return decode(data)
    return decode(data)


def _read_html(text: str) -> Article:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.LxmlError as error:
        raise ParseError(f"The page cannot be read: {error}.") from error
    title = _first_text(root, "title") or _first_text(root, "h1")
    return Article(title, "\n\n".join(_paragraphs(_main(root))))


def _main(root: etree._Element) -> etree._Element:
    """Return the one article of the page, if it says which that is, or all of it."""
    for name in ("article", "main"):
        found = list(root.iter(name))
        if len(found) == 1 and has_letters("".join(map(str, found[0].itertext()))):
            return found[0]
    return root


def _first_text(root: etree._Element, name: str) -> str | None:
    for element in root.iter(name):
        if text := _collapsed("".join(map(str, element.itertext()))):
            return text
    return None


def _paragraphs(root: etree._Element) -> Iterator[str]:
    """Yield the texts between the edges of block elements; two <br> are such an edge, too."""
    lines: list[list[str]] = [[]]

    def flush() -> Iterator[str]:
        nonlocal lines
        paragraph: list[str] = []
        for line in lines:
            if words := _collapsed("".join(line)):
                paragraph.append(words)
            elif paragraph:
                yield "\n".join(paragraph)
                paragraph = []
        if paragraph:
            yield "\n".join(paragraph)
        lines = [[]]

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag
        edge = isinstance(tag, str) and tag not in _NO_EDGE
        if edge:
            yield from flush()
        if event == "start":
            if tag in _DROPPED:
                walk.skip_subtree()
            else:
                lines[-1].append(element.text or "")
            continue
        if tag == "br":
            lines.append([])
        if element is not root:
            lines[-1].append(element.tail or "")
    yield from flush()


def _collapsed(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ")
