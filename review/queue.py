"""The queue: what needs a person, worst first; who has it on the desk; the next one."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from review.access.guard import require
from review.asked import Text, filter_query, parse_filter, queue_filter, read_cursor, write_cursor
from review.context import Room, room_of
from review.rendering import root_of
from schemas.desk import Filter, SavedFilter
from schemas.ids import RecordId, parse_record_id
from schemas.person import Person
from schemas.rights import Action, scope

router = APIRouter()
LAST_FILTER = "kho_queue"
"""Cookie: the filter somebody looked at last, for "next"."""
HOLD_SECONDS = 20 * 60.0
"""A record stays on a desk so long after its holder was last heard of."""
FIRST_LOOK = 480
"""Pixels across of the picture that is seen first of a record."""
_PAGE = 40
_NAMES = 20
"""Filters one person may keep."""

_May = Annotated[Person, Depends(require(Action.SEE_QUEUE))]
_Asked = Annotated[Filter, Depends(queue_filter)]


@router.get("/queue")
def queue(request: Request, person: _May, asked: _Asked, after: Text = None) -> Response:
    """A page of the queue with its filters."""
    room, agencies = room_of(request), scope(person, Action.SEE_QUEUE)
    page = room.desk.queue(
        asked, person=person.login, agencies=agencies, now=room.now(), after=read_cursor(after), limit=_PAGE
    )
    answer = room.page(
        request, "queue.html", page=page, asked=asked, query=filter_query(asked), following=write_cursor(page.next),
        counts=room.desk.counts(step=asked.step.value, agencies=agencies), begun=after is not None,
        saved=[(one.name, filter_query(one.filter)) for one in room.desk.filters(person.login)],
        names=_names(room), today=room.now(),
    )  # fmt: skip
    answer.set_cookie(
        LAST_FILTER, filter_query(asked), httponly=True, samesite="lax", path=root_of(request) or "/",
        secure=room.house.settings.review_https,
    )  # fmt: skip
    return answer


@router.get("/queue/next")
def following(
    request: Request, person: _May, after: Annotated[str | None, Query(max_length=40)] = None
) -> RedirectResponse:
    """Takes the worst record that nobody has, of the filter looked at last, and opens it.

    ``after``: a record's id; the next one behind it in the queue is taken (to skip one).
    """
    room, agencies = room_of(request), scope(person, Action.SEE_QUEUE)
    asked = _last_filter(request)
    place = room.desk.place_of(_named(after)) if after else None
    got = room.desk.take_next(person.login, asked, agencies, now=room.now(), seconds=HOLD_SECONDS, after=place)
    if got is None and place is not None:
        got = room.desk.take_next(person.login, asked, agencies, now=room.now(), seconds=HOLD_SECONDS)
    where = f"/queue?{filter_query(asked)}" if got is None else f"/record/{got.record}"
    return RedirectResponse(root_of(request) + where, HTTPStatus.SEE_OTHER)


@router.get("/queue/ahead")
def ahead(request: Request, person: _May, record: Annotated[str, Query(max_length=40)]) -> Response:
    """The first page of what comes after that record, for a browser to have before it is opened; nothing is taken."""
    room, agencies, here = room_of(request), scope(person, Action.SEE_QUEUE), _named(record)
    asked, now = _last_filter(request), room.now()
    found = room.desk.next_for(person.login, asked, agencies, now=now)
    if found == here:
        found = room.desk.next_for(person.login, asked, agencies, now=now, after=room.desk.place_of(here))
    if found is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return RedirectResponse(f"{root_of(request)}/record/{found}/page/1.webp?w={FIRST_LOOK}", HTTPStatus.SEE_OTHER)


@router.post("/queue/filters")
def keep_filter(
    request: Request, person: _May, name: Annotated[str, Form(min_length=1, max_length=80)],
    query: Annotated[str, Form(max_length=2000)] = "",
) -> RedirectResponse:  # fmt: skip
    """Keeps a filter under a name; the same name again replaces it."""
    desk, asked = room_of(request).desk, parse_filter(dict(parse_qsl(query)))
    known = desk.filters(person.login)
    if len(known) < _NAMES or name.strip() in {one.name for one in known}:
        desk.save_filter(person.login, SavedFilter(name=name.strip() or "…", filter=asked))
    return RedirectResponse(f"{root_of(request)}/queue?{filter_query(asked)}", HTTPStatus.SEE_OTHER)


@router.post("/queue/filters/drop")
def drop_filter(request: Request, person: _May, name: Annotated[str, Form(max_length=80)]) -> RedirectResponse:
    """Forgets a kept filter."""
    room_of(request).desk.drop_filter(person.login, name)
    return RedirectResponse(f"{root_of(request)}/queue", HTTPStatus.SEE_OTHER)


def _named(record: str) -> RecordId:
    try:
        return parse_record_id(record)
    except ValueError as wrong:
        raise HTTPException(422) from wrong


def _last_filter(request: Request) -> Filter:
    """What the cookie says; the whole queue if that is no filter of ours."""
    try:
        return parse_filter(dict(parse_qsl(request.cookies.get(LAST_FILTER, ""))))
    except HTTPException:
        return Filter()


def _names(room: Room) -> dict[str, str]:
    """Login → name, so that "who has it" says a person and not an account."""
    return {account.person.login: account.person.name for account in room.people.people()}
