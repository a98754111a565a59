"""The second reader's vote: letter beside letter, weighed by how sure each is."""

import math
from collections.abc import Sequence

import pytest

from pipeline.stages.ocr.network import Network, best_text
from pipeline.stages.ocr.vote import Heard, Trust, vote
from tests.unit.stages_ocr.lines_in_doubt import network


def heard(text: str, confidence: float = 0.95) -> list[Heard]:
    return [Heard(letter, confidence) for letter in text]


def options(line: Network) -> list[set[str]]:
    return [{text for text, _ in slot.options} for slot in line]


def test_a_sure_second_reader_decides_what_the_first_was_unsure_of() -> None:
    line = network("ph{ả0.55|á0.45}p")

    assert best_text(vote(line, heard("pháp"))) == "pháp"
    assert best_text(vote(line, heard("phảp"))) == "phảp"


def test_an_unsure_second_reader_changes_little() -> None:
    assert best_text(vote(network("ph{á0.8|a0.2}p"), heard("phap", 0.3))) == "pháp"


def test_a_letter_that_only_the_second_reader_has_becomes_an_option() -> None:
    voted = vote(network("pháp"), heard("phap"))

    assert options(voted) == [{"p"}, {"h"}, {"á", "a"}, {"p"}]
    assert best_text(voted) == "pháp"


@pytest.mark.parametrize(("first", "second", "place"), [("quyn", "quyền", 3), ("áp", "pháp", 0), ("phá", "pháp", 3)])
def test_letters_that_only_the_second_reader_saw_get_a_slot_of_their_own(first: str, second: str, place: int) -> None:
    voted = vote(network(first), heard(second))

    new = voted[place]
    assert len(voted) == len(first) + 1
    assert new.text == ""
    assert new.x0 == new.x1 == place
    assert "".join(slot.options[-1][0] for slot in voted if slot.x0 == slot.x1) in second
    assert best_text(voted) == first


def test_a_space_in_doubt_is_voted_on() -> None:
    assert best_text(vote(network("có{0.6| 0.4}quyền"), heard("có quyền"))) == "có quyền"
    assert best_text(vote(network("có{ 0.6|0.4}quyền"), heard("cóquyền"))) == "cóquyền"


def test_a_letter_the_second_reader_left_out_becomes_less_likely() -> None:
    line = network("a{b0.6|0.4}c")

    assert best_text(vote(line, heard("ac"))) == "ac"
    assert best_text(vote(line, heard("abc"))) == "abc"


def test_a_slot_of_several_letters_is_weighed_as_one() -> None:
    assert best_text(vote(network("n{ghi0.5|gh1i0.3|ghì0.2}a"), heard("nghìa"))) == "nghìa"


def test_case_and_marks_do_not_hinder_the_alignment() -> None:
    voted = vote(network("ĐỊNH"), heard("định"))

    assert [len(slot.options) for slot in voted] == [2, 2, 2, 2]


@pytest.mark.parametrize(("line", "said"), [("", "abc"), ("abc", "")])
def test_where_one_of_them_is_silent_nothing_changes(line: str, said: str) -> None:
    assert vote(network(line), heard(said)) == network(line)


def test_options_stay_probabilities() -> None:
    for slot in vote(network("n{g0.5|q0.3|0.2}hị đị{n0.9|m0.1}"), heard("ngh! dinh", 0.7)):
        if len(slot.options) > 1:
            assert math.fsum(math.exp(score) for _, score in slot.options) == pytest.approx(1)
        scores = [score for _, score in slot.options]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("confidence", [0.0, 0.02, 0.3, 0.5, 1.0])
def test_a_letter_that_both_read_stays_however_unsure_the_second_was(confidence: float) -> None:
    line = network("m{ộ0.4|ô0.35|ọ0.25}t")

    assert best_text(vote(line, heard("một", confidence))) == "một"


def test_trust_says_how_much_the_vote_counts() -> None:
    line: Sequence[str] = [
        best_text(vote(network("ph{ả0.8|á0.2}p"), heard("pháp"), Trust(weight=weight))) for weight in (0.0, 0.1, 1.0)
    ]

    assert line == ["phảp", "phảp", "pháp"]
