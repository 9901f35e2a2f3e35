from collections.abc import Iterator
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tm.errors import ParseError
from tm.text.markup import Kind, Marked, Placeable, check, parse, plain, write


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("", ""),
        ("no markup &amp; no code", "no markup & no code"),
        ('a <bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> word', "a bold word"),
        ('one<ph x="1">{0}</ph>two<it pos="begin">[</it><ut>raw</ut>', "onetwo"),
        ('the <hi type="term">customs <hi>yard</hi></hi> again', "the customs yard again"),
        ("see<ph>&lt;fn&gt;<sub>A note of its own.</sub></ph> there", "see there"),
    ],
)
def test_only_the_sentence_is_read(fragment: str, text: str) -> None:
    assert plain(fragment) == text


@pytest.mark.parametrize(
    "fragment",
    [
        "<b>bold</b>",
        "a <hi>b",
        "</seg><seg>",
        "a & b",
        "a <!-- remark --> b",
        "<?run it?>",
        "&undefined;",
        '<x:hi xmlns:x="urn:other">a</x:hi>',
        "nul \0",
        "<ph>a<b/></ph>",
        "a<seg>b</seg>",
        '<!DOCTYPE seg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>&b;',
        "<ph>&lol;</ph>",
        "lone \ud800",
        "<hi>" * 5_000 + "</hi>" * 5_000,
    ],
)
def test_what_tmx_does_not_know_is_refused(fragment: str) -> None:
    with pytest.raises(ParseError, match="inline markup"):
        check(fragment)
    with pytest.raises(ParseError):
        plain(fragment)


def test_known_markup_passes() -> None:
    check('<bpt i="1">x</bpt><hi>y</hi><ept i="1"/>')


def test_a_fragment_is_text_and_placeables() -> None:
    fragment = (
        'Kim <bpt i="1" x="4" type="link">&lt;a title="<sub type="t">Head &amp; state</sub>"&gt;'
        '</bpt>said<ept i="1">&lt;/a&gt;</ept><ph x="5" assoc="p"/> <hi type="term">rice</hi>'
    )
    link = (("i", "1"), ("x", "4"), ("type", "link"))
    native = '&lt;a title="<sub type="t">Head &amp; state</sub>"&gt;'
    marked = parse(fragment)
    assert marked == Marked(
        "Kim said rice",
        (
            Placeable(Kind.OPEN, "bpt", 4, link, native, 1),
            Placeable(Kind.CLOSE, "ept", 8, (("i", "1"),), "&lt;/a&gt;", 0),
            Placeable(Kind.STANDALONE, "ph", 8, (("x", "5"), ("assoc", "p"))),
            Placeable(Kind.OPEN, "hi", 9, (("type", "term"),), partner=4),
            Placeable(Kind.CLOSE, "hi", 13, partner=3),
        ),
    )
    assert (marked.placeables[0].get("x"), marked.placeables[1].get("x")) == ("4", None)
    assert write(marked) == fragment


@pytest.mark.parametrize(
    ("fragment", "partners"),
    [
        ('<bpt i="1"/><bpt i="2"/><ept i="1"/><ept i="2"/>', [2, 3, 0, 1]),
        ('<bpt i="1"/><bpt i="1"/><ept i="1"/><ept i="1"/>', [3, 2, 1, 0]),
        ('<bpt i="1"/><ept i="1"/><bpt i="1"/><ept i="1"/>', [1, 0, 3, 2]),
        ("<bpt/><ept/>", [1, 0]),
        ('<ept i="1"/><bpt i="1"/><ept i="2"/>', [None, None, None]),
        ('<hi><bpt i="1"/></hi><ept i="1"/><it pos="end"/>', [2, 3, 0, 1, None]),
        ("<hi/><hi><hi/></hi>", [1, 0, 5, 4, 3, 2]),
        ('<ph><bpt i="1"/></ph><ept i="1"/>', [None, None]),
    ],
)
def test_the_halves_of_pairs_find_each_other(fragment: str, partners: list[int | None]) -> None:
    placeables = parse(fragment).placeables
    assert [item.partner for item in placeables] == partners
    assert [item.kind for item in placeables] == [
        Kind.STANDALONE if p is None else Kind.OPEN if p > index else Kind.CLOSE
        for index, p in enumerate(partners)
    ]
    assert write(parse(fragment)) == fragment


@pytest.mark.parametrize(
    ("fragment", "written"),
    [
        ("a\r\nb<ph>\r</ph>", "a\nb<ph>\n</ph>"),
        ("a&#13;&quot;&#65;<![CDATA[<&>]]>", 'a&#13;"A&lt;&amp;&gt;'),
        ("<hi></hi><ph><sub></sub><sub><![CDATA[]]></sub></ph>", "<hi/><ph><sub/><sub/></ph>"),
        ("<ph type='&amp;&#60;&amp;#38;'/>", '<ph type="&amp;&lt;&amp;#38;"/>'),
        ("<ph type='\"&gt;&#9;&#10;&#13;\t'/>", '<ph type="&quot;&gt;&#9;&#10;&#13; "/>'),
        ('<hi xml:lang="ko" xmlns:a="urn:a" a:b="c">d</hi>', '<hi xml:lang="ko">d</hi>'),
    ],
)
def test_other_notations_are_written_in_one(fragment: str, written: str) -> None:
    assert write(parse(fragment)) == written
    assert parse(written) == parse(fragment)


LEGAL = st.text(
    st.sampled_from("각b \r\n\t<>&\"'") | st.characters(codec="utf-8", categories=["L", "P", "S"]),
    max_size=4,
)
CONTENT = LEGAL.map(lambda text: write(Marked(text)))


@st.composite
def tags(draw: st.DrawFn, names: str, content: st.SearchStrategy[str]) -> str:
    """Draw an element in the form in which files are read."""
    name = draw(st.sampled_from(names.split()))
    said = draw(st.dictionaries(st.sampled_from(["i", "x", "type", "xml:lang"]), LEGAL, max_size=3))
    start = name + "".join(
        f' {key}="{escape(value, {chr(34): "&quot;", **{c: f"&#{ord(c)};" for c in TAB_LF_CR}})}"'
        for key, value in said.items()
    )
    inner = draw(content)
    return f"<{start}>{inner}</{name}>" if inner else f"<{start}/>"


def mixed(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, max_size=4).map("".join)


TAB_LF_CR = "\t\n\r"
INSIDE = mixed(CONTENT | tags("sub", CONTENT))
FRAGMENTS = mixed(
    st.recursive(
        CONTENT | tags("bpt ept ph it ut", INSIDE),
        lambda parts: tags("hi sub", mixed(parts)),
        max_leaves=6,
    )
)


@given(FRAGMENTS)
def test_what_is_read_is_written_again(fragment: str) -> None:
    marked = parse(fragment)
    assert write(marked) == fragment
    assert marked.text == plain(fragment) == "".join(within(etree.fromstring(f"<a>{fragment}</a>")))


def within(element: etree._Element) -> Iterator[str]:
    """Read a tree by the definition: all text but what stands in native code."""
    yield element.text or ""
    for child in element:
        if child.tag in ("hi", "sub"):
            yield from within(child)
        yield child.tail or ""


@pytest.mark.parametrize(
    "fragment",
    [
        "<ph>x</ph>a" * 30_000,
        '<bpt i="1"/>' * 30_000 + '<ept i="1"/>' * 30_000,
        "".join(f'<bpt i="{number}"/>' for number in range(30_000)),
        "<hi>" * 200 + "<hi>a</hi>" * 30_000 + "</hi>" * 200,
        "<ph>" + "<sub>a</sub>" * 30_000 + "</ph>",
        "<ph " + " ".join(f'a{number}="1"' for number in range(30_000)) + "/>",
    ],
    ids=["standalone", "nested", "open", "deep", "inside", "attributes"],
)
def test_tens_of_thousands_of_tags_are_read_and_written(fragment: str) -> None:
    assert write(parse(fragment)) == fragment
