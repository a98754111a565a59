"""Who gets the document: the list under "Nơi nhận:" at the bottom left (Decree 30/2020, Annex I, box 9b)."""

import re
from collections.abc import Sequence

from pipeline.stages.layout.rows import Row, rows_of
from pipeline.stages.reader.closest import distance, plain
from pipeline.stages.reader.fields.evidence import claim_of
from schemas.claim import Claim, FieldName
from schemas.page import Line, Page, PageStatus, Word
from schemas.text import fold, one_line

_BULLET = re.compile(r"^[\-–—•+*~_=«]+\s*")
_HEAD = re.compile(r"n[o0]i? ?nh?a?n|noi")
"""What a line must hold to be looked at more closely."""
_LAST = re.compile(r"luu\b")
_MOST = 40


def recipients(pages: Sequence[Page]) -> tuple[Claim, ...]:
    """The claims for the recipients, one each, as printed without its dash and the mark at its end.

    Takes: the pages of an administrative document. Gives: nothing when no list is headed so, or a page before it could
    not be read. The list ends with "Lưu: …", at a line without a dash far below, or at another size of type.
    """
    for page in pages:
        if page.status is PageStatus.FAILED:
            return ()
        if not any(_is_head_word(line) for line in page.lines):
            continue
        rows = rows_of(page)
        for index, row in enumerate(rows):
            if _heads(row):
                return _listed(page, row, rows[index + 1 :])
    return ()


# ---------------------------------------------------------------------------------------------------------------------


def _is_head_word(line: Line) -> bool:
    return _HEAD.search(fold(line.text)) is not None


def _heads(row: Row) -> bool:
    run = row.runs[0]
    return distance(plain(run.text)[:9], "noi nhan") <= 1 and len(run.words) <= 4


def _listed(page: Page, head: Row, rows: Sequence[Row]) -> tuple[Claim, ...]:
    left = head.runs[0].box
    entries: list[list[Word]] = []
    bottom, height = left.y1, float(left.height)
    for row in rows:
        run = next((run for run in row.runs if run.box.x0 < left.x0 + 0.25 * page.width), None)
        if run is None:
            continue
        if run.box.x0 > left.x0 + 4 * height or run.box.y0 - bottom > 2.2 * height or len(entries) == _MOST:
            break
        dashed = _BULLET.match(run.text) is not None
        if dashed or not entries:
            if not dashed and _LAST.match(plain(run.text)) is None:
                break
            if entries and _closed(entries[-1]):
                break
            entries.append(list(run.words))
        else:
            if _closed(entries[-1]):
                break
            entries[-1].extend(run.words)
        bottom = run.box.y1
    claims = [_claim(page, words) for words in entries]
    return tuple(claim for claim in claims if claim)


def _closed(words: Sequence[Word]) -> bool:
    """Whether the entry was the last: "Lưu: VT." with its full stop."""
    return _LAST.match(plain(_entry(words))) is not None and words[-1].text.endswith(".")


def _entry(words: Sequence[Word]) -> str:
    return _BULLET.sub("", " ".join(word.text for word in words))


def _claim(page: Page, words: Sequence[Word]) -> Claim | None:
    value = one_line(_entry(words)).rstrip(" ;.,:")
    if len(plain(value)) < 2:
        return None
    return claim_of(FieldName.RECIPIENTS, value, words, page=page.number, reliability=0.97, rule="recipients@1")
