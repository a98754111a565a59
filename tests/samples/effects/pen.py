"""Writing by hand, drawn as strokes: digits of a document number or a date, and signatures."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Points = list[tuple[float, float]]
_DIGITS: dict[str, tuple[Points, ...]] = {
    "0": ([(0.5, 1), (0.15, 0.75), (0.12, 0.3), (0.45, 0.0), (0.85, 0.3), (0.85, 0.75), (0.5, 1.0), (0.4, 0.96)],),
    "1": ([(0.25, 0.72), (0.58, 1.0), (0.5, 0.5), (0.45, 0.0)],),
    "2": ([(0.15, 0.75), (0.45, 1.0), (0.8, 0.75), (0.5, 0.35), (0.1, 0.02), (0.5, 0.06), (0.92, 0.03)],),
    "3": ([(0.18, 0.9), (0.55, 1.0), (0.75, 0.76), (0.4, 0.54), (0.82, 0.3), (0.5, 0.0), (0.1, 0.12)],),
    "4": (
        [(0.55, 1.0), (0.3, 0.65), (0.08, 0.34), (0.5, 0.36), (0.95, 0.38)],
        [(0.66, 0.62), (0.6, 0.3), (0.55, -0.05)],
    ),
    "5": ([(0.28, 0.98), (0.22, 0.56), (0.6, 0.6), (0.82, 0.3), (0.5, 0.0), (0.1, 0.1)], [(0.28, 0.97), (0.85, 1.0)]),
    "6": ([(0.7, 1.0), (0.32, 0.7), (0.14, 0.28), (0.45, 0.0), (0.8, 0.25), (0.5, 0.5), (0.18, 0.3)],),
    "7": ([(0.12, 0.93), (0.5, 0.96), (0.88, 0.98), (0.6, 0.5), (0.38, 0.0)], [(0.3, 0.48), (0.78, 0.52)]),
    "8": ([(0.72, 0.86), (0.4, 1.0), (0.26, 0.72), (0.74, 0.32), (0.45, 0.0), (0.2, 0.26), (0.62, 0.6), (0.74, 0.86)],),
    "9": ([(0.78, 0.72), (0.45, 0.52), (0.2, 0.76), (0.5, 1.0), (0.8, 0.8), (0.72, 0.4), (0.5, -0.05)],),
}
_ADVANCE = 0.56
_HEIGHT = 0.82
_OVERSAMPLE = 3


def digits_width(text: str, size: float) -> float:
    """The width of ``text`` written by hand, in the unit of ``size``; a handwritten digit is 0.56 em wide."""
    return len(text) * _ADVANCE * size


def write_digits(
    image: Image.Image,
    text: str,
    x: float,
    baseline: float,
    size: float,
    colour: tuple[int, int, int],
    rng: np.random.Generator,
) -> tuple[float, float, float, float]:
    """Writes digits on ``image`` and gives the box around their ink, all in pixels."""
    draw, ink = ImageDraw.Draw(image), []
    for position, digit in enumerate(text):
        left = x + (position + 0.08) * _ADVANCE * size
        lift = rng.uniform(-0.04, 0.06) * size
        for stroke in _DIGITS[digit]:
            shaken = [(px + rng.normal(0, 0.03), py + rng.normal(0, 0.03)) for px, py in stroke]
            curve = [
                (left + (px + 0.16 * py) * _ADVANCE * 0.8 * size, baseline - lift - py * _HEIGHT * size)
                for px, py in _spline(shaken)
            ]
            draw.line(curve, fill=colour, width=max(1, round(size * 0.075)), joint="curve")
            ink += curve
    half = size * 0.04
    xs, ys = [p[0] for p in ink], [p[1] for p in ink]
    return min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half


def signature(width: int, height: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """How much ink lies where (0 to 1), an array of ``height`` rows: a looping squiggle and a flourish."""
    image = Image.new("L", (width * _OVERSAMPLE, height * _OVERSAMPLE), 0)
    draw, curve = ImageDraw.Draw(image), _squiggle(rng)
    scaled = [(x * image.width, y * image.height) for x, y in curve]
    for number, (start, end) in enumerate(pairwise(scaled)):
        pressure = 0.016 + 0.01 * np.sin(number / 11)
        draw.line([start, end], fill=235, width=max(2, round(image.height * pressure)))
    small = image.resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(small, dtype=np.float32) / np.float32(255)


def _squiggle(rng: np.random.Generator) -> Points:
    """A tall capital, loops that grow smaller, and a stroke back under them."""
    time = np.linspace(0, 1, 160)
    loops, height = rng.uniform(3.5, 5.5), rng.uniform(0.2, 0.3)
    phase = 2 * np.pi * loops * time
    x = 0.2 + 0.5 * time - rng.uniform(0.04, 0.07) * np.sin(phase + 0.6)
    y = 0.52 - height * (1.15 - 0.75 * time) * np.cos(phase) + 0.06 * np.sin(2.3 * phase)
    capital = _spline([(0.05, 0.5), (0.1, 0.12), (0.19, 0.04), (0.13, 0.6), (0.08, 0.93), (float(x[0]), float(y[0]))])
    under = [(float(x[-1]), float(y[-1])), (0.78, 0.3), (0.6, 0.72), (0.3, rng.uniform(0.72, 0.86)), (0.97, 0.5)]
    return [*capital, *zip(x.tolist(), y.tolist(), strict=True), *_spline(under)]


def _spline(points: Points, steps: int = 14) -> Points:
    """A Catmull-Rom curve through ``points``."""
    ends = [points[0], *points, points[-1]]
    curve: Points = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for t in np.linspace(0, 1, steps):
            curve.append((_catmull_rom(a[0], b[0], c[0], d[0], t), _catmull_rom(a[1], b[1], c[1], d[1], t)))
    return curve


def _catmull_rom(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
