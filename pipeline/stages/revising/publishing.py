"""What people decide about a record as a whole: gates, publication, withdrawal, embargo, access. Pure.

Four eyes: whoever has corrected a record since it was last published does not publish it, and whoever released a mark
of state secrecy does not either. The public goes on seeing the published version until another one is published.
"""

from collections.abc import Sequence
from datetime import datetime

from schemas.change import Change
from schemas.contents import Contents
from schemas.errors import Code, Refused
from schemas.gate import Gate, GateKind, PersonalFinding
from schemas.page import Box
from schemas.publication import Decision, GateDecision, Publication, Withdrawal
from schemas.record import AccessLevel, Record, RecordStatus
from schemas.text import one_line


def check_change(change: Change) -> None:
    """Refuses what no record can take.

    Raises:
        Refused: REASON_MISSING; BAD_VALUE (facts ``field``, ``problem``) for what contradicts itself.
    """
    if change.publish and change.withdraw:
        raise _bad("publish", "both")
    if change.publish and change.access not in (None, AccessLevel.PUBLIC):
        raise _bad("access", "not-shown")
    if change.embargo_until is not None and (change.lift_embargo or change.embargo_until.tzinfo is None):
        raise _bad("embargo_until", "aware" if change.embargo_until.tzinfo is None else "given-twice")
    if change.replaced_by is not None and not change.withdraw:
        raise _bad("replaced_by", "no-change")
    if (change.withdraw and not change.why.strip()) or any(not reason.strip() for *_, reason in change.decisions):
        raise Refused(Code.REASON_MISSING, detail="withdrawal or decision")


def decided(record: Record, contents: Contents, change: Change, *, by: str, now: datetime) -> Record:
    """The record with the decisions of this change, the newest of each kind.

    Raises:
        Refused: BAD_VALUE; there is no such gate, or it is none that can be covered.
    """
    decisions = {one.kind: one for one in record.decisions}
    for kind, decision, reason in change.decisions:
        if decision is Decision.REDACTED and kind is not GateKind.PERSONAL:
            raise _bad(kind.value, "redacted")
        if all(gate.kind is not kind for gate in contents.gates):
            raise _bad(kind.value, "no-gate")
        before = decisions.get(kind)
        if before is None or (before.decision, before.reason) != (decision, reason):
            decisions[kind] = GateDecision(kind=kind, decision=decision, by=by, at=now, reason=reason)
    return record.model_copy(update={"decisions": tuple(decisions.values())})


def still_decided(record: Record, before: Contents | None, after: Contents) -> tuple[GateDecision, ...]:
    """The decisions that hold for other contents: what was released is not, once a gate of its kind is new."""
    old = before.gates if before else ()
    return tuple(
        one
        for one in record.decisions
        if one.decision is not Decision.RELEASED
        or all(_known(gate, old) for gate in after.gates if gate.kind is one.kind)
    )


def with_new_gates(held: Contents, gates: Sequence[Gate], personal: Sequence[PersonalFinding]) -> Contents:
    """The contents with the gates and personal data that today's rules find beside what they have.

    What was published cannot be taken back from those who have read it: whatever either release found counts.
    """
    found = [one for one in personal if not any(_same_place(one, other) for other in held.personal)]
    new = [gate for gate in gates if not _known(gate, held.gates)]
    if not found and not new:
        return held
    return held.model_copy(update={"gates": (*held.gates, *new), "personal": (*held.personal, *found)})


def settled_access(record: Record, change: Change) -> Record:
    """The record with the access level and embargo of this change."""
    update: dict[str, object] = {} if change.access is None else {"access": change.access}
    if change.embargo_until is not None or change.lift_embargo:
        update["embargo_until"] = change.embargo_until
    return record.model_copy(update=update)


def published(record: Record, contents: Contents, *, by: str, now: datetime, version: int) -> Record:
    """The record as version ``version``, which the public sees from then on.

    Raises:
        Refused: NOT_YOUR_OWN; GATE_CLOSED (facts ``gate``, ``problem``: undecided, kept).
    """
    decisions = {one.kind: one for one in record.decisions}
    for gate in (gate for gate in contents.gates if gate.blocks_publication):
        decision = decisions.get(gate.kind)
        if decision is None or decision.decision is Decision.KEPT:
            problem = "undecided" if decision is None else "kept"
            raise Refused(Code.GATE_CLOSED, detail=f"{gate.kind}: {problem}", gate=gate.kind, problem=problem)
    secret = decisions.get(GateKind.SECRET)
    if any(_same(by, one) for one in (*record.corrected_by, *((secret.by,) if secret else ()))):
        raise Refused(Code.NOT_YOUR_OWN, detail="four eyes")
    return record.model_copy(
        update={
            "publication": Publication(version=version, at=now, by=by),
            "withdrawal": None,
            "access": AccessLevel.PUBLIC,
            "status": RecordStatus.PUBLISHED,
            "corrected_by": (),
        }
    )


def is_redacted(record: Record, contents: Contents) -> bool:
    """Whether the public is to see it with personal data covered."""
    held = any(gate.kind is GateKind.PERSONAL for gate in contents.gates)
    return held and any(one.kind is GateKind.PERSONAL and one.decision is Decision.REDACTED for one in record.decisions)


def withdrawn(record: Record, change: Change, *, by: str, now: datetime) -> Record:
    """The record taken back from the public; what was published stays known.

    Raises:
        Refused: NOT_PUBLISHED; BAD_VALUE if it is to replace itself.
    """
    if record.publication is None:
        raise Refused(Code.NOT_PUBLISHED, detail=record.id)
    if change.replaced_by == record.id:
        raise _bad("replaced_by", "no-change")
    why, before = change.why.strip(), record.withdrawal
    if before is not None and (before.reason, before.replaced_by) == (why, change.replaced_by):
        return record
    withdrawal = Withdrawal(at=now, by=by, reason=why, replaced_by=change.replaced_by)
    return record.model_copy(update={"withdrawal": withdrawal, "status": RecordStatus.WITHDRAWN})


def marked_corrected(record: Record, *, by: str) -> Record:
    """The record after a correction: who made it may not publish it; a withdrawn one stays withdrawn."""
    people = (*record.corrected_by, *(() if by in record.corrected_by else (by,)))
    status = record.status if record.status is RecordStatus.WITHDRAWN else RecordStatus.CORRECTED
    return record.model_copy(update={"corrected_by": people, "status": status})


# ---------------------------------------------------------------------------------------------------------------------


def _bad(field: str, problem: str) -> Refused:
    return Refused(Code.BAD_VALUE, detail=f"{field}: {problem}", field=field, problem=problem)


def _same(one: str, other: str) -> bool:
    """Whether both name one person, however they are typed."""
    return one_line(one).casefold() == one_line(other).casefold()


def _known(gate: Gate, before: Sequence[Gate]) -> bool:
    """Whether this gate stood there before: the same mark at the same place of the same page."""
    return any(
        (one.kind, one.mark, one.page) == (gate.kind, gate.mark, gate.page) and _meet(one.box, gate.box)
        for one in before
    )


def _same_place(one: PersonalFinding, other: PersonalFinding) -> bool:
    """Whether the first covers nothing that the other one does not."""
    return one.page == other.page and all(any(_meet(box, known) for known in other.boxes) for box in one.boxes)


def _meet(one: Box, other: Box) -> bool:
    across = min(one.x1, other.x1) > max(one.x0, other.x0)
    return across and min(one.y1, other.y1) > max(one.y0, other.y0)
