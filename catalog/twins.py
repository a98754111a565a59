"""What an item's end means for its twins: other items in progress with the same record, that is the same content."""

from typing import TypedDict

from schemas.drop import State
from schemas.errors import Code


class Ending(TypedDict):
    """How an item ends."""

    state: State
    code: Code | None
    reason: str | None


def twin_ending(state: State, code: Code | None, reason: str | None) -> Ending:
    """How the twins of an item end that ends like this: the same content is refused for the same reason, and once
    it is in the vault every other copy of it is a duplicate.

    Raises:
        ValueError: the state is not a final one.
    """
    if not state.final:
        raise ValueError(f"{state} is not final")
    if state is State.REFUSED:
        return {"state": state, "code": code, "reason": reason}
    return {"state": State.DUPLICATE, "code": None, "reason": None}
