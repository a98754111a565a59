"""What became public and what was withdrawn: for other collections that keep a copy."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from portal import links
from portal.api.models import Turned, Turns
from portal.lookup import window
from search.turnover import Turn

router = APIRouter()
_PATH = "/api/v1/changes"
_LATEST = 2**62


@router.get("/changes", summary="What was published and withdrawn", tags=["documents"])
def changes(
    request: Request,
    since: Annotated[int, Query(ge=0, le=_LATEST, description="number of the last turn that is known")] = 0,
    after: Annotated[str, Query(max_length=40, description="id of that turn's record")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Turns:
    """Follow `next` until it is null; then go on later with number and id of the last item that was given."""
    turns = window(request).finder.turnover(since, after, limit=limit)
    further = _further(turns[-1], limit) if len(turns) == limit else None
    return Turns(
        items=[_turned(request, turn) for turn in turns], next=links.absolute(request, further) if further else None
    )


def _further(last: Turn, limit: int) -> str:
    return links.search((("since", str(last.number)), ("after", last.record), ("limit", str(limit))), _PATH)


def _turned(request: Request, turn: Turn) -> Turned:
    status = "withdrawn" if turn.gone else "published"
    url = links.absolute(request, links.document(turn.record))
    return Turned(number=turn.number, id=turn.record, status=status, url=url)
