"""The tables of step 0008 that hold what was promised and who was harmed: one half of a long list."""

import sqlalchemy as sa
from alembic import op

from register import columns


def create_promises_and_harm() -> None:
    """Make the tables of agreements, harm, report requests, commitments and reserved identities, with their indexes."""
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Text(), nullable=False),
        sa.Column("signers", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('vigente', 'cumplido', 'incumplido', 'reformulado')", name=op.f("ck_agreement_state_known")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["record_evidence.id"], name=op.f("fk_agreement_evidence_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_agreement_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sqlite_strict=True,
    )
    op.create_index("ix_agreement_record", "agreement", ["record_id", "id"], unique=False)
    op.create_table(
        "record_harm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "certainty IN ('confirmada', 'reportada', 'en_disputa')", name=op.f("ck_record_harm_certainty_known")
        ),
        sa.CheckConstraint(
            "kind IN ('fallecida', 'herida', 'aprehendida', 'detenida', 'retenida', 'desaparecida', 'agredida', "
            "'prensa', 'personal_de_salud', 'ambulancia')",
            name=op.f("ck_record_harm_kind_known"),
        ),
        sa.CheckConstraint(
            "people IN ('movilizado', 'tercero', 'policia', 'militar', 'ninez_y_adolescencia', 'otro')",
            name=op.f("ck_record_harm_people_known"),
        ),
        sa.CheckConstraint("source <> ''", name=op.f("ck_record_harm_sourced")),
        sa.CheckConstraint("count BETWEEN 0 AND 1000000", name=op.f("ck_record_harm_count_range")),
        sa.ForeignKeyConstraint(["fact_id"], ["record_fact.id"], name=op.f("fk_record_harm_fact_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_harm_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_harm")),
        sqlite_strict=True,
    )
    op.create_index("ix_record_harm_record", "record_harm", ["record_id", "id"], unique=False)
    op.create_table(
        "report_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("deadline_id", sa.Integer(), nullable=True),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("repeated_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("escalated_to", sa.Text(), nullable=False),
        sa.Column("answered_at", columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("addressee <> ''", name=op.f("ck_report_request_addressed")),
        sa.CheckConstraint(
            "state IN ('enviado', 'reiterado', 'escalado', 'respondido_en_parte', 'respondido', "
            "'sin_respuesta', 'retirado')",
            name=op.f("ck_report_request_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('respondido', 'respondido_en_parte') OR answered_at IS NOT NULL",
            name=op.f("ck_report_request_answer"),
        ),
        sa.ForeignKeyConstraint(["action_id"], ["record_action.id"], name=op.f("fk_report_request_action_id")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_report_request_deadline_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_report_request_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_request")),
        sqlite_strict=True,
    )
    op.create_index("ix_report_request_record", "report_request", ["record_id", "id"], unique=False)
    op.create_index("ix_report_request_state", "report_request", ["state", "sent_at"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verification", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("owner <> ''", name=op.f("ck_commitment_owned")),
        sa.CheckConstraint("state = 'pendiente' OR verification <> ''", name=op.f("ck_commitment_verified")),
        sa.CheckConstraint(
            "state IN ('pendiente', 'cumplido', 'cumplido_en_parte', 'incumplido', 'en_seguimiento')",
            name=op.f("ck_commitment_state_known"),
        ),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_commitment_agreement_id")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_commitment_deadline_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_commitment_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sqlite_strict=True,
    )
    op.create_index("ix_commitment_agreement", "commitment", ["agreement_id", "id"], unique=False)
    op.create_index("ix_commitment_record", "commitment", ["record_id", "id"], unique=False)
    op.create_table(
        "reserved_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("harm_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["harm_id"], ["record_harm.id"], name=op.f("fk_reserved_identity_harm_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserved_identity")),
        sqlite_strict=True,
    )
    op.create_index("ix_reserved_identity_harm", "reserved_identity", ["harm_id"], unique=False)
