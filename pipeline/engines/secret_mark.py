"""Finds marks of state secrecy on a page's picture, before anything that was read of it is kept.

Dear is the net, so it is asked last: not about print that the readers are sure of (`pipeline.engines.secret_known`),
nor about what cannot be letters (`pipeline.engines.secret_look`).

A mark is MẬT, TỐI MẬT or TUYỆT MẬT in a frame (Decree 30/2020, Annex I, box 10a), stamped in red, or black on a copy;
or such a word in red ink by itself. Frames and rows of red ink are found, turned level, and the words in them compared
with the three marks by the line net (or read by Tesseract where there is no net). Recall comes first: what may be a
mark is one, a person decides. Marks printed without a frame in black are the text gate's
(`pipeline.stages.reader.gating.secret`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.ocr.coloured_ink import has_coloured_ink
from pipeline.engines.ocr.frames import DPI, PX_PER_MM, Frame, find_frames
from pipeline.engines.ocr.kit import Kit
from pipeline.engines.ocr.levels import level_at
from pipeline.engines.secret_known import KnownPrint, is_known, known_print
from pipeline.engines.secret_words import mark_in
from pipeline.engines.sheet import PageImage
from schemas.page import Box, Word

_MOST = 48
"""Frames and rows that are looked at: a page with more is a table or a poster; those highest on the page come first."""
_TINT, _STRONGER = 29, 1.6
"""Levels by which red ink is lighter in red light than in green; how many times darker it is made than that."""
_LEAST_PIXELS = 100
"""Ink of a colour that a frame or three letters have at 150 dpi, at least."""
_ROW_MM = (10.0, 75.0), (2.6, 16.0)
_UPPER = 0.6
"""Part of the page in which a mark across print is looked for, too: it belongs under the number."""
_BESIDE_MM, _SOLID = 1.6, 0.7
"""How far beside a frame paper is looked for, and the share of ink there from which it stands in a ground."""
_GROUND = 0.8
"""Part of paper's light below which something is print or a ground of colour."""
_NEARLY = 0.01
"""Part by which a size may differ from the one wanted before the picture is drawn anew."""
_PAPER = 0.8
"""The level that so many of a crop's pixels do not exceed is that of its paper."""
_Grey = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True)
class SecretMark:
    """A mark on the page."""

    mark: str
    """MẬT, TỐI MẬT or TUYỆT MẬT."""
    box: Box
    """In the pixels of the upright page."""
    confidence: float


def find_secret_marks(
    page: PageImage, kit: Kit, *, words: Sequence[Word] = (), seconds: float = 30.0
) -> tuple[SecretMark, ...]:
    """The marks on a page, which may lie in any of the four ways or lean.

    Takes: the page as shown; the kit it is read with; what was read on it already, if it lies upright (where its words
    are sure, nothing is read twice). Gives: the marks, the surest first; none for nearly every page.

    Raises:
        EngineFailed (or a class below it), EngineMissing: Tesseract fails, where it is the only reader.
    """
    cv2.setNumThreads(0)  # its threads do not survive a fork
    pixels = _shrunk(page)
    scale = page.width / pixels.shape[1]
    found = []
    for frame, grey, framed in _candidates(pixels, known_print(words, scale)):
        crop = _level(grey, frame, framed=framed)
        across = frame.y < _UPPER * pixels.shape[0]
        mark = mark_in(crop, kit, across_print=across, seconds=seconds) if crop is not None else None
        if mark is not None:
            found.append(SecretMark(mark=mark[0], box=_box(frame, scale, page), confidence=round(mark[1], 3)))
    return tuple(sorted(found, key=lambda mark: -mark.confidence))


# --- where to look -------------------------------------------------------------------------------------------------


def _shrunk(page: PageImage) -> _Grey:
    """The page at 150 dpi; of a fine one whole pixels are averaged first, without a copy of all of them."""
    factor = DPI / (page.dpi * page.image.width / page.width)
    step = max(1, int(1 / factor + _NEARLY))
    pixels = np.asarray(page.image.reduce(step) if step > 1 else page.image, np.uint8)
    if abs(factor * step - 1) < _NEARLY:
        return pixels
    size = max(1, round(page.image.width * factor)), max(1, round(page.image.height * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _candidates(pixels: _Grey, known: KnownPrint) -> Iterator[tuple[Frame, _Grey, bool]]:
    """Frames and rows of red ink, with the picture in which their letters are dark; whether there is a frame to cut."""
    # red ink and blue are dark in green light
    dark = pixels if pixels.ndim == 2 else np.asarray(cv2.extractChannel(pixels, 1), np.uint8)
    print_ink, coloured = _dark_ink(dark), None
    if has_coloured_ink(pixels):
        tints = [_tint(pixels, channel) for channel in (0, 2)]
        red, blue = (np.asarray(tint >= _TINT, np.uint8) for tint in tints)
        coloured = np.asarray(red | blue, np.uint8)
        for tint, ink in zip(tints, (red, blue), strict=True):
            if cv2.countNonZero(ink) < _LEAST_PIXELS:
                continue
            alone = np.asarray(255 - cv2.convertScaleAbs(tint, alpha=_STRONGER), np.uint8)
            for frame in _unknown(_on_paper(find_frames(ink, strokes=False), ink), known, print_ink, coloured):
                yield frame, alone, True
            for frame in _unknown(_rows(ink) if ink is red else [], known, print_ink, coloured):
                yield frame, alone, False
    ground = np.asarray(dark < _GROUND * level_at(dark[::4, ::4], 0.9), np.uint8)
    for frame in _unknown(_on_paper(find_frames(print_ink, strokes=True), ground), known, print_ink, coloured):
        yield frame, dark, True


def _unknown(frames: Sequence[Frame], known: KnownPrint, ink: _Grey, coloured: _Grey | None) -> Iterator[Frame]:
    """Those that hold what has not been read yet, the highest on the page first."""
    highest = sorted(frames, key=lambda frame: frame.y)[:_MOST]
    return (frame for frame in highest if not is_known(frame, known, ink, coloured))


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


def _tint(pixels: _Grey, channel: int) -> _Grey:
    """How red (channel 0) or blue (channel 2) each pixel is."""
    other = cv2.extractChannel(pixels, 1 if channel == 0 else 0)
    return np.asarray(cv2.subtract(cv2.extractChannel(pixels, channel), other), np.uint8)


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
    paper = level_at(crop, _PAPER)
    dark = crop < (int(crop.min()) + paper) // 2
    out = crop.copy()
    for axis, deep, most in ((0, crop.shape[0] // 5, 0.6), (1, crop.shape[1] // 9, 0.75)):
        strokes = dark.mean(axis=1 - axis) > most
        strokes[max(1, deep) : -max(1, deep)] = False
        out[strokes if axis == 0 else np.s_[:, strokes]] = paper
    return out
