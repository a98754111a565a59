"""A booklet A5: cover, contents, preface, chapters with a running head and page numbers, imprint on the last page."""

from collections.abc import Iterator

from schemas.claim import FieldName
from schemas.vocabulary import MaterialType
from tests.samples.content import Booklet
from tests.samples.flow import Canvas, Flow, Frame
from tests.samples.layouts.article import Look, material_fields, set_items
from tests.samples.sheet import MM, Rect, Sheet, Style
from tests.samples.truth import TruthField

_WIDTH, _HEIGHT = 148 * MM, 210 * MM
_LEFT, _TOP, _BOTTOM = 17 * MM, 20 * MM, 18 * MM
_TEXT = _WIDTH - 2 * _LEFT
_BODY = Look(text=Style(size=13), indent=8 * MM, leading=1.32, after=6, heading_size=13)


def compose(content: Booklet) -> tuple[Sheet, ...]:
    """All pages; the contents are set last, when the chapters' pages are known."""
    contents, pages = Canvas(_WIDTH, _HEIGHT), [_cover(content)]
    pages.append(contents)
    flow = Flow(_frames(pages, " ".join(content.title)))
    starts = [("LỜI NÓI ĐẦU", len(pages))]
    _chapter(flow, "LỜI NÓI ĐẦU", content.preface)
    for heading, *items in content.chapters:
        flow.next_frame()
        starts.append((heading, len(pages)))
        _chapter(flow, heading, tuple(items))
    _contents(contents, starts)
    for number, page in enumerate(pages[2:], 3):
        _page_number(page, number)
    pages.append(_last(content))
    return tuple(page.sheet() for page in pages)


def fields(content: Booklet) -> dict[FieldName, TruthField]:
    """A handbook has a title, an issuer and a kind."""
    return material_fields(
        MaterialType.SO_TAY,
        title=content.title_value,
        raw_title=" ".join(content.title),
        issuer=content.issuer,
        raw_issuer=" ".join(content.agency),
    )


def _frames(pages: list[Canvas], head: str) -> Iterator[Frame]:
    while True:
        page = Canvas(_WIDTH, _HEIGHT)
        pages.append(page)
        top = Flow(iter([Frame(page, _LEFT, 10 * MM, _TEXT, 8 * MM)]))
        top.paragraph(head, Style(size=9, italic=True), align="centre")
        page.rule(_LEFT, 15.5 * MM, _TEXT, 0.6)
        yield Frame(page, _LEFT, _TOP, _TEXT, _HEIGHT - _TOP - _BOTTOM)


def _page_number(page: Canvas, number: int) -> None:
    foot = Flow(iter([Frame(page, _LEFT, _HEIGHT - 13 * MM, _TEXT, 8 * MM)]))
    foot.paragraph(str(number), Style(size=10.5), align="centre")


def _chapter(flow: Flow, heading: str, items: tuple[str, ...]) -> None:
    flow.paragraph(heading, Style(size=14, bold=True), align="centre", after=10)
    set_items(flow, items, _BODY)


def _cover(content: Booklet) -> Canvas:
    page = Canvas(_WIDTH, _HEIGHT)
    for inset, width in ((8 * MM, 1.6), (9.5 * MM, 0.6)):
        frame = Rect(
            x=inset, y=inset, width=_WIDTH - 2 * inset, height=_HEIGHT - 2 * inset, frame=(0, 0, 0), frame_width=width
        )
        page.shapes.append(frame)
    flow = Flow(iter([Frame(page, _LEFT, 18 * MM, _TEXT, _HEIGHT - 30 * MM)]))
    for line in content.agency:
        flow.paragraph(line, Style(size=12, bold=True), align="centre")
    flow.y = 72 * MM
    for number, line in enumerate(content.title):
        flow.paragraph(line, Style(size=18 if number else 26, bold=True), align="centre", after=4)
    flow.y = 186 * MM
    flow.paragraph(content.place_year, Style(size=12, bold=True), align="centre")
    return page


def _contents(page: Canvas, starts: list[tuple[str, int]]) -> None:
    flow = Flow(iter([Frame(page, _LEFT, _TOP, _TEXT, _HEIGHT - _TOP - _BOTTOM)]))
    flow.paragraph("MỤC LỤC", Style(size=14, bold=True), align="centre", after=12)
    for heading, number in starts:
        top = flow.y
        narrow = Flow(iter([Frame(page, _LEFT, top, _TEXT - 14 * MM, 60 * MM)]))
        narrow.paragraph(heading, Style(size=12.5), align="left", hang=6 * MM)
        flow.y = narrow.y - 12.5 * 1.25
        flow.paragraph(str(number), Style(size=12.5), align="right", after=7)


def _last(content: Booklet) -> Canvas:
    page = Canvas(_WIDTH, _HEIGHT)
    flow = Flow(iter([Frame(page, _LEFT, 118 * MM, _TEXT, 80 * MM)]))
    for number, line in enumerate(content.imprint):
        flow.paragraph(line, Style(size=10.5, bold=number == 0), align="centre", after=3)
    return page
