"""Memories and their units."""

import re
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tm.errors import Conflict, InvalidInput
from tm.model.units import Memory, Status, TranslationUnit, Variant
from tm.services import memories
from tm.services.storing import prepare, storable
from tm.web.common import actor, as_typed, context, posted_version

bp = Blueprint("memories", __name__)

VARIANTS = 50
NEW_LANGUAGES = ("ko", "en")
WHOLE = re.compile("-?[0-9]{1,9}")
STATUSES = {status.value: status for status in Status}
Row = tuple[str, str]
"""A language and a text, as typed."""


@bp.get("/memories")
def listing() -> str:
    return _list({}, {})


@bp.post("/memories")
def create() -> Response | tuple[str, int]:
    name = request.form.get("name", "")
    try:
        made = memories.create_memory(context(), actor(), name)
    except InvalidInput as error:
        return _list(request.form, {"name": str(error)}), 422
    except Conflict as error:
        return _list(request.form, {"name": str(error)}), 409
    return redirect(url_for("memories.read", memory=made.id))


@bp.get("/memories/<uuid:memory>")
def read(memory: UUID) -> str:
    return _memory(memory, {}, {})


@bp.post("/memories/<uuid:memory>/settings")
def change(memory: UUID) -> Response | tuple[str, int]:
    form = request.form
    try:
        memories.change_memory(
            context(),
            actor(),
            str(memory),
            posted_version(),
            name=form.get("name", ""),
            penalty=_whole("penalty", 0, memories.LARGEST_PENALTY),
            priority=_whole("priority", -memories.TOP_PRIORITY, memories.TOP_PRIORITY),
        )
    except InvalidInput as error:
        return _memory(memory, form, {error.field or "name": str(error)}), 422
    except Conflict as error:
        return _memory(memory, form, {"name": str(error)}), 409
    flash(_("The memory is saved."), "ok")
    return redirect(url_for("memories.read", memory=memory))


@bp.get("/memories/<uuid:memory>/delete")
def ask_delete(memory: UUID) -> str:
    return render_template("memories/delete.html", memory=_found(memory))


@bp.post("/memories/<uuid:memory>/delete")
def delete(memory: UUID) -> Response:
    gone = memories.delete_memory(context(), actor(), str(memory))
    flash(_("The memory is deleted. Units that went with it: %(n)s.", n=f"{gone:,}"), "ok")
    return redirect(url_for("memories.listing"))


@bp.get("/memories/<uuid:memory>/units/new")
def new_unit(memory: UUID) -> str:
    rows = [(lang, "") for lang in NEW_LANGUAGES]
    return _form(_named(memory), None, rows, [""], Status.APPROVED.value, {})


@bp.post("/memories/<uuid:memory>/units/new")
def add_unit(memory: UUID) -> Response | tuple[str, int] | str:
    found = _named(memory)
    typed, errors = _typed(None)
    if "more" not in request.form and not errors:
        try:
            made = memories.add_unit(context(), actor(), found.id, typed)
        except InvalidInput as error:
            errors["form"] = str(error)
        else:
            flash(_("The unit is in the memory."), "ok")
            return redirect(url_for("memories.unit", unit=made.id))
    return _again(found, None, errors)


@bp.get("/units/<uuid:unit>")
def unit(unit: UUID) -> str:
    found = memories.get_unit(context(), actor(), str(unit))
    return render_template(
        "memories/unit.html",
        unit=found,
        memory=memories.find_memory(context(), actor(), found.memory),
    )


@bp.get("/units/<uuid:unit>/edit")
def edit(unit: UUID) -> str:
    found = memories.get_unit(context(), actor(), str(unit))
    rows = [(v.lang, v.text) for v in found.variants]
    memory = memories.find_memory(context(), actor(), found.memory)
    return _form(memory, found, [*rows, ("", "")], [*found.notes, ""], found.status.value, {})


@bp.post("/units/<uuid:unit>/edit")
def update(unit: UUID) -> Response | tuple[str, int] | str:
    """Save a unit; what somebody else saved meanwhile is shown, never overwritten unseen."""
    known = memories.get_unit(context(), actor(), str(unit))
    typed, errors = _typed(known)
    if "more" not in request.form and not errors:
        try:
            memories.update_unit(context(), actor(), known.id, typed, posted_version())
        except InvalidInput as error:
            errors["form"] = str(error)
        except Conflict as error:
            errors["stale" if known.version != posted_version() else "conflict"] = str(error)
        else:
            flash(_("The unit is saved."), "ok")
            return redirect(url_for("memories.unit", unit=unit))
    return _again(memories.find_memory(context(), actor(), known.memory), known, errors)


@bp.get("/units/<uuid:unit>/delete")
def ask_delete_unit(unit: UUID) -> str:
    found = memories.get_unit(context(), actor(), str(unit))
    return render_template("memories/delete_unit.html", unit=found)


@bp.post("/units/<uuid:unit>/delete")
def delete_unit(unit: UUID) -> Response:
    found = memories.get_unit(context(), actor(), str(unit))
    memories.delete_unit(context(), actor(), found.id)
    flash(_("The unit is deleted."), "ok")
    return redirect(url_for("memories.read", memory=found.memory))


def _found(memory: UUID) -> Memory:
    return memories.get_memory(context(), actor(), str(memory))


def _named(memory: UUID) -> Memory:
    return memories.find_memory(context(), actor(), str(memory))


def _list(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    known = memories.list_memories(context(), actor())
    return render_template("memories/list.html", memories=known, values=values, errors=errors)


def _memory(memory: UUID, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    found = _found(memory)
    text, status = request.args.get("text", ""), request.args.get("status", "")
    page = memories.list_units(
        context(),
        actor(),
        memory=found.id,
        text=storable(text, "text").strip() or None,
        status=STATUSES.get(status),
        cursor=request.args.get("cursor"),
    )
    return render_template(
        "memories/read.html",
        memory=found,
        largest_penalty=memories.LARGEST_PENALTY,
        top_priority=memories.TOP_PRIORITY,
        page=page,
        text=text,
        status=status,
        first="cursor" not in request.args,
        values=values,
        errors=errors,
    )


def _whole(field: str, least: int, most: int) -> int:
    text = request.form.get(field, "").strip()
    if WHOLE.fullmatch(text) and least <= int(text) <= most:
        return int(text)
    raise InvalidInput(
        _("Write a whole number from %(least)s to %(most)s.", least=least, most=most), field=field
    )


def _rows() -> list[Row]:
    form = request.form
    return list(zip(form.getlist("lang"), form.getlist("text"), strict=False))


def _typed(known: TranslationUnit | None) -> tuple[TranslationUnit, dict[str, str]]:
    """Return the unit of the form, and what is wrong with its rows.

    A browser sends every line break as CRLF: a text that is otherwise as it was stays as it was,
    with its markup.
    """
    form, errors = request.form, dict[str, str]()
    before = {as_typed(v.text): v.text for v in known.variants} if known else {}
    variants = []
    rows = _rows()
    for place, (lang, text) in enumerate(rows[:VARIANTS]):
        if not text.strip():
            continue
        plain = as_typed(text)
        variant = Variant(lang.strip(), before.get(plain, plain))
        try:
            prepare(TranslationUnit((variant,)))
        except InvalidInput as error:
            errors[f"row_{place}"] = str(error)
        variants.append(variant)
    if len(rows) > VARIANTS:
        errors["form"] = _("A unit has at most %(n)s texts.", n=VARIANTS)
    elif not variants:
        errors["form"] = _("Write at least one text.")
    notes = tuple(as_typed(note) for note in form.getlist("note") if note.strip())
    typed = replace(
        known or TranslationUnit(()),
        variants=tuple(variants),
        status=STATUSES.get(form.get("status", ""), Status.DRAFT),
        notes=notes,
    )
    return typed, errors


def _again(
    memory: Memory, known: TranslationUnit | None, errors: Mapping[str, str]
) -> tuple[str, int] | str:
    """Render the form with what was typed, for more rows or for what is wrong."""
    more = "more" in request.form
    rows = _rows()[:VARIANTS] + ([("", "")] * 2 if more else [])
    notes = request.form.getlist("note") + ([""] if more else [])
    shown = {} if more else errors
    page = _form(memory, known, rows, notes, request.form.get("status", ""), shown)
    if more:
        return page
    return page, 409 if {"stale", "conflict"} & set(errors) else 422


def _form(
    memory: Memory,
    unit: TranslationUnit | None,
    rows: list[Row],
    notes: list[str],
    status: str,
    errors: Mapping[str, str],
) -> str:
    seen = unit.version if unit else 0
    if unit and request.method == "POST" and "stale" not in errors:
        seen = posted_version()  # Only who was shown the newer one may replace it.
    return render_template(
        "memories/edit.html",
        memory=memory,
        unit=unit,
        rows=rows,
        notes=notes,
        status=status,
        errors=errors,
        version=seen,
        marked=unit is not None and any(v.markup for v in unit.variants),
    )
