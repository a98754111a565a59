"""What a frame or a row of coloured ink says: one of the three marks of state secrecy, or nothing of the kind."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines import tesseract
from pipeline.engines.ocr import tesseract_api
from pipeline.engines.ocr.frames import DPI
from pipeline.engines.ocr.kit import Kit
from pipeline.engines.ocr.levels import level_at
from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.line_reader import FIRST_LOOK, MORE_LOOKS, Look, Scores, averaged, read_lines
from pipeline.engines.ocr.nets import Nets
from pipeline.engines.ocr.word_score import misfits
from pipeline.engines.secret_look import may_be_letters
from pipeline.stages.reader.gating.secret import DEGREES, degree_in

_LETTER_PX = 34
"""Height that the letters of a mark get before they are read."""
_MISFIT = 2.6
"""Nats a letter, up to which a reading may be one of the marks. Of 213 frames and rows on clean pages none was below
3.6, of 60 other stamps one (MẮT) below 2."""
_FAR_OFF = 5.0
"""Nats a letter from which two more looks change nothing."""
_SUREST = 0.99
_PLAIN, _PLAIN_LETTERS = 0.95, 3
"""How sure the net must be of the letters it sees (the mean over their steps), and how many, for them to stand upright:
of marks upside down it is sure by 0.88 at most, of print the right way up by 0.95 and more."""
_LEAST_ACROSS = 0.7
"""How sure a mark must be that is read between the letters of print: two of 28 pages without any gave 0.6."""
_PRINT, _PALE, _LEAST_INK = 0.35, 40, 0.01
"""Part of the way from the darkest ink to paper up to which ink is print; levels below paper from which something is
ink; and the share of each of the two that makes them two."""
_BESIDE_PRINT = 0.35
"""Paler ink that does not touch print, in shares of the print: of stamps 0.59 at least, of soft edges mostly 0.3."""
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
class _Line:
    """Letters of a size to read, on a margin of paper."""

    grey: _Grey
    box: LineBox
    """Where they stand in it."""


def mark_in(crop: _Grey, kit: Kit, *, across_print: bool, seconds: float) -> tuple[str, float] | None:
    """The mark that the crop, or the crop upside down, says, and how surely (0 to 1); None for anything else.

    Takes: what stands in a frame, level, dark on light; whether to look, too, for a mark that lies across print.

    Raises:
        EngineFailed (or a class below it), EngineMissing: Tesseract fails, where it is the only reader.
    """
    for letters, least in ((crop, 0.0), (_without_print(crop) if across_print else None, _LEAST_ACROSS)):
        line = None if letters is None else _line(letters)
        if line is None:
            continue
        found = _by_tesseract(line, kit, seconds) if kit.nets is None else _by_net(line, kit.nets)
        if found is not None and found[1] >= least:
            return found
    return None


# -------------------------------------------------------------------------------------------------------------------


def _without_print(crop: _Grey) -> _Grey | None:
    """The crop without its darkest ink: a stamp's ink is paler than the print it lies across, on a grey copy too.

    Gives: None where there are no two inks.
    """
    paper, darkest = level_at(crop, 0.8), level_at(crop, 0.01)
    edge = darkest + _PRINT * (paper - darkest)
    dark = np.asarray(crop < edge, np.uint8)
    pale = (crop < paper - _PALE) & (dark == 0)
    if not _LEAST_INK <= float(dark.mean()) <= float(pale.mean()):
        return None
    near = cv2.dilate(dark, np.ones((3, 3), np.uint8)) > 0
    if float((pale & ~near).mean()) < _BESIDE_PRINT * float(dark.mean()):
        return None
    out = crop.copy()
    out[near] = paper
    return out


def _by_net(line: _Line, nets: Nets) -> tuple[str, float] | None:
    """The mark that a line says, the right way up or, where it is no plain print, the other way round."""
    ways = [(line, _look(line, nets, FIRST_LOOK))]
    if not _is_plain(ways[0][1], nets.alphabet):
        turned = _turned(line)
        ways.append((turned, _look(turned, nets, FIRST_LOOK)))
    likely = [way for way in ways if _is_of_a_marks_length(_spelled(way[1], nets.alphabet))]
    if not likely:
        return None
    fits = [_best_fit(first, nets.alphabet)[1] for _, first in likely]
    best = min(range(len(fits)), key=lambda at: fits[at])
    return _mark(*likely[best], nets) if fits[best] <= _FAR_OFF else None


def _mark(line: _Line, first: Scores, nets: Nets) -> tuple[str, float] | None:
    """The mark that a line says, after two more looks."""
    scores = averaged([first, *(_look(line, nets, look) for look in MORE_LOOKS)])
    mark, fit = _best_fit(scores, nets.alphabet)
    if fit <= _MISFIT:
        return mark, min(_SUREST - 0.4 * fit / _MISFIT, _SUREST)
    read = degree_in(_spelled(first, nets.alphabet)) or degree_in(_spelled(scores, nets.alphabet))
    return (read, 0.6) if read else None


def _look(line: _Line, nets: Nets, look: Look) -> Scores:
    return read_lines(line.grey, [line.box], nets, look)[0]


def _is_plain(scores: Scores, alphabet: str) -> bool:
    """Whether the net has no doubt of what it reads."""
    likeliest = scores.log_probs.argmax(axis=1)
    sure = np.exp(scores.log_probs.max(axis=1))[likeliest > 0]
    return _letters(_spelled(scores, alphabet)) >= _PLAIN_LETTERS and float(sure.mean()) >= _PLAIN


def _is_of_a_marks_length(said: str) -> bool:
    return _MARK_LETTERS[0] <= _letters(said) <= _MARK_LETTERS[1]


def _letters(said: str) -> int:
    return sum(letter.isalnum() for letter in said)


def _best_fit(scores: Scores, alphabet: str) -> tuple[str, float]:
    """The mark that fits best, and its misfit."""
    ways = [(mark, way) for mark in DEGREES.values() for way in _SPELLINGS[mark]]
    fits = misfits(scores, [way for _, way in ways], alphabet)
    best = min(range(len(ways)), key=lambda i: fits[i])
    return ways[best][0], fits[best]


def _spelled(scores: Scores, alphabet: str) -> str:
    """The likeliest letter of every step, without blanks and repetitions."""
    steps = scores.log_probs.argmax(axis=1).tolist()
    return "".join(
        alphabet[step - 1] for before, step in zip([0, *steps], steps, strict=False) if step and step != before
    )


def _line(crop: _Grey) -> _Line | None:
    """The crop's letters as a line to read; None for what cannot be those of a mark."""
    paper = level_at(crop, 0.8)
    dark = crop < (level_at(crop, 0.02) + paper) // 2
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
    if not may_be_letters(np.asarray(sized, np.uint8), paper):
        return None
    pad = 2 * _LETTER_PX
    grey = cv2.copyMakeBorder(sized, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(paper,))
    box = LineBox(x0=pad, y0=pad, x1=pad + size[0], y1=pad + size[1], score=1.0)
    return _Line(grey=np.asarray(grey, np.uint8), box=box)


def _turned(line: _Line) -> _Line:
    """The line upside down: its margins are alike all round."""
    return replace(line, grey=np.ascontiguousarray(line.grey[::-1, ::-1]))


def _by_tesseract(line: _Line, kit: Kit, seconds: float) -> tuple[str, float] | None:
    lines = [line.grey, _turned(line).grey]
    if kit.in_process:
        said = tesseract_api.read_lines(lines, language=kit.language, dpi=DPI)
    else:
        said = tesseract.read_lines(lines, language=kit.language, dpi=DPI, seconds=seconds)
    for words in said:
        if mark := degree_in(" ".join(word.text for word in words)):
            return mark, 0.8
    return None
