"""Where each line of a page stands: in which region, and in which column of how many."""

from typing import NamedTuple

from pipeline.stages.layout.cut import Path, regions
from pipeline.stages.layout.parts import parts_of
from pipeline.stages.layout.splits import borne_out
from schemas.page import Page


class Place(NamedTuple):
    """Where a line stands."""

    region: int
    """Which region in reading order, from 0."""
    path: Path
    """Which column, from 0, of how many, then which within that; empty if nothing stands beside it."""


def places(page: Page) -> tuple[Place, ...]:
    """The place of every line. Takes: a page in reading order, for there a line is in one region."""
    found: dict[int, Place] = {}
    for number, region in enumerate(regions(borne_out(parts_of(page)), landscape=page.width > page.height)):
        for part in region.parts:
            for line in part.lines:
                found.setdefault(line, Place(number, region.path))
    return tuple(found[line] for line in range(len(page.lines)))
