"""Marks that keep a document inside the house: LƯU HÀNH NỘI BỘ, XEM XONG TRẢ LẠI, DỰ THẢO.

Decree 30/2020, Annex I, box 11, and the habit of Vietnamese offices. They count where they stand by themselves or in an
imprint, not in a sentence about them; a draft's mark only in a header or a heading.
"""

import re
from collections.abc import Iterable, Sequence

from pipeline.stages.reader.gating.runs import Run
from schemas.gate import Gate, GateKind
from schemas.page import Box, Page
from schemas.text import fold

_RULE = "mark@1"
_LONGEST = 14
"""Words a line may have that bears a mark; longer ones are sentences."""
_L, _O = "[l1i|]", "[o0]"
_INTERNAL = re.compile(
    rf"\b{_L}uu\s*hanh\s*n[o0]i\s*b[o0]\b|\b(?:su dung|dung|tai lieu)(?: trong)? n[o0]i\s*b[o0]\b|"
    rf"\bn[o0]i bo co quan\b"
)
_RETURN = re.compile(
    r"\b(?:xem|doc|hop|nghien cuu|su dung|dung)\s*x[o0]ng\s*(?:xin\s*|de nghi\s*)?(?:tra|gui|nop)\s*lai\b|"
    r"\btai lieu\s*(?:phai\s*)?(?:tra lai|thu hoi)\b|\bthu hoi sau (?:khi hop|hoi nghi|cuoc hop)\b"
)
_DRAFT = re.compile(
    r"(?:ban\s*)?[bd]u\s*thao(?: (?:lan(?: thu)? \w{1,4}|\d{1,2}|so \d{1,2}|lay y kien|de lay y kien|xin y kien))?"
    r"(?: (?:ngay )?\d{1,2} (?:thang )?\d{1,2} (?:nam )?\d{4}| nam \d{4}| thang \d{1,2} \d{4})?$|ban thao$|ban nhap$"
)
_DRAFT_OF = re.compile(
    r"[bd]u\s*thao (?:nghi quyet|quyet dinh|nghi dinh|thong tu|luat|ke hoach|to trinh|bao cao|"
    r"chuong trinh|chi thi|de an|"
    r"quy che|quy dinh|huong dan|thong bao|cong van|de cuong)\b"
)
_NOT_DRAFT = re.compile(r"[bd]u\s*thao \w+.* (?:sua doi|gop y|tham gia|lay y kien|hoi nghi|cuoc thi)")
_IN_SENTENCE = re.compile(r"\b(?:hanh vi|nghiem cam|khong duoc|bi phat|xu phat|muc phat|truong hop)\b")


def mark_gates(pages: Sequence[Page], runs: Sequence[Run]) -> tuple[Gate, ...]:
    """Internal, return and draft marks on the pages and in their stamps; each kind once a page."""
    found: dict[tuple[GateKind, int], Gate] = {}
    written = (_of(run) for run in runs if len(run.words) <= _LONGEST)
    for gate in (*filter(None, written), *(gate for page in pages for gate in _stamped(page))):
        found.setdefault((gate.kind, gate.page), gate)
    return tuple(found.values())


# -------------------------------------------------------------------------------------------------------------------


def _of(run: Run) -> Gate | None:
    if _INTERNAL.search(run.said) and _by_itself(run):
        return _gate(GateKind.INTERNAL, "LƯU HÀNH NỘI BỘ", run.page, run.box, 0.97 * run.confidence)
    if _RETURN.search(run.said) and _by_itself(run):
        return _gate(GateKind.RETURN, "XEM XONG TRẢ LẠI", run.page, run.box, 0.97 * run.confidence)
    if _is_draft(run):
        return _gate(GateKind.DRAFT, "DỰ THẢO", run.page, run.box, (0.97 if run.capitals else 0.9) * run.confidence)
    return None


def _by_itself(run: Run) -> bool:
    return run.capitals or (not _IN_SENTENCE.search(run.said) and not run.text.strip()[:1].islower())


def _is_draft(run: Run) -> bool:
    if not run.top or not run.text.lstrip('([{"“- .*/').strip()[:1].isupper():
        return False
    if _DRAFT.match(run.said):
        return run.first or run.capitals
    return run.first and run.capitals and bool(_DRAFT_OF.match(run.said)) and not _NOT_DRAFT.match(run.said)


def _stamped(page: Page) -> Iterable[Gate]:
    for stamp in page.stamps:
        said = " ".join(re.findall(r"[^\W_]+", fold(stamp.text or "")))
        for pattern, kind, mark in (
            (_INTERNAL, GateKind.INTERNAL, "LƯU HÀNH NỘI BỘ"),
            (_RETURN, GateKind.RETURN, "XEM XONG TRẢ LẠI"),
            (_DRAFT, GateKind.DRAFT, "DỰ THẢO"),
        ):
            if said and (pattern.match(said) if kind is GateKind.DRAFT else pattern.search(said)):
                yield _gate(kind, mark, page.number, stamp.box, max(stamp.confidence, 0.6))


def _gate(kind: GateKind, mark: str, page: int, box: Box, confidence: float) -> Gate:
    return Gate(kind=kind, mark=mark, page=page, box=box, confidence=round(min(confidence, 1.0), 3), rule=_RULE)
