"""The merge screen: somebody was faster; what we began with, theirs and mine, and which is to stand."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from review.access.guard import require
from review.context import room_of
from review.record.making import make
from review.record.merge import Choice, Meeting, carried, meet, pages_wanted
from review.record.opening import Held, names_of, open_record, shelf_of
from review.record.saving import Begun, base_of, keep_draft, typed_of, whole_form
from review.record.typed import Typed, change_of
from review.record.view import title_of
from review.rendering import root_of
from schemas.desk import Draft
from schemas.errors import Refused
from schemas.messages import sentence
from schemas.person import Person
from schemas.redescription import Outcome
from schemas.rights import Action

router = APIRouter()
_May = Annotated[Person, Depends(require(Action.CORRECT))]


@router.get("/record/{record}/merge")
def merge_screen(request: Request, person: _May, record: str) -> Response:
    """Asks what is to stand; without a draft upon an older version there is nothing to ask."""
    held = open_record(request, record, person, Action.CORRECT)
    draft = room_of(request).desk.draft(held.record.id, person.login)
    if draft is None or draft.base >= held.number:
        return _to_record(request, held)
    return _screen(request, held, draft)


@router.post("/record/{record}/merge")
def merge(
    request: Request, person: _May, record: str, form: Annotated[dict[str, list[str]], Depends(whole_form)]
) -> Response:
    """Carries the draft over to their version as chosen: to be saved at once (``save``) or looked at again."""
    held = open_record(request, record, person, Action.CORRECT)
    draft = room_of(request).desk.draft(held.record.id, person.login)
    if draft is None or draft.base >= held.number:
        return _to_record(request, held)
    if base_of(form) != held.number:  # somebody was faster once more
        return _screen(request, held, draft)
    typed = typed_of(draft.change)
    chosen = {name: Choice(values[0]) for name, values in form.items() if values[0] in set(Choice)}
    begun = Begun(base=held.number, typed=carried(typed, _meeting(request, held, draft, typed), chosen))
    if begun.typed.empty:
        room_of(request).desk.drop_draft(held.record.id, person.login)
        return _to_record(request, held)
    keep_draft(request, person, held, begun)
    return _saved(request, person, held, begun) if "save" in form else _to_record(request, held)


# ---------------------------------------------------------------------------------------------------------------------


def _to_record(request: Request, held: Held) -> Response:
    return RedirectResponse(f"{root_of(request)}/record/{held.record.id}", HTTPStatus.SEE_OTHER)


def _saved(request: Request, person: Person, held: Held, begun: Begun) -> Response:
    """Saved at once; what is refused is told, and waits in the draft."""
    room = room_of(request)
    try:
        made = make(request, person, held, change_of(begun.typed, held.record), base=begun.base, deed="record.merge")
    except Refused as refused:
        return room.page(
            request, "record/refused.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, record=held.record,
            title=title_of(held.record), sentence=sentence(refused, room.tongue(request)),
        )  # fmt: skip
    here = f"{root_of(request)}/record/{held.record.id}"
    moved = made.outcome is Outcome.MOVED_ON
    return RedirectResponse(f"{here}/merge" if moved else here, HTTPStatus.SEE_OTHER)


def _meeting(request: Request, held: Held, draft: Draft, typed: Typed) -> Meeting:
    shelf = shelf_of(request)
    base = shelf.open(held.record.id, draft.base)
    numbers = [number for number in pages_wanted(typed) if number <= len(held.record.files.alto)]
    return meet(typed, base.record, held.record, {number: shelf.page(held, number) for number in numbers})


def _screen(request: Request, held: Held, draft: Draft) -> Response:
    typed = typed_of(draft.change)
    return room_of(request).page(
        request, "record/merge.html", record=held.record, title=title_of(held.record), number=held.number,
        base=draft.base, meeting=_meeting(request, held, draft, typed), why=typed.why, names=names_of(request),
        theirs=held.versions[draft.base :],
    )  # fmt: skip
