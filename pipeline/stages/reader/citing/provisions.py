"""Provisions in running text: "các điểm a, b và d khoản 1 và khoản 2 Điều 2", "từ Điều 3 đến Điều 7", "Điều 5a".

Source: Law on promulgation of legal documents and Decree 154/2020, Annex I, on how provisions are cited: from the
smallest unit to the largest; leaflets also write them the other way round ("Điều 5 khoản 2 điểm a").
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.citation import Provision

_NUMERAL = r"\d{1,3}[a-zđ]{0,2}(?![^\W_]|\s?/\s?\d)"  # "Luật Đê điều số 79/2006/QH11" is no article
_LETTER = r"[“\"']?[a-zđ]\d?[”\"']?(?![^\W_])\)?"
_SEPARATOR = r"(?:\s*[,;]\s*(?:…|\.\.\.)\s*[,;]?\s*(?:va\s+)?|\s*[,;]\s*(?:va\s+)?|\s+(?:va|hoac|den)\s+|\s?-\s?)"
_NUMERALS = re.compile(rf"{_NUMERAL}(?:{_SEPARATOR}{_NUMERAL})*")
_LETTERS = re.compile(rf"{_LETTER}(?:{_SEPARATOR}{_LETTER})*")
_KEY = re.compile(r"(?<![^\W_])(?P<each>cac\s+)?(?P<key>diem|khoan|dieu)\s+(?P<range>tu\s+)?(?=[\w“\"'])")
_ITEM = re.compile(rf"(?P<gap>{_SEPARATOR})?(?P<item>{_NUMERAL}|{_LETTER})")
_JOINT = re.compile(r"\s*[,;]?\s*(?:(?:va|hoac|den|tu|cua|tai|thuoc)\s+){0,2}")
_AFTER_ITEM = re.compile(
    r"\s*(?:$|[,;.:()\]”\"/-]|(?:va|hoac|den|dieu|khoan|diem|cua|luat|bo|nghi|thong|phap|hien|tai|muc|chuong|quyet|nay|bl\w+"
    r"|theo|duoc|quy|cac|thi|ve|la|trong|do|ma|neu)(?![^\W_]))"
)
_POINTS = "abcdđeghiklmnopqrstuvxy"
_LARGER = {"diem": 0, "khoan": 1, "dieu": 2}


class Group(NamedTuple):
    """Neighbouring provisions, all of one act."""

    start: int
    end: int
    provisions: tuple[Provision, ...]


class _Unit(NamedTuple):
    start: int
    end: int
    level: int
    items: tuple[str, ...]
    each: bool


def groups(low: str, folded: str) -> Iterator[Group]:
    """All groups of provisions that name an article, in order; "Điều này" and "khoản này" name none."""
    run: list[_Unit] = []
    for unit in _units(low, folded):
        if run and _JOINT.fullmatch(folded, run[-1].end, unit.start):
            joined = _ranged(run[-1], unit, folded)
            run[-1:] = [joined] if joined else [run[-1], unit]
            continue
        yield from _group(run)
        run = [unit]
    yield from _group(run)


def _units(low: str, folded: str) -> Iterator[_Unit]:
    done = 0
    for key in _KEY.finditer(folded):
        if key.start() < done:
            continue
        if re.compile(r"nay(?!\w)").match(folded, key.end()):
            yield _Unit(key.start(), key.end() + 3, _LARGER[key["key"]], (), each=False)
            continue
        pattern = _LETTERS if key["key"] == "diem" else _NUMERALS
        found = pattern.match(folded, key.end())
        if found is None:
            continue
        items, done = _items(low, folded, found)
        if items:
            yield _Unit(key.start(), done, _LARGER[key["key"]], items, each=key["each"] is not None)


def _items(low: str, folded: str, found: re.Match[str]) -> tuple[tuple[str, ...], int]:
    """The items of a list with its ranges expanded, and where it ends.

    A number that a noun follows is no item: "Điều 5, 10 người".
    """
    items: list[str] = []
    end = found.start()
    for match in _ITEM.finditer(folded, found.start(), found.end()):
        if match.start() != end or (items and not _AFTER_ITEM.match(folded, match.end())):
            break
        item = re.sub(r"[^\w]", "", low[match.start("item") : match.end("item")])
        gap = match["gap"] or ""
        through = items and ("den" in gap or "-" in gap or "…" in gap or "..." in gap)
        between = _between(items[-1], item) if through else ()
        if between is None:
            break
        items += [*between, item]
        end = match.end()
    return tuple(items), end


def _between(first: str, last: str) -> tuple[str, ...] | None:
    """What stands between the two ends of a range; None when it is no range."""
    if first.isdecimal() and last.isdecimal():
        return tuple(str(n) for n in range(int(first) + 1, int(last))) if 0 < int(last) - int(first) < 200 else None
    one, other = _POINTS.find(first), _POINTS.find(last)
    return tuple(_POINTS[one + 1 : other]) if len(first) == len(last) == 1 and 0 <= one < other else None


def _ranged(one: _Unit, other: _Unit, folded: str) -> _Unit | None:
    """Two units as one when they are the ends of a range or the same kind of list: "Điều 3 đến Điều 7"."""
    if one.level != other.level or not one.items or not other.items:
        return None
    if not re.search(r"(?<!\w)den(?!\w)", folded[one.end : other.start]):
        return None
    between = _between(one.items[-1], other.items[0])
    return None if between is None else one._replace(end=other.end, items=(*one.items, *between, *other.items))


def _group(run: Sequence[_Unit]) -> Iterator[Group]:
    if not any(unit.level == 2 and unit.items for unit in run):
        return
    if any(not unit.items for unit in run):
        yield from _group(run[next(i for i, unit in enumerate(run) if not unit.items) + 1 :])
        return
    falling = run[0].level == 2 and run[-1].level < 2
    while not falling and run[-1].level < 2:
        run = run[:-1]
    found = tuple(dict.fromkeys(_falling(run) if falling else _rising(run)))
    yield Group(run[0].start, run[-1].end, found)


def _rising(run: Sequence[_Unit]) -> Iterator[Provision]:
    """điểm a khoản 1 và khoản 2 Điều 5: points belong to the next clauses, clauses to the next article."""
    points: tuple[str, ...] = ()
    places: list[tuple[str | None, str | None]] = []
    for unit in run:
        if unit.level == 0:
            points = (*points, *unit.items)
        elif unit.level == 1:
            places += [(clause, point) for clause in unit.items for point in points or (None,)]
            points = ()
        else:
            own = [*places, *((None, point) for point in points)]
            for index, article in enumerate(unit.items):
                if own and (index == 0 or unit.each):
                    yield from (Provision(article=article, clause=clause, point=point) for clause, point in own)
                else:
                    yield Provision(article=article)
            points, places = (), []


def _falling(run: Sequence[_Unit]) -> Iterator[Provision]:
    """Điều 5 khoản 2 điểm a, b; Điều 6: each unit belongs to the one before it."""
    for start, unit in enumerate(run):
        if unit.level != 2:
            continue
        following = next((i for i in range(start + 1, len(run)) if run[i].level == 2), len(run))
        yield from (Provision(article=article) for article in unit.items[:-1])
        yield from _within(unit.items[-1], run[start + 1 : following])


def _within(article: str, run: Sequence[_Unit]) -> Iterator[Provision]:
    if not run:
        yield Provision(article=article)
    for index, unit in enumerate(run):
        if unit.level == 0:
            if index == 0:
                yield from (Provision(article=article, point=point) for point in unit.items)
            continue
        points = run[index + 1].items if index + 1 < len(run) and run[index + 1].level == 0 else ()
        yield from (Provision(article=article, clause=clause) for clause in unit.items[: -1 if points else None])
        yield from (Provision(article=article, clause=unit.items[-1], point=point) for point in points)
