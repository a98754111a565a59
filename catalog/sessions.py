"""Who is signed in. Of the secret in the browser's cookie only the SHA-256 is here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from pydantic import Field
from sqlalchemy import Engine, and_, delete, insert, select, update

from catalog.people_rows import OF_PERSON, person_of
from catalog.rows import utc
from catalog.tables import credential, person, session
from catalog.transaction import transaction
from schemas.base import Frozen
from schemas.person import Person

IDLE = timedelta(minutes=60)
"""A session nobody has used for so long is over."""
LONGEST = timedelta(hours=12)
"""A session is over so long after it began, however much it is used."""
_NOTED = timedelta(minutes=1)
"""That it is used is written down so often: a write for every picture of a page would be too much."""


class Session(Frozen):
    """One browser in which the person is signed in."""

    digest: str = Field(description="names it; the cookie's secret cannot be found from it")
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    agent: str = Field(description="what the browser says it is: to be shown with care")


class Holder(NamedTuple):
    """Whose session it is."""

    person: Person
    must_change: bool


class SqlSessions:
    """Over SQLite or PostgreSQL. Raises `DatabaseUnreachable` or `DiskFull` for passing trouble."""

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.open_database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def start(self, who: str, digest: str, *, address: str, agent: str, now: datetime) -> None:
        """Begins a session of the person; forgets those that are over."""
        moment = utc(now)
        times = {"created_at": moment, "seen_at": moment, "expires_at": moment + LONGEST}
        over = (session.c.expires_at <= moment) | (session.c.seen_at <= moment - IDLE)
        with transaction(self._engine, write=True) as connection:
            connection.execute(delete(session).where(over))
            row = {"digest": digest, "person": who, "address": address, "agent": agent}
            connection.execute(insert(session), row | times)
            connection.execute(update(person).where(person.c.id == who).values(seen_at=moment))

    def holder(self, digest: str, *, now: datetime) -> Holder | None:
        """Whose session this is, if it is not over and the person still enabled; notes that it is used."""
        moment = utc(now)
        known = session.join(person, person.c.id == session.c.person)
        known = known.outerjoin(credential, credential.c.person == person.c.id)
        asked = and_(
            session.c.digest == digest,
            session.c.expires_at > moment,
            session.c.seen_at > moment - IDLE,
            person.c.enabled.is_(True),
        )
        question = select(*OF_PERSON, credential.c.must_change, session.c.seen_at).select_from(known).where(asked)
        with transaction(self._engine, write=False) as connection:
            row = connection.execute(question).mappings().first()
        if row is None:
            return None
        if moment - row["seen_at"] >= _NOTED:
            self._seen(digest, row["id"], moment)
        return Holder(person_of(row), bool(row["must_change"]))

    def _seen(self, digest: str, who: str, moment: datetime) -> None:
        with transaction(self._engine, write=True) as connection:
            connection.execute(update(session).where(session.c.digest == digest).values(seen_at=moment))
            connection.execute(update(person).where(person.c.id == who).values(seen_at=moment))

    def of(self, who: str, *, now: datetime) -> Sequence[Session]:
        """The person's sessions that are not over, the newest first."""
        moment = utc(now)
        asked = (session.c.person == who, session.c.expires_at > moment, session.c.seen_at > moment - IDLE)
        rows = select(session).where(*asked).order_by(session.c.created_at.desc(), session.c.digest)
        with transaction(self._engine, write=False) as connection:
            found = connection.execute(rows).mappings()
            return [Session(**{name: row[name] for name in Session.model_fields}) for row in found]

    def end(self, digest: str) -> None:
        """Ends one session; no error if it is over already."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(delete(session).where(session.c.digest == digest))

    def end_all(self, who: str) -> int:
        """Ends every session of the person; how many there were."""
        with transaction(self._engine, write=True) as connection:
            return connection.execute(delete(session).where(session.c.person == who)).rowcount
