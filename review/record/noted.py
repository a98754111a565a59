"""A change of a record in the audit: the same entry, whether it was made in the reading room or by a command."""

from datetime import datetime

from catalog.audit import SqlAudit
from schemas.change import Change, Revision
from schemas.redescription import Outcome


def note_change(
    audit: SqlAudit, change: Change, made: Revision, *, person: str, deed: str, agency: str, address: str | None,
    at: datetime, by: str | None = None,
) -> None:  # fmt: skip
    """Notes a change that has made a version; nothing else changes a record.

    Takes: ``person``, a login or what :func:`at_the_machine` gives; ``by``, whom the version names, if that is another.
    """
    if made.outcome is Outcome.CHANGED:
        detail = _detail(change, made) | ({} if by is None else {"by": by})
        audit.note(person=person, action=deed, record=made.record, agency=agency, address=address, detail=detail, at=at)


def at_the_machine(user: str) -> str:
    """How the audit names a user of the machine itself; no login of the reading room has a colon."""
    return f"os:{user}"


def deed_of(change: Change) -> str:
    """The deed's name, by what the change does."""
    done = {
        "record.restore": change.restore is not None,
        "record.withdraw": change.withdraw,
        "record.publish": change.publish,
        "record.correct": bool(change.fields or change.words),
        "record.decide": bool(change.decisions),
    }
    return next((deed for deed, is_so in done.items() if is_so), "record.access")


# ---------------------------------------------------------------------------------------------------------------------


def _detail(change: Change, made: Revision) -> dict[str, str | int | bool | list[str] | None]:
    """Names and numbers only: what was changed is in the version itself."""
    told: dict[str, str | int | bool | list[str] | None] = {
        "version": made.version,
        "fields": [field.value for field in made.fields],
        "words": made.words,
        "access": change.access.value if change.access else None,
        "embargo": change.embargo_until.isoformat() if change.embargo_until else None,
        "embargo_lifted": change.lift_embargo or None,
        "decisions": [f"{kind.value}: {decision.value}" for kind, decision, _ in change.decisions],
        "restored": change.restore,
        "replaced_by": change.replaced_by,
    }
    return {name: value for name, value in told.items() if value not in (None, [], 0)}
