"""Changing the own password: who knows the present one sets another."""

from review.access.doors import Doors
from review.access.lockout import delay
from review.access.passwords import require_strong
from review.access.signing_in import Browser, NotNow, SignedIn, begin
from schemas.errors import PasswordWeak
from schemas.person import Person


def change_password(
    doors: Doors, person: Person, *, current: str, new: str, again: str, browser: Browser
) -> SignedIn | NotNow | None:
    """Changes it, ends every session and begins a new one. None: the present password is another.

    Raises:
        PasswordWeak: the new one is too easy to guess, the present one, or typed differently the second time.
    """
    now, key = doors.clock.now(), f"change {person.id}"
    if new != again:
        raise PasswordWeak(detail="typed differently", problem="password-repeat")
    require_strong(new, login=person.login)
    until = doors.tries.enter({key: delay}, now=now)
    if until is not None:
        return NotNow(until=until)
    known = doors.people.by_login(person.login)
    if known is None or not doors.passwords.right(known.hash, current):
        return None
    doors.tries.clear(key)
    if new == current:
        raise PasswordWeak(detail="the same", problem="password-same")
    doors.people.set_password(person.id, doors.passwords.made(new), must_change=False, now=now)
    return begin(doors, person, browser, deed="password-changed", detail={})
