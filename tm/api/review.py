"""Review: commands on the beads of an alignment; each names the version that was seen."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from marshmallow import fields

from tm.align import review as edits
from tm.api.alignments import AlignmentAnswer
from tm.api.common import PREFIX, Resource, actor, context
from tm.api.fields import Answer, Text, Versioned, Whole, many_of, one_of
from tm.errors import NotFound
from tm.model.documents import Bead, BeadState
from tm.services import review

BEADS = 5000
SIDES = ("source", "target")
_IDENTIFIER = r"[0-9A-Za-z-]+"

bp = Resource("review", f"{PREFIX}/alignments/<uuid:alignment>", "Commands on beads")


def _bead(**kwargs: Any) -> Text:
    return Text(longest=40, pattern=_IDENTIFIER, error="Is not the id of a bead.", **kwargs)


class OneBead(Versioned):
    bead = _bead(required=True)


class SomeBeads(Versioned):
    beads = many_of(_bead(), BEADS, 1, required=True)


class MergeCommand(OneBead):
    side = one_of(
        SIDES, load_default=None, metadata={"description": "Take only this side of the next bead"}
    )


class SplitCommand(OneBead):
    source_at = Whole(0, BEADS, required=True)
    target_at = Whole(0, BEADS, required=True)


class ShiftCommand(OneBead):
    side = one_of(SIDES, required=True)
    direction = one_of(("up", "down"), required=True)


class LinkCommand(OneBead):
    other = _bead(required=True)


class ReviewedAnswer(Answer):
    alignment = fields.Nested(AlignmentAnswer)
    units = fields.Integer(
        metadata={"description": "Units that the memory gained, or lost where it is negative"}
    )


def _command(means: str, body: type[Versioned]) -> Callable[..., Any]:
    return bp.operation("POST", f"/{means}", body=body, answer=ReviewedAnswer)


@_command("approve", SomeBeads)
def approve(body: dict[str, Any], alignment: UUID) -> review.Reviewed:
    """Approve beads: those with two sides become units of the memory."""
    return _set_state("approve", body, alignment, BeadState.APPROVED)


@_command("reopen", SomeBeads)
def reopen(body: dict[str, Any], alignment: UUID) -> review.Reviewed:
    """Take back what was said of beads, and their units from the memory."""
    return _set_state("reopen", body, alignment, BeadState.OPEN)


@_command("approve-sure", Versioned)
def approve_sure(body: dict[str, Any], alignment: UUID) -> review.Reviewed:
    """Approve the beads that need no look at each: sure, with two sides, in place."""

    def change(beads: edits.Beads) -> list[Bead]:
        return edits.set_state(beads, review.sure(beads), BeadState.APPROVED)

    return _edit("approve-sure", body, alignment, change)


@_command("leave-out", OneBead)
def leave_out(body: dict[str, Any], alignment: UUID) -> review.Reviewed:
    """Part the sides of a bead and mark them as without a counterpart."""
    return _edit("leave-out", body, alignment, _on(edits.unlink, body, state=BeadState.LEFT_OUT))


@_command("merge", MergeCommand)
def merge(body: dict[str, Any], alignment: UUID) -> review.Reviewed:
    """Join a bead with the next, or with one side of it."""
    return _edit("merge", body, alignment, _on(edits.merge, body, side=body["side"]))


@_command("split", SplitCommand)
def split(body: dict[str, Any], alignment: UUID) -> review.Reviewed:
    """Cut a bead in two; source_at and target_at say how many segments go to the first."""
    change = _on(edits.split, body, source_at=body["source_at"], target_at=body["target_at"])
    return _edit("split", body, alignment, change)


@_command("shift", ShiftCommand)
def shift(body: dict[str, Any], alignment: UUID) -> review.Reviewed:
    """Push the outermost segment of one side to the bead above or below."""
    change = _on(edits.shift, body, side=body["side"], direction=body["direction"])
    return _edit("shift", body, alignment, change)


@_command("unlink", OneBead)
def unlink(body: dict[str, Any], alignment: UUID) -> review.Reviewed:
    """Part the sides of a bead, each to be paired anew."""
    return _edit("unlink", body, alignment, _on(edits.unlink, body))


@_command("link", LinkCommand)
def link(body: dict[str, Any], alignment: UUID) -> review.Reviewed:
    """Join two beads that may stand apart."""

    def change(beads: edits.Beads) -> list[Bead]:
        at, other = _places(beads, [body["bead"], body["other"]])
        return edits.link(beads, at, other)

    return _edit("link", body, alignment, change)


@_command("undo", Versioned)
def undo(body: dict[str, Any], alignment: UUID) -> review.Reviewed:
    """Take back the last command that still stands."""
    return review.undo(context(), actor(), str(alignment), body["version"])


def _set_state(
    means: str, body: dict[str, Any], alignment: UUID, state: BeadState
) -> review.Reviewed:
    def change(beads: edits.Beads) -> list[Bead]:
        return edits.set_state(beads, _places(beads, body["beads"]), state)

    return _edit(means, body, alignment, change)


def _on(command: Callable[..., list[Bead]], body: dict[str, Any], **more: Any) -> review.Edit:
    """Return the change that a command makes to the bead that a body names."""

    def change(beads: edits.Beads) -> list[Bead]:
        return command(beads, _places(beads, [body["bead"]])[0], **more)

    return change


def _edit(
    means: str, body: dict[str, Any], alignment: UUID, change: review.Edit
) -> review.Reviewed:
    return review.edit(context(), actor(), str(alignment), body["version"], means, change)


def _places(beads: edits.Beads, wanted: Sequence[str]) -> list[int]:
    known = {bead.id: place for place, bead in enumerate(beads)}
    missing = next((public_id for public_id in wanted if public_id not in known), None)
    if missing is not None:
        raise NotFound(f"The alignment has no bead {missing!r}; read it again.")
    return [known[public_id] for public_id in wanted]
