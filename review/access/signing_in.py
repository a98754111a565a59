"""Signing in by login and password: what is tried, counted and noted. Knows no web page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from catalog.audit import Detail
from catalog.people import Credential
from catalog.sign_in_tries import Delay
from review.access.doors import Doors
from review.access.lockout import key_of_address, of_known, of_stranger
from review.access.tokens import digest, new_token
from schemas.person import Person, parse_login

_AGENT = 300


@dataclass(frozen=True, kw_only=True)
class Browser:
    """Who asks, as far as it can be known."""

    address: str
    agent: str
    device: str | None
    """The secret of its long-lived cookie."""


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """It was the right password."""

    person: Person
    token: str
    """The new session's secret, for the cookie."""
    device: str
    """The browser's secret, for the long-lived cookie."""


@dataclass(frozen=True, kw_only=True)
class NotNow:
    """Too many wrong ones; this one was not looked at."""

    until: datetime


def sign_in(doors: Doors, login: str, password: str, browser: Browser) -> SignedIn | NotNow | None:
    """Tries. None: there is no such login, it is disabled, or the password is wrong or no longer valid, which nobody is
    told apart: not by the answer, nor by the time it takes, nor by when a lock begins."""
    now = doors.clock.now()
    known = _found(doors, login)
    rules = _rules(doors, login, known, browser, now)
    until = doors.tries.enter(rules, now=now)
    if until is not None:
        return NotNow(until=until)
    person = None if known is None else known.account.person
    if not _is_right(doors, known, password, now) or known is None or person is None:
        login_of = None if person is None else person.login
        doors.audit.note(person=login_of, action="sign-in-failed", detail={}, address=browser.address, at=now)
        return None
    stranger = key_of_address(browser.address)
    doors.tries.right(cleared=[key for key in rules if key != stranger], taken_back=[stranger] * (stranger in rules))
    _keep_up(doors, known, password)
    return begin(doors, person, browser, deed="signed-in", detail={"by": "password"})


def begin(doors: Doors, person: Person, browser: Browser, *, deed: str, detail: Detail) -> SignedIn:
    """A new session, with a secret that was in no browser before; noted as that deed."""
    now, token, device = doors.clock.now(), new_token(), browser.device or new_token()
    doors.sessions.start(person.id, digest(token), address=browser.address, agent=_shortened(browser.agent), now=now)
    doors.tries.know(digest(device), person.id, now=now)
    doors.audit.note(person=person.login, action=deed, detail=detail, address=browser.address, at=now)
    return SignedIn(person=person, token=token, device=device)


def _found(doors: Doors, login: str) -> Credential | None:
    try:
        return doors.people.by_login(parse_login(login))
    except ValueError:
        return None


def _rules(doors: Doors, login: str, known: Credential | None, browser: Browser, now: datetime) -> Mapping[str, Delay]:
    if browser.device is not None:
        # Asked for nobody too, so that it takes as long.
        device, who = digest(browser.device), known.account.person.id if known else ""
        if doors.tries.knows(device, who, now=now) and known is not None:
            return of_known(device, known.account.person.login)
    return of_stranger(login.strip().lower(), browser.address)


def _is_right(doors: Doors, known: Credential | None, password: str, now: datetime) -> bool:
    kept = None if known is None or not known.account.enabled else known.hash
    right = doors.passwords.right(kept, password)
    over = known is not None and known.valid_until is not None and known.valid_until <= now
    return right and not over


def _keep_up(doors: Doors, known: Credential, password: str) -> None:
    """Hashes the password anew if the costs have been raised since."""
    if known.hash is not None and doors.passwords.outdated(known.hash):
        doors.people.rehash(known.account.person.id, known.hash, doors.passwords.made(password))


def _shortened(agent: str) -> str:
    return "".join(c for c in agent if c.isprintable())[:_AGENT]
