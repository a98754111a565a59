"""Prints a sheet as pixels: black on white, with the box of every word's ink."""

import numpy as np
from PIL import Image, ImageDraw

from tests.samples.effects.geometry import Corners
from tests.samples.effects.paper import Picture
from tests.samples.effects.pen import digits_width, write_digits
from tests.samples.fonts import font
from tests.samples.sheet import PlacedWord, Polygon, Rect, Run, Sheet


def raster(sheet: Sheet, dpi: float, rng: np.random.Generator) -> tuple[Picture, list[Corners]]:
    """The sheet at ``dpi`` and, word by word in reading order, the box of its ink in those pixels."""
    scale = dpi / 72
    image = Image.new("RGB", (round(sheet.width * scale), round(sheet.height * scale)), "white")
    draw = ImageDraw.Draw(image)
    for shape in sheet.shapes:
        _shape(draw, shape, scale)
    boxes = [_word(image, draw, word, scale, rng) for word in sheet.words]
    return np.asarray(image, dtype=np.float32), boxes


def _shape(draw: ImageDraw.ImageDraw, shape: Rect | Polygon, scale: float) -> None:
    if isinstance(shape, Polygon):
        draw.polygon([(x * scale, y * scale) for x, y in shape.points], fill=shape.fill)
        return
    x0, y0 = shape.x * scale, shape.y * scale
    corners = (x0, y0, max(x0, x0 + shape.width * scale - 1), max(y0, y0 + shape.height * scale - 1))
    draw.rectangle(corners, fill=shape.fill, outline=shape.frame, width=max(1, round(shape.frame_width * scale)))


def _word(
    image: Image.Image, draw: ImageDraw.ImageDraw, word: PlacedWord, scale: float, rng: np.random.Generator
) -> Corners:
    x, baseline, boxes = word.x * scale, word.baseline * scale, []
    for run in word.runs:
        box, advance = _run(image, draw, run, x, baseline, scale, rng)
        boxes.append(box)
        x += advance
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _run(
    image: Image.Image,
    draw: ImageDraw.ImageDraw,
    run: Run,
    x: float,
    baseline: float,
    scale: float,
    rng: np.random.Generator,
) -> tuple[Corners, float]:
    style, pixels = run.style, run.style.size * scale
    if style.family == "pen":
        box = write_digits(image, run.text, x, baseline, pixels, style.colour, rng)
        return box, digits_width(run.text, pixels)
    letters = font(style.family, style.bold, style.italic, pixels)
    draw.text((x, baseline), run.text, font=letters, fill=style.colour, anchor="ls")
    left, top, right, bottom = letters.getbbox(run.text, anchor="ls")
    return (x + left, baseline + top, x + right, baseline + bottom), letters.getlength(run.text)
