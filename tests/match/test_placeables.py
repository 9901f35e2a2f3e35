"""Tags that agree, and their move from a query into a stored target."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.errors import ParseError
from tm.match.placeables import SIGN, folded, moved, same
from tm.text.markup import check, parse, plain


def move(query: str, source: str, target: str) -> str | None:
    return moved(parse(query), parse(source), parse(target))


def test_a_folded_text_has_one_sign_for_each_tag() -> None:
    fragment = 'Kim <bpt i="1">&lt;b&gt;</bpt>said<ept i="1"/>: <hi>rice</hi><ph/><ph/> &amp; salt'
    text = f"Kim {SIGN}said{SIGN}: {SIGN}rice{SIGN}{SIGN}{SIGN} & salt"
    assert folded(fragment) == folded(parse(fragment)) == text
    assert folded(f"a{SIGN}<ph/>{SIGN}") == f"a\ufffd{SIGN}\ufffd"
    assert folded("") == ""
    with pytest.raises(ParseError):
        folded("<b>")


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("no tags", "no tags"),
        ('a <bpt i="1">&lt;b&gt;</bpt>b<ept i="1"/>', 'a <bpt i="7" x="3">{\\b</bpt>b<ept i="7"/>'),
        ('<ph type="br"/>a', "<ph>{0}</ph>a"),
        ("“rice”  <ph/>rose", '"rice" <ph/>rose'),
        ("rice<ph/> rose", "rice <ph/>rose"),
        ("각<ph/>a", "\u1100\u1161\u11a8<ph/>a"),
        ("rice <ph/>rose by half", "the price of <ph/>rice fell"),
        ('<hi type="term">rice</hi>', "<hi>rice</hi>"),
        ('<bpt i="1"/><bpt i="2"/>a<ept i="2"/><ept i="1"/>',
         '<bpt i="2"/><bpt i="1"/>a<ept i="1"/><ept i="2"/>'),
    ],
)  # fmt: skip
def test_tags_are_the_same_whatever_their_code_and_numbers(query: str, match: str) -> None:
    assert same(parse(query), parse(match))
    assert same(parse(match), parse(query))


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("rice<ph/>", "rice"),
        ("rice<ph/>", "rice<ph/><ph/>"),
        ("rice<ph/>", "rice<ut/>"),
        ("rice<ph/> rose", "rice rose<ph/>"),
        ("rice<ph/>.", "rice.<ph/>"),
        ('<ph type="br"/>rice', '<ph type="image"/>rice'),
        ('<bpt i="1"/>rice<ept i="1"/>', '<bpt i="1"/>rice<ept i="2"/>'),
        ('<bpt i="1"/>rice<ept i="1"/>', "<hi>rice</hi>"),
        ('<it pos="begin"/>rice', '<it pos="end"/>rice'),
        ('<bpt i="1"/><bpt i="2"/>a<ept i="2"/><ept i="1"/>',
         '<bpt i="1"/><bpt i="2"/>a<ept i="1"/><ept i="2"/>'),
        ("e<ph/>\u0301 rice", "é<ph/> rice"),
    ],
)  # fmt: skip
def test_tags_differ_by_number_kind_nesting_type_and_place(query: str, match: str) -> None:
    assert not same(parse(query), parse(match))
    assert not same(parse(match), parse(query))


LINK = (
    '<bpt i="{0}" x="{0}" type="link">&lt;a href="/{1}"&gt;</bpt>{2}<ept i="{0}">&lt;/a&gt;</ept>'
)


@pytest.mark.parametrize(
    ("query", "source", "target", "expected"),
    [
        pytest.param(
            'Rice prices <bpt i="4" x="9">&lt;em&gt;</bpt>rose<ept i="4">&lt;/em&gt;</ept>.',
            'Rice prices <bpt i="2" x="1">&lt;b&gt;</bpt>rose<ept i="2">&lt;/b&gt;</ept>.',
            '쌀값이 <bpt i="2" x="1">&lt;b&gt;</bpt>올랐다<ept i="2">&lt;/b&gt;</ept>.',
            '쌀값이 <bpt i="1" x="9">&lt;em&gt;</bpt>올랐다<ept i="1">&lt;/em&gt;</ept>.',
            id="one pair",
        ),
        pytest.param(
            LINK.format(1, "choe", "Choe") + " met " + LINK.format(2, "ri", "Ri"),
            LINK.format(1, "kim", "Kim") + " met " + LINK.format(2, "pak", "Pak"),
            LINK.format(2, "pak", "박") + "을 만난 " + LINK.format(1, "kim", "김"),
            LINK.format(1, "ri", "박").replace('x="1"', 'x="2"')
            + "을 만난 "
            + LINK.format(2, "choe", "김").replace('x="2"', 'x="1"'),
            id="x tells the order",
        ),
        pytest.param(
            "<ph>%(who)s</ph> of <ph>%(where)s</ph>",
            "<ph>{0}</ph> of <ph>{1}</ph>",
            "<ph>{1}</ph>의 <ph>{0}</ph>",
            "<ph>%(where)s</ph>의 <ph>%(who)s</ph>",
            id="native code tells the order",
        ),
        pytest.param(
            'a <bpt i="1">[</bpt>b<ept i="1">]</ept> <bpt i="2">(</bpt>c<ept i="2">)</ept>',
            'a <bpt i="1">*</bpt>b<ept i="1">*</ept> <bpt i="2">*</bpt>c<ept i="2">*</ept>',
            '<bpt i="2">*</bpt>다<ept i="2">*</ept> <bpt i="1">*</bpt>나<ept i="1">*</ept>',
            '<bpt i="1">(</bpt>다<ept i="1">)</ept> <bpt i="2">[</bpt>나<ept i="2">]</ept>',
            id="i tells the order",
        ),
        pytest.param(
            '<ph type="image">1</ph> and <ph type="note">2</ph>',
            '<ph type="image">3</ph> and <ph type="note">3</ph>',
            '<ph type="note">4</ph>과 <ph type="image">4</ph>',
            '<ph type="note">2</ph>과 <ph type="image">1</ph>',
            id="type tells the order",
        ),
        pytest.param(
            '<ph type="image">1</ph> and <ph type="note">2</ph>',
            '<ph type="image">3</ph> and <ph type="note">3</ph>',
            '<ph>4</ph>과 <ph type="image">4</ph>',
            '<ph type="note">2</ph>과 <ph type="image">1</ph>',
            id="one type is not said",
        ),
        pytest.param(
            '<ph type="image">1</ph><ph type="image">1</ph><ph type="note"/><ph type="note"/>',
            '<ph type="image"/><ph type="image"/><ph type="note"/><ph type="note"/>',
            '<ph type="note"/><ph type="image"/><ph type="note"/><ph type="image"/>',
            '<ph type="note"/><ph type="image">1</ph><ph type="note"/><ph type="image">1</ph>',
            id="types that are there twice",
        ),
        pytest.param(
            '<bpt i="1" type="a">1</bpt>a<bpt i="2" type="b">2</bpt>b<bpt i="3" type="a">3</bpt>',
            '<bpt i="1" type="a">4</bpt>a<bpt i="2" type="b">5</bpt>b<bpt i="3" type="a">6</bpt>',
            '<bpt i="3" type="a">6</bpt>b<bpt i="2" type="b">5</bpt>a<bpt i="1" type="a">4</bpt>',
            '<bpt i="1" type="a">3</bpt>b<bpt i="2" type="b">2</bpt>a<bpt i="3" type="a">1</bpt>',
            id="numbers follow the text",
        ),
        pytest.param(
            "one<ph>&lt;br&gt;</ph>two<ph>&lt;br&gt;</ph>",
            "one<ph>\\n</ph>two<ph>\\n</ph>",
            "<ph>\\n</ph>하나<ph>\\n</ph>둘",
            "<ph>&lt;br&gt;</ph>하나<ph>&lt;br&gt;</ph>둘",
            id="order makes no difference",
        ),
        pytest.param(
            'See<ph x="5">{q}</ph> <it pos="begin">q</it>here<ut>u</ut> <hi type="q">now</hi>',
            'See<ph x="1">{s}</ph> <it pos="begin">s</it>here<ut>v</ut> <hi type="q">now</hi>',
            '<hi type="q">이제</hi> <it pos="begin">s</it>여기<ph x="1">{s}</ph>를<ut>v</ut>',
            '<hi type="q">이제</hi> <it pos="begin">q</it>여기<ph x="5">{q}</ph>를<ut>u</ut>',
            id="all kinds",
        ),
        pytest.param(
            'In <bpt i="1" x="3">&lt;a href="/en/5"&gt;</bpt>law<ept i="1">&lt;/a&gt;</ept> 9',
            'In <bpt i="1" x="1">&lt;a href="/en/5"&gt;</bpt>law<ept i="1">&lt;/a&gt;</ept> 7',
            '<bpt i="5" x="1">&lt;a href="/ko/5"&gt;</bpt>법<ept i="5">&lt;/a&gt;</ept> 7',
            '<bpt i="1" x="3">&lt;a href="/ko/5"&gt;</bpt>법<ept i="1">&lt;/a&gt;</ept> 7',
            id="the same code stays translated",
        ),
        pytest.param(
            "law<ph>&lt;fn&gt;<sub>Of 2021.</sub></ph>",
            "law<ph>&lt;fn&gt;<sub>Of 2021.</sub></ph>",
            "법<ph>&lt;fn&gt;<sub>2021년.</sub></ph>",
            "법<ph>&lt;fn&gt;<sub>2021년.</sub></ph>",
            id="the same text inside code stays translated",
        ),
        pytest.param(
            '<bpt i="1">[</bpt>a<bpt i="2">(</bpt>b<ept i="1">]</ept>c<ept i="2">)</ept>',
            '<bpt i="1">{</bpt>a<bpt i="2">*</bpt>b<ept i="1">}</ept>c<ept i="2">*</ept>',
            '<bpt i="1">{</bpt>가<bpt i="2">*</bpt>나<ept i="1">}</ept>다<ept i="2">*</ept>',
            '<bpt i="1">[</bpt>가<bpt i="2">(</bpt>나<ept i="1">]</ept>다<ept i="2">)</ept>',
            id="pairs that overlap",
        ),
        pytest.param(
            '<bpt i="8">[</bpt>a', '<bpt i="8">(</bpt>a', '가<bpt i="3">(</bpt>',
            '가<bpt i="1">[</bpt>', id="half a pair",
        ),
    ],
)  # fmt: skip
def test_the_tags_of_a_query_are_moved(query: str, source: str, target: str, expected: str) -> None:
    assert move(query, source, target) == expected


@pytest.mark.parametrize(
    ("query", "source", "target"),
    [
        pytest.param("a", "a", "가", id="no tags"),
        pytest.param("a", "a<ph/>", "가<ph/>", id="none in the query"),
        pytest.param("a<ph/>", "a", "가", id="none stored"),
        pytest.param("a<ph/>", "a<ut/>", "가<ut/>", id="another kind"),
        pytest.param("a<ph/>", "a<ph/>", "가<ph/><ph/>", id="one more in the target"),
        pytest.param("a<ph/><ph/>", "a<ph/><ph/>", "가<ph/>", id="one fewer in the target"),
        pytest.param("a<ph/>", "a<ph/>", "가<ut/>", id="another kind in the target"),
        pytest.param('<ph type="a"/>', '<ph type="b"/>', '<ph type="b"/>', id="another type"),
        pytest.param("<ph>1</ph>", '<ph type="a"/>', '<ph type="b"/>', id="type contradicts"),
        pytest.param("<ph>1</ph>", '<ph x="1"/>', '<ph x="2"/>', id="x contradicts"),
        pytest.param(
            "<ph>1</ph><ph>2</ph>", "<ph>3</ph><ph>3</ph>", "<ph>3</ph><ph>3</ph>",
            id="nothing tells which",
        ),
        pytest.param(
            '<ph x="1"/><ph x="2"/>', "<ph/><ph/>", "<ph/><ph/>", id="x alone tells the query's"
        ),
        pytest.param(
            "<ph>1</ph><ph>1</ph>", "<ph>1</ph><ph>3</ph>", "<ph>4</ph><ph>5</ph>",
            id="one would keep its code",
        ),
        pytest.param(
            '<bpt i="1">1</bpt>a<ept i="1"/><bpt i="2">2</bpt>b<ept i="2"/>',
            '<bpt i="1">3</bpt>a<ept i="1"/><bpt i="2">4</bpt>b<ept i="2"/>',
            '<bpt i="1">4</bpt>b<ept i="1"/><bpt i="2">3</bpt>a<ept i="2"/>',
            id="i contradicts the code",
        ),
        pytest.param(
            '<bpt i="1">1</bpt><bpt i="2">2</bpt>',
            '<bpt i="1">3</bpt><bpt i="2">4</bpt>',
            '<bpt i="3">3</bpt><bpt i="1">5</bpt>',
            id="i and the code want the same tag",
        ),
        pytest.param(
            "".join(f'<bpt i="{i}">{i}</bpt>' for i in range(4)),
            "".join(f'<bpt i="{i}">{code}</bpt>' for i, code in enumerate("aabb")),
            "".join(f'<bpt i="{i}">{code}</bpt>' for i, code in enumerate("abab")),
            id="i contradicts code that is there twice",
        ),
        pytest.param(
            '<ph x="1">1</ph><ph>2</ph>',
            '<ph x="1">3</ph><ph>4</ph>',
            '<ph x="1">4</ph><ph>3</ph>',
            id="what is left contradicts the code",
        ),
        pytest.param(
            "<ph><sub>query</sub></ph>", "<ph><sub>stored</sub></ph>", "<ph><sub>저장</sub></ph>",
            id="text inside the code",
        ),
        pytest.param(
            "<ph>" + "<hi>" * 200 + "</hi>" * 200 + "</ph>" + "<hi>" * 200 + "</hi>" * 200,
            "<ph/>" + "<hi>" * 200 + "</hi>" * 200,
            "<hi>" * 200 + "<ph/>" + "</hi>" * 200,
            id="too deep together",
        ),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_not_moved(query: str, source: str, target: str) -> None:
    assert move(query, source, target) is None


@dataclass(frozen=True)
class Tag:
    """What a tool writes for one tag of a sentence; its parts are a beginning and maybe an end."""

    element: str
    code: tuple[str, ...]
    number: int
    x: int | None = None

    def parts(self) -> list[str]:
        said = "" if self.x is None else f' x="{self.x}"'
        if self.element != "bpt":
            return [f"<{self.element}{said}>{self.code[0]}</{self.element}>"]
        first, last = self.code
        return [
            f'<bpt i="{self.number}"{said}>{first}</bpt>',
            f'<ept i="{self.number}">{last}</ept>',
        ]


ELEMENTS = st.lists(st.sampled_from(["bpt", "ph", "ut"]), min_size=1, max_size=5)
WORDS = st.sampled_from(["", " ", "rice ", "각", "&amp;", "&lt;ph/&gt;"])


def parts_of(element: str) -> int:
    return 2 if element == "bpt" else 1


@st.composite
def tags(draw: st.DrawFn, elements: Sequence[str], *, x: bool = False) -> list[Tag]:
    numbers = draw(st.permutations(range(len(elements))))
    xs = draw(st.permutations(range(len(elements))))
    return [
        Tag(
            name,
            tuple(draw(st.sampled_from("ab")) for _ in range(parts_of(name))),
            i,
            k if x else None,
        )
        for name, i, k in zip(elements, numbers, xs, strict=True)
    ]


@st.composite
def orders(draw: st.DrawFn, elements: Sequence[str]) -> list[int]:
    """Draw in which order tags begin and end, by their index."""
    indexes = [k for k, name in enumerate(elements) for _ in range(parts_of(name))]
    return draw(st.permutations(indexes))


def sentence(order: Sequence[int], words: Sequence[str], tags: Sequence[Tag]) -> str:
    parts = [iter(tag.parts()) for tag in tags]
    return "".join(word + next(parts[k]) for word, k in zip(words, order, strict=False)) + words[-1]


def numbered(fragment: str) -> str:
    """Number pairs from 1 in the order in which they begin."""
    known: dict[str, str] = {}
    return re.sub(
        r'(?<=[be]pt i=")\d+',
        lambda found: known.setdefault(found[0], str(len(known) + 1)),
        fragment,
    )


@given(st.data())
def test_every_tag_is_moved_that_has_an_x(data: st.DataObject) -> None:
    elements = data.draw(ELEMENTS)
    order, other = data.draw(orders(elements)), data.draw(orders(elements))
    words = data.draw(st.lists(WORDS, min_size=11, max_size=11))
    asked, stored, written = (data.draw(tags(elements, x=True)) for _ in range(3))
    translated = [replace(new, x=old.x) for new, old in zip(written, stored, strict=True)]
    source, target = sentence(order, words, stored), sentence(other, words, translated)

    result = move(sentence(order, words, asked), source, target)
    expected = [
        replace(new, code=there.code if new.code == old.code else new.code)
        for new, old, there in zip(asked, stored, translated, strict=True)
    ]
    assert result == numbered(sentence(other, words, expected))
    assert plain(result) == plain(target)
    check(result)
    assert move(source, source, target) == numbered(target)


@given(st.data())
def test_without_x_a_tag_is_moved_to_its_place_or_not_at_all(data: st.DataObject) -> None:
    elements = data.draw(ELEMENTS)
    order, other = data.draw(orders(elements)), data.draw(orders(elements))
    words = data.draw(st.lists(WORDS, min_size=11, max_size=11))
    asked, stored = data.draw(tags(elements)), data.draw(tags(elements))
    result = move(
        sentence(order, words, asked),
        sentence(order, words, stored),
        sentence(other, words, stored),
    )
    assert result in (None, numbered(sentence(other, words, asked)))


@given(st.data())
def test_tags_are_the_same_only_where_they_stand(data: st.DataObject) -> None:
    elements = data.draw(ELEMENTS)
    order = data.draw(orders(elements))
    words = data.draw(st.lists(st.sampled_from(["a", " ", "각.", ""]), min_size=11, max_size=11))
    others = data.draw(st.permutations(words))
    query, match = (data.draw(tags(elements, x=True)) for _ in range(2))
    here, there = parse(sentence(order, words, query)), parse(sentence(order, others, match))

    assert same(here, parse(sentence(order, words, match)))
    lengths = [
        [len(of.text[: item.position].replace(" ", "")) for item in of.placeables]
        for of in (here, there)
    ]
    if here.text.replace(" ", "") == there.text.replace(" ", ""):
        assert same(here, there) == (lengths[0] == lengths[1])


@pytest.mark.parametrize(
    "fragment",
    [
        "<ph>a</ph>b" * 10_000,
        "".join(f'<ph x="{number}">{number}</ph>b' for number in range(10_000)),
        '<bpt i="1"/>' * 10_000 + '<ept i="1"/>' * 10_000,
        "".join(f'<bpt i="{number}">{number}</bpt>' for number in range(10_000)),
        "<hi>" * 200 + "<hi>a</hi>" * 10_000 + "</hi>" * 200,
        "<ph " + " ".join(f'a{number}="1"' for number in range(10_000)) + "/>",
    ],
    ids=["alike", "each its own", "nested", "open", "deep", "attributes"],
)
def test_ten_thousand_tags_are_compared_and_moved(fragment: str) -> None:
    marked = parse(fragment)
    assert same(marked, marked)
    assert folded(marked).count(SIGN) == len(marked.placeables)
    result = moved(marked, marked, marked)
    assert result is not None
    assert plain(result) == marked.text
