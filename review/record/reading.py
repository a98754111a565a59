"""What the viewer fetches while a person looks: page pictures, words of a page, a text as its field would have it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response

from review.access.guard import require
from review.pictures import mark_of
from review.record.opening import open_record, pdf_of, pictures_of, shelf_of
from review.record.values import read, taken
from review.record.words_view import words_json
from schemas.claim import FieldName
from schemas.person import Person
from schemas.rights import Action

router = APIRouter()
_May = Annotated[Person, Depends(require(Action.SEE_RECORD))]
_KEEP = {"Cache-Control": "private, max-age=3600, immutable"}
"""An address of these never gets another content; an hour, because office computers are shared."""


@router.get("/record/{record}/page/{number}.webp")
def picture(
    request: Request, person: _May, record: str, number: int, w: Annotated[int, Query(ge=1, le=10_000)] = 1400
) -> Response:
    """The page as WebP, upright, at the next step of width."""
    held = open_record(request, record, person)
    pdf, turn = pdf_of(request, held, number)
    mark = mark_of(pdf, number, w)
    headers = {**_KEEP, "ETag": mark}
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    found = pictures_of(request).picture(pdf, number, w, turn=turn)
    return Response(found, media_type="image/webp", headers=headers)


@router.get("/record/{record}/words/{number}.json")
def words(
    request: Request, person: _May, record: str, number: int, v: Annotated[int | None, Query(ge=1)] = None
) -> JSONResponse:
    """The words of page ``number`` at version ``v`` (None: the newest)."""
    held = open_record(request, record, person, version=v)
    if not 1 <= number <= len(held.record.pages):
        raise HTTPException(404)
    found: dict[str, Any] = words_json(shelf_of(request).page(held, number))
    return JSONResponse(found, headers=_KEEP if v is not None else {"Cache-Control": "no-store"})


@router.get("/record/{record}/taken.json")
def taken_words(
    request: Request, person: _May, record: str, field: FieldName, text: Annotated[str, Query(max_length=4_000)]
) -> JSONResponse:
    """Words from the page as a person would type them into that field, and whether they are a value of it."""
    open_record(request, record, person)
    told = taken(field, text)
    try:
        read(field, told)
    except ValueError as problem:
        return JSONResponse({"text": told, "problem": str(problem)})
    return JSONResponse({"text": told, "problem": None})
