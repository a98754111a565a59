"""Four eyes, gates, embargo, withdrawal: what the public may see, and who may decide it."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.stages.revising.publishing import (
    check_change,
    decided,
    is_redacted,
    marked_corrected,
    published,
    settled_access,
    still_decided,
    with_new_gates,
    withdrawn,
)
from schemas.change import Change
from schemas.contents import Contents
from schemas.errors import Code, Refused
from schemas.gate import Gate, GateKind, PersonalFinding, PersonalKind
from schemas.ids import RecordId
from schemas.page import Box
from schemas.publication import Decision, GateDecision, Publication, Withdrawal, public_version
from schemas.record import AccessLevel, Record, RecordStatus
from tests.fakes.records import NOON, make_record

RECORD = make_record()
OTHER = RecordId("other")
LATER = NOON + timedelta(days=1)


def gate(kind: GateKind, x0: int = 0, page: int = 1, **more: object) -> Gate:
    box = Box(x0=x0, y0=0, x1=x0 + 10, y1=10)
    return Gate(kind=kind, mark=kind.value, page=page, box=box, confidence=1, rule="x@1", **more)  # type: ignore[arg-type]


def finding(*boxes: Box) -> PersonalFinding:
    return PersonalFinding(kind=PersonalKind.PHONE, page=1, boxes=boxes, confidence=1, rule="x@1")


def contents(*gates: Gate) -> Contents:
    return Contents(record=RECORD.id, gates=gates)


def decide(record: Record, kind: GateKind, decision: Decision, by: str = "Chi") -> Record:
    change = Change(decisions=((kind, decision, "đã xem"),))
    return decided(record, contents(gate(kind)), change, by=by, now=NOON)


def publish(record: Record, *gates: Gate, by: str = "Bình") -> Record:
    return published(record, contents(*gates), by=by, now=NOON, version=2)


def refusal(call: object, *args: object, **more: object) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args, **more)  # type: ignore[operator]
    return caught.value


class TestChange:
    @pytest.mark.parametrize(
        ("change", "code", "problem"),
        [
            (Change(publish=True, withdraw=True, why="x"), Code.BAD_VALUE, "both"),
            (Change(publish=True, access=AccessLevel.INTERNAL), Code.BAD_VALUE, "not-shown"),
            (Change(embargo_until=datetime(2030, 1, 1)), Code.BAD_VALUE, "aware"),  # noqa: DTZ001  # the point
            (Change(embargo_until=LATER, lift_embargo=True), Code.BAD_VALUE, "given-twice"),
            (Change(replaced_by=OTHER), Code.BAD_VALUE, "no-change"),
            (Change(withdraw=True, why="  "), Code.REASON_MISSING, None),
            (Change(decisions=((GateKind.DRAFT, Decision.KEPT, " "),)), Code.REASON_MISSING, None),
        ],
    )
    def test_what_no_record_can_take_is_refused(self, change: Change, code: Code, problem: str | None) -> None:
        caught = refusal(check_change, change)
        assert (caught.code, caught.facts.get("problem")) == (code, problem)

    def test_everything_else_passes(self) -> None:
        check_change(Change(publish=True, access=AccessLevel.PUBLIC, embargo_until=LATER))
        check_change(Change(withdraw=True, why="sai", replaced_by=OTHER))


class TestFourEyes:
    def test_who_corrected_does_not_publish_and_anybody_else_may(self) -> None:
        corrected = marked_corrected(marked_corrected(RECORD, by="An"), by="An")
        assert (corrected.corrected_by, corrected.status) == (("An",), RecordStatus.CORRECTED)
        assert refusal(publish, corrected, by=" an").code is Code.NOT_YOUR_OWN
        made = publish(corrected)
        assert (made.publication, made.status) == (
            Publication(version=2, at=NOON, by="Bình"),
            RecordStatus.PUBLISHED,
        )
        assert (made.access, made.corrected_by) == (AccessLevel.PUBLIC, ())

    def test_what_nobody_corrected_may_be_published_by_anyone(self) -> None:
        assert publish(RECORD, by="An").publication is not None

    def test_who_released_a_mark_of_secrecy_does_not_publish(self) -> None:
        released = decide(RECORD, GateKind.SECRET, Decision.RELEASED, by="Bình")
        assert refusal(publish, released, gate(GateKind.SECRET)).code is Code.NOT_YOUR_OWN
        assert publish(released, gate(GateKind.SECRET), by="Chi").publication is not None

    def test_a_withdrawn_record_stays_withdrawn_when_it_is_corrected(self) -> None:
        taken = withdrawn(publish(RECORD), Change(withdraw=True, why="sai"), by="Bình", now=NOON)
        assert marked_corrected(taken, by="An").status is RecordStatus.WITHDRAWN
        again = publish(marked_corrected(taken, by="An"))
        assert (again.withdrawal, again.status) == (None, RecordStatus.PUBLISHED)


class TestGates:
    @pytest.mark.parametrize("kind", sorted(GateKind))
    def test_a_gate_nobody_decided_on_is_closed(self, kind: GateKind) -> None:
        caught = refusal(publish, RECORD, gate(kind))
        assert (caught.code, caught.facts) == (Code.GATE_CLOSED, {"gate": kind, "problem": "undecided"})

    def test_one_that_does_not_block_needs_no_decision(self) -> None:
        assert publish(RECORD, gate(GateKind.DRAFT, blocks_publication=False)).publication is not None

    def test_kept_is_closed_and_released_is_open(self) -> None:
        kept = decide(RECORD, GateKind.INTERNAL, Decision.KEPT)
        assert refusal(publish, kept, gate(GateKind.INTERNAL)).facts["problem"] == "kept"
        opened = decide(kept, GateKind.INTERNAL, Decision.RELEASED)
        assert [one.decision for one in opened.decisions] == [Decision.RELEASED]
        assert publish(opened, gate(GateKind.INTERNAL)).publication is not None

    def test_only_personal_data_can_be_covered(self) -> None:
        caught = refusal(decide, RECORD, GateKind.SECRET, Decision.REDACTED)
        assert (caught.code, caught.facts["problem"]) == (Code.BAD_VALUE, "redacted")
        covered = decide(RECORD, GateKind.PERSONAL, Decision.REDACTED)
        assert is_redacted(covered, contents(gate(GateKind.PERSONAL)))
        assert not is_redacted(covered, contents())
        assert not is_redacted(decide(RECORD, GateKind.PERSONAL, Decision.RELEASED), contents(gate(GateKind.PERSONAL)))

    def test_there_must_be_such_a_gate(self) -> None:
        change = Change(decisions=((GateKind.DRAFT, Decision.KEPT, "x"),))
        caught = refusal(decided, RECORD, contents(), change, by="Chi", now=NOON)
        assert caught.facts["problem"] == "no-gate"

    def test_the_same_decision_again_says_nothing_new(self) -> None:
        once = decide(RECORD, GateKind.DRAFT, Decision.RELEASED)
        assert decide(once, GateKind.DRAFT, Decision.RELEASED, by="Dung") == once

    def test_a_gate_that_is_new_is_not_released_by_what_was_decided_before(self) -> None:
        released = decide(RECORD, GateKind.PERSONAL, Decision.RELEASED)
        old, new = contents(gate(GateKind.PERSONAL)), gate(GateKind.PERSONAL, x0=500)
        assert still_decided(released, old, contents(gate(GateKind.PERSONAL, x0=2))) == released.decisions
        assert still_decided(released, old, contents()) == released.decisions
        assert still_decided(released, old, contents(gate(GateKind.PERSONAL), new)) == ()
        assert still_decided(released, None, old) == ()
        assert still_decided(released, old, contents(gate(GateKind.PERSONAL), gate(GateKind.DRAFT))) != ()

    def test_what_todays_rules_find_counts_beside_what_was_found(self) -> None:
        known, other = Box(x0=0, y0=0, x1=10, y1=10), Box(x0=500, y0=0, x1=510, y1=10)
        held = contents(gate(GateKind.PERSONAL)).model_copy(update={"personal": (finding(known),)})
        assert with_new_gates(held, held.gates, held.personal) is held
        assert with_new_gates(held, (), ()) is held
        more = with_new_gates(held, [gate(GateKind.DRAFT)], [finding(known), finding(known, other)])
        assert [one.kind for one in more.gates] == [GateKind.PERSONAL, GateKind.DRAFT]
        assert more.personal == (finding(known), finding(known, other))

    @pytest.mark.parametrize("decision", [Decision.KEPT, Decision.REDACTED])
    def test_kept_and_covered_hold_for_new_ones_too(self, decision: Decision) -> None:
        record = decide(RECORD, GateKind.PERSONAL, decision)
        assert still_decided(record, contents(), contents(gate(GateKind.PERSONAL))) == record.decisions


class TestWithdrawing:
    def test_it_keeps_what_was_published_and_says_why(self) -> None:
        before = publish(RECORD)
        made = withdrawn(before, Change(withdraw=True, why=" sai số ", replaced_by=OTHER), by="Bình", now=NOON)
        assert made.withdrawal == Withdrawal(at=NOON, by="Bình", reason="sai số", replaced_by=OTHER)
        assert (made.publication, made.status) == (before.publication, RecordStatus.WITHDRAWN)
        again = Change(withdraw=True, why="sai số", replaced_by=OTHER)
        assert withdrawn(made, again, by="Chi", now=LATER) == made

    def test_there_has_to_be_something_to_withdraw(self) -> None:
        assert refusal(withdrawn, RECORD, Change(withdraw=True, why="x"), by="B", now=NOON).code is Code.NOT_PUBLISHED
        own = Change(withdraw=True, why="x", replaced_by=RECORD.id)
        assert refusal(withdrawn, publish(RECORD), own, by="B", now=NOON).code is Code.BAD_VALUE


class TestWhatThePublicSees:
    def test_nothing_before_it_is_published(self) -> None:
        assert public_version(RECORD, NOON) is None

    def test_the_published_version_also_after_a_later_correction(self) -> None:
        assert public_version(marked_corrected(publish(RECORD), by="An"), NOON) == 2

    @pytest.mark.parametrize(
        ("change", "moment", "seen"),
        [
            (Change(access=AccessLevel.INTERNAL), NOON, None),
            (Change(access=AccessLevel.RESTRICTED), NOON, None),
            (Change(embargo_until=LATER), NOON, None),
            (Change(embargo_until=LATER), LATER, 2),
            (Change(), NOON, 2),
        ],
    )
    def test_access_and_embargo_hide_it(self, change: Change, moment: datetime, seen: int | None) -> None:
        assert public_version(settled_access(publish(RECORD), change), moment) == seen

    def test_an_embargo_is_lifted(self) -> None:
        hidden = settled_access(publish(RECORD), Change(embargo_until=datetime(2100, 1, 1, tzinfo=UTC)))
        assert public_version(settled_access(hidden, Change(lift_embargo=True)), NOON) == 2

    def test_not_once_it_is_withdrawn(self) -> None:
        taken = withdrawn(publish(RECORD), Change(withdraw=True, why="sai"), by="Bình", now=NOON)
        assert public_version(taken, NOON) is None


def test_an_older_record_is_read_and_written_without_any_of_it() -> None:
    json = RECORD.model_dump_json()
    names = ("publication", "withdrawal", "embargo", "decisions", "corrected_by", "web", "thumb", "public_")
    assert not [name for name in names if f'"{name}' in json]
    assert Record.model_validate_json(json) == RECORD
    full = decide(marked_corrected(publish(RECORD), by="An"), GateKind.DRAFT, Decision.KEPT)
    assert Record.model_validate_json(full.model_dump_json()) == full
    assert isinstance(full.decisions[0], GateDecision)
