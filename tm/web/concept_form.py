"""The form of a concept: its fields, and its terms as rows that repeat."""

import re
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tm.errors import InvalidInput
from tm.model.terms import Concept, Term, TermStatus
from tm.services.terminology import checked_concept
from tm.web.common import as_typed

FIELDS = ("subject", "definition", "note", "source")
TYPES = ("full", "acronym", "abbreviation", "short", "variant", "romanization")
MOST_TERMS = 200

_STATUSES = {status.value: status for status in TermStatus}
_REGION = re.compile(r"[A-Z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """A term as typed; its parts are the columns of the form, and ``error`` says what is wrong."""

    lang: str = ""
    text: str = ""
    status: str = TermStatus.PREFERRED.value
    type: str = "full"
    geo: str = ""
    note: str = ""
    source: str = ""
    error: str = ""

    @classmethod
    def of(cls, term: Term) -> "Row":
        return cls(
            term.lang,
            term.text,
            term.status.value,
            term.type,
            term.geo or "",
            term.note or "",
            term.source or "",
        )

    def term(self) -> Term:
        """Return the term; InvalidInput for what can be told from the row alone."""
        geo = self.geo.strip().upper()
        if geo and not _REGION.fullmatch(geo):
            raise InvalidInput(_("A region is two letters, such as KP or KR."))
        term = Term(
            lang=self.lang.strip(),
            text=self.text.strip(),
            status=_STATUSES.get(self.status, TermStatus.ADMITTED),
            type=self.type if self.type in TYPES else "full",
            geo=geo or None,
            note=plain(self.note),
            source=plain(self.source),
        )
        checked_concept(Concept((term,)))
        return term


EMPTY = (Row(), Row())
_PARTS = ("lang", "text", "status", "type", "geo", "note", "source")


def read(
    form: MultiDict[str, str], known: Concept | None = None
) -> tuple[Concept, list[Row], dict[str, str]]:
    """Return the concept of a form, its rows with what is wrong with each, and other errors.

    A row without a term is left out, unless something else was typed there.
    """
    errors: dict[str, str] = {}
    terms: list[Term] = []
    rows: list[Row] = []
    for cells in zip(*(form.getlist(f"term_{part}") for part in _PARTS), strict=False):
        row = Row(*cells)
        if row.text.strip():
            try:
                terms.append(row.term())
            except InvalidInput as error:
                row = replace(row, error=str(error))
        elif row.note.strip() or row.source.strip():
            row = replace(row, error=_("Write the term, or clear the row."))
        rows.append(row)
    if len(rows) > MOST_TERMS:
        errors["terms"] = _("A concept has at most %(n)s terms.", n=MOST_TERMS)
    elif any(row.error for row in rows):
        errors["rows"] = _("Something is not right with a term.")
    concept = replace(
        known or Concept(()),
        terms=tuple(terms),
        subject=plain(form.get("subject", "")),
        definition=plain(form.get("definition", "")),
        note=plain(form.get("note", "")),
        source=plain(form.get("source", "")),
    )
    return concept, rows[:MOST_TERMS], errors


def plain(text: str) -> str | None:
    """Return a field's text without white space at its edges, None where it is empty."""
    return as_typed(text).strip() or None
