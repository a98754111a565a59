"""Hand-outs on A4: questions and answers, or a flyer with bigger letters."""

from collections.abc import Iterator

from schemas.claim import FieldName
from tests.samples.content import Handout
from tests.samples.flow import Canvas, Flow, Frame
from tests.samples.layouts.article import Look, material_fields, set_items
from tests.samples.sheet import MM, Rect, Sheet, Style
from tests.samples.truth import TruthField

_WIDTH, _HEIGHT = 210 * MM, 297 * MM
_LEFT, _TOP, _BOTTOM = 22 * MM, 18 * MM, 20 * MM
_TEXT = _WIDTH - 2 * _LEFT


def compose(content: Handout) -> tuple[Sheet, ...]:
    """The pages: agency, framed title, lead, body, imprint at the foot of the last."""
    pages: list[Canvas] = []
    flow = Flow(_frames(pages))
    for line in content.agency:
        flow.paragraph(line, Style(bold=True, size=12.5), align="centre")
    flow.y += 8
    _title(flow, content)
    flow.paragraph(content.lead, Style(italic=True, size=13), align="centre", after=10)
    size = 15.0 if content.large else 12.6
    set_items(flow, content.body, Look(text=Style(size=size), leading=1.3, after=5))
    foot = Flow(iter([Frame(pages[-1], _LEFT, _HEIGHT - 18 * MM, _TEXT, 14 * MM)]))
    foot.paragraph(content.imprint, Style(size=10, italic=True), align="centre")
    return tuple(page.sheet() for page in pages)


def fields(content: Handout) -> dict[FieldName, TruthField]:
    """A hand-out has a title, an issuer and a kind."""
    return material_fields(
        content.material,
        title=content.title_value,
        raw_title=" ".join(content.title),
        issuer=content.issuer,
        raw_issuer=" ".join(content.agency),
    )


def _frames(pages: list[Canvas]) -> Iterator[Frame]:
    while True:
        page = Canvas(_WIDTH, _HEIGHT)
        pages.append(page)
        yield Frame(page, _LEFT, _TOP, _TEXT, _HEIGHT - _TOP - _BOTTOM - 2 * MM)


def _title(flow: Flow, content: Handout) -> None:
    top = flow.y
    flow.y += 7
    for line in content.title:
        flow.paragraph(line, Style(bold=True, size=24 if content.large else 16), align="centre", leading=1.3)
    box = Rect(x=_LEFT, y=top, width=_TEXT, height=flow.y - top + 7, frame=(0, 0, 0), frame_width=1.2)
    flow.frame.canvas.shapes.append(box)
    flow.y += 15
