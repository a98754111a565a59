"""Puts a page's lines into reading order and into blocks, with trueocr's order net.

The net (``order.onnx``) says for every two lines which comes first and whether they stand in one block, and for every
line what kind of block it is in. Blocks are made by merging what belongs together on average; a single wrong pair can
so not join two columns. Then blocks go by who comes before whom, and lines within a block from top to bottom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p

import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.nets import Nets

_SENTENCE_ENDS = ".!?:;"
_BULLETS = "•-–▪◦*·→"
_SAME_ROW = 0.5
_OVERLAP = 0.5
"""Part of the narrower line's width that two lines share if they stand one above the other."""
_SURELY = 8.0
"""Log odds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Lines that belong together, by their places in the sequence that was given, in reading order."""

    lines: tuple[int, ...]


def reading_order(
    lines: Sequence[LineBox], texts: Sequence[str], width: int, height: int, nets: Nets
) -> tuple[Block, ...]:
    """The blocks of a page in reading order; every line is in exactly one."""
    if len(lines) < 2:
        return tuple(Block(lines=(i,)) for i in range(len(lines)))
    boxes = np.array([(line.x0, line.y0, line.x1, line.y1) for line in lines], np.float32)
    facts = _facts(boxes, texts, width, height)[None]
    mask = np.ones((1, len(lines)), bool)
    first, same = nets.order.run(["a", "same"], {"feats": facts, "mask": mask})
    groups = _untangled(_groups(np.asarray(same[0], np.float64)), boxes)
    ranked = _ranked(groups, np.asarray(first[0], np.float64) + _above(boxes))
    return tuple(Block(lines=tuple(_downwards(group, boxes))) for group in ranked)


# -------------------------------------------------------------------------------------------------------------------


def _facts(boxes: NDArray[np.float32], texts: Sequence[str], width: int, height: int) -> NDArray[np.float32]:
    """What the net is told of each line: ten facts of its place and size, six of its text."""
    x0, y0, x1, y1 = boxes.T
    across, down = np.maximum(x1 - x0, 1e-3), np.maximum(y1 - y0, 1e-3)
    usual = float(np.median(down))
    place = [
        x0 / width, y0 / height, x1 / width, y1 / height, (x0 + x1) / (2 * width), (y0 + y1) / (2 * height),
        across / width, np.log(down / usual), np.log(across / down) / 4, np.full(len(boxes), usual / height * 20),
    ]  # fmt: skip
    said = np.array([_said(text.strip()) for text in texts], np.float32)
    return np.concatenate([np.stack(place, 1), said], 1).astype(np.float32)


def _said(text: str) -> tuple[float, ...]:
    if not text:
        return (0.0,) * 6
    numbered = text[:3].rstrip(".)").isdigit() and len(text) > 3
    return (
        log1p(len(text)) / 5,
        sum(letter.isdigit() for letter in text) / len(text),
        float(text[0] in _BULLETS or numbered),
        float(text.endswith("-")),
        float(text[-1] in _SENTENCE_ENDS),
        float(text[0].isupper()),
    )


def _above(boxes: NDArray[np.float32]) -> NDArray[np.float64]:
    """Evidence for what the net may forget: of two lines that stand one above the other, the upper comes first."""
    x0, y0, x1, y1 = boxes.astype(np.float64).T
    shared = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
    narrower = np.minimum.outer(x1 - x0, x1 - x0)
    over = np.less_equal.outer(y1, (y0 + y1) / 2) & (shared > _OVERLAP * narrower)
    return np.asarray(_SURELY * (over.astype(np.float64) - over.T))


def _groups(same: NDArray[np.float64]) -> list[list[int]]:
    """Merges the two groups whose lines most belong together on average, while that is more likely than not."""
    groups = [[i] for i in range(len(same))]
    sums = same.copy()
    np.fill_diagonal(sums, -np.inf)
    sizes = np.ones(len(same))
    while True:
        means = sums / np.outer(sizes, sizes)
        a, b = sorted(np.unravel_index(int(means.argmax()), means.shape))
        if means[a, b] <= 0 or a == b:
            return [group for group in groups if group]
        groups[a], groups[b] = groups[a] + groups[b], []
        sums[a] += sums[b]
        sums[:, a] += sums[:, b]
        sums[b], sums[:, b], sums[a, a] = -np.inf, -np.inf, -np.inf
        sizes[a] += sizes[b]


def _untangled(groups: list[list[int]], boxes: NDArray[np.float32]) -> list[list[int]]:
    """Groups in one column whose lines alternate are one group: nobody reads every second line first."""
    out: list[list[int]] = []
    for group in sorted(groups, key=lambda g: float(boxes[g, 1].min())):
        tangled = [other for other in out if _alternate(boxes[group], boxes[other])]
        out = [other for other in out if other not in tangled]
        out.append([line for other in (*tangled, group) for line in other])
    return out


def _alternate(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    left, right = max(one[:, 0].min(), other[:, 0].min()), min(one[:, 2].max(), other[:, 2].max())
    narrower = min(np.ptp(one[:, [0, 2]]), np.ptp(other[:, [0, 2]]))
    top, bottom = max(one[:, 1].min(), other[:, 1].min()), min(one[:, 3].max(), other[:, 3].max())
    usual = float(np.median(np.concatenate([one[:, 3] - one[:, 1], other[:, 3] - other[:, 1]])))
    return bool(right - left > _OVERLAP * narrower and bottom - top > _SAME_ROW * usual)


def _ranked(groups: list[list[int]], first: NDArray[np.float64]) -> list[list[int]]:
    """The groups with those that come before most others in front, then improved by moving one at a time."""
    before = np.array([[first[np.ix_(p, q)].mean() if p is not q else 0.0 for q in groups] for p in groups])
    gain = -np.logaddexp(0.0, -before) + np.logaddexp(0.0, before)  # log odds, as evidence for p before q
    gain = (gain - gain.T) / 2
    order = [int(i) for i in np.argsort(-np.tanh(before).sum(1), kind="stable")]
    for _ in range(len(order)):
        moved = _moved(order, gain)
        if moved == order:
            break
        order = moved
    return [groups[i] for i in order]


def _moved(order: list[int], gain: NDArray[np.float64]) -> list[int]:
    """The order after moving each group to where the evidence likes it best."""
    for group in tuple(order):
        rest = [other for other in order if other != group]
        steps = np.cumsum([0.0, *(gain[other, group] - gain[group, other] for other in rest)])
        best = int(steps.argmax())
        if steps[best] > steps[order.index(group)] + log(1 + 1e-6):
            order = [*rest[:best], group, *rest[best:]]
    return order


def _downwards(group: list[int], boxes: NDArray[np.float32]) -> list[int]:
    """Rows from top to bottom, each from left to right; lines whose middles are close make a row."""
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    usual = float(np.median(boxes[group, 3] - boxes[group, 1]))
    rows: list[list[int]] = []
    for line in sorted(group, key=lambda i: (float(middles[i]), i)):
        if rows and middles[line] - middles[rows[-1][0]] < _SAME_ROW * usual:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda i: float(boxes[i, 0]))]
