"""Versions: who changed what, when and why; two of them side by side; an old one made the newest again."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from review.access.guard import require
from review.context import room_of
from review.record.deeds import done
from review.record.difference import difference
from review.record.opening import Held, names_of, open_record, shelf_of
from review.record.saving import base_of, first_of, whole_form
from review.record.view import title_of
from review.rendering import root_of
from schemas.change import Change
from schemas.page import Page
from schemas.person import Person
from schemas.publication import public_version
from schemas.rights import Action, may

router = APIRouter()
_May = Annotated[Person, Depends(require(Action.SEE_RECORD))]
_Restores = Annotated[Person, Depends(require(Action.RESTORE))]


@router.get("/record/{record}/versions")
def versions(request: Request, person: _May, record: str) -> Response:
    """All versions, newest first."""
    return _list(request, open_record(request, record, person), person)


@router.get("/record/{record}/compare")
def choose(
    request: Request, person: _May, record: str, one: Annotated[int, Query(ge=1)], other: Annotated[int, Query(ge=1)]
) -> Response:
    """The plain form that picks two versions."""
    held = open_record(request, record, person)
    return RedirectResponse(f"{root_of(request)}/record/{held.record.id}/compare/{one}/{other}", HTTPStatus.SEE_OTHER)


@router.get("/record/{record}/compare/{one}/{other}")
def compared(request: Request, person: _May, record: str, one: int, other: int) -> Response:
    """What differs between two versions, the older one left; raises `RecordMissing` for one that is not there."""
    held = open_record(request, record, person)
    shelf = shelf_of(request)
    before, after = (shelf.open(held.record.id, number) for number in sorted((one, other)))
    return room_of(request).page(
        request, "record/compare.html", before=before.number, after=after.number,
        found=difference(before.record, after.record, _changed(request, before, after)),
        record=held.record, title=title_of(held.record), versions=held.versions, names=names_of(request),
    )  # fmt: skip


@router.post("/record/{record}/restore")
def restore(
    request: Request, person: _Restores, record: str, form: Annotated[dict[str, list[str]], Depends(whole_form)]
) -> Response:
    """Makes an old version the newest again (fields ``version``, ``why``); nothing of the others is lost."""
    held = open_record(request, record, person, Action.RESTORE)
    change = Change(restore=base_of(form, "version"), why=first_of(form, "why"))
    made = done(request, person, held, change, base=base_of(form), deed="record.restore")
    if made.sentence:
        return _list(request, held, person, sentence=made.sentence)
    return RedirectResponse(f"{root_of(request)}/record/{held.record.id}/versions{made.query}", HTTPStatus.SEE_OTHER)


# ---------------------------------------------------------------------------------------------------------------------


def _list(request: Request, held: Held, person: Person, *, sentence: str = "") -> Response:
    room, record = room_of(request), held.record
    return room.page(
        request, "record/versions.html", status=422 if sentence else 200, record=record, title=title_of(record),
        number=held.number, versions=held.versions, public=public_version(record, room.now()), sentence=sentence,
        names=names_of(request), may_restore=may(person, Action.RESTORE, record.agency),
        moved="moved" in request.query_params,
    )  # fmt: skip


def _changed(request: Request, before: Held, after: Held) -> list[tuple[Page, Page]]:
    """The pages whose words have another file in the later version: only those are read."""
    shelf = shelf_of(request)
    paths = zip(before.record.files.alto, after.record.files.alto, strict=False)
    numbers = [n for n, (old, new) in enumerate(paths, 1) if before.paths[old] != after.paths[new]]
    return [(shelf.page(before, number), shelf.page(after, number)) for number in numbers]
