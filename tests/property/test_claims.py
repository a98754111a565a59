"""Laws of settling claims."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.settle import fields, settle
from schemas.claim import PRECEDENCE, Claim, FieldName, Source

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the zone is given


@st.composite
def claims(draw: st.DrawFn, sources: tuple[Source, ...] = tuple(Source)) -> Claim:
    source = draw(st.sampled_from(sources))
    return Claim(
        field=draw(st.sampled_from([FieldName.NUMBER, FieldName.TITLE])),
        value=draw(st.sampled_from([None, "a", "b", "c", 1])),
        source=source,
        confidence=draw(st.sampled_from([0.2, 0.5, 1.0])),
        rule=draw(st.sampled_from(["x@1", "y@1"])),
        at=draw(MOMENTS) if source is Source.ARCHIVIST else None,
    )


@given(said=st.lists(claims(), max_size=12), data=st.data())
def test_the_order_of_claims_never_matters(said: list[Claim], data: st.DataObject) -> None:
    assert settle(data.draw(st.permutations(said))) == settle(said)


@given(said=st.lists(claims(), max_size=12))
def test_settling_changes_and_invents_no_claim(said: list[Claim]) -> None:
    before = [claim.model_dump_json() for claim in said]

    settled = settle(said)

    assert [claim.model_dump_json() for claim in said] == before
    assert all(claim in said and claim.field is name and claim.value is not None for name, claim in settled.items())


@given(said=st.lists(claims((Source.MACHINE, Source.SIDECAR)), max_size=12), correction=claims((Source.ARCHIVIST,)))
def test_a_correction_always_wins(said: list[Claim], correction: Claim) -> None:
    settled = settle([*said, correction])

    assert settled.get(correction.field) == (None if correction.value is None else correction)


@given(said=st.lists(claims(), min_size=1, max_size=12), late=claims())
def test_a_claim_of_lower_rank_changes_nothing(said: list[Claim], late: Claim) -> None:
    higher = [
        claim for claim in said if claim.field is late.field and PRECEDENCE[claim.source] > PRECEDENCE[late.source]
    ]

    if higher:
        assert settle([*said, late]) == settle(said)
    else:
        assert set(settle([*said, late])) | {late.field} >= set(settle(said))


@given(said=st.lists(claims(), max_size=12))
def test_what_is_left_out_could_win_once_the_winner_is_gone(said: list[Claim]) -> None:
    """No claim is lost: taking winners away one by one brings every field's other claims up in turn."""
    for name, winner in settle(said).items():
        rest = [claim for claim in said if claim != winner]
        others = [claim for claim in rest if claim.field is name]
        assert (name in settle(rest)) <= bool(others)
        assert settle([*rest, winner])[name] == winner


@given(said=st.lists(claims(), max_size=12))
def test_settled_fields_are_those_of_the_settled_claims(said: list[Claim]) -> None:
    assert {name: field.value for name, field in fields(said).items()} == {
        name: claim.value for name, claim in settle(said).items()
    }
