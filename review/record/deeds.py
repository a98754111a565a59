"""A deed done by a plain form (publishing, withdrawing, restoring …): made, refused with a sentence, or moved on."""

from dataclasses import dataclass

from fastapi import Request

from review.context import room_of
from review.record.making import make
from review.record.opening import Held
from schemas.change import Change
from schemas.errors import Refused
from schemas.messages import sentence
from schemas.person import Person
from schemas.redescription import Outcome


@dataclass(frozen=True, kw_only=True)
class Done:
    """How it ended."""

    outcome: Outcome | None
    """None: it was refused."""
    sentence: str = ""
    """Why it was refused, in the person's language."""

    @property
    def query(self) -> str:
        """What the page it goes back to is asked with: it says so if somebody was faster."""
        return "?moved=1" if self.outcome is Outcome.MOVED_ON else ""


def done(request: Request, person: Person, held: Held, change: Change, *, base: int, deed: str) -> Done:
    """Does it upon the version the form was made from."""
    try:
        made = make(request, person, held, change, base=base, deed=deed)
    except Refused as refused:
        return Done(outcome=None, sentence=sentence(refused, room_of(request).tongue(request)))
    return Done(outcome=made.outcome)
