"""The document's number: on the line "Số:" in the left half of the header, and nowhere else."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.stages.layout.header import Header
from pipeline.stages.reader.closest import plain
from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.notation import Notation, notation
from schemas.agencies import Agencies
from schemas.base import Frozen
from schemas.claim import Claim, FieldName
from schemas.page import Line, Word

_LABEL = re.compile(
    r"\W*(?:(?:bộ luật|luật|nghị quyết|pháp lệnh|lệnh|nghị định|thông tư(?: liên tịch)?|quyết định|chỉ thị|sắc lệnh"
    r"|văn bản hợp nhất|kết luận|quy định) )?(?:s[ốóôõồoổộ](?![^\W\d_])\s*[:;.,]*|[s5][ốóôõồoổộ06]\s*[:;])\s*",
    re.IGNORECASE,
)
_RULE = "number@2"
_GOES_ON = re.compile(r"[-–/](?:[A-ZĐ]{2}|(?:19|20)\d\d/[A-ZĐ])")
_CYRILLIC = dict(zip("АВСЕНКМОРТХ", "ABCEHKMOPTX", strict=True))
"""Letters that some offices type with a Russian keyboard: they look the same and are not."""
_SIGNS = str.maketrans(
    _CYRILLIC | {"–": "-", "—": "-", "−": "-", "‐": "-", "⁄": "/", "∕": "/", "Ð": "Đ", "ð": "đ", "\\": "/"}
)
_SURE = 0.6
"""Below this an engine has mostly met a pen: of 14 hand-numbered headers stock Tesseract read 2 rightly."""


class Number(Frozen):
    """The number and what else it tells."""

    claim: Claim
    notation: Notation


def number_line(header: Header) -> int | None:
    """Which line of the left half is labelled "Số:"; None if there is none."""
    return next((i for i, line in enumerate(header.left) if _LABEL.match(line.text) and _is_number(line)), None)


def number(header: Header, *, agencies: Sequence[str], known: Agencies | None = None) -> Number | None:
    """The number with its claim.

    Takes: the header and its agency lines; the authority file, where it is not ours alone. Gives: None when there is no
    such line, its digits are missing or were read without certainty (pen, rubber stamp), or the text is no number by
    the grammar or contradicts the heading.
    """
    at = number_line(header)
    if at is None:
        return None
    text, words = _slot(header, at)
    found = _parsed(text, words, header, agencies, known)
    if found is None or not _certain(words, found):
        return None
    reliability = 0.985 if found.vouched else 0.93
    claim = claim_of(FieldName.NUMBER, found.number, words, page=header.page, reliability=reliability, rule=_RULE)
    return Number(claim=claim, notation=found)


def doubtful_number(header: Header, *, agencies: Sequence[str], known: Agencies | None = None) -> Claim | None:
    """A claim without a value for a number that a pen wrote and nobody read surely: what it may be, for the archivist.

    Takes what :func:`number` takes. Gives: None when there are no possibilities that fit the grammar.
    """
    at = number_line(header)
    text, words = _slot(header, at) if at is not None else ("", [])
    hand = next((word for word in words if word.hand and word.alternatives), None)
    if hand is None:
        return None
    read = [
        (_parsed(text.replace(hand.text, digits, 1), words, header, agencies, known), p)
        for digits, p in hand.alternatives
    ]
    likely = tuple((found.number, round(p, 3)) for found, p in read if found)
    if not likely:
        return None
    claim = claim_of(FieldName.NUMBER, "", words, page=header.page, reliability=0.985, rule=_RULE)
    return claim.model_copy(update={"value": None, "alternatives": likely})


def _slot(header: Header, at: int) -> tuple[str, list[Word]]:
    """What follows "Số:" with its words, joined with what a long notation has in the next line."""
    text, words = _after_label(header.left[at])
    if not words and at + 1 < len(header.left):
        at, words = at + 1, list(header.left[at + 1].words)  # the label stands alone
        text = header.left[at].text
    more = header.left[at + 1].words[0] if at + 1 < len(header.left) else None
    if more and (text.endswith(("-", "/")) or _GOES_ON.match(more.text)):
        text, words = text + more.text, [*words, more]
    return text, words


def _parsed(
    text: str, words: Sequence[Word], header: Header, agencies: Sequence[str], known: Agencies | None
) -> Notation | None:
    if not words or _digits_parted(words):
        return None
    bare = re.sub(r"\s", "", text.translate(_SIGNS)).strip(".,:;_'\"’“”*|")
    return notation(bare, agencies=agencies, heading_type=header.heading_type, party=header.party, known=known)


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
