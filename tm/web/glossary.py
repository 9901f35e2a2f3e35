"""The glossary: look a term up, see the terms of a text, browse and edit concepts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tm.errors import Conflict, InvalidInput, NotFound
from tm.model.terms import Concept, Term, Termbase, TermHit
from tm.services import terminology
from tm.text.languages import primary
from tm.web import concept_form, marking
from tm.web.common import actor, as_typed, context, has_hangul, posted_version

bp = Blueprint("glossary", __name__)

LANGUAGES = ("ko", "en", "zh", "ja", "ru", "de", "fr")
BESIDE = ("ko", "en")
"""The languages whose terms have a column of their own where concepts are listed."""


@dataclass(frozen=True, slots=True)
class Direction:
    """What was asked for, empty where it is to be guessed, and what that comes to."""

    asked_source: str
    asked_target: str
    source: str
    target: str


@bp.get("/glossary")
def listing() -> str | tuple[str, int]:
    """Answer a term, and show the concepts below."""
    term = request.args.get("term", "").strip()
    way = _direction(term)
    answer: terminology.GlossaryAnswer | None = None
    error: str | None = None
    if term:
        try:
            answer = terminology.look_up(context(), actor(), term, way.source, way.target)
        except InvalidInput as refused:
            error = str(refused)
    page = _page({}, {}, term=term, way=way, answer=answer, error=error)
    return (page, 422) if error else page


@bp.post("/glossary/termbases")
def create_termbase() -> Response | tuple[str, int]:
    name = request.form.get("name", "")
    try:
        made = terminology.create_termbase(context(), actor(), name)
    except (InvalidInput, Conflict) as error:
        page = _page(request.form, {"name": str(error)}, term="", way=_direction(""))
        return page, 409 if isinstance(error, Conflict) else 422
    return redirect(url_for("glossary.listing", termbase=made.id))


@bp.get("/glossary/termbases/<uuid:termbase>/delete")
def ask_delete_termbase(termbase: UUID) -> str:
    return render_template("glossary/delete_termbase.html", termbase=_termbase(str(termbase)))


@bp.post("/glossary/termbases/<uuid:termbase>/delete")
def delete_termbase(termbase: UUID) -> Response:
    gone = terminology.delete_termbase(context(), actor(), str(termbase))
    flash(_("The termbase is deleted. Concepts that went with it: %(n)s.", n=f"{gone:,}"), "ok")
    return redirect(url_for("glossary.listing"))


@bp.route("/glossary/recognize", methods=["GET", "POST"])
def recognize() -> str | tuple[str, int]:
    """Show a text with its terms; short ones may stand in the address, long ones are posted."""
    text = as_typed(request.values.get("text", ""))
    way = _direction(text)
    seen: terminology.TermedText | None = None
    error: str | None = None
    if text.strip():
        try:
            seen = terminology.recognize(context(), actor(), text, way.source, way.target)
        except InvalidInput as refused:
            error = str(refused)
    page = render_template(
        "glossary/recognize.html",
        text=text,
        way=way,
        languages=LANGUAGES,
        error=error,
        seen=seen,
        pieces=marking.terms(text, seen.terms) if seen else [],
        listed=_once(seen.terms) if seen else [],
        reason=_reason,
    )
    return (page, 422) if error else page


@bp.get("/glossary/<uuid:concept>")
def concept(concept: UUID) -> str:
    found = terminology.get_concept(context(), actor(), str(concept))
    return render_template(
        "glossary/concept.html",
        concept=found,
        termbase=_termbase(found.termbase),
        sections=_sections(found),
    )


@bp.get("/glossary/new")
def new() -> str:
    known = _termbases()
    values = {"termbase": request.args.get("termbase", "") or (known[0].id if known else "")}
    rows = [concept_form.Row(lang=lang) for lang in (*BESIDE, "", "")]
    return _form(None, values, rows, {})


@bp.post("/glossary/new")
def add() -> Response | tuple[str, int] | str:
    typed, rows, errors = concept_form.read(request.form)
    name = request.form.get("termbase", "")
    if "more" in request.form:
        return _form(None, request.form, [*rows, *concept_form.EMPTY], {})
    if not errors:
        try:
            made = terminology.add_concept(context(), actor(), name, typed)
        except NotFound as error:
            errors["termbase"] = str(error)
        except InvalidInput as error:
            errors[error.field or "terms"] = str(error)
        else:
            return redirect(url_for("glossary.concept", concept=made.id))
    return _form(None, request.form, rows, errors), 422


@bp.get("/glossary/<uuid:concept>/edit")
def edit(concept: UUID) -> str:
    found = terminology.get_concept(context(), actor(), str(concept))
    values = {name: getattr(found, name) or "" for name in concept_form.FIELDS}
    rows = [concept_form.Row.of(term) for term in found.terms]
    return _form(found, values | {"version": str(found.version)}, [*rows, *concept_form.EMPTY], {})


@bp.post("/glossary/<uuid:concept>/edit")
def update(concept: UUID) -> Response | tuple[str, int] | str:
    """Save a concept; what somebody else saved meanwhile is shown, never overwritten unseen."""
    known = terminology.get_concept(context(), actor(), str(concept))
    typed, rows, errors = concept_form.read(request.form, known)
    values = dict(request.form)
    if "more" in request.form:
        return _form(known, values, [*rows, *concept_form.EMPTY], {})
    status = 422
    if not errors:
        try:
            terminology.update_concept(context(), actor(), known.id, typed, posted_version())
        except InvalidInput as error:
            errors[error.field or "terms"] = str(error)
        except Conflict as error:
            known = terminology.get_concept(context(), actor(), known.id)
            # Who has been shown the newer version may replace it.
            values["version"] = str(known.version)
            errors["stale"], status = str(error), 409
        else:
            flash(_("The concept is saved."), "ok")
            return redirect(url_for("glossary.concept", concept=concept))
    return _form(known, values, rows, errors), status


@bp.get("/glossary/<uuid:concept>/delete")
def ask_delete(concept: UUID) -> str:
    found = terminology.get_concept(context(), actor(), str(concept))
    return render_template("glossary/delete.html", concept=found)


@bp.post("/glossary/<uuid:concept>/delete")
def delete(concept: UUID) -> Response:
    found = terminology.get_concept(context(), actor(), str(concept))
    terminology.delete_concept(context(), actor(), found.id)
    flash(_("The concept is deleted."), "ok")
    return redirect(url_for("glossary.listing", termbase=found.termbase))


def _page(
    values: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    term: str,
    way: Direction,
    answer: terminology.GlossaryAnswer | None = None,
    error: str | None = None,
) -> str:
    chosen = {name: request.args.get(name, "") for name in ("text", "subject", "termbase")}
    page = terminology.list_concepts(
        context(),
        actor(),
        termbase=chosen["termbase"] or None,
        text=chosen["text"].strip() or None,
        subject=chosen["subject"] or None,
        cursor=request.args.get("cursor"),
    )
    return render_template(
        "glossary/list.html",
        term=term,
        way=way,
        answer=answer,
        error=error,
        languages=LANGUAGES,
        beside=BESIDE,
        rows=[(item, _sections(item)) for item in page.items],
        next=page.next,
        subjects=terminology.list_subjects(context(), actor()),
        termbases=_termbases(),
        chosen=chosen,
        filtered=any(chosen.values()),
        first="cursor" not in request.args,
        values=values,
        errors=errors,
    )


def _form(
    known: Concept | None,
    values: Mapping[str, str],
    rows: Iterable[concept_form.Row],
    errors: Mapping[str, str],
) -> str:
    return render_template(
        "glossary/edit.html",
        concept=known,
        termbases=_termbases(),
        values=values,
        rows=list(rows),
        types=concept_form.TYPES,
        errors=errors,
    )


def _direction(text: str) -> Direction:
    """Return the direction asked for; the letters of the text tell where nothing was chosen."""
    source, target = (request.values.get(name, "") for name in ("source", "target"))
    guessed = source or ("ko" if has_hangul(text) else "en")
    other = "en" if primary(guessed) == "ko" else "ko"
    return Direction(source, target, guessed, target or other)


def _termbases() -> list[Termbase]:
    return terminology.list_termbases(context(), actor())


def _termbase(termbase: str) -> Termbase:
    for item in _termbases():
        if item.id == termbase:
            return item
    raise NotFound(_("There is no such termbase."))


def _sections(concept: Concept) -> dict[str, list[Term]]:
    """Return the terms of a concept by language, Korean and English first."""
    sections: dict[str, list[Term]] = {lang: [] for lang in BESIDE}
    for term in concept.terms:
        sections.setdefault(primary(term.lang), []).append(term)
    return sections


def _once(hits: Iterable[TermHit]) -> list[tuple[TermHit, int]]:
    """Return each term as it is first seen, with how often it is seen like that."""
    seen: dict[tuple[str, str | None], tuple[TermHit, int]] = {}
    for hit in hits:
        first, count = seen.get((hit.surface, hit.doubt), (hit, 0))
        seen[hit.surface, hit.doubt] = first, count + 1
    return list(seen.values())


def _reason(doubt: str) -> str:
    """Return why a term is doubted, in the language of the page."""
    said: dict[str, str] = {
        "a short term with a space inside": _("a short term with a space inside"),
        "a name that is the stem of a verb here": _("a name that is the stem of a verb here"),
        "not a noun here": _("not a noun here"),
    }
    for start, whole in (
        ("part of ", _("part of a longer word:")),
        ("inside the word ", _("inside a word:")),
    ):
        if doubt.startswith(start):
            return f"{whole} {doubt.removeprefix(start)}"
    return said.get(doubt, doubt)
