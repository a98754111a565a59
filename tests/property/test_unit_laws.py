"""Units printed are units read: any heads, any columns and pages, with the slips OCR makes in the heads."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.reader.questions.numbers import Numbered, check_numbers
from pipeline.stages.reader.questions.units import units
from schemas.page import Box
from schemas.unit import Anchor, UnitFault, UnitKind
from tests.unit.reader_units.panels import page

WORDS = [
    "công",
    "dân",
    "có",
    "quyền",
    "được",
    "thông",
    "tin",
    "về",
    "pháp",
    "luật",
    "nhà",
    "nước",
    "bảo",
    "đảm",
    "thực",
    "hiện",
    "theo",
    "quy",
    "định",
    "đất",
    "đai",
    "hộ",
    "tịch",
]
ASKS = {
    UnitKind.QUESTION: (
        "Câu {n}.",
        "Câu {n}:",
        "Câu hỏi {n}:",
        "CÂU {n}.",
        "Câu hỏi số {n}.",
        "Cau {n}.",
        "Cầu hói {n}:",
    ),
    UnitKind.SITUATION: ("Tình huống {n}:", "TÌNH HUỐNG {n}.", "Tinh huông {n}:"),
}
AGAIN = ("", "", "Hỏi: ", "HỎI: ", "Hói: ", "(Hỏi) ")
"""What may be printed once more between a numbered head and its question."""
ANSWERS = ("Trả lời:", "Đáp:", "Tra lời:", "Trá lời:", "TRẢ LỜI:", "Gợi ý trả lời:", "Trả lờl:", "Đáp án:")

texts = st.lists(st.sampled_from(WORDS), min_size=4, max_size=30).map(lambda words: " ".join(words).capitalize())


@st.composite
def booklets(draw: st.DrawFn) -> tuple[UnitKind, list[tuple[str, str]], list[str]]:
    """A kind, its questions with answers, and the lines they are printed in."""
    kind = draw(st.sampled_from(UnitKind))
    ask, answer = draw(st.sampled_from(ASKS[kind])), draw(st.sampled_from(ANSWERS))
    again = draw(st.sampled_from(AGAIN))
    pairs = draw(
        st.lists(st.tuples(texts.map(lambda t: f"{t}?"), texts.map(lambda t: f"{t}.")), min_size=1, max_size=6)
    )
    width = draw(st.integers(4, 9))
    rows = [
        row
        for number, (question, said) in enumerate(pairs, 1)
        for half in (f"{ask.format(n=number)} {again}{question}", f"{answer} {said}")
        for row in _rows(half, width)
    ]
    return kind, pairs, rows


def _rows(text: str, width: int) -> list[str]:
    words = text.split()
    return [" ".join(words[start : start + width]) for start in range(0, len(words), width)]


def _pages(rows: list[str], a_column: int, columns: int):
    blocks = [rows[start : start + a_column] for start in range(0, len(rows), a_column)]
    sheets = [blocks[start : start + columns] for start in range(0, len(blocks), columns)]
    return [
        page(*sheet, number=n, head="Hỏi – đáp pháp luật", foot=str(n), height=400 + 32 * a_column)
        for n, sheet in enumerate(sheets, 1)
    ]


@given(booklets(), st.integers(4, 30), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_what_is_printed_is_read(booklet, a_column, columns):
    kind, pairs, rows = booklet

    found = units(_pages(rows, a_column, columns))

    assert [(u.kind, u.number, u.question, u.answer.replace("\n", " ")) for u in found.units] == [
        (kind, n, question, answer) for n, (question, answer) in enumerate(pairs, 1)
    ]
    assert found.findings == ()


@given(booklets(), st.integers(4, 30), st.data())
@settings(max_examples=40, deadline=None)
def test_a_lost_unit_is_told(booklet, a_column, data):
    _, pairs, rows = booklet
    heads = [
        i for i, row in enumerate(rows) if re.match(r"(?:C[âaầÂ]u|CÂU|T[iì]nh hu[ôố]ng|TÌNH HUỐNG)\b.*\d[.:]", row)
    ]
    if len(pairs) < 3:
        return
    lost = data.draw(st.integers(1, len(pairs) - 2))

    found = units(_pages(rows[: heads[lost]] + rows[heads[lost + 1] :], a_column, 1))

    assert [(f.fault, f.numbers) for f in found.findings] == [(UnitFault.GAP, (lost + 1,))]


@given(st.integers(1, 40), st.integers(0, 5))
def test_numbers_one_by_one_have_no_fault(count, restarts):
    at = Anchor(page=1, box=Box(x0=0, y0=0, x1=1, y1=1))
    numbers = [*range(1, count + 1)] * (restarts + 1)

    assert check_numbers([Numbered(kind=UnitKind.QUESTION, number=n, at=at) for n in numbers]) == ()
