"""The imprint of a leaflet, booklet or bulletin: its publishing licence, print run, size, printer and legal deposit.

What a licence's form asks for (procedure 1.003868; Decree 195/2013/NĐ-CP, form 4 of Decree 138/2025/NĐ-CP) stands on
the page as one line: "In 5.000 bản, khổ 21 x 29,7 cm, tại Công ty …. Giấy phép xuất bản số 45/GP-STTTT do Sở … cấp
ngày 12/5/2019. In xong và nộp lưu chiểu quý II năm 2019." The same suffix licenses websites, so a licence counts only
in the company of publishing or printing.
"""

import re
from collections.abc import Sequence

from pipeline.stages.reader.fields.dates import day_at, moment_at
from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.passages import Passage
from schemas.claim import Claim, FieldName
from schemas.text import one_line

_RULE = "imprint@1"
_LICENCE = re.compile(
    r"\b(?:giay phep(?P<pub> xuat ban| xb)?|(?P<short>gpxb|qdxb|giay phep xuat ban tai lieu khong kinh doanh))"
    r"(?: tai lieu khong kinh doanh| tai lieu| ban tin| dac san| an pham)?\s*(?:so)?\s*[:.]?\s*"
    r"(?P<number>\d{1,5}\s?/\s?(?:(?:19|20)\d\d\s?/\s?)?(?:gp|qd|gpxb|xb)(?:\s?-\s?[a-z&]{2,10}){0,3})(?![a-z0-9])"
)
_PUBLISHING = re.compile(r"luu chieu|\bin [\d.]+ (?:to|ban|cuon|quyen)\b|kho(?: giay)? \d|khong ban|xuat ban|so luong")
_WEBSITE = re.compile(r"trang thong tin dien tu|website|mang xa hoi|cong thong tin")
_GRANTED = re.compile(
    r"[,;(]? ?(?:do|cua) (?P<who>(?:so|bo|cuc|uy ban nhan dan|ubnd) [^.;()\d]{3,90}?) (?:cap )?(?=ngay \d|cap\b)"
)
_GRANTED_LAST = re.compile(
    r"[,;(]? ?(?:do|cua) (?P<who>(?:so|bo|cuc|uy ban nhan dan|ubnd) [^.;()\d]{3,90}?)(?: cap)?(?=[.;)]|$)"
)
_ON = re.compile(r"[,;(]? ?(?:cap )?(?:ngay )(?=\d)")
_RUN = re.compile(
    r"\b(?:in|so luong(?: in)?\s*:?|in so luong) (?P<n>\d{1,3}(?:[.,]\d{3})+|\d{2,6}) (?:to|ban|cuon|quyen)\b"
)
_SIZE = re.compile(
    r"\bkho(?: giay| sach)?\s*:?\s?(?:(?P<w>\d{1,3}(?:[.,]\d)?)\s?[x×]\s?(?P<h>\d{1,3}(?:[.,]\d)?)\s?(?P<u>cm|mm)?"
    r"|(?P<a>a[0-6]))(?![a-z0-9])"
)
_PRINTER = re.compile(
    r"\b(?:tai|co so in\s*:|noi in\s*:|nha in\s*:)\s?"
    r"(?P<name>(?:cong ty|cty|ctcp|nha in|xi nghiep in|xuong in|trung tam in|co so in|doanh nghiep|dntn|chi nhanh)\b"
    r".{2,90}?)"
    r"(?=\.(?: |$)|;|,? ?(?:dia chi|giay phep|gpxb|qdxb|in xong|nop luu chieu|kho \d|so luong|theo|dt)\b|[(]|$)"
)
_DEPOSIT = re.compile(r"nop luu chieu\s*:?\s?(?:vao |trong )?(?=(?:ngay|thang|quy|nam) |\d{1,2}/)")
_SLASHES = re.compile(r"\s*([/\-])\s*")


def imprint(spoken: Sequence[Passage]) -> tuple[Claim, ...]:
    """The claims of the imprint.

    Takes: the document's passages. Gives: at most one claim for licence number, authority and date, print run, size,
    printer and deposit; none of a field for which two places say different things.
    """
    found = [claim for passage in spoken if _may_hold(passage) for claim in _of(passage)]
    agreed = []
    for field in dict.fromkeys(claim.field for claim in found):
        said = [claim for claim in found if claim.field is field]
        if len({claim.value for claim in said}) == 1:
            agreed.append(max(said, key=lambda claim: claim.confidence))
    return tuple(agreed)


def is_imprint(passage: Passage) -> bool:
    """Whether the passage holds an imprint: something that only printed matter says of itself."""
    return _may_hold(passage) and any(True for _ in _of(passage))


# ---------------------------------------------------------------------------------------------------------------------


def _may_hold(passage: Passage) -> bool:
    said = passage.folded
    return any(word in said for word in ("giay phep", "gpxb", "qdxb", "luu chieu", "kho ", "so luong", "in "))


def _of(passage: Passage) -> list[Claim]:
    said = passage.folded
    claims = _licence(passage)
    company = bool(_PUBLISHING.search(said)) or bool(claims)
    if found := _RUN.search(said):
        count = int(re.sub(r"[.,]", "", found["n"]))
        claims.append(_claim(FieldName.PRINT_RUN, count, passage, found.span(), 0.975))
    if company and (found := _SIZE.search(said)):
        claims.append(_claim(FieldName.PAGE_SIZE, _size(found), passage, found.span(), 0.975))
    if company and (found := _PRINTER.search(said)):
        name = one_line(passage.text[slice(*found.span("name"))]).strip(" ,.-–")
        claims.append(_claim(FieldName.PRINTER, name, passage, found.span("name"), 0.95))
    if (found := _DEPOSIT.search(said)) and (moment := moment_at(said, found.end())):
        claims.append(_claim(FieldName.DEPOSIT, moment[0], passage, (found.end(), moment[1]), 0.975))
    return [claim for claim in claims if claim]


def _licence(passage: Passage) -> list[Claim]:
    said = passage.folded
    found = _LICENCE.search(said)
    if found is None:
        return []
    before = said[max(found.start() - 80, 0) : found.start()]
    alone = not (found["pub"] or found["short"] or _PUBLISHING.search(said))
    if alone or _WEBSITE.search(before):
        return []
    number = _SLASHES.sub(r"\1", passage.text[slice(*found.span("number"))]).upper().replace("QD", "QĐ")
    claims = [_claim(FieldName.LICENCE_NUMBER, number, passage, found.span("number"), 0.975)]
    at = found.end()
    if granted := _GRANTED.match(said, at) or _GRANTED_LAST.match(said, at):
        who = one_line(passage.text[slice(*granted.span("who"))])
        claims.append(_claim(FieldName.LICENCE_AUTHORITY, who, passage, granted.span("who"), 0.96))
        at = granted.end()
    if (on := _ON.match(said, at)) and (day := day_at(said, on.end())):
        claims.append(_claim(FieldName.LICENCE_DATE, day[0], passage, (on.end(), day[1]), 0.975))
        if len(claims) == 2 and (granted := _GRANTED_LAST.match(said, day[1])):
            who = one_line(passage.text[slice(*granted.span("who"))])
            claims.append(_claim(FieldName.LICENCE_AUTHORITY, who, passage, granted.span("who"), 0.96))
    return claims


def _size(found: re.Match[str]) -> str:
    if found["a"]:
        return found["a"].upper()
    wide, high = (found[side].replace(".", ",") for side in ("w", "h"))
    return f"{wide} x {high} {found['u'] or 'cm'}"


def _claim(field: FieldName, value: str | int, passage: Passage, span: tuple[int, int], reliability: float) -> Claim:
    words = passage.span(*span)
    claim = claim_of(field, str(value), words, page=passage.page, reliability=reliability, rule=_RULE)
    return claim if isinstance(value, str) else claim.model_copy(update={"value": value})
