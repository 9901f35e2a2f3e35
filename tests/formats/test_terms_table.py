import csv as standard_csv
import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.contract import BINARY, HOSTILE
from tm.errors import InvalidInput, ParseError, TooLarge
from tm.formats import Skipped, terms_table
from tm.formats.terms_table import read_concepts, write_concepts
from tm.model.terms import Concept, Term, TermStatus

CELL = HOSTILE.map(str.strip).filter(bool)
MAYBE = st.none() | CELL
TERMS = st.builds(
    Term,
    lang=st.sampled_from(["ko", "ko-KP", "en"]), text=CELL, status=st.sampled_from(TermStatus),
    type=st.sampled_from(["full", "acronym", "romanization"]), geo=MAYBE, note=MAYBE, source=MAYBE,
)  # fmt: skip
CONCEPTS = st.lists(
    st.builds(
        Concept,
        terms=st.lists(TERMS, min_size=1, max_size=3).map(tuple),
        subject=MAYBE, definition=MAYBE, note=MAYBE, source=MAYBE,
    ),
    max_size=3,
).map(lambda concepts: [replace(c, label=f"c{n}") for n, c in enumerate(concepts)])  # fmt: skip

AMNOK = Concept(
    (
        Term("ko", "압록강"), Term("en", "Yalu River", TermStatus.ADMITTED),
        Term("en", "Amnok River"),
    ),
    label="amnok", subject="geography", note="=not a formula",
)  # fmt: skip


def read(text: str | bytes, format: str = "csv") -> tuple[list[Concept], list[Skipped]]:
    data = text if isinstance(text, bytes) else text.encode()
    items = list(read_concepts(io.BytesIO(data), format))
    return (
        [item for item in items if isinstance(item, Concept)],
        [item for item in items if isinstance(item, Skipped)],
    )


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(CONCEPTS)
def test_a_row_a_term_loses_nothing(concepts: list[Concept]) -> None:
    stream = io.BytesIO()
    written = write_concepts(concepts, stream, "csv")
    assert read(stream.getvalue()) == (concepts, [])
    assert written.items == len(concepts)


def test_tsv_has_no_quoting() -> None:
    stream = io.BytesIO()
    concept = Concept((Term("en", 'the "line"'),), label="1", note="a\nb")
    written = write_concepts([concept], stream, "tsv")
    assert written.reasons == {"line-breaks": 1}
    assert read(stream.getvalue(), "tsv") == ([replace(concept, note="a b")], [])


def test_rows_of_a_concept_may_be_apart() -> None:
    concepts, skipped = read(
        "concept,lang,term,status,subject,note\n"
        "1,ko,가,,,\n2,ko,나,preferred,law,first\n1,en,a,deprecated,trade,x\n2,en,b,,other,\n"
        ",en,c,,,\n,en,d,,,\n"
    )
    assert not skipped
    assert concepts == [
        Concept(
            (Term("ko", "가"), Term("en", "a", TermStatus.DEPRECATED)),
            label="1", subject="trade", note="x",
        ),
        Concept((Term("ko", "나"), Term("en", "b")), label="2", subject="law", note="first"),
        Concept((Term("en", "c"),)),
        Concept((Term("en", "d"),)),
    ]  # fmt: skip


def test_a_column_a_language() -> None:
    concepts, skipped = read(
        "KO,en,en,subject\n압록강,Amnok River,Yalu River,geography\n,party,,\n"
    )
    assert not skipped
    assert concepts == [
        Concept(
            (
                Term("ko", "압록강"), Term("en", "Amnok River"),
                Term("en", "Yalu River", TermStatus.ADMITTED),
            ),
            subject="geography",
        ),
        Concept((Term("en", "party"),)),
    ]  # fmt: skip


def test_the_status_of_a_row_is_that_of_its_terms() -> None:
    [concept], _ = read("ko\ten\ten\tstatus\n가\ta\tb\tsuperseded\n", "tsv")
    assert {term.status for term in concept.terms} == {TermStatus.SUPERSEDED}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,en,,,", "empty"), ("1,Korean,x,,", "language"), ("1,,x,,", "language"),
        ("1,en,x,good,", "status"), ("1,en,x,,idiom", "type"), ("1,en,x,,,,", "columns"),
    ],
)  # fmt: skip
def test_bad_rows_are_skipped_by_line(row: str, reason: str) -> None:
    concepts, [skipped] = read(f"concept,lang,term,status,type\n\n{row}\n1,en,good,,\n")
    assert (skipped.place, skipped.reason, skipped.items) == ("line 3", reason, 1)
    assert concepts == [Concept((Term("en", "good"),), label="1")]


@pytest.mark.parametrize(
    ("row", "reason"), [(",,x,", "empty"), ("가,a,,odd", "status"), ("가,a,,,,", "columns")]
)
def test_bad_rows_of_concepts_are_skipped_by_line(row: str, reason: str) -> None:
    concepts, [skipped] = read(f"ko,en,note,status\n{row}\n나,b,,\n")
    assert (skipped.place, skipped.reason) == ("line 2", reason)
    assert len(concepts) == 1


def test_columns_that_are_not_read_are_reported() -> None:
    concepts, skipped = read("term,ko,note,note,geo,\nx,가,first,second,KP,y\n")
    assert concepts == [Concept((Term("ko", "가"),), note="first")]
    assert [(s.reason, s.items, s.detail[:8]) for s in skipped] == [
        ("column", 0, f"Column {number}") for number in (1, 4, 5, 6)
    ]
    concepts, skipped = read("lang,term,term,colour\nko,가,나,x\n")
    assert concepts == [Concept((Term("ko", "가"),))]
    assert [s.detail[:8] for s in skipped] == ["Column 3", "Column 4"]


def test_iso_names_of_statuses() -> None:
    [concept], _ = read("lang,term,status\nen,a,deprecatedTerm-admn-sts\n")
    assert concept.terms[0].status is TermStatus.DEPRECATED


@pytest.mark.parametrize("text", ["source,target\na,b\n", "source word,note\n", "\n"])
def test_a_header_without_languages_is_refused(text: str) -> None:
    with pytest.raises(ParseError, match="ko,en") as caught:
        read(text)
    assert caught.value.line == 1


@pytest.mark.parametrize(("data", "offset"), [(b"", 0), (BINARY, 0), (b"ko,en\n\xff", 6)])
def test_files_that_are_no_text(data: bytes, offset: int) -> None:
    with pytest.raises(ParseError) as caught:
        read(data)
    assert caught.value.offset == offset


def test_cp949_and_utf16() -> None:
    for encoding in ("cp949", "utf-16"):
        [concept], _ = read("ko,en\n압록강,Amnok River\n".encode(encoding))
        assert concept.terms[0].text == "압록강"


def test_formulas_are_harmless_in_a_spreadsheet() -> None:
    stream = io.BytesIO()
    write_concepts([AMNOK], stream, "csv")
    rows = standard_csv.reader(io.StringIO(stream.getvalue().decode(), newline=""))
    assert list(rows)[1:] == [
        ["amnok", "ko", "압록강", "preferred", "full", "", "geography", "", "'=not a formula"]
        + [""] * 3,
        ["amnok", "en", "Yalu River", "admitted", "full"] + [""] * 7,
        ["amnok", "en", "Amnok River", "preferred", "full"] + [""] * 7,
    ]
    assert read(stream.getvalue()) == ([AMNOK], [])


def test_export_of_a_column_a_language() -> None:
    stream = io.BytesIO()
    alone = Concept((Term("fr", "fleuve"),))
    written = write_concepts([AMNOK, alone], stream, "tsv", languages=["en", "KO"])
    assert stream.getvalue().decode() == (
        "en\tko\tsubject\tdefinition\tnote\tsource\n"
        "Amnok River\t압록강\tgeography\t\t=not a formula\t\n"
    )
    assert (written.items, written.reasons) == (1, {"language": 1, "terms": 1})


def test_concepts_of_the_same_label_stay_apart() -> None:
    one = Concept((Term("en", "a"),), label="x")
    stream = io.BytesIO()
    write_concepts([one, one, replace(one, label="x-2"), replace(one, label=None)], stream, "csv")
    concepts, _ = read(stream.getvalue())
    assert [c.label for c in concepts] == ["x", "x-2", "x-2-2", "concept"]


def test_a_glossary_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms_table, "LARGEST", 1000)
    with pytest.raises(TooLarge, match="line"):
        read("ko,en\n" + "가,a\n" * 20)


def test_another_format() -> None:
    with pytest.raises(InvalidInput, match="tbx"):
        read("ko,en\n", "tbx")
