"""The people of the reading room: accounts and their passwords' hashes. What is done with them is noted elsewhere.

Nobody is ever deleted, only disabled: a login stands in versions, drafts and the audit for always.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from catalog.people_rows import account_of, accounts, agencies_text, new_person_id, roles_text
from catalog.rows import utc
from catalog.tables import credential, external_identity, person, session
from catalog.transaction import transaction
from schemas.errors import LastAdministrator, LoginTaken, PersonMissing
from schemas.person import Account, Role, parse_login
from schemas.text import one_line


class Credential(NamedTuple):
    """What a typed password is compared with."""

    account: Account
    hash: str | None
    """None: no password, only an identity provider's word."""
    valid_until: datetime | None
    """Until when a password that somebody else has given may be used."""


class SqlPeople:
    """Over SQLite or PostgreSQL. Raises `DatabaseUnreachable` or `DiskFull` for passing trouble."""

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.open_database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def people(self) -> Sequence[Account]:
        """Everybody, by login."""
        with transaction(self._engine, write=False) as connection:
            return [account_of(row) for row in connection.execute(accounts().order_by(person.c.login)).mappings()]

    def get(self, who: str) -> Account:
        """The account with this id.

        Raises:
            PersonMissing: there is none.
        """
        with transaction(self._engine, write=False) as connection:
            found = _one(connection, accounts().where(person.c.id == who))
        if found is None:
            raise PersonMissing(detail="no such person", name=who)
        return found.account

    def by_login(self, login: str) -> Credential | None:
        """Who signs in with this login."""
        with transaction(self._engine, write=False) as connection:
            return _one(connection, accounts().where(person.c.login == login))

    def by_email(self, email: str) -> Account | None:
        """Who has this address, as e-mail or as login."""
        wanted = email.strip().lower()
        same = accounts().where((person.c.email == wanted) | (person.c.login == wanted))
        with transaction(self._engine, write=False) as connection:
            found = [account_of(row) for row in connection.execute(same).mappings()]
        return found[0] if len(found) == 1 else None

    def by_identity(self, issuer: str, subject: str) -> Account | None:
        """Whom the provider's subject was linked with."""
        identity = external_identity.c
        linked = select(identity.person).where(identity.issuer == issuer, identity.subject == subject)
        with transaction(self._engine, write=False) as connection:
            found = _one(connection, accounts().where(person.c.id.in_(linked)))
            return None if found is None else found.account

    def add(
        self,
        login: str,
        *,
        name: str,
        roles: frozenset[Role],
        agencies: tuple[str, ...] | None,
        email: str | None = None,
        now: datetime,
    ) -> Account:
        """A new account, without a password yet.

        Raises:
            ValueError: no login (see `schemas.person.parse_login`).
            LoginTaken: somebody has, or once had, this login or e-mail.
        """
        who = new_person_id()
        row = {
            "id": who,
            "login": parse_login(login),
            "name": one_line(name),
            "email": email.strip().lower() if email else None,
            "roles": roles_text(roles),
            "agencies": agencies_text(agencies),
            "enabled": True,
            "created_at": utc(now),
        }
        try:
            with transaction(self._engine, write=True) as connection:
                connection.execute(insert(person), row)
        except IntegrityError as exc:
            raise LoginTaken(detail="login or e-mail taken", name=row["login"]) from exc
        return self.get(who)

    def change(self, who: str, *, roles: frozenset[Role], agencies: tuple[str, ...] | None) -> None:
        """Gives the person these roles, for these agencies, in place of the former ones.

        Raises:
            PersonMissing: there is none.
            LastAdministrator: nobody else could manage everybody.
        """
        self._alter(who, roles=roles_text(roles), agencies=agencies_text(agencies))

    def disable(self, who: str) -> None:
        """Signs the person out everywhere and lets nobody in by this account any more. Raises as :meth:`change`."""
        self._alter(who, enabled=False)

    def enable(self, who: str) -> None:
        """Lets the person in again.

        Raises:
            PersonMissing: there is none.
        """
        self._alter(who, enabled=True)

    def set_password(
        self, who: str, made: str, *, must_change: bool, now: datetime, valid_until: datetime | None = None
    ) -> None:
        """Stores the hash of a new password and ends every session of the person."""
        row = {"hash": made, "must_change": must_change, "changed_at": utc(now), "valid_until": valid_until}
        with transaction(self._engine, write=True) as connection:
            # The row of the person is the lock: two first passwords at once wait for each other.
            connection.execute(select(person.c.id).where(person.c.id == who).with_for_update())
            connection.execute(delete(session).where(session.c.person == who))
            if not connection.execute(update(credential).where(credential.c.person == who).values(row)).rowcount:
                connection.execute(insert(credential), row | {"person": who})

    def rehash(self, who: str, former: str, made: str) -> None:
        """Keeps another hash of the same password, if the former one still stands; sessions go on."""
        same = (credential.c.person == who, credential.c.hash == former)
        with transaction(self._engine, write=True) as connection:
            connection.execute(update(credential).where(*same).values(hash=made))

    def link(self, who: str, *, issuer: str, subject: str, now: datetime) -> bool:
        """Remembers whom the provider means by this subject. False: the person is known there as somebody else."""
        row = {"issuer": issuer, "subject": subject, "person": who, "linked_at": utc(now)}
        try:
            with transaction(self._engine, write=True) as connection:
                connection.execute(insert(external_identity), row)
        except IntegrityError:
            return False
        return True

    def _alter(self, who: str, **values: object) -> None:
        with transaction(self._engine, write=True) as connection:
            # All administrators' rows are locked, in one order: of two that remove each other one comes second.
            connection.execute(select(person.c.id).order_by(person.c.id).with_for_update())
            before = _governed(connection)
            if not connection.execute(update(person).where(person.c.id == who).values(values)).rowcount:
                raise PersonMissing(detail="no such person", name=who)
            if before and not _governed(connection):
                raise LastAdministrator(detail="nobody else manages everybody")
            if values.get("enabled") is False:
                connection.execute(delete(session).where(session.c.person == who))


def _one(connection: Connection, question: Select[tuple[object, ...]]) -> Credential | None:
    row = connection.execute(question).mappings().first()
    return None if row is None else Credential(account_of(row), row["hash"], row["valid_until"])


def _governed(connection: Connection) -> bool:
    """Whether there is an enabled administrator of all agencies."""
    roles = select(person.c.roles).where(person.c.enabled.is_(True), person.c.agencies.is_(None))
    return any(Role.ADMINISTRATOR in row.split() for row in connection.execute(roles).scalars())
