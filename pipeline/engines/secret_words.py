"""What a frame or a row of coloured ink says: one of the three marks of state secrecy, or nothing of the kind."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines import tesseract
from pipeline.engines.ocr import tesseract_api
from pipeline.engines.ocr.frames import DPI
from pipeline.engines.ocr.kit import Kit
from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.line_reader import MORE_LOOKS, Scores, averaged, read_lines
from pipeline.engines.ocr.nets import Nets
from pipeline.engines.ocr.word_score import misfit
from pipeline.stages.reader.gating.secret import DEGREES, degree_in

_LETTER_PX = 34
"""Height that the letters of a mark get before they are read."""
_MISFIT = 2.6
"""Nats a letter, up to which a reading may be one of the marks. Of 213 frames and rows on clean pages none was below
3.6, of 60 other stamps one (MẮT) below 2."""
_FAR_OFF = 6.0
"""Nats a letter from which two more looks change nothing."""
_SUREST = 0.99
_LEAST_ACROSS = 0.7
"""How sure a mark must be that is read between the letters of print: two of 28 pages without any gave 0.6."""
_PRINT, _PALE, _LEAST_INK = 0.35, 40, 0.01
"""Part of the way from the darkest ink to paper up to which ink is print; levels below paper from which something is
ink; and the share of each of the two that makes them two."""
_MARK_LETTERS = 2, 13
_SPELLINGS = {
    "MẬT": ("MẬT", "MÂT", "MẠT", "MAT"),
    "TỐI MẬT": ("TỐI MẬT", "TÔI MẬT", "TOI MAT"),
    "TUYỆT MẬT": ("TUYỆT MẬT", "TUYẾT MẬT", "TUYET MAT"),
}
_SHAPE = 1.1, 14.0
"""How many times longer than high the letters of a mark together are."""
_Grey = NDArray[np.uint8]


def mark_in(crop: _Grey, kit: Kit, *, across_print: bool, seconds: float) -> tuple[str, float] | None:
    """The mark that the crop, or the crop upside down, says, and how surely (0 to 1); None for anything else.

    Takes: what stands in a frame, level, dark on light; whether to look, too, for a mark that lies across print.

    Raises:
        EngineFailed (or a class below it), EngineMissing: Tesseract fails, where it is the only reader.
    """
    paler = _without_print(crop) if across_print else None
    for letters, least in ((crop, 0.0), (paler, _LEAST_ACROSS)):
        if letters is None:
            continue
        ways = (letters, np.asarray(np.ascontiguousarray(letters[::-1, ::-1]), np.uint8))
        if kit.nets is None:
            found = _by_tesseract(ways, kit, seconds)
        else:
            marks = [mark for way in ways if (mark := _by_net(way, kit.nets)) is not None]
            found = max(marks, key=lambda mark: mark[1], default=None)
        if found is not None and found[1] >= least:
            return found
    return None


# -------------------------------------------------------------------------------------------------------------------


def _without_print(crop: _Grey) -> _Grey | None:
    """The crop without its darkest ink: a stamp's ink is paler than the print it lies across, on a grey copy too.

    Gives: None where there are no two inks.
    """
    paper, darkest = int(np.percentile(crop, 80)), int(np.percentile(crop, 1))
    edge = darkest + _PRINT * (paper - darkest)
    dark = np.asarray(crop < edge, np.uint8)
    pale = (crop < paper - _PALE) & (dark == 0)
    if not _LEAST_INK <= float(dark.mean()) <= float(pale.mean()):
        return None
    out = crop.copy()
    out[cv2.dilate(dark, np.ones((3, 3), np.uint8)) > 0] = paper
    return out


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
        return mark, min(_SUREST - 0.4 * fit / _MISFIT, _SUREST)
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
