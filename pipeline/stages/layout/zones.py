"""What the lines of a page are there for: letterhead, title, body, columns or panels, recipients, signature, imprint.

Geometry says what stands side by side (:mod:`pipeline.stages.layout`), words say what it is. Boxes of Decree 30/2020,
Annex I; imprint lines of leaflets as procedure 1.003868 asks for them. A line of which nothing is known is body.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.stages.layout import zone_marks as marks
from pipeline.stages.layout.header import Header, header_of, is_capitals, opens_text
from pipeline.stages.layout.places import Place, places
from pipeline.stages.layout.zone_marks import Seen, Sight
from schemas.page import Box, Line, Page
from schemas.zone import Zone, ZoneKind

_RULE = "zones@1"
_SURE, _LIKELY, _UNSURE = 0.95, 0.85, 0.7
_CENTRED = 0.07
"""Share of the page's width by which the middle of a subject's line may miss the text column's."""
_SUBJECT, _CLOSE = 6, 1.2
"""Lines of a subject at most, and heights of its letters between them."""
_PANELS, _LANDSCAPE = range(2, 5), 1.15
_COLUMN = 3
"""Lines from which what stands beside others is a column."""


class _Told(NamedTuple):
    """What a line is, and how surely."""

    kind: ZoneKind
    confidence: float


def zones(page: Page) -> tuple[Zone, ...]:
    """The zones of a page in reading order; every line is in one. Stamps come last and have no lines.

    Takes: a page in reading order (as engines give it). Gives: zones of lines that follow each other; what stands in a
    column or panel says in which, whatever it is.
    """
    where, seen = places(page), marks.sight(page)
    told = {n: _Told(ZoneKind.BODY, _UNSURE) for n in range(len(page.lines))}
    told |= _columns(seen, where) | _large(seen) | _imprint(seen, where) | _footnotes(seen, where) | _margins(seen)
    header = header_of((page,))
    told |= _closing(seen, where) | (_headed(header, page) if header else {}) | _tables(page)
    return (*_grouped(page, seen, where, told, _WHOLE | {ZoneKind.TITLE} if header else _WHOLE), *_stamps(page))


# -------------------------------------------------------------------------------------------------------------------


_Found = dict[int, _Told]


def _columns(seen: Sight, where: Sequence[Place]) -> _Found:
    """Panels of a sheet that is wider than high; columns elsewhere, if at least two have some lines."""
    sizes: dict[tuple[int, int], int] = {}
    for place in where:
        if place.path:
            sizes[place.path[0]] = sizes.get(place.path[0], 0) + 1
    long = {of for _, of in sizes if sum(size >= _COLUMN for (_, n), size in sizes.items() if n == of) > 1}
    sheet = seen.width > _LANDSCAPE * seen.height
    out = {}
    for n, place in enumerate(where):
        if place.path and place.path[0][1] in long:
            panel = sheet and place.path[0][1] in _PANELS
            out[n] = _Told(ZoneKind.PANEL if panel else ZoneKind.COLUMN, _LIKELY)
    return out


def _large(seen: Sight) -> _Found:
    return {n: _Told(ZoneKind.TITLE, _UNSURE) for n, line in enumerate(seen.lines) if marks.is_large(line, seen)}


def _imprint(seen: Sight, where: Sequence[Place]) -> _Found:
    """From the first line of a region that speaks of printing to its last."""
    out: _Found = {}
    for _, run in groupby(range(len(seen.lines)), key=lambda n: where[n].region):
        own = list(run)
        said = [n for n in own if marks.is_imprint(seen.lines[n])]
        if len(said) > 1 or (said and len(own) <= _COLUMN):
            out |= {n: _Told(ZoneKind.IMPRINT, _LIKELY) for n in range(said[0], said[-1] + 1)}
        elif said:
            out[said[0]] = _Told(ZoneKind.IMPRINT, _UNSURE)
    return out


def _footnotes(seen: Sight, where: Sequence[Place]) -> _Found:
    out: _Found = {}
    for n, line in enumerate(seen.lines):
        goes_on = n - 1 in out and marks.is_small(line, seen) and where[n].region == where[n - 1].region
        if goes_on or marks.is_footnote(line, seen):
            out[n] = _Told(ZoneKind.FOOTNOTE, _UNSURE)
    return out


def _closing(seen: Sight, where: Sequence[Place]) -> _Found:
    """Recipients, and the signature beside them, or at the right where there are none."""
    heads = [n for n, line in enumerate(seen.lines) if marks.heads_recipients(line)]
    out: _Found = {}
    for head in heads:
        own = [n for n in range(head, len(seen.lines)) if where[n].region == where[head].region]
        out |= {n: _Told(ZoneKind.RECIPIENTS, _SURE) for n in own}
        beside = _beside(where, own[-1])
        out |= {n: _Told(ZoneKind.SIGNATURE, _SURE) for n in (*beside, *_below(seen, beside))}
    if not heads:
        start = next((n for n, line in enumerate(seen.lines) if _signs(line, seen)), None)
        if start is not None:
            own = [n for n in range(start, len(seen.lines)) if _at_right(seen.lines[n], seen)]
            out |= {n: _Told(ZoneKind.SIGNATURE, _LIKELY) for n in own}
    return out


def _beside(where: Sequence[Place], last: int) -> list[int]:
    """The lines after this one in the next column of the same band."""
    path = where[last].path
    if not path or path[-1][0] + 1 >= path[-1][1]:
        return []
    beside = (*path[:-1], (path[-1][0] + 1, path[-1][1]))
    found = []
    for n in range(last + 1, len(where)):
        if where[n].path[: len(beside)] != beside:
            break
        found.append(n)
    return found


def _below(seen: Sight, beside: Sequence[int]) -> list[int]:
    """The lines after these that stand below them and nowhere else: the name, far below the position."""
    found: list[int] = []
    if not beside:
        return found
    boxes = [seen.lines[n].box for n in beside]
    x0, x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    for n in range(beside[-1] + 1, len(seen.lines)):
        box = seen.lines[n].box
        if not (x0 <= (box.x0 + box.x1) / 2 <= x1 and _at_right(seen.lines[n], seen)):
            break
        found.append(n)
    return found


def _signs(line: Seen, seen: Sight) -> bool:
    return marks.signs_for(line) and _at_right(line, seen) and line.box.y0 > seen.height * 0.15


def _at_right(line: Seen, seen: Sight) -> bool:
    return (line.box.x0 + line.box.x1) / 2 > seen.width / 2


def _headed(header: Header, page: Page) -> _Found:
    """The letterhead's halves, the line of the type, and the subject under it."""
    home = {id(word): n for n, line in enumerate(page.lines) for word in line.words}
    out: _Found = {}
    for kind, rows in ((ZoneKind.HEADER_LEFT, header.left), (ZoneKind.HEADER_RIGHT, header.right)):
        out |= {home[id(word)]: _Told(kind, _SURE) for row in rows for word in row.words}
    if header.heading is not None:
        title = [header.heading, *_subject(header, page)]
        out |= {home[id(word)]: _Told(ZoneKind.TITLE, _LIKELY) for row in title for word in row.words}
    return out


def _subject(header: Header, page: Page) -> Iterator[Line]:
    """Centred lines right below the type, until the text begins or it says who decides ("BỘ TRƯỞNG …")."""
    bottom = header.heading.box.y1 if header.heading else 0
    for row in header.below[:_SUBJECT]:
        box = row.box
        centred = abs((box.x0 + box.x1) / 2 - header.centre) <= _CENTRED * page.width
        close = box.y0 - bottom <= _CLOSE * row.height
        if not (centred and close and len(row.runs) == 1) or is_capitals(row.text) or opens_text(row):
            return
        bottom = box.y1
        yield row.runs[0]


def _tables(page: Page) -> _Found:
    return {n: _Told(ZoneKind.TABLE, _SURE) for n, line in enumerate(page.lines) if line.cells}


def _margins(seen: Sight) -> _Found:
    out: _Found = {}
    for n, line in enumerate(seen.lines if len(seen.lines) > 1 else ()):
        if marks.is_page_number(line, seen):
            out[n] = _Told(ZoneKind.PAGE_NUMBER, _SURE)
        elif n < _COLUMN and marks.is_running_head(line, seen):
            out[n] = _Told(ZoneKind.RUNNING_HEAD, _LIKELY)
    return out


def _grouped(
    page: Page, seen: Sight, where: Sequence[Place], told: _Found, whole: frozenset[ZoneKind]
) -> Iterator[Zone]:  # fmt: skip
    """Lines of one kind that follow each other; of columns and panels, those of one."""

    def key(n: int) -> tuple[ZoneKind, tuple[int, int] | None]:
        return told[n].kind, where[n].path[0] if where[n].path and told[n].kind not in whole else None

    for (kind, inside), run in groupby(range(len(page.lines)), key=key):
        own = tuple(run)
        yield Zone(
            page=page.number, kind=kind, lines=own, box=_around([seen.lines[n].box for n in own]),
            confidence=min(told[n].confidence for n in own), rule=_RULE,
            number=inside[0] + 1 if inside else None, of=inside[1] if inside else None,
        )  # fmt: skip


_WHOLE = frozenset({ZoneKind.HEADER_LEFT, ZoneKind.HEADER_RIGHT, ZoneKind.RECIPIENTS, ZoneKind.SIGNATURE})
"""Their halves are no columns."""


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        x0=min(box.x0 for box in boxes), y0=min(box.y0 for box in boxes),
        x1=max(box.x1 for box in boxes), y1=max(box.y1 for box in boxes),
    )  # fmt: skip


def _stamps(page: Page) -> Iterator[Zone]:
    for stamp in page.stamps:
        yield Zone(page=page.number, kind=ZoneKind.STAMP, lines=(), box=stamp.box, confidence=_SURE, rule=_RULE)
