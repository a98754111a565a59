"""People of the reading room: who they are, the roles they hold, the agencies whose papers they work on."""

import re
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")


class Role(StrEnum):
    """What somebody is here for. One person may hold several; what each allows is in :mod:`schemas.rights`."""

    CLERK = "clerk"
    ARCHIVIST = "archivist"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Person(Frozen):
    """Somebody signed in. In records, drafts and versions a person goes by ``login``, which is never given twice."""

    id: str = Field(description="stays the same if name, roles or agencies change")
    login: str = Field(description="what is typed to sign in: lower-case ASCII, may be an e-mail address")
    name: str = Field(description="as it is shown to others")
    roles: frozenset[Role]
    agencies: tuple[str, ...] | None = Field(description="names of the inbox's agencies; None: all of them")


class Account(Frozen):
    """A person as those who manage people see it. Never the password or anything made of it."""

    person: Person
    email: str | None = Field(default=None, description="by which an identity provider may know this person")
    enabled: bool
    must_change: bool = Field(description="the password was given by somebody else and has to be changed first")
    has_password: bool = Field(description="false: signs in by the identity provider only")
    created_at: datetime
    seen_at: datetime | None = Field(default=None, description="when last at work here")


def parse_login(text: str) -> str:
    """The login as it is kept: lower case, no spaces at its ends.

    Raises:
        ValueError: not 2–64 of a–z, 0–9 and ``. _ @ + -``, beginning with a letter or digit.
    """
    login = text.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise ValueError("not a login")
    return login
