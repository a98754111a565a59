"""The title of a leaflet or booklet: the largest type on its first page. Only for documents without a header."""

import re
from collections.abc import Sequence
from statistics import median

from pipeline.stages.layout.header import is_capitals
from pipeline.stages.layout.rows import letter_height, runs_of
from pipeline.stages.reader.casing import reading_form
from pipeline.stages.reader.closest import plain
from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.issuer import names_organ
from schemas.claim import Claim, FieldName
from schemas.page import Line, Page, PageStatus, Word

_RULE = "title@3"
_LARGE = 1.3
"""A title's letters are at least so many times as tall as the text's."""
_NOT_TITLE = re.compile(r"\W*(so \d|nam \d{4}|[\w ]+, nam \d{4}|luu hanh noi bo|tai lieu khong ban|thang \d)")
_CITATION = re.compile(r"\bngay \d{1,2} thang \d|\bso \d+ ?/ ?\d{4}")
"""A full date or a law's number: the large type read is a caption under a title that was not (white on colour)."""
_OPENERS = re.compile(
    r"(?:tim hieu|gioi thieu|mot so (?:noi dung|quy dinh|dieu)|nhung (?:dieu can biet|noi dung|quy dinh|diem moi)"
    r"|hoi dap|hoi va dap|so tay|cam nang|to gap|to roi|de cuong|tai lieu|pho bien|tuyen truyen|chuyen de)\b"
)
"""What a title may begin with in smaller type than its main line."""
_LABEL = re.compile(r"(?:to gap|to roi|tai lieu)(?: tuyen truyen)?(?: phap luat)?")
_LABEL_SIZE = 0.8
"""What says only of what kind the leaflet is, in type so much smaller than the title below, is not part of it."""
_STACKED = re.compile(
    r"de cuong(?: (?:gioi thieu|tuyen truyen|pho bien))?|tai lieu(?: (?:tuyen truyen|pho bien|hoi nghi))?"
)
_SECTION = re.compile(r"\s*(?:[IVX]+|[A-D]|\d+)\s*[.)]|\s*(?:Phần|PHẦN|Chương|CHƯƠNG)\b")
_DASH_LAST, _DASH_FIRST = re.compile(r"\w\s+[-–—]\s*$"), re.compile(r"\s*[-–—]\s+\w")
_STACK, _MIDDLE = 5, 0.04
"""Lines that are looked at, and how far off the page's middle a centred one may be, of its width."""
_KINDS = (
    "Sổ tay",
    "Cẩm nang",
    "Tờ gấp",
    "Tờ rơi",
    "Bản tin",
    "Đặc san",
    "Đề cương",
    "Tìm hiểu",
    "Tài liệu",
    "Tiểu phẩm",
)
_A_LITTLE = 1.15
_LEAST = 0.62
"""Lines of a title are at least so tall, measured by its tallest."""
_MOST_WORDS = 30


def title(pages: Sequence[Page]) -> Claim | None:
    """The claim for the title, in ordinary case.

    Takes: all pages. Gives: None when no type on the first page is clearly the largest, when it was not read well
    (decorated type seldom is), or when two places share the largest size.
    """
    if not pages or pages[0].status is PageStatus.FAILED:
        return None
    page = pages[0]
    runs = [run for line in page.lines for run in runs_of(line) if sum(c.isalpha() for c in run.text) > 2]
    body = _body_height(pages)
    large = [run for run in runs if letter_height(run) >= _LARGE * body]
    groups = sorted(_groups(large), key=_size, reverse=True)
    if not groups:
        return _alone(page) or _stacked(page)
    if len(groups) > 1 and _size(groups[1]) > 0.9 * _size(groups[0]):
        return None
    lines = _title_lines(groups[0])
    lines = _continued(_opened(lines, runs), runs, body)
    words = [word for line in lines for word in line.words]
    if not 2 <= len(words) <= _MOST_WORDS or min(line.confidence for line in lines) < 0.8:
        return None
    text = _joined(lines)
    if _CITATION.search(plain(text)):
        return None
    return claim_of(FieldName.TITLE, text, words, page=page.number, reliability=0.93, rule=_RULE)


def _alone(page: Page) -> Claim | None:
    """A title in type no larger than the text: the first line, apart from all others, that begins as titles do."""
    if len(page.lines) < 2:
        return None
    first, following = page.lines[0], page.lines[1]
    apart = following.box.y0 - first.box.y1 > 2 * letter_height(first)
    short = 3 <= len(first.words) <= 12 and first.box.y1 < 0.2 * page.height and first.box.width < 0.6 * page.width
    if not apart or not short or not _OPENERS.match(plain(first.text)) or first.confidence < 0.9:
        return None
    text = _reading(first.text, first=True)
    return claim_of(FieldName.TITLE, text, first.words, page=page.number, reliability=0.9, rule=_RULE)


def _stacked(page: Page) -> Claim | None:
    """A title in type no larger than the text, on the page's first lines: ĐỀ CƯƠNG / Giới thiệu Luật Căn cước."""
    lines: list[Line] = []
    for line in page.lines[:_STACK]:
        if abs((line.box.x0 + line.box.x1) / 2 - page.width / 2) > _MIDDLE * page.width or _SECTION.match(line.text):
            break
        lines.append(line)
    words = [word for line in lines for word in line.words]
    if not 2 <= len(lines) < _STACK or len(words) > _MOST_WORDS or min(line.confidence for line in lines) < 0.9:
        return None
    if not _STACKED.fullmatch(plain(lines[0].text)) or lines[-1].text.endswith((".", ":", ";", ",")):
        return None
    text = _joined(lines)
    return claim_of(FieldName.TITLE, text, words, page=page.number, reliability=0.92, rule=_RULE)


def _body_height(pages: Sequence[Page]) -> float:
    heights = [_height(word) for page in pages for word in page.words if len(word.text) > 1]
    return median(heights) if heights else 1.0


def _height(word: Word) -> int:
    return word.box.height


def _groups(runs: Sequence[Line]) -> list[list[Line]]:
    """Large lines that stand under each other."""
    groups: list[list[Line]] = []
    for run in sorted(runs, key=lambda run: run.box.y0):
        home = next((group for group in groups if _under(group[-1], run)), None)
        if home is None:
            groups.append([run])
        else:
            home.append(run)
    return groups


def _under(upper: Line, lower: Line) -> bool:
    shared = min(upper.box.x1, lower.box.x1) - max(upper.box.x0, lower.box.x0)
    near = lower.box.y0 - upper.box.y1 < 1.5 * max(letter_height(upper), letter_height(lower))
    return shared > 0.5 * min(upper.box.width, lower.box.width) and near


def _size(group: Sequence[Line]) -> float:
    return max(letter_height(line) for line in group)


def _title_lines(group: Sequence[Line]) -> list[Line]:
    """The group without the agency above the title and the number or year below it."""
    size = _size(group)
    own = [line for line in group if not _NOT_TITLE.match(plain(line.text)) and not _is_agency(line, size)]
    own = own or list(group)
    main = [line for line in own if letter_height(line) >= _LEAST * size or _OPENERS.match(plain(line.text))]
    return [line for line in main if not _is_label(line, own)] or own


def _is_agency(line: Line, size: float) -> bool:
    """Whether it names an agency; in type as large as the title's it is a part of it: BẢO HIỂM XÃ HỘI / TỰ NGUYỆN."""
    return is_capitals(line.text) and names_organ(line.text) and letter_height(line) < _LABEL_SIZE * size


def _is_label(line: Line, lines: Sequence[Line]) -> bool:
    """Whether it says only of what kind the leaflet is, in smaller type than these lines of its title: by the height of
    its letters, which marks above and below add to, or by their width."""
    if _LABEL.fullmatch(plain(line.text)) is None:
        return False
    low = letter_height(line) < _LABEL_SIZE * _size(lines)
    return low or _letter_width(line) < _LABEL_SIZE * max(map(_letter_width, lines))


def _letter_width(line: Line) -> float:
    return line.box.width / len(line.text)


def _opened(lines: Sequence[Line], runs: Sequence[Line]) -> list[Line]:
    """The title with a line of smaller type above it that begins it: TÌM HIỂU / Luật Cư trú."""
    first = lines[0]
    box, height = first.box, letter_height(first)
    above = [
        run
        for run in runs
        if _OPENERS.match(plain(run.text))
        and not _is_label(run, lines)
        and 0 < box.y0 - run.box.y0 < 4 * height
        and box.y0 - run.box.y1 < 2.2 * height
        and min(run.box.x1, box.x1) - max(run.box.x0, box.x0) > 0.6 * min(run.box.width, box.width)
        and run not in lines
    ]
    return [above[-1], *lines] if len(above) == 1 and not _OPENERS.match(plain(first.text)) else list(lines)


def _continued(lines: Sequence[Line], runs: Sequence[Line], body: float) -> list[Line]:
    """The title with the lines in capitals right below it that are a little smaller, and yet larger than the text."""
    out = list(lines)
    for run in sorted(runs, key=lambda run: run.box.y0):
        last, height = out[-1], letter_height(run)
        follows = -0.3 * height < run.box.y0 - last.box.y1 < 0.9 * height
        shared = min(run.box.x1, last.box.x1) - max(run.box.x0, last.box.x0)
        whole = is_capitals(run.text) and is_capitals(last.text) and not names_organ(run.text)
        if follows and whole and shared > 0.5 * min(run.box.width, last.box.width) and height >= _A_LITTLE * body:
            out.append(run)
    return out


def _joined(lines: Sequence[Line]) -> str:
    """The lines as one text in ordinary case; a dash between two of them stays."""
    parts: list[str] = []
    for index, line in enumerate(lines):
        if index and (_DASH_LAST.search(lines[index - 1].text) or _DASH_FIRST.match(line.text)):
            parts.append("-")
        parts.append(_reading(line.text, first=index == 0))
    return " ".join(parts)


def _spelled(text: str) -> str:
    """The text with its first words as the names of kinds are written: SỐ TAY can only be SỔ TAY."""
    said = plain(text)
    for name in _KINDS:
        words = text.split()
        size = len(name.split())
        if f"{said} ".startswith(f"{plain(name)} ") and plain(" ".join(words[:size])) == plain(name):
            return " ".join([name.upper() if is_capitals(text) else name, *words[size:]])
    return text


def _reading(text: str, *, first: bool) -> str:
    text = _spelled(text) if first else text
    return reading_form(text.strip(" *_|~-–—.,;:"), begins=first)
