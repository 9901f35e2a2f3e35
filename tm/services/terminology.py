"""Termbases: look a term up, see the terms of a text, keep concepts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tm.errors import InvalidInput, NotFound, TooLarge
from tm.model.people import Actor
from tm.model.terms import Concept, GlossaryHit, Term, Termbase, TermHit, TermStatus, Tier
from tm.services import access
from tm.services.context import Context
from tm.services.memories import checked_name
from tm.services.paging import Page, cursor_of, row_after
from tm.services.storing import storable
from tm.storage.repositories import terms
from tm.storage.repositories.terms import FoundTerm, Keys
from tm.storage.session import UnitOfWork
from tm.storage.tables import ConceptRow
from tm.terms.lookup import term_keys
from tm.terms.recognize import Found
from tm.text.languages import covers, normalize_tag, primary
from tm.text.quantities import Quantity, find_quantities, render

LONGEST_TERM = 500
LONGEST_RECOGNIZED = 100_000
"""Characters of a text whose terms are looked for in one call."""

_RANK = {
    TermStatus.PREFERRED: 0,
    TermStatus.ADMITTED: 1,
    TermStatus.SUPERSEDED: 2,
    TermStatus.DEPRECATED: 3,
}
_CONFIDENCE = {Tier.EXACT: 1.0, Tier.SPELLING: 0.95, Tier.LOOSE: 0.7}


@dataclass(frozen=True, slots=True)
class Citation:
    """A quantity or citation in the text asked for, and how the target language prints it."""

    quantity: Quantity
    rendering: str | None


@dataclass(frozen=True, slots=True)
class GlossaryAnswer:
    term: str
    hits: tuple[GlossaryHit, ...]
    quantities: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TermedText:
    """A text with the terms and quantities seen in it; spans are code points of ``text``."""

    text: str
    lang: str
    terms: tuple[TermHit, ...]
    quantities: tuple[Citation, ...]


def list_termbases(ctx: Context, actor: Actor) -> list[Termbase]:
    """Return the termbases that the actor may read."""
    with ctx.db.read(actor) as uow:
        return list(access.readable_termbases(uow).values())


def create_termbase(ctx: Context, actor: Actor, name: str) -> Termbase:
    """Make an empty termbase; Conflict when the name is taken."""
    with ctx.db.write(actor, "create termbase") as uow:
        row = terms.add_termbase(uow, checked_name(name))
        uow.commit()
        return access.readable_termbases(uow)[row]


def delete_termbase(ctx: Context, actor: Actor, termbase: str) -> int:
    """Delete a termbase; return how many concepts went with it."""
    with ctx.db.write(actor, "delete termbase") as uow:
        row, _ = access.writable_termbase(uow, termbase)
        gone = terms.delete_termbase(uow, row)
        uow.commit()
        return gone


def termbase_for_writing(uow: UnitOfWork, name: str, sample: bool = False) -> int:
    """Return the row of the termbase of that name, made if there is none."""
    try:
        return access.writable_termbase(uow, name)[0]
    except NotFound:
        return terms.add_termbase(uow, checked_name(name), sample)


def look_up(
    ctx: Context,
    actor: Actor,
    term: str,
    source: str,
    target: str,
    *,
    termbases: Sequence[str] = (),
) -> GlossaryAnswer:
    """Find the concepts that a term of the source language names, best first.

    The tiers are the form as written, its spelling (North or South, spaces, case, plural) and the
    name without its generic word (Yalu for Yalu River).  Citations and quantities in the text
    come with their canonical form and rendering.
    """
    source, target = normalize_tag(source), normalize_tag(target)
    term = storable(term, "term").strip()
    if not term:
        raise InvalidInput("Name the term to look up.", field="term")
    if len(term) > LONGEST_TERM:
        raise TooLarge(f"A term has at most {LONGEST_TERM} characters.", field="term")
    keys = _keys(term, source)
    with ctx.db.read(actor) as uow:
        searched = list(access.searched_termbases(uow, termbases))
        found = [f for f in terms.by_keys(uow, searched, keys) if covers(source, f.term.lang)]
        concepts = terms.load(uow, {f.concept for f in found})
    best: dict[int, GlossaryHit] = {}
    for item in found:
        hit = _hit(concepts[item.concept], item, keys, target)
        if item.concept not in best or hit.confidence > best[item.concept].confidence:
            best[item.concept] = hit
    hits = sorted(best.values(), key=lambda h: (-h.confidence, _RANK[h.matched.status]))
    return GlossaryAnswer(term, tuple(hits), _citations(ctx, actor, term, source, target))


def recognize(
    ctx: Context,
    actor: Actor,
    text: str,
    lang: str,
    target: str,
    *,
    termbases: Sequence[str] = (),
) -> TermedText:
    """See the terms and quantities of a text, with their translations into the target language."""
    lang, target = normalize_tag(lang), normalize_tag(target)
    text = storable(text, "text")
    if len(text) > LONGEST_RECOGNIZED:
        raise TooLarge(
            f"At most {LONGEST_RECOGNIZED:,} characters are looked through at once.", field="text"
        )
    with ctx.db.read(actor) as uow:
        searched = list(access.searched_termbases(uow, termbases))
        found = ctx.recognizers.get(uow, lang, searched).recognize(text)
        concepts = terms.load(uow, _concepts_of(found))
    seen = tuple(_term_hit(item, concepts, lang, target) for item in found)
    return TermedText(text, lang, seen, _rendered(text, seen, lang, target))


def list_concepts(
    ctx: Context,
    actor: Actor,
    *,
    termbase: str | None = None,
    text: str | None = None,
    subject: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Concept]:
    """Return a page of concepts, in the order in which they were stored."""
    with ctx.db.read(actor) as uow:
        searched = list(access.searched_termbases(uow, [termbase] if termbase else []))
        rows = terms.page(
            uow,
            searched,
            after=row_after(cursor),
            limit=limit + 1,
            text=storable(text, "text") if text else None,
            subject=storable(subject, "subject") if subject else None,
        )
    return Page(tuple(concept for _, concept in rows[:limit]), cursor_of(rows, limit))


def list_subjects(ctx: Context, actor: Actor) -> list[str]:
    """Return the subject fields in use in the termbases that are searched."""
    with ctx.db.read(actor) as uow:
        return terms.subjects(uow, access.searched_termbases(uow, ()))


def get_concept(ctx: Context, actor: Actor, concept: str) -> Concept:
    """Return a concept; NotFound when there is none to see."""
    with ctx.db.read(actor) as uow:
        row = _find(uow, concept)
        return terms.load(uow, [row.id])[row.id]


def add_concepts(uow: UnitOfWork, termbase: int, concepts: Iterable[Concept]) -> list[str]:
    """Check and store concepts in a termbase's row; return their ids.  The caller commits."""
    prepared = [checked_concept(concept) for concept in concepts]
    return terms.insert_all(
        uow, termbase, [(c, [_keys(t.text, t.lang) for t in c.terms]) for c in prepared]
    )


def add_concept(ctx: Context, actor: Actor, termbase: str, concept: Concept) -> Concept:
    """Store one concept; InvalidInput for one that breaks a rule."""
    with ctx.db.write(actor, "add concept") as uow:
        row, _ = access.writable_termbase(uow, termbase)
        public_id = add_concepts(uow, row, [concept])[0]
        uow.commit()
        stored = _find(uow, public_id)
        return terms.load(uow, [stored.id])[stored.id]


def update_concept(
    ctx: Context, actor: Actor, concept: str, changed: Concept, version: int
) -> Concept:
    """Replace a concept and its terms, if it is still at ``version``; else Conflict."""
    changed = checked_concept(changed)
    with ctx.db.write(actor, "edit concept") as uow:
        row = _find(uow, concept)
        keys = [_keys(term.text, term.lang) for term in changed.terms]
        terms.replace(uow, row, version, changed, keys)
        uow.commit()
        return terms.load(uow, [row.id])[row.id]


def delete_concept(ctx: Context, actor: Actor, concept: str) -> None:
    """Delete a concept; its rows stay for history."""
    with ctx.db.write(actor, "delete concept") as uow:
        terms.delete(uow, _find(uow, concept))
        uow.commit()


def checked_concept(concept: Concept) -> Concept:
    """Return a concept with canonical language tags, or raise InvalidInput.

    A concept needs a term; each language section and region has at most one preferred term
    (the rule of one preferred term, ISO 12616 and TBX-Basic's guidance on status).
    """
    if not concept.terms:
        raise InvalidInput("A concept needs at least one term.", field="terms")
    preferred: set[tuple[str, str | None]] = set()
    checked: list[Term] = []
    for term in concept.terms:
        text, lang = storable(term.text, "term").strip(), normalize_tag(term.lang)
        if not text or len(text) > LONGEST_TERM:
            raise InvalidInput(f"A term has 1 to {LONGEST_TERM} characters.", field="terms")
        if term.status is TermStatus.PREFERRED:
            section = (primary(lang), term.geo or _region(lang))
            if section in preferred:
                raise InvalidInput(
                    f"{text!r} would be a second preferred term of the same language and region; "
                    "make one of them admitted.",
                    field="terms",
                )
            preferred.add(section)
        checked.append(replace(term, text=text, lang=lang))
    for name in ("label", "subject", "definition", "note", "source"):
        storable(getattr(concept, name) or "", name)
    return replace(concept, terms=tuple(checked))


def term_pairs(ctx: Context, actor: Actor, source: str, target: str) -> list[tuple[str, str]]:
    """Return pairs of terms that name the same concept, as evidence for the aligner."""
    with ctx.db.read(actor) as uow:
        by_concept: dict[int, list[Term]] = {}
        for concept, term in terms.all_terms(uow, list(access.searched_termbases(uow, ()))):
            by_concept.setdefault(concept, []).append(term)
    return [
        (one.text, other.text)
        for together in by_concept.values()
        for one in together
        if primary(one.lang) == primary(source)
        for other in together
        if primary(other.lang) == primary(target)
    ]


def _region(lang: str) -> str | None:
    parts = lang.split("-")
    return parts[-1] if len(parts) > 1 and len(parts[-1]) == 2 else None


def _keys(text: str, lang: str) -> Keys:
    keys = term_keys(text, lang)
    return Keys(keys.exact, keys.spelling, keys.loose)


def _find(uow: UnitOfWork, public_id: str) -> ConceptRow:
    row = terms.find(uow, public_id, access.readable_termbases(uow))
    if row is None:
        raise NotFound(f"There is no concept {public_id!r}.")
    return row


def _hit(concept: Concept, found: FoundTerm, keys: Keys, target: str) -> GlossaryHit:
    if found.keys.exact == keys.exact:
        tier = Tier.EXACT
    elif found.keys.spelling == keys.spelling:
        tier = Tier.SPELLING
    else:
        tier = Tier.LOOSE
    return GlossaryHit(concept, tier, _CONFIDENCE[tier], found.term, _translations(concept, target))


def _translations(concept: Concept, target: str) -> tuple[Term, ...]:
    inside = [term for term in concept.terms if covers(target, term.lang)]
    return tuple(sorted(inside, key=lambda term: _RANK[term.status]))


def _concepts_of(found: Iterable[Found]) -> set[int]:
    concepts: set[int] = set()
    for item in found:
        concepts |= {int(concept) for concept in item.concepts} | _concepts_of(item.inside)
    return concepts


def _term_hit(found: Found, concepts: dict[int, Concept], lang: str, target: str) -> TermHit:
    hits = []
    for concept in (concepts[int(row)] for row in found.concepts):
        matched = next(
            (t for t in concept.terms if t.text == found.term and covers(primary(lang), t.lang)),
            concept.terms[0],
        )
        hits.append(
            GlossaryHit(
                concept, found.tier, found.confidence, matched, _translations(concept, target)
            )
        )
    return TermHit(
        start=found.start,
        end=found.end,
        surface=found.surface,
        term=found.term,
        tier=found.tier,
        confidence=found.confidence,
        hits=tuple(hits),
        doubt=found.doubt,
        inside=tuple(_term_hit(inner, concepts, lang, target) for inner in found.inside),
    )


def _citations(
    ctx: Context, actor: Actor, term: str, source: str, target: str
) -> tuple[Citation, ...]:
    if not find_quantities(term, source):
        return ()
    return recognize(ctx, actor, term, source, target).quantities


def _rendered(text: str, seen: Sequence[TermHit], lang: str, target: str) -> tuple[Citation, ...]:
    """Render quantities; an article whose law stands beside it is rendered together with it."""
    quantities = []
    for quantity in find_quantities(text, lang):
        rendering = render(quantity.canonical, target)
        law = _law_beside(text, quantity, seen) if quantity.kind == "citation" else None
        if rendering and law:
            rendering = (
                f"{law} {rendering}" if primary(target) == "ko" else f"{rendering} of the {law}"
            )
        quantities.append(Citation(quantity, rendering))
    return tuple(quantities)


def _law_beside(text: str, quantity: Quantity, seen: Sequence[TermHit]) -> str | None:
    for hit in seen:
        between = (
            text[hit.end : quantity.start]
            if hit.end <= quantity.start
            else text[quantity.end : hit.start]
        )
        joined = between.strip().lower() in ("", "of the", "of", "의", "’s", "'s")
        law = next((h for h in hit.hits if h.concept.subject == "law" and h.translations), None)
        if joined and law and len(between) < 10:
            return law.translations[0].text
    return None
