"""The record on a person's desk: held while the screen is open, given back, taken over; nobody else corrects it then.

Only corrections wait for whoever holds it. What concerns the public (publishing, withdrawing, gates) never does: it is
done upon the version that was looked at, and a correction begun before is merged.
"""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from review.access.guard import require
from review.access.note import note
from review.context import room_of
from review.formats import local
from review.queue import HOLD_SECONDS
from review.record.opening import Held, names_of, open_record
from review.rendering import root_of
from schemas.desk import Claimed
from schemas.errors import Code, Refused
from schemas.person import Person
from schemas.rights import Action

router = APIRouter()
_May = Annotated[Person, Depends(require(Action.CORRECT))]


@router.post("/record/{record}/claim")
def claim(request: Request, person: _May, record: str) -> JSONResponse:
    """Puts the record on the person's desk, or keeps it there; says who has it."""
    held = open_record(request, record, person, Action.CORRECT)
    return JSONResponse({**holder_json(request, _claimed(request, person, held)), "newest": held.newest})


@router.post("/record/{record}/release", status_code=HTTPStatus.NO_CONTENT)
def release(request: Request, person: _May, record: str) -> None:
    """Takes the record off the person's desk."""
    held = open_record(request, record, person, Action.CORRECT)
    room_of(request).desk.release(held.record.id, person.login)


@router.post("/record/{record}/take-over")
def take_over(request: Request, person: _May, record: str) -> Response:
    """Takes the record from whoever holds it, whose draft stays; noted with the login of who held it."""
    room, held = room_of(request), open_record(request, record, person, Action.CORRECT)
    former = room.desk.take_over(held.record.id, person.login, now=room.now(), seconds=HOLD_SECONDS)
    if former is not None:
        note(request, "record.take-over", record=held.record.id, agency=held.record.agency, detail={"from": former.by})
    return RedirectResponse(f"{root_of(request)}/record/{held.record.id}", HTTPStatus.SEE_OTHER)


def require_held(request: Request, person: Person, held: Held) -> None:
    """Lets nobody correct what somebody else has on the desk; else it is this person's from now on.

    Raises:
        Refused: ON_ANOTHER_DESK (facts ``name``, ``until``).
    """
    got = _claimed(request, person, held)
    if not got.ours:
        name = names_of(request).get(got.by, got.by)
        raise Refused(Code.ON_ANOTHER_DESK, detail=got.by, name=name, until=f"{local(got.until):%H:%M}")


def holder_json(request: Request, claimed: Claimed) -> dict[str, Any]:
    """Who has it, for the screen's script."""
    return {
        "ours": claimed.ours,
        "name": names_of(request).get(claimed.by, claimed.by),
        "until": claimed.until.isoformat(),
    }


def _claimed(request: Request, person: Person, held: Held) -> Claimed:
    room = room_of(request)
    return room.desk.claim(held.record.id, person.login, now=room.now(), seconds=HOLD_SECONDS)
