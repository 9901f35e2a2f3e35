"""Documents: an article or a legal text comes in, is segmented, is aligned with its counterpart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812 -- ``date`` is a document's field here.

from tm.align import pipeline
from tm.errors import InvalidInput, NotFound, TooLarge
from tm.model.documents import Alignment, BeadState, Document
from tm.model.people import Actor
from tm.model.units import Memory
from tm.services import access, memories
from tm.services.context import Context
from tm.services.paging import Page, cursor_of, row_after
from tm.services.storing import storable
from tm.services.terminology import term_pairs
from tm.storage.repositories import alignments, documents
from tm.storage.session import UnitOfWork
from tm.storage.tables import DocumentRow
from tm.text import korean
from tm.text.languages import has_letters, normalize_tag, primary
from tm.text.sentences import segment

LONGEST_DOCUMENT = 2_000_000
"""Characters of one document."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An alignment in a list: without its beads, but with how many there are of each state."""

    alignment: Alignment
    counts: dict[BeadState, int]


def make_document(
    text: str,
    lang: str,
    *,
    title: str | None = None,
    address: str | None = None,
    date: str | None = None,
    author: str | None = None,
    original: bool = False,
    sample: bool = False,
) -> Document:
    """Check and segment a text; Korean in Northern spelling gets the tag ko-KP.

    The title defaults to the first segment.  Raises InvalidInput with the field at fault, TooLarge
    or UnsupportedLanguage.
    """
    lang = normalize_tag(lang)
    text = storable(text, "text").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InvalidInput("The text is empty; paste the article or choose its file.", field="text")
    if len(text) > LONGEST_DOCUMENT:
        raise TooLarge(
            f"The text has {len(text):,} characters; at most {LONGEST_DOCUMENT:,} are taken. "
            "Divide it into several documents.",
            field="text",
        )
    if not has_letters(text):
        raise InvalidInput("The text has no letters; is it the right file?", field="text")
    if lang == "ko" and korean.is_northern(text):
        lang = "ko-KP"
    segments = segment(text, lang)
    return Document(
        id="",
        title=storable((title or "").strip(), "title")[:500] or segments[0].text[:200],
        lang=lang,
        text=text,
        segments=segments,
        address=_checked_address(address),
        date=_checked_date(date),
        author=storable(author.strip(), "author")[:200] if author and author.strip() else None,
        original=original,
        sample=sample,
    )


def add_document(ctx: Context, actor: Actor, document: Document) -> Document:
    """Store a document that ``make_document`` made; return it with its id."""
    with ctx.db.write(actor, "add document") as uow:
        public_id, _ = documents.add(uow, document)
        uow.commit()
    return replace(document, id=public_id)


def list_documents(
    ctx: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50
) -> Page[Document]:
    """Return a page of documents, newest first, without their texts."""
    with ctx.db.read(actor) as uow:
        rows = documents.page(uow, after=row_after(cursor), limit=limit + 1)
    return Page(tuple(document for _, document in rows[:limit]), cursor_of(rows, limit))


def get_document(ctx: Context, actor: Actor, document: str) -> Document:
    """Return a document with its text and segments; NotFound when there is none to see."""
    with ctx.db.read(actor) as uow:
        return documents.load(uow, _find(uow, document))


def delete_document(ctx: Context, actor: Actor, document: str) -> None:
    """Delete a document and the alignments it is in; approved units stay."""
    with ctx.db.write(actor, "delete document") as uow:
        documents.delete(uow, DocumentRow.id == _find(uow, document).id)
        uow.commit()


def align_texts(
    ctx: Context,
    actor: Actor,
    source: Document,
    target: Document,
    *,
    progress: Callable[[float], None] | None = None,
) -> Alignment:
    """Align two documents without storing anything."""
    refuse_one_language(source, target)
    found = pipeline.align(
        [s.text for s in source.segments],
        [s.text for s in target.segments],
        source.lang,
        target.lang,
        encoder=ctx.encoder,
        term_pairs=term_pairs(ctx, actor, source.lang, target.lang),
        source_paragraphs=[s.paragraph for s in source.segments],
        target_paragraphs=[s.paragraph for s in target.segments],
        progress=progress,
    )
    return replace(found, source=source, target=target)


def refuse_one_language(source: Document, target: Document) -> None:
    """Raise InvalidInput for two documents that are said to be in the same language."""
    if primary(source.lang) == primary(target.lang):
        raise InvalidInput(
            f"Both texts are said to be in the same language ({source.lang}).", field="target_lang"
        )


def add_pair(
    ctx: Context,
    actor: Actor,
    source: Document,
    target: Document,
    memory: str,
    *,
    progress: Callable[[float], None] | None = None,
) -> Alignment:
    """Store two documents and their alignment, to be reviewed into a memory.

    The memory is made if there is none of that name.  Aligning comes before the transaction, so
    nothing waits for it and a failure leaves nothing half done.
    """
    found = align_texts(ctx, actor, source, target, progress=progress)
    with ctx.db.write(actor, "align") as uow:
        memory_row = memories.memory_for_writing(uow, memory)
        _, source_version = documents.add(uow, source)
        _, target_version = documents.add(uow, target)
        row = alignments.add(uow, found, source_version, target_version, memory_row)
        uow.commit()
        return alignments.load(uow, row)


def list_alignments(
    ctx: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50
) -> Page[Listed]:
    """Return a page of alignments, newest first, with the number of beads in each state."""
    with ctx.db.read(actor) as uow:
        rows = alignments.page(uow, after=row_after(cursor), limit=limit + 1)
    listed = tuple(Listed(alignment, counts) for _, alignment, counts in rows[:limit])
    return Page(listed, cursor_of([(row, None) for row, _, _ in rows], limit))


def alignments_of(ctx: Context, actor: Actor, document: str) -> list[Alignment]:
    """Return the alignments that a document is part of, newest first, without their beads."""
    with ctx.db.read(actor) as uow:
        return alignments.of_document(uow, _find(uow, document).id)


def get_alignment(ctx: Context, actor: Actor, alignment: str) -> Alignment:
    """Return an alignment with its documents and beads; NotFound when there is none to see."""
    with ctx.db.read(actor) as uow:
        row = alignments.find(uow, alignment)
        if row is None:
            raise NotFound(f"There is no alignment {alignment!r}.")
        return alignments.load(uow, row)


def target_memories(ctx: Context, actor: Actor) -> Sequence[Memory]:
    """Return the memories into which articles may be reviewed."""
    with ctx.db.read(actor) as uow:
        return [m for m in access.readable_memories(uow).values() if not m.sample]


def _find(uow: UnitOfWork, public_id: str) -> DocumentRow:
    row = documents.find(uow, public_id)
    if row is None:
        raise NotFound(f"There is no document {public_id!r}.")
    return row


def _checked_date(date: str | None) -> str | None:
    if not date or not date.strip():
        return None
    try:
        return Date.fromisoformat(date.strip()).isoformat()
    except ValueError as error:
        raise InvalidInput(
            f"The date {date[:40]!r} is not of the form 2026-11-24.", field="date"
        ) from error


def _checked_address(address: str | None) -> str | None:
    """An address is kept to be shown as a link, so only web addresses are taken."""
    if not address or not address.strip():
        return None
    address = storable(address.strip(), "address")
    if not address.startswith(("http://", "https://")) or len(address) > 2000:
        raise InvalidInput(
            "The address must begin with http:// or https:// and have at most 2,000 characters.",
            field="address",
        )
    return address
