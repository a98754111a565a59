"""What was typed on the screen, and the change it means."""

import pytest
from pydantic import ValidationError

from review.record.typed import MOST_WORDS, Typed, TypedField, TypedWord, change_of, confirmations, of_form
from review.record.values import written
from schemas.claim import FieldName, Source
from schemas.errors import Code, Refused
from schemas.page import Box
from schemas.record import Record, Settled
from tests.fakes.records import make_record

F = FieldName


def settled(value: str | int | tuple[str, ...], raw: str, source: Source = Source.MACHINE) -> Settled:
    return Settled(value=value, raw=raw, source=source.value, confidence=0.9, page=1, box=(10, 20, 300, 60), rule="x@1")


def record_of(**fields: Settled) -> Record:
    return make_record().model_copy(update={"fields": {F(name): one for name, one in fields.items()}})


RECORD = record_of(
    issued_date=settled("2025-08-19", "ngày 19 tháng 8 năm 2025"),
    place=settled("Thanh Hóa", "Thanh Hóa,"),
    pages=settled(1, "1"),
    signer_name=settled("Trần Thị B", "Trần Thị B", Source.ARCHIVIST),
    number=settled("12/KH-UBND", "12/KH-UBND", Source.SIDECAR),
    recipients=settled(("Như trên", "Lưu: VT"), "- Như trên;"),
)


def changed(text: str, name: FieldName = F.PLACE, **place: object):
    (one,) = change_of(Typed(fields={name: TypedField(text=text, **place)}), RECORD).fields  # type: ignore[arg-type]
    return one


def test_the_value_that_stands_there_is_confirmed_with_its_evidence() -> None:
    one = changed("19/8/2025", F.ISSUED_DATE)
    assert (one.value, one.raw, one.page, one.box) == (
        "2025-08-19", "ngày 19 tháng 8 năm 2025", 1, Box(x0=10, y0=20, x1=300, y1=60),
    )  # fmt: skip


def test_a_mended_value_keeps_the_place_it_was_read_at_another_one_does_not() -> None:
    assert changed("Thanh Hoá").box is not None
    assert changed("Lạng Sơn").box is None
    assert changed("20/8/2025", F.ISSUED_DATE).value == "2025-08-20"


def test_what_was_taken_from_the_page_brings_its_words_and_place() -> None:
    one = changed("Huế", raw="HUẾ,", page=1, box=(1, 2, 3, 4))
    assert (one.raw, one.page, one.box) == ("HUẾ,", 1, Box(x0=1, y0=2, x1=3, y1=4))


def test_nothing_typed_says_that_the_document_has_none() -> None:
    one = changed(" ")
    assert (one.value, one.box) == (None, None)


def test_a_text_that_is_no_value_is_refused_with_field_and_problem() -> None:
    with pytest.raises(Refused) as refused:
        changed("hôm kia", F.ISSUED_DATE)
    assert refused.value.code is Code.BAD_VALUE
    assert refused.value.facts == {"field": F.ISSUED_DATE, "problem": "date"}


def test_confirming_the_rest_says_so_of_all_that_nobody_has_confirmed_and_no_count() -> None:
    typed = Typed(fields={F.PLACE: TypedField(text="Huế")})
    change = change_of(typed, RECORD, confirm_rest=True)
    assert {one.field: one.value for one in change.fields} == {
        F.PLACE: "Huế", F.ISSUED_DATE: "2025-08-19", F.NUMBER: "12/KH-UBND", F.RECIPIENTS: ("Như trên", "Lưu: VT"),
    }  # fmt: skip
    assert F.SIGNER_NAME not in {one.field for one in confirmations(RECORD)}


def test_words_go_as_they_are() -> None:
    typed = Typed(words=(TypedWord(page=2, box=(1, 2, 3, 4), old="chu", new="chữ"),), why=" nhìn ảnh ")
    change = change_of(typed, RECORD)
    assert change.why == "nhìn ảnh"
    (word,) = change.words
    assert (word.page, word.box, word.old, word.new) == (2, Box(x0=1, y0=2, x1=3, y1=4), "chu", "chữ")


def test_the_plain_form_says_what_differs_and_what_is_ticked() -> None:
    form = {
        "f.place": ["Huế"], "was.place": ["Thanh Hóa"],
        "f.issued_date": ["19/8/2025"], "was.issued_date": ["19/8/2025"],
        "f.recipients": ["Như trên\r\nLưu: VT\r\n"], "was.recipients": ["Như trên\nLưu: VT"],
        "f.number": ["12/KH-UBND"], "was.number": ["12/KH-UBND"], "ok": ["issued_date", "pages"], "why": ["vì"],
    }  # fmt: skip
    typed = of_form(form, RECORD)
    assert typed.why == "vì"
    assert {name: one.text for name, one in typed.fields.items()} == {F.PLACE: "Huế", F.ISSUED_DATE: "19/8/2025"}
    assert of_form({}, RECORD).empty


def test_an_empty_field_that_is_ticked_says_that_there_is_none() -> None:
    typed = of_form({"f.urgency": [""], "was.urgency": [""], "ok": ["urgency"]}, RECORD)
    (one,) = change_of(typed, RECORD).fields
    assert (one.field, one.value) == (F.URGENCY, None)


def test_a_draft_survives_its_json_and_has_bounds() -> None:
    typed = Typed(fields={F.PLACE: TypedField(text="Huế")}, words=(TypedWord(page=1, box=(0, 0, 1, 1), new="a"),))
    assert Typed.model_validate_json(typed.model_dump_json(exclude_defaults=True)) == typed
    with pytest.raises(ValidationError):
        Typed(fields={F.PLACE: TypedField(text="x" * 4_001)})
    with pytest.raises(ValidationError):
        Typed(words=(TypedWord(page=1, box=(0, 0, 1, 1), new="a"),) * (MOST_WORDS + 1))


def test_written_and_typed_agree_for_every_settled_field() -> None:
    for name, one in RECORD.fields.items():
        assert (
            change_of(Typed(fields={name: TypedField(text=written(name, one.value))}), RECORD).fields[0].value
            == one.value
        )
