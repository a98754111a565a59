"""What the parts of a page are for: letterhead, body, signature, panels; and how a folded leaflet is read."""

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.page import Box


class ZoneKind(StrEnum):
    """The boxes of Decree 30/2020, Annex I, and what leaflets, bulletins and books have besides."""

    HEADER_LEFT = "header_left"  # agency, number, V/v
    HEADER_RIGHT = "header_right"  # national motto, place and date
    TITLE = "title"  # the document's type and subject, or a title in large type
    BODY = "body"
    COLUMN = "column"
    PANEL = "panel"  # of a folded sheet
    TABLE = "table"
    SIGNATURE = "signature"
    RECIPIENTS = "recipients"  # Nơi nhận
    IMPRINT = "imprint"
    RUNNING_HEAD = "running_head"
    PAGE_NUMBER = "page_number"
    STAMP = "stamp"
    FOOTNOTE = "footnote"


class Zone(Frozen):
    """Lines of a page that follow each other and are there for one thing, or a stamp, which has none."""

    page: int = Field(ge=1)
    kind: ZoneKind
    lines: tuple[int, ...] = Field(description="places in `Page.lines`, from 0, one after the other; none of a stamp")
    box: Box
    confidence: float = Field(ge=0, le=1, description="how surely it is of this kind")
    rule: str = Field(description="id and version of what found it: `zones@1`")
    number: int | None = Field(default=None, description="which column or panel it is or stands in, from 1, left first")
    of: int | None = Field(default=None, description="how many there are")


class PanelRole(StrEnum):
    """Where a panel is once the sheet is folded."""

    COVER = "cover"
    FLAP = "flap"  # folded in: seen first on opening
    INNER = "inner"
    BACK = "back"


class Panel(Frozen):
    """One panel of a folded sheet."""

    page: int = Field(ge=1)
    number: int = Field(ge=1, description="from the left")
    role: PanelRole
    lines: tuple[int, ...]
