"""Where an answer ends although no next question begins: imprint, cover, section heading, signature.

What ends it for good (an imprint, the name of an agency on a cover) is told from what ends it only if a question
follows (a heading in capitals may stand inside an answer, too).
"""

import re
from collections.abc import Sequence
from statistics import median

from pipeline.stages.layout.header import is_capitals
from pipeline.stages.reader.closest import plain
from pipeline.stages.reader.fields.vocabulary import ORGAN_HEADS
from pipeline.stages.reader.questions.lines import Piece

_END = re.compile(
    r"\W*(?:thong tin lien he|moi y kien dong gop|tai lieu tuyen truyen|tai lieu tham khao|tai lieu khong ban|"
    r"luu hanh noi bo|chiu trach nhiem (?:xuat ban|noi dung|ban thao)|(?:ban )?bien (?:soan|tap)\s*:|trinh bay\s*[:,]|"
    r"giay phep xuat ban|gpxb\b|in xong va nop luu chieu|nop luu chieu|in [\d.]+ (?:to|ban|cuon)\b|so luong in\b|"
    r"noi nhan\s*:|muc luc\W*$|loi (?:gioi thieu|noi dau)\W*$|kho sach\b|(?:tm|kt|tl|tuq)\s?\.\s|"
    r"duong day nong\b|hotline\b|moi chi tiet xin lien he|het\W*$|chuyen muc\b)"
)
_SECTION = re.compile(
    r"\W*(?:phan (?:thu )?(?:[ivx\d]+|nhat|hai|ba|tu|nam)\b|chuong [ivx\d]+\b|muc [ivx\d]+\b|[ivx]{1,4}\s*[.)]\s)"
)
_ORGANS = tuple(f"{plain(head)} " for head in ORGAN_HEADS if " " in head)
_FOOT = 0.55
"""How far down its page a panel's last line stands at least, if its text goes on in the next."""
_TITLE = 1.45
"""How many times larger than the text before it the letters of a title are."""


def ends_answer(piece: Piece, before: Sequence[Piece]) -> bool:
    """Whether the line belongs to no answer: an imprint, a cover, the title of another panel.

    Takes: the line, and the lines of the unit before it.
    """
    if _END.match(piece.folded) or (before and _another_panel(piece, before[-1])):
        return True
    if not is_capitals(piece.text):
        return _larger(piece, before)
    said = f"{plain(piece.text)} "
    return said.startswith(_ORGANS) or said == "tim hieu " or _larger(piece, before)


def without_heading(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """An answer's lines without the heading of the next section at its end."""
    end = len(pieces)
    while end > 1 and _heads_section(pieces[end - 1]):
        end -= 1
    return pieces[:end]


# -------------------------------------------------------------------------------------------------------------------


def _heads_section(piece: Piece) -> bool:
    if _SECTION.match(piece.folded) and len(piece.words) <= 14 and not piece.text.rstrip().endswith((".", ";")):
        return True
    return is_capitals(piece.text) and len(plain(piece.text)) >= 6


def _another_panel(piece: Piece, last: Piece) -> bool:
    """Whether the line begins a panel of its own: a text runs on into the next one only from the foot of a full one."""
    beside = piece.page == last.page and piece.box.y1 < last.box.y0 and piece.box.x0 > last.box.x1
    return beside and last.low < _FOOT and last.text.endswith((".", "!", "?", ")")) and piece.text[:1].isupper()


def _larger(piece: Piece, before: Sequence[Piece]) -> bool:
    same = [p for p in before[-8:] if p.page == piece.page]
    if not same or len(piece.words) < 2:
        return False
    return piece.tall > _TITLE * median(p.tall for p in same)
