"""What a person says of a field: in the field's grammar, outranking everything, never overwriting."""

from datetime import timedelta

import pytest

from pipeline.stages.revising.values import RULE, new_claims
from pipeline.stages.settle import fields
from schemas.agencies import agencies
from schemas.change import FieldChange
from schemas.claim import Claim, FieldName, Source
from schemas.errors import Code, Refused
from schemas.page import Box
from schemas.record import Record
from tests.fakes.records import NOON, make_record

BOX = Box(x0=10, y0=20, x1=60, y1=40)


def machine(field: FieldName, value: str, **more: object) -> Claim:
    return Claim(field=field, value=value, source=Source.MACHINE, confidence=0.8, rule="x@1", **more)  # type: ignore[arg-type]


def record(*claims: Claim) -> Record:
    return make_record().model_copy(update={"claims": claims, "fields": fields(claims)})


def say(of: Record, *changes: FieldChange, minutes: int = 0, by: str = "An") -> Record:
    made = new_claims(of, changes, by=by, now=NOON + timedelta(minutes=minutes), known=agencies())
    claims = (*of.claims, *made)
    return of.model_copy(update={"claims": claims, "fields": fields(claims)})


def change(field: FieldName, value: object, **more: object) -> FieldChange:
    return FieldChange(field=field, value=value, **more)  # type: ignore[arg-type]


def refusal(of: Record, *changes: FieldChange) -> tuple[object, object]:
    with pytest.raises(Refused) as caught:
        new_claims(of, changes, by="An", now=NOON, known=agencies())
    assert caught.value.code is Code.BAD_VALUE
    return caught.value.facts["field"], caught.value.facts["problem"]


class TestGrammar:
    @pytest.mark.parametrize(
        ("field", "typed", "kept"),
        [
            (FieldName.ISSUED_DATE, "7/3/2025", "2025-03-07"),
            (FieldName.ISSUED_DATE, "2025-03~", "2025-03~"),
            (FieldName.EFFECTIVE_DATE, "quý I/2025", "2025-01/2025-03"),
            (FieldName.NUMBER, "179/KH-UBND", "179/KH-UBND"),
            (FieldName.NUMBER, "66.16/2026/NQ-CP", "66.16/2026/NQ-CP"),
            (FieldName.NUMBER, "32-CT/TW", "32-CT/TW"),
            (FieldName.NUMBER, "14-L/CTN", "14-L/CTN"),
            (FieldName.DOCUMENT_TYPE, "KẾ HOẠCH", "Kế hoạch"),
            (FieldName.MATERIAL_TYPE, "Tờ gấp pháp luật", "to-gap"),
            (FieldName.LANGUAGE, "tiếng Việt", "vie"),
            (FieldName.URGENCY, "hỏa tốc", "Hỏa tốc"),
            (FieldName.SIGNER_AUTHORITY, "KT.", "KT."),
            (FieldName.SIGNER_AUTHORITY, "TM. KT.", "TM. KT."),
            (FieldName.ISSUER_ID, "thanh-hoa.so-tu-phap", "thanh-hoa.so-tu-phap"),
            (FieldName.PRINT_RUN, "3.000 bản", 3000),
            (FieldName.PAGES, 4, 4),
            (FieldName.PLACE, "  Thanh   Hóa ", "Thanh Hóa"),
            (FieldName.RECIPIENTS, ("Như trên", "Lưu: VT"), ("Như trên", "Lưu: VT")),
            (FieldName.RECIPIENTS, "Như trên; Lưu: VT", ("Như trên", "Lưu: VT")),
        ],
    )
    def test_what_is_typed_is_kept_as_the_archive_writes_it(
        self, field: FieldName, typed: object, kept: object
    ) -> None:
        after = say(record(), change(field, typed)).fields[field].value
        assert after == kept if not isinstance(kept, tuple) else sorted(after) == sorted(kept)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("field", "typed", "problem"),
        [
            (FieldName.ISSUED_DATE, "31/2/2025", "date"),
            (FieldName.ISSUED_DATE, "hôm qua", "date"),
            (FieldName.NUMBER, "KH-UBND", "number"),
            (FieldName.NUMBER, "12/KH UBND", "number"),
            (FieldName.DOCUMENT_TYPE, "Kế hoạt", "vocabulary"),
            (FieldName.URGENCY, "mau lên", "vocabulary"),
            (FieldName.SIGNER_AUTHORITY, "XY", "vocabulary"),
            (FieldName.ISSUER_ID, "khong-co", "vocabulary"),
            (FieldName.MATERIAL_TYPE, "lạ", "material-type"),
            (FieldName.LANGUAGE, "tiếng lạ", "language"),
            (FieldName.PRINT_RUN, "nhiều", "number"),
            (FieldName.PLACE, "   ", "empty"),
            (FieldName.PLACE, ("Huế", "Hà Nội"), "one-value"),
            (FieldName.PLACE, "x" * 2001, "too-long"),
            (FieldName.RECIPIENTS, tuple(map(str, range(201))), "too-long"),
            (FieldName.SUBJECT, "tên\u202egnp.exe", "control"),
            (FieldName.SUBJECT, "a\x00b", "control"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, field: FieldName, typed: object, problem: str) -> None:
        assert refusal(record(), change(field, typed)) == (field, problem)

    @pytest.mark.parametrize(
        ("more", "problem"),
        [
            ({"page": 9}, "page"),
            ({"box": BOX}, "page"),
            ({"page": 1, "box": Box(x0=0, y0=0, x1=99_999, y1=5)}, "box"),
            ({"page": 1, "box": Box(x0=5, y0=0, x1=5, y1=5)}, "box"),
        ],
    )
    def test_a_place_that_is_none_is_refused(self, more: dict[str, object], problem: str) -> None:
        assert refusal(record(), change(FieldName.PLACE, "Huế", **more)) == (FieldName.PLACE, problem)

    def test_one_field_twice_is_refused(self) -> None:
        twice = (change(FieldName.PLACE, "Huế"), change(FieldName.PLACE, "Vinh"))
        assert refusal(record(), *twice) == (FieldName.PLACE, "given-twice")


class TestPrecedence:
    def test_a_person_outranks_machine_and_sidecar_and_nothing_is_lost(self) -> None:
        delivered = Claim(field=FieldName.PLACE, value="Vinh", source=Source.SIDECAR, confidence=1, rule="sidecar@1")
        before = record(machine(FieldName.PLACE, "Hue"), delivered)

        after = say(before, change(FieldName.PLACE, "Huế", page=1, box=BOX, raw="Hue"))

        assert after.claims[:2] == before.claims
        settled, claim = after.fields[FieldName.PLACE], after.claims[2]
        assert (settled.value, settled.source, settled.page, settled.raw) == ("Huế", "archivist", 1, "Hue")
        assert (claim.by, claim.at, claim.rule, claim.confidence, claim.box) == ("An", NOON, RULE, 1.0, BOX)

    def test_the_newest_correction_wins_whoever_makes_it_and_whatever_the_clock_says(self) -> None:
        one = say(record(), change(FieldName.PLACE, "Huế"), minutes=5)
        two = say(one, change(FieldName.PLACE, "Vinh"), minutes=0, by="Bình")
        three = say(two, change(FieldName.PLACE, "Huế"), minutes=0)

        assert [r.fields[FieldName.PLACE].value for r in (one, two, three)] == ["Huế", "Vinh", "Huế"]
        assert len(three.claims) == 3

    def test_none_says_that_there_is_none(self) -> None:
        before = record(machine(FieldName.PLACE, "Huế"))
        after = say(before, change(FieldName.PLACE, None))
        assert FieldName.PLACE not in after.fields
        assert say(after, change(FieldName.PLACE, None)) == after
        assert say(after, change(FieldName.PLACE, "Huế"), minutes=1).fields[FieldName.PLACE].value == "Huế"

    def test_an_empty_list_says_the_same(self) -> None:
        before = record(machine(FieldName.RECIPIENTS, "Như trên"))
        assert FieldName.RECIPIENTS not in say(before, change(FieldName.RECIPIENTS, ())).fields


class TestConfirming:
    def test_the_value_that_counts_is_confirmed_where_it_stands(self) -> None:
        before = record(machine(FieldName.PLACE, "Huế", page=2, box=BOX, raw="Hue"))
        settled = say(before, change(FieldName.PLACE, "Huế")).fields[FieldName.PLACE]
        assert (settled.source, settled.confidence, settled.page, settled.raw) == ("archivist", 1.0, 2, "Hue")

    def test_a_value_that_stands_there_can_be_confirmed_whatever_today_s_lists_hold(self) -> None:
        of = record(machine(FieldName.ISSUER_ID, "an-agency-of-yesterday", page=1, box=BOX))
        assert (
            say(of, change(FieldName.ISSUER_ID, "an-agency-of-yesterday")).fields[FieldName.ISSUER_ID].source
            == "archivist"
        )
        assert refusal(of, change(FieldName.ISSUER_ID, "no-agency-at-all")) == (FieldName.ISSUER_ID, "vocabulary")

    def test_confirmed_again_it_says_nothing_new(self) -> None:
        once = say(record(machine(FieldName.PLACE, "Huế", page=1)), change(FieldName.PLACE, "Huế"))
        assert say(once, change(FieldName.PLACE, "Huế"), by="Bình") == once
        assert say(once, change(FieldName.PLACE, "Huế", page=1, box=BOX)) != once

    def test_each_of_several_values_keeps_its_own_place(self) -> None:
        ones = [machine(FieldName.RECIPIENTS, name, page=n, box=BOX) for n, name in enumerate(("A", "B"), 1)]
        after = say(record(*ones), change(FieldName.RECIPIENTS, ("A", "B", "C")))
        assert [(c.value, c.page) for c in after.claims[2:]] == [("A", 1), ("B", 2), ("C", None)]
        assert after.fields[FieldName.RECIPIENTS].source == "archivist"
        assert say(after, change(FieldName.RECIPIENTS, ("B", "C", "A"))) == after
