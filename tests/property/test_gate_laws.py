"""Laws of the gates: a mark is found however it was read, personal data wherever they stand, and no value leaks."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.personal import covers, measure, spoilt, written_page
from pipeline.stages.reader.gating.gates import gates, stops_processing
from pipeline.stages.reader.gating.secret import DEGREES, degree_in
from pipeline.stages.reader.privacy.personal import personal_data
from schemas.text import fold
from tests.fakes.pages import full, left, page_from_text

MARKS = list(DEGREES.values())
OTHERS = (
    "MẪU SỐ",
    "HỎA TỐC",
    "KHẨN",
    "SAO Y",
    "CÔNG VĂN ĐẾN",
    "BẢN GỐC",
    "HƯỚNG DẪN",
    "PHỤ LỤC",
    "TỜ TRÌNH",
    "LUẬT",
    "MỤC LỤC",
)
LOOKS = {"M": "M", "A": "A4", "T": "T7", "O": "O0", "I": "I1|", "U": "U", "Y": "Y", "E": "E"}


@st.composite
def misread(draw: st.DrawFn) -> tuple[str, str]:
    """A mark with wrong marks on its letters, letters that look alike, lost and added spaces."""
    mark = draw(st.sampled_from(MARKS))
    spaced = mark if draw(st.booleans()) else mark.replace(" ", "")
    letters = [draw(st.sampled_from([c, *LOOKS.get(fold(c).upper(), c)])) for c in spaced]
    return mark, draw(st.sampled_from(("", "[", "- "))) + "".join(letters) + draw(st.sampled_from(("", "]", ".")))


@given(misread())
def test_a_misread_mark_is_the_mark(case):
    mark, read = case

    assert degree_in(read) == mark
    assert stops_processing(gates([page_from_text(full("Công dân có quyền"), left(read))]))


@given(st.sampled_from(OTHERS), st.integers(0, 9999))
def test_other_headings_are_no_marks(text, seed):
    assert degree_in(spoilt(text, random.Random(seed), noise=1)) is None


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_what_is_covered_is_on_the_page(seed):
    page, truths = written_page(random.Random(seed), noise=1.0)

    found = personal_data([page])

    boxes = [box for finding in found for box in finding.boxes]
    assert all(0 <= box.x0 < box.x1 and 0 <= box.y0 < box.y1 <= page.height for box in boxes)
    assert personal_data([page]) == found
    digits = {word.text for word in page.words if sum(c.isdigit() for c in word.text) >= 4}
    assert not any(value in repr(found) for value in digits if len(value) > 5)
    assert sum(covers(boxes, truth.boxes) for truth in truths) >= len(truths) - 1


def test_recall_and_precision_on_pages_written_by_rule():
    score = measure(pages=120, seed=2026, noise=1.0)["all"]

    assert score.true > 500
    assert score.found / score.true >= 0.98
    assert score.right / score.given >= 0.95
