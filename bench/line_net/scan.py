"""What printing, stamping and scanning do to a clean piece of page, after the engine's own clean-up of the paper."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[Any]
"""Single precision; 0 is black, 255 is white."""


def scanned(page: NDArray[np.uint8], em: int, chance: np.random.Generator) -> tuple[Grey, NDArray[Any]]:
    """The page as scanned, and the 2 x 3 matrix by which its points were moved."""
    grey: Grey = page.astype(np.float32)
    if chance.random() < 0.25:
        grey = _show_through(grey, em, chance)
    if chance.random() < 0.35:
        grey = _stroke(grey, em, chance)
    if chance.random() < 0.12:
        grey = _stamp(grey, em, chance)
    grey, moved = _turned(grey, chance)
    size = grey.shape
    shrink = max(0.45, min(1.0, chance.uniform(17, 40) / em)) if chance.random() < 0.4 else 1.0
    if shrink < 1.0:
        grey = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    steps: list[tuple[float, Callable[[Grey, float, np.random.Generator], Grey]]] = [
        (0.85, _blur),
        (0.3, _uneven),
        (0.15, _broken),
        (0.75, _tone),
        (0.65, _grain),
        (0.3, _specks),
        (0.12, _copied),
        (0.05, _bitonal),
        (0.25, _sharpened),
    ]
    for likely, step in steps:
        if chance.random() < likely:
            grey = step(grey, em * shrink, chance)
    out: Grey = np.clip(grey, 0, 255).astype(np.uint8)
    if chance.random() < 0.6:
        _, packed = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(30, 92))])
        out = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE))
    if shrink < 1.0 and chance.random() < 0.5:
        out = cv2.resize(
            out, (size[1], size[0]), interpolation=cv2.INTER_LINEAR if chance.random() < 0.5 else cv2.INTER_CUBIC
        )
    else:
        moved = moved * shrink
    return out, moved


# -------------------------------------------------------------------------------------------------------------------


def _smooth(shape: tuple[int, ...], cell: float, chance: np.random.Generator) -> Grey:
    """Chance between 0 and 1 that varies over cells of the given size."""
    small = chance.random((max(2, int(shape[0] / cell) + 1), max(2, int(shape[1] / cell) + 1)), dtype=np.float32)
    return cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)


def _show_through(grey: Grey, em: float, chance: np.random.Generator) -> Grey:
    """The back of the sheet, mirrored and blurred."""
    back = cv2.GaussianBlur(np.roll(cv2.flip(grey, 1), int(em * chance.uniform(0.2, 1.2)), 0), (0, 0), em / 16)
    faded: Grey = grey - chance.uniform(0.02, 0.16) * (255 - back)
    return faded


def _stroke(grey: Grey, em: float, chance: np.random.Generator) -> Grey:
    """Thicker or thinner strokes: blurred and cut at another level."""
    soft = cv2.GaussianBlur(grey, (0, 0), em * chance.uniform(0.012, 0.028))
    level = chance.choice((chance.uniform(95, 128), chance.uniform(130, 205)))
    out: Grey = 255 / (1 + np.exp(-(soft - np.float32(level)) / np.float32(chance.uniform(10, 30))))
    return out


def _stamp(grey: Grey, em: float, chance: np.random.Generator) -> Grey:
    """What the red channel leaves of a round stamp: pale rings and letters."""
    mark = np.zeros(grey.shape, np.uint8)
    centre = (int(chance.uniform(0, grey.shape[1])), int(chance.uniform(0, grey.shape[0])))
    radius = int(em * chance.uniform(3, 7))
    for share, thick in ((1.0, 0.12), (0.9, 0.05), (0.62, 0.05)):
        cv2.circle(mark, centre, int(radius * share), 255, max(1, int(em * thick)), cv2.LINE_AA)
    for turn in np.arange(0, 2 * math.pi, 0.32):
        spot = (int(centre[0] + radius * 0.76 * math.cos(turn)), int(centre[1] + radius * 0.76 * math.sin(turn)))
        letter = "ABCDEHNTUVOKGIM"[int(chance.integers(15))]
        cv2.putText(mark, letter, spot, cv2.FONT_HERSHEY_SIMPLEX, em / 40, 255, max(1, int(em / 14)), cv2.LINE_AA)
    worn = mark.astype(np.float32) / 255 * (0.3 + 0.7 * _smooth(grey.shape, em, chance))
    return grey * (1 - np.float32(chance.uniform(0.04, 0.3)) * worn)


def _turned(grey: Grey, chance: np.random.Generator) -> tuple[Grey, NDArray[Any]]:
    """A small skew, as deskewing leaves it, and a shift by parts of a pixel."""
    height, width = grey.shape
    turn = chance.normal(0, 0.25) if chance.random() < 0.8 else chance.uniform(-1, 1)
    moved: NDArray[Any] = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    moved[:, 2] += chance.uniform(-0.5, 0.5, 2)
    return cv2.warpAffine(grey, moved, (width, height), flags=cv2.INTER_LINEAR, borderValue=255.0), moved


def _blur(grey: Grey, em: float, chance: np.random.Generator) -> Grey:
    """An optic's blur, seldom of motion."""
    sigma = em * chance.triangular(0.005, 0.014, 0.042)
    if chance.random() < 0.1:
        return cv2.GaussianBlur(grey, (0, 0), sigmaX=sigma * 2, sigmaY=sigma / 2)
    return cv2.GaussianBlur(grey, (0, 0), sigma)


def _uneven(grey: Grey, em: float, chance: np.random.Generator) -> Grey:
    """Ink that is paler in places."""
    worn = _smooth(grey.shape, em * chance.uniform(0.3, 8), chance)
    return 255 - (255 - grey) * (1 - np.float32(chance.uniform(0.15, 0.6)) * worn)


def _broken(grey: Grey, em: float, chance: np.random.Generator) -> Grey:
    """Strokes with holes and pale lines along or across."""
    holes = _smooth(grey.shape, max(1.5, em * chance.uniform(0.04, 0.1)), chance) > chance.uniform(0.78, 0.95)
    out = np.where(holes, 255 - (255 - grey) * np.float32(chance.uniform(0.25, 0.75)), grey)
    if chance.random() < 0.3:
        for x in chance.integers(0, grey.shape[1], 4):
            out[:, x : x + max(1, int(em * 0.04))] += 90
    return out


def _tone(grey: Grey, em: float, chance: np.random.Generator) -> Grey:
    """Ink that is not black and paper that is not quite white."""
    ink, paper = chance.triangular(0, 30, 125), chance.uniform(236, 258)
    shade = np.float32(chance.uniform(0, 14)) * _smooth(grey.shape, em * 6, chance)
    return np.float32(ink) + grey * np.float32((paper - ink) / 255) - shade


def _grain(grey: Grey, _em: float, chance: np.random.Generator) -> Grey:
    """Noise, partly in grains of more than one pixel."""
    noise = chance.standard_normal(grey.shape, np.float32)
    if chance.random() < 0.6:
        noise = 0.5 * noise + cv2.GaussianBlur(noise, (0, 0), chance.uniform(0.8, 1.6))
    noisy: Grey = grey + noise * np.float32(chance.triangular(1, 3, 24))
    return noisy


def _specks(grey: Grey, em: float, chance: np.random.Generator) -> Grey:
    """Dust, and dots that might be taken for marks."""
    out = grey.copy()
    for _ in range(int(chance.integers(3, 60))):
        spot = (int(chance.integers(grey.shape[1])), int(chance.integers(grey.shape[0])))
        cv2.circle(out, spot, int(chance.integers(0, max(2, int(em * 0.05)))), float(chance.uniform(0, 190)), -1)
    return out


def _copied(grey: Grey, em: float, chance: np.random.Generator) -> Grey:
    """A copy of a copy: hard contrast, then soft again."""
    rough = grey + cv2.GaussianBlur(chance.standard_normal(grey.shape, np.float32), (0, 0), 1.0) * np.float32(
        chance.uniform(10, 40)
    )
    hard = 255 / (1 + np.exp(-(rough - np.float32(chance.uniform(115, 175))) / np.float32(chance.uniform(8, 24))))
    soft: Grey = cv2.GaussianBlur(hard, (0, 0), em * chance.uniform(0.008, 0.02))
    return soft


def _sharpened(grey: Grey, em: float, chance: np.random.Generator) -> Grey:
    """What telephone scanners do: edges made harder, paper made whiter."""
    soft = cv2.GaussianBlur(grey, (0, 0), em * chance.uniform(0.015, 0.05))
    hard: Grey = grey + (grey - soft) * np.float32(chance.uniform(0.4, 1.8))
    hard += (hard - 128) * np.float32(chance.uniform(0, 0.3))
    return hard


def _bitonal(grey: Grey, _em: float, chance: np.random.Generator) -> Grey:
    """A fax or a black-and-white scan."""
    out: Grey = np.where(grey > chance.uniform(110, 180), np.float32(255), np.float32(0))
    return out
