"""The review of an alignment: rows of beads, one command a request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tm.align import review as edits
from tm.errors import Conflict, InvalidInput, NotFound
from tm.model.documents import Alignment, Bead, BeadState, Confidence
from tm.services import documents, review
from tm.web.common import actor, context

bp = Blueprint("review", __name__, url_prefix="/documents/<alignment>")


@dataclass(frozen=True, slots=True)
class Row:
    """A bead as the page shows it: its texts, and where a moved one stands on the other side."""

    bead: Bead
    source: tuple[str, ...]
    target: tuple[str, ...]
    kind: str
    evidence: tuple[tuple[str, str], ...]

    @property
    def pips(self) -> int:
        """One to four, for readers who take a shape in faster than a number."""
        if self.bead.confidence is Confidence.DOUBTFUL:
            return 2 if self.bead.score >= 0.5 else 1
        return 4 if self.bead.confidence is Confidence.SURE else 3

    @property
    def percent(self) -> int:
        """The score rounded down, so that none seems surer than the word beside it."""
        return int(self.bead.score * 100 + 1e-9)


@dataclass(frozen=True, slots=True)
class Counts:
    rows: int
    approved: int
    doubtful: int
    omitted: int
    moved: int
    sure: int
    open_pairs: int


@bp.get("/align")
def page(alignment: str) -> str:
    found = documents.get_alignment(context(), actor(), alignment)
    return render_template("review/page.html", **_shown(found))


@bp.post("/align")
def command(alignment: str) -> Response | str:
    """Carry out one command; htmx and the page's script get the rows, a plain form the page."""
    form = request.form
    name, version = form.get("command", ""), _whole(form.get("version"))
    current = documents.get_alignment(context(), actor(), alignment)
    if name == "undo":
        outcome = review.undo(context(), actor(), alignment, version)
    else:
        if name not in COMMANDS:
            raise InvalidInput(_("There is no such command."))
        if current.version != version:
            raise Conflict(
                _("Another reviewer changed this; nothing was overwritten. Reload to see it.")
            )
        change = COMMANDS[name](current.beads, form)
        outcome = review.edit(context(), actor(), alignment, version, name, change)
    if "HX-Request" in request.headers:
        return render_template("review/work.html", **_shown(outcome.alignment))
    # A row that was changed has another id; what stands in its place now is what one looks at.
    places = {bead.id: place for place, bead in enumerate(current.beads)}
    after = outcome.alignment.beads
    row = after[min(places.get(form.get("row", ""), 0), len(after) - 1)].id
    return redirect(url_for("review.page", alignment=alignment, row=row, _anchor=f"r{row}"))


@bp.get("/approve")
def confirm(alignment: str) -> str:
    """Ask before approving many rows: how many, and how many of them are doubtful."""
    found = documents.get_alignment(context(), actor(), alignment)
    shown = _shown(found)
    pairs = _open_pairs(found.beads)
    doubtful = sum(found.beads[at].confidence is Confidence.DOUBTFUL for at in pairs)
    likely = sum(found.beads[at].confidence is Confidence.LIKELY for at in pairs)
    wrong = round(sum(1 - found.beads[at].score for at in pairs))
    return render_template(
        "review/confirm.html", doubtful=doubtful, likely=likely, wrong=wrong, **shown
    )


@bp.get("/history")
def history(alignment: str) -> str:
    found = documents.get_alignment(context(), actor(), alignment)
    changes = review.history(context(), actor(), alignment)
    return render_template("review/history.html", alignment=found, changes=changes)


def _shown(found: Alignment) -> dict[str, object]:
    rows = [_row(found, bead) for bead in found.beads]
    beads = found.beads
    counts = Counts(
        rows=len(beads),
        approved=sum(bead.state is BeadState.APPROVED for bead in beads),
        doubtful=sum(_doubtful(bead) for bead in beads),
        omitted=sum(not (bead.source and bead.target) for bead in beads),
        moved=sum(bead.moved for bead in beads),
        sure=len(review.sure(beads)),
        open_pairs=len(_open_pairs(beads)),
    )
    return {"alignment": found, "rows": rows, "counts": counts, "chosen": request.args.get("row")}


def _row(found: Alignment, bead: Bead) -> Row:
    assert found.source is not None and found.target is not None  # noqa: S101, PT018 -- stored.
    if bead.state is BeadState.APPROVED:
        kind = "approved"
    elif bead.state is BeadState.LEFT_OUT:
        kind = "left-out"
    elif not (bead.source and bead.target):
        kind = "omitted"
    else:
        kind = bead.confidence.value
    return Row(
        bead,
        tuple(found.source.segments[place].text for place in bead.source),
        tuple(found.target.segments[place].text for place in bead.target),
        kind,
        bead.evidence,
    )


def _doubtful(bead: Bead) -> bool:
    return bead.state is BeadState.OPEN and (
        bead.confidence is Confidence.DOUBTFUL or not (bead.source and bead.target)
    )


def _open_pairs(beads: Sequence[Bead]) -> list[int]:
    return [
        at
        for at, bead in enumerate(beads)
        if bead.state is BeadState.OPEN and bead.source and bead.target
    ]


Form = Mapping[str, str]
Make = Callable[[Sequence[Bead], Form], review.Edit]


def _at(beads: Sequence[Bead], form: Form, key: str = "row") -> int:
    wanted = form.get(key, "")
    for place, bead in enumerate(beads):
        if bead.id == wanted:
            return place
    raise NotFound(_("That row is not there any more; reload the page."))


def _side(form: Form) -> edits.Side:
    return "source" if form.get("side") == "source" else "target"


def _state(state: BeadState) -> Make:
    return lambda beads, form: partial(edits.set_state, at=[_at(beads, form)], state=state)


def _states(choose: Callable[[Sequence[Bead]], list[int]]) -> Make:
    return lambda beads, _form: partial(edits.set_state, at=choose(beads), state=BeadState.APPROVED)


def _shift(direction: str) -> Make:
    def make(beads: Sequence[Bead], form: Form) -> review.Edit:
        return partial(
            edits.shift,
            at=_at(beads, form),
            side=_side(form),
            direction="up" if direction == "up" else "down",
        )

    return make


def _leave_out(beads: Sequence[Bead], form: Form) -> review.Edit:
    return partial(edits.unlink, at=_at(beads, form), state=BeadState.LEFT_OUT)


def _split(beads: Sequence[Bead], form: Form) -> review.Edit:
    return partial(
        edits.split,
        at=_at(beads, form),
        source_at=_whole(form.get("source_at")),
        target_at=_whole(form.get("target_at")),
    )


COMMANDS: Mapping[str, Make] = {
    "approve": _state(BeadState.APPROVED),
    "reopen": _state(BeadState.OPEN),
    "approve-sure": _states(review.sure),
    "approve-all": _states(_open_pairs),
    "merge": lambda beads, form: partial(edits.merge, at=_at(beads, form)),
    "split": _split,
    "shift-up": _shift("up"),
    "shift-down": _shift("down"),
    "unlink": lambda beads, form: partial(edits.unlink, at=_at(beads, form)),
    "leave-out": _leave_out,
    "link": lambda beads, form: partial(
        edits.link, at=_at(beads, form), other=_at(beads, form, "other")
    ),
}


def _whole(text: str | None) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        raise InvalidInput(_("The form is not complete; reload the page."))
    return int(text)
