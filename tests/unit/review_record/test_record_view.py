"""The record screen's view: where every value came from, how sure, what else; pure."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.attention import attention
from pipeline.stages.settle import fields
from review.record.field_view import SURE, Band, field_views
from review.record.view import GROUPS, title_of, view
from schemas.attention import Reason, ReasonKind
from schemas.citation import Citation, LawState, Provision
from schemas.claim import Claim, FieldName, Source
from schemas.contents import Contents
from schemas.gate import Gate, GateKind, PersonalFinding, PersonalKind
from schemas.page import Box, PageStatus
from schemas.publication import Decision, GateDecision, Publication, Withdrawal
from schemas.quality import Fault, Quality
from schemas.record import AccessLevel, Record, Version
from schemas.unit import Anchor, Unit, UnitFault, UnitFinding, UnitKind, Units
from tests.fakes.records import NOON, make_page, make_receipt, make_record

F = FieldName
BOX = Box(x0=10, y0=20, x1=110, y1=60)
VERSIONS = (Version(version="v1", created=NOON, message="Số hóa", user="kho"),)


def claim(field: FieldName, value: str | int | None, confidence: float = 0.97, **more: object) -> Claim:
    facts = {"source": Source.MACHINE, "rule": "number@2", "page": 1, "box": BOX, "raw": str(value), **more}
    return Claim(field=field, value=value, confidence=confidence, **facts)  # type: ignore[arg-type]


def record_of(*claims: Claim, **more: object) -> Record:
    return make_record().model_copy(update={"claims": claims, "fields": fields(claims), **more})


def shown(record: Record, contents: Contents | None = None, now: datetime = NOON):
    return view(record, contents or Contents(record=record.id), VERSIONS, (), number=1, now=now)


def test_every_field_stands_in_exactly_one_group() -> None:
    names = [name for group in GROUPS.values() for name in group]
    assert sorted(names) == sorted(FieldName)


def test_a_value_tells_its_words_place_rule_and_confidence() -> None:
    found = field_views(record_of(claim(F.NUMBER, "12/KH-UBND", raw="Số: 12/KH-UBND")), ())[F.NUMBER]
    assert found.text == "12/KH-UBND"
    assert found.band is Band.SURE
    assert found.said is not None
    assert (found.said.raw, found.said.page, found.said.box) == ("Số: 12/KH-UBND", 1, BOX)
    assert (found.said.rule, found.said.version, found.said.source) == ("number", "2", Source.MACHINE)


@given(st.floats(0, 1))
def test_confidence_alone_decides_between_sure_and_look_again(confidence: float) -> None:
    found = field_views(record_of(claim(F.PLACE, "Nga Sơn", confidence)), ())[F.PLACE]
    assert found.band is (Band.SURE if confidence >= SURE else Band.CHECK)
    assert found.doubtful is (confidence < SURE)


def test_another_reading_that_is_likely_makes_a_sure_value_doubtful() -> None:
    reason = Reason(kind=ReasonKind.CONTRADICTED, field=F.PLACE, weight=1.0)
    found = field_views(record_of(claim(F.PLACE, "Nga Sơn", 0.99)), (reason,))[F.PLACE]
    assert found.band is Band.CHECK
    assert found.reasons == (reason,)


def test_what_a_person_said_is_neither_sure_nor_doubtful_but_said_by_whom_and_when() -> None:
    said = claim(F.PLACE, "Huế", 1.0, source=Source.ARCHIVIST, by="lan", at=NOON, rule="archivist@1")
    found = field_views(record_of(claim(F.PLACE, "Nga Sơn", 0.4), said), ())[F.PLACE]
    assert (found.text, found.band) == ("Huế", Band.PERSON)
    assert found.said is not None
    assert (found.said.by, found.said.at) == ("lan", NOON)
    assert [other.text for other in found.others] == ["Nga Sơn"]
    assert [(option.text, option.share) for option in found.options] == [("Nga Sơn", 0.4)]


def test_a_field_a_person_has_blanked_is_said_to_be_blank_by_that_person() -> None:
    blank = claim(F.PLACE, None, 1.0, source=Source.ARCHIVIST, by="lan", at=NOON, rule="archivist@1")
    found = field_views(record_of(claim(F.PLACE, "Nga Sơn"), blank), ())[F.PLACE]
    assert (found.text, found.band) == ("", Band.PERSON)
    assert found.said is not None
    assert found.said.by == "lan"


def test_a_claim_without_a_value_is_unread_with_what_may_stand_there_likeliest_first() -> None:
    unread = claim(F.ISSUED_DATE, None, 0.3, alternatives=(("2025-10-01", 0.2), ("2025-10-07", 0.7)))
    found = field_views(record_of(unread), ())[F.ISSUED_DATE]
    assert found.band is Band.UNREAD
    assert [(option.text, option.share) for option in found.options] == [("7/10/2025", 0.7), ("1/10/2025", 0.2)]


def test_a_field_that_should_have_a_value_and_has_none_is_unread_others_are_empty() -> None:
    record = record_of(claim(F.MATERIAL_TYPE, "vb-chi-dao"), claim(F.DOCUMENT_TYPE, "Công văn"))
    found = field_views(record, attention(record).reasons)
    assert found[F.NUMBER].band is Band.UNREAD
    assert found[F.PRINTER].band is Band.EMPTY
    assert not found[F.PRINTER].settled


def test_several_values_are_shown_together_with_all_their_words_and_one_place() -> None:
    below = Box(x0=5, y0=80, x1=90, y1=120)
    record = record_of(
        claim(F.RECIPIENTS, "Như trên", raw="- Như trên;"),
        claim(F.RECIPIENTS, "Lưu: VT", raw="- Lưu: VT.", box=below),
    )
    found = field_views(record, ())[F.RECIPIENTS]
    assert found.text == "Như trên\nLưu: VT"
    assert found.said is not None
    assert found.said.raw == "- Như trên; - Lưu: VT."
    assert found.said.box == BOX.join(below)
    assert found.others == ()


def test_what_a_clerk_wrote_beside_the_scan_is_another_opinion_of_the_machine_s() -> None:
    beside = claim(F.PLACE, "Hà Nội", 1.0, source=Source.SIDECAR, rule="sidecar@1", page=None, box=None)
    found = field_views(record_of(claim(F.PLACE, "Nga Sơn", 0.99), beside), ())[F.PLACE]
    assert found.text == "Hà Nội"
    assert [(other.text, other.source) for other in found.others] == [("Nga Sơn", Source.MACHINE)]


def test_gates_are_grouped_by_kind_and_open_until_somebody_lets_them_pass() -> None:
    gates = tuple(
        Gate(kind=GateKind.INTERNAL, mark="LƯU HÀNH NỘI BỘ", page=n, box=BOX, confidence=0.9, rule="mark@1")
        for n in (1, 2)
    )
    contents = Contents(record=make_record().id, gates=gates)
    (held,) = shown(record_of(), contents).gates
    assert held.open
    assert len(held.places) == 2
    for decision, still in ((Decision.RELEASED, False), (Decision.KEPT, True), (Decision.REDACTED, False)):
        told = GateDecision(kind=GateKind.INTERNAL, decision=decision, by="lan", at=NOON, reason="đã hỏi")
        (held,) = shown(record_of(decisions=(told,)), contents).gates
        assert held.open is still
        assert held.decision == told


def test_an_expired_law_stands_first_and_says_what_replaced_it() -> None:
    def cited(law: str, article: str) -> Citation:
        return Citation(
            law=law, kind="Luật", name=None, number=None, year=None, articles=(Provision(article=article),), page=1,
            box=BOX, raw="Luật Đất đai", confidence=0.9, rule="cite-name@1",
        )  # fmt: skip

    contents = Contents(
        record=make_record().id,
        citations=(
            cited("luat-dat-dai-2024", "5"), cited("luat-dat-dai-2013", "166"), cited("luat-dat-dai-2013", "167"),
        ),
    )  # fmt: skip
    old, new = shown(record_of(), contents, datetime(2026, 1, 1, tzinfo=UTC)).laws
    assert old.state is LawState.EXPIRED
    assert old.warning is not None
    assert "31/2024/QH15" in old.warning
    assert old.provisions == ("Điều 166", "Điều 167")
    assert len(old.places) == 2
    assert (new.state, new.warning) == (LawState.IN_FORCE, None)


def test_an_act_the_register_does_not_have_goes_by_its_kind_and_number_or_its_words() -> None:
    bare = Citation(
        law=None, kind="Quyết định", name=None, number="766/QĐ-TTg", year=None, page=1, box=BOX,
        raw="Quyết định số 766/QĐ-TTg", confidence=0.9, rule="cite-number@1",
    )  # fmt: skip
    words = bare.model_copy(update={"kind": None, "number": None, "raw": "luật nói trên"})
    names = [law.name for law in shown(record_of(), Contents(record="x", citations=(bare, words))).laws]
    assert names == ["Quyết định số 766/QĐ-TTg", "luật nói trên"]


def test_personal_data_is_told_by_kind_and_place_questions_with_their_faults() -> None:
    at = (Anchor(page=1, box=BOX),)
    contents = Contents(
        record=make_record().id,
        personal=tuple(
            PersonalFinding(kind=PersonalKind.PHONE, page=n, boxes=(BOX,), confidence=0.9, rule="personal@1")
            for n in (1, 2)
        ),
        units=Units(
            units=(
                Unit(kind=UnitKind.QUESTION, number=1, question="Hỏi?", answer="Đáp.", question_at=at, answer_at=at,
                     confidence=0.9, rule="question@1"),
            ),
            findings=(
                UnitFinding(fault=UnitFault.GAP, kind=UnitKind.QUESTION, numbers=(2,), rule="numbering@1"),
                UnitFinding(fault=UnitFault.UNANSWERED, kind=UnitKind.QUESTION, at=at[0], rule="numbering@1"),
            ),
        ),
    )  # fmt: skip
    found = shown(record_of(), contents)
    assert [(one.kind, one.count, [p.page for p in one.places]) for one in found.personal] == [("phone", 2, [1, 2])]
    assert [(one.number, one.question, len(one.places)) for one in found.units] == [(1, "Hỏi?", 2)]
    assert [(one.fault, one.place is None) for one in found.unit_faults] == [("gap", True), ("unanswered", False)]


def test_pages_tell_failures_faults_and_how_many_words_to_look_at() -> None:
    quality = Quality(
        dpi=100, skew=0, sharpness=1, contrast=1, ink=0.1, score=0.5, faults=(Fault.LOW_DPI,), worst=(3, 1)
    )
    pages = (
        make_page().model_copy(update={"quality": quality}),
        make_page(2).model_copy(update={"status": PageStatus.FAILED, "reason": "timeout"}),
    )
    found = shown(record_of(pages=pages))
    assert found.doubtful_words == 2
    assert [page.failed for page in found.pages] == [None, "timeout"]
    assert [fault for fault, _ in found.pages[0].faults] == [Fault.LOW_DPI]


def test_later_drops_of_the_same_content_are_copies() -> None:
    record = make_record()
    first, again = (
        make_receipt(record.id),
        make_receipt(record.id, minutes=5).model_copy(
            update={"item": "0000000002bcdfghjkmnpq", "outcome": "duplicate"}
        ),
    )
    found = view(record, Contents(record=record.id), VERSIONS, (first, again), number=1, now=NOON)
    assert found.copies == (again,)


def test_the_view_tells_what_the_public_sees_at_that_moment() -> None:
    published = record_of(
        publication=Publication(version=1, at=NOON, by="hoa"), access=AccessLevel.PUBLIC,
        embargo_until=NOON + timedelta(days=1),
    )  # fmt: skip
    assert shown(published).public is None
    assert shown(published, now=NOON + timedelta(days=1)).public == 1
    gone = published.model_copy(update={"withdrawal": Withdrawal(at=NOON, by="hoa", reason="nhầm")})
    assert shown(gone, now=NOON + timedelta(days=2)).public is None


def test_a_record_is_called_by_type_number_and_subject_else_title_else_file() -> None:
    named = record_of(claim(F.DOCUMENT_TYPE, "Công văn"), claim(F.NUMBER, "5/CV-STP"), claim(F.SUBJECT, "V/v họp"))
    assert title_of(named) == "Công văn 5/CV-STP – V/v họp"
    assert title_of(record_of(claim(F.TITLE, "Sổ tay"))) == "Sổ tay"
    assert title_of(record_of()) == "tờ gấp.pdf"


def test_the_doubtful_fields_come_in_the_order_they_stand() -> None:
    record = record_of(
        claim(F.RECIPIENTS, "Như trên", 0.5), claim(F.NUMBER, "1/CV-STP", 0.5), claim(F.MATERIAL_TYPE, "sach", 0.99)
    )
    names = [field.name for field in shown(record).doubtful if field.text]
    assert names == [F.NUMBER, F.RECIPIENTS]


def test_warnings_are_gathered_by_name_with_their_pages() -> None:
    record = record_of(warnings=("below-200-dpi", "text-layer-lags:3", "page-failed:2", "text-layer-lags:5"))
    assert shown(record).warnings == (("below-200-dpi", ()), ("text-layer-lags", (3, 5)))
