"""The tables.  Tables join on integers; people and programs see only ``public_id``.

Three rules hold everywhere, so that indexes can follow, history can be undone and texts can still
be erased for good:

- every change belongs to a change set, which gets its revision last, just before the commit;
- what is deleted stays as a row marked with the change set that deleted it;
- an update first copies the row into ``earlier_version`` and raises the row's ``version``.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

# SQLite gives row numbers only to INTEGER; PostgreSQL should not run out of them.
RowId = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads this as a plain class attribute.
        dict[str, Any]: JSON,
        list[Any]: JSON,
        str: Text,
    }

    id: Mapped[int] = mapped_column(RowId, primary_key=True)


class RevisionCounter(Base):
    """One row; raised as the last statement of every write transaction."""

    __tablename__ = "revision_counter"

    value: Mapped[int] = mapped_column(BigInteger)


class Person(Base):
    """Somebody who owns or changes things; the single user of the default set-up is one."""

    __tablename__ = "person"

    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(unique=True)


class ChangeSet(Base):
    """Who changed something, when (UTC, ISO 8601), by which means and in which job."""

    __tablename__ = "change_set"

    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[str] = mapped_column(String(32))
    means: Mapped[str]
    job: Mapped[str | None] = mapped_column(String(36))
    revision: Mapped[int | None] = mapped_column(BigInteger, unique=True)


class EarlierVersion(Base):
    """A row as it was before an update; ``row`` maps column names to values."""

    __tablename__ = "earlier_version"
    __table_args__ = (Index(None, "table_name", "row_id"),)

    table_name: Mapped[str]
    row_id: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int]
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"), index=True)
    row: Mapped[dict[str, Any]]


class Tracked(Base):
    """Columns of every row that belongs to change sets."""

    __abstract__ = True

    @declared_attr
    def created_by(cls) -> Mapped[int]:  # noqa: N805 -- a declared attribute gets the class.
        return mapped_column(ForeignKey("change_set.id"), index=True)

    @declared_attr
    def deleted_by(cls) -> Mapped[int | None]:  # noqa: N805
        return mapped_column(ForeignKey("change_set.id"))


class Edited(Tracked):
    """Columns of what has a public name and may be edited by two people at once."""

    __abstract__ = True

    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr
    def changed_by(cls) -> Mapped[int]:  # noqa: N805
        return mapped_column(ForeignKey("change_set.id"), index=True)


_LIVE = text("deleted_by IS NULL")


class MemoryRow(Edited):
    __tablename__ = "memory"
    __table_args__ = (
        Index(
            "uq_memory_name_live", "name", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE
        ),
    )

    name: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sample: Mapped[bool] = mapped_column(default=False)
    penalty: Mapped[int] = mapped_column(default=0, server_default="0")
    priority: Mapped[int] = mapped_column(default=0, server_default="0")


class UnitRow(Edited):
    """A translation unit; ``identity`` is the digest that says when two are the same."""

    __tablename__ = "unit"
    __table_args__ = (
        Index(
            "uq_unit_identity_live",
            "memory_id",
            "identity",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(None, "memory_id", "id"),
    )

    memory_id: Mapped[int] = mapped_column(ForeignKey("memory.id"))
    identity: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    author: Mapped[str | None]
    created: Mapped[str | None]
    changed: Mapped[str | None]
    notes: Mapped[list[Any]]
    props: Mapped[list[Any]]
    extra: Mapped[list[Any]]


class VariantRow(Tracked):
    """One language's text; ``tokens`` is what is compared, made by ``tokens_version``."""

    __tablename__ = "variant"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int]
    lang: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str]
    markup: Mapped[str | None]
    tokens: Mapped[str]
    tokens_version: Mapped[int]
    author: Mapped[str | None]
    created: Mapped[str | None]
    changed: Mapped[str | None]
    notes: Mapped[list[Any]]
    props: Mapped[list[Any]]
    extra: Mapped[list[Any]]


class OccurrenceRow(Tracked):
    """One place where a unit was seen: its document here, or what a file said of one elsewhere."""

    __tablename__ = "occurrence"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    document: Mapped[str | None] = mapped_column(String(36), index=True)
    title: Mapped[str | None]
    address: Mapped[str | None]
    date: Mapped[str | None]
    author: Mapped[str | None]
    position: Mapped[int | None]
    before: Mapped[str | None]
    after: Mapped[str | None]
    score: Mapped[float | None] = mapped_column(Float)
    model: Mapped[str | None]
    job: Mapped[str | None] = mapped_column(String(36))


class DocumentRow(Edited):
    __tablename__ = "document"

    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str]
    lang: Mapped[str] = mapped_column(String(64))
    address: Mapped[str | None]
    date: Mapped[str | None]
    author: Mapped[str | None]
    original: Mapped[bool] = mapped_column(default=False)
    sample: Mapped[bool] = mapped_column(default=False)


class DocumentVersionRow(Tracked):
    """A document's text at one time; ``segments`` lists [paragraph, start, end] in code points."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    text: Mapped[str]
    segments: Mapped[list[Any]]


class AlignmentRow(Edited):
    """Two document versions that render each other; ``model`` names what aligned them."""

    __tablename__ = "alignment"

    source_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    memory_id: Mapped[int] = mapped_column(ForeignKey("memory.id"), index=True)
    model: Mapped[str]
    notes: Mapped[list[Any]]


class BeadRow(Tracked):
    """A bead is never edited: a review command deletes some and inserts others, so that undoing
    its change set revives the one and deletes the other.
    """

    __tablename__ = "bead"

    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    alignment_id: Mapped[int] = mapped_column(ForeignKey("alignment.id"), index=True)
    source: Mapped[list[Any]]
    target: Mapped[list[Any]]
    score: Mapped[float] = mapped_column(Float)
    moved: Mapped[bool]
    evidence: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(16))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)


class TermbaseRow(Edited):
    __tablename__ = "termbase"
    __table_args__ = (
        Index(
            "uq_termbase_name_live", "name", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE
        ),
    )

    name: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sample: Mapped[bool] = mapped_column(default=False)


class ConceptRow(Edited):
    __tablename__ = "concept"

    termbase_id: Mapped[int] = mapped_column(ForeignKey("termbase.id"), index=True)
    label: Mapped[str | None]
    subject: Mapped[str | None] = mapped_column(index=True)
    definition: Mapped[str | None]
    note: Mapped[str | None]
    source: Mapped[str | None]


class TermRow(Tracked):
    """A term with the keys under which it is found."""

    __tablename__ = "term"

    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    concept_id: Mapped[int] = mapped_column(ForeignKey("concept.id"), index=True)
    position: Mapped[int]
    lang: Mapped[str] = mapped_column(String(64))
    text: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))
    type: Mapped[str] = mapped_column(String(16))
    geo: Mapped[str | None] = mapped_column(String(8))
    note: Mapped[str | None]
    source: Mapped[str | None]
    k_exact: Mapped[str] = mapped_column(index=True)
    k_spelling: Mapped[str] = mapped_column(index=True)
    k_loose: Mapped[str] = mapped_column(index=True)


class JobRow(Base):
    """Long work.  This row is the truth; the queue only nudges.

    ``lease_until`` and ``heartbeat`` are seconds since 1970 (UTC); ``batch`` is the number of
    batches committed, each together with this row, so that a killed worker's successor goes on
    exactly where it stopped.
    """

    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "lease_until"),)

    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(16))
    payload: Mapped[dict[str, Any]]
    created: Mapped[str] = mapped_column(String(32))
    finished: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    lease_until: Mapped[float | None] = mapped_column(Float)
    heartbeat: Mapped[float | None] = mapped_column(Float)
    batch: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int | None] = mapped_column(BigInteger)
    report: Mapped[dict[str, Any]]
    error: Mapped[str | None]


class UploadRow(Base):
    """A file that was handed in; it lies under ``path`` in the data directory's uploads."""

    __tablename__ = "upload"

    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    path: Mapped[str]
    created: Mapped[str] = mapped_column(String(32))


for _kind in (
    MemoryRow,
    UnitRow,
    VariantRow,
    OccurrenceRow,
    DocumentRow,
    DocumentVersionRow,
    AlignmentRow,
    BeadRow,
    TermbaseRow,
    ConceptRow,
    TermRow,
):
    # Only what is deleted is ever looked up by this column.  A full index would make SQLite
    # answer "the live variants of these units" by walking all live rows.
    _gone = text("deleted_by IS NOT NULL")
    Index(
        f"ix_{_kind.__tablename__}_deleted_by",
        _kind.deleted_by,
        sqlite_where=_gone,
        postgresql_where=_gone,
    )
