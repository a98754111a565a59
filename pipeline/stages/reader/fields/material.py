"""What kind of thing was scanned (see :class:`schemas.vocabulary.MaterialType`)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.stages.layout.header import Header, is_capitals
from pipeline.stages.layout.rows import letter_height, runs_of
from pipeline.stages.reader.closest import plain
from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.vocabulary import LEGAL_ACTS
from schemas.claim import Claim, FieldName
from schemas.page import Line, Page, Word
from schemas.text import fold
from schemas.vocabulary import MaterialType

_NAMED: tuple[tuple[str, MaterialType], ...] = (
    ("to gap", MaterialType.TO_GAP),
    ("to roi", MaterialType.TO_ROI),
    ("so tay", MaterialType.SO_TAY),
    ("cam nang", MaterialType.CAM_NANG),
    ("de cuong", MaterialType.DE_CUONG),
    ("ban tin", MaterialType.BAN_TIN),
    ("dac san", MaterialType.DAC_SAN),
    ("tieu pham", MaterialType.TIEU_PHAM),
    ("kich ban tieu pham", MaterialType.TIEU_PHAM),
    ("kich ban san khau", MaterialType.TIEU_PHAM),
    ("cau chuyen phap luat", MaterialType.TINH_HUONG),
    ("cau chuyen truyen thanh", MaterialType.PHAT_THANH),
    ("tinh huong phap luat", MaterialType.TINH_HUONG),
    ("kich ban phat thanh", MaterialType.PHAT_THANH),
    ("kich ban truyen thanh", MaterialType.PHAT_THANH),
    ("bai phat thanh", MaterialType.PHAT_THANH),
    ("bai truyen thanh", MaterialType.PHAT_THANH),
    ("bai tuyen truyen tren he thong", MaterialType.PHAT_THANH),
    ("chuong trinh phat thanh", MaterialType.PHAT_THANH),
    ("tai lieu tap huan", MaterialType.TAI_LIEU_TAP_HUAN),
    ("tai lieu boi duong", MaterialType.TAI_LIEU_TAP_HUAN),
    ("tai lieu hoi nghi", MaterialType.TAI_LIEU_TAP_HUAN),
    ("hoi dap", MaterialType.HOI_DAP),
    ("hoi va dap", MaterialType.HOI_DAP),
    ("bo cau hoi thi", MaterialType.CAU_HOI_THI),
    ("cau hoi thi", MaterialType.CAU_HOI_THI),
    ("cau hoi cuoc thi", MaterialType.CAU_HOI_THI),
    ("de thi tim hieu", MaterialType.CAU_HOI_THI),
    ("dap an cuoc thi", MaterialType.CAU_HOI_THI),
    ("bo cau hoi cuoc thi", MaterialType.CAU_HOI_THI),
    ("bo cau hoi va dap an cuoc thi", MaterialType.CAU_HOI_THI),
    ("ap phich", MaterialType.AP_PHICH),
    ("khau hieu tuyen truyen", MaterialType.AP_PHICH),
)
"""What the first page's large lines or lines in capitals begin with."""
_QUESTION = re.compile(r"\W*(?:cau(?: hoi)? \d{1,3}\b|hoi\s*:)")
_ANSWER = re.compile(r"\W*(?:tra loi|dap)\s*:")
_CHOICE = re.compile(r"\W*[bcd]\s*[.)]\s*\S")
_IMPRINT = re.compile(
    r"giay phep.{0,12}xuat ban|khong ban\b|phat khong\b|nop luu chieu|\bin [\d.]+ (?:to|ban|cuon)\b|kho \d+ x \d+"
)
_BOOK = re.compile(r"\bisbn\b|nha xuat ban|\bnxb\b")
_ISBN = re.compile(r"\bisbn\b\W*\d")
_SITUATION = re.compile(r"\W*tinh huong \d{1,3}\b")
_ADVICE = re.compile(r"\W*(?:goi y tra loi|goi y|tra loi|giai quyet|dap)\s*:")
_CAST = re.compile(r"\W*nhan vat\s*:")
_SCENE = re.compile(r"\W*(?:canh|man) (?:\d|[ivx]+)\b")
_ON_AIR = re.compile(
    r"(?:moi|thua|kinh thua).{0,20}(?:ba con|quy vi|thinh gia)|(?:ba con|quy vi va cac ban|quy thinh gia).{0,30}nghe"
)
_OUTLINE = re.compile(r"\W*[ivx]+\s*[.)]?\s*(?:su can thiet ban hanh|muc dich, quan diem|bo cuc|noi dung co ban)")
_SHEET_WORDS = 450
_POSTER_TYPE = 2.4
"""A poster's title is at least so many times as tall as its other text, and the whole is short."""

_SLOGAN_WORDS, _SLOGAN_TYPE = 45, 0.028
"""So few words in letters of so much of the page's height are a slogan's."""
_PUBLISHER = re.compile(r"\W*nha xuat ban [a-z ]{3,40}\W*")


def material_type(pages: Sequence[Page], header: Header | None, document_type: str | None) -> Claim | None:
    """The claim for the kind of material, or None where the pages do not say it clearly.

    Takes: all pages; the header of an administrative document, if there is one, and the type it names.
    """
    first = next((page for page in pages if page.words), None)
    if first is None:
        return None
    if header is not None:
        return _of_document(first, header, document_type)
    return (
        _named(first)
        or _booklet(first, pages)
        or _by_structure(first, pages)
        or _by_shape(first, pages)
        or _questions(first, pages)
        or _sheet(first, pages)
    )


def _of_document(first: Page, header: Header, document_type: str | None) -> Claim | None:
    for row in header.below[:6]:
        if is_capitals(row.text) and plain(row.text).startswith("de cuong"):
            return _claim(first, MaterialType.DE_CUONG, row.words, 0.96)
    if document_type is None:
        return None
    words = header.heading.words if header.heading else header.left[0].words if header.left else first.lines[0].words
    kind = MaterialType.VBQPPL_BAN_IN if document_type in LEGAL_ACTS or _year_in_number(header) else None
    return _claim(first, kind or MaterialType.VB_CHI_DAO, words, 0.97)


def _year_in_number(header: Header) -> bool:
    return any(re.search(r"\d/(19|20)\d\d/[A-ZĐ]", line.text) for line in header.left)


def _named(first: Page) -> Claim | None:
    """A kind that the cover or masthead names, if it names one only."""
    usual = sorted(word.box.height for word in first.words)[len(first.words) // 2]
    found: dict[MaterialType, Line] = {}
    for line in first.lines:
        for run in runs_of(line):
            if is_capitals(run.text) or letter_height(run) > 1.3 * usual:
                for name, kind in _NAMED:
                    if f"{plain(run.text)} ".startswith(f"{name} "):
                        found.setdefault(kind, run)
    if len(found) != 1:
        return None
    [(kind, run)] = found.items()
    return _claim(first, kind, run.words, 0.96)


def _by_shape(first: Page, pages: Sequence[Page]) -> Claim | None:
    """A folded leaflet: one or two landscape sides in two or more panels, with a printer's imprint or questions."""
    if len(pages) > 2 or not all(1.2 < page.width / page.height < 1.7 for page in pages):
        return None
    if max(_panels(page) for page in pages) < 2:
        return None
    marks = [line for page in pages for line in page.lines if _IMPRINT.search(fold(line.text))]
    if not marks and not _lines_like(pages, _QUESTION):
        return None
    mark = next((line for line in marks if line in first.lines), first.lines[0])
    return _claim(first, MaterialType.TO_GAP, mark.words, 0.93)


def _panels(page: Page) -> int:
    """How many columns of text stand side by side: the left edges of narrow lines, far from each other."""
    edges = sorted(run.box.x0 for line in page.lines for run in runs_of(line) if page.width * 0.15 < run.box.width)
    wide = sum(run.box.width > page.width * 0.45 for line in page.lines for run in runs_of(line))
    if not edges or wide > 0.2 * len(edges):
        return 0
    return 1 + sum(other - one > page.width * 0.15 for one, other in pairwise(edges))


def _booklet(first: Page, pages: Sequence[Page]) -> Claim | None:
    """A book has an ISBN; without one, many pages and a publisher."""
    if marks := _lines_like(pages, _ISBN):
        return _claim(first, MaterialType.SACH, _on(first, marks), 0.93)
    house = [line for line in first.lines if _PUBLISHER.fullmatch(fold(line.text)) and is_capitals(line.text)]
    if len(pages) > 1 and house:
        return _claim(first, MaterialType.SACH, house[0].words, 0.85)
    if len(pages) >= 16 and (marks := _lines_like(pages, _BOOK)):
        return _claim(first, MaterialType.SACH, _on(first, marks), 0.7)
    return None


def _by_structure(first: Page, pages: Sequence[Page]) -> Claim | None:
    """What the text is built of: a cast and scenes, situations with advice, words to listeners, an outline's parts."""
    if (cast := _lines_like(pages, _CAST)) and (_lines_like(pages, _SCENE) or len(_speeches(pages)) >= 4):
        return _claim(first, MaterialType.TIEU_PHAM, _on(first, cast), 0.93)
    situations = _lines_like(pages, _SITUATION)
    if len(situations) >= 2 and _lines_like(pages, _ADVICE):
        return _claim(first, MaterialType.TINH_HUONG, _on(first, situations), 0.93)
    if heard := [line for line in first.lines[:12] if _ON_AIR.search(fold(line.text))]:
        return _claim(first, MaterialType.PHAT_THANH, heard[0].words, 0.9)
    if len(parts := _lines_like(pages, _OUTLINE)) >= 3:
        return _claim(first, MaterialType.DE_CUONG, _on(first, parts), 0.9)
    return None


def _speeches(pages: Sequence[Page]) -> list[Line]:
    """Lines of a dialogue: "Ông Ba: …"."""
    return [line for page in pages for line in page.lines if re.match(r"[A-ZĐÀ-Ỹ][\w ]{1,18}\s*:", line.text)]


def _questions(first: Page, pages: Sequence[Page]) -> Claim | None:
    questions, answers = _lines_like(pages, _QUESTION), _lines_like(pages, _ANSWER)
    choices = _lines_like(pages, _CHOICE)
    if len(questions) >= 3 and len(choices) >= 2 * len(questions):
        return _claim(first, MaterialType.CAU_HOI_THI, _on(first, questions), 0.9)
    if len(questions) >= 3 and 2 * len(answers) >= len(questions):
        return _claim(first, MaterialType.HOI_DAP, _on(first, questions), 0.93)
    return None


def _sheet(first: Page, pages: Sequence[Page]) -> Claim | None:
    """One page: a flyer has a print run or says that it is not for sale; a poster has words towering over the rest."""
    if len(pages) > 1 or not 8 <= len(first.words) <= _SHEET_WORDS:
        return None
    runs = [run for line in first.lines for run in runs_of(line) if sum(c.isalpha() for c in run.text) > 3]
    heights = sorted(letter_height(run) for run in runs)
    if marks := [line for line in first.lines if _IMPRINT.search(fold(line.text))]:
        upright = first.height > first.width  # one side of a folded leaflet lies across
        return _claim(first, MaterialType.TO_ROI, marks[0].words, 0.9) if upright else None
    towers = len(heights) >= 3 and heights[-1] >= _POSTER_TYPE * heights[len(heights) // 2]
    slogan = len(first.words) <= _SLOGAN_WORDS and heights and heights[-1] >= _SLOGAN_TYPE * first.height
    if not towers and not slogan:
        return None
    tallest = max(runs, key=letter_height)
    return _claim(first, MaterialType.AP_PHICH, tallest.words, 0.85)


def _lines_like(pages: Sequence[Page], pattern: re.Pattern[str]) -> list[Line]:
    search = pattern.search if pattern in (_BOOK, _ISBN) else pattern.match
    return [line for page in pages for line in page.lines if search(fold(line.text))]


def _on(first: Page, lines: Sequence[Line]) -> tuple[Word, ...]:
    return next((line.words for line in lines if line in first.lines), first.lines[0].words)


def _claim(first: Page, kind: MaterialType, words: Sequence[Word], reliability: float) -> Claim:
    return claim_of(
        FieldName.MATERIAL_TYPE, kind.value, words, page=first.number, reliability=reliability, rule="material@2"
    )
