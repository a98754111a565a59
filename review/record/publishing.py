"""Publishing: gates decided, what the public will see, published by other eyes, withdrawn, embargoed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from review.access.guard import require
from review.context import room_of
from review.formats import VIETNAM
from review.record.deeds import done
from review.record.opening import Held, names_of, open_record, parsed
from review.record.saving import base_of, first_of, whole_form
from review.record.view import view
from review.rendering import root_of
from schemas.change import Change
from schemas.errors import RecordMissing
from schemas.gate import GateKind
from schemas.messages import sentence
from schemas.person import Person
from schemas.publication import Decision
from schemas.record import AccessLevel
from schemas.rights import Action, may, may_decide

router = APIRouter()
T = TypeVar("T")
_Form = Annotated[dict[str, list[str]], Depends(whole_form)]
_Sees = Annotated[Person, Depends(require(Action.SEE_RECORD))]
_Decides = Annotated[Person, Depends(require(Action.DECIDE_GATE))]
_Publishes = Annotated[Person, Depends(require(Action.PUBLISH))]
_Withdraws = Annotated[Person, Depends(require(Action.WITHDRAW))]


@router.get("/record/{record}/publish")
def publish_screen(request: Request, person: _Sees, record: str) -> Response:
    """What holds it back, what the public would see, and what this person may do about it."""
    return _screen(request, open_record(request, record, person), person)


@router.post("/record/{record}/decide")
def decide(request: Request, person: _Decides, record: str, form: _Form) -> Response:
    """Decides about all gates of one kind: ``kind``, ``decision``, ``why`` (mandatory)."""
    held = open_record(request, record, person, Action.DECIDE_GATE)
    kind, decision = _of(GateKind, first_of(form, "kind")), _of(Decision, first_of(form, "decision"))
    if not may_decide(person, kind, held.record.agency):
        raise HTTPException(403)
    change = Change(decisions=((kind, decision, first_of(form, "why")),))
    return _do(request, person, held, form, change, deed="record.decide")


@router.post("/record/{record}/publish")
def publish(request: Request, person: _Publishes, record: str, form: _Form) -> Response:
    """Gives this version to the public."""
    held = open_record(request, record, person, Action.PUBLISH)
    return _do(request, person, held, form, Change(publish=True, why=first_of(form, "why")), deed="record.publish")


@router.post("/record/{record}/withdraw")
def withdraw(request: Request, person: _Withdraws, record: str, form: _Form) -> Response:
    """Takes it back from the public: ``why`` (mandatory, shown to the public), ``replaced_by``."""
    held = open_record(request, record, person, Action.WITHDRAW)
    other = first_of(form, "replaced_by")
    try:
        instead = open_record(request, parsed_name(other), person).record.id if other else None
    except (HTTPException, RecordMissing):
        told = sentence(RecordMissing(name=other), room_of(request).tongue(request))
        return _screen(request, held, person, told=told)
    change = Change(withdraw=True, why=first_of(form, "why"), replaced_by=instead)
    return _do(request, person, held, form, change, deed="record.withdraw")


@router.post("/record/{record}/access")
def access(request: Request, person: _Publishes, record: str, form: _Form) -> Response:
    """Sets the access level (``access``) and until when it is embargoed (``until``, Vietnamese time; ``lift``)."""
    held = open_record(request, record, person, Action.PUBLISH)
    until = first_of(form, "until")
    lift = "lift" in form and held.record.embargo_until is not None
    change = Change(
        access=_of(AccessLevel, first_of(form, "access")), lift_embargo=lift,
        embargo_until=_moment(until) if until and not lift else None, why=first_of(form, "why"),
    )  # fmt: skip
    return _do(request, person, held, form, change, deed="record.access")


# ---------------------------------------------------------------------------------------------------------------------


def parsed_name(text: str) -> str:
    """A record's id out of what was typed or pasted: the id itself, or an address that ends with it."""
    return parsed(text.rstrip("/").rpartition("/")[2])


def _of(kind: Callable[[str], T], text: str) -> T:
    """The member of a list that a form names; raises `HTTPException` 422."""
    try:
        return kind(text)
    except ValueError as wrong:
        raise HTTPException(422) from wrong


def _moment(text: str) -> datetime:
    """What a date-and-time field says, on a clock in Vietnam."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    except ValueError as wrong:
        raise HTTPException(422) from wrong


def _do(
    request: Request, person: Person, held: Held, form: Mapping[str, Sequence[str]], change: Change, *, deed: str
) -> Response:
    made = done(request, person, held, change, base=base_of(form), deed=deed)
    if made.sentence:
        return _screen(request, held, person, told=made.sentence)
    return RedirectResponse(f"{root_of(request)}/record/{held.record.id}/publish{made.query}", HTTPStatus.SEE_OTHER)


def _screen(request: Request, held: Held, person: Person, *, told: str = "") -> Response:
    room, record = room_of(request), held.record
    shown = view(record, held.contents, held.versions, (), number=held.number, now=room.now())
    return room.page(
        request, "record/publish.html", view=shown, names=names_of(request), sentence=told,
        moved="moved" in request.query_params, status=422 if told else 200,
        own=person.login in record.corrected_by, embargoed=_embargoed(held, room.now()),
        rights={
            "publish": may(person, Action.PUBLISH, record.agency),
            "withdraw": may(person, Action.WITHDRAW, record.agency),
            "decide": {kind: may_decide(person, kind, record.agency) for kind in GateKind},
        },
    )  # fmt: skip


def _embargoed(held: Held, now: datetime) -> bool:
    until = held.record.embargo_until
    return until is not None and now < until
