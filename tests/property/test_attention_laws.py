"""Laws of the queue's order: a person's word never makes a record need a person more."""

from math import fsum, isclose

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.attention import attention, matters
from schemas.attention import Reason, ReasonKind, Step
from schemas.claim import FieldName, Source
from schemas.gate import GateKind
from schemas.publication import Decision
from schemas.record import Record
from tests.fakes.attended import all_confirmed, confirmed, decided, records

unhurried = settings(deadline=None)


@unhurried
@given(records(), st.sampled_from(list(FieldName)))
def test_confirming_a_field_never_raises_the_score(record: Record, field: FieldName) -> None:
    assert attention(confirmed(record, field)).score <= attention(record).score


@unhurried
@given(records())
def test_all_confirmed_and_no_gate_open_leaves_nothing(record: Record) -> None:
    free = record.model_copy(update={"decisions": tuple(decided(kind, Decision.RELEASED) for kind in GateKind)})
    found = attention(all_confirmed(free))
    assert (found.score, found.reasons, found.step) == (0.0, (), Step.PUBLISH)


@unhurried
@given(records())
def test_what_a_person_has_said_is_asked_no_more(record: Record) -> None:
    said = {claim.field for claim in record.claims if claim.source is Source.ARCHIVIST}
    assert not said & {reason.field for reason in attention(record).reasons}


@unhurried
@given(records())
def test_the_score_is_the_sum_of_the_reasons_greatest_first(record: Record) -> None:
    found = attention(record)
    weights = [reason.weight for reason in found.reasons]
    assert weights == sorted(weights, reverse=True)
    assert isclose(found.score, fsum(weights))
    assert all(weight > 0 for weight in weights)


@unhurried
@given(records())
def test_the_order_of_claims_does_not_matter(record: Record) -> None:
    turned = record.model_copy(update={"claims": record.claims[::-1]})
    assert attention(turned) == attention(record)


@unhurried
@given(records())
def test_a_field_has_one_reason_at_most_and_it_matters(record: Record) -> None:
    fields = [reason.field for reason in attention(record).reasons if reason.field is not None]
    assert len(fields) == len(set(fields))
    assert set(fields) <= set(matters(record))


@unhurried
@given(records())
def test_reasons_survive_being_written_down(record: Record) -> None:
    for reason in attention(record).reasons:
        assert Reason.model_validate_json(reason.model_dump_json(exclude_defaults=True)) == reason
        assert (reason.gate is not None) == (reason.kind is ReasonKind.HELD)
