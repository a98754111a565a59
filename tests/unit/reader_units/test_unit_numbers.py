"""Whether the numbers go on."""

import pytest

from pipeline.stages.reader.questions.numbers import Numbered, check_numbers, settled
from pipeline.stages.reader.questions.units import units
from schemas.page import Box
from schemas.unit import Anchor, UnitFault, UnitKind
from tests.unit.reader_units.panels import page

AT = Anchor(page=1, box=Box(x0=0, y0=0, x1=1, y1=1))


def faults(*numbers: int | None) -> list[tuple[UnitFault, tuple[int, ...]]]:
    heads = [Numbered(kind=UnitKind.QUESTION, number=number, at=AT) for number in numbers]
    return [(finding.fault, finding.numbers) for finding in check_numbers(heads)]


@pytest.mark.parametrize("numbers", [(), (1, 2, 3), (1, 2, 1, 2, 3), (None, None), (1, None, 3), (1, 2, None)])
def test_numbers_that_go_on(numbers: tuple[int | None, ...]) -> None:
    assert faults(*numbers) == []


def test_a_gap_names_what_is_missing() -> None:
    assert faults(1, 2, 5) == [(UnitFault.GAP, (3, 4))]


def test_a_lost_beginning_is_a_gap() -> None:
    assert faults(3, 4) == [(UnitFault.GAP, (1, 2))]


def test_an_unread_number_fills_one_place_of_a_gap_only() -> None:
    assert faults(1, None, 4) == [(UnitFault.GAP, (2, 3))]


def test_a_huge_gap_is_a_misread_number() -> None:
    assert faults(1, 2, 300) == [(UnitFault.GAP, ())]


def test_a_number_twice() -> None:
    assert faults(1, 2, 2, 3) == [(UnitFault.REPEATED, (2,))]


def test_panels_in_the_wrong_order() -> None:
    assert faults(1, 3, 2)[-1] == (UnitFault.DISORDER, (2,))


def test_kinds_are_counted_for_themselves() -> None:
    heads = [
        Numbered(kind=kind, number=number, at=AT)
        for number in (1, 2)
        for kind in (UnitKind.QUESTION, UnitKind.SITUATION)
    ]

    assert check_numbers(heads) == ()


def test_a_doubtful_number_counts_where_it_goes_on() -> None:
    assert settled([(9, None), (None, 10), (None, 17)]) == [9, 10, None]
    assert settled([(None, 1), (2, None)]) == [1, 2]
    assert settled([(None, 11)]) == [None]


def test_a_gap_in_a_document_shows_where_it_goes_on() -> None:
    rows = ("Câu 1. Đất đai là gì?", "Trả lời: Tài nguyên.", "Câu 3. Ai được giao đất?", "Trả lời: Công dân.")

    (finding,) = units([page(rows)]).findings

    assert (finding.fault, finding.numbers, finding.rule) == (UnitFault.GAP, (2,), "numbering@1")
    assert finding.at is not None
    assert finding.at.box.y0 == 214
