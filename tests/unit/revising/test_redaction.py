"""What is covered for the public: whole words, everywhere they stand, and nothing of them in what is left."""

from pipeline.stages.reader.privacy.personal import personal_data
from pipeline.stages.revising.redaction import covered_values, covers, redacted, still_told
from pipeline.stages.settle import fields
from schemas.claim import Claim, FieldName, Source
from schemas.gate import PersonalFinding, PersonalKind
from schemas.page import Box, Page, Stamp, StampShape, document_text
from tests.fakes.pages import page_from_text
from tests.fakes.records import make_record
from tests.fakes.revisable import PRIVATE, letter

PAGES = (letter(1, *PRIVATE), page_from_text("Xem lại số 038090001234 ở trang trước.", "Không có gì.", number=2))
FOUND = personal_data(PAGES[:1])


def box_of(page: Page, text: str) -> Box:
    return next(word.box for word in page.words if word.text == text)


def finding(box: Box) -> PersonalFinding:
    return PersonalFinding(kind=PersonalKind.PHONE, page=1, boxes=(box,), confidence=1, rule="x@1")


def inside(box: Box, others: tuple[Box, ...]) -> bool:
    return any(o.x0 <= box.x0 and o.y0 <= box.y0 and o.x1 >= box.x1 and o.y1 >= box.y1 for o in others)


def test_the_words_are_covered_with_a_margin_and_gone() -> None:
    hidden = covers(PAGES, FOUND)
    told = redacted(PAGES, hidden)
    assert inside(box_of(PAGES[0], "038090001234"), hidden[1])
    text = document_text(told)
    assert "038090001234" not in text
    assert "345" not in text
    assert "Nguyễn Văn Thử" in text
    assert told[1].lines[1] == PAGES[1].lines[1]


def test_the_same_value_is_covered_where_it_stands_a_second_time() -> None:
    assert inside(box_of(PAGES[1], "038090001234"), covers(PAGES, FOUND)[2])


def test_a_value_in_several_words_too() -> None:
    pages = (PAGES[0], page_from_text("Gọi 0912 345 678 ngay.", number=2))
    assert redacted(pages, covers(pages, FOUND))[1].text == "Gọi ngay."


def test_a_word_that_is_covered_in_part_goes_whole_and_a_neighbour_stays() -> None:
    word = box_of(PAGES[0], "0912")
    part = word.model_copy(update={"x0": word.x0 + word.width // 2})
    hidden = covers(PAGES[:1], [finding(part)])
    assert inside(word, hidden[1])
    left = [w.text for w in redacted(PAGES[:1], hidden)[0].words]
    assert "0912" not in left
    assert "345" in left


def test_what_else_was_read_on_such_a_page_and_what_stamps_say_is_not_told() -> None:
    page = PAGES[0]
    at = box_of(page, "0912")
    words = tuple(w.model_copy(update={"raw": "0912", "alternatives": (("0912", 0.5),)}) for w in page.lines[0].words)
    lines = (page.lines[0].model_copy(update={"words": words}), *page.lines[1:])
    stamps = (
        Stamp(box=at, shape=StampShape.FREE, text="0912", confidence=1),
        Stamp(box=Box(x0=0, y0=1600, x1=90, y1=1700), shape=StampShape.ROUND, text="SỞ TƯ PHÁP", confidence=1),
    )
    marked = page.model_copy(update={"lines": lines, "stamps": stamps})
    told = redacted((marked,), covers((marked,), [finding(at)]))[0]
    assert "0912" not in told.model_dump_json()
    assert [stamp.text for stamp in told.stamps] == [None, "SỞ TƯ PHÁP"]


def test_nothing_to_cover_changes_nothing() -> None:
    assert covers(PAGES, ()) == {}
    assert redacted(PAGES, {}) == PAGES
    off = PersonalFinding(
        kind=PersonalKind.PHONE, page=7, boxes=(Box(x0=0, y0=0, x1=9, y1=9),), confidence=1, rule="x@1"
    )  # fmt: skip
    assert covers(PAGES, [off]) == {}


def test_a_field_that_says_it_too_is_noticed() -> None:
    values = covered_values(PAGES, FOUND)
    assert values >= {"038090001234", "0912345678"}

    def told(value: str, raw: str | None = None) -> bool:
        claim = Claim(
            field=FieldName.SUBJECT, value=value, raw=raw, source=Source.MACHINE, confidence=1, rule="x@1"
        )  # fmt: skip
        return still_told(make_record().model_copy(update={"fields": fields([claim])}), values)

    assert told("Gọi 0912.345.678")
    assert told("Gọi chị Thử", raw="gọi 0912 345 678")
    assert not told("Kế hoạch năm 2024")
