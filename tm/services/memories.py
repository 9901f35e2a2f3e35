"""Memories and their units: list, make, edit, remove."""

from dataclasses import replace

from tm.errors import InvalidInput, NotFound
from tm.model.people import Actor
from tm.model.units import Memory, Status, TranslationUnit
from tm.services import access
from tm.services.context import Context
from tm.services.paging import Page, cursor_of, row_after
from tm.services.storing import prepare, storable, store
from tm.storage.repositories import memories, units
from tm.storage.session import UnitOfWork
from tm.storage.tables import UnitRow
from tm.text.languages import normalize_tag

LONGEST_NAME = 200
LARGEST_PENALTY = 30
TOP_PRIORITY = 100


def known_memories(ctx: Context, actor: Actor) -> list[Memory]:
    """Return the memories that the actor may read, without the sizes and languages.

    These cost reading every unit; this is for pages that offer a choice of names.
    """
    with ctx.db.read(actor) as uow:
        return list(access.readable_memories(uow).values())


def known_languages(ctx: Context, actor: Actor) -> list[str]:
    """Return the language tags of the texts that the actor may read, sorted."""
    with ctx.db.read(actor) as uow:
        return memories.languages(uow, access.readable_memories(uow))


def find_memory(ctx: Context, actor: Actor, id_or_name: str) -> Memory:
    """Return one memory without its size and languages; NotFound when there is none to see."""
    with ctx.db.read(actor) as uow:
        return access.readable_memory(uow, id_or_name)[1]


def list_memories(ctx: Context, actor: Actor) -> list[Memory]:
    """Return the memories that the actor may read, with their sizes and languages."""
    with ctx.db.read(actor) as uow:
        return memories.with_counts(uow, access.readable_memories(uow))


def get_memory(ctx: Context, actor: Actor, id_or_name: str) -> Memory:
    """Return one memory with its size and languages; NotFound when there is none to see."""
    with ctx.db.read(actor) as uow:
        row, memory = access.readable_memory(uow, id_or_name)
        return memories.with_counts(uow, {row: memory})[0]


def create_memory(ctx: Context, actor: Actor, name: str) -> Memory:
    """Make an empty memory; Conflict when the name is taken."""
    name = checked_name(name)
    with ctx.db.write(actor, "create memory") as uow:
        row = memories.add(uow, name)
        uow.commit()
        return access.readable_memories(uow)[row]


def change_memory(
    ctx: Context,
    actor: Actor,
    memory: str,
    version: int,
    *,
    name: str | None = None,
    penalty: int | None = None,
    priority: int | None = None,
) -> Memory:
    """Change what is given of a memory last seen at ``version``.

    Raises InvalidInput, or Conflict when it changed meanwhile or the name is taken.
    """
    values: dict[str, str | int] = {}
    if name is not None:
        values["name"] = checked_name(name)
    if penalty is not None:
        values["penalty"] = _in_range(penalty, 0, LARGEST_PENALTY, "penalty")
    if priority is not None:
        values["priority"] = _in_range(priority, -TOP_PRIORITY, TOP_PRIORITY, "priority")
    with ctx.db.write(actor, "edit memory") as uow:
        row, _ = access.writable_memory(uow, memory)
        memories.change(uow, row, version, values)
        uow.commit()
        return access.readable_memories(uow)[row]


def delete_memory(ctx: Context, actor: Actor, memory: str) -> int:
    """Delete a memory and its units; return how many units went."""
    with ctx.db.write(actor, "delete memory") as uow:
        row, _ = access.writable_memory(uow, memory)
        gone = memories.delete(uow, row)
        uow.commit()
        return gone


def list_units(
    ctx: Context,
    actor: Actor,
    *,
    memory: str | None = None,
    text: str | None = None,
    status: Status | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[TranslationUnit]:
    """Return a page of units, in the order in which they were stored."""
    with ctx.db.read(actor) as uow:
        chosen = access.searched_memories(uow, [memory] if memory else [])
        rows = units.page(
            uow, list(chosen), after=row_after(cursor), limit=limit + 1, text=text, status=status
        )
    return Page(tuple(unit for _, unit in rows[:limit]), cursor_of(rows, limit))


def get_unit(ctx: Context, actor: Actor, unit: str) -> TranslationUnit:
    """Return one unit; NotFound when there is none to see."""
    with ctx.db.read(actor) as uow:
        return _load(uow, _find(uow, unit))


def add_unit(ctx: Context, actor: Actor, memory: str, unit: TranslationUnit) -> TranslationUnit:
    """Store one unit, or merge it with the same one; return what the memory now has."""
    item = prepare(_normalized(unit))
    with ctx.db.write(actor, "add unit") as uow:
        row, _ = access.writable_memory(uow, memory)
        stored = store(uow, row, [item])
        uow.commit()
        return units.load(uow, stored.rows)[stored.rows[0]]


def update_unit(
    ctx: Context, actor: Actor, unit: str, changed: TranslationUnit, version: int
) -> TranslationUnit:
    """Replace a unit's texts, status, notes and props, if it is still at ``version``.

    What a file said of an unchanged variant beyond the model stays.  Raises Conflict when somebody
    else changed the unit, or another unit of the memory has exactly these texts.
    """
    with ctx.db.write(actor, "edit unit") as uow:
        row = _find(uow, unit)
        old = {variant.lang: variant for variant in _load(uow, row).variants}
        kept = tuple(
            old[v.lang] if v.lang in old and old[v.lang].text == v.text else v
            for v in _normalized(changed).variants
        )
        units.replace(uow, row, version, prepare(replace(changed, variants=kept)))
        uow.commit()
        return _load(uow, row)


def delete_unit(ctx: Context, actor: Actor, unit: str) -> None:
    """Delete a unit; its row stays for history until it is purged."""
    with ctx.db.write(actor, "delete unit") as uow:
        units.delete(uow, UnitRow.id == _find(uow, unit).id)
        uow.commit()


def memory_for_writing(uow: UnitOfWork, name: str) -> int:
    """Return the row of the memory of that name, made if there is none."""
    try:
        return access.writable_memory(uow, name)[0]
    except NotFound:
        return memories.add(uow, checked_name(name))


def checked_name(name: str) -> str:
    """Return a name without white space at its edges, or raise InvalidInput."""
    name = storable(name, "name").strip()
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput(f"A name has 1 to {LONGEST_NAME} characters.", field="name")
    return name


def _in_range(number: int, least: int, most: int, field: str) -> int:
    if not least <= number <= most:
        raise InvalidInput(f"{field} is {number}; it goes from {least} to {most}.", field=field)
    return number


def _find(uow: UnitOfWork, public_id: str) -> UnitRow:
    row = units.find(uow, public_id, access.readable_memories(uow))
    if row is None:
        raise NotFound(f"There is no unit {public_id!r}.")
    return row


def _load(uow: UnitOfWork, row: UnitRow) -> TranslationUnit:
    return units.load(uow, [row.id])[row.id]


def _normalized(unit: TranslationUnit) -> TranslationUnit:
    variants = tuple(replace(v, lang=normalize_tag(v.lang)) for v in unit.variants)
    return replace(unit, variants=variants)
