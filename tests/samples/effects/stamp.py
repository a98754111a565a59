"""The round red seal of an agency: two rings, text along the rim, text in the middle."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from tests.samples.fonts import font

RED = (208, 18, 40)
_OVERSAMPLE = 2


def stamp(diameter: int, rim: str, middle: tuple[str, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """How much red lies where (0 to 1), a square array of ``diameter`` rows: turned a little, worn unevenly."""
    side = diameter * _OVERSAMPLE
    image = Image.new("L", (side, side), 0)
    _rings(image)
    _along_the_rim(image, rim)
    _in_the_middle(image, middle)
    turned = image.rotate(rng.uniform(-14, 14), resample=Image.Resampling.BICUBIC)
    ink = np.asarray(turned.resize((diameter, diameter), Image.Resampling.LANCZOS), dtype=np.float32) / np.float32(255)
    return ink * _wear(diameter, rng)


def _rings(image: Image.Image) -> None:
    draw, side = ImageDraw.Draw(image), image.width
    for radius, width in ((0.49, 0.022), (0.315, 0.01)):
        low, high = side * (0.5 - radius), side * (0.5 + radius)
        draw.ellipse([low, low, high, high], outline=255, width=max(2, round(side * width)))


def _along_the_rim(image: Image.Image, text: str) -> None:
    side = image.width
    letters = font("sans", True, False, side * 0.085)
    span = math.radians(min(300.0, len(text) * 13.5))
    for number, letter in enumerate(text):
        angle = -math.pi / 2 - span / 2 + span * (number + 0.5) / len(text)
        _letter(image, letter, letters, angle, side * 0.395)
    _star(image, math.pi / 2, side * 0.395, side * 0.045)


def _letter(image: Image.Image, letter: str, letters: FreeTypeFont, angle: float, radius: float) -> None:
    side = image.width
    tile = Image.new("L", (round(side * 0.14),) * 2, 0)
    ImageDraw.Draw(tile).text((tile.width / 2, tile.height / 2), letter, font=letters, fill=255, anchor="mm")
    tile = tile.rotate(-math.degrees(angle) - 90, resample=Image.Resampling.BICUBIC)
    x, y = side / 2 + radius * math.cos(angle), side / 2 + radius * math.sin(angle)
    image.paste(255, (round(x - tile.width / 2), round(y - tile.height / 2)), tile)


def _star(image: Image.Image, angle: float, radius: float, size: float) -> None:
    x, y = image.width / 2 + radius * math.cos(angle), image.width / 2 + radius * math.sin(angle)
    corners = [
        (x + r * math.cos(a), y + r * math.sin(a))
        for k in range(10)
        for a, r in [(-math.pi / 2 + k * math.pi / 5, size if k % 2 == 0 else size * 0.4)]
    ]
    ImageDraw.Draw(image).polygon(corners, fill=255)


def _in_the_middle(image: Image.Image, lines: tuple[str, ...]) -> None:
    draw, side = ImageDraw.Draw(image), image.width
    letters = font("sans", True, False, side * (0.115 if max(map(len, lines)) < 9 else 0.085))
    for number, line in enumerate(lines):
        y = side * (0.5 + (number - (len(lines) - 1) / 2) * 0.135)
        draw.text((side / 2, y), line, font=letters, fill=255, anchor="mm")


def _wear(side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Less ink in broad patches and in fine grain."""
    coarse = cv2.resize(rng.random((7, 7), dtype=np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(rng.random((side, side), dtype=np.float32), (0, 0), 1.1)
    worn = np.clip(0.62 + 0.45 * coarse + 1.3 * (fine - 0.5), 0, 1) * 0.95
    return worn.astype(np.float32)
