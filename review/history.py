"""The audit log: looked through by filter, given away as CSV or JSON lines."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BeforeValidator

from catalog.audit import AuditFilter, Entry
from review.access.export import every, table
from review.access.guard import require
from review.access.note import note
from review.asked import Text, blank
from review.context import room_of
from review.formats import VIETNAM
from review.words.deeds import WORDS as DEEDS
from schemas.person import Person
from schemas.rights import Action, may, scope

router = APIRouter()
_PAGE = 100


def asked_entries(
    person: Annotated[Person, Depends(require(Action.SEE_AUDIT))],
    who: Text = None, action: Text = None, record: Text = None, since: Text = None, until: Text = None,
) -> AuditFilter:  # fmt: skip
    """A dependency: the entries the address asks for, within the person's reach; days are those of Vietnam."""
    last = _day(until)
    return AuditFilter(
        person=who, action=action, record=record, since=_day(since), until=last and last + timedelta(days=1),
        agencies=scope(person, Action.SEE_AUDIT),
    )  # fmt: skip


_Asked = Annotated[AuditFilter, Depends(asked_entries)]


@router.get("/audit")
def audit(
    request: Request, person: Annotated[Person, Depends(require(Action.SEE_AUDIT))], asked: _Asked,
    after: Annotated[int | None, BeforeValidator(blank), Query(ge=0, le=2**53)] = None,
) -> Response:  # fmt: skip
    """The newest entries, and further back page by page."""
    room = room_of(request)
    entries = room.audit.entries(asked, after=after, limit=_PAGE)
    words = {name: request.query_params.get(name, "") for name in ("who", "action", "record", "since", "until")}
    return room.page(
        request, "audit.html", entries=entries, words=words, begun=after is not None,
        following=entries[-1].number if len(entries) == _PAGE else None,
        query="&".join(part for part in request.url.query.split("&") if part and not part.startswith("after=")),
        deeds=[(key.removeprefix("deed."), None) for key in DEEDS], may_export=may(person, Action.EXPORT_AUDIT),
    )  # fmt: skip


@router.get("/audit/export.{kind}")
def export(
    request: Request, kind: Literal["csv", "jsonl"], asked: _Asked,
    _person: Annotated[Person, Depends(require(Action.EXPORT_AUDIT))],
) -> Response:  # fmt: skip
    """Everything asked for, the newest first; that it was taken is itself noted."""
    room = room_of(request)
    note(request, "audit-exported", detail={"form": kind})
    entries = every(room.audit, asked)
    lines = _for_excel(table(entries)) if kind == "csv" else _json_lines(entries)
    media = "text/csv; charset=utf-8" if kind == "csv" else "application/jsonl; charset=utf-8"
    name = f"nhat-ky-{room.now():%Y-%m-%d}.{kind}"
    return StreamingResponse(lines, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _for_excel(lines: Iterator[str]) -> Iterator[str]:
    """With a byte order mark, without which Excel does not read Vietnamese."""
    yield "\ufeff"
    yield from lines


def _json_lines(entries: Iterator[Entry]) -> Iterator[str]:
    for entry in entries:
        yield entry.model_dump_json() + "\n"


def _day(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise HTTPException(422) from wrong
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
