"""Random sheets for `bench.order`: leaflets, bulletins, posters, letters, contents; words in reading order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from types import MappingProxyType

from bench.order_draft import A4, Draft
from tests.samples.sheet import MM, Sheet, Style

_ALIGN = ("justify", "left")
_LANDSCAPE = frozenset({"leaflet inside", "leaflet outside", "four panels"})


@dataclass(frozen=True, kw_only=True)
class Case:
    """A sheet, and which of its lines (by number, first and behind the last) make up each panel in reading order."""

    kind: str
    sheet: Sheet
    panels: tuple[tuple[int, int], ...]


def case(kind: str, seed: int) -> Case:
    """The sheet of a kind for a seed: the same one every time."""
    rng = Random(f"{kind} {seed}")
    page = Draft(rng, landscape=kind in _LANDSCAPE)
    KINDS[kind](page)
    return Case(kind=kind, sheet=page.canvas.sheet(), panels=tuple(page.panels))


# -------------------------------------------------------------------------------------------------------------------


def _in_panels(page: Draft, count: int, top: float) -> None:
    """Panels of equal width, with white where pictures are."""
    rng, width = page.rng, page.canvas.width / count
    inner, size = rng.uniform(3.5, 9) * MM, rng.uniform(8.5, 11.5)
    for panel in range(count):
        x, y = panel * width + inner, top + rng.uniform(0, 14) * MM
        start = page.canvas.lines
        kept = list(page.panels)
        if rng.random() < 0.6:
            y = page.put(
                x,
                y,
                width - 2 * inner,
                [(page.words(2, 7).upper(), Style(family="sans", bold=True, size=size + 2), "centre")],
            )
        while y < page.canvas.height - rng.uniform(25, 60) * MM:
            y = page.put(x, y, width - 2 * inner, page.text(size, rng.randint(1, 3), align=rng.choice(_ALIGN)))
            y += rng.choice([2, 4, 8, rng.uniform(20, 60)]) * MM
        page.panels = [*kept, (start, page.canvas.lines)]


def _inside(page: Draft) -> None:
    top = 10 * MM
    if page.rng.random() < 0.5:
        head = [(page.words(4, 9).upper(), Style(family="sans", bold=True, size=page.rng.uniform(15, 20)), "centre")]
        top = page.put(20 * MM, top, page.canvas.width - 40 * MM, head) + page.rng.uniform(2, 8) * MM
    _in_panels(page, 3, top)


def _four_panels(page: Draft) -> None:
    _in_panels(page, 4, 10 * MM)


def _outside(page: Draft) -> None:
    """Flap, back with the imprint at its foot, front with the title: from left to right, each whole."""
    rng, width = page.rng, page.canvas.width / 3
    inner = rng.uniform(4, 9) * MM
    page.put(inner, 12 * MM, width - 2 * inner, page.text(10, rng.randint(3, 6)))
    first = page.canvas.lines
    page.put(width + inner, rng.uniform(10, 60) * MM, width - 2 * inner, page.text(9.5, rng.randint(1, 2)))
    small = [(page.words(8, 20), Style(family="sans", size=7), "centre") for _ in range(rng.randint(1, 4))]
    page.put(width + inner, rng.uniform(165, 185) * MM, width - 2 * inner, small, after=1)
    page.panels = [page.panels[0], (first, page.canvas.lines)]
    first = page.canvas.lines
    bold = Style(family="sans", bold=True, size=11)
    page.put(
        2 * width + inner, 12 * MM, width - 2 * inner, [(page.words(3, 8).upper(), bold, "centre")] * rng.randint(1, 2)
    )
    title = [(page.words(2, 6).upper(), Style(family="sans", bold=True, size=rng.uniform(16, 24)), "centre")]
    page.put(2 * width + inner, rng.uniform(50, 100) * MM, width - 2 * inner, title)
    page.put(2 * width + inner, 195 * MM, width - 2 * inner, [("Thanh Hóa, năm 2025", bold, "centre")], bottom=208 * MM)
    page.panels = [*page.panels[:2], (first, page.canvas.lines)]


def _bulletin(page: Draft) -> None:
    """A masthead, two or three columns, at times a headline across with columns below it, a foot."""
    rng, (width, height) = page.rng, A4
    left = rng.uniform(14, 20) * MM
    whole = width - 2 * left
    y = page.put(left, 12 * MM, whole, [("BẢN TIN PHÁP LUẬT", Style(family="sans", bold=True, size=28), "centre")])
    y = page.put(left, y + 4, whole, [("Số 04 - Năm 2025", Style(size=12, italic=True), "centre")]) + 5 * MM
    middle = rng.uniform(120, 170) * MM if rng.random() < 0.5 else height - 25 * MM
    _columns(page, left, y, middle)
    if middle < 200 * MM:
        y = page.put(
            left, middle + 6 * MM, whole, [(page.words(8, 14), Style(family="sans", bold=True, size=15), "left")]
        )
        _columns(page, left, y + 3 * MM, height - 25 * MM)
    page.put(
        left,
        height - 17 * MM,
        whole,
        [(page.words(12, 18), Style(size=8, italic=True), "centre")],
        bottom=height - 5 * MM,
    )


def _columns(page: Draft, left: float, top: float, bottom: float) -> None:
    rng = page.rng
    count, gutter, size = rng.choice([2, 2, 3]), rng.uniform(5, 10) * MM, rng.uniform(9.5, 12)
    width = (page.canvas.width - 2 * left - (count - 1) * gutter) / count
    for column in range(count):
        foot = bottom if column + 1 < count else top + (bottom - top) * rng.uniform(0.6, 1)
        x = left + column * (width + gutter)
        start, kept, y = page.canvas.lines, list(page.panels), top
        while y < foot - 12 * MM:
            y = page.put(x, y, width, page.text(size, rng.randint(1, 3)), bottom=foot)
            y += rng.choice([0, 0, 0, rng.uniform(25, 50)]) * MM
        page.panels = [*kept, (start, page.canvas.lines)]


def _poster(page: Draft, *, numbered: bool = True) -> None:
    """Boxes in rows under a heading each."""
    rng, width = page.rng, page.canvas.width
    y = (
        page.put(
            15 * MM,
            12 * MM,
            width - 30 * MM,
            [(page.words(4, 8).upper(), Style(family="sans", bold=True, size=26), "centre")],
        )
        + 8 * MM
    )
    number = 1
    for _ in range(rng.randint(2, 4)):
        across = rng.choice([1, 2, 2, 3])
        box, bottom = (width - 20 * MM) / across, y
        for n in range(across):
            name = page.words(2, 4).upper()
            head = [(f"{number}. {name}" if numbered else name, Style(family="sans", bold=True, size=13), "left")]
            x = 10 * MM + n * box + 3 * MM
            below = page.put(x, y, box - 8 * MM, head) + 3 * MM
            items = [(page.words(3, 9), Style(family="sans", size=10), "left") for _ in range(rng.randint(2, 4))]
            bottom = max(bottom, page.put(x, below, box - 8 * MM, items, after=6))
            number += 1
        y = bottom + rng.uniform(7, 14) * MM


def _letter(page: Draft) -> None:
    """Header halves of many shapes, a body, recipients beside a signature."""
    rng = page.rng
    left, right, text = 30 * MM, 15 * MM, 165 * MM
    half, bold, plain = rng.uniform(0.38, 0.44) * text, Style(size=12.5, bold=True), Style(size=13)
    agency = [
        (page.words(2, 7).upper(), plain if rng.random() < 0.5 else bold, "centre") for _ in range(rng.randint(1, 2))
    ]
    issue = f"Số: {rng.randint(1, 4000)}/{rng.choice(['QĐ-UBND', 'STP-PBGDPL', 'KH-HĐPH'])}"
    subject = [(f"V/v {page.words(4, 18)}", Style(size=12), "centre")] if rng.random() < 0.5 else []
    y = page.put(left - 8 * MM, 20 * MM, half + 6 * MM, [*agency, (issue, plain, "centre"), *subject])
    motto = [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, "centre"),
        ("Độc lập - Tự do - Hạnh phúc", Style(size=13.5, bold=True), "centre"),
        ("Thanh Hóa, ngày 05 tháng 3 năm 2025", Style(size=13.5, italic=True), "centre"),
    ]
    y = max(y, page.put(left + half, 20 * MM, text - half + right - 6 * MM, motto, after=6)) + rng.uniform(3, 8) * MM
    if subject:
        y = page.put(left, y, text, [(f"Kính gửi: {page.words(4, 8)}", plain, "centre")])
    else:
        y = page.put(left, y, text, [("KẾ HOẠCH", bold, "centre"), (page.words(8, 16), bold, "centre")])
    body = [(page.words(30, 90), Style(size=13.5), "justify") for _ in range(rng.randint(2, 4))]
    y = page.put(left, y + 12, text, body) + rng.uniform(2, 6) * MM
    names = [(f"- {page.words(2, 8)};", Style(size=11), "left") for _ in range(rng.randint(2, 8))]
    page.put(
        left,
        y + rng.uniform(0, 6),
        text * 0.45,
        [("Nơi nhận:", Style(size=12, bold=True, italic=True), "left"), *names],
        after=0,
    )
    sign = [
        (title, Style(size=13.5, bold=True), "centre")
        for title in ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")[rng.randint(0, 2) :]
    ]
    first = page.canvas.lines
    below = page.put(left + text * 0.5, y, text * 0.5, sign, after=0)
    page.put(left + text * 0.5, below + 25 * MM, text * 0.5, [("Nguyễn Văn A", Style(size=13.5, bold=True), "centre")])
    page.panels[-2:] = [(first, page.canvas.lines)]


def _contents(page: Draft) -> None:
    """A table of contents: entries at the left, numbers at the right, read row by row."""
    y = page.put(25 * MM, 25 * MM, 160 * MM, [("MỤC LỤC", Style(size=14, bold=True), "centre")]) + 6 * MM
    for number in range(1, page.rng.randint(6, 20)):
        page.put(25 * MM, y, 130 * MM, [(f"{number}. {page.words(3, 9)}", Style(size=12), "left")])
        y = page.put(172 * MM, y, 14 * MM, [(str(number * 3), Style(size=12), "right")]) + 3


KINDS: Mapping[str, Callable[[Draft], None]] = MappingProxyType(
    {
        "leaflet inside": _inside, "leaflet outside": _outside, "four panels": _four_panels, "bulletin": _bulletin,
        "poster": _poster,
        "poster without numbers": partial(_poster, numbered=False), "letter": _letter, "contents": _contents,
    }
)  # fmt: skip
