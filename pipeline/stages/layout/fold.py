"""In which order the panels of a twice-folded sheet are read once it is folded: a suggestion, and only when sure.

Outside, from left to right: the flap that is folded in, the back with the imprint, the cover. Who takes the leaflet
reads the cover, on opening it the flap, the three panels inside, and at last the back. (Common six-page letter fold.)
"""

from collections.abc import Iterator, Sequence

from pipeline.stages.layout.zone_marks import is_imprint, sight
from pipeline.stages.layout.zones import zones
from schemas.page import Page
from schemas.zone import Panel, PanelRole

_SIDES = 2
_PANELS = 3
_SPARSE = 0.7
"""Share of the flap's letters that a cover has at most."""
_LARGE = 1.35
"""Times the usual height: the cover's largest line at least."""
_WIDE = (1.2, 1.7)
"""Width by height of a sheet A4 or so across."""


def fold_order(pages: Sequence[Page]) -> tuple[Panel, ...]:
    """The panels of both sides in the order in which the folded leaflet is read.

    Takes: the pages of a document in reading order, each left to right. Gives: nothing unless the document is the two
    sides of one sheet, exactly one of which has a cover at its right, with few words and the largest type of the page,
    beside a back with an imprint, in three panels of a third each.
    """
    if len(pages) != _SIDES or not all(_WIDE[0] < page.width / page.height < _WIDE[1] for page in pages):
        return ()
    sides = [_panels(page) for page in pages]
    outside = [n for n, panels in enumerate(sides) if _is_outside(pages[n], panels)]
    if len(outside) != 1:
        return ()
    flap, back, cover = sides[outside[0]]
    inside, page = sides[1 - outside[0]], pages[outside[0]].number
    return (
        Panel(page=page, number=3, role=PanelRole.COVER, lines=tuple(cover)),
        Panel(page=page, number=1, role=PanelRole.FLAP, lines=tuple(flap)),
        *_inner(pages[1 - outside[0]], inside),
        Panel(page=page, number=2, role=PanelRole.BACK, lines=tuple(back)),
    )


def folded_text(pages: Sequence[Page], order: Sequence[Panel]) -> str:
    """The text of these panels one after the other, an empty line between two."""
    lines = {page.number: page.lines for page in pages}
    return "\n\n".join("\n".join(lines[panel.page][n].text for n in panel.lines) for panel in order if panel.lines)


# -------------------------------------------------------------------------------------------------------------------


def _panels(page: Page) -> list[list[int]]:
    """The lines in each column of the page, left to right; none if something stands beside no other."""
    found: dict[int, list[int]] = {}
    for zone in zones(page):
        if zone.number is not None:
            found.setdefault(zone.number, []).extend(zone.lines)
    return [found[number] for number in sorted(found)]


def _is_outside(page: Page, panels: Sequence[Sequence[int]]) -> bool:
    if len(panels) != _PANELS or sum(map(len, panels)) != len(page.lines) or not _in_thirds(page, panels):
        return False
    seen = sight(page)
    flap, back, cover = panels
    letters = [sum(len(seen.lines[n].text) for n in panel) for panel in (flap, cover)]
    tallest = max(range(len(seen.lines)), key=lambda n: seen.lines[n].height)
    large = tallest in cover and seen.lines[tallest].height >= _LARGE * seen.usual
    return large and letters[1] <= _SPARSE * letters[0] and any(is_imprint(seen.lines[n]) for n in back)


def _in_thirds(page: Page, panels: Sequence[Sequence[int]]) -> bool:
    """Whether each panel's lines have their middles in its third of the page."""
    third = page.width / _PANELS
    return all(
        number * third <= (page.lines[n].box.x0 + page.lines[n].box.x1) / 2 <= (number + 1) * third
        for number, panel in enumerate(panels)
        for n in panel
    )


def _inner(page: Page, panels: Sequence[Sequence[int]]) -> Iterator[Panel]:
    """The panels inside; one that is the whole page if it has none."""
    for number, lines in enumerate(panels or [range(len(page.lines))], 1):
        yield Panel(page=page.number, number=number, role=PanelRole.INNER, lines=tuple(lines))
