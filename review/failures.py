"""What was refused, failed or waits with trouble: the reason, the remedy, the file, and trying again."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from review.access.guard import of_agency, require
from review.access.note import note
from review.agency_names import known_agencies
from review.asked import Text, read_place, write_place
from review.context import Room, room_of
from review.rendering import root_of
from schemas.desk import RetryOutcome, Wish
from schemas.drop import State
from schemas.gate import GateKind
from schemas.ids import ItemId
from schemas.person import Person
from schemas.rights import Action, may, may_decide, scope
from wiring.retries import may_release, open_retries

router = APIRouter()
_PAGE = 50
_STATES = (State.REFUSED, State.QUEUED, State.WORKING)


@router.get("/failures")
def failures(
    request: Request, person: Annotated[Person, Depends(require(Action.SEE_FAILURES))],
    agency: Text = None, code: Text = None, state: Text = None, after: Text = None, told: Text = None,
) -> Response:  # fmt: skip
    """The list, youngest first. ``told``: what became of the last wish to try again."""
    room, agencies = room_of(request), scope(person, Action.SEE_FAILURES)
    if state is not None and state not in {known.value for known in _STATES}:
        raise HTTPException(422)
    asked = {"agency": agency, "code": code, "state": state}
    page = room.failures.failures(agencies, agency=agency, code=code, state=state, after=read_place(after), limit=_PAGE)
    return room.page(
        request, "failures.html", page=page, following=write_place(page.next), begun=after is not None,
        codes=room.failures.codes(agencies), states=_STATES, may_retry=may(person, Action.RETRY),
        asked=asked, told=_outcome(told), query=urlencode({name: word for name, word in asked.items() if word}),
        agencies=[(name, None) for name in known_agencies(room, agencies)],
        wanted={row.item: _wanted(room, row.wish, row.agency, person) for row in page.rows if row.wish},
    )  # fmt: skip


@router.post("/failures/{item}/retry")
def retry(
    request: Request, item: ItemId, person: Annotated[Person, Depends(require(Action.RETRY))],
    reason: Annotated[str, Form(max_length=500)] = "",
) -> RedirectResponse:  # fmt: skip
    """Tries an item again; a mark of secrecy wants two different people, one a publisher, with a reason each."""
    room = room_of(request)
    row = room.house.ledger.get(item)
    if row is None:
        raise HTTPException(404)
    of_agency(person, Action.RETRY, row.agency)
    done = open_retries(room.house).retry(item, person.login, reason=reason.strip(), now=room.now())
    note(request, "retry", record=row.record, agency=row.agency, detail={"item": item, "outcome": done.outcome.value})
    where = f"{root_of(request)}/failures?told={done.outcome.value}"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _wanted(room: Room, first: Wish, agency: str, person: Person) -> tuple[RetryOutcome, bool]:
    """Who is wanted besides the one who has spoken for a file, and whether this person's word can be of use."""
    if may_release(room.people, first.person, agency):
        return RetryOutcome.SECOND_WANTED, True
    useful = first.person == person.login or may_decide(person, GateKind.SECRET, agency)
    return RetryOutcome.PUBLISHER_WANTED, useful


def _outcome(word: str | None) -> RetryOutcome | None:
    return next((outcome for outcome in RetryOutcome if outcome.value == word), None)
