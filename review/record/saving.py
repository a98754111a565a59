"""Drafts kept while a person types, and the change sent."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import Field, ValidationError

from pipeline.stages.attention import attention
from review.access.guard import require
from review.context import room_of
from review.record.holding import holder_json
from review.record.making import make
from review.record.opening import Held, open_record, shelf_of
from review.record.typed import Typed, change_of, of_form
from review.rendering import root_of
from schemas.attention import Step
from schemas.base import Frozen
from schemas.change import Revision
from schemas.desk import Draft
from schemas.errors import Refused
from schemas.messages import sentence
from schemas.person import Person
from schemas.redescription import Outcome
from schemas.rights import Action

router = APIRouter()
_May = Annotated[Person, Depends(require(Action.CORRECT))]
MOST_VERSIONS = 1_000_000
_Sees = Annotated[Person, Depends(require(Action.SEE_RECORD))]


class Begun(Frozen):
    """A draft and the version it was begun on."""

    base: int = Field(ge=1)
    typed: Typed


class Sent(Begun):
    """A change to be made; ``confirm``: everything else that stands there is right."""

    confirm: bool = False


@router.get("/record/{record}/state.json")
def state(request: Request, person: _Sees, record: str) -> JSONResponse:
    """What the screen needs besides its HTML: pages, versions, the draft, who has the record."""
    room, held = room_of(request), open_record(request, record, person)
    draft = room.desk.draft(held.record.id, person.login)
    holder = room.desk.holder(held.record.id, person.login, now=room.now())
    pages = [
        {"width": p.width, "height": p.height, "doubtful": len(p.quality.worst) if p.quality else 0}
        for p in held.record.pages
    ]
    told = {
        "base": held.number,
        "pages": pages,
        "draft": _draft(draft) if draft else None,
        "holder": holder_json(request, holder) if holder else None,
    }
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


@router.put("/record/{record}/draft", status_code=HTTPStatus.NO_CONTENT)
def keep(request: Request, person: _May, record: str, begun: Begun) -> None:
    """Keeps what was typed; an empty draft is forgotten."""
    room, held = room_of(request), open_record(request, record, person, Action.CORRECT)
    if begun.typed.empty:
        room.desk.drop_draft(held.record.id, person.login)
    else:
        keep_draft(request, person, held, begun)


@router.post("/record/{record}/change.json")
def change(request: Request, person: _May, record: str, sent: Sent) -> JSONResponse:
    """Makes the change that the screen sends.

    Gives ``outcome``, ``version`` and ``go``, where to go now; or, with 422, the ``sentence`` and the ``field``.
    """
    held = open_record(request, record, person, Action.CORRECT)
    try:
        made = _made(request, person, held, sent)
    except Refused as refused:
        tongue = room_of(request).tongue(request)
        field = refused.facts.get("field")
        told = {"sentence": sentence(refused, tongue), "field": None if field is None else str(field)}
        return JSONResponse(told, HTTPStatus.UNPROCESSABLE_ENTITY)
    if made.outcome is Outcome.MOVED_ON:
        keep_draft(request, person, held, sent)
    return JSONResponse({"outcome": made.outcome.value, "version": made.version, "go": _go(request, held, made)})


async def whole_form(request: Request) -> dict[str, list[str]]:
    """A dependency: every field of a form with its values."""
    form = await request.form()
    return {name: [value for value in form.getlist(name) if isinstance(value, str)] for name in form}


@router.post("/record/{record}/change")
def change_by_form(
    request: Request, person: _May, record: str, form: Annotated[dict[str, list[str]], Depends(whole_form)]
) -> Response:
    """Makes the change of the plain form, for browsers without JavaScript; ``all`` confirms everything else."""
    held = open_record(request, record, person, Action.CORRECT)
    sent = Sent(base=base_of(form), typed=of_form(form, held.record), confirm="all" in form)
    made = _made(request, person, held, sent)
    if made.outcome is Outcome.MOVED_ON:
        keep_draft(request, person, held, sent)
    return RedirectResponse(_go(request, held, made, stay="stay" in form), HTTPStatus.SEE_OTHER)


def base_of(form: Mapping[str, Sequence[str]], name: str = "base") -> int:
    """The version a form was made from, or names; raises `HTTPException` 422."""
    number = first_of(form, name)
    if not number.isdecimal() or not 1 <= int(number[:9]) <= MOST_VERSIONS:
        raise HTTPException(422)
    return int(number)


def first_of(form: Mapping[str, Sequence[str]], name: str) -> str:
    """A field of a form; empty if it is not there."""
    return next(iter(form.get(name, ())), "").strip()


def keep_draft(request: Request, person: Person, held: Held, begun: Begun) -> None:
    """Keeps what this person has typed; raises `Refused` TOO_LARGE."""
    room = room_of(request)
    typed = begun.typed.model_dump_json(exclude_defaults=True)
    room.desk.save_draft(held.record.id, person.login, base=begun.base, change=typed, now=room.now())


def typed_of(change: str) -> Typed:
    """A draft as it was kept; one of another release that cannot be read any more is as good as none."""
    try:
        return Typed.model_validate_json(change)
    except ValidationError:
        return Typed()


# ---------------------------------------------------------------------------------------------------------------------


def _made(request: Request, person: Person, held: Held, sent: Sent) -> Revision:
    """Made upon the version that was on the screen; raises `Refused`."""
    seen = held if sent.base == held.number else shelf_of(request).open(held.record.id, sent.base)
    change = change_of(sent.typed, seen.record, confirm_rest=sent.confirm)
    return make(request, person, held, change, base=sent.base, deed="record.correct")


def _go(request: Request, held: Held, made: Revision, *, stay: bool = False) -> str:
    """Where to go: to the merge screen, to the record again, or to the next one of the queue.

    A record that still wants somebody would be the next one itself: then the one behind it.
    """
    here = f"{root_of(request)}/record/{held.record.id}"
    if made.outcome is Outcome.MOVED_ON:
        return f"{here}/merge"
    if stay:
        return here
    waits = attention(shelf_of(request).open(held.record.id).record).step is Step.CHECK
    return f"{root_of(request)}/queue/next" + (f"?after={held.record.id}" if waits else "")


def _draft(draft: Draft) -> dict[str, Any]:
    typed = typed_of(draft.change).model_dump(mode="json")
    return {"base": draft.base, "typed": typed, "saved": draft.saved_at.isoformat()}
