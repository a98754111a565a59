"""A two-sided leaflet: A4 across, two folds, three panels a side.

Outside, from left to right: the flap folded in, the back with the imprint, the front with the title.
It is read front, flap, back; the words are placed in that order. Inside: left to right.
"""

from schemas.claim import FieldName
from schemas.vocabulary import MaterialType
from tests.samples.content import Items, Leaflet
from tests.samples.flow import Canvas, Flow, Frame
from tests.samples.layouts.article import Look, material_fields, set_items
from tests.samples.sheet import MM, WHITE, Colour, Polygon, Rect, Sheet, Style
from tests.samples.truth import TruthField
from tests.samples.typeset import break_lines, words_of

_WIDTH, _HEIGHT = 297 * MM, 210 * MM
_PANEL = _WIDTH / 3
_INNER = 8 * MM


def compose(content: Leaflet) -> tuple[Sheet, Sheet]:
    """Outside and inside."""
    return _outside(content), _inside(content)


def fields(content: Leaflet) -> dict[FieldName, TruthField]:
    """A leaflet has a title, an issuer and a kind."""
    return material_fields(
        MaterialType.TO_GAP,
        title=content.title_value,
        raw_title=" ".join(content.title),
        issuer=content.issuer,
        raw_issuer=content.agency[-1],
    )


def _canvas() -> Canvas:
    return Canvas(_WIDTH, _HEIGHT, folds=(_PANEL, 2 * _PANEL))


def _frame(canvas: Canvas, panel: int, top: float, bottom: float) -> Frame:
    return Frame(canvas, panel * _PANEL + _INNER, top, _PANEL - 2 * _INNER, bottom - top)


def _look(colour: Colour) -> Look:
    return Look(text=Style(family="sans", size=10.6), heading=colour, heading_size=11.6, leading=1.3, after=5)


def _outside(content: Leaflet) -> Sheet:
    canvas = _canvas()
    _front(canvas, content)
    _panel(canvas, 0, content.flap, content.colour)
    _back(canvas, content)
    return canvas.sheet()


def _front(canvas: Canvas, content: Leaflet) -> None:
    x = 2 * _PANEL
    canvas.fill(x, 0, _PANEL, _HEIGHT, content.colour)
    canvas.fill(x, 128 * MM, _PANEL, 46 * MM, _lighter(content.colour, 0.82))
    _book(canvas, x + _PANEL / 2, 150 * MM, content.colour)
    flow = Flow(iter([_frame(canvas, 2, 14 * MM, 205 * MM)]))
    for line in content.agency:
        flow.paragraph(line, Style(family="sans", bold=True, size=11, colour=WHITE), align="centre")
    flow.y = 52 * MM
    for number, line in enumerate(content.title):
        style = Style(family="sans", bold=True, size=13 if number == 0 else 21, colour=WHITE)
        flow.paragraph(line, style, align="centre", after=3)
    flow.y += 10
    flow.paragraph(content.strapline, Style(family="sans", italic=True, size=10.5, colour=WHITE), align="centre")
    flow.y = 190 * MM
    flow.paragraph(content.place_year, Style(family="sans", bold=True, size=11, colour=WHITE), align="centre")


def _back(canvas: Canvas, content: Leaflet) -> None:
    set_items(Flow(iter([_frame(canvas, 1, 16 * MM, 160 * MM)])), content.back, _look(content.colour))
    top = 168 * MM
    canvas.rule(_PANEL + _INNER, top, _PANEL - 2 * _INNER, 0.8, content.colour)
    flow = Flow(iter([_frame(canvas, 1, top + 6, _HEIGHT - 6 * MM)]))
    for line in content.imprint:
        flow.paragraph(line, Style(family="sans", size=7.5), align="centre", after=1.5)


def _inside(content: Leaflet) -> Sheet:
    canvas = _canvas()
    for number, items in enumerate(content.inside):
        _panel(canvas, number, items, content.colour)
    return canvas.sheet()


def _panel(canvas: Canvas, number: int, items: Items, colour: Colour) -> None:
    """A panel: its first item white on a bar of colour, the rest as running text in a thin frame."""
    x, bar = number * _PANEL, 17 * MM
    canvas.fill(x + 4 * MM, 6 * MM, _PANEL - 8 * MM, bar - 3 * MM, colour)
    canvas.shapes.append(
        Rect(x=x + 4 * MM, y=6 * MM, width=_PANEL - 8 * MM, height=_HEIGHT - 12 * MM, frame=_lighter(colour, 0.4))
    )
    style = Style(family="sans", bold=True, size=10.5, colour=WHITE)
    lines = len(break_lines(words_of(items[0], style), _PANEL - 2 * _INNER))
    middle = 6 * MM + (bar - 3 * MM) / 2
    head = Flow(iter([_frame(canvas, number, middle - lines * 6.5, 6 * MM + bar)]))
    head.paragraph(items[0], style, align="centre", leading=1.24)
    set_items(Flow(iter([_frame(canvas, number, 25 * MM, _HEIGHT - 9 * MM)])), items[1:], _look(colour))


def _book(canvas: Canvas, x: float, y: float, colour: Colour) -> None:
    """An open book in two colours."""
    w, h = 19 * MM, 11 * MM
    for side in (-1, 1):
        page = ((x, y - h * 0.7), (x + side * w, y - h), (x + side * w, y + h * 0.7), (x, y + h))
        canvas.shapes.append(Polygon(points=page, fill=colour if side < 0 else _lighter(colour, 0.35)))


def _lighter(colour: Colour, share: float) -> Colour:
    red, green, blue = (round(value + (255 - value) * share) for value in colour)
    return red, green, blue
