"""The judgement of one page: score, faults, whether to scan again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.ocr.quality import predicted_score, quality
from schemas.page import Box
from schemas.quality import Fault
from tests.unit.quality.papers import HEIGHT, TEXT, WIDTH, facts, line, page

READ = page(line(TEXT))
ROWS = tuple(Box(x0=150, y0=y, x1=WIDTH - 150, y1=y + 30) for y in range(200, HEIGHT - 200, 60))
"""Where print seems to be; `READ` has words on one of them."""


def test_a_good_scan_has_no_faults_and_a_high_score() -> None:
    found = quality(READ, facts())

    assert found.faults == ()
    assert not found.rescan
    assert found.score > 0.99


@pytest.mark.parametrize(
    ("change", "fact", "fault"),
    [
        ({"dpi": 90.0}, {}, Fault.LOW_DPI),
        ({"skew": -5.0}, {}, Fault.SKEWED),
        ({}, {"sharpness": 0.3}, Fault.BLURRED),
        ({}, {"contrast": 0.15}, Fault.FAINT),
        ({"rotation": 180}, {}, Fault.UPSIDE_DOWN),
        ({"rotation": 270}, {}, Fault.SIDEWAYS),
    ],
)
def test_each_fault_is_named(change: dict[str, float], fact: dict[str, float], fault: Fault) -> None:
    assert quality(READ.model_copy(update=change), facts(**fact)).faults == (fault,)


def test_a_page_that_was_only_turned_needs_no_second_scan() -> None:
    assert not quality(READ.model_copy(update={"rotation": 180}), facts()).rescan


def test_a_pale_page_that_was_read_in_doubt_should_be_scanned_again() -> None:
    doubtful = page(line(TEXT, confidence=0.6))

    assert quality(doubtful, facts(contrast=0.12)).rescan


def test_an_empty_sheet_is_blank_and_nothing_else() -> None:
    found = quality(page(), facts(letters=2, contrast=0.05, sharpness=0.0))

    assert found.faults == (Fault.BLANK,)
    assert found.score == 1.0
    assert not found.rescan


def test_the_other_side_shining_through_is_blank_too() -> None:
    assert quality(page(), facts(contrast=0.2, sharpness=0.3)).faults == (Fault.BLANK,)


def test_a_photograph_without_words_is_not_blank() -> None:
    assert Fault.BLANK not in quality(page(), facts(letters=0, pictures=0.4)).faults


def test_print_that_runs_off_the_paper_is_cut() -> None:
    lines = tuple(line(TEXT, x=0, y=300 + 50 * row) for row in range(4))

    found = quality(page(*lines), facts(cut_left=4))

    assert found.faults == (Fault.CUT_EDGE,)
    assert found.rescan


def test_shadows_at_the_edge_where_no_word_was_read_are_no_cut() -> None:
    assert quality(READ, facts(cut_left=4, cut_right=4)).faults == ()


def test_rows_that_nobody_could_read_are_told_and_count_as_wrong() -> None:
    found = quality(READ, facts(lines=ROWS))

    assert Fault.UNREAD in found.faults
    assert found.score == pytest.approx(1 / len(ROWS), abs=0.01)
    assert found.rescan


def test_a_page_read_in_doubt_throughout_is_unread() -> None:
    found = quality(page(line(TEXT, confidence=0.1)), facts(contrast=0.3))

    assert found.faults == (Fault.UNREAD,)
    assert found.rescan


def test_the_worst_words_come_first() -> None:
    doubtful = page(line("mot hai", confidence=0.8), line("ba", confidence=0.3), line("sure", confidence=0.99))

    assert quality(doubtful, facts()).worst == (2, 0, 1)


shares = st.floats(0, 1)


@given(confidence=shares, sharpness=shares, contrast=shares, dpi=st.floats(40, 400), less=shares)
def test_the_score_never_rises_when_anything_gets_worse(
    confidence: float, sharpness: float, contrast: float, dpi: float, less: float
) -> None:
    seen, pixels = page(line(TEXT, confidence=confidence), dpi=dpi), facts(sharpness=sharpness, contrast=contrast)
    score = predicted_score(seen, pixels) + 1e-12

    assert predicted_score(page(line(TEXT, confidence=confidence * less), dpi=dpi), pixels) <= score
    assert predicted_score(seen, facts(sharpness=sharpness * less, contrast=contrast)) <= score
    assert predicted_score(seen, facts(sharpness=sharpness, contrast=contrast * less)) <= score
    assert predicted_score(seen.model_copy(update={"dpi": dpi * max(less, 0.1)}), pixels) <= score
    assert predicted_score(seen, pixels.model_copy(update={"lines": ROWS})) <= score
    assert 0 <= score <= 1 + 1e-9
