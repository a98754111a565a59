"""Finds marks of state secrecy on a page's picture, before anything that was read of it is kept.

A mark is MẬT, TỐI MẬT or TUYỆT MẬT in a frame (Decree 30/2020, Annex I, box 10a), stamped in red, or black on a copy;
or such a word in red ink by itself. Frames and rows of red ink are found, turned level, and the words in them compared
with the three marks by the line net (or read by Tesseract where there is no net). Recall comes first: what may be a
mark is one, a person decides. Marks printed without a frame in black are the text gate's
(`pipeline.stages.reader.gating.secret`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines import tesseract
from pipeline.engines.ocr import tesseract_api
from pipeline.engines.ocr.coloured_ink import find_coloured_ink
from pipeline.engines.ocr.frames import DPI, PX_PER_MM, Frame, find_frames
from pipeline.engines.ocr.kit import Kit
from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.line_reader import MORE_LOOKS, Scores, averaged, read_lines
from pipeline.engines.ocr.nets import Nets
from pipeline.engines.ocr.word_score import misfit
from pipeline.engines.sheet import PageImage
from pipeline.stages.reader.gating.secret import DEGREES, degree_in
from schemas.page import Box

_MOST = 48
"""Frames and rows that are looked at: a page with more is a table or a poster; those highest on the page come first."""
_TINT = 45
_LETTER_PX = 34
"""Height that the letters of a mark get before they are read."""
_ROW_MM = (10.0, 75.0), (2.6, 16.0)
_MISFIT = 2.6
"""Nats a letter, up to which a reading may be one of the marks. Of 213 frames and rows on clean pages none was below
3.6, of 60 other stamps one (MẮT) below 2."""
_FAR_OFF = 6.0
"""Nats a letter from which two more looks change nothing."""
_MARK_LETTERS = 2, 13
_SPELLINGS = {
    "MẬT": ("MẬT", "MÂT", "MẠT", "MAT"),
    "TỐI MẬT": ("TỐI MẬT", "TÔI MẬT", "TOI MAT"),
    "TUYỆT MẬT": ("TUYỆT MẬT", "TUYẾT MẬT", "TUYET MAT"),
}
_SHAPE = 1.1, 14.0
"""How many times longer than high the letters of a mark together are."""
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
        mark = _judged(crop, kit, seconds) if crop is not None else None
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
            for frame in _highest(find_frames(ink, strokes=False)):
                yield frame, alone, True
            for frame in _highest(_rows(ink)) if red else ():
                yield frame, alone, False
    dark = pixels if pixels.ndim == 2 else np.asarray(pixels[..., 1])  # red and blue ink are dark in green light
    for frame in _highest(find_frames(_dark_ink(dark), strokes=True)):
        yield frame, dark, True


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


# --- what it says --------------------------------------------------------------------------------------------------


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


def _judged(crop: _Grey, kit: Kit, seconds: float) -> tuple[str, float] | None:
    """The mark that the crop, or the crop upside down, says, and how surely."""
    ways = (crop, np.asarray(np.ascontiguousarray(crop[::-1, ::-1]), np.uint8))
    if kit.nets is None:
        return _by_tesseract(ways, kit, seconds)
    marks = [mark for way in ways if (mark := _by_net(way, kit.nets)) is not None]
    return max(marks, key=lambda mark: mark[1], default=None)


def _by_net(crop: _Grey, nets: Nets) -> tuple[str, float] | None:
    line = _line(crop)
    if line is None:
        return None
    grey, box = line
    first = read_lines(grey, [box], nets)[0]
    said = _spelled(first, nets.alphabet)
    if not _MARK_LETTERS[0] <= sum(letter.isalnum() for letter in said) <= _MARK_LETTERS[1]:
        return None
    mark, fit = _best_fit(first, nets.alphabet)
    if fit > _FAR_OFF:
        return None
    looks = [first, *(read_lines(grey, [box], nets, look)[0] for look in MORE_LOOKS)]
    scores = averaged(looks)
    mark, fit = _best_fit(scores, nets.alphabet)
    if fit <= _MISFIT:
        return mark, 0.99 - 0.4 * fit / _MISFIT
    read = degree_in(said) or degree_in(_spelled(scores, nets.alphabet))
    return (read, 0.6) if read else None


def _best_fit(scores: Scores, alphabet: str) -> tuple[str, float]:
    """The mark that fits best, and its misfit."""
    fits = ((mark, min(misfit(scores, way, alphabet) for way in _SPELLINGS[mark])) for mark in DEGREES.values())
    return min(fits, key=lambda item: item[1])


def _spelled(scores: Scores, alphabet: str) -> str:
    """The likeliest letter of every step, without blanks and repetitions."""
    steps = scores.log_probs.argmax(axis=1).tolist()
    return "".join(
        alphabet[step - 1] for before, step in zip([0, *steps], steps, strict=False) if step and step != before
    )


def _line(crop: _Grey) -> tuple[_Grey, LineBox] | None:
    """The crop with its letters of a size to read on a margin of paper, and where they stand in it."""
    paper = int(np.percentile(crop, 80))
    dark = crop < (int(np.percentile(crop, 2)) + paper) // 2
    rows = np.flatnonzero(dark.mean(axis=1) > 0.02)
    columns = np.flatnonzero(dark.any(axis=0))
    if not len(rows) or not len(columns):
        return None
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    letters = crop[top:bottom, left:right]
    if not _SHAPE[0] <= letters.shape[1] / letters.shape[0] <= _SHAPE[1] or dark.mean() > 0.6:
        return None
    scale = _LETTER_PX / letters.shape[0]
    size = max(1, round(letters.shape[1] * scale)), _LETTER_PX
    sized = cv2.resize(letters, size, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA)
    pad = 2 * _LETTER_PX
    grey = cv2.copyMakeBorder(sized, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(paper,))
    box = LineBox(x0=pad, y0=pad, x1=pad + size[0], y1=pad + size[1], score=1.0)
    return np.asarray(grey, np.uint8), box


def _by_tesseract(ways: tuple[_Grey, ...], kit: Kit, seconds: float) -> tuple[str, float] | None:
    lines = [line[0] for way in ways if (line := _line(way)) is not None]
    if not lines:
        return None
    if kit.in_process:
        said = tesseract_api.read_lines(lines, language=kit.language, dpi=DPI)
    else:
        said = tesseract.read_lines(lines, language=kit.language, dpi=DPI, seconds=seconds)
    for words in said:
        if mark := degree_in(" ".join(word.text for word in words)):
            return mark, 0.8
    return None
