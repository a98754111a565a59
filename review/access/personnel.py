"""What administrators do with accounts: by the rules, and each step noted once in the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from catalog.audit import Detail, SqlAudit
from catalog.people import SqlPeople
from catalog.sessions import Session, SqlSessions
from catalog.sign_in_tries import SqlTries
from pipeline.ports import Clock
from review.access.lockout import key_of_login
from review.access.passwords import Passwords, one_time_password
from schemas.errors import LoginInvalid, NotAllowed, PersonMissing
from schemas.person import Account, Person, Role, parse_login
from schemas.rights import may_give, may_manage

ONE_TIME = timedelta(days=7)
"""How long a password given by somebody else may be used."""


class Actor(NamedTuple):
    """Who does it, and from where."""

    person: Person | None
    """None: whoever may run `kho` on this machine, which is above all roles."""
    address: str | None


AT_THE_MACHINE = Actor(None, None)


@dataclass(frozen=True, kw_only=True)
class Personnel:
    """Every verb takes who does it.

    It raises `PersonMissing` for an unknown id and for an account that is not one's to manage, which is not told apart,
    and `NotAllowed` for the own account: nobody raises, or takes back, the own rights.
    """

    people: SqlPeople
    sessions: SqlSessions
    tries: SqlTries
    audit: SqlAudit
    passwords: Passwords
    clock: Clock

    def accounts(self, by: Actor) -> Sequence[Account]:
        """Those this actor may manage, and the own one, by login."""
        seen = self.people.people()
        return [one for one in seen if by.person is None or one.person.id == by.person.id or _may(by, one.person)]

    def add(
        self,
        by: Actor,
        login: str,
        *,
        name: str,
        roles: frozenset[Role],
        agencies: tuple[str, ...] | None,
        email: str | None = None,
    ) -> tuple[Account, str]:
        """A new account and its one-time password, which is shown once and kept nowhere.

        Raises:
            LoginInvalid, LoginTaken: as they say.
        """
        if by.person is not None and not may_give(by.person, agencies):
            raise NotAllowed(detail="agencies beyond one's own")
        account = self.people.add(
            _login(login), name=name, roles=roles, agencies=agencies, email=email, now=self.clock.now()
        )
        password = self._one_time(account)
        self._note(by, "person-added", account, _rights(roles, agencies))
        return self.people.get(account.person.id), password

    def change_roles(self, by: Actor, who: str, *, roles: frozenset[Role], agencies: tuple[str, ...] | None) -> None:
        """Gives other roles, for other agencies.

        Raises:
            LastAdministrator: nobody else would manage everybody.
        """
        account = self._mine(by, who)
        if by.person is not None and not may_give(by.person, agencies):
            raise NotAllowed(detail="agencies beyond one's own")
        self.people.change(who, roles=roles, agencies=agencies)
        self._note(by, "person-roles", account, _rights(roles, agencies))

    def reset_password(self, by: Actor, who: str) -> str:
        """A new one-time password, shown once. Signs the person out everywhere, and ends a lock of the sign-in."""
        account = self._mine(by, who)
        password = self._one_time(account)
        self.tries.clear(key_of_login(account.person.login))
        self.tries.forget(who)
        self._note(by, "person-password-reset", account)
        return password

    def disable(self, by: Actor, who: str) -> None:
        """Lets nobody in by this account any more, beginning with those who are in. Raises `LastAdministrator`."""
        account = self._mine(by, who)
        self.people.disable(who)
        self._note(by, "person-disabled", account)

    def enable(self, by: Actor, who: str) -> None:
        """Lets the person in again."""
        account = self._mine(by, who)
        self.people.enable(who)
        self._note(by, "person-enabled", account)

    def sessions_of(self, by: Actor, who: str) -> Sequence[Session]:
        """Where the person is signed in."""
        self._mine(by, who)
        return self.sessions.of(who, now=self.clock.now())

    def end_sessions(self, by: Actor, who: str) -> int:
        """Signs the person out everywhere; how many sessions that were."""
        account = self._mine(by, who)
        ended = self.sessions.end_all(who)
        self._note(by, "person-signed-out", account, {"sessions": ended})
        return ended

    def _one_time(self, account: Account) -> str:
        password, now = one_time_password(), self.clock.now()
        made = self.passwords.made(password)
        self.people.set_password(account.person.id, made, must_change=True, now=now, valid_until=now + ONE_TIME)
        return password

    def _mine(self, by: Actor, who: str) -> Account:
        account = self.people.get(who)
        if by.person is not None and by.person.id == who:
            raise NotAllowed(detail="one's own account")
        if not _may(by, account.person):
            raise PersonMissing(detail="not an account one may manage", name=who)
        return account

    def _note(self, by: Actor, action: str, account: Account, detail: Detail | None = None) -> None:
        about: Detail = {"login": account.person.login, **(detail or {})}
        login = None if by.person is None else by.person.login
        self.audit.note(person=login, action=action, detail=about, address=by.address, at=self.clock.now())


def _may(by: Actor, other: Person) -> bool:
    return by.person is None or may_manage(by.person, other)


def _login(text: str) -> str:
    try:
        return parse_login(text)
    except ValueError as exc:
        raise LoginInvalid(detail="not a login") from exc


def _rights(roles: frozenset[Role], agencies: tuple[str, ...] | None) -> Detail:
    given = sorted(role.value for role in roles)
    return {"roles": given, "agencies": None if agencies is None else sorted(agencies)}
