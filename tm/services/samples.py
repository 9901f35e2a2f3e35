"""The sample corpora: invented articles in a memory of their own, real terms in a termbase.

Both are labeled as samples wherever they answer and step back once another memory or termbase
exists (tm.services.access).  A removed sample is not loaded again unless asked for.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import tm
from tm.align import review as edits
from tm.errors import Conflict, NotFound
from tm.formats import terms_table
from tm.model.documents import Bead, BeadState, Document
from tm.model.people import Actor
from tm.model.terms import Concept
from tm.services import access, review
from tm.services.context import Context
from tm.services.documents import add_pair, make_document
from tm.services.terminology import add_concepts
from tm.storage.repositories import documents, memories, terms
from tm.storage.tables import DocumentRow

MEMORY = "Samples"
TERMBASE = "Sample terms"


@dataclass(frozen=True, slots=True)
class Article:
    """A sample pair: its two documents, and the beads made by hand."""

    name: str
    english: Document
    korean: Document
    beads: tuple[Bead, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    articles: int
    units: int
    concepts: int


def folder() -> Path:
    """Return where the samples lie: inside an installed package, beside it in a checkout."""
    package = Path(tm.__file__).parent
    for place in (package / "corpora", package.parent / "corpora"):
        if (place / "articles").is_dir():
            return place
    raise NotFound("The samples are not part of this installation.")


def articles() -> Iterator[Article]:
    """Yield the sample articles in the order of their names."""
    for place, about in _folders():
        yield _article(place, about)


def _folders() -> Iterator[tuple[Path, dict[str, Any]]]:
    for place in sorted((folder() / "articles").iterdir()):
        yield place, tomllib.loads((place / "article.toml").read_text(encoding="utf-8"))


def _article(place: Path, about: dict[str, Any]) -> Article:
    sides = {}
    for lang, tag in (("en", "en"), ("ko", about["korean"])):
        sides[lang] = make_document(
            _as_printed((place / f"{lang}.txt").read_text(encoding="utf-8")),
            tag,
            title=about[f"title_{lang}"],
            address=about["address"],
            date=about["date"],
            author=about["author"],
            original=about["original"] == lang,
            sample=True,
        )
    beads = tuple(_bead(line) for line in about["beads"])
    return Article(place.name, sides["en"], sides["ko"], beads)


def concepts() -> list[Concept]:
    """Return the concepts of the sample termbase."""
    with (folder() / "terms" / "concepts.tsv").open("rb") as stream:
        return [c for c in terms_table.read_concepts(stream, "tsv") if isinstance(c, Concept)]


def load_samples(
    ctx: Context,
    actor: Actor,
    *,
    once: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Loaded | None:
    """Align and load the samples; the sure beads become units, the rest waits for a review.

    Returns None, having done nothing, when they are there already, or, with ``once``, when they
    ever were.  Interrupted in the middle, the next call goes on with the article that is missing.
    """
    folders = list(_folders())
    with ctx.db.read(actor) as uow:
        everything = access.readable_memories(uow).values()
        present = any(memory.sample for memory in everything)
        titles = {d.title for _, d in documents.page(uow, limit=10_000) if d.sample}
        if once and memories.samples_ever(uow) and not present:
            return None
        ready = any(termbase.sample for termbase in access.readable_termbases(uow).values())
    missing = [_article(*found) for found in folders if found[1]["title_en"] not in titles]
    if ready and not missing:
        return None
    added = 0 if ready else _load_terms(ctx, actor)
    if not present:
        with ctx.db.write(actor, "load samples") as uow:
            memories.add(uow, MEMORY, sample=True)
            uow.commit()
    units = 0
    for done, pair in enumerate(missing):
        if progress:
            progress(done, len(missing))
        found = add_pair(ctx, actor, pair.english, pair.korean, MEMORY)
        places = review.sure(found.beads)
        outcome = review.edit(
            ctx,
            actor,
            found.id,
            found.version,
            "samples: sure rows",
            partial(edits.set_state, at=places, state=BeadState.APPROVED),
        )
        units += outcome.units
    if progress:
        progress(len(missing), len(missing))
    return Loaded(len(missing), units, added)


def remove_samples(ctx: Context, actor: Actor) -> int:
    """Delete the sample memory, termbase and articles; return how many units went."""
    with ctx.db.write(actor, "remove samples") as uow:
        gone = 0
        for row, memory in access.readable_memories(uow).items():
            if memory.sample:
                gone += memories.delete(uow, row)
        for row, termbase in access.readable_termbases(uow).items():
            if termbase.sample:
                terms.delete_termbase(uow, row)
        documents.delete(uow, DocumentRow.sample.is_(True))
        uow.commit()
        return gone


def _load_terms(ctx: Context, actor: Actor) -> int:
    known = concepts()
    with ctx.db.write(actor, "load samples") as uow:
        try:
            row = terms.add_termbase(uow, TERMBASE, sample=True)
        except Conflict as error:
            raise Conflict(
                f"There is a termbase named {TERMBASE!r} that is not the samples'; rename it."
            ) from error
        add_concepts(uow, row, known)
        uow.commit()
    return len(known)


def _as_printed(lines: str) -> str:
    """Join the sentences of a paragraph, which stand a line each, as a reader would see them."""
    paragraphs = lines.strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split("\n")) for paragraph in paragraphs)


def _bead(line: str) -> Bead:
    source, _, target = line.partition(":")
    sides = [tuple(int(n) for n in side.split(",") if n.strip()) for side in (source, target)]
    return Bead(sides[0], sides[1], 1.0)
