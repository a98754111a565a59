"""The reading room's people: accounts, sessions, tries to sign in, and the audit, which only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the tables, their indexes and the audit's triggers."""
    _person()
    _session()
    _try()
    _audit()


def _ordered() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", _ordered(), nullable=False),
        sa.Column("login", _ordered(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", _ordered()),
        sa.Column("roles", sa.Text(), nullable=False, comment="words with spaces between"),
        sa.Column("agencies", sa.Text(), comment="JSON list of names; null: all"),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("seen_at", _instant()),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        comment="never deleted, so that a login is never given twice",
    )
    op.create_index("ix_person_login", "person", ["login"], unique=True)
    op.create_index("ix_person_email", "person", ["email"], unique=True)
    op.create_table(
        "credential",
        sa.Column("person", _ordered(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False, comment="argon2id, with its salt and costs"),
        sa.Column("must_change", sa.Boolean(), nullable=False, comment="given by somebody else"),
        sa.Column("changed_at", _instant(), nullable=False),
        sa.Column("valid_until", _instant(), comment="of a password given by somebody else"),
        sa.PrimaryKeyConstraint("person", name="pk_credential"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_credential_person"),
    )
    op.create_table(
        "external_identity",
        sa.Column("issuer", _ordered(), nullable=False),
        sa.Column("subject", _ordered(), nullable=False),
        sa.Column("person", _ordered(), nullable=False),
        sa.Column("linked_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_external_identity"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_external_identity_person"),
    )
    op.create_index("ix_external_identity_person", "external_identity", ["person", "issuer"], unique=True)


def _session() -> None:
    op.create_table(
        "session",
        sa.Column(
            "digest", _ordered(), nullable=False, comment="SHA-256 of the cookie's secret, which is kept nowhere"
        ),
        sa.Column("person", _ordered(), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("seen_at", _instant(), nullable=False),
        sa.Column("expires_at", _instant(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_session"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_session_person"),
    )
    op.create_index("ix_session_person", "session", ["person"])
    op.create_index("ix_session_expires_at", "session", ["expires_at"])


def _try() -> None:
    op.create_table(
        "device",
        sa.Column("digest", _ordered(), nullable=False, comment="SHA-256 of a browser's long-lived cookie"),
        sa.Column("person", _ordered(), nullable=False),
        sa.Column("seen_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "person", name="pk_device"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_device_person"),
        comment="browsers in which somebody has signed in before",
    )
    op.create_index("ix_device_seen_at", "device", ["seen_at"])
    op.create_table(
        "sign_in_try",
        sa.Column("key", _ordered(), nullable=False, comment="SHA-256 of a login, an address or a device"),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", _instant(), nullable=False),
        sa.Column("locked_until", _instant()),
        sa.PrimaryKeyConstraint("key", name="pk_sign_in_try"),
    )
    op.create_index("ix_sign_in_try_last_at", "sign_in_try", ["last_at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("person", _ordered(), comment="login; null: nobody who is known"),
        sa.Column("action", _ordered(), nullable=False),
        sa.Column("record", _ordered()),
        sa.Column("agency", sa.Text()),
        sa.Column("detail", sa.Text(), nullable=False, comment="a JSON object"),
        sa.Column("address", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
        comment="append-only: triggers refuse every change and deletion",
    )
    op.create_index("ix_audit_at", "audit", ["at", "number"])
    op.create_index("ix_audit_person", "audit", ["person", "number"])
    op.create_index("ix_audit_record", "audit", ["record", "number"])
    for statement in _append_only(op.get_bind().dialect.name):
        op.execute(statement)


def _append_only(dialect: str) -> tuple[str, ...]:
    if dialect == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'audit only grows'); END"
        return (
            f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit {refuse}",
            f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit {refuse}",
        )
    refuse = "EXECUTE FUNCTION audit_grows()"
    return (
        "CREATE FUNCTION audit_grows() RETURNS trigger AS $$BEGIN RAISE 'audit only grows'; END$$ LANGUAGE plpgsql",
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW {refuse}",
        f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT {refuse}",
    )
