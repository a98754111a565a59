"""Who answers for a publication and who edited it: "Chịu trách nhiệm xuất bản: …", "Biên tập: …".

What must stand in printed matter: Publishing Law 19/2012/QH13, Article 27.
"""

import re
from collections.abc import Sequence

from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.passages import Passage
from schemas.claim import Claim, FieldName
from schemas.text import one_line

_RULE = "credits@1"
_LABELS: tuple[tuple[FieldName, re.Pattern[str]], ...] = (
    (
        FieldName.RESPONSIBLE,
        re.compile(
            r"chiu trach nhiem(?: chinh| ve)?(?: xuat ban| noi dung| noi dung va xuat ban| xuat ban va noi dung)?\s*:"
        ),
    ),
    (
        FieldName.EDITOR,
        re.compile(
            r"(?:chu bien|bien tap(?: noi dung)?|bien soan(?: noi dung)?|ban bien tap|to bien tap|nhom bien soan)"
            r"(?: va bien (?:soan|tap))?\s*:"
        ),
    ),
)
_ANY_LABEL = re.compile(
    r"(?:chiu trach nhiem|chu bien|bien tap|bien soan|ban bien|to bien|nhom bien|trinh bay|minh hoa|thiet ke|giay phep"
    r"|gpxb|in [\d.]+ |in xong|moi y kien|dien thoai|dt:|email|website|dia chi|sua ban in|tai lieu|ve bia)"
)
_GOES_ON = re.compile(r"(?:[,;\-–]|\b(?:va|cua))$")
_PERSON = re.compile(r"(?:(?:Ông|Bà|ThS\.?|TS\.?|LS\.?)\s+)*(?:[^\W\d_a-z][^\W\d_A-Z]*\s?){2,5}")
_MOST = 160


def credited(spoken: Sequence[Passage]) -> tuple[Claim, ...]:
    """The claims for who is responsible (one) and for the editors (one a name).

    Takes: the document's passages. Gives: nothing for a label without words, or where two places name different people.
    """
    found: dict[FieldName, list[list[Claim]]] = {}
    for passage in spoken:
        for field, label in _LABELS:
            for match in label.finditer(passage.folded):
                if _begins(passage, match.start()) and (claims := _named(field, passage, match.end())):
                    found.setdefault(field, []).append(claims)
    kept = []
    for groups in found.values():
        if len({tuple(claim.value for claim in group) for group in groups}) == 1:
            kept.extend(groups[0])
    return tuple(kept)


# ---------------------------------------------------------------------------------------------------------------------


def _begins(passage: Passage, at: int) -> bool:
    """A label begins a line or a sentence."""
    before = passage.text[:at].rstrip()
    return not before or before[-1] in ".;:*-–•" or any(at == start for start in _line_starts(passage))


def _line_starts(passage: Passage) -> list[int]:
    starts, at = [], 0
    for line in passage.lines:
        starts.append(at)
        at += sum(len(word.text) + 1 for word in line.words)
    return starts


def _named(field: FieldName, passage: Passage, start: int) -> list[Claim]:
    end = _end(passage, start)
    text = passage.text[start:end]
    claims = []
    for part, at in _parts(field, text):
        value = one_line(part).strip(" .,;:-–")
        if len(value) > 2 and len(value) <= _MOST:
            lead = start + at + len(part) - len(part.lstrip())
            words = passage.span(lead, start + at + len(part.rstrip()))
            claims.append(claim_of(field, value, words, page=passage.page, reliability=0.94, rule=_RULE))
    return claims


def _end(passage: Passage, start: int) -> int:
    """The end of what the label names: its line, or the next one when this one is empty or breaks off."""
    end = passage.line_end(start)
    while end < len(passage.text):
        said = passage.folded[start:end].strip()
        following = passage.folded[end:].lstrip()
        if (said and not _GOES_ON.search(said)) or _ANY_LABEL.match(following):
            break
        end = passage.line_end(end + 1)
    inner = _ANY_LABEL.search(passage.folded, start + 1, end)
    stop = passage.folded.find(". ", start, inner.start()) if inner else -1
    return stop if stop >= 0 else end


def _parts(field: FieldName, text: str) -> list[tuple[str, int]]:
    """Editors parted by semicolons, or by commas when every part is a person's name."""
    if field is not FieldName.EDITOR:
        return [(text, 0)]
    for sign in (";", ","):
        parts = text.split(sign)
        people = all(_PERSON.fullmatch(part.strip(" .")) for part in parts if part.strip(" ."))
        if len(parts) > 1 and (sign == ";" or people):
            out, at = [], 0
            for part in parts:
                out.append((part, at))
                at += len(part) + 1
            return out
    return [(text, 0)]
