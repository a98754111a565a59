"""Passwords: which are good enough, and how they are kept and compared (argon2id, RFC 9106).

The rules are those of NIST SP 800-63B: length instead of strange characters, no forced change by the calendar, none of
those that are guessed first.
"""

import secrets
import threading
import unicodedata
from functools import cache, cached_property
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from schemas.errors import PasswordWeak
from schemas.ids import ALPHABET
from schemas.text import fold

SHORTEST, LONGEST = 12, 256
_DIFFERENT = 5
_GROUPS, _GROUP = 4, 5
_AT_ONCE = 2


class Passwords:
    """Makes and compares hashes; never more than two at once, as each takes 64 MB."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Takes: other costs, for tests."""
        self._hasher = hasher or PasswordHasher()
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def made(self, password: str) -> str:
        """The hash to keep."""
        with self._places:
            return self._hasher.hash(_typed(password))

    def right(self, kept: str | None, password: str) -> bool:
        """Whether this is the password. Without a hash the answer is no, after as much work: nobody learns by the time
        it takes whether there is such a login."""
        with self._places:
            try:
                self._hasher.verify(kept or self._nobody, _typed(password))
            except VerifyMismatchError:
                return False
        return kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether a hash was made with other costs than today's."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex())


def one_time_password() -> str:
    """Four groups of five characters without vowels: 97 bits, easy to read out."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def require_strong(password: str, *, login: str) -> None:
    """Lets pass what is hard enough to guess.

    Raises:
        PasswordWeak: the fact ``problem`` says why: ``password-short``, ``-long``, ``-common`` or ``-login``.
    """
    problem = _weakness(_typed(password), login)
    if problem is not None:
        raise PasswordWeak(detail=problem, problem=problem)


def _weakness(password: str, login: str) -> str | None:
    plain = fold(password)
    letters = "".join(c for c in plain if c.isalpha())
    name = login.partition("@")[0]
    if len(password) < SHORTEST:
        return "password-short"
    if len(password) > LONGEST:
        return "password-long"
    if len(letters) < 2 or letters in _common() or len(set(plain)) < _DIFFERENT:
        return "password-common"
    return "password-login" if len(name) > 3 and name in plain else None


@cache
def _common() -> frozenset[str]:
    """What is left of the passwords that are guessed first when digits and signs are taken away; folded."""
    return frozenset((Path(__file__).parent / "common.txt").read_text("utf-8").split())


def _typed(password: str) -> str:
    """One form whatever the keyboard: Vietnamese input methods give letters and tone marks joined or apart."""
    return unicodedata.normalize("NFC", password)
