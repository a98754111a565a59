"""Composes a slot as it is found on office paper: print, and between it digits by pen, by stamp, or printed too.

What is to be read off a slot is its digits and, where they are seen, the runs of print around them, each as one "p".
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from digit_net.digits import Strip, printed, stamped, written
from digit_net.glyphs import Mask, Sources
from digit_net.paste import put
from digit_net.printed import EM, LINE, UP, Press, dots, notation

HIGH = 3 * LINE
BASE = LINE + 33
"""Row of the print's baseline on the composed sheet; the line's box is the middle third."""
_BLUE, _BLACK, _RED, _VIOLET = (40, 55, 150), (35, 35, 42), (190, 45, 50), (90, 60, 140)


@dataclass(frozen=True, kw_only=True)
class Ink:
    """A composed slot before it is scanned. Masks: 255 is ink."""

    print: Mask
    pen: Mask
    seal: Mask
    """A red stamp across the slot."""
    colour: tuple[int, int, int]
    """Of the pen."""
    label: str
    """The digits, and a "p" for each run of print."""
    kind: str
    """Which slot it is: number, day, month, year."""
    digits: str
    """What was written into it."""
    marks: tuple[tuple[float, str], ...]
    """Columns at which a letter of the label surely is."""
    slot: tuple[int, int]
    """The columns between the print before and after; the printed "20" of a year is inside."""


def composed(sources: Sources, press: Press, chance: np.random.Generator) -> Ink:
    """A slot with 0 to 5 digits and what is seen of the print around it."""
    kind, left, digits, right = _content(chance)
    before, after = _seen_end(left, chance), _seen_start(right, chance)
    face = int(chance.integers(len(press.types)))
    strip, colour = _strip(digits, sources, press, face, chance)
    pieces = _trimmed(press, before, face, chance, at_start=True), _trimmed(press, after, face, chance, at_start=False)
    gaps = (_gap(chance), _gap(chance)) if digits else (int(chance.uniform(0.3, 2.5) * LINE), 0)
    start = max(pieces[0].shape[1] + gaps[0], 0)
    end = start + strip.mask.shape[1] + gaps[1]
    width = max(end + pieces[1].shape[1], LINE)
    ink, pen = np.zeros((HIGH, width), np.uint8), np.zeros((HIGH, width), np.uint8)
    put(ink, pieces[0], 0, BASE - UP)
    put(ink, pieces[1], end, BASE - UP)
    put(ink if strip.print else pen, strip.mask, start, BASE - strip.rise)
    if chance.random() < 0.15:
        put(ink, dots(end - pieces[0].shape[1], chance), pieces[0].shape[1], BASE - UP)
    _around(ink, press, chance)
    label = _runs(before) + digits + _runs(after)
    return Ink(
        print=ink, pen=pen, seal=_seal(width, chance), colour=colour, label=label, kind=kind,
        digits=_runs(before).replace("p", "") + digits if kind == "year" else digits,
        marks=tuple((start + at * strip.mask.shape[1], digit) for at, digit in zip(strip.centres, digits, strict=True)),
        slot=(pieces[0].shape[1] - (EM if kind == "year" else 0), end),
    )  # fmt: skip


# --- what is written -------------------------------------------------------------------------------------------------


def _content(chance: np.random.Generator) -> tuple[str, str, str, str]:
    """Which slot, print before it, digits, print after it."""
    kind = chance.random()
    if chance.random() < 0.04:
        return ("number", "Số:", "", notation(chance)) if kind < 0.5 else ("day", "ngày", "", "tháng")
    if kind < 0.50:
        count = int(chance.choice((1, 2, 3, 4, 5), p=(0.10, 0.26, 0.32, 0.24, 0.08)))
        left = ("Số:", "Số :", "Số: ", "Số", "số:")[int(chance.choice(5, p=(0.5, 0.1, 0.25, 0.1, 0.05)))]
        return "number", left, "".join(str(n) for n in chance.integers(0, 10, count)), notation(chance)
    if kind < 0.77:
        day = int(chance.integers(1, 32))
        return "day", _pick(chance, "ngày", "ngày "), _padded(day, 0.75, chance), _pick(chance, "tháng", " tháng")
    if kind < 0.94:
        month = int(chance.integers(1, 13))
        return "month", _pick(chance, "tháng", "tháng "), _padded(month, 0.6, chance), _pick(chance, "năm", " năm")
    return "year", "năm 20", f"{int(chance.integers(0, 30)):02d}", ""


def _pick(chance: np.random.Generator, *choices: str) -> str:
    return choices[int(chance.integers(len(choices)))]


def _padded(number: int, often: float, chance: np.random.Generator) -> str:
    return f"{number:02d}" if chance.random() < often else str(number)


def _seen_end(text: str, chance: np.random.Generator) -> str:
    """What is seen of the print before: mostly some letters, seldom nothing."""
    if "20" in text:
        return text
    return "" if chance.random() < 0.06 else text[-int(chance.integers(2, 5)) :]


def _seen_start(text: str, chance: np.random.Generator) -> str:
    return "" if chance.random() < 0.06 else text[: int(chance.integers(2, 6))]


def _runs(text: str) -> str:
    """Printed text as its digits and one "p" for each other run."""
    out = ""
    for letter in text:
        if letter.isdigit():
            out += letter
        elif letter != " " and not out.endswith("p"):
            out += "p"
    return out


# --- how it is written -----------------------------------------------------------------------------------------------


def _strip(
    digits: str, sources: Sources, press: Press, face: int, chance: np.random.Generator
) -> tuple[Strip, tuple[int, int, int]]:
    """The digits as a strip of ink, and the ink's colour."""
    if not digits:
        return Strip(mask=np.zeros((1, 1), np.uint8), rise=0, print=False, centres=()), _BLACK
    way = chance.random()
    if way < 0.14:
        return printed(digits, press, face), _BLACK
    if way < 0.23:
        return stamped(digits, sources, chance), _jittered(_any(chance, (0.4, 0.25, 0.15, 0.2)), chance)
    return written(digits, sources, chance), _jittered(_any(chance, (0.66, 0.27, 0.03, 0.04)), chance)


def _any(chance: np.random.Generator, odds: tuple[float, ...]) -> tuple[int, int, int]:
    return (_BLUE, _BLACK, _RED, _VIOLET)[int(chance.choice(4, p=odds))]


def _jittered(colour: tuple[int, int, int], chance: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = (int(np.clip(part + chance.normal(0, 18), 0, 195)) for part in colour)
    return red, green, blue


def _gap(chance: np.random.Generator) -> int:
    """Pixels between print and digits; below nothing where they touch."""
    return int(chance.uniform(-0.12, 0.15) * LINE if chance.random() < 0.5 else chance.uniform(0.1, 1.1) * LINE)


def _trimmed(press: Press, text: str, face: int, chance: np.random.Generator, *, at_start: bool) -> Mask:
    """The print, its outermost letter cut into as the crop's edge does."""
    if not text:
        return np.zeros((1, 0), np.uint8)
    piece = press.piece(text, face)
    cut = 0 if text.strip()[0 if at_start else -1].isdigit() else int(chance.uniform(0, 9))
    return piece[:, cut:] if at_start else piece[:, : piece.shape[1] - cut]


def _around(ink: Mask, press: Press, chance: np.random.Generator) -> None:
    """Lines above and below, and rules under them."""
    for side in (-1, 1):
        if chance.random() < 0.6:
            line = press.neighbour(chance)
            off = int(chance.uniform(-0.8, 0.6) * ink.shape[1])
            put(ink, line, off, BASE - UP + side * int(chance.uniform(1.05, 1.7) * LINE))
        if chance.random() < 0.12:
            row = BASE - 12 + side * int(chance.uniform(0.95, 1.4) * LINE)
            cv2.line(ink, (int(chance.integers(0, 60)), row), (ink.shape[1], row), 255, int(chance.integers(1, 4)))


def _seal(width: int, chance: np.random.Generator) -> Mask:
    """Rings and letters of a red stamp that lies across the slot, on few of them."""
    mark = np.zeros((HIGH, width), np.uint8)
    if chance.random() > 0.07:
        return mark
    centre = int(chance.uniform(-60, width + 60)), int(chance.uniform(-60, HIGH + 60))
    radius = int(chance.uniform(70, 150))
    for share, thick in ((1.0, 4), (0.92, 2), (0.6, 2)):
        cv2.circle(mark, centre, int(radius * share), 255, thick, cv2.LINE_AA)
    for turn in np.arange(0, 6.2, 0.35):
        spot = int(centre[0] + radius * 0.75 * np.cos(turn)), int(centre[1] + radius * 0.75 * np.sin(turn))
        cv2.putText(mark, "ABDHNTUVO"[int(chance.integers(9))], spot, 0, 0.8, 255, 2, cv2.LINE_AA)
    return mark
