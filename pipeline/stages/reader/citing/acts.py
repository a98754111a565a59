"""Mentions of legal acts in running text: by name, by number, by both; "Luật này"; acts that amend others.

What a mention says is taken down here; which act of the register it is, :mod:`.law_resolve` decides.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.stages.reader.citing.flow import Flow
from pipeline.stages.reader.citing.names import Name, name_at
from pipeline.stages.reader.citing.numbers import Number, numbers

_ANCHOR = re.compile(r"(?<![^\W_])(?:bo\s+luat|luat|phap\s+lenh|hien\s+phap|bl[a-z]{2,4})(?![^\W_])")
_AMENDING = re.compile(
    r"(?:bo\s+)?(?:luat|phap\s+lenh)\s+sua\s+doi,?\s+bo\s+sung\s+(?:mot\s+so\s+|cac\s+)?(?:dieu|noi\s+dung)"
    r"(?:\s+co\s+lien\s+quan\s+den\s+[^.;]{0,40}?)?\s+(?:cua|tai)\s+(?:cac\s+|\d+\s+)?"
)
_AND = re.compile(r"\s*(?:,|;|va)\s*(?:va\s+)?(?=luat|bo\s+luat|phap\s+lenh)")
_SELF = re.compile(
    r"(?<![^\W_])(?P<kind>bo\s+luat|luat|phap\s+lenh|nghi\s+dinh|thong\s+tu(?:\s+lien\s+tich)?)\s+nay(?![^\W_])"
)
_SELF_KINDS = {
    "bo luat": "Bộ luật",
    "luat": "Luật",
    "phap lenh": "Pháp lệnh",
    "nghi dinh": "Nghị định",
    "thong tu": "Thông tư",
    "thong tu lien tich": "Thông tư liên tịch",
}
_AMENDED = re.compile(
    r"\s*[,;(]?\s*(?:(?:da|duoc)\s+)*(?:sua\s+doi|sd)\s*,?\s*(?:(?:bo\s+sung|bs)\s*)?(?:mot\s+so\s+dieu\s*)?(?:(?:cac\s+)?"
    r"nam\s+)?(?:(?:19|20)\d\d(?:\s*(?:,|va)\s*(?:nam\s+)?(?:19|20)\d\d)*)?\s*\)?(?![^\W_])"
)
_NUMBER_FOLLOWS = re.compile(r"\s*[,(]?\s*(?:(?:bo\s+)?luat\s+)?(?:so\s*)?[:.]?\s*")
_DATE = re.compile(
    r"\s*[,(]?\s*(?:(?:duoc\s+)?(?:thong\s+qua|ban\s+hanh)\s+)?ngay\s+(?P<d>\d{1,2})\s?(?:/|-|\.|thang)\s?(?P<m>\d{1,2})"
    r"\s?(?:/|-|\.|nam)\s?(?P<y>(?:19|20)\d\d)(?!\d)\s*\)?"
)
_YEAR = re.compile(r"\s*,?\s*\(?\s*(?:(?:nam|n\.)\s*)?(?P<y>(?:19[4-9]|20\d)\d)(?!\d|[/.-]\d)\s*\)?")
_BILL = re.compile(r"(?:du\s+an|du\s+thao)\s+$")
_NOT_BEFORE = re.compile(r"(?<![^\W_])(?:phap|hoi|theo\s+phap)\s+$")
_KIND = re.compile(
    r"(?<![^\W_])(?:nghi\s+dinh|nghi\s+quyet(?:\s+lien\s+tich)?|thong\s+tu(?:\s+lien\s+tich)?|quyet\s+dinh|chi\s+thi|ket\s+luan"
    r"|bo\s+luat|luat|phap\s+lenh)(?![^\W_])"
)
_KINDS = {
    **_SELF_KINDS,
    "nghi quyet": "Nghị quyết",
    "nghi quyet lien tich": "Nghị quyết liên tịch",
    "quyet dinh": "Quyết định",
    "chi thi": "Chỉ thị",
    "ket luan": "Kết luận",
}
_DIRECTLY = re.compile(r"\s*(?:so)?\s*(?P<mark>:?)\s*")
_OPEN_NAME = re.compile(r"[^.;:()/]{0,90}?\s*(?:so)?\s*:?\s*")
_LABEL = re.compile(r"(?<![^\W_])so\s*[:.]?\s*$")


class Act(NamedTuple):
    """One mention of an act."""

    start: int
    end: int
    kind: str | None
    name: str | None
    """The register's name."""
    family: str | None
    number: str | None
    year: int | None
    passed: date | None
    wrong: int = 0
    """Misread syllables of the name."""
    itself: bool = False
    """ "Luật này": the act that the text stands in."""
    amends: tuple[str, ...] = ()
    """Families that it amends, when it is an amending act named so."""
    header: bool = False
    """The document's own number in its header: no citation, but what "Luật này" means."""


def acts(flow: Flow) -> list[Act]:
    """All mentions, in order, none inside another; also the number in a document's own header, marked so."""
    found: list[Act] = []
    numbered = {number.start: number for number in numbers(flow.text)}
    done = 0
    for anchor in _ANCHOR.finditer(flow.folded):
        if anchor.start() >= done and (act := _named(flow, anchor.start(), numbered)):
            found.append(act)
            done = act.end
    starts = [act.start for act in found]
    free = (number for at, number in numbered.items() if not _inside(at, starts, found))
    found += [_by_number(flow, number) for number in list(free)]
    found += _selves(flow)
    return sorted(found, key=lambda act: act.start)


def _named(flow: Flow, start: int, numbered: Mapping[int, Number]) -> Act | None:
    if not flow.text[start].isupper() and flow.folded[start] != "b":
        return None
    if _BILL.search(flow.folded, max(0, start - 12), start) or _NOT_BEFORE.search(
        flow.folded, max(0, start - 6), start
    ):
        return None
    if amending := _AMENDING.match(flow.folded, start):
        return _amending(flow, start, amending.end(), numbered)
    name = name_at(flow.low, flow.folded, flow.text, start)
    if name is None:
        return None
    end, number, passed, year = _tail(flow, name.end, numbered)
    return Act(start, end, name.kind, name.name, name.family, number, year, passed, wrong=name.wrong)


def _amending(flow: Flow, start: int, at: int, numbered: Mapping[int, Number]) -> Act | None:
    """ "Luật sửa đổi, bổ sung một số điều của Luật A và Luật B (số …)": one act, and not A or B."""
    names: list[Name] = []
    while name := name_at(flow.low, flow.folded, flow.text, at):
        names.append(name)
        joint = _AND.match(flow.folded, name.end)
        if joint is None:
            break
        at = joint.end()
    if not names:
        return None
    end, number, passed, year = _tail(flow, names[-1].end, numbered)
    families = tuple(name.family for name in names)
    return Act(start, end, "Luật", None, None, number, year, passed, amends=families)


def _tail(flow: Flow, at: int, numbered: Mapping[int, Number]) -> tuple[int, str | None, date | None, int | None]:
    """What follows a name: number, date, year, years of amendment, in any order; and where it ends."""
    number: str | None = None
    passed: date | None = None
    year: int | None = None
    for _ in range(4):
        before = _NUMBER_FOLLOWS.match(flow.folded, at)
        own = numbered.get(before.end()) if before else None
        if own and number is None and "QH" in own.number:
            number, year = own.number, own.year
            at = own.end + (flow.text[own.end : own.end + 1] == ")")
        elif found := _DATE.match(flow.folded, at):
            passed, at = _day(found), found.end()
        elif year is None and (found := _YEAR.match(flow.folded, at)):
            year, at = int(found["y"]), found.end()
        elif found := _AMENDED.match(flow.folded, at):
            at = found.end()
        else:
            break
    return at, number, passed, year


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None  # 31 June: misread, so no date


def _by_number(flow: Flow, number: Number) -> Act:
    """A number with the kind before it: "Nghị định số 28/2013/NĐ-CP", "Luật Xyz số 1/2030/QH17"."""
    words = list(_KIND.finditer(flow.folded, max(0, number.start - 120), number.start))
    last = words[-1] if words else None
    directly = _DIRECTLY.fullmatch(flow.folded, last.end(), number.start) if last else None
    kind = number.kind
    if last and (directly or (number.kind is None and _OPEN_NAME.fullmatch(flow.folded, last.end(), number.start))):
        kind = _agreed(_KINDS[" ".join(last[0].split())], number.kind)
    labelled = last.start() if last and directly and directly["mark"] else None
    if flow.begins_line(labelled) if labelled is not None else not directly and _bare_label(flow, number):
        return Act(number.start, number.end, kind, None, None, number.number, number.year, None, header=True)
    start = last.start() if last and (directly or (kind and _is_name(flow, last.end(), number.start))) else number.start
    end, passed = number.end, None
    if found := _DATE.match(flow.folded, number.end):
        passed, end = _day(found), found.end()
    year = number.year or (passed.year if passed else None)
    return Act(start, end, kind, None, None, number.number, year, passed)


def _is_name(flow: Flow, start: int, end: int) -> bool:
    """Whether what stands between kind and number can be the act's name: a capital first, no provision inside."""
    said = flow.text[start:end].strip()
    return bool(_OPEN_NAME.fullmatch(flow.folded, start, end)) and said[:1].isupper() and "Điều" not in said


def _agreed(said: str, of_number: str | None) -> str:
    """The kind that the text says, unless the number says another: "Nghị quyết 31/2021/NĐ-CP" is a decree."""
    return said if of_number is None or said.startswith(of_number) else of_number


def _bare_label(flow: Flow, number: Number) -> bool:
    """ "Số: 20/2020/QĐ-TTg" at the beginning of a line is a document's own number, like "Luật số: 41/2024/QH15"."""
    label = _LABEL.search(flow.folded, max(0, number.start - 8), number.start)
    return label is not None and flow.text[label.start()] == "S" and flow.begins_line(label.start())


def _selves(flow: Flow) -> Iterator[Act]:
    for found in _SELF.finditer(flow.folded):
        kind = _SELF_KINDS[" ".join(found["kind"].split())]
        if flow.text[found.start()].isupper() and not _NOT_BEFORE.search(
            flow.folded, max(0, found.start() - 6), found.start()
        ):
            yield Act(*found.span(), kind, None, None, None, None, None, itself=True)


def _inside(at: int, starts: Sequence[int], found: Sequence[Act]) -> bool:
    before = bisect_right(starts, at) - 1
    return before >= 0 and at < found[before].end
