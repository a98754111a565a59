"""Finds what was asked for, or says why it cannot be shown, in one way for pages, files and the API."""

from datetime import datetime

from fastapi import Request

from schemas.ids import RecordId, parse_record_id
from schemas.publication import Withdrawal
from storage.showcase import Shown, Withdrawn
from wiring.window import Window

_HOPS = 8
"""Replacements of replacements are followed so far; a ring of them ends here too."""


class NotHere(Exception):
    """There is nothing to see at this address; the same for what is hidden and for what never was."""


class Gone(Exception):
    """It was public and is no more."""

    def __init__(self, record: RecordId, withdrawal: Withdrawal, successor: RecordId | None) -> None:
        self.record, self.withdrawal, self.successor = record, withdrawal, successor
        super().__init__(record)


def window(request: Request) -> Window:
    """The portal's container."""
    found: Window = request.app.state.window
    return found


def shown(at: Window, record: str) -> Shown:
    """The document with this id.

    Raises:
        NotHere: none, or not for the public.
        Gone: withdrawn.
    """
    try:
        name = parse_record_id(record)
    except ValueError as problem:
        raise NotHere from problem
    now = at.clock.now()
    found = at.showcase.published(name, now)
    if found is None:
        raise NotHere
    if isinstance(found, Withdrawn):
        raise Gone(name, found.withdrawal, successor(at, found, now))
    return found


def successor(at: Window, gone: Withdrawn, now: datetime) -> RecordId | None:
    """The public record that stands in its place at last; None if there is none that may be seen."""
    heir = gone.withdrawal.replaced_by
    for _ in range(_HOPS):
        if heir is None:
            return None
        found = at.showcase.published(heir, now)
        if isinstance(found, Shown):
            return heir
        heir = found.withdrawal.replaced_by if found else None
    return None
