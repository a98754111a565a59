"""Writes sheets as a born-digital PDF with embedded fonts and a good text layer; nothing is scanned."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from fpdf import FPDF

from tests.samples.effects.geometry import map_box
from tests.samples.fonts import font, font_file
from tests.samples.sheet import PlacedWord, Polygon, Run, Sheet, Style
from tests.samples.truth import TruthLine, TruthPage, TruthWord
from tests.samples.typeset import word_width

_DPI = 300
"""The resolution at which the boxes are given; the one `schemas.inspection.PageShape` uses for such pages."""


def write(sheets: tuple[Sheet, ...], path: Path, *, made: datetime) -> tuple[TruthPage, ...]:
    """Writes the PDF and gives its truth. ``made`` is the time it says it was made."""
    first = sheets[0]
    pdf = FPDF(unit="pt", format=(first.width, first.height))
    pdf.set_creation_date(made.replace(tzinfo=UTC))
    pdf.set_producer("Microsoft Word")
    pdf.set_auto_page_break(False)
    for sheet in sheets:
        pdf.add_page()
        _shapes(pdf, sheet)
        for word in sheet.words:
            _word(pdf, word)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(pdf.output()))
    return tuple(_truth(sheet, number) for number, sheet in enumerate(sheets, 1))


def _shapes(pdf: FPDF, sheet: Sheet) -> None:
    for shape in sheet.shapes:
        if isinstance(shape, Polygon):
            pdf.set_fill_color(*shape.fill)
            pdf.polygon(list(shape.points), style="F")
        elif shape.fill is not None:
            pdf.set_fill_color(*shape.fill)
            pdf.rect(shape.x, shape.y, shape.width, shape.height, style="F")


def _word(pdf: FPDF, word: PlacedWord) -> None:
    x = word.x
    for run in word.runs:
        pdf.set_font(_family(pdf, run.style), size=run.style.size)
        pdf.set_text_color(*run.style.colour)
        pdf.text(x, word.baseline, run.text)
        x += word_width((run,))


def _family(pdf: FPDF, style: Style) -> str:
    name = f"{style.family}{style.bold:d}{style.italic:d}"
    if name not in pdf.fonts:
        pdf.add_font(name, fname=font_file(style.family, style.bold, style.italic))
    return name


def _truth(sheet: Sheet, number: int) -> TruthPage:
    scale = _DPI / 72
    width, height = round(sheet.width * scale), round(sheet.height * scale)
    lines: dict[int, list[PlacedWord]] = {}
    for word in sheet.words:
        lines.setdefault(word.line, []).append(word)
    return TruthPage(
        number=number,
        width=width,
        height=height,
        dpi=_DPI,
        lines=tuple(
            TruthLine(words=tuple(_boxed(word, scale, width, height) for word in line), block=line[0].block)
            for line in lines.values()
        ),
    )


def _boxed(word: PlacedWord, scale: float, width: int, height: int) -> TruthWord:
    x, corners = word.x, []
    for run in word.runs:
        corners.append(_ink(run, x, word.baseline))
        x += word_width((run,))
    x0, y0, x1, y1 = zip(*corners, strict=True)
    matrix = np.diag([scale, scale, 1.0])
    box = map_box((min(x0), min(y0), max(x1), max(y1)), matrix, width, height)
    return TruthWord(text=word.text, box=box)


def _ink(run: Run, x: float, baseline: float) -> tuple[float, float, float, float]:
    style = run.style
    left, top, right, bottom = font(style.family, style.bold, style.italic, 1000).getbbox(run.text, anchor="ls")
    unit = style.size / 1000
    return x + left * unit, baseline + top * unit, x + right * unit, baseline + bottom * unit
