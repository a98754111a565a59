"""What a document says about laws: citations, normalised to article, clause and point, and whether the law is in force.

The sentence of a warning is Vietnamese and made here, because it is data of the record, not an error.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.laws import Law
from schemas.page import Box


class Provision(Frozen):
    """One place in an act: điểm a khoản 1 Điều 5."""

    article: str
    """Điều: 5, 5a."""
    clause: str | None = None
    """Khoản."""
    point: str | None = None
    """Điểm: a, đ."""

    @property
    def text(self) -> str:
        """As a Vietnamese text says it."""
        parts = (f"điểm {self.point}" if self.point else "", f"khoản {self.clause}" if self.clause else "")
        return " ".join([*(part for part in parts if part), f"Điều {self.article}"])


class Citation(Frozen):
    """One mention of an act."""

    law: str | None
    """Its id in the register; None where the register does not have it or the year is not certain."""
    family: str | None = None
    """The register's family when at least the name is known: luat-dat-dai."""
    kind: str | None
    """Luật, Nghị định, … as the text or the number says."""
    name: str | None
    """The register's name: Luật Đất đai; else None."""
    number: str | None
    """In normal form: 45/2013/QH13."""
    year: int | None
    """The year it was passed, if the mention says so or the register does."""
    articles: tuple[Provision, ...] = ()
    """What of it is cited, lists and ranges expanded; empty when the act is named as a whole."""
    page: int = Field(ge=1)
    box: Box
    """Around the mention's words on that page (the first one, when it goes on overleaf)."""
    raw: str
    """The words as they were read."""
    confidence: float = Field(ge=0, le=1)
    rule: str
    """The rule's ``name@version``."""


class LawState(StrEnum):
    """Whether a law is in force on a day."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


class Validity(Frozen):
    """Whether a cited law was in force on the day of asking."""

    law: str
    """Its id in the register."""
    state: LawState
    today: date
    since: date | None
    """From when it is so: the first day without force, or the day on which it will begin."""
    replaced_by: tuple[str, ...] = ()
    """Ids of the acts that took its place."""
    warning: str | None = None
    """The sentence for readers; None when there is nothing to warn of."""


def warning(law: Law, state: LawState, successors: tuple[Law, ...]) -> str | None:
    """The Vietnamese sentence for a law that is not in force; None for any other."""
    if state is LawState.EXPIRED and law.effective_to:
        instead = " và ".join(named(other) for other in successors)
        tail = f", thay bằng {instead}" if instead else ""
        return f"{named(law)} đã hết hiệu lực từ {vietnamese_date(law.effective_to)}{tail}."
    if state is LawState.NOT_YET and law.effective_from:
        return f"{named(law)} chưa có hiệu lực, có hiệu lực từ {vietnamese_date(law.effective_from)}."
    return None


def named(law: Law) -> str:
    """The law with its number: Luật Đất đai năm 2024 (số 31/2024/QH15)."""
    plain = law.number is None or law.title.endswith(law.number)
    return law.title if plain else f"{law.title} (số {law.number})"


def vietnamese_date(day: date) -> str:
    """01/8/2024: two digits for days below ten and for January and February (Decree 30/2020, Annex I)."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day.month < 3 else f"{day.day:02d}/{day.month}/{day.year}"
