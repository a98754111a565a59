"""Sending scans by the browser: they lie in the inbox afterwards, and the rules of the intake are the same."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import JSONResponse, RedirectResponse, Response

from review.access.guard import require
from review.access.note import note
from review.agency_names import known_agencies, mail_slot
from review.context import room_of
from review.errors import wants_page
from review.rendering import root_of
from schemas.errors import Refused, SettingInvalid
from schemas.messages import sentence
from schemas.person import Person
from schemas.rights import Action, may
from schemas.text import nfc

router = APIRouter()
_AT_ONCE = 500
"""Files in one sending."""
_Sender = Annotated[Person, Depends(require(Action.UPLOAD))]


@router.get("/upload")
def form(request: Request, person: _Sender) -> Response:
    """Where files are dropped or chosen."""
    return _form(request, person)


@router.post("/upload")
def send(
    request: Request, person: _Sender, agency: Annotated[str, Form(max_length=200)],
    files: Annotated[list[UploadFile], File()], together: Annotated[str, Form(max_length=200)] = "",
    urgent: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    """Puts the files into the agency's folder of the inbox. ``together``: they are the pages of one document."""
    agency = nfc(agency.strip())
    if not may(person, Action.UPLOAD, agency):
        raise HTTPException(403)
    given = [(file.filename or "", file.file) for file in files if file.filename]
    if not given or len(given) > _AT_ONCE:
        return _form(request, person, problem="upload.nothing" if not given else "upload.too_many", agency=agency)
    try:
        paths = mail_slot(room_of(request)).post(agency, given, together=together.strip() or None, urgent=urgent)
    except Refused as wrong:
        if not wants_page(request):
            raise
        return _form(request, person, told=sentence(wrong, room_of(request).tongue(request)), agency=agency)
    note(request, "upload", agency=agency, detail={"files": len(paths), "bytes": sum(file.size or 0 for file in files)})
    if wants_page(request):
        return RedirectResponse(f"{root_of(request)}/files?sent={len(paths)}", HTTPStatus.SEE_OTHER)
    return JSONResponse({"paths": [path.rpartition("/")[2] for path in paths]})


def _form(
    request: Request, person: Person, *, problem: str | None = None, told: str | None = None, agency: str = ""
) -> Response:
    room = room_of(request)
    try:
        mail_slot(room)
    except SettingInvalid:
        problem = "upload.no_inbox"
    wrong = problem is not None or told is not None
    return room.page(
        request, "upload.html", status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK, problem=problem,
        told=told, agencies=known_agencies(room, person.agencies), reach=person.agencies, agency=agency,
        limit=room.house.settings.limits.max_bytes,
    )  # fmt: skip
