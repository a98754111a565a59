"""A record opened for a request: found, and the person at the door allowed to see it."""

from collections.abc import Mapping
from typing import cast

from fastapi import HTTPException, Request

from review.access.guard import of_agency
from review.context import room_of
from review.pictures import Pictures
from review.record.shelf import Held, Shelf, shelf_of
from schemas.errors import RecordMissing
from schemas.ids import RecordId, parse_record_id
from schemas.keys import ObjectKey
from schemas.person import Person
from schemas.record import PdfKind
from schemas.rights import Action


def open_record(
    request: Request, record: str, person: Person, action: Action = Action.SEE_RECORD, version: int | None = None
) -> Held:
    """The record at that version (None: the newest), if this person may do that with papers of its agency.

    Raises:
        HTTPException: 404; there is none, it has no such version, or it is another agency's: nobody can tell which.
    """
    try:
        held = shelf_of(request).open(parsed(record), version)
    except RecordMissing as missing:
        raise HTTPException(404) from missing
    of_agency(person, action, held.record.agency)
    return held


def parsed(record: str) -> RecordId:
    """The id in an address; what is none is simply not there (404)."""
    try:
        return parse_record_id(record)
    except ValueError as wrong:
        raise HTTPException(404) from wrong


def pdf_of(request: Request, held: Held, number: int) -> tuple[ObjectKey, int]:
    """The PDF whose page ``number`` is the page's picture, and how far that must be turned to be upright.

    Always that of the first version: later ones have another text layer and the same pictures, which would be drawn
    again for nothing. Ours is upright already; a signed original is as it was sent.

    Raises:
        HTTPException: 404, there is no such page.
    """
    first = shelf_of(request).open(held.record.id, 1)
    record = first.record
    if not 1 <= number <= len(record.pages):
        raise HTTPException(404)
    signed = record.pdf_kind is PdfKind.ORIGINAL_SIGNED or record.files.pdf is None
    path = record.originals[0].path if signed else record.files.pdf
    return first.paths[cast("str", path)], record.pages[number - 1].rotation if signed else 0


def pictures_of(request: Request) -> Pictures:
    """The pictures of the room a request is made in."""
    state = request.app.state
    if not hasattr(state, "pictures"):
        house = room_of(request).house
        folder = house.settings.state / "pictures"
        state.pictures = Pictures(folder, house.store, limits=house.settings.limits)
    return cast("Pictures", state.pictures)


def names_of(request: Request) -> Mapping[str, str]:
    """Login → name, so that people and not accounts are said to have done something."""
    return {account.person.login: account.person.name for account in room_of(request).people.people()}


__all__ = ["Held", "Shelf", "names_of", "open_record", "parsed", "pdf_of", "pictures_of", "shelf_of"]
