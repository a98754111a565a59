"""Who signed: the block at the bottom right, beside "Nơi nhận" (Decree 30/2020, boxes 7a to 7c).

The agency's red stamp lies over it, so a position is only believed when it is one of the closed list, and a name
when it begins with a family name. A block that says KT. without the deputy's position was not read to its end.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.stages.layout.header import is_capitals
from pipeline.stages.layout.rows import Row, rows_of
from pipeline.stages.reader.closest import closest, distance, plain
from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.person_name import PersonName, person_name
from pipeline.stages.reader.fields.vocabulary import BODIES, POSITIONS, PROVINCES
from schemas.base import Frozen
from schemas.claim import Claim, FieldName
from schemas.page import Line, Page, PageStatus, Word

_RULE = "signer@3"
_CLEAR = 0.8
_RIGHT = 0.42
"""Share of the page's width where the right column begins."""
_AUTHORITY = re.compile(r"^(TM|KT|TL|TUQ|Q|T/M|K/T|T/L)(?:\s*[.,]\s*|\s+)(?=\S)")
"""State documents write TM., those of the Party T/M (Guideline 36-HD/VPTW)."""
_SYLLABLE = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]*")
_RANK = re.compile(r"^(?:(?:GS|PGS|TS|ThS|BS|LS|KS|CN)\.\s*)+|^(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy) ")
_RING = "-–—_~|.,;:'\"’‘“”*^=<>()[]/\\0123456789"
_TOO_WIDE = 1.8
_GUESSED = 0.95
"""Of names with a syllable that is not on the list of names, as read or mended, this share may be right at least."""
_Named = tuple[PersonName, tuple[Word, ...]]
_PROVINCES = frozenset(plain(name) for name in PROVINCES)


class _Title(Frozen):
    """One line of the position."""

    text: str
    words: tuple[Word, ...]
    authority: str | None
    """TM, KT, TL, TUQ: signs for another, whose own position must follow; Q and None stand alone."""
    unread: bool = False
    """In capitals, but no position that is known."""


def signer(pages: Sequence[Page]) -> tuple[Claim, ...]:
    """The claims for the signer's name and position, from the first signature block of the document.

    Takes: the pages from the header on. Gives: nothing when a page before the block could not be read.
    """
    for page in pages:
        if page.status is PageStatus.FAILED:
            return ()
        rows = rows_of(page)
        start = _block(rows, page)
        if start is not None:
            return _claims(page, rows, start)
    return ()


def _block(rows: Sequence[Row], page: Page) -> int | None:
    """The row where the signature block begins: that of "Nơi nhận", or that of TM., KT., TL. at the right."""
    for index, row in enumerate(rows):
        if _recipients(row) or _authority(_right(row, page)):
            return max(index - 2, 0)  # the two halves of the block need not begin at one height
    return None


def _recipients(row: Row) -> bool:
    said = plain(row.runs[0].text)[:9]
    return distance(said, "noi nhan") <= 2 and len(row.runs[0].words) <= 4


def _authority(line: Line | None) -> bool:
    title = _title(line) if line else None
    return title is not None and title.authority is not None


def _right(row: Row, page: Page) -> Line | None:
    words = tuple(word for run in row.runs for word in run.words if word.box.x0 > page.width * _RIGHT)
    whole = any(run.box.x0 < page.width * _RIGHT < run.words[-1].box.x0 and len(run.words) > 6 for run in row.runs)
    return Line(words=words) if words and not whole else None


def _claims(page: Page, rows: Sequence[Row], start: int) -> tuple[Claim, ...]:
    titles: list[_Title | None] = []
    names: list[_Named] = []
    for line in filter(None, (_right(row, page) for row in rows[start:])):
        if not names and (title := _title(line)):
            titles.append(title)
        elif name := _name(line):
            names.append(name)
        elif not names and _on_axis(line, titles) and (unread := _another_title(line)):
            titles.append(unread)
    titles = _deputies(titles)
    claims = (*_position(page, titles), _signer_name(page, names, sure=bool(titles)))
    return tuple(claim for claim in claims if claim)


def _on_axis(line: Line, titles: Sequence[_Title | None]) -> bool:
    """Whether the line may stand under these titles: all of a block are centred, and a seal's middle is beside it."""
    last = next((title for title in reversed(titles) if title), None)
    if last is None:
        return True
    above = Line(words=last.words).box
    return line.box.x0 <= (above.x0 + above.x1) / 2 <= line.box.x1


def _position(page: Page, titles: Sequence[_Title | None]) -> tuple[Claim, ...]:
    """The position, and for whom it is signed (KT., TM., TL., TUQ., Q.), as printed."""
    known = [title for title in titles if title]
    if not known or len(known) < len(titles) or known[-1].authority not in (None, "Q") or not _deputy_fits(known):
        return ()
    words = [word for title in known for word in title.words]
    value = " - ".join(title.text for title in known)
    position = claim_of(FieldName.SIGNER_TITLE, value, words, page=page.number, reliability=0.97, rule=_RULE)
    signs = [(f"{title.authority}.", title.words[0]) for title in known if title.authority]
    if not signs:
        return (position,)
    value, marks = " ".join(sign for sign, _ in signs), [word for _, word in signs]
    return position, claim_of(FieldName.SIGNER_AUTHORITY, value, marks, page=page.number, reliability=0.98, rule=_RULE)


def _deputies(titles: Sequence[_Title | None]) -> list[_Title | None]:
    """The line under "KT. X" can only be a deputy of X: there a stamp's damage to it is undone."""
    out: list[_Title | None] = []
    for read in titles:
        before = out[-1] if out else None
        damaged = read is not None and read.unread and before is not None and before.authority == "KT"
        title = _mended(read, before.text.removeprefix("KT. ")) if read and before and damaged else read
        out.append(title if title and not title.unread else None)
    return out


def _mended(title: _Title, head: str) -> _Title:
    deputies = [name for name in POSITIONS if _is_deputy(name, head)]
    said = plain(title.text).replace(" ", "")
    near = sorted((distance(said, plain(name).replace(" ", "")), name) for name in deputies)
    if not near or near[0][0] > 2 or (len(near) > 1 and near[1][0] <= near[0][0] + 1):
        return title
    return title.model_copy(update={"text": near[0][1], "unread": False})


def _is_deputy(name: str, head: str) -> bool:
    if head == "BỘ TRƯỞNG":
        return name.startswith("THỨ TRƯỞNG")
    return name.startswith(f"PHÓ {head}")


def _signer_name(page: Page, names: Sequence[_Named], *, sure: bool) -> Claim | None:
    if len(names) != 1:
        return None
    name, words = names[0]
    reliability = (0.98 if sure else 0.94) * (1 if name.known else _GUESSED)
    return claim_of(FieldName.SIGNER_NAME, name.text, words, page=page.number, reliability=reliability, rule=_RULE)


def _another_title(line: Line) -> _Title | None:
    """A line in capitals that is no position we know: then the whole position is not known, unless it can be mended."""
    if not is_capitals(line.text) or line.confidence < _CLEAR:
        return None
    words = plain(line.text).split()
    long = len(words) > 1 or len("".join(words)) > 7
    return _Title(text=line.text, words=line.words, authority=None, unread=True) if long else None


def _title(line: Line) -> _Title | None:
    """The position on a line; stamps leave marks before it, so it may begin at any word."""
    for start in range(len(line.words)):
        words = line.words[start:]
        text = " ".join(word.text for word in words).strip(" .,;:'\"’‘“”_-–—*|~/\\")
        found = _AUTHORITY.match(text)
        authority = found[1].replace("/", "") if found else None
        rest = text[found.end() :] if found else text
        known = closest(rest, BODIES if authority == "TM" else POSITIONS, slack=0) if is_capitals(text) else None
        if known is None and authority == "TM" and is_capitals(text) and line.confidence >= _CLEAR:
            known = rest  # in the name of a body that is not on the list, or with its unit
        if known:
            return _Title(text=f"{authority}. {known}" if authority else known, words=words, authority=authority)
    return None


def _deputy_fits(titles: Sequence[_Title]) -> bool:
    """Whether who signs for KT. (ký thay) is a deputy, and nobody stands twice in the block."""
    texts = [title.text for title in titles]
    for one, other in pairwise(titles):
        if one.authority == "KT" and not other.text.startswith(("PHÓ ", "THỨ ")):
            return False
        if one.authority is None:
            return False
    return len(set(texts)) == len(texts)


def _name(line: Line) -> _Named | None:
    """A name: two to five capitalised syllables, the first a family name; degrees and ranks before it are dropped, and
    the marks and digits that a stamp's ring leaves on its ends."""
    text = _RANK.sub("", line.text)
    words = line.words[len(line.words) - len(text.split()) :]
    text = text.strip(_RING)
    words, syllables = words[-len(text.split()) :], text.split()
    if not 2 <= len(syllables) <= 5 or not all(_SYLLABLE.fullmatch(one) and one[0].isupper() for one in syllables):
        return None
    name = person_name(syllables)
    if name is None or plain(text) in _PROVINCES or min(word.confidence for word in words) < 0.6 or _hides(words):
        return None
    return name, words


def _hides(words: Sequence[Word]) -> bool:
    """Whether the first word is much too wide for its letters: a family name before it was lost in the stamp."""
    first, *others = (word.box.width / max(len(word.text), 1) for word in words)
    return bool(others) and first > _TOO_WIDE * max(others)
