"""Look up: the first page, fuzzy matches, concordance, help."""

from flask import Blueprint, render_template, request

from tm.errors import InvalidInput, TmError
from tm.model.documents import BeadState
from tm.model.units import Match
from tm.services import documents, jobs, lookup, memories, terminology
from tm.services.concordance import Concordance
from tm.services.concordance import concordance as find_in_concordance
from tm.text.languages import covers
from tm.web import marking
from tm.web.common import actor, context, has_hangul

bp = Blueprint("lookup", __name__)

LIMIT = 10
THRESHOLDS = (50, 60, 70, 80, 90, 100)


@bp.get("/")
def home() -> str:
    """Show the look-up box, the articles that wait for a review, and running jobs."""
    listed = documents.list_alignments(context(), actor(), limit=8).items
    waiting = [
        (item.alignment, item.counts[BeadState.OPEN])
        for item in listed
        if item.counts.get(BeadState.OPEN)
    ]
    running = [
        job for job in jobs.list_jobs(context(), actor(), limit=5).items if not job.state.over
    ]
    known = memories.known_memories(context(), actor())
    return render_template(
        "lookup/home.html",
        waiting=waiting,
        running=running,
        memories=known,
        only_samples=bool(known) and all(memory.sample for memory in known),
        **_asked(),
    )


@bp.get("/lookup")
def matches() -> str | tuple[str, int]:
    """Answer as a page, or as the results alone when htmx asks."""
    asked = _asked()
    found: list[Match] = []
    seen: terminology.TermedText | None = None
    error: str | None = None
    if asked["text"].strip():
        try:
            found, seen = _found(asked)
        except InvalidInput as refused:
            error = str(refused)
    shown = [(match, marking.differences(match, asked["text"])) for match in found]
    template = "lookup/results.html" if "HX-Request" in request.headers else "lookup/page.html"
    page = render_template(
        template,
        shown=shown,
        seen=seen,
        error=error,
        memories=memories.known_memories(context(), actor()),
        languages=_languages(),
        thresholds=THRESHOLDS,
        **asked,
    )
    return (page, 422) if error and template == "lookup/page.html" else page


@bp.get("/concordance")
def concordance() -> str | tuple[str, int]:
    text, lang = request.args.get("text", "").strip(), request.args.get("lang", "")
    memory = request.args.get("memory", "")
    found: Concordance | None = None
    error: str | None = None
    if text:
        try:
            found = find_in_concordance(
                context(),
                actor(),
                text,
                lang or ("ko" if has_hangul(text) else "en"),
                memories=[memory] if memory else [],
                cursor=request.args.get("cursor"),
            )
        except InvalidInput as refused:
            error = str(refused)
    hits = found.hits if found else ()
    shown = [(hit, marking.spans(hit.source, hit.spans)) for hit in hits]
    page = render_template(
        "lookup/concordance.html",
        text=text,
        lang=lang,
        memory=memory,
        shown=shown,
        found=found,
        error=error,
        memories=memories.known_memories(context(), actor()),
        languages=_languages(),
    )
    return (page, 422) if error else page


@bp.get("/help")
def help_page() -> str:
    return render_template("lookup/help.html")


def _asked() -> dict[str, str]:
    """Return what the address says, with the direction guessed from the text where it is silent."""
    text = request.args.get("text", "")
    source = request.args.get("source", "") or ("en" if text and not has_hangul(text) else "ko")
    target = request.args.get("target", "") or ("en" if source.startswith("ko") else "ko")
    return {
        "text": text,
        "source": source,
        "target": target,
        "memory": request.args.get("memory", ""),
        "min_score": request.args.get("min_score", "70"),
    }


def _found(asked: dict[str, str]) -> tuple[list[Match], terminology.TermedText | None]:
    score = asked["min_score"]
    query = lookup.MatchQuery(
        text=asked["text"].strip(),
        source=asked["source"],
        target=asked["target"],
        memories=(asked["memory"],) if asked["memory"] else (),
        min_score=int(score) if score.isascii() and score.isdigit() and len(score) < 4 else 70,
        limit=LIMIT,
    )
    found = lookup.find_matches(context(), actor(), query)
    try:
        seen = terminology.recognize(context(), actor(), query.text, query.source, query.target)
    except TmError:
        # Matches are worth showing where the terms cannot be; the panel then stays empty.
        seen = None
    return found, seen


def _languages() -> list[str]:
    """Return the languages of the memories, after the two that have special care."""
    known = memories.known_languages(context(), actor())
    others = [tag for tag in known if not any(covers(own, tag) for own in ("ko", "en"))]
    return ["ko", "en", *others]
