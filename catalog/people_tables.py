"""The tables of the reading room's people: accounts, sessions, tries to sign in, and the audit, which only grows."""

from sqlalchemy import DDL, BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, event

from catalog.columns import Instant, Ordered, metadata

person = Table(
    "person",
    metadata,
    Column("id", Ordered, primary_key=True),
    Column("login", Ordered, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Ordered),
    Column("roles", Text, nullable=False, comment="words with spaces between"),
    Column("agencies", Text, comment="JSON list of names; null: all"),
    Column("enabled", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant),
    comment="never deleted, so that a login is never given twice",
)
Index("ix_person_login", person.c.login, unique=True)
Index("ix_person_email", person.c.email, unique=True)


def _of_person(*, primary_key: bool = False) -> Column[str]:
    return Column("person", Ordered, ForeignKey("person.id"), primary_key=primary_key, nullable=False)


credential = Table(
    "credential",
    metadata,
    _of_person(primary_key=True),
    Column("hash", Text, nullable=False, comment="argon2id, with its salt and costs"),
    Column("must_change", Boolean, nullable=False, comment="given by somebody else"),
    Column("changed_at", Instant, nullable=False),
    Column("valid_until", Instant, comment="of a password given by somebody else"),
)

external_identity = Table(
    "external_identity",
    metadata,
    Column("issuer", Ordered, primary_key=True),
    Column("subject", Ordered, primary_key=True),
    _of_person(),
    Column("linked_at", Instant, nullable=False),
)
Index("ix_external_identity_person", external_identity.c.person, external_identity.c.issuer, unique=True)

session = Table(
    "session",
    metadata,
    Column("digest", Ordered, primary_key=True, comment="SHA-256 of the cookie's secret, which is kept nowhere"),
    _of_person(),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
)
Index("ix_session_person", session.c.person)
Index("ix_session_expires_at", session.c.expires_at)

device = Table(
    "device",
    metadata,
    Column("digest", Ordered, primary_key=True, comment="SHA-256 of a browser's long-lived cookie"),
    _of_person(primary_key=True),
    Column("seen_at", Instant, nullable=False),
    comment="browsers in which somebody has signed in before",
)
Index("ix_device_seen_at", device.c.seen_at)

sign_in_try = Table(
    "sign_in_try",
    metadata,
    Column("key", Ordered, primary_key=True, comment="SHA-256 of a login, an address or a device"),
    Column("failures", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("locked_until", Instant),
)
Index("ix_sign_in_try_last_at", sign_in_try.c.last_at)

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("person", Ordered, comment="login; null: nobody who is known"),
    Column("action", Ordered, nullable=False),
    Column("record", Ordered),
    Column("agency", Text),
    Column("detail", Text, nullable=False, comment="a JSON object"),
    Column("address", Text),
    comment="append-only: triggers refuse every change and deletion",
)
Index("ix_audit_at", audit.c.at, audit.c.number)
Index("ix_audit_person", audit.c.person, audit.c.number)
Index("ix_audit_record", audit.c.record, audit.c.number)

_REFUSE = "EXECUTE FUNCTION audit_grows()"
APPEND_ONLY: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit only grows'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit only grows'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_grows() RETURNS trigger AS $$BEGIN RAISE 'audit only grows'; END$$ LANGUAGE plpgsql",
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW {_REFUSE}",
        f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT {_REFUSE}",
    ),
}
"""What makes the audit append-only, in each database's words."""

for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        event.listen(audit, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
