"""How a PDF page is shown: which part of it, how large, which way up. Only pikepdf, no rendering."""

from pikepdf import Dictionary, Name, Page, Rectangle

_DEEPEST = 100
_MOST_UNIT = 75_000


def shown_box(page: Page) -> Rectangle:
    """The part of the page that is shown: its crop box within its media box, in points, before /Rotate."""
    media, crop = Rectangle(page.mediabox), Rectangle(page.cropbox)
    if crop.llx < media.urx and crop.urx > media.llx and crop.lly < media.ury and crop.ury > media.lly:
        return media & crop
    return media


def shown_points(page: Page) -> tuple[float, float]:
    """Width and height of the page as shown, turned by /Rotate, in points of 1/72 inch (/UserUnit applied)."""
    box = shown_box(page)
    unit = user_unit(page)
    width, height = box.width * unit, box.height * unit
    return (height, width) if turn_of(page) % 180 else (width, height)


def user_unit(page: Page) -> float:
    """What the page calls a point, in points: 1 unless a sheet larger than 200 inches says otherwise."""
    unit = float(page.obj.get(Name.UserUnit, 1))
    return unit if 0 < unit <= _MOST_UNIT else 1.0


def turn_of(page: Page) -> int:
    """The page's own or inherited /Rotate as 0, 90, 180 or 270 degrees clockwise."""
    node = page.obj
    for _ in range(_DEEPEST):
        if Name.Rotate in node:
            return int(node.Rotate) // 90 * 90 % 360
        parent = node.get(Name.Parent)
        if not isinstance(parent, Dictionary):
            break
        node = parent
    return 0
