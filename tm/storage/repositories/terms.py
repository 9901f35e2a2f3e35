"""Termbases, concepts and their terms."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, or_, select

from tm.errors import Conflict
from tm.model.identifiers import new_id
from tm.model.terms import Concept, Term, Termbase, TermStatus
from tm.storage.repositories import changes
from tm.storage.session import UnitOfWork
from tm.storage.tables import ChangeSet, ConceptRow, TermbaseRow, TermRow


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys under which a term is found (see tm.terms.lookup)."""

    exact: str
    spelling: str
    loose: str


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term row that answers a lookup: the concept's row number and which key it met."""

    concept: int
    term: Term
    keys: Keys


def termbases(uow: UnitOfWork) -> dict[int, Termbase]:
    """Return every live termbase by row number, sorted by name, with its number of concepts."""
    counts = dict(
        uow.session.execute(
            select(ConceptRow.termbase_id, func.count())
            .where(ConceptRow.deleted_by.is_(None))
            .group_by(ConceptRow.termbase_id)
        ).all()
    )
    rows = uow.session.scalars(
        select(TermbaseRow).where(TermbaseRow.deleted_by.is_(None)).order_by(TermbaseRow.name)
    )
    return {
        row.id: Termbase(row.public_id, row.name, row.sample, counts.get(row.id, 0)) for row in rows
    }


def add_termbase(uow: UnitOfWork, name: str, sample: bool = False) -> int:
    """Enter a termbase and return its row number; Conflict when the name is taken."""
    if uow.session.scalar(
        select(TermbaseRow.id).where(TermbaseRow.name == name, TermbaseRow.deleted_by.is_(None))
    ):
        raise Conflict(f"There is already a termbase named {name!r}.")
    row = TermbaseRow(
        public_id=new_id(),
        name=name,
        sample=sample,
        owner_id=uow.person_id(),
        created_by=uow.change_set,
        changed_by=uow.change_set,
    )
    uow.session.add(row)
    uow.session.flush()
    return row.id


def delete_termbase(uow: UnitOfWork, termbase: int) -> int:
    """Mark a termbase and its concepts as deleted; return how many concepts went."""
    concepts = changes.delete(uow, ConceptRow, ConceptRow.termbase_id == termbase)
    changes.delete(uow, TermbaseRow, TermbaseRow.id == termbase)
    return concepts


def insert_all(
    uow: UnitOfWork, termbase: int, concepts: Sequence[tuple[Concept, Sequence[Keys]]]
) -> list[str]:
    """Insert concepts, each with one set of keys a term; return their public ids."""
    if not concepts:
        return []
    ids = [new_id() for _ in concepts]
    rows = list(
        uow.session.scalars(
            insert(ConceptRow).returning(ConceptRow.id, sort_by_parameter_order=True),
            [
                {
                    "public_id": public_id,
                    "termbase_id": termbase,
                    "label": concept.label,
                    "subject": concept.subject,
                    "definition": concept.definition,
                    "note": concept.note,
                    "source": concept.source,
                    "version": 1,
                    "created_by": uow.change_set,
                    "changed_by": uow.change_set,
                }
                for public_id, (concept, _) in zip(ids, concepts, strict=True)
            ],
        )
    )
    _insert_terms(
        uow,
        [
            (row, position, term, key)
            for row, (concept, keys) in zip(rows, concepts, strict=True)
            for position, (term, key) in enumerate(zip(concept.terms, keys, strict=True))
        ],
    )
    return ids


def replace(
    uow: UnitOfWork, row: ConceptRow, version: int | None, concept: Concept, keys: Sequence[Keys]
) -> None:
    """Store an edited concept over the one at ``row``; Conflict when ``version`` is not current."""
    fields = ("label", "subject", "definition", "note", "source")
    changes.edit(uow, row, version, {name: getattr(concept, name) for name in fields})
    changes.delete(uow, TermRow, TermRow.concept_id == row.id)
    pairs = enumerate(zip(concept.terms, keys, strict=True))
    _insert_terms(uow, [(row.id, position, term, key) for position, (term, key) in pairs])


def delete(uow: UnitOfWork, row: ConceptRow) -> None:
    """Mark a concept as deleted."""
    changes.delete(uow, ConceptRow, ConceptRow.id == row.id)


def find(uow: UnitOfWork, public_id: str, termbases: Collection[int]) -> ConceptRow | None:
    """Return the live concept of that public id in one of the termbases."""
    return uow.session.scalar(
        select(ConceptRow).where(
            ConceptRow.public_id == public_id,
            ConceptRow.deleted_by.is_(None),
            ConceptRow.termbase_id.in_(termbases),
        )
    )


def load(uow: UnitOfWork, rows: Collection[int]) -> dict[int, Concept]:
    """Return concepts by row number, with their terms in order."""
    terms: dict[int, list[Term]] = {}
    for term in uow.session.scalars(
        select(TermRow)
        .where(TermRow.concept_id.in_(rows), TermRow.deleted_by.is_(None))
        .order_by(TermRow.concept_id, TermRow.position)
    ):
        terms.setdefault(term.concept_id, []).append(_term(term))
    query = (
        select(ConceptRow, TermbaseRow.public_id, TermbaseRow.sample)
        .join(TermbaseRow, TermbaseRow.id == ConceptRow.termbase_id)
        .where(ConceptRow.id.in_(rows))
    )
    return {
        row.id: Concept(
            id=row.public_id,
            termbase=termbase,
            label=row.label,
            subject=row.subject,
            definition=row.definition,
            note=row.note,
            source=row.source,
            version=row.version,
            sample=sample,
            terms=tuple(terms.get(row.id, ())),
        )
        for row, termbase, sample in uow.session.execute(query)
    }


def page(
    uow: UnitOfWork,
    termbases: Collection[int],
    *,
    after: int = 0,
    limit: int = 50,
    text: str | None = None,
    subject: str | None = None,
) -> list[tuple[int, Concept]]:
    """Return the next concepts by row number, those with ``text`` in a term where it is given."""
    query = select(ConceptRow.id).where(
        ConceptRow.termbase_id.in_(termbases),
        ConceptRow.deleted_by.is_(None),
        ConceptRow.id > after,
    )
    if text:
        found = select(TermRow.concept_id).where(
            TermRow.deleted_by.is_(None), TermRow.text.icontains(text, autoescape=True)
        )
        query = query.where(ConceptRow.id.in_(found))
    if subject:
        query = query.where(ConceptRow.subject == subject)
    rows = list(uow.session.scalars(query.order_by(ConceptRow.id).limit(limit)))
    concepts = load(uow, rows)
    return [(row, concepts[row]) for row in rows]


def subjects(uow: UnitOfWork, termbases: Collection[int]) -> list[str]:
    """Return the subject fields in use."""
    query = select(ConceptRow.subject).where(
        ConceptRow.termbase_id.in_(termbases),
        ConceptRow.deleted_by.is_(None),
        ConceptRow.subject.is_not(None),
    )
    return sorted(subject for subject in uow.session.scalars(query.distinct()) if subject)


def by_keys(uow: UnitOfWork, termbases: Collection[int], keys: Keys) -> list[FoundTerm]:
    """Return the live terms that share at least one non-empty key; three indexed reads."""
    met = [
        column == key
        for column, key in (
            (TermRow.k_exact, keys.exact),
            (TermRow.k_spelling, keys.spelling),
            (TermRow.k_loose, keys.loose),
        )
        if key
    ]
    if not met:
        return []
    query = (
        select(TermRow)
        .join(ConceptRow, ConceptRow.id == TermRow.concept_id)
        .where(
            ConceptRow.termbase_id.in_(termbases),
            ConceptRow.deleted_by.is_(None),
            TermRow.deleted_by.is_(None),
            or_(*met),
        )
        .order_by(TermRow.concept_id, TermRow.position)
    )
    return [
        FoundTerm(row.concept_id, _term(row), Keys(row.k_exact, row.k_spelling, row.k_loose))
        for row in uow.session.scalars(query)
    ]


def all_terms(uow: UnitOfWork, termbases: Collection[int]) -> Iterator[tuple[int, Term]]:
    """Yield every live term with its concept's row number."""
    query = (
        select(TermRow)
        .join(ConceptRow, ConceptRow.id == TermRow.concept_id)
        .where(
            ConceptRow.termbase_id.in_(termbases),
            ConceptRow.deleted_by.is_(None),
            TermRow.deleted_by.is_(None),
        )
        .order_by(TermRow.concept_id, TermRow.position)
    )
    for row in uow.session.scalars(query.execution_options(yield_per=5000)):
        yield row.concept_id, _term(row)


def revision(uow: UnitOfWork, termbases: Collection[int]) -> int:
    """Return the last revision that touched a concept of the termbases; reads their concepts."""
    query = (
        select(func.max(ChangeSet.revision))
        .select_from(ConceptRow)
        .join(ChangeSet, ChangeSet.id == ConceptRow.changed_by)
        .where(ConceptRow.termbase_id.in_(termbases))
    )
    return uow.session.scalar(query) or 0


def _insert_terms(uow: UnitOfWork, terms: Sequence[tuple[int, int, Term, Keys]]) -> None:
    """Insert terms, each with its concept's row number and its place there, in one statement."""
    if not terms:
        return
    uow.session.execute(
        insert(TermRow),
        [
            {
                "public_id": new_id(),
                "concept_id": concept,
                "position": position,
                "lang": term.lang,
                "text": term.text,
                "status": term.status.value,
                "type": term.type,
                "geo": term.geo,
                "note": term.note,
                "source": term.source,
                "k_exact": key.exact,
                "k_spelling": key.spelling,
                "k_loose": key.loose,
                "created_by": uow.change_set,
            }
            for concept, position, term, key in terms
        ],
    )


def _term(row: TermRow) -> Term:
    return Term(
        lang=row.lang,
        text=row.text,
        status=TermStatus(row.status),
        type=row.type,
        geo=row.geo,
        note=row.note,
        source=row.source,
        id=row.public_id,
    )
