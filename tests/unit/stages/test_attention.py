"""What needs a person, by examples: which field matters in which material, and whose turn it is."""

from datetime import UTC, datetime

import pytest

from pipeline.stages.attention import GATES, attention, matters
from pipeline.stages.importance import OFFICIAL, PERIODICAL, PUBLICATION, UNKNOWN, importance
from schemas.attention import Attention, ReasonKind, Step
from schemas.claim import FieldName as Field
from schemas.claim import Source
from schemas.contents import Facets
from schemas.gate import GateKind
from schemas.publication import Decision
from schemas.record import RecordStatus
from schemas.vocabulary import MaterialType
from tests.fakes.attended import (
    all_confirmed,
    bad_page,
    confirmed,
    decided,
    held,
    machine,
    person,
    published,
    told,
    withdrawn,
)

LEAFLET = machine(Field.MATERIAL_TYPE, "to-gap", 1.0)
PLAN = machine(Field.MATERIAL_TYPE, "vb-chi-dao", 1.0)


def topics(found: Attention) -> list[str]:
    return [reason.topic for reason in found.reasons]


def test_a_leaflet_needs_no_number_and_a_plan_does() -> None:
    assert "number" not in topics(attention(told(LEAFLET)))
    assert topics(attention(told(PLAN)))[0] == "number"


def test_the_more_a_field_matters_the_earlier_it_is_named() -> None:
    found = attention(told(PLAN))
    assert topics(found)[:5] == ["number", "issued_date", "issuer", "document_type", "subject"]
    assert {reason.kind for reason in found.reasons} == {ReasonKind.BLANK}


def test_doubt_weighs_as_much_as_the_field_matters() -> None:
    (number,) = [r for r in attention(told(PLAN, machine(Field.NUMBER, "1/KH", 0.7))).reasons if r.topic == "number"]
    assert (number.kind, number.weight, number.confidence, number.page) == (ReasonKind.UNSURE, 3.0, 0.7, 1)


def test_a_likely_alternative_is_a_doubt_of_its_own() -> None:
    claim = machine(Field.NUMBER, "1/KH", 0.9, alternatives=(("7/KH", 0.4), ("1/KH", 0.9)))
    (number,) = [r for r in attention(told(PLAN, claim)).reasons if r.topic == "number"]
    assert (number.kind, number.detail, number.weight) == (ReasonKind.ALTERNATIVES, "7/KH", 4.0)


def test_a_blank_says_what_may_stand_there() -> None:
    claim = machine(Field.NUMBER, "", alternatives=(("7/KH", 0.4),)).model_copy(update={"value": None})
    (number,) = [r for r in attention(told(PLAN, claim)).reasons if r.topic == "number"]
    assert (number.kind, number.detail, number.weight) == (ReasonKind.BLANK, "7/KH", 10.0)


def test_a_scan_that_contradicts_the_clerk_is_looked_at() -> None:
    said = machine(Field.NUMBER, "1/KH", 1.0, source=Source.SIDECAR)
    (number,) = [
        r for r in attention(told(PLAN, said, machine(Field.NUMBER, "7/KH", 0.9))).reasons if r.topic == "number"
    ]
    assert (number.kind, number.detail) == (ReasonKind.CONTRADICTED, "7/KH")
    assert "number" not in topics(attention(told(PLAN, said, machine(Field.NUMBER, "1/KH", 0.9))))


def test_a_title_does_for_a_subject() -> None:
    assert "subject" in topics(attention(told(PLAN)))
    assert "subject" not in topics(attention(told(PLAN, machine(Field.TITLE, "Về hòa giải", 1.0))))


def test_a_bulletin_has_a_name_and_an_issue() -> None:
    found = topics(attention(told(machine(Field.MATERIAL_TYPE, "ban-tin", 1.0))))
    assert {"series", "issue_number"} <= set(found)


@pytest.mark.parametrize(
    ("material", "document", "expected"),
    [
        ("vb-chi-dao", None, OFFICIAL),
        ("vbqppl-ban-in", None, OFFICIAL),
        ("dac-san", None, PERIODICAL),
        ("to-gap", "Kế hoạch", PUBLICATION),
        (None, "Kế hoạch", OFFICIAL),
        ("khac", None, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_which_list_a_material_has(material: str | None, document: str | None, expected: object) -> None:
    assert importance(material, document) is expected


@pytest.mark.parametrize("material", sorted(MaterialType))
def test_every_material_says_once_and_why_a_field_matters(material: str) -> None:
    needs = importance(material, None)
    assert len({need.field for need in needs}) == len(needs)
    assert all(need.why and 0 < need.importance <= 10 for need in needs)
    assert Field.MATERIAL_TYPE in {need.field for need in needs}


def test_every_kind_of_gate_has_a_weight() -> None:
    assert set(GATES) == set(GateKind)


def test_a_gate_waits_for_a_decision_of_any_kind() -> None:
    record = told(LEAFLET, facets=held(GateKind.PERSONAL, GateKind.DRAFT))
    assert topics(attention(record))[:1] != ["held-personal"]
    assert {"held-personal", "held-draft"} <= set(topics(attention(record)))
    less = record.model_copy(update={"decisions": (decided(GateKind.PERSONAL, Decision.REDACTED),)})
    assert "held-personal" not in topics(attention(less))
    assert "held-draft" in topics(attention(less))


def test_bad_pages_are_named_and_many_weigh_more_than_one() -> None:
    pages = tuple(bad_page(n, failed=n in (2, 3), rescan=n == 4) for n in range(1, 6))
    found = {reason.topic: reason for reason in attention(told(LEAFLET, pages=pages)).reasons}
    assert (found["page-failed"].detail, found["page-failed"].page, found["rescan"].page) == ("2, 3", 2, 4)
    worse = tuple(bad_page(n, failed=True) for n in range(1, 6))
    again = {reason.topic: reason for reason in attention(told(LEAFLET, pages=worse)).reasons}
    assert again["page-failed"].weight > found["page-failed"].weight


def test_a_law_that_was_over_when_it_was_archived() -> None:
    laws = Facets(laws=("luat-dat-dai-2013", "luat-dat-dai-2024", "999/2000/NĐ-XX"))
    record = told(LEAFLET, facets=laws, archived_at=datetime(2026, 3, 5, tzinfo=UTC))
    (law,) = [r for r in attention(record).reasons if r.kind is ReasonKind.LAW]
    assert law.detail == "luat-dat-dai-2013"
    earlier = record.model_copy(update={"archived_at": datetime(2020, 3, 5, tzinfo=UTC)})
    assert "law" not in topics(attention(earlier))


def test_whoever_has_gone_through_all_fields_has_seen_the_pages() -> None:
    record = told(LEAFLET, pages=(bad_page(1, failed=True, rescan=True),))
    assert "page-failed" in topics(attention(record))
    assert "page-failed" in topics(attention(confirmed(record, Field.TITLE)))
    assert attention(all_confirmed(record)).score == 0


def test_what_matters_is_what_a_form_has_to_confirm() -> None:
    record = told(LEAFLET, machine(Field.PRINT_RUN, "500", 0.4))
    assert matters(record) == (Field.TITLE, Field.ISSUER, Field.MATERIAL_TYPE, Field.ISSUED_DATE, Field.PRINT_RUN)


def test_a_blank_that_a_person_has_confirmed_is_none() -> None:
    assert "number" not in topics(attention(told(PLAN, person(Field.NUMBER, None))))


def test_whose_turn_it_is() -> None:
    read, checked = told(PLAN), all_confirmed(told(PLAN))
    corrected = {"status": RecordStatus.CORRECTED, "corrected_by": ("lt01",)}
    kept = {"facets": held(GateKind.DRAFT), "decisions": (decided(GateKind.DRAFT, Decision.KEPT),)}
    turns = {
        Step.CHECK: [read, read.model_copy(update=corrected), checked.model_copy(update={"facets": kept["facets"]})],
        Step.PUBLISH: [
            checked,
            checked.model_copy(update=corrected),
            read.model_copy(update={"publication": published(), **corrected}),
        ],
        Step.DONE: [
            read.model_copy(update={"publication": published()}),
            checked.model_copy(update=kept),
            read.model_copy(update={"publication": published(), "withdrawal": withdrawn(), **corrected}),
        ],
    }
    for step, records in turns.items():
        assert [attention(record).step for record in records] == [step] * len(records)
