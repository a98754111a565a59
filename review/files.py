"""What became of the files a clerk has sent: the state of each in words, with reason and remedy."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from review.access.guard import require
from review.agency_names import mail_slot
from review.asked import Text, read_place, write_place
from review.context import Room, room_of
from schemas.drop import State
from schemas.errors import SettingInvalid, Transient
from schemas.inbox import Entry
from schemas.person import Person
from schemas.rights import Action, scope
from wiring.house import open_inbox

router = APIRouter()
_PAGE = 40
_LYING = 100
"""Files in the inbox that are shown at most."""


@router.get("/files")
def files(
    request: Request, person: Annotated[Person, Depends(require(Action.SEE_OWN_FILES))], after: Text = None,
    sent: Text = None,
) -> Response:  # fmt: skip
    """The documents of the person's agencies, youngest first; what still lies in the inbox before them."""
    room, agencies = room_of(request), scope(person, Action.SEE_OWN_FILES)
    place = read_place(after)
    page = room.failures.files_of(agencies, after=place, limit=_PAGE)
    lying = [] if place else _lying(room, agencies)
    return room.page(
        request, "files.html", page=page, lying=lying[:_LYING], following=write_place(page.next),
        begun=place is not None, sent=sent if sent and sent.isdecimal() else None, states=State,
        busy=bool(lying) or any(row.state in (State.QUEUED, State.WORKING) for row in page.rows),
        at_work=bool(room.house.crew.present(since=room.lately())),
    )  # fmt: skip


def _lying(room: Room, agencies: tuple[str, ...] | None) -> Sequence[Entry]:
    """Files in the inbox that nobody has taken yet; none if there is no inbox at this machine."""
    try:
        slot, inbox = mail_slot(room), open_inbox(room.house.settings)
        folders = [name for name in slot.agencies() if agencies is None or name in agencies]
        entries = [entry for name in folders for entry in inbox.scan(below=name)]
    except (SettingInvalid, Transient):  # no inbox at this machine, or it is away: what was taken is known all the same
        return ()
    known = {(file.path, file.identity) for _, file in room.house.ledger.open_files()}
    return [entry for entry in entries if (entry.path, entry.identity) not in known]
