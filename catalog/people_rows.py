"""People as rows of the catalog, and back."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, RowMapping, Select, select

from catalog.tables import credential, person
from schemas.ids import ALPHABET
from schemas.person import Account, Person, Role
from schemas.text import one_line

OF_PERSON: tuple[Column[Any], ...] = (person.c.id, person.c.login, person.c.name, person.c.roles, person.c.agencies)
"""The columns that :func:`person_of` reads."""


def new_person_id() -> str:
    """A fresh one: twelve characters without vowels."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def agencies_text(agencies: tuple[str, ...] | None) -> str | None:
    """The agencies as they are stored: each once, in order; None for all."""
    if agencies is None:
        return None
    return json.dumps(sorted({one_line(name) for name in agencies}), ensure_ascii=False)


def roles_text(roles: frozenset[Role]) -> str:
    """The roles as they are stored."""
    return " ".join(sorted(role.value for role in roles))


def person_of(row: Mapping[str, Any] | RowMapping) -> Person:
    """The person of a row that has the columns `OF_PERSON`."""
    agencies = row["agencies"]
    return Person(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        roles=frozenset(map(Role, row["roles"].split())),
        agencies=None if agencies is None else tuple(json.loads(agencies)),
    )


def accounts() -> Select[Any]:
    """Every person with what `account_of` and the sign-in need of the credential."""
    known = person.outerjoin(credential, credential.c.person == person.c.id)
    return select(person, credential.c.hash, credential.c.must_change, credential.c.valid_until).select_from(known)


def account_of(row: Mapping[str, Any] | RowMapping) -> Account:
    """The account of a row of :func:`accounts`."""
    return Account(
        person=person_of(row),
        email=row["email"],
        enabled=row["enabled"],
        must_change=bool(row["must_change"]),
        has_password=row["hash"] is not None,
        created_at=row["created_at"],
        seen_at=row["seen_at"],
    )
