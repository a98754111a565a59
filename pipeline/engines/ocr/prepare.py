"""Makes the copy of a page that is read, and maps what is found back onto the page. The page stays as it is.

What the copy goes through, each measured on Vietnamese print (characters wrong, before → after): the red channel
(stamps over text, 17 % → 0.2 %), a resolution no higher than 200 dpi (for Tesseract 150: more costs it twice the
time and reads worse), background flattening (2.2 % → 0.9 % on photographed and copied pages, nothing lost on clean
scans), deskewing (2.6 % → 2.2 %). Not worth it: thresholding before Tesseract does, median filters (they eat
diacritics), sharpening.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.ink import reading_grey
from pipeline.engines.ocr.light_print import with_light_print
from pipeline.engines.ocr.options import Options
from pipeline.engines.ocr.stamps import FoundStamp, StampsAndText, find_stamps
from pipeline.engines.sheet import PageImage
from schemas.page import Box

READ_DPI = 200.0
"""Resolution of the copy where the page has that much; a page that has less is never enlarged."""
_SKEW_DPI = 75.0
_MAX_SKEW = 6.0
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
_COARSE, _FINE = 0.5, 0.1
_LEAST_SKEW = 0.15
"""Degrees: less than this, the smear of turning the copy costs more than straight lines gain."""
_MAX_POINTS = 60_000
_PAPER_MM = 4.0
"""Size of a patch that surely holds some paper: wider than any stroke, narrower than most shadows."""


_DARKEST = 0.3
"""Per cent of the page's pixels that are surely ink where there is print."""
_DARK = 160.0
"""Levels below paper that ink has where it is as dark as print is."""
_MOST_GAIN = 4.0
_PAPER_SHARE = 0.5
"""Part of the paper's brightness below which something is no paper in the shade."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bend:
    """How lines still lean after the page was turned: slope = level + across · x + along · y, in pixels of the copy."""

    level: float
    across: float
    along: float
    centre: float
    """The column that stays where it is."""

    def down(self, x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
        """How far below a point of the straightened copy its ink was before, in pixels."""
        off = x - self.centre
        return np.asarray((self.level + self.along * y) * off + self.across * (x**2 - self.centre**2) / 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """The copy to read."""

    pixels: NDArray[np.uint8]
    dpi: float
    skew: float
    """Degrees the text leans on the page, counter-clockwise positive; the copy is level."""
    to_page: NDArray[np.float64]
    """2 × 3 affine matrix from points of the copy to points of the upright page."""
    width: int
    height: int
    """The upright page's own size in pixels."""
    stamps: tuple[FoundStamp, ...] = ()
    """Stamps on the upright page, in its own pixels; their ink has the pixels of the image that was given."""
    gain: float = 1.0
    """How many times darker faint print was made."""
    bend: Bend | None = None
    """How the copy was straightened besides, before which ``to_page`` holds."""

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The smallest upright box on the page around a box of the copy; at least a pixel, inside the page."""
        corners = np.array([(x0, y0, 1), (x1, y0, 1), (x0, y1, 1), (x1, y1, 1)], dtype=np.float64).T
        if self.bend is not None:
            corners[1] += self.bend.down(corners[0], corners[1])
        points = self.to_page @ corners
        left = min(max(int(np.floor(points[0].min() + 1e-6)), 0), self.width - 1)
        top = min(max(int(np.floor(points[1].min() + 1e-6)), 0), self.height - 1)
        right = min(max(int(np.ceil(points[0].max() - 1e-6)), left + 1), self.width)
        bottom = min(max(int(np.ceil(points[1].max() - 1e-6)), top + 1), self.height)
        return Box(x0=left, y0=top, x1=right, y1=bottom)


def prepare(page: PageImage, *, rotation: int = 0, dpi: float = READ_DPI, options: Options | None = None) -> Prepared:
    """The copy of ``page`` to read, after turning it ``rotation`` degrees clockwise (0, 90, 180 or 270)."""
    cv2.setNumThreads(0)  # its threads do not survive a fork
    steps = options or Options()
    pixels = _turned(np.asarray(page.image, dtype=np.uint8), rotation)
    ink = find_stamps(pixels, dpi=page.dpi * page.image.width / page.width) if pixels.ndim == 3 else StampsAndText()
    grey = reading_grey(pixels, dpi=page.dpi, ink=ink) if steps.red else _luminance(pixels)
    width, height = (page.width, page.height) if rotation % 180 == 0 else (page.height, page.width)
    grey = _shrunk(grey, dpi / page.dpi * width / grey.shape[1])
    dpi = page.dpi * grey.shape[1] / width
    grey = with_light_print(grey, pixels, dpi) if steps.flatten else grey
    grey, gain = _strengthened(_flattened(grey, dpi)) if steps.flatten else (grey, 1.0)
    skew = _skew(grey, dpi) if steps.deskew else 0.0
    level, back = _levelled(grey, skew)
    scale = np.array([[width / grey.shape[1]], [height / grey.shape[0]]])
    return Prepared(
        pixels=level, dpi=dpi, skew=skew, to_page=scale * back, width=width, height=height,
        stamps=_on_page(ink.stamps, width / pixels.shape[1]), gain=gain,
    )  # fmt: skip


# -------------------------------------------------------------------------------------------------------------------


def _turned(pixels: NDArray[np.uint8], rotation: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.rotate(pixels, _TURNS[rotation]), dtype=np.uint8) if rotation else pixels


def _on_page(stamps: Sequence[FoundStamp], scale: float) -> tuple[FoundStamp, ...]:
    """The stamps with their boxes in the pixels of the page, of which the image may be a smaller picture."""
    return tuple(
        replace(
            stamp,
            box=Box(
                x0=round(stamp.box.x0 * scale), y0=round(stamp.box.y0 * scale),
                x1=round(stamp.box.x1 * scale), y1=round(stamp.box.y1 * scale),
            ),
        )
        for stamp in stamps
    )  # fmt: skip


def _luminance(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _shrunk(grey: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    if factor > 0.97:
        return grey
    size = max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _flattened(grey: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The page as if its paper were white and evenly lit: divided by an estimate of the paper at each place.

    The estimate is the brightest level around (a closing takes the print away), smoothed; made at a quarter of the
    size, which is as good. What is much darker than the paper (a table below it, a photograph) stays dark: brightened,
    its grain would look like print.
    """
    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    reach = max(3, round(_PAPER_MM / 25.4 * dpi / 4) | 1)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = cv2.blur(cv2.medianBlur(paper, min(reach, 31)), (reach, reach))
    paper = np.maximum(paper, np.uint8(_PAPER_SHARE * np.percentile(paper, 95)))
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255), dtype=np.uint8)


def _strengthened(grey: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Faint print made as dark as other print (a copy of a copy, a printer out of toner), and how many times darker.

    Not more than fourfold, so that an empty page's grain and the back showing through do not become print.
    """
    depth = 255.0 - float(np.percentile(grey[::3, ::3], _DARKEST))
    if depth >= _DARK or depth <= 0:
        return grey, 1.0
    gain = min(_DARK / depth, _MOST_GAIN)
    levels = np.clip(255.0 - (255.0 - np.arange(256)) * gain, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(grey, levels), dtype=np.uint8), gain


def _skew(grey: NDArray[np.uint8], dpi: float) -> float:
    """The angle at which rows of ink and rows of paper differ most, in degrees; 0 if none stands out."""
    small = _shrunk(grey, _SKEW_DPI / dpi)
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    rows, columns = np.nonzero(ink)
    if len(rows) < 500:
        return 0.0
    step = -(-len(rows) // _MAX_POINTS)
    ys, xs = rows[::step].astype(np.float32), columns[::step].astype(np.float32)
    coarse = _best(ys, xs, np.arange(-_MAX_SKEW, _MAX_SKEW + 0.01, _COARSE))
    angle = _best(ys, xs, coarse + np.arange(-_COARSE, _COARSE + 0.01, _FINE))
    clear = _contrast(ys, xs, angle) > 1.05 * _contrast(ys, xs, 0.0)
    return round(angle, 2) if clear and _LEAST_SKEW <= abs(angle) < _MAX_SKEW else 0.0


def _best(ys: NDArray[np.float32], xs: NDArray[np.float32], angles: NDArray[np.float64]) -> float:
    return float(max(angles, key=lambda angle: _contrast(ys, xs, float(angle))))


def _contrast(ys: NDArray[np.float32], xs: NDArray[np.float32], angle: float) -> float:
    """How sharply the ink falls into rows when lines rise by ``angle`` degrees to the right."""
    rows = ys + xs * np.float32(np.tan(np.radians(angle)))
    profile = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return float((np.diff(profile) ** 2).sum())


def _levelled(grey: NDArray[np.uint8], skew: float) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The image turned so that its lines are level, and the matrix back."""
    if skew == 0.0:
        return grey, np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    height, width = grey.shape
    there = cv2.getRotationMatrix2D((width / 2, height / 2), -skew, 1.0)
    level = cv2.warpAffine(grey, there, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(level, dtype=np.uint8), np.asarray(cv2.invertAffineTransform(there), dtype=np.float64)
