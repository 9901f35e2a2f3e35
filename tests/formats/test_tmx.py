import io
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.contract import HOSTILE, FormatContract, only_skipped, only_units, pair
from tm.errors import ParseError, TooLarge
from tm.formats import Item, read_units, write_units
from tm.formats import xml as xml_reader
from tm.formats.xml import escaped, legal
from tm.model.units import Occurrence, Status, TranslationUnit, Variant

HEADER = (
    '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" '
    'adminlang="en" srclang="en" datatype="plaintext"/>'
)


def document(body: str, *, prolog: str = "", root: str = 'tmx version="1.4"') -> bytes:
    name = root.split()[0]
    return f"{prolog}<{root}>{HEADER}<body>{body}</body></{name}>".encode()


def tu(source: str, target: str = "가", attributes: str = "") -> str:
    return (
        f'<tu{attributes}><tuv xml:lang="en"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="ko"><seg>{target}</seg></tuv></tu>'
    )


def read(data: bytes) -> list[Item]:
    return list(read_units(io.BytesIO(data), "tmx"))


def read_until_error(data: bytes) -> tuple[list[Item], ParseError]:
    items: list[Item] = []
    with pytest.raises(ParseError) as caught:
        items.extend(read_units(io.BytesIO(data), "tmx"))
    # extend() keeps what came before the error.
    return items, caught.value


def texts(items: list[Item]) -> list[tuple[str, ...]]:
    return [tuple(v.text for v in unit.variants) for unit in only_units(items)]


def written(*units: TranslationUnit) -> bytes:
    stream = io.BytesIO()
    write_units("tmx", units, stream)
    return stream.getvalue()


LEGAL = HOSTILE.map(lambda text: legal(text)[0])
SOLID = LEGAL.filter(str.strip)
MAYBE = st.none() | LEGAL
DATE = st.none() | st.datetimes().map(lambda d: d.replace(microsecond=0).isoformat() + "Z")
NAMES = st.sampled_from(
    ["tuid", "datatype", "x-status", "x-document", "x-prop:x", "x-extra:y", "z"]
)
PAIRS = st.lists(st.tuples(NAMES | LEGAL, LEGAL), max_size=3).map(tuple)


@st.composite
def fragments(draw: st.DrawFn, depth: int = 2) -> tuple[str, str]:
    """Draw markup in the form in which it is read, and its plain text."""
    markup, plain = [], []
    for _ in range(draw(st.integers(1, 3))):
        text = draw(LEGAL)
        markup.append(escaped(text))
        plain.append(text)
        name = draw(st.sampled_from(["ph", "bpt", "it", "hi"]))
        inner, inner_plain = (
            draw(fragments(depth=depth - 1)) if depth and name == "hi" else ("", "")
        )
        markup.append(f'<{name} x="1">{inner}</{name}>' if inner else f'<{name} x="1"/>')
        plain.append(inner_plain)
    return "".join(markup), "".join(plain)


SAID = st.builds(
    Variant,
    lang=st.sampled_from(["en", "ko", "ko-KP", "zh-Hant-TW", "fr-CA"]), text=SOLID,
    author=MAYBE, created=DATE, changed=DATE, notes=st.lists(LEGAL, max_size=2).map(tuple),
    props=PAIRS, extra=PAIRS,
)  # fmt: skip


@st.composite
def variants(draw: st.DrawFn) -> Variant:
    variant = draw(SAID)
    if draw(st.booleans()):
        markup, plain = draw(fragments().filter(lambda f: bool(f[1].strip())))
        variant = replace(variant, text=plain, markup=markup)
    return variant


OCCURRENCES = st.builds(
    Occurrence,
    document=MAYBE, title=MAYBE, address=MAYBE, date=MAYBE, author=MAYBE,
    position=st.none() | st.integers(0, 10**9 - 1), before=MAYBE, after=MAYBE,
    score=st.none() | st.floats(0, 1), model=MAYBE, job=MAYBE,
)  # fmt: skip
UNITS = st.builds(
    TranslationUnit,
    variants=st.lists(variants(), min_size=1, max_size=3).map(tuple),
    status=st.sampled_from(Status),
    author=MAYBE, created=DATE, changed=DATE, notes=st.lists(LEGAL, max_size=2).map(tuple),
    props=PAIRS, extra=PAIRS, occurrences=st.lists(OCCURRENCES, max_size=2).map(tuple),
)  # fmt: skip


class TestTmx(FormatContract):
    format = "tmx"
    languages = None

    def kept(self, text: str) -> str:
        return legal(text)[0]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(UNITS)
def test_a_unit_comes_back_with_all_it_says(unit: TranslationUnit) -> None:
    assert read(written(unit)) == [unit]


def test_a_full_unit_is_written_as_tmx_has_it() -> None:
    unit = TranslationUnit(
        (
            Variant("en", "The Amnok River", '<hi x="1">The</hi> Amnok<ph/> River', author="kim"),
            Variant("ko-KP", "압록강"),
        ),
        status=Status.DRAFT,
        created="2026-11-24T09:30:00Z",
        notes=("seen twice",),
        props=(("client", "news"),),
        extra=(("tuid", "7"), ("usagecount", "3"), ("color", "red")),
        occurrences=(Occurrence(document="a1", position=4, score=0.97),),
    )
    text = written(unit).decode()
    assert (
        '<tu creationdate="20261124T093000Z" tuid="7" usagecount="3"><note>seen twice</note>'
        '<prop type="client">news</prop><prop type="x-extra:color">red</prop>'
        '<prop type="x-status">draft</prop><prop type="x-occurrence"></prop>'
        '<prop type="x-document">a1</prop><prop type="x-position">4</prop>'
        '<prop type="x-score">0.97</prop>'
    ) in text
    assert '<tuv xml:lang="ko-KP"><seg>압록강</seg></tuv>' in text
    assert '<tuv xml:lang="en" creationid="kim"><seg><hi x="1">The</hi> Amnok<ph/>' in text


def test_native_codes_are_no_text() -> None:
    inner = (
        'A <bpt i="1">&lt;a title="<sub>x</sub>"&gt;</bpt>link<ept i="1">&lt;/a&gt;</ept>'
        "<hi>h</hi><ut>{\\ul}</ut>"
    )
    [unit] = only_units(read(document(tu(inner))))
    assert unit.variants[0].text == "A linkh"
    assert unit.variants[0].markup == inner
    assert unit.variants[1].markup is None


def test_elements_that_tmx_does_not_know_leave_their_text() -> None:
    items = read(document(tu('see <g id="1">here <ph/></g><!-- c --> now')))
    assert only_units(items)[0].variants[0].markup == "see here <ph/> now"
    [skipped] = only_skipped(items)
    assert (skipped.reason, skipped.items) == ("markup", 0)
    assert "<g>" in skipped.detail


def test_markup_that_is_not_tmx_is_written_as_text() -> None:
    stream = io.BytesIO()
    unit = TranslationUnit((Variant("en", "plain", "<script>plain</script>"),))
    assert write_units("tmx", [unit], stream).reasons == {"markup": 1}
    assert b"<seg>plain</seg>" in stream.getvalue()


def test_attributes_without_a_field_are_kept() -> None:
    body = tu("a", attributes=' tuid="1" changeid="lee" changedate="yesterday" srclang="en"')
    body = body.replace("<tuv", '<prop type="p" xml:lang="ko">v</prop><tuv', 1)
    [unit] = only_units(read(document(body)))
    assert unit.extra == (
        ("tuid", "1"), ("changeid", "lee"), ("srclang", "en"), ("changedate", "yesterday"),
        ("prop/0/{http://www.w3.org/XML/1998/namespace}lang", "ko"),
    )  # fmt: skip
    assert read(written(unit)) == [unit]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("20020125T210600Z", "2002-01-25T21:06:00Z"),
        ("2002-01-25T21:06:00+09:00", "2002-01-25T12:06:00Z"),
        ("20020125", "2002-01-25T00:00:00Z"),
        ("00010101T000000+0900", None),
        ("99999999T999999Z", None),
        ("", None),
    ],
)
def test_dates(date: str, expected: str | None) -> None:
    [unit] = only_units(read(document(tu("a", attributes=f' creationdate="{date}"'))))
    assert unit.created == expected
    assert unit.extra == (() if expected else (("creationdate", date),))


def test_languages_of_old_files_and_odd_cases() -> None:
    body = (
        '<tu><tuv lang="EN_us"><seg>a</seg></tuv><tuv xml:lang="ko"><seg>가</seg></tuv>'
        '<tuv xml:lang="ko"><seg>나</seg></tuv></tu><tu><tuv lang="fr"><seg>b</seg></tuv></tu>'
    )
    units = only_units(read(document(body, root='tmx version="1.1"')))
    assert [[v.lang for v in unit.variants] for unit in units] == [["en-US", "ko", "ko"], ["fr"]]


@pytest.mark.parametrize(
    ("variant", "reason"),
    [
        ("<tuv><seg>a</seg></tuv>", "language"),
        ('<tuv xml:lang="Korean"><seg>a</seg></tuv>', "language"),
        ('<tuv xml:lang="en">a</tuv>', "no-segment"),
        ('<tuv xml:lang="en"><seg> </seg></tuv>', "empty"),
    ],
)
def test_a_variant_that_cannot_be_kept_is_reported(variant: str, reason: str) -> None:
    good = '<tuv xml:lang="ko"><seg>가</seg></tuv>'
    items = read(document(f"<tu>{variant}{good}</tu><tu>{variant}</tu>"))
    assert texts(items) == [("가",)]
    found = [(s.place, s.reason, s.items) for s in only_skipped(items)]
    assert found == [("unit 1", reason, 0), ("unit 2", reason, 0), ("unit 2", "empty", 1)]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY a "b">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
    ],
)
@pytest.mark.parametrize("body", [tu("x"), ""])
def test_entity_declarations_are_refused(declaration: str, body: str) -> None:
    items, error = read_until_error(document(body, prolog=f"<!DOCTYPE tmx [{declaration}]>"))
    assert (items, error.line) == ([], 1)
    assert "entities" in str(error)


def test_a_named_dtd_is_not_fetched() -> None:
    prolog = '<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">'
    items = read(document(tu("a&nbsp;b") + tu("&co;"), prolog=prolog))
    assert texts(items) == [("a\xa0b", "가"), ("가",)]
    assert [(s.place, s.reason) for s in only_skipped(items)] == [("unit 2", "entity")]


@pytest.mark.parametrize(
    ("damage", "line"), [("<tu>R&D</tu>", 3), ("<tu>&nbsp;</tu>", 3), ("<tu><tuv></tu>", 3)]
)
def test_damage_is_told_after_what_stood_before_it(damage: str, line: int) -> None:
    items, error = read_until_error(document(f"\n{tu('a')}\n{damage}"))
    assert (texts(items), error.line) == ([("a", "가")], line)
    assert f"line {line}" in str(error)


def test_a_truncated_file() -> None:
    whole = document(f"{tu('a')}\n{tu('b')}")
    items, error = read_until_error(whole[:-30])
    assert (texts(items), error.line) == ([("a", "가")], 2) or len(items) == 2
    items, _ = read_until_error(whole[: whole.index(b"<seg>b")])
    assert texts(items) == [("a", "가")]


def test_other_xml_is_refused() -> None:
    _, error = read_until_error(document(tu("a"), root="xliff"))
    assert "<xliff>" in str(error)


def test_text_is_no_xml() -> None:
    _, error = read_until_error("그냥 글".encode())
    assert error.line == 1


def test_characters_that_xml_forbids_are_dropped_and_counted() -> None:
    items = read(document(tu("a\x01b&#2;c&#xD83D;&#xDE00;&#55357;&#56832;&#xD83D;d&#65;")))
    assert texts(items) == [("abc😀😀dA", "가")]
    [skipped] = only_skipped(items)
    assert (skipped.reason, skipped.items) == ("characters", 0)
    assert skipped.detail.startswith("3 characters")


REFERENCES = ["&#xD83D;", "&#xDE00;", "&#55357;", "&#56832;", "&#7;", "&#65;", "&amp;", "a", "&#x"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(REFERENCES), max_size=30).map("".join), st.data())
def test_references_may_lie_across_pieces(text: str, data: st.DataObject) -> None:
    def cleaned(cuts: list[int]) -> tuple[str, int]:
        edges = [0, *sorted(cuts), len(text)]
        reader = xml_reader.XmlReader(io.BytesIO(), root="r", names=("r",))
        pieces = (text[start:end] for start, end in pairwise(edges))
        return "".join(reader._legal(pieces)), reader.dropped

    assert cleaned(data.draw(st.lists(st.integers(0, len(text))))) == cleaned([])


def test_the_encoding_is_sniffed() -> None:
    body = document(tu("a", "한글"))
    for prolog, encoding in (
        ("", "utf-16"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "utf-16"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-8"),
        ('<?xml version="1.0" encoding="UTF-16LE"?>', "utf-16-le"),
        ('<?xml version="1.0" encoding="UTF-16BE"?>', "utf-16-be"),
        ('<?xml version="1.0" encoding="ks_c_5601-1987"?>', "cp949"),
        ("<?xml version='1.0' encoding='EUC-KR'?>", "euc-kr"),
        ("", "cp949"),
    ):
        data = (prolog + body.decode()).encode(encoding)
        assert texts(read(data)) == [("a", "한글")], (prolog, encoding)


@pytest.mark.parametrize("name", ["unicode_escape", "punycode", "hex", "klingon"])
def test_an_encoding_that_is_not_read(name: str) -> None:
    _, error = read_until_error(f'<?xml version="1.0" encoding="{name}"?><tmx/>'.encode())
    assert name in str(error)


def test_namespaces_are_no_obstacle() -> None:
    [unit] = only_units(
        read(document(tu("a <ph x='1'/>"), root='tmx xmlns="http://www.lisa.org/tmx14"'))
    )
    assert unit.variants[0].markup == 'a <ph x="1"/>'


def test_space_is_kept() -> None:
    assert texts(read(document(tu("  a\n\tb&#13; ", "가\r\n나")))) == [("  a\n\tb\r ", "가\n나")]


def test_what_the_header_says_is_reported() -> None:
    data = document(tu("a")).replace(b'"/><body>', b'"><note>n</note></header><body>')
    assert [s.reason for s in only_skipped(read(data))] == ["header"]


def test_a_unit_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_reader, "LARGEST_ELEMENT", 300_000)
    with pytest.raises(TooLarge):
        read(document(f"<tu>{'<tuv/>' * 100_000}</tu>"))


def test_the_tree_does_not_grow_with_the_file() -> None:
    data = document((tu("a") + "<!-- between -->") * 50)
    reader = xml_reader.XmlReader(io.BytesIO(data), root="tmx", names=("tu",))
    # What is left is the unit given before, emptied, with the comment after it.
    assert {len(list(unit.itersiblings(preceding=True))) for unit in reader} == {0, 2}


def test_names_said_twice_are_both_kept() -> None:
    unit = replace(pair("a", "b"), extra=(("tuid", "1"), ("tuid", "2"), ("segtype", "phrase")))
    assert read(written(unit)) == [unit]


def test_properties_of_other_hands() -> None:
    props = "".join(
        f'<prop type="{kind}">{value}</prop>'
        for kind, value in (
            ("x-status", "odd"), ("x-document", "d1"), ("x-score", "2"), ("x-document", "d2"),
            ("x-position", "٣"),
        )
    )  # fmt: skip
    [unit] = only_units(read(document(tu("a").replace("<tu>", f"<tu>{props}"))))
    assert unit.status is Status.APPROVED
    assert [place.document for place in unit.occurrences] == ["d1", "d2"]
    assert unit.props == (("x-status", "odd"), ("x-score", "2"), ("x-position", "٣"))
    assert read(written(unit)) == [unit]


def test_many_units_keep_their_order() -> None:
    units = [pair(f"s{number}", f"t{number}") for number in range(1000)]
    assert read(written(*units)) == units
