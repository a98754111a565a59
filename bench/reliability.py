"""Whether confidences mean something: the expected calibration error, and the reliability diagram as an SVG picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

EDGES = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.94, 0.96, 0.98, 1.0)
_SIZE, _MARGIN = 360, 46


@dataclass(frozen=True, kw_only=True)
class Said:
    """A value with what was said of it and whether it is right."""

    confidence: float
    right: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """Values of like confidence: how many, their mean confidence, their share that is right."""

    values: int
    said: float
    right: float


def groups(values: Sequence[Said]) -> tuple[Group, ...]:
    """The values by confidence; empty groups are left out."""
    found = []
    for low, high in pairwise(EDGES):
        own = [one for one in values if low <= one.confidence < high or one.confidence == high == EDGES[-1]]
        if own:
            said, right = sum(one.confidence for one in own), sum(one.right for one in own)
            found.append(Group(values=len(own), said=said / len(own), right=right / len(own)))
    return tuple(found)


def calibration_error(values: Sequence[Said]) -> float:
    """How far confidence and share of right values are apart, averaged over values."""
    total = sum(group.values for group in groups(values))
    return sum(group.values * abs(group.said - group.right) for group in groups(values)) / total if total else 0.0


def diagram(values: Sequence[Said]) -> str:
    """An SVG picture: a dot a group, its area by its number of values; the diagonal is perfect calibration."""
    dots = "".join(
        f'<circle cx="{_x(one.said):.1f}" cy="{_y(one.right):.1f}" r="{3 + one.values**0.5 / 2:.1f}" fill="#1a5fb4"'
        f' fill-opacity="0.6"><title>{one.values}: {one.said:.3f} → {one.right:.3f}</title></circle>'
        for one in groups(values)
    )
    ticks = "".join(
        f'<text x="{_x(at):.0f}" y="{_SIZE - 24}" text-anchor="middle">{at:.1f}</text>'
        f'<text x="{_MARGIN - 8}" y="{_y(at) + 4:.0f}" text-anchor="end">{at:.1f}</text>'
        for at in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    frame = f'x="{_MARGIN}" y="14" width="{_x(1) - _MARGIN:.0f}" height="{_y(0) - 14:.0f}"'
    ends = f'x1="{_x(0):.0f}" y1="{_y(0):.0f}" x2="{_x(1):.0f}" y2="{_y(1):.0f}"'
    middle = _SIZE / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}" font-family="sans-serif"'
        f' font-size="11"><rect {frame} fill="none" stroke="#999"/><line {ends} stroke="#999" stroke-dasharray="4 3"/>'
        f'{ticks}{dots}<text x="{middle}" y="{_SIZE - 6}" text-anchor="middle">confidence said</text>'
        f'<text x="12" y="{middle}" text-anchor="middle" transform="rotate(-90 12 {middle})">share right</text></svg>\n'
    )


def _x(value: float) -> float:
    return _MARGIN + value * (_SIZE - _MARGIN - 14)


def _y(value: float) -> float:
    return 14 + (1 - value) * (_SIZE - _MARGIN - 14)
