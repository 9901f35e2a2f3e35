"""Glossaries as CSV (RFC 4180) or TSV (literal), in two layouts told apart by the header.

One row a term: the header names ``lang`` and ``term``, and may name concept, status, type, geo,
subject, definition, note, source, term_note and term_source.  Rows of the same concept are one
concept; what belongs to the concept is taken from the first row that says it.  A row without a
concept is one of its own.  As CSV this layout loses nothing but identifiers.

One column a language: the header names language tags, and may name concept, status, subject,
definition, note and source.  Each row is a concept.  Several columns may have the same language;
of those the first is preferred and the others are admitted, unless ``status`` says otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import BinaryIO

from tm.errors import InvalidInput, ParseError, TooLarge
from tm.formats import csv, tsv
from tm.formats.columns import Row, too_long
from tm.formats.encodings import Reader
from tm.formats.items import Skipped, Written, on_one_line, tag_or_none
from tm.model.terms import Concept, Term, TermStatus
from tm.text.languages import normalize_tag

LARGEST = 100_000_000
"""Characters of one glossary, counting a hundred more for each row.  The rows of a concept may be
far apart, so all are kept until the end."""
_ROW = 100

_CONCEPT_FIELDS = ("subject", "definition", "note", "source")
_COLUMNS = (
    "concept", "lang", "term", "status", "type", "geo", *_CONCEPT_FIELDS,
    "term_note", "term_source",
)  # fmt: skip
_OF_CONCEPT = frozenset({"concept", "status", *_CONCEPT_FIELDS})
_TYPES = frozenset({"full", "acronym", "abbreviation", "short", "variant", "romanization"})
_RANK = tuple(TermStatus)

Named = tuple[str, dict[str, str]]
"""The place of a row, and its cells that are not empty, by column."""


def read_concepts(stream: Reader, format: str) -> Iterator[Concept | Skipped]:
    """Yield the concepts of a ``csv`` or ``tsv`` file and what had to be skipped.

    Raises ParseError when the header names no languages, or as the text formats do, and TooLarge
    beyond LARGEST.
    """
    rows = (csv if _is_csv(format) else tsv).rows(stream)
    _, cells = next(rows, (1, None))
    names = [cell.strip().lower() for cell in cells or ()]
    if {"lang", "term"} <= set(names):
        yield from _read_terms(rows, names)
        return
    columns = [_column(name) for name in names]
    if not set(columns) - _OF_CONCEPT - {None}:
        raise ParseError(
            "The first line must name the columns: language tags such as ko,en with a row for each "
            "concept, or concept, lang, term with a row for each term.",
            line=1,
        )
    yield from _read_languages(rows, columns)


def write_concepts(
    concepts: Iterable[Concept],
    stream: BinaryIO,
    format: str,
    *,
    languages: Sequence[str] = (),
) -> Written:
    """Write one row a term, or with ``languages`` one column for each of these.

    A column holds the best term of exactly its language; the terms and concepts that have no
    place there are counted under "terms" and "language".
    """
    written = Written()
    tags = [normalize_tag(tag) for tag in languages]
    as_csv = _is_csv(format)
    for cells in _columns_of(concepts, tags, written) if tags else _rows_of(concepts, written):
        if as_csv:
            csv.write_row(stream, cells)
        else:
            stream.write(("\t".join(on_one_line(cell, written) for cell in cells) + "\n").encode())
    return written


def _is_csv(format: str) -> bool:
    if format not in {"csv", "tsv"}:
        raise InvalidInput(f"A glossary is csv or tsv, not {format[:40]!r}.", field="format")
    return format == "csv"


def _read_terms(rows: Iterator[Row], names: Sequence[str]) -> Iterator[Concept | Skipped]:
    columns = _once([name if name in _COLUMNS else None for name in names], set(_COLUMNS))
    yield from _unknown(columns)
    names = [column or "" for column in columns]
    concepts: dict[str, list[dict[str, str]]] = {}
    terms: dict[str, list[Term]] = {}
    for item in _cells(rows, names):
        if isinstance(item, Skipped):
            yield item
            continue
        place, row = item
        term = _term(place, row)
        if isinstance(term, Skipped):
            yield term
            continue
        # No label contains a line's place in this form, as cells have no white space at the edges.
        key = row.get("concept", f" {place}")
        concepts.setdefault(key, []).append(row)
        terms.setdefault(key, []).append(term)
    for key, said in concepts.items():
        yield _concept(said, terms[key])


def _read_languages(
    rows: Iterator[Row], columns: Sequence[str | None]
) -> Iterator[Concept | Skipped]:
    columns = _once(columns, _OF_CONCEPT)
    yield from _unknown(columns)
    # Columns of one language are told apart by their place.
    names = [
        column if column in _OF_CONCEPT else f"{place} {column}"
        for place, column in enumerate(columns)
    ]
    tags = {
        name: column
        for name, column in zip(names, columns, strict=True)
        if column is not None and column not in _OF_CONCEPT
    }
    for item in _cells(rows, names):
        if isinstance(item, Skipped):
            yield item
            continue
        place, row = item
        status = _status(row.get("status"))
        if status is None:
            yield Skipped(place, "status", _NO_STATUS.format(row["status"][:40]))
            continue
        terms: list[Term] = []
        seen: set[str] = set()
        for name, lang in tags.items():
            if name in row:
                again = status is TermStatus.PREFERRED and lang in seen
                terms.append(Term(lang, row[name], TermStatus.ADMITTED if again else status))
                seen.add(lang)
        if terms:
            yield _concept([row], terms)
        else:
            yield Skipped(place, "empty", "The row has no term.")


def _cells(rows: Iterator[Row], names: Sequence[str]) -> Iterator[Named | Skipped]:
    size = 0
    for line, cells in rows:
        place = f"line {line}"
        size += _ROW + sum(map(len, cells or ()))
        if size > LARGEST:
            raise TooLarge(f"The glossary is too large at line {line:,}; divide it.", field="file")
        if cells is None:
            yield too_long(place)
        elif len(cells) > len(names):
            yield Skipped(
                place, "columns", f"The line has {len(cells)} cells, the header {len(names)}."
            )
        elif any(map(str.strip, cells)):
            named = zip(names, map(str.strip, cells), strict=False)
            yield place, {name: cell for name, cell in named if cell}


def _column(name: str) -> str | None:
    """Return what a column holds in the layout of a column a language: a field, or a tag."""
    if name in _OF_CONCEPT:
        return name
    # "geo" would be a tag (Georgian), were it not a column of the other layout.
    return None if name in _COLUMNS else tag_or_none(name)


def _once(columns: Sequence[str | None], fields: Set[str]) -> list[str | None]:
    """Return the columns with None for a field that an earlier column has."""
    seen: set[str] = set()
    once: list[str | None] = []
    for column in columns:
        once.append(None if column in seen else column)
        if column is not None and column in fields:
            seen.add(column)
    return once


def _unknown(columns: Iterable[str | None]) -> Iterator[Skipped]:
    for number, column in enumerate(columns, 1):
        if column is None:
            yield Skipped(
                "line 1",
                "column",
                f"Column {number} is not read: its name is unknown or used before.",
                0,
            )


def _term(place: str, row: Mapping[str, str]) -> Term | Skipped:
    if "term" not in row:
        return Skipped(place, "empty", "The row has no term.")
    lang = tag_or_none(row.get("lang", ""))
    if lang is None:
        return Skipped(place, "language", f"{row.get('lang', '')[:40]!r} is not a language tag.")
    status = _status(row.get("status"))
    if status is None:
        return Skipped(place, "status", _NO_STATUS.format(row["status"][:40]))
    kind = row.get("type", "full").lower()
    if kind not in _TYPES:
        return Skipped(place, "type", f"{kind[:40]!r} is none of {', '.join(sorted(_TYPES))}.")
    return Term(
        lang,
        row["term"],
        status,
        kind,
        geo=row.get("geo"),
        note=row.get("term_note"),
        source=row.get("term_source"),
    )


_NO_STATUS = f"{{!r}} is none of {', '.join(TermStatus)}."


def _status(word: str | None) -> TermStatus | None:
    """Read a status as the model or as ISO 12620 writes it (preferredTerm-admn-sts)."""
    plain = (word or TermStatus.PREFERRED).lower().removesuffix("-admn-sts").removesuffix("term")
    return TermStatus(plain) if plain in set(TermStatus) else None


def _concept(rows: Sequence[Mapping[str, str]], terms: Sequence[Term]) -> Concept:
    def first(name: str) -> str | None:
        return next((row[name] for row in rows if name in row), None)

    return Concept(
        tuple(terms),
        label=first("concept"),
        subject=first("subject"),
        definition=first("definition"),
        note=first("note"),
        source=first("source"),
    )


def _rows_of(concepts: Iterable[Concept], written: Written) -> Iterator[list[str]]:
    yield list(_COLUMNS)
    labels: dict[str, int] = {}
    for concept in concepts:
        label = _free(concept.label or concept.id or "concept", labels)
        written.items += 1
        said = [getattr(concept, name) or "" for name in _CONCEPT_FIELDS]
        for term in concept.terms:
            yield [
                label, term.lang, term.text, term.status, term.type, term.geo or "", *said,
                term.note or "", term.source or "",
            ]  # fmt: skip
            # Once is enough: the reader takes the first row that says it.
            said = [""] * len(said)


def _free(label: str, taken: dict[str, int]) -> str:
    """Return a label that no concept before has, so that two never become one.

    ``taken`` has the labels given out, with the number last tried for each.
    """
    free = label
    while free in taken:
        taken[label] += 1
        free = f"{label}-{taken[label]}"
    taken[free] = 1
    return free


def _columns_of(
    concepts: Iterable[Concept], tags: Sequence[str], written: Written
) -> Iterator[list[str]]:
    yield [*tags, *_CONCEPT_FIELDS]
    for concept in concepts:
        best: dict[str, Term] = {}
        for term in sorted(concept.terms, key=lambda term: _RANK.index(term.status)):
            best.setdefault(term.lang, term)
        cells = [best[tag].text if tag in best else "" for tag in tags]
        shown = len(tags) - cells.count("")
        if not shown:
            written.reasons["language"] += 1
            continue
        written.items += 1
        written.reasons["terms"] += len(concept.terms) - shown
        yield [*cells, *(getattr(concept, name) or "" for name in _CONCEPT_FIELDS)]
