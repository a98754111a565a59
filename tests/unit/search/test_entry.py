"""What is indexed of a published document, and of each of its questions."""

from datetime import UTC, datetime

import pytest

from schemas.agencies import agencies
from schemas.claim import FieldName
from schemas.contents import Contents, Facets
from schemas.page import Box
from schemas.record import Record, Settled
from schemas.unit import Anchor, Unit, UnitKind, Units
from search.entry import Entries, entries
from search.found import HitKind
from tests.fakes.records import make_record

NOW = datetime(2026, 11, 22, tzinfo=UTC)
AT = (Anchor(page=2, box=Box(x0=0, y0=0, x1=9, y1=9)),)


def _record(**fields: str) -> Record:
    settled = {
        FieldName(name): Settled(
            value=value, raw=None, source="machine", confidence=1.0, page=None, box=None, rule="t@1"
        )
        for name, value in fields.items()
    }
    return make_record().model_copy(update={"fields": settled, "facets": Facets(laws=("luat-dat-dai-2024",))})


def _made(record: Record, text: str = "", *units: Unit) -> Entries:
    contents = Contents(record=record.id, units=Units(units=units))
    return entries(record, contents, text, version=3, at=NOW, now=NOW, agencies=agencies())


def _unit(question: str, answer: str, **more: object) -> Unit:
    told = {"kind": UnitKind.QUESTION, "question_at": AT, "answer_at": AT, "confidence": 1.0, "rule": "t@1"}
    return Unit.model_validate({**told, "question": question, "answer": answer, **more})


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"title": "Hỏi đáp\nvề  đất", "subject": "khác"}, "Hỏi đáp về đất"),
        ({"subject": "về việc hòa giải", "document_type": "KH"}, "Kế hoạch về việc hòa giải"),
        ({"subject": "Kế hoạch năm", "document_type": "KH"}, "Kế hoạch năm"),
        ({"document_type": "QĐ", "number": "12/QĐ-STP"}, "Quyết định 12/QĐ-STP"),
        ({"number": "12/QĐ-STP"}, "Dòng đầu của văn bản không có nhan đề, dài hơn tám mươi chữ cái thì thôi không"),
    ],
)
def test_it_is_called_by_the_best_name_it_has(fields: dict[str, str], title: str) -> None:
    text = "Dòng đầu của văn bản không có nhan đề, dài hơn tám mươi chữ cái thì thôi không kể tiếp làm gì."

    assert _made(_record(**fields), text).entries[0].found.title == title


def test_a_document_without_a_word_is_called_by_its_id() -> None:
    record = _record()

    assert _made(record).entries[0].found.title == record.id


def test_a_document_is_one_entry_with_what_a_list_shows() -> None:
    record = _record(title="Tờ gấp", number="7/KH-UBND", issued_date="2019-09-07", issuer_id="thanh-hoa.ubnd")

    (entry,) = _made(record, "Trang một\n\fTrang hai").entries

    assert entry.key == entry.found.record == record.id
    assert (entry.own, entry.day, entry.found.year, entry.found.version) == ("7/kh-ubnd", 20190907, 2019, 3)
    assert entry.text == "Trang một\n\fTrang hai"
    assert "Luật Đất đai năm 2024" in entry.about
    assert "Ủy ban nhân dân tỉnh Thanh Hóa" in entry.issuer
    assert "UBND" in entry.issuer


@pytest.mark.parametrize(
    ("issued", "day"), [("2019", 20190000), ("2019-10", 20191000), ("2023-10/2023-12", 20231000), ("?", None)]
)
def test_days_are_as_exact_as_they_are_known(issued: str, day: int | None) -> None:
    assert _made(_record(issued_date=issued)).entries[0].day == day


def test_each_question_is_found_by_itself() -> None:
    record = _record(title="Hỏi đáp", issued_date="2024")
    asked = _unit("Ai được\nbầu?", "Công dân.", citations=("luat-bau-cu-2015",), topics=("35",))

    document, question, plain = _made(record, "…", asked, _unit("Còn gì nữa?", "Hết.")).entries

    assert document.found.questions == 2
    assert (question.key, question.found.unit, question.found.page) == (f"{record.id}#1", 1, 2)
    assert question.found.kind is HitKind.QUESTION
    assert (question.found.title, question.found.subject, question.found.answer) == (
        "Ai được bầu?",
        "Hỏi đáp",
        "Công dân.",
    )
    assert question.facets["law"] == ("luat-bau-cu-2015",)
    assert plain.facets["law"] == ("luat-dat-dai-2024",)
    assert question.text == "Ai được\nbầu?\nCông dân."


def test_a_short_text_is_its_own_name() -> None:
    assert _made(_record(), "Phòng cháy").entries[0].found.title == "Phòng cháy"


def test_it_is_made_again_when_a_cited_act_ends() -> None:
    assert _made(_record(title="x")).due is None
