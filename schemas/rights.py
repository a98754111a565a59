"""The one table of rights: which role allows what, and for whose papers.

Roles only ever add: whoever holds one more may do at least as much. The agencies of a person only ever narrow.
Publishing wants other eyes than correcting (four-eyes rule, checked per record by ``pipeline.revise``); the
administrator of the machines therefore neither corrects nor publishes unless given those roles too.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from schemas.gate import GateKind
from schemas.person import Person, Role


class Action(StrEnum):
    """What can be done in the reading room."""

    SEE_QUEUE = "see-queue"
    SEE_RECORD = "see-record"
    CORRECT = "correct"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    DECIDE_GATE = "decide-gate"
    DECIDE_SECRET = "decide-secret"  # noqa: S105  # not a password
    """A mark of state secrecy: for a publisher only, besides whoever dropped it with a `secret_review`. Of the two who
    have a file read that was refused for one, at least one must hold this."""
    RESTORE = "restore"
    SEE_FAILURES = "see-failures"
    RETRY = "retry"
    UPLOAD = "upload"
    SEE_OWN_FILES = "see-own-files"
    MANAGE_PEOPLE = "manage-people"
    SEE_AUDIT = "see-audit"
    EXPORT_AUDIT = "export-audit"


_A = Action
ALLOWED: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.CLERK: frozenset({_A.UPLOAD, _A.SEE_OWN_FILES}),
        Role.ARCHIVIST: frozenset({_A.SEE_QUEUE, _A.SEE_RECORD, _A.CORRECT, _A.DECIDE_GATE, _A.SEE_FAILURES, _A.RETRY}),
        Role.PUBLISHER: frozenset(
            {
                _A.SEE_QUEUE,
                _A.SEE_RECORD,
                _A.PUBLISH,
                _A.WITHDRAW,
                _A.DECIDE_GATE,
                _A.DECIDE_SECRET,
                _A.RESTORE,
                _A.SEE_FAILURES,
                _A.RETRY,
            }
        ),
        Role.ADMINISTRATOR: frozenset({_A.MANAGE_PEOPLE, _A.SEE_FAILURES, _A.RETRY, _A.SEE_AUDIT}),
        Role.AUDITOR: frozenset({_A.SEE_RECORD, _A.SEE_AUDIT, _A.EXPORT_AUDIT}),
    }
)
"""The table itself."""


def may(person: Person, action: Action, agency: str | None = None) -> bool:
    """Whether this person may do that, with papers of this agency; without one: with anybody's papers at all."""
    if not any(action in ALLOWED[role] for role in person.roles):
        return False
    if person.agencies is None:
        return True
    return bool(person.agencies) if agency is None else agency in person.agencies


def may_decide(person: Person, kind: GateKind, agency: str | None = None) -> bool:
    """Whether this person may release or keep back what a gate of this kind has stopped."""
    return may(person, _A.DECIDE_SECRET if kind is GateKind.SECRET else _A.DECIDE_GATE, agency)


def may_manage(person: Person, other: Person) -> bool:
    """Whether this person may change the other's account: an administrator, of all the other's agencies, not oneself.

    Who may not widen the own rights cannot do so through somebody else's account either: nobody manages an account
    that reaches further than the own one.
    """
    return person.id != other.id and may_give(person, other.agencies)


def may_give(person: Person, agencies: tuple[str, ...] | None) -> bool:
    """Whether this person may make an account for these agencies (None: for all)."""
    if person.agencies is None:
        return may(person, _A.MANAGE_PEOPLE)
    if agencies is None:
        return False
    return may(person, _A.MANAGE_PEOPLE) and set(agencies) <= set(person.agencies)


def scope(person: Person, action: Action) -> tuple[str, ...] | None:
    """The agencies whose papers this person may do that with, for a query: None for all, () for none."""
    return person.agencies if may(person, action) else ()
