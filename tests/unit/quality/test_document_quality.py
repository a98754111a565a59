"""Faults that show only when a document's pages lie side by side."""

from pipeline.stages.ocr.document_quality import document_quality
from schemas.page import Page
from schemas.quality import Fault
from tests.unit.quality.papers import good_quality, line, page

CLAUSES = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "trăm", "nghìn", "vạn", "triệu", "tỷ"]


def numbered(number: int, folio: str | None, *, head: bool = True, confidence: float = 0.95) -> Page:
    """A page whose words are its own, with a number printed at its head or foot."""
    text = " ".join(f"{word}{'abcdefghij'[number % 10]}" for word in CLAUSES)
    folios = [line(folio, y=60 if head else 1680, confidence=confidence)] if folio else []
    return page(*folios, line(text), number=number, quality=good_quality())


def missing(*folios: str | None) -> dict[int, tuple[int, ...]]:
    pages = document_quality([numbered(n, folio) for n, folio in enumerate(folios, 1)])
    return {p.number: p.quality.missing for p in pages if p.quality and p.quality.missing}


def test_a_missing_page_is_told_at_the_page_after_the_gap() -> None:
    pages = document_quality([numbered(n, f, head=False) for n, f in enumerate([None, "2", "- 3 -", "Trang 6/9"], 1)])

    found = pages[3].quality
    assert found is not None
    assert (found.faults, found.missing, found.rescan) == ((Fault.GAP,), (4, 5), True)
    assert all(p.quality == good_quality() for p in pages[:3])


def test_whole_sequences_have_no_gaps() -> None:
    assert missing(None, "2", "3", "4", None, "6") == {}


def test_two_numbers_are_no_sequence() -> None:
    assert missing(None, "2", "5") == {}


def test_one_number_read_wrongly_is_no_gap() -> None:
    assert missing("1", "2", "8", "4", "5") == {}


def test_sheets_that_carry_two_pages_are_no_gaps() -> None:
    assert missing("2", "4", "6", "8") == {}


def test_a_year_in_the_text_is_no_page_number() -> None:
    pages = [page(line("2024", y=800), number=n, quality=good_quality()) for n in (1, 2, 3)]

    assert document_quality(pages) == tuple(pages)


def test_a_sheet_drawn_in_twice_names_its_twin() -> None:
    first = numbered(1, "1")

    pages = document_quality([first, first.model_copy(update={"number": 2}), numbered(3, "2")])

    found = [p.quality for p in pages if p.quality]
    assert [q.twin for q in found] == [None, 1, None]
    assert found[1].faults == (Fault.TWICE,)
    assert not found[1].rescan


def test_one_form_for_two_people_is_two_sheets() -> None:
    forms = [
        page(line(" ".join(CLAUSES)), line(f"số {n}2345", y=900), number=n, quality=good_quality()) for n in (1, 2)
    ]

    assert document_quality(forms) == tuple(forms)


def test_pictures_are_compared_by_their_signature() -> None:
    alike = [page(number=n, quality=good_quality(signature="f0" * 32)) for n in (1, 2)]
    other = page(number=3, quality=good_quality(signature="3c" * 32))

    twins = [p.quality.twin for p in document_quality([*alike, other]) if p.quality]

    assert twins == [None, 1, None]


def test_two_blank_sheets_are_no_twins() -> None:
    blank = [page(number=n, quality=good_quality(signature="00" * 32, faults=(Fault.BLANK,))) for n in (1, 2)]

    assert document_quality(blank) == tuple(blank)


def test_pages_whose_image_was_not_looked_at_stay_as_they_are() -> None:
    kept = [page(line(" ".join(CLAUSES)), number=n) for n in (1, 2)]

    assert document_quality(kept) == tuple(kept)
