"""People for tests, by no real person's name."""

from schemas.person import Person, Role

SOUTH, NORTH = "Sở Nam", "Sở Bắc"


def make_person(
    *roles: Role, agencies: tuple[str, ...] | None = None, who: str = "p1", login: str = "nguoi.mot"
) -> Person:
    """Somebody with these roles."""
    return Person(id=who, login=login, name="Người Một", roles=frozenset(roles), agencies=agencies)
