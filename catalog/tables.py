"""All tables, in SQLAlchemy Core; SQLite and PostgreSQL hold the same.

A change to one of them needs a migration in :mod:`catalog.migrations`; a test compares them.
"""

from catalog.card_tables import card, change, change_counter, claim, receipt, version
from catalog.columns import Instant, metadata
from catalog.desk_tables import (
    attention,
    attention_count,
    attention_topic,
    desk_claim,
    draft,
    in_trouble,
    part_in_trouble,
    put_back,
    release_wish,
    saved_filter,
)
from catalog.ledger_tables import (
    drop_journal,
    dropped_file,
    in_progress,
    part,
    part_in_progress,
    unreleased,
    work,
    worker,
)
from catalog.people_tables import audit, credential, device, external_identity, person, session, sign_in_try

__all__ = [
    "Instant",
    "attention",
    "attention_count",
    "attention_topic",
    "audit",
    "card",
    "change",
    "change_counter",
    "claim",
    "credential",
    "desk_claim",
    "device",
    "draft",
    "drop_journal",
    "dropped_file",
    "external_identity",
    "in_progress",
    "in_trouble",
    "metadata",
    "part",
    "part_in_progress",
    "part_in_trouble",
    "person",
    "put_back",
    "receipt",
    "release_wish",
    "saved_filter",
    "session",
    "sign_in_try",
    "unreleased",
    "version",
    "work",
    "worker",
]
