"""Strings of digits as a pen writes them, a rubber stamp prints them, or the printer does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from digit_net.glyphs import Font, Mask, Sources
from digit_net.paste import put
from digit_net.printed import LINE, UP, Press
from digit_net.strokes import draw, new_hand

_CAPITAL = 0.57
"""Height of a printed digit, in line heights."""


@dataclass(frozen=True, kw_only=True)
class Strip:
    """Digits side by side."""

    mask: Mask
    rise: int
    """Rows above the baseline of the print."""
    print: bool
    """Whether the printer put them there."""
    centres: tuple[float, ...]
    """Where each digit's middle is, as a share of the strip's width."""


def printed(digits: str, press: Press, face: int) -> Strip:
    """Digits in the type of the line."""
    count = len(digits)
    return Strip(
        mask=press.piece(digits, face), rise=UP, print=True, centres=tuple((n + 0.5) / count for n in range(count))
    )


def stamped(digits: str, sources: Sources, chance: np.random.Generator) -> Strip:
    """Digits of a numbering machine or a rubber stamp: of one size, worn ink."""
    font = sources.stamps[int(chance.integers(len(sources.stamps)))]
    high = LINE * chance.uniform(0.45, 1.0)
    wide = chance.uniform(0.75, 1.2)
    glyphs = [_sized(font.digits[int(digit)], high, wide) for digit in digits]
    row, centres = _joined(glyphs, [0.0] * len(glyphs), chance.uniform(0.04, 0.28) * high, chance)
    strip = _turned(row, chance, slant=0.03)
    worn = cv2.resize(chance.random((9, 3 + 4 * len(digits)), dtype=np.float32), strip.shape[::-1])
    faded = strip * (1 - np.float32(chance.uniform(0, 0.55)) * worn)
    rise = int(strip.shape[0] - (strip.shape[0] - _CAPITAL * LINE) * chance.uniform(0.2, 0.9))
    return Strip(mask=faded.astype(np.uint8), rise=rise, print=False, centres=centres)


def written(digits: str, sources: Sources, chance: np.random.Generator) -> Strip:
    """Digits in one hand: strokes of a pen, mnist's, or a font's."""
    high = LINE * float(np.clip(chance.normal(0.80, 0.17), 0.45, 1.3))
    source = chance.random() if sources.written else 0.0
    if source < 0.38 and not sources.held:
        glyphs, drops = _strokes(digits, high, chance)
    elif source < 0.62:
        glyphs, drops = _of_mnist(digits, high, sources.written, chance, held=sources.held)
    else:
        glyphs, drops = _of_font(
            digits, high, sources.fonts[int(chance.integers(len(sources.fonts)))], chance, held=sources.held
        )
    drops = [drop + float(chance.normal(0, 0.04)) * high for drop in drops]
    spread = chance.normal(0.07, 0.08) * high
    row, centres = _joined(glyphs, drops, spread, chance)
    strip = _turned(row, chance, slant=0.22)
    rise = int(high * 1.0 + LINE * chance.normal(0.02, 0.09) + (strip.shape[0] - high) * 0.5)
    return Strip(mask=strip, rise=rise, print=False, centres=centres)


# -------------------------------------------------------------------------------------------------------------------


def _strokes(digits: str, high: float, chance: np.random.Generator) -> tuple[list[Mask], list[float]]:
    hand = new_hand(chance)
    thick = float(np.clip(chance.normal(0.095, 0.035), 0.045, 0.2)) * LINE
    glyphs = [draw(hand, int(digit), high * chance.uniform(0.88, 1.1), thick, chance) for digit in digits]
    return [_squeezed(glyph, chance.uniform(0.85, 1.1)) for glyph in glyphs], [0.0] * len(glyphs)


def _of_mnist(
    digits: str, high: float, known: Sequence[Sequence[Mask]], chance: np.random.Generator, *, held: bool
) -> tuple[list[Mask], list[float]]:
    """Neighbours in the package's order; the American 7 and 1 get the bar and the hook that they have here."""
    place, wide, glyphs = chance.random(), chance.uniform(0.75, 1.1), []
    thin = chance.uniform(55, 135)
    barred, hooked = chance.random() < 0.55, chance.random() < 0.5
    for digit in digits:
        row = known[int(digit)]
        at = int(np.clip(place * len(row) + chance.normal(0, 12), 0, len(row) - 1))
        big = cv2.resize(row[at], (112, 112), interpolation=cv2.INTER_CUBIC)
        soft = cv2.GaussianBlur(big, (0, 0), 2.5).astype(np.float32)
        ink = np.clip((soft - thin) * 6 + 128, 0, 255).astype(np.uint8)
        x, y, width, height = cv2.boundingRect((ink > 90).astype(np.uint8))
        glyph = ink[y : y + height, x : x + width] if height > 30 else big
        thick = int(chance.integers(5, 10))
        if digit == "7" and barred:
            glyph = _barred(glyph, thick, chance)
        if digit == "1" and hooked and glyph.shape[1] < 60:
            glyph = _hooked(glyph, thick, chance)
        glyph = glyph if held else _unlike(glyph, chance)
        glyphs.append(_sized(glyph, high * chance.uniform(0.92, 1.06), wide))
    return glyphs, [0.0] * len(glyphs)


def _barred(glyph: Mask, thick: int, chance: np.random.Generator) -> Mask:
    height, width = glyph.shape
    row = int(height * chance.uniform(0.42, 0.6))
    inked = np.flatnonzero(glyph[row] > 128)
    middle = int(inked.mean()) if len(inked) else width // 2
    reach = int(chance.uniform(14, 28))
    out = cv2.copyMakeBorder(glyph, 0, 0, 20, 20, cv2.BORDER_CONSTANT)
    tilt = int(chance.integers(-5, 4))
    cv2.line(out, (20 + middle - reach, row), (20 + middle + reach, row + tilt), 255, thick, cv2.LINE_AA)
    return _cut(out)


def _hooked(glyph: Mask, thick: int, chance: np.random.Generator) -> Mask:
    rows = np.flatnonzero(glyph.max(axis=1) > 128)
    top = int(rows[0]) if len(rows) else 0
    inked = np.flatnonzero(glyph[min(top + 3, len(glyph) - 1)] > 128)
    x = int(inked.mean()) if len(inked) else glyph.shape[1] // 2
    out = cv2.copyMakeBorder(glyph, 4, 4, 60, 10, cv2.BORDER_CONSTANT)
    back, down = int(chance.uniform(14, 52)), int(chance.uniform(18, 70))
    cv2.line(out, (60 + x, top + 6), (60 + x - back, top + 6 + down), 255, thick, cv2.LINE_AA)
    return _cut(out)


def _cut(mask: Mask) -> Mask:
    x, y, width, height = cv2.boundingRect(mask)
    return mask[y : y + height, x : x + width]


def _of_font(
    digits: str, high: float, font: Font, chance: np.random.Generator, *, held: bool
) -> tuple[list[Mask], list[float]]:
    tallest = max(glyph.shape[0] for glyph in font.digits)
    scale, wide, bold = high / tallest, chance.uniform(0.8, 1.15), chance.random()
    glyphs, drops = [], []
    for digit in digits:
        glyph = font.digits[int(digit)] if held else _unlike(font.digits[int(digit)], chance)
        if bold < 0.25:
            glyph = np.asarray(cv2.erode(glyph, np.ones((2, 2), np.uint8)))
        elif bold > 0.75:
            glyph = np.asarray(cv2.dilate(glyph, np.ones((3, 3), np.uint8)))
        glyphs.append(_sized(glyph, glyph.shape[0] * scale, wide))
        drops.append(font.below[int(digit)] * scale)
    return glyphs, drops


def _unlike(glyph: Mask, chance: np.random.Generator) -> Mask:
    """A glyph bent as another hand would have it, for hands to train on; those held out stay as they are."""
    height, width = glyph.shape
    if chance.random() < 0.35 or min(height, width) < 4:
        return glyph
    pad, strength = height // 6, float(chance.uniform(0.02, 0.07)) * height
    bend = np.asarray(cv2.resize(chance.normal(0, strength, (4, 3, 2)).astype(np.float32), (width, height)))
    lean, climb = chance.normal(0, 0.1), chance.normal(0, 0.06)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    x = columns + bend[..., 0] + np.float32(lean) * (rows - height / 2)
    y = rows + bend[..., 1] + np.float32(climb) * (columns - width / 2)
    sheet = cv2.copyMakeBorder(glyph, pad, pad, pad, pad, cv2.BORDER_CONSTANT)
    wide = [cv2.copyMakeBorder(part, pad, pad, pad, pad, cv2.BORDER_REPLICATE) for part in (x - columns, y - rows)]
    down, across = np.mgrid[0 : height + 2 * pad, 0 : width + 2 * pad].astype(np.float32)
    return _cut(np.asarray(cv2.remap(sheet, across + wide[0], down + wide[1], cv2.INTER_LINEAR), np.uint8))


def _sized(glyph: Mask, high: float, wide: float) -> Mask:
    scale = high / glyph.shape[0]
    size = max(2, round(glyph.shape[1] * scale * wide)), max(2, round(high))
    return np.asarray(cv2.resize(glyph, size, interpolation=cv2.INTER_AREA), np.uint8)


def _squeezed(glyph: Mask, wide: float) -> Mask:
    size = max(2, round(glyph.shape[1] * wide)), glyph.shape[0]
    return np.asarray(cv2.resize(glyph, size, interpolation=cv2.INTER_AREA), np.uint8)


def _joined(
    glyphs: Sequence[Mask], drops: Sequence[float], spread: float, chance: np.random.Generator
) -> tuple[Mask, tuple[float, ...]]:
    """The glyphs side by side on one baseline, and their middles; ``drops``: how far each reaches below it."""
    tallest = max(glyph.shape[0] for glyph in glyphs)
    lowest = round(max(0.0, *drops)) if drops else 0
    base = 2 * tallest
    sheet = np.zeros((base + lowest + tallest, sum(g.shape[1] + abs(int(spread)) + 12 for g in glyphs) + 8), np.uint8)
    x, middles = 0, []
    for glyph, drop in zip(glyphs, drops, strict=True):
        put(sheet, glyph, x, base - glyph.shape[0] + round(drop))
        middles.append(x + glyph.shape[1] / 2)
        x += max(3, glyph.shape[1] + round(spread + chance.normal(0, 0.03) * tallest))
    row = _cut(sheet)
    return row, tuple(middle / row.shape[1] for middle in middles)


def _turned(strip: Mask, chance: np.random.Generator, *, slant: float) -> Mask:
    """Slanted, and climbing or falling a little."""
    lean, climb = float(chance.normal(slant / 2, slant)), float(chance.normal(0, 0.035))
    height, width = strip.shape
    pad = int(abs(lean) * height + abs(climb) * width) + 3
    matrix: Any = np.array([[1, -lean, pad / 2 + lean * height / 2], [-climb, 1, pad / 2 + climb * width / 2]])
    out = cv2.warpAffine(strip, matrix, (width + pad, height + pad))
    return _cut(np.asarray(out, np.uint8))
