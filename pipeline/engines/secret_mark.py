"""Finds marks of state secrecy on a page's picture, before anything that was read of it is kept.

A mark is MẬT, TỐI MẬT or TUYỆT MẬT in a frame (Decree 30/2020, Annex I, box 10a), stamped in red, or black on a copy;
or such a word in red ink by itself. Frames and rows of red ink are found, turned level, and the words in them compared
with the three marks by the line net (or read by Tesseract where there is no net). Recall comes first: what may be a
mark is one, a person decides. Marks printed without a frame in black are the text gate's
(`pipeline.stages.reader.gating.secret`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.coloured_ink import find_coloured_ink
from pipeline.engines.ocr.frames import DPI, PX_PER_MM, Frame, find_frames
from pipeline.engines.ocr.kit import Kit
from pipeline.engines.secret_words import mark_in
from pipeline.engines.sheet import PageImage
from schemas.page import Box

_MOST = 48
"""Frames and rows that are looked at: a page with more is a table or a poster; those highest on the page come first."""
_TINT = 45
_ROW_MM = (10.0, 75.0), (2.6, 16.0)
_UPPER = 0.6
"""Part of the page in which a mark across print is looked for, too: it belongs under the number."""
_BESIDE_MM, _SOLID = 1.6, 0.7
"""How far beside a frame paper is looked for, and the share of ink there from which it stands in a ground."""
_GROUND = 0.8
"""Part of paper's light below which something is print or a ground of colour."""
_Grey = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True)
class SecretMark:
    """A mark on the page."""

    mark: str
    """MẬT, TỐI MẬT or TUYỆT MẬT."""
    box: Box
    """In the pixels of the upright page."""
    confidence: float


def find_secret_marks(page: PageImage, kit: Kit, *, seconds: float = 30.0) -> tuple[SecretMark, ...]:
    """The marks on a page, which may lie in any of the four ways or lean.

    Takes: the page as shown, and the kit it will be read with. Gives: the marks, the surest first; none
    for nearly every page.

    Raises:
        EngineFailed (or a class below it), EngineMissing: Tesseract fails, where it is the only reader.
    """
    cv2.setNumThreads(0)  # its threads do not survive a fork
    pixels = _shrunk(np.asarray(page.image), page)
    found = []
    for frame, grey, framed in _candidates(pixels):
        crop = _level(grey, frame, framed=framed)
        across = frame.y < _UPPER * pixels.shape[0]
        mark = mark_in(crop, kit, across_print=across, seconds=seconds) if crop is not None else None
        if mark is not None:
            scale = page.width / pixels.shape[1]
            found.append(SecretMark(mark=mark[0], box=_box(frame, scale, page), confidence=round(mark[1], 3)))
    return tuple(sorted(found, key=lambda mark: -mark.confidence))


# --- where to look -------------------------------------------------------------------------------------------------


def _shrunk(pixels: _Grey, page: PageImage) -> _Grey:
    factor = DPI / (page.dpi * pixels.shape[1] / page.width)
    size = max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor))
    kind = cv2.INTER_AREA if factor < 0.6 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=kind), np.uint8)


def _candidates(pixels: _Grey) -> Iterator[tuple[Frame, _Grey, bool]]:
    """Frames and rows of red ink, with the picture in which their letters are dark; whether there is a frame to cut."""
    if pixels.ndim == 3 and find_coloured_ink(pixels, dpi=DPI) is not None:
        for alone, red in ((_alone(pixels, 0), True), (_alone(pixels, 2), False)):
            ink = np.asarray(alone < 255 - _TINT, np.uint8)
            for frame in _highest(_on_paper(find_frames(ink, strokes=False), ink)):
                yield frame, alone, True
            for frame in _highest(_rows(ink)) if red else ():
                yield frame, alone, False
    dark = pixels if pixels.ndim == 2 else np.asarray(pixels[..., 1])  # red and blue ink are dark in green light
    ground = np.asarray(dark < _GROUND * np.percentile(dark[::4, ::4], 90), np.uint8)
    for frame in _highest(_on_paper(find_frames(_dark_ink(dark), strokes=True), ground)):
        yield frame, dark, True


def _on_paper(frames: list[Frame], ink: _Grey) -> list[Frame]:
    """Those around which there is paper or print: a rectangle cut out of a ground of colour is a letter's counter."""
    height, width = ink.shape
    kept = []
    for frame in frames:
        more = 2 * _BESIDE_MM * PX_PER_MM
        corners = replace(frame, width=frame.width + more, height=frame.height + more).corners()
        points = np.concatenate([
            np.linspace(start, end, 40) for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True)
        ])  # fmt: skip
        columns, rows = (
            np.clip(np.rint(points[:, axis]).astype(int), 0, size - 1) for axis, size in ((0, width), (1, height))
        )
        if float(ink[rows, columns].mean()) < _SOLID:
            kept.append(frame)
    return kept


def _highest(frames: list[Frame]) -> list[Frame]:
    return sorted(frames, key=lambda frame: frame.y)[:_MOST]


def _alone(pixels: _Grey, channel: int) -> _Grey:
    """Dark where red ink (channel 0) or blue ink (channel 2) is, white elsewhere."""
    channels = cv2.split(pixels)
    other = channels[1] if channel == 0 else channels[0]
    return np.asarray(255 - cv2.convertScaleAbs(cv2.subtract(channels[channel], other), alpha=1.6), np.uint8)


def _dark_ink(grey: _Grey) -> _Grey:
    side = round(8 * PX_PER_MM) | 1
    ink = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, 18)
    return np.asarray(ink, np.uint8)


def _rows(ink: _Grey) -> list[Frame]:
    """Rows of red letters."""
    size = round(4.5 * PX_PER_MM), round(1.2 * PX_PER_MM)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(size[::-1], np.uint8))
    contours, _ = cv2.findContours(np.asarray(closed, np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    rows = []
    for contour in contours:
        (x, y), (w, h), angle = cv2.minAreaRect(contour)
        if w < h:
            w, h, angle = h, w, angle + 90
        (least, most), (low, high) = _ROW_MM
        if least <= w / PX_PER_MM <= most and low <= h / PX_PER_MM <= high and w > 1.3 * h:
            rows.append(Frame(x=x, y=y, width=w, height=h, angle=(angle + 90) % 180 - 90))
    return rows


def _box(frame: Frame, scale: float, page: PageImage) -> Box:
    corners = frame.corners() * scale
    left, top = (max(int(edge), 0) for edge in corners.min(axis=0))
    right, bottom = (int(edge) + 1 for edge in corners.max(axis=0))
    return Box(x0=left, y0=top, x1=max(min(right, page.width), left + 1), y1=max(min(bottom, page.height), top + 1))


# --- cutting it out -------------------------------------------------------------------------------------------------


def _level(grey: _Grey, frame: Frame, *, framed: bool) -> _Grey | None:
    """What the frame holds, level, its strokes cut away, its letters of a size to read; None if it holds no ink."""
    size = max(8, round(frame.width)), max(8, round(frame.height))
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(frame.corners(), target)
    crop = np.asarray(cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(255,)), np.uint8)
    if framed:
        cut = max(2, round(min(0.09 * size[1], 1.6 * PX_PER_MM)))
        crop = _without_strokes(crop[cut:-cut, cut:-cut])
    return crop if crop.size and crop.shape[0] >= 8 and int(np.ptp(crop)) > 30 else None


def _without_strokes(crop: _Grey) -> _Grey:
    """The inside of a frame without a second, inner frame: rows and columns of ink at its edges are made paper."""
    if not crop.size:
        return crop
    paper, dark = int(np.percentile(crop, 80)), crop < (int(crop.min()) + int(np.percentile(crop, 80))) // 2
    out = crop.copy()
    deep_y, deep_x = max(1, crop.shape[0] // 5), max(1, crop.shape[1] // 9)
    for rows in (range(deep_y), range(crop.shape[0] - deep_y, crop.shape[0])):
        for y in rows:
            if dark[y].mean() > 0.6:
                out[y] = paper
    for columns in (range(deep_x), range(crop.shape[1] - deep_x, crop.shape[1])):
        for x in columns:
            if dark[:, x].mean() > 0.75:
                out[:, x] = paper
    return out
