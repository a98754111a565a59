"""Who is believed, field by field."""

from datetime import UTC, datetime, timedelta

from pipeline.stages.settle import fields, settle
from schemas.claim import Claim, FieldName, Source
from schemas.page import Box

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def machine(value: str | None, confidence: float = 0.9) -> Claim:
    return Claim(field=FieldName.NUMBER, value=value, source=Source.MACHINE, confidence=confidence, rule="number@1")


def archivist(value: str | None, at: datetime = NOON) -> Claim:
    return Claim(field=FieldName.NUMBER, value=value, source=Source.ARCHIVIST, confidence=1, rule="correction", at=at)


def clerk(value: str | None) -> Claim:
    return Claim(field=FieldName.NUMBER, value=value, source=Source.SIDECAR, confidence=0.5, rule="sidecar@1")


def test_without_claims_no_field_is_known() -> None:
    assert settle([]) == {}


def test_a_sidecar_outranks_a_machine_however_sure_that_was() -> None:
    settled = settle([machine("1/QĐ-UBND", 1.0), clerk("2/QĐ-UBND")])

    assert settled[FieldName.NUMBER].value == "2/QĐ-UBND"


def test_a_correction_outranks_everything() -> None:
    settled = settle([archivist("3/QĐ-UBND"), clerk("2/QĐ-UBND"), machine("1/QĐ-UBND", 1.0)])

    assert settled[FieldName.NUMBER].value == "3/QĐ-UBND"


def test_the_surer_machine_claim_wins() -> None:
    assert settle([machine("1/QĐ-UBND", 0.6), machine("7/QĐ-UBND", 0.8)])[FieldName.NUMBER].value == "7/QĐ-UBND"


def test_of_two_corrections_the_newer_wins_even_when_given_first() -> None:
    newer = archivist("4/QĐ-UBND", NOON + timedelta(seconds=1))

    assert settle([newer, archivist("3/QĐ-UBND")])[FieldName.NUMBER] == newer


def test_a_moment_without_a_zone_is_taken_as_utc() -> None:
    naive = archivist("4/QĐ-UBND", (NOON + timedelta(hours=1)).replace(tzinfo=None))

    assert settle([archivist("3/QĐ-UBND"), naive])[FieldName.NUMBER] == naive


def test_a_dated_correction_beats_an_undated_one() -> None:
    undated = archivist("4/QĐ-UBND").model_copy(update={"at": None})

    assert settle([undated, archivist("3/QĐ-UBND")])[FieldName.NUMBER].value == "3/QĐ-UBND"


def test_an_archivist_can_blank_a_field() -> None:
    assert settle([machine("1/QĐ-UBND"), archivist(None)]) == {}


def test_equal_rank_is_settled_by_content_not_by_order() -> None:
    one, other = machine("1/QĐ-UBND"), machine("7/QĐ-UBND")

    assert settle([one, other]) == settle([other, one])


def test_fields_are_printed_with_their_evidence() -> None:
    claim = machine("1/QĐ-UBND").model_copy(
        update={"raw": "1/QD-UBND", "page": 1, "box": Box(x0=1, y0=2, x1=3, y1=4)},
    )

    settled = fields([claim])[FieldName.NUMBER]

    assert settled.model_dump() == {
        "value": "1/QĐ-UBND",
        "raw": "1/QD-UBND",
        "source": "machine",
        "confidence": 0.9,
        "page": 1,
        "box": (1, 2, 3, 4),
        "rule": "number@1",
    }


def test_fields_stand_in_the_order_of_the_contract() -> None:
    title = clerk("Một tờ gấp").model_copy(update={"field": FieldName.TITLE})

    assert list(fields([title, machine("1/QĐ-UBND")])) == [FieldName.NUMBER, FieldName.TITLE]


def recipient(value: str | None, source: Source = Source.MACHINE, *, top: int = 0, at: datetime | None = None) -> Claim:
    box = Box(x0=0, y0=top, x1=10, y1=top + 10)
    return Claim(
        field=FieldName.RECIPIENTS, value=value, source=source, confidence=0.9, page=1, box=box, rule="x@1", at=at
    )


def test_several_values_come_in_the_order_of_the_page() -> None:
    settled = fields([recipient("B", top=50), recipient("A", top=90), recipient("C", top=10)])[FieldName.RECIPIENTS]

    assert settled.value == ("C", "B", "A")
    assert settled.box == (0, 10, 10, 20)
    assert settled.text == "C; B; A"


def test_the_newest_list_of_an_archivist_replaces_all_others() -> None:
    old = [recipient("A", Source.ARCHIVIST, at=NOON), recipient("B", Source.ARCHIVIST, at=NOON)]
    new = [recipient("D", Source.ARCHIVIST, at=NOON + timedelta(hours=1))]

    assert fields([*new, *old, recipient("C")])[FieldName.RECIPIENTS].value == ("D",)


def test_an_archivist_can_say_that_there_are_none() -> None:
    assert fields([recipient("C"), recipient(None, Source.ARCHIVIST, at=NOON)]) == {}
