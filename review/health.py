"""Whether the reading room can serve: for a proxy or an orchestrator that asks every few seconds."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from review.context import room_of
from schemas.errors import KhoError
from schemas.keys import ObjectKey

router = APIRouter()
_ANY = ObjectKey("0=ocfl_1.1")


@router.get("/healthz")
def healthz(request: Request) -> JSONResponse:
    """200 when database and store answer; 503 with the code of what does not."""
    house = room_of(request).house
    parts: dict[str, str] = {}
    for name, look in (("database", house.ledger.waiting), ("store", lambda: house.store.stat(_ANY))):
        try:
            look()
        except KhoError as problem:
            parts[name] = str(problem.code)
        else:
            parts[name] = "ok"
    well = all(state == "ok" for state in parts.values())
    return JSONResponse(parts, HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE)
