"""Where print has a space that readers lose: the possibility is added, the readers' text stays the best but there."""

import pytest

from pipeline.stages.ocr.network import Network, best_text
from pipeline.stages.ocr.spaces import with_spaces
from tests.unit.stages_ocr.lines_in_doubt import network


def added(line: Network) -> list[tuple[int, str]]:
    """Where slots were put in, and what they say first."""
    return [(place, slot.text) for place, slot in enumerate(with_spaces(line)) if len(slot.options) == 2]


@pytest.mark.parametrize("line", ["biến,giáo", "dục;pháp", "Số:Hai", "1.Đối tượng", "2)Mục"])
def test_after_a_pause_and_a_number_of_a_heading_a_space_is_likelier(line: str) -> None:
    place = next(i for i, letter in enumerate(line) if not letter.isalnum()) + 1

    assert added(network(line)) == [(place, " ")]


@pytest.mark.parametrize("line", ["ngày22", "20tháng", "năm2025"])
def test_between_a_word_and_a_number_a_space_is_possible(line: str) -> None:
    ((_, text),) = added(network(line))

    assert text == ""
    assert best_text(with_spaces(network(line))) == line


@pytest.mark.parametrize("line", ["5a", "k1", "2b", "biến, giáo", "10.000", "10,5", "Nga.Sơn", "QH15", "3.2.Mục", ""])
def test_elsewhere_none_is_added(line: str) -> None:
    assert with_spaces(network(line)) == network(line)


def test_it_stands_in_the_gap_between_its_neighbours() -> None:
    new = with_spaces(network("a,b"))[2]

    assert (new.x0, new.x1) == (2.0, 2.0)


def test_a_doubtful_nothing_between_the_two_is_no_hindrance() -> None:
    line = network("biến,{0.9|.0.1}giáo")

    assert best_text(with_spaces(line)) == "biến, giáo"
