"""First schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
    )
    op.create_table(
        "revision_counter",
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_counter")),
    )
    op.create_table(
        "change_set",
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("job", sa.String(length=36), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_change_set_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_set")),
        sa.UniqueConstraint("public_id", name=op.f("uq_change_set_public_id")),
        sa.UniqueConstraint("revision", name=op.f("uq_change_set_revision")),
    )
    op.create_table(
        "job",
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created", sa.String(length=32), nullable=False),
        sa.Column("finished", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.Column("heartbeat", sa.Float(), nullable=True),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_job_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_state_lease_until"), ["state", "lease_until"], unique=False
        )

    op.create_table(
        "upload",
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("created", sa.String(length=32), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_upload_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_upload_public_id")),
    )
    op.create_table(
        "document",
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["change_set.id"], name=op.f("fk_document_changed_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["change_set.id"], name=op.f("fk_document_created_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["change_set.id"], name=op.f("fk_document_deleted_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_document_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_changed_by"), ["changed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            "ix_document_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )

    op.create_table(
        "earlier_version",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "change_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_set_id"],
            ["change_set.id"],
            name=op.f("fk_earlier_version_change_set_id_change_set"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_version")),
    )
    with op.batch_alter_table("earlier_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_earlier_version_change_set_id"), ["change_set_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_earlier_version_table_name_row_id"),
            ["table_name", "row_id"],
            unique=False,
        )

    op.create_table(
        "memory",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["change_set.id"], name=op.f("fk_memory_changed_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["change_set.id"], name=op.f("fk_memory_created_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["change_set.id"], name=op.f("fk_memory_deleted_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_memory_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memory")),
        sa.UniqueConstraint("public_id", name=op.f("uq_memory_public_id")),
    )
    with op.batch_alter_table("memory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memory_changed_by"), ["changed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_memory_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            "ix_memory_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_memory_name_live",
            ["name"],
            unique=True,
            sqlite_where=sa.text("deleted_by IS NULL"),
            postgresql_where=sa.text("deleted_by IS NULL"),
        )

    op.create_table(
        "termbase",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["change_set.id"], name=op.f("fk_termbase_changed_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["change_set.id"], name=op.f("fk_termbase_created_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["change_set.id"], name=op.f("fk_termbase_deleted_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_termbase_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_termbase")),
        sa.UniqueConstraint("public_id", name=op.f("uq_termbase_public_id")),
    )
    with op.batch_alter_table("termbase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_termbase_changed_by"), ["changed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_termbase_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            "ix_termbase_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_termbase_name_live",
            ["name"],
            unique=True,
            sqlite_where=sa.text("deleted_by IS NULL"),
            postgresql_where=sa.text("deleted_by IS NULL"),
        )

    op.create_table(
        "concept",
        sa.Column(
            "termbase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["change_set.id"], name=op.f("fk_concept_changed_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["change_set.id"], name=op.f("fk_concept_created_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["change_set.id"], name=op.f("fk_concept_deleted_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["termbase_id"], ["termbase.id"], name=op.f("fk_concept_termbase_id_termbase")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept")),
        sa.UniqueConstraint("public_id", name=op.f("uq_concept_public_id")),
    )
    with op.batch_alter_table("concept", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concept_changed_by"), ["changed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_concept_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            "ix_concept_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_concept_subject"), ["subject"], unique=False)
        batch_op.create_index(batch_op.f("ix_concept_termbase_id"), ["termbase_id"], unique=False)

    op.create_table(
        "document_version",
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("segments", sa.JSON(), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["change_set.id"],
            name=op.f("fk_document_version_created_by_change_set"),
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"],
            ["change_set.id"],
            name=op.f("fk_document_version_deleted_by_change_set"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_document_version_document_id_number")
        ),
    )
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_version_created_by"), ["created_by"], unique=False
        )
        batch_op.create_index(
            "ix_document_version_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )

    op.create_table(
        "unit",
        sa.Column(
            "memory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("created", sa.Text(), nullable=True),
        sa.Column("changed", sa.Text(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("props", sa.JSON(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["change_set.id"], name=op.f("fk_unit_changed_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["change_set.id"], name=op.f("fk_unit_created_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["change_set.id"], name=op.f("fk_unit_deleted_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["memory_id"], ["memory.id"], name=op.f("fk_unit_memory_id_memory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unit_public_id")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_changed_by"), ["changed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            "ix_unit_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_unit_memory_id_id"), ["memory_id", "id"], unique=False)
        batch_op.create_index(
            "uq_unit_identity_live",
            ["memory_id", "identity"],
            unique=True,
            sqlite_where=sa.text("deleted_by IS NULL"),
            postgresql_where=sa.text("deleted_by IS NULL"),
        )

    op.create_table(
        "alignment",
        sa.Column(
            "source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "memory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["change_set.id"], name=op.f("fk_alignment_changed_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["change_set.id"], name=op.f("fk_alignment_created_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["change_set.id"], name=op.f("fk_alignment_deleted_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["memory_id"], ["memory.id"], name=op.f("fk_alignment_memory_id_memory")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["document_version.id"],
            name=op.f("fk_alignment_source_id_document_version"),
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["document_version.id"],
            name=op.f("fk_alignment_target_id_document_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_alignment_public_id")),
    )
    with op.batch_alter_table("alignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alignment_changed_by"), ["changed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_alignment_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            "ix_alignment_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_alignment_memory_id"), ["memory_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alignment_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alignment_target_id"), ["target_id"], unique=False)

    op.create_table(
        "occurrence",
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document", sa.String(length=36), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("job", sa.String(length=36), nullable=True),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["change_set.id"], name=op.f("fk_occurrence_created_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["change_set.id"], name=op.f("fk_occurrence_deleted_by_change_set")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_occurrence_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
    )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occurrence_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            "ix_occurrence_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_occurrence_document"), ["document"], unique=False)
        batch_op.create_index(batch_op.f("ix_occurrence_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "term",
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column(
            "concept_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("geo", sa.String(length=8), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("k_exact", sa.Text(), nullable=False),
        sa.Column("k_spelling", sa.Text(), nullable=False),
        sa.Column("k_loose", sa.Text(), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["concept_id"], ["concept.id"], name=op.f("fk_term_concept_id_concept")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["change_set.id"], name=op.f("fk_term_created_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["change_set.id"], name=op.f("fk_term_deleted_by_change_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("public_id", name=op.f("uq_term_public_id")),
    )
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_concept_id"), ["concept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            "ix_term_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_term_k_exact"), ["k_exact"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_k_loose"), ["k_loose"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_k_spelling"), ["k_spelling"], unique=False)

    op.create_table(
        "variant",
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("markup", sa.Text(), nullable=True),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("tokens_version", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("created", sa.Text(), nullable=True),
        sa.Column("changed", sa.Text(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("props", sa.JSON(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["change_set.id"], name=op.f("fk_variant_created_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["change_set.id"], name=op.f("fk_variant_deleted_by_change_set")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_variant_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
    )
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_variant_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            "ix_variant_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_variant_lang"), ["lang"], unique=False)
        batch_op.create_index(batch_op.f("ix_variant_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "bead",
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column(
            "alignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("target", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deleted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["alignment_id"], ["alignment.id"], name=op.f("fk_bead_alignment_id_alignment")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["change_set.id"], name=op.f("fk_bead_created_by_change_set")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["change_set.id"], name=op.f("fk_bead_deleted_by_change_set")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_bead_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bead")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bead_public_id")),
    )
    with op.batch_alter_table("bead", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bead_alignment_id"), ["alignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bead_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            "ix_bead_deleted_by",
            ["deleted_by"],
            unique=False,
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_bead_unit_id"), ["unit_id"], unique=False)

    op.execute("INSERT INTO revision_counter (id, value) VALUES (1, 0)")


def downgrade() -> None:
    with op.batch_alter_table("bead", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bead_unit_id"))
        batch_op.drop_index(
            "ix_bead_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_bead_created_by"))
        batch_op.drop_index(batch_op.f("ix_bead_alignment_id"))

    op.drop_table("bead")
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_variant_unit_id"))
        batch_op.drop_index(batch_op.f("ix_variant_lang"))
        batch_op.drop_index(
            "ix_variant_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_variant_created_by"))

    op.drop_table("variant")
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_k_spelling"))
        batch_op.drop_index(batch_op.f("ix_term_k_loose"))
        batch_op.drop_index(batch_op.f("ix_term_k_exact"))
        batch_op.drop_index(
            "ix_term_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_term_created_by"))
        batch_op.drop_index(batch_op.f("ix_term_concept_id"))

    op.drop_table("term")
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occurrence_unit_id"))
        batch_op.drop_index(batch_op.f("ix_occurrence_document"))
        batch_op.drop_index(
            "ix_occurrence_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_occurrence_created_by"))

    op.drop_table("occurrence")
    with op.batch_alter_table("alignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alignment_target_id"))
        batch_op.drop_index(batch_op.f("ix_alignment_source_id"))
        batch_op.drop_index(batch_op.f("ix_alignment_memory_id"))
        batch_op.drop_index(
            "ix_alignment_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_alignment_created_by"))
        batch_op.drop_index(batch_op.f("ix_alignment_changed_by"))

    op.drop_table("alignment")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_unit_identity_live",
            sqlite_where=sa.text("deleted_by IS NULL"),
            postgresql_where=sa.text("deleted_by IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_unit_memory_id_id"))
        batch_op.drop_index(
            "ix_unit_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_unit_created_by"))
        batch_op.drop_index(batch_op.f("ix_unit_changed_by"))

    op.drop_table("unit")
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_document_version_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_document_version_created_by"))

    op.drop_table("document_version")
    with op.batch_alter_table("concept", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concept_termbase_id"))
        batch_op.drop_index(batch_op.f("ix_concept_subject"))
        batch_op.drop_index(
            "ix_concept_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_concept_created_by"))
        batch_op.drop_index(batch_op.f("ix_concept_changed_by"))

    op.drop_table("concept")
    with op.batch_alter_table("termbase", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_termbase_name_live",
            sqlite_where=sa.text("deleted_by IS NULL"),
            postgresql_where=sa.text("deleted_by IS NULL"),
        )
        batch_op.drop_index(
            "ix_termbase_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_termbase_created_by"))
        batch_op.drop_index(batch_op.f("ix_termbase_changed_by"))

    op.drop_table("termbase")
    with op.batch_alter_table("memory", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_memory_name_live",
            sqlite_where=sa.text("deleted_by IS NULL"),
            postgresql_where=sa.text("deleted_by IS NULL"),
        )
        batch_op.drop_index(
            "ix_memory_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_memory_created_by"))
        batch_op.drop_index(batch_op.f("ix_memory_changed_by"))

    op.drop_table("memory")
    with op.batch_alter_table("earlier_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_earlier_version_table_name_row_id"))
        batch_op.drop_index(batch_op.f("ix_earlier_version_change_set_id"))

    op.drop_table("earlier_version")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_document_deleted_by",
            sqlite_where=sa.text("deleted_by IS NOT NULL"),
            postgresql_where=sa.text("deleted_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_document_created_by"))
        batch_op.drop_index(batch_op.f("ix_document_changed_by"))

    op.drop_table("document")
    op.drop_table("upload")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_state_lease_until"))

    op.drop_table("job")
    op.drop_table("change_set")
    op.drop_table("revision_counter")
    op.drop_table("person")
