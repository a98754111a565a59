"""Whether the portal can serve: for a proxy or a container engine that asks every few seconds."""

from fastapi import APIRouter, Request

from portal.lookup import window
from schemas.ids import RecordId

router = APIRouter()
_NOBODY = RecordId("0")
"""No record has this id: asking for it asks the store, and nothing else."""


@router.get("/healthz")
def healthz(request: Request) -> dict[str, int]:
    """200 with the last change that can be searched; the page for 503 when the store does not answer."""
    at = window(request)
    at.showcase.published(_NOBODY, at.clock.now())
    return {"change": at.finder.number()}
