"""Where a PDF's page has its picture: the part that is shown of it, and which way up."""

from pikepdf import Page

from pipeline.engines.assembly.scan import Placement
from pipeline.engines.pdf_geometry import shown_box, turn_of


def sheet_placement(sheet: Page, *, turned: int = 0) -> Placement:
    """The page's placement once it is ``turned`` by so many degrees clockwise besides."""
    box = shown_box(sheet)
    turn = (turn_of(sheet) + turned) % 360
    return Placement(x=box.llx, y=box.lly, width=box.width, height=box.height, turn=turn)
