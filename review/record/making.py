"""A person's change made: a new version in the archive, the draft dropped, the deed in the audit."""

from fastapi import Request

from pipeline.revise.revise import revise
from review.access.guard import badge
from review.context import room_of
from review.record.opening import Held
from schemas.change import Change, Revision
from schemas.person import Person
from schemas.redescription import Outcome


def make(request: Request, person: Person, held: Held, change: Change, *, base: int, deed: str) -> Revision:
    """Makes the change upon version ``base``; ``deed`` is its name in the audit.

    After it the person's draft is gone and the record off the desk, unless somebody was faster (MOVED_ON).

    Raises:
        Refused: NOT_YOUR_OWN, GATE_CLOSED, NO_SUCH_WORD, BAD_VALUE, REASON_MISSING, NOT_PUBLISHED.
    """
    room, record = room_of(request), held.record
    made = revise(room.house.ports, record.id, change, by=person.login, base=base)
    if made.outcome is not Outcome.MOVED_ON:
        room.desk.drop_draft(record.id, person.login)
        room.desk.release(record.id, person.login)
    if made.outcome is Outcome.CHANGED:
        room.audit.note(
            person=person.login, action=deed, record=record.id, agency=record.agency, address=badge(request).address,
            detail=_detail(change, made), at=room.now(),
        )  # fmt: skip
    return made


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
