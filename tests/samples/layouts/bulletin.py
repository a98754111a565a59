"""A bulletin on A4: a masthead on a bar of colour, two columns, headlines, a tinted box, the imprint at the foot."""

from collections.abc import Iterator

from schemas.claim import FieldName
from schemas.vocabulary import MaterialType
from tests.samples.content import Bulletin
from tests.samples.flow import Canvas, Flow, Frame
from tests.samples.layouts.article import Look, material_fields, set_items
from tests.samples.sheet import MM, WHITE, Rect, Sheet, Style
from tests.samples.truth import TruthField

_WIDTH, _HEIGHT = 210 * MM, 297 * MM
_LEFT, _BOTTOM, _GUTTER = 17 * MM, 20 * MM, 8 * MM
_COLUMN = (_WIDTH - 2 * _LEFT - _GUTTER) / 2
_MASTHEAD = 58 * MM


def compose(content: Bulletin) -> tuple[Sheet, ...]:
    """The pages, each read down its left column, then down its right."""
    pages: list[Canvas] = []
    flow = Flow(_frames(pages, content))
    look = Look(text=Style(size=11.3), heading=content.colour, heading_size=11.3, leading=1.24, after=4, indent=5 * MM)
    for headline, *items in content.articles:
        flow.space(6)
        style = Style(family="sans", bold=True, size=13, colour=content.colour)
        flow.paragraph(headline, style, align="left", leading=1.18, after=5, keep=5)
        set_items(flow, items, look)
    _box(flow, content)
    foot = Flow(iter([Frame(pages[-1], _LEFT, _HEIGHT - 17 * MM, _WIDTH - 2 * _LEFT, 12 * MM)]))
    foot.paragraph(content.imprint, Style(size=9, italic=True), align="centre")
    return tuple(page.sheet() for page in pages)


def fields(content: Bulletin) -> dict[FieldName, TruthField]:
    """A bulletin has a title, an issuer and a kind; its issue is no document number."""
    return material_fields(
        MaterialType.BAN_TIN,
        title=content.title_value,
        raw_title=content.title,
        issuer=content.issuer,
        raw_issuer=content.agency,
    )


def _frames(pages: list[Canvas], content: Bulletin) -> Iterator[Frame]:
    while True:
        page = Canvas(_WIDTH, _HEIGHT)
        pages.append(page)
        if len(pages) == 1:
            _masthead(page, content)
        else:
            _running_head(page, content, len(pages))
        top = _MASTHEAD + 5 * MM if len(pages) == 1 else 24 * MM
        for column in (0, 1):
            yield Frame(page, _LEFT + column * (_COLUMN + _GUTTER), top, _COLUMN, _HEIGHT - _BOTTOM - top)


def _masthead(page: Canvas, content: Bulletin) -> None:
    page.fill(0, 10 * MM, _WIDTH, 34 * MM, content.colour)
    flow = Flow(iter([Frame(page, _LEFT, 13 * MM, _WIDTH - 2 * _LEFT, 50 * MM)]))
    flow.paragraph(content.agency, Style(family="sans", bold=True, size=11.5, colour=WHITE), align="centre", after=3)
    flow.paragraph(content.title, Style(family="sans", bold=True, size=34, colour=WHITE), align="centre", leading=1.3)
    flow.y = 47 * MM
    flow.paragraph(content.issue, Style(size=12.5, bold=True, italic=True), align="centre")
    page.rule(_LEFT, _MASTHEAD - 3 * MM, _WIDTH - 2 * _LEFT, 1.2, content.colour)


def _running_head(page: Canvas, content: Bulletin, number: int) -> None:
    flow = Flow(iter([Frame(page, _LEFT, 12 * MM, _WIDTH - 2 * _LEFT, 8 * MM)]))
    flow.paragraph(f"{content.title} {number}", Style(size=10, italic=True), align="right")
    page.rule(_LEFT, 18.5 * MM, _WIDTH - 2 * _LEFT, 0.8, content.colour)


def _box(flow: Flow, content: Bulletin) -> None:
    """Sets the box's text at the foot of the column, then slides the tint below it."""
    flow.space(12)
    flow.need(45 * MM)
    outer, top = flow.frame, flow.y
    inner = Frame(outer.canvas, outer.x + 8, top + 8, outer.width - 16, outer.y + outer.height - top - 14)
    text = Flow(iter([inner]))
    look = Look(text=Style(family="sans", size=10), heading=content.colour, heading_size=11.5, after=4)
    set_items(text, content.box, look)
    red, green, blue = (round(value + (255 - value) * 0.86) for value in content.colour)
    tint = Rect(
        x=outer.x, y=top, width=outer.width, height=text.y - top + 6, fill=(red, green, blue), frame=content.colour
    )
    outer.canvas.shapes.append(tint)
    flow.y = text.y + 8
