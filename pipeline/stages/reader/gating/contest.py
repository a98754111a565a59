"""Answers of a contest or a test, which must not be public before it is over.

A document of a contest is told by what it says of itself (cuộc thi, hội thi, trắc nghiệm, đề thi); its answers by a
heading "Đáp án …", by marking rules, or by answers that only name a choice. A booklet of questions with "Đáp án:" as
the head of explained answers is none.
"""

import re
from collections.abc import Sequence

from pipeline.stages.reader.gating.runs import Run
from schemas.gate import Gate, GateKind
from schemas.page import Page
from schemas.text import fold

_RULE = "contest-answers@1"
_CONTEST = re.compile(
    r"\b(?:cuoc thi|hoi thi|de thi|bai thi|ky thi|thi tim hieu|trac nghiem|bo cau hoi|ngan hang cau hoi|bai du thi|"
    r"bai kiem tra)\b"
)
_HEADING = re.compile(
    r"(?:goi y )?(?:bo |bang |phieu )?(?:cau hoi va )?dap an\b(?! (?:la|dung la|nao|tren|cua)\b)|"
    r"huong dan cham\b|thang diem\b|bieu diem\b|bang tra loi dung\b|bo (?:de va )?cau hoi va dap an\b|"
    r"bo \d+ cau hoi(?: \w+){0,6} (?:va|kem) dap an\b"
)
_KEY = re.compile(r"(?:cau \d{1,3}\W*)?(?:dap an|dap|tra loi|dung)\W+(?:dung\W+|la\W+|chon\W+|cau\W+)*[a-d]\b(?!\))")
_TABLE = re.compile(r"(?:(?:cau )?\d{1,3}\s*[-:.]?\s*[a-d]\b[\s,;|]*){4,}")
_FEWEST = 2


def contest_gates(pages: Sequence[Page], runs: Sequence[Run]) -> tuple[Gate, ...]:
    """The places where contest answers begin, at most one a page; all under embargo until a person gives the day."""
    contest = any(_CONTEST.search(fold(page.text)) for page in pages)
    keys = [run for run in runs if _TABLE.match(run.said) or _KEY.match(run.said)]
    headings = [run for run in runs if contest and _HEADING.match(run.said) and _is_heading(run)]
    marks = headings + (keys if len(keys) >= _FEWEST or (keys and contest) else [])
    return tuple({run.page: _gate(run, contest=contest) for run in reversed(marks)}.values())[::-1]


# -------------------------------------------------------------------------------------------------------------------


def _is_heading(run: Run) -> bool:
    """In capitals, or a short line with a capital that is no sentence."""
    return run.capitals or (len(run.words) <= 12 and run.text[:1].isupper() and ":" not in run.text[:-1])


def _gate(run: Run, *, contest: bool) -> Gate:
    return Gate(
        kind=GateKind.EMBARGO, mark="ĐÁP ÁN", page=run.page, box=run.box, rule=_RULE,
        confidence=round((0.95 if contest else 0.8) * run.confidence, 3),
    )  # fmt: skip
