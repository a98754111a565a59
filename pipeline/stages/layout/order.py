"""Puts a page's lines into the order in which a person reads them. No letter is changed, no word lost or doubled."""

from collections.abc import Iterator, Sequence

from pipeline.stages.layout.cut import Region, regions
from pipeline.stages.layout.parts import Part, level, parts_of
from pipeline.stages.layout.splits import borne_out
from schemas.page import Box, Line, Page

_COLUMNS = 2


def ordered(page: Page, rulings: Sequence[Box] = ()) -> Page:
    """The page with its lines in reading order.

    Takes: a page with its tables as rows; ruling lines as thin boxes in page pixels, or none.
    Gives: tables whole where they stand; a line that lies across two columns as two lines; a block ends where a region
    ends and where one ended before. A page that is in order already comes back as it is.
    """
    rules = [level(ruling, page.skew) for ruling in rulings]
    return _in_order(page, regions(borne_out(parts_of(page)), rules, landscape=page.width > page.height))


def ordered_layer(page: Page) -> Page:
    """The same for a page that keeps its own text, whose order is believed where it may have a table.

    Of such a page no ruling lines are known: three columns on an upright page may be a table's, which is read row by
    row. Letterheads, recipients, two columns and the panels of a sheet across are put into order.
    """
    found = regions(borne_out(parts_of(page)), landscape=page.width > page.height)
    widest = max((of for region in found for _, of in region.path), default=1)
    return page if widest > _COLUMNS and page.width <= page.height else _in_order(page, found)


# -------------------------------------------------------------------------------------------------------------------


def _in_order(page: Page, found: Sequence[Region]) -> Page:
    lines = tuple(_lines(page, found))
    return page if lines == page.lines else page.model_copy(update={"lines": lines})


def _lines(page: Page, found: Sequence[Region]) -> Iterator[Line]:
    """The lines of all regions; blocks are counted anew."""
    block, before = -1, None
    for n, region in enumerate(found):
        for pieces in _whole_again(region.parts):
            for line in _of_parts(page, pieces):
                if (n, line.block) != before:
                    block, before = block + 1, (n, line.block)
                yield line if line.block == block else line.model_copy(update={"block": block})


def _whole_again(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Parts of one line that follow each other still, together."""
    group: list[Part] = []
    for part in parts:
        if group and not (part.lines == group[-1].lines and part.start == group[-1].start + len(group[-1].words)):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _of_parts(page: Page, parts: Sequence[Part]) -> Sequence[Line]:
    first = page.lines[parts[0].lines[0]]
    words = tuple(word for part in parts for word in part.words)
    if not words or len(words) == len(first.words):
        return [page.lines[line] for line in parts[0].lines]
    return [first.model_copy(update={"words": words})]
