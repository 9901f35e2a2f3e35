"""Review: one command changes the beads of an alignment, and with them the memory.

Every command is one change set and names the version of the alignment that the reviewer saw; a
stale one raises Conflict and overwrites nothing.  Undo takes back the last change set that still
stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tm.align.review import Beads
from tm.errors import InvalidInput, NotFound
from tm.model.documents import Alignment, Bead, BeadState, Confidence, Document
from tm.model.people import Actor
from tm.model.units import Occurrence, Status, TranslationUnit, Variant
from tm.services.context import Context
from tm.services.storing import Stored, prepare, store
from tm.storage.repositories import alignments, changes, units
from tm.storage.session import UnitOfWork
from tm.storage.tables import AlignmentRow, BeadRow

Edit = Callable[[Beads], Sequence[Bead]]
UNDO = "undo review"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The alignment after a command, and how many units it added to, or took from, the memory."""

    alignment: Alignment
    units: int


def edit(
    ctx: Context, actor: Actor, alignment: str, version: int, means: str, change: Edit
) -> Reviewed:
    """Apply one of tm.align.review's functions to the beads; ``means`` names it in the history.

    A bead that becomes approved and has both sides becomes a unit of the alignment's memory; the
    unit of an approved bead that is changed goes again, unless it was seen elsewhere too.
    """
    with ctx.db.write(actor, f"review: {means}") as uow:
        row, before = _load(uow, alignment)
        after = change(before.beads)
        kept = {bead.id for bead in after if bead.id}
        gone = [bead for bead in before.beads if bead.id not in kept]
        made = [bead for bead in after if not bead.id or bead not in before.beads]
        changes.edit(uow, row, version, {})
        rows = alignments.bead_rows(uow, row.id)
        withdrawn = _withdraw(uow, before, [rows[bead.id] for bead in gone])
        alignments.delete_beads(uow, [rows[bead.id] for bead in gone])
        stored = _units_of(uow, row, before, made)
        alignments.add_beads(uow, row.id, list(zip(made, stored, strict=True)))
        uow.commit()
        added = sum(unit is not None for unit in stored)
        return Reviewed(alignments.load(uow, row), added - withdrawn)


def sure(beads: Beads) -> list[int]:
    """Return the places of the beads that may be approved together without a look at each.

    Never one that is doubtful, without counterpart, moved, or whose numbers conflict.
    """
    return [
        place
        for place, bead in enumerate(beads)
        if bead.state is BeadState.OPEN
        and bead.confidence is Confidence.SURE
        and bead.source
        and bead.target
        and not bead.moved
        and "numbers" not in dict(bead.evidence)
    ]


def keep_drafts(ctx: Context, actor: Actor, alignment: str) -> Stored:
    """Store the pairs of an alignment as drafts in its memory, before anybody reviews them."""
    with ctx.db.write(actor, "align: drafts") as uow:
        row, found = _load(uow, alignment)
        items = [
            prepare(unit_of(found, bead, Status.DRAFT))
            for bead in found.beads
            if bead.source and bead.target
        ]
        stored = store(uow, row.memory_id, items)
        uow.commit()
        return stored


def undo(ctx: Context, actor: Actor, alignment: str, version: int) -> Reviewed:
    """Take back the last review command that still stands; InvalidInput when there is none."""
    with ctx.db.write(actor, UNDO) as uow:
        row, before = _load(uow, alignment)
        target = _last_standing(changes.alignment_changes(uow, row.id), row.created_by)
        if target is None:
            raise InvalidInput("There is nothing to undo.")
        changes.edit(uow, row, version, {})
        changes.undo(uow, target)
        uow.commit()
        after = alignments.load(uow, row)
        return Reviewed(after, _approved(after) - _approved(before))


def history(ctx: Context, actor: Actor, alignment: str) -> list[changes.Change]:
    """Return the change sets of an alignment, newest first."""
    with ctx.db.read(actor) as uow:
        row, _ = _load(uow, alignment)
        return [change for _, change in changes.alignment_changes(uow, row.id)]


def bead_text(document: Document, places: Sequence[int]) -> str:
    """Return the text of segments as it stands in the document, gaps between paragraphs closed."""
    pieces: list[str] = []
    last: int | None = None
    for place in places:
        segment = document.segments[place]
        if last is not None:
            adjoining = place == last + 1
            gap = document.text[document.segments[last].end : segment.start] if adjoining else " "
            pieces.append(" " if "\n" in gap else gap)
        pieces.append(segment.text)
        last = place
    return "".join(pieces)


def unit_of(alignment: Alignment, bead: Bead, status: Status) -> TranslationUnit:
    """Return the unit that a bead with two sides becomes, with where it came from."""
    source, target = alignment.source, alignment.target
    assert source is not None and target is not None  # noqa: S101, PT018 -- stored ones have both.
    first, last = bead.source[0], bead.source[-1]
    return TranslationUnit(
        status=status,
        variants=(
            Variant(source.lang, bead_text(source, bead.source)),
            Variant(target.lang, bead_text(target, bead.target)),
        ),
        occurrences=(
            Occurrence(
                document=source.id or None,
                title=source.title,
                address=source.address,
                date=source.date or target.date,
                author=source.author,
                position=first,
                before=source.segments[first - 1].text if first else None,
                after=source.segments[last + 1].text if last + 1 < len(source.segments) else None,
                score=bead.score,
                model=alignment.model,
            ),
        ),
    )


def _load(uow: UnitOfWork, alignment: str) -> tuple[AlignmentRow, Alignment]:
    row = alignments.find(uow, alignment)
    if row is None:
        raise NotFound(f"There is no alignment {alignment!r}.")
    return row, alignments.load(uow, row)


def _units_of(
    uow: UnitOfWork, row: AlignmentRow, alignment: Alignment, made: Sequence[Bead]
) -> list[int | None]:
    """Store the units of newly approved beads; return a row number, or None, for each bead."""
    approved = [b for b in made if b.state is BeadState.APPROVED and b.source and b.target]
    items = [prepare(unit_of(alignment, bead, Status.APPROVED)) for bead in approved]
    rows = iter(store(uow, row.memory_id, items).rows)
    return [
        next(rows) if b.state is BeadState.APPROVED and b.source and b.target else None
        for b in made
    ]


def _withdraw(uow: UnitOfWork, alignment: Alignment, beads: Sequence[BeadRow]) -> int:
    """Take beads' occurrences from their units, and units that are left without any."""
    assert alignment.source is not None  # noqa: S101 -- stored ones have both documents.
    gone = 0
    for bead in beads:
        if bead.unit_id is not None:
            gone += units.withdraw(uow, bead.unit_id, alignment.source.id, bead.source[0])
    return gone


def _last_standing(touched: Sequence[tuple[int, changes.Change]], created_by: int) -> int | None:
    """Undo works like a stack: each undo met on the way back cancels one command below it."""
    canceled = 0
    for row, change in touched:
        if row == created_by:
            return None
        if change.means == UNDO:
            canceled += 1
        elif canceled:
            canceled -= 1
        else:
            return row
    return None


def _approved(alignment: Alignment) -> int:
    return sum(bead.unit is not None for bead in alignment.beads)
