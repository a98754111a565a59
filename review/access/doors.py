"""What the doors of the reading room need: :class:`Doors`, given to :func:`review.access.install.install`."""

from dataclasses import dataclass
from functools import cached_property

from fastapi.templating import Jinja2Templates

from catalog.audit import SqlAudit
from catalog.people import SqlPeople
from catalog.sessions import SqlSessions
from catalog.sign_in_tries import SqlTries
from pipeline.ports import Clock
from review.access.oidc import Provider
from review.access.passwords import Passwords
from review.access.personnel import Personnel
from wiring.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Doors:
    """The services; on ``app.state.doors``."""

    people: SqlPeople
    sessions: SqlSessions
    tries: SqlTries
    audit: SqlAudit
    clock: Clock
    settings: Settings
    templates: Jinja2Templates

    @cached_property
    def passwords(self) -> Passwords:
        """Makes and compares hashes."""
        return Passwords()

    @cached_property
    def provider(self) -> Provider | None:
        """The identity provider, if one is set."""
        return None if self.settings.oidc_issuer is None else Provider(self.settings)

    @cached_property
    def personnel(self) -> Personnel:
        """What administrators do with accounts; every step is noted."""
        return Personnel(
            people=self.people, sessions=self.sessions, tries=self.tries, audit=self.audit,
            passwords=self.passwords, clock=self.clock,
        )  # fmt: skip
