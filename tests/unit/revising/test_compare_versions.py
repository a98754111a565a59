"""Two versions side by side, two people's changes against each other, and what a version says of itself."""

from datetime import UTC, datetime

from pipeline.stages.revising.compare import Differences, compare, conflicts
from pipeline.stages.revising.message import version_message
from pipeline.stages.revising.publishing import published, withdrawn
from pipeline.stages.settle import fields
from schemas.change import Change, FieldChange, WordChange
from schemas.claim import Claim, FieldName, Source
from schemas.contents import Contents
from schemas.gate import GateKind
from schemas.ids import RecordId
from schemas.page import Box
from schemas.publication import Decision
from schemas.record import AccessLevel, Record
from tests.fakes.records import NOON, make_record

BOX = Box(x0=0, y0=0, x1=5, y1=5)


def record(**values: str) -> Record:
    claims = tuple(
        Claim(field=FieldName(name), value=value, source=Source.MACHINE, confidence=0.9, rule="x@1")
        for name, value in values.items()
    )
    return make_record().model_copy(update={"claims": claims, "fields": fields(claims)})


class TestCompare:
    def test_the_same_differs_in_nothing(self) -> None:
        assert compare(record(place="Huế"), record(place="Huế"), "a b\f", "a b\f") == Differences()

    def test_fields_with_who_said_them_before_and_after(self) -> None:
        found = compare(record(place="Huế", title="A"), record(place="Vinh", subject="B"), "", "")
        told = {d.field: (d.before and d.before.value, d.after and d.after.value) for d in found.fields}
        assert told == {
            FieldName.PLACE: ("Huế", "Vinh"), FieldName.SUBJECT: (None, "B"), FieldName.TITLE: ("A", None)
        }  # fmt: skip

    def test_words_page_by_page_with_what_stands_around_them(self) -> None:
        before, after = "một hai ba\n\fbốn năm sáu bảy\n", "một hai ba\n\fbốn lăm sáu bảy tám\nchín\n"
        found = compare(record(), record(), before, after).words
        assert [(w.page, w.before, w.after, w.left, w.right) for w in found] == [
            (2, ("năm",), ("lăm",), "bốn", "sáu bảy"),
            (2, (), ("tám", "chín"), "bốn năm sáu bảy", ""),
        ]

    def test_a_page_that_one_version_has_alone(self) -> None:
        (found,) = compare(record(), record(), "a", "a\fb").words
        assert (found.page, found.before, found.after) == (2, (), ("b",))

    def test_what_was_decided_about_it(self) -> None:
        before = record()
        shown = published(before, Contents(record=before.id), by="Bình", now=NOON, version=2)
        taken = withdrawn(shown, Change(withdraw=True, why="sai"), by="Chi", now=NOON)
        assert compare(before, shown, "", "").facts == {
            "status": ("archived", "published"), "access": ("internal", "public"), "publication": ("", "v2 Bình")
        }  # fmt: skip
        assert compare(shown, taken, "", "").facts["withdrawal"] == ("", "Chi: sai")


class TestConflicts:
    def test_only_what_both_changed_otherwise_has_to_be_decided(self) -> None:
        base, theirs = record(place="Huế", title="A", subject="S"), record(place="Vinh", title="B", subject="S")
        mine = Change(
            fields=(
                FieldChange(field=FieldName.PLACE, value="Hà Nội"),
                FieldChange(field=FieldName.TITLE, value="B"),
                FieldChange(field=FieldName.SUBJECT, value="S2"),
            ),
            words=(
                WordChange(page=1, box=BOX, old="a", new="b"),
                WordChange(page=1, box=BOX, old="c", new="d"),
            ),
        )

        found = conflicts(base, theirs, mine, moved=(False, True))

        assert [(c.field, c.base, c.theirs, c.mine) for c in found.fields] == [
            (FieldName.PLACE, "Huế", "Vinh", "Hà Nội")
        ]
        assert [(w.old, w.new) for w in found.words] == [("c", "d")]


class TestMessage:
    def test_it_says_what_and_why(self) -> None:
        words = (WordChange(page=3, box=BOX, old="a", new="b"), WordChange(page=1, box=BOX, old="a", new="b"))
        change = Change(why=" đọc  sai ", words=words, restore=2)
        said = version_message(change, fields=(FieldName.NUMBER, FieldName.PLACE), words=2)
        assert said == (
            "Khôi phục phiên bản 2; sửa số, ký hiệu, địa danh; sửa 2 chữ ở trang 1, 3. Lý do: đọc sai"
        )  # fmt: skip

    def test_decisions(self) -> None:
        change = Change(
            publish=True, embargo_until=datetime(2026, 12, 1, tzinfo=UTC),
            decisions=((GateKind.PERSONAL, Decision.REDACTED, "theo luật"),),
        )  # fmt: skip
        assert version_message(change, fields=(), words=0) == (
            "Che lại dữ liệu cá nhân (theo luật); chưa công khai trước 01/12/2026 00:00 UTC; công bố"
        )
        taken = Change(withdraw=True, why="sai", replaced_by=RecordId("abc"))
        assert version_message(taken, fields=(), words=0) == "Rút khỏi cổng công khai, thay bằng abc. Lý do: sai"
        opened = Change(access=AccessLevel.RESTRICTED, lift_embargo=True)
        assert version_message(opened, fields=(), words=0) == (
            "Đặt mức truy cập hạn chế; bỏ hạn chế thời gian công khai"
        )
