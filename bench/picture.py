"""A picture of the results: accuracy against CPU cost, one dot a way, one colour a set. SVG, without any library.

Both axes are logarithmic: half the cost or half the errors is the same step everywhere. Better is down and left.
"""

import math
from collections.abc import Sequence
from html import escape

from bench.results import OfSet

_WIDTH, _HEIGHT = 760, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 20, 46, 48
_COLOURS = ("#0b6bcb", "#c2410c", "#15803d", "#7c3aed", "#a16207", "#be185d")
_TICKS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
_LEAST = 0.03
"""Per cent; no errors at all cannot be drawn on such an axis."""

Point = tuple[str, float, float]


def picture(sets: Sequence[OfSet]) -> str:
    """The SVG of all sets; empty axes if nothing was both timed and scored."""
    series = [(one.name, _points(one)) for one in sets]
    every = [point for _, points in series for point in points]
    across, down = _axis([x for _, x, _ in every]), _axis([y for _, _, y in every])
    drawn = [_grid(across, down)]
    for number, (name, points) in enumerate(series):
        drawn.append(_series(name, points, number, across, down))
    style = "font: 12px system-ui, sans-serif"
    frame = f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
    box = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img"'
    title = "<title>Characters wrong against CPU seconds a page</title>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} style="{style}">\n{title}{frame}\n'
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


# -------------------------------------------------------------------------------------------------------------------


def _points(one: OfSet) -> list[Point]:
    scored = [(way, way.counts) for way in one.ways if way.counts is not None]
    return [(way.name, way.cpu, max(counts.cer * 100, _LEAST)) for way, counts in scored]


def _axis(values: Sequence[float]) -> tuple[float, float]:
    """The logarithms of the ticks around the values."""
    low, high = min(values, default=1.0), max(values, default=1.0)
    below = max((t for t in _TICKS if t < low), default=_LEAST * 0.8)
    above = min((t for t in _TICKS if t > high), default=100.0)
    return math.log(below), math.log(above)


def _x(value: float, axis: tuple[float, float]) -> float:
    return _LEFT + (math.log(value) - axis[0]) / (axis[1] - axis[0]) * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, axis: tuple[float, float]) -> float:
    return _HEIGHT - _BOTTOM - (math.log(value) - axis[0]) / (axis[1] - axis[0]) * (_HEIGHT - _TOP - _BOTTOM)


def _grid(across: tuple[float, float], down: tuple[float, float]) -> str:
    foot, out = _HEIGHT - _BOTTOM, []
    for tick in _TICKS:
        if across[0] - 1e-9 <= math.log(tick) <= across[1] + 1e-9:
            x = _x(tick, across)
            out.append(
                f'<path d="M{x:.1f} {_TOP}V{foot}" stroke="#e5e7eb"/>' + _text(x, foot + 17, f"{tick:g}", "middle")
            )
        if down[0] - 1e-9 <= math.log(tick) <= down[1] + 1e-9:
            y = _y(tick, down)
            out.append(
                f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#e5e7eb"/>'
                + _text(_LEFT - 6, y + 4, f"{tick:g}", "end")
            )
    out.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, "CPU seconds a page", "middle"))
    out.append(_text(6, _TOP - 8, "characters wrong, %", "start"))
    return "\n".join(out)


def _series(
    name: str, points: Sequence[Point], number: int, across: tuple[float, float], down: tuple[float, float]
) -> str:
    colour = _COLOURS[number % len(_COLOURS)]
    key = _LEFT + 170 * number
    out = [f'<circle cx="{key}" cy="16" r="5" fill="{colour}"/>' + _text(key + 10, 20, name, "start")]
    for way, cpu, wrong in points:
        x, y = _x(cpu, across), _y(wrong, down)
        right = x > _WIDTH * 0.7
        label = _text(x - 8 if right else x + 8, y + 4, way, "end" if right else "start")
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>{label}')
    return "\n".join(out)


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#374151">{escape(said)}</text>'
