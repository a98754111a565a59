"""The title of a leaflet or booklet: the largest type on its first page. Only for documents without a header."""

import re
from collections.abc import Sequence
from statistics import median

from pipeline.stages.reader.casing import reading_form
from pipeline.stages.reader.closest import plain
from pipeline.stages.reader.evidence import claim_of
from pipeline.stages.reader.layout import is_capitals
from pipeline.stages.reader.rows import letter_height, runs_of
from pipeline.stages.reader.vocabulary import ORGAN_HEADS
from schemas.claim import Claim, FieldName
from schemas.page import Line, Page, PageStatus, Word

_LARGE = 1.3
"""A title's letters are at least so many times as tall as the text's."""
_NOT_TITLE = re.compile(r"\W*(so \d|nam \d{4}|[\w ]+, nam \d{4}|luu hanh noi bo|tai lieu khong ban|thang \d)")
_CITATION = re.compile(r"\bngay \d{1,2} thang \d|\bso \d+ ?/ ?\d{4}")
"""A full date or a law's number: the large type read is a caption under a title that was not (white on colour)."""
_HEADS = tuple(f"{plain(head)} " for head in ORGAN_HEADS if plain(head) not in ("bao", "phong", "hoi"))
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
    if not groups or (len(groups) > 1 and _size(groups[1]) > 0.9 * _size(groups[0])):
        return None
    lines = _title_lines(groups[0])
    words = [word for line in lines for word in line.words]
    if not 2 <= len(words) <= _MOST_WORDS or min(line.confidence for line in lines) < 0.8:
        return None
    text = " ".join(_reading(line.text, first=index == 0) for index, line in enumerate(lines))
    if _CITATION.search(plain(text)):
        return None
    return claim_of(FieldName.TITLE, text, words, page=page.number, reliability=0.85, rule="title@1")


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
    return [line for line in group if not _NOT_TITLE.match(plain(line.text)) and not _is_agency(line)] or list(group)


def _is_agency(line: Line) -> bool:
    return is_capitals(line.text) and (plain(line.text) + " ").startswith(_HEADS)


def _reading(text: str, *, first: bool) -> str:
    read = reading_form(text.strip(" *_|~-–—.,;:"))
    return read if first or not is_capitals(text) else read[:1].lower() + read[1:]
