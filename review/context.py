"""What every handler of the reading room needs: the house, its services, and how a page is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from catalog.audit import SqlAudit
from catalog.desk import SqlDesk
from catalog.failures import SqlFailures
from catalog.people import SqlPeople
from catalog.sessions import SqlSessions
from catalog.sign_in_tries import SqlTries
from review.access.doors import Doors
from review.access.personnel import Personnel
from review.rendering import make_templates, tongue_of
from review.words.say import Tongue
from wiring.clock import SystemClock
from wiring.house import House

_LATELY = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class Room:
    """The opened reading room; ``request.app.state.room``."""

    house: House
    people: SqlPeople
    sessions: SqlSessions
    audit: SqlAudit
    desk: SqlDesk
    failures: SqlFailures
    doors: Doors
    templates: Jinja2Templates

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return self.doors.clock.now()

    def lately(self) -> datetime:
        """Since when a worker must have been heard of to count as being at work."""
        return self.now() - _LATELY

    @property
    def personnel(self) -> Personnel:
        """What administrators do with accounts."""
        return self.doors.personnel

    def tongue(self, request: Request) -> Tongue:
        """The language of whoever asks."""
        return tongue_of(request, self.house.settings.lang)

    def page(
        self, request: Request, template: str, /, *, status: int = 200, headers: Mapping[str, str] | None = None,
        **facts: object,
    ) -> HTMLResponse:  # fmt: skip
        """A page of ``templates/``. Every text in ``facts`` is escaped and its hidden characters are shown."""
        return self.templates.TemplateResponse(request, template, dict(facts), status_code=status, headers=headers)


def open_room(house: House) -> Room:
    """The reading room over this house."""
    database, templates = house.database, make_templates(house.settings.lang)
    doors = Doors(
        people=SqlPeople(database), sessions=SqlSessions(database), tries=SqlTries(database),
        audit=SqlAudit(database), clock=SystemClock(), settings=house.settings, templates=templates,
    )  # fmt: skip
    return Room(
        house=house,
        people=doors.people,
        sessions=doors.sessions,
        audit=doors.audit,
        desk=SqlDesk(database),
        failures=SqlFailures(database),
        doors=doors,
        templates=templates,
    )


def room_of(request: Request) -> Room:
    """The room a request is made in."""
    return cast("Room", request.app.state.room)
