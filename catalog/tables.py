"""All tables, in SQLAlchemy Core; SQLite and PostgreSQL hold the same.

A change to one of them needs a migration in :mod:`catalog.migrations`; a test compares them.
"""

from catalog.card_tables import card, change, change_counter, claim, receipt, version
from catalog.columns import Instant, metadata
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

__all__ = [
    "Instant",
    "card",
    "change",
    "change_counter",
    "claim",
    "drop_journal",
    "dropped_file",
    "in_progress",
    "metadata",
    "part",
    "part_in_progress",
    "receipt",
    "unreleased",
    "version",
    "work",
    "worker",
]
