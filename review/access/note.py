"""Writing in the audit what a request has changed: once for every changing route, after it has been done."""

from fastapi import Request

from catalog.audit import Detail
from review.access.guard import badge, doors_of


def note(
    request: Request, action: str, *, record: str | None = None, agency: str | None = None, detail: Detail | None = None
) -> None:
    """Notes who did it, from where and when. ``detail``: codes, ids and numbers, never text, secrets, personal data."""
    doors, known = doors_of(request), badge(request)
    login = None if known.person is None else known.person.login
    doors.audit.note(
        person=login, action=action, record=record, agency=agency, detail=detail,
        address=known.address, at=doors.clock.now(),
    )  # fmt: skip
