"""Look up: the first page, fuzzy matches, concordance, help."""

from dataclasses import dataclass, field

from flask import Blueprint, render_template, request
from flask_babel import gettext

from tm.errors import InvalidInput, TmError
from tm.model.documents import BeadState
from tm.model.units import Match, Status
from tm.services import documents, jobs, lookup, memories, terminology
from tm.services.concordance import Concordance
from tm.services.concordance import concordance as find_in_concordance
from tm.services.fragments import FoundFragment, find_fragments
from tm.services.paging import LARGEST_PAGE
from tm.text.languages import covers
from tm.web import marking
from tm.web.common import actor, context, has_hangul

bp = Blueprint("lookup", __name__)

LIMIT = 10
FRAGMENTS = 4
THRESHOLDS = (50, 60, 70, 80, 90, 100)
FILTERS = ("memory", "status", "document", "author", "since", "until", "subject")
_MOST_ARTICLES = 1_000


@dataclass(slots=True)
class Answer:
    """What a look-up gave; ``article`` has the id and title of the one that was asked for."""

    matches: list[Match] = field(default_factory=list)
    seen: terminology.TermedText | None = None
    article: tuple[str, str] | None = None
    behind: int = 0
    fragments: list[FoundFragment] = field(default_factory=list)


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
    found = Answer()
    error: str | None = None
    if asked["text"].strip():
        try:
            found = _found(asked)
        except InvalidInput as refused:
            error = str(refused)
            if refused.field in ("since", "until"):
                error = gettext(
                    "The date %(date)s cannot be read; write 2025, 2025-03 or 2025-03-01.",
                    date=asked[refused.field][:40],
                )
    template = "lookup/results.html" if "HX-Request" in request.headers else "lookup/page.html"
    page = render_template(
        template,
        shown=found.matches,
        seen=found.seen,
        article=found.article,
        behind=found.behind,
        fragments=found.fragments,
        error=error,
        marking=marking,
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
        first="cursor" not in request.args,
        behind=lookup.behind(context()) if found else 0,
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
        "min_score": request.args.get("min_score", "70"),
        **{name: request.args.get(name, "").strip() for name in FILTERS},
    }


def _found(asked: dict[str, str]) -> Answer:
    score, status = asked["min_score"], asked["status"]
    article = _article(asked["document"]) if asked["document"] else None
    query = lookup.MatchQuery(
        text=asked["text"].strip(),
        source=asked["source"],
        target=asked["target"],
        memories=(asked["memory"],) if asked["memory"] else (),
        min_score=int(score) if score.isascii() and score.isdigit() and len(score) < 4 else 70,
        limit=LIMIT,
        status=Status(status) if status in set(Status) else None,
        document=article[0] if article else None,
        author=asked["author"] or None,
        since=asked["since"] or None,
        until=asked["until"] or None,
        subject=asked["subject"] or None,
    )
    found = lookup.find_matches(context(), actor(), query)
    behind = lookup.behind(context())
    try:
        seen = terminology.recognize(context(), actor(), query.text, query.source, query.target)
    except TmError:
        # Matches are worth showing where the terms cannot be; the panel then stays empty.
        seen = None
    fragments: list[FoundFragment] = []
    # Fragments know no filters, and would show what was left out on purpose.
    filters = ("status", "document", "author", "since", "until", "subject")
    if not found and not any(asked[name] for name in filters):
        fragments = find_fragments(
            context(),
            actor(),
            query.text,
            query.source,
            query.target,
            memories=query.memories,
            limit=FRAGMENTS,
            hits=1,
        )
    return Answer(found, seen, article, behind, fragments)


def _article(asked: str) -> tuple[str, str]:
    """Return the id and title of the newest article that is meant by its id, or by its title in
    either language or a part of it; what is meant by neither is taken for the id of one that is no
    longer here.
    """
    cursor: str | None = None
    for _ in range(_MOST_ARTICLES // LARGEST_PAGE):
        page = documents.list_alignments(context(), actor(), cursor=cursor, limit=LARGEST_PAGE)
        for listed in page.items:
            both = [d for d in (listed.alignment.source, listed.alignment.target) if d is not None]
            for one in both:
                if asked == one.id or asked.casefold() in one.title.casefold():
                    # Units keep the article that they were translated from.
                    return both[0].id, one.title
        cursor = page.next
        if cursor is None:
            break
    return asked, ""


def _languages() -> list[str]:
    """Return the languages of the memories, after the two that have special care."""
    known = memories.known_languages(context(), actor())
    others = [tag for tag in known if not any(covers(own, tag) for own in ("ko", "en"))]
    return ["ko", "en", *others]
