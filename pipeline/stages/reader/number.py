"""The document's number: on the line "Số:" in the left half of the header, and nowhere else."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.stages.reader.closest import plain
from pipeline.stages.reader.evidence import claim_of
from pipeline.stages.reader.layout import Header
from pipeline.stages.reader.notation import Notation, notation
from schemas.base import Frozen
from schemas.claim import Claim, FieldName
from schemas.page import Line, Word

_LABEL = re.compile(
    r"\W*(?:(?:bộ luật|luật|nghị quyết|pháp lệnh|lệnh|nghị định|thông tư(?: liên tịch)?|quyết định|chỉ thị|sắc lệnh"
    r"|văn bản hợp nhất|kết luận|quy định) )?s[ốóôõồo](?![^\W\d_])\s*[:;.,]*\s*",
    re.IGNORECASE,
)
_SIGNS = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "⁄": "/", "∕": "/", "Ð": "Đ", "ð": "đ", "\\": "/"})
_SURE = 0.6
"""Below this an engine has mostly met a pen: of 14 hand-numbered headers stock Tesseract read 2 rightly."""


class Number(Frozen):
    """The number and what else it tells."""

    claim: Claim
    notation: Notation


def number_line(header: Header) -> int | None:
    """Which line of the left half is labelled "Số:"; None if there is none."""
    return next((i for i, line in enumerate(header.left) if _LABEL.match(line.text) and _is_number(line)), None)


def number(header: Header, *, agencies: Sequence[str]) -> Number | None:
    """The number with its claim.

    Takes: the header and its agency lines. Gives: None when there is no such line, its digits are missing or were
    read without certainty (pen, rubber stamp), or the text is no number by the grammar or contradicts the heading.
    """
    at = number_line(header)
    if at is None:
        return None
    text, words = _after_label(header.left[at])
    if text.endswith(("-", "/")) and at + 1 < len(header.left):
        more = header.left[at + 1].words[0]  # a long notation goes on in the next line
        text, words = text + more.text, [*words, more]
    if not words or _digits_parted(words):
        return None
    text = re.sub(r"\s", "", text.translate(_SIGNS)).strip(".,:;_'\"’“”*|")
    found = notation(text, agencies=agencies, heading_type=header.heading_type, party=header.party)
    if found is None or not _certain(words, found):
        return None
    reliability = 0.98 if found.vouched else 0.85
    claim = claim_of(FieldName.NUMBER, found.number, words, page=header.page, reliability=reliability, rule="number@1")
    return Number(claim=claim, notation=found)


def _is_number(line: Line) -> bool:
    """ "Số đến" belongs to the incoming stamp; "Số 05 - Năm 2021" is an issue of a bulletin."""
    said = plain(line.text)
    return not re.match(r"so (den|vao|ban|trang)\b", said) and not re.search(r"\bnam (19|20)\d\d", said)


def _after_label(line: Line) -> tuple[str, list[Word]]:
    """What follows "Số:", and the words that hold it (the label may be glued to the first)."""
    label = _LABEL.match(line.text)
    start = label.end() if label else 0
    words: list[Word] = []
    at = 0
    for word in line.words:
        at += len(word.text) + 1
        if at - 1 > start:
            words.append(word)
    return line.text[start:].rstrip(), words


def _digits_parted(words: Sequence[Word]) -> bool:
    """Whether two groups of digits have a space between them in which a digit may be missing."""
    return any(
        one.text[-1].isdigit() and other.text[0].isdigit() and other.box.x0 - one.box.x1 > 0.5 * one.box.height
        for one, other in pairwise(words)
    )


def _certain(words: Sequence[Word], found: Notation) -> bool:
    """Digits can be checked against nothing, so the words that hold them must have been read well."""
    return all(
        word.confidence >= _SURE for word in words if not found.vouched or re.search(r"\d", word.text.split("/")[0])
    )
