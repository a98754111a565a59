"""The first page: what waits for whoever has come in, how the day goes, what is new; and the page of help."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from review.access.guard import signed_in
from review.context import Room, room_of
from review.formats import local
from schemas.attention import Step
from schemas.desk import Filter, Progress, QueueRow, TroublePage
from schemas.person import Person
from schemas.rights import Action, may, scope

router = APIRouter()
_DAYS = 7
_NEW = 6
_FIRST = 4
_Anybody = Annotated[Person, Depends(signed_in)]


@router.get("/")
def home(request: Request, person: _Anybody) -> Response:
    """By rights: queue and drafts, own files, failures; for everybody the state of the works."""
    room = room_of(request)
    return room.page(
        request, "home.html", steps=_steps(room, person), days=_days(room, person), files=_files(room, person),
        failures=_failures(room, person), drafts=_drafts(room, person), worst=_worst(room, person),
        batches=_batches(room, person), waiting=room.house.ledger.waiting(),
        at_work=len(room.house.crew.present(since=room.lately())), today=room.now(),
    )  # fmt: skip


@router.get("/help")
def help_page(request: Request, person: _Anybody) -> Response:  # noqa: ARG001  # who is signed in may read it
    """How to, and every shortcut."""
    return room_of(request).page(request, "help.html")


def _steps(room: Room, person: Person) -> Sequence[tuple[Step, int]]:
    """How many records wait for each step of work this person does."""
    if not may(person, Action.SEE_QUEUE):
        return ()
    mine = [(Step.CHECK, Action.CORRECT), (Step.PUBLISH, Action.PUBLISH)]
    agencies = scope(person, Action.SEE_QUEUE)
    return [(step, _total(room, person, step, agencies)) for step, right in mine if may(person, right)]


def _total(room: Room, person: Person, step: Step, agencies: tuple[str, ...] | None) -> int:
    page = room.desk.queue(Filter(step=step), person=person.login, agencies=agencies, now=room.now(), limit=1)
    return page.total


def _days(room: Room, person: Person) -> Sequence[Progress]:
    """The last seven days, today last; none for whoever does not work on records."""
    if not may(person, Action.SEE_QUEUE):
        return ()
    today, agencies = local(room.now()).date(), scope(person, Action.SEE_QUEUE)
    days = [today - timedelta(days=back) for back in reversed(range(_DAYS))]
    return [room.desk.progress(person.login, day, agencies=agencies) for day in days]


def _worst(room: Room, person: Person) -> Sequence[QueueRow]:
    """The first few records of the queue."""
    if not may(person, Action.CORRECT):
        return ()
    agencies = scope(person, Action.SEE_QUEUE)
    return room.desk.queue(Filter(), person=person.login, agencies=agencies, now=room.now(), limit=_FIRST).rows


def _batches(room: Room, person: Person) -> Sequence[tuple[date, int]]:
    """The last days on which something was dropped that is still to be checked, and how much."""
    if not may(person, Action.CORRECT):
        return ()
    counts = room.desk.counts(step=Step.CHECK.value, agencies=scope(person, Action.SEE_QUEUE))
    return [(date.fromisoformat(day), number) for day, number in counts["batch"][:_NEW]]


def _drafts(room: Room, person: Person) -> Sequence[tuple[str, str]]:
    """Record and what it is called, of what was begun and not sent."""
    if not may(person, Action.CORRECT):
        return ()
    agencies = scope(person, Action.SEE_QUEUE)
    page = room.desk.queue(Filter(mine=True), person=person.login, agencies=agencies, now=room.now(), limit=_NEW)
    return [(row.record, row.title) for row in page.rows]


def _files(room: Room, person: Person) -> TroublePage | None:
    if not may(person, Action.SEE_OWN_FILES):
        return None
    return room.failures.files_of(scope(person, Action.SEE_OWN_FILES), limit=_NEW)


def _failures(room: Room, person: Person) -> Sequence[tuple[str, int]] | None:
    if not may(person, Action.SEE_FAILURES):
        return None
    return room.failures.codes(scope(person, Action.SEE_FAILURES))
