"""A person's change made: a new version in the archive, the draft dropped, the deed in the audit."""

from fastapi import Request

from pipeline.revise.revise import revise
from review.access.guard import badge
from review.context import room_of
from review.record.holding import require_held
from review.record.noted import note_change
from review.record.opening import Held
from schemas.change import Change, Revision
from schemas.person import Person
from schemas.redescription import Outcome

_CORRECTIONS = frozenset({"record.correct", "record.merge"})


def make(request: Request, person: Person, held: Held, change: Change, *, base: int, deed: str) -> Revision:
    """Makes the change upon version ``base``; ``deed`` is its name in the audit.

    After it the person's draft is gone and the record off the desk, unless somebody was faster (MOVED_ON).

    Raises:
        Refused: NOT_YOUR_OWN, GATE_CLOSED, NO_SUCH_WORD, BAD_VALUE, REASON_MISSING, NOT_PUBLISHED; a correction
            also ON_ANOTHER_DESK.
    """
    room, record = room_of(request), held.record
    if deed in _CORRECTIONS:
        require_held(request, person, held)
    made = revise(room.house.ports, record.id, change, by=person.login, base=base)
    if made.outcome is not Outcome.MOVED_ON:
        room.desk.drop_draft(record.id, person.login)
        room.desk.release(record.id, person.login)
    note_change(
        room.audit, change, made, person=person.login, deed=deed, agency=record.agency,
        address=badge(request).address, at=room.now(),
    )  # fmt: skip
    return made
