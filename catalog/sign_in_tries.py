"""Tries to sign in that are counted, so that guessing is slow, and the browsers that are known.

A try is counted *before* the password is compared and taken back if it was right: a hundred guesses sent at once count
as a hundred. Keys are kept as digests only, as people type passwords where the login belongs.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from catalog.rows import utc
from catalog.tables import device, sign_in_try
from catalog.transaction import transaction

FORGOTTEN = timedelta(hours=24)
"""Tries are forgotten so long after the last one."""
DEVICE_KNOWN = timedelta(days=180)
"""A browser is known so long after somebody has signed in there."""

Delay = Callable[[int], timedelta]
"""How long nobody may try after so many failures."""


class SqlTries:
    """Over SQLite or PostgreSQL. Raises `DatabaseUnreachable` or `DiskFull` for passing trouble."""

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.open_database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def enter(self, rules: Mapping[str, Delay], *, now: datetime) -> datetime | None:
        """Counts a try under every key, as if it had failed. None: it may be made; else until when none may.

        A try that may not be made counts for nothing, so that knocking does not prolong the wait.
        """
        moment = utc(now)
        keys = {_digest(key): delay for key, delay in sorted(rules.items())}
        row = sign_in_try.c
        with transaction(self._engine, write=True) as connection:
            insert = (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(sign_in_try)
            connection.execute(delete(sign_in_try).where(row.last_at < moment - FORGOTTEN))
            # The rows are there and locked, in one order, before anything is decided.
            fresh = [{"key": key, "failures": 0, "last_at": moment} for key in sorted(keys)]
            connection.execute(insert.on_conflict_do_nothing(index_elements=["key"]), fresh)
            asked = select(sign_in_try).where(row.key.in_(keys)).order_by(row.key).with_for_update()
            found = connection.execute(asked).mappings().all()
            locked = [one["locked_until"] for one in found if one["locked_until"] and one["locked_until"] > moment]
            if locked:
                latest: datetime = max(locked)
                return latest
            for one in found:
                failures = one["failures"] + 1
                wait = keys[one["key"]](failures)
                until = moment + wait if wait else None
                counted = {"failures": failures, "last_at": moment, "locked_until": until}
                connection.execute(update(sign_in_try).where(row.key == one["key"]).values(counted))
        return None

    def right(self, cleared: Sequence[str], taken_back: Sequence[str]) -> None:
        """The password was right: forgets the first keys' failures, takes back one of each of the others."""
        row = sign_in_try.c
        with transaction(self._engine, write=True) as connection:
            for key in sorted(map(_digest, taken_back)):
                fewer = {"failures": row.failures - 1, "locked_until": None}
                connection.execute(update(sign_in_try).where(row.key == key, row.failures > 0).values(fewer))
            connection.execute(delete(sign_in_try).where(row.key.in_(list(map(_digest, cleared)))))

    def clear(self, key: str) -> None:
        """Forgets the failures under this key, and its wait."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(delete(sign_in_try).where(sign_in_try.c.key == _digest(key)))

    def locked_until(self, key: str, *, now: datetime) -> datetime | None:
        """Until when nobody may try under this key; None if one may."""
        until = select(sign_in_try.c.locked_until).where(sign_in_try.c.key == _digest(key))
        with transaction(self._engine, write=False) as connection:
            found: datetime | None = connection.execute(until).scalar_one_or_none()
        return found if found is not None and found > utc(now) else None

    def knows(self, digest: str, who: str, *, now: datetime) -> bool:
        """Whether the person has signed in in this browser before."""
        asked = (device.c.digest == digest, device.c.person == who, device.c.seen_at > utc(now) - DEVICE_KNOWN)
        with transaction(self._engine, write=False) as connection:
            return connection.execute(select(func.count()).select_from(device).where(*asked)).scalar_one() > 0

    def know(self, digest: str, who: str, *, now: datetime) -> None:
        """Remembers that the person has signed in in this browser."""
        moment = utc(now)
        with transaction(self._engine, write=True) as connection:
            insert = (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(device)
            row = {"digest": digest, "person": who, "seen_at": moment}
            again = insert.on_conflict_do_update(index_elements=["digest", "person"], set_={"seen_at": moment})
            connection.execute(again, row)
            connection.execute(delete(device).where(device.c.seen_at <= moment - DEVICE_KNOWN))

    def forget(self, who: str) -> None:
        """Knows no browser of the person any more."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(delete(device).where(device.c.person == who))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
