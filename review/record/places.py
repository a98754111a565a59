"""What was found on the pages beside the fields: gates, personal data, laws, questions. Each with its place. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.citation import Citation, LawState, Validity, named
from schemas.contents import Contents
from schemas.gate import Gate, GateKind
from schemas.laws import Register
from schemas.page import Box
from schemas.publication import Decision, GateDecision
from schemas.unit import UnitFault, UnitKind


@dataclass(frozen=True, kw_only=True)
class Place:
    """A piece of a page."""

    page: int
    box: Box


@dataclass(frozen=True, kw_only=True)
class GateView:
    """All gates of one kind, and what has been decided about them."""

    kind: GateKind
    marks: tuple[str, ...]
    """The marks as usually spelled; of personal data the kinds."""
    places: tuple[Place, ...]
    confidence: float
    blocks: bool
    """Whether a person has to decide before it can be published."""
    decision: GateDecision | None

    @property
    def open(self) -> bool:
        """Whether it stands in the way of publishing."""
        return self.blocks and (self.decision is None or self.decision.decision is Decision.KEPT)


@dataclass(frozen=True, kw_only=True)
class PersonalView:
    """Personal data of one kind: how often, where; never what."""

    kind: str
    places: tuple[Place, ...]
    count: int


@dataclass(frozen=True, kw_only=True)
class LawView:
    """A law as often as it is cited, and whether it is in force."""

    name: str
    provisions: tuple[str, ...]
    state: LawState
    warning: str | None
    """The sentence for readers, with what replaced it; None if there is nothing to warn of."""
    places: tuple[Place, ...]
    raw: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UnitView:
    """A question with its answer, or a situation with its solution."""

    kind: UnitKind
    number: int | None
    question: str
    answer: str
    confidence: float
    places: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True)
class FaultView:
    """What is wrong with the questions."""

    fault: UnitFault
    numbers: tuple[int, ...]
    place: Place | None


def gate_views(contents: Contents, decisions: Sequence[GateDecision]) -> tuple[GateView, ...]:
    """The gates by kind, in the order of `GateKind`."""
    decided = {decision.kind: decision for decision in decisions}
    kinds = [kind for kind in GateKind if any(gate.kind is kind for gate in contents.gates)]
    return tuple(_gate(kind, [g for g in contents.gates if g.kind is kind], decided.get(kind)) for kind in kinds)


def personal_views(contents: Contents) -> tuple[PersonalView, ...]:
    """Personal data by kind, in the order found."""
    kinds = dict.fromkeys(finding.kind for finding in contents.personal)
    return tuple(
        PersonalView(
            kind=kind.value,
            count=sum(finding.kind is kind for finding in contents.personal),
            places=tuple(
                Place(page=f.page, box=box) for f in contents.personal if f.kind is kind for box in f.boxes
            ),
        )
        for kind in kinds
    )  # fmt: skip


def law_views(citations: Sequence[Citation], valid: Iterable[Validity], register: Register) -> tuple[LawView, ...]:
    """The laws cited, each once: those no longer in force first, then in the order of their first mention."""
    told = {validity.law: validity for validity in valid}
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        groups.setdefault(_name(citation, register), []).append(citation)
    found = [_law(name, mentions, told) for name, mentions in groups.items()]
    return tuple(sorted(found, key=lambda law: law.warning is None))


def unit_views(contents: Contents) -> tuple[UnitView, ...]:
    """Questions and situations, in the document's order."""
    return tuple(
        UnitView(
            kind=unit.kind, number=unit.number, question=unit.question, answer=unit.answer,
            confidence=unit.confidence,
            places=tuple(Place(page=at.page, box=at.box) for at in (*unit.question_at, *unit.answer_at)),
        )
        for unit in contents.units.units
    )  # fmt: skip


def fault_views(contents: Contents) -> tuple[FaultView, ...]:
    """What an archivist should look at among the questions."""
    return tuple(
        FaultView(
            fault=finding.fault, numbers=finding.numbers,
            place=Place(page=finding.at.page, box=finding.at.box) if finding.at else None,
        )
        for finding in contents.units.findings
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------


def _gate(kind: GateKind, gates: Sequence[Gate], decision: GateDecision | None) -> GateView:
    return GateView(
        kind=kind,
        marks=tuple(dict.fromkeys(gate.mark for gate in gates)),
        places=tuple(Place(page=gate.page, box=gate.box) for gate in gates),
        confidence=max(gate.confidence for gate in gates),
        blocks=any(gate.blocks_publication for gate in gates),
        decision=decision,
    )


def _name(citation: Citation, register: Register) -> str:
    if citation.law:
        return named(register.of_id(citation.law))
    parts = citation.name or citation.kind, f"số {citation.number}" if citation.number else None
    return " ".join(part for part in parts if part) or citation.raw


def _law(name: str, mentions: Sequence[Citation], told: dict[str, Validity]) -> LawView:
    known = told.get(mentions[0].law or "")
    provisions = dict.fromkeys(provision.text for citation in mentions for provision in citation.articles)
    return LawView(
        name=name,
        provisions=tuple(provisions),
        state=known.state if known else LawState.UNKNOWN,
        warning=known.warning if known else None,
        places=tuple(Place(page=citation.page, box=citation.box) for citation in mentions),
        raw=tuple(dict.fromkeys(citation.raw for citation in mentions)),
    )
