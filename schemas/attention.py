"""What of a record needs a person, and how much: the words of the queue of the reading room."""

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.claim import FieldName
from schemas.gate import GateKind


class ReasonKind(StrEnum):
    """Why somebody should look."""

    BLANK = "blank"  # a field that such a material has is empty
    UNSURE = "unsure"  # its value was read with little confidence
    ALTERNATIVES = "alternatives"  # something else may stand there
    CONTRADICTED = "contradicted"  # the clerk wrote one thing beside the scan, the scan says another
    PAGE_FAILED = "page-failed"
    RESCAN = "rescan"  # a page whose scan is so bad that it should be made again
    HELD = "held"  # a gate that nobody has decided about holds it back from the public
    LAW = "law"  # it cites a law that was not in force any more when it was archived


class Step(StrEnum):
    """Whose turn it is with a record."""

    CHECK = "check"  # an archivist's: something of it is in doubt
    PUBLISH = "publish"  # a publisher's: nothing is in doubt, or a published one was corrected since
    DONE = "done"  # nobody's: published, withdrawn, or kept from the public


class Reason(Frozen):
    """One thing that needs a person."""

    kind: ReasonKind
    field: FieldName | None = Field(default=None, description="of a reason about a field")
    gate: GateKind | None = Field(default=None, description="of HELD")
    detail: str = Field(default="", description="of LAW the id in the register, of ALTERNATIVES the likeliest one")
    page: int | None = Field(default=None, ge=1, description="where to look, if it is known")
    weight: float = Field(gt=0, description="importance × doubt: its part of the score")
    confidence: float | None = Field(default=None, ge=0, le=1, description="of the value that counts now")

    @property
    def topic(self) -> str:
        """What the queue is filtered by: a field's name, ``page-failed``, ``rescan``, ``law``, ``held-personal`` …"""
        if self.field is not None:
            return self.field.value
        return f"{self.kind.value}-{self.gate.value}" if self.gate is not None else self.kind.value


class Attention(Frozen):
    """What needs a person, worst first."""

    score: float = Field(ge=0, description="sum of the weights: the importance of what is probably wrong")
    step: Step
    reasons: tuple[Reason, ...] = Field(default=(), description="greatest weight first")
