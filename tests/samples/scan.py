"""Puts a printed sheet through paper, copier and scanner; its boxes follow every turn."""

from itertools import groupby

import cv2
import numpy as np

from tests.samples.effects import paper, scanner
from tests.samples.effects.geometry import Corners, Matrix, lay_askew, map_box, quarter_turns
from tests.samples.effects.paper import Picture
from tests.samples.effects.pen import signature
from tests.samples.effects.stamp import RED, stamp
from tests.samples.profiles import Profile
from tests.samples.raster import raster
from tests.samples.sheet import PEN, PlacedWord, Sheet, Stamp
from tests.samples.truth import TruthLine, TruthPage, TruthWord

_COARSE = 250
"""Below this resolution a page is printed twice as fine and reduced: print is not aligned to scanner pixels."""


def scan(
    sheet: Sheet, back: Sheet | None, profile: Profile, *, number: int, turned: int, rng: np.random.Generator
) -> tuple[Picture, TruthPage]:
    """The page as a scanner delivers it, with the truth of it.

    Args:
        back: the other side of the paper. number: of the page. turned: clockwise degrees it is wrongly scanned by.
    """
    picture, boxes = _printed(sheet, profile.dpi, rng)
    _sign(picture, sheet, profile.dpi, rng)
    if profile.fade:
        picture = paper.fade(picture, profile.fade, rng)
    if profile.halftone:
        paper.halftone(picture, profile.dpi, profile.halftone)
    picture = paper.print_on(picture, profile.paper, profile.ink)
    if back is not None and profile.through:
        picture = paper.show_through(picture, _printed(back, profile.dpi, rng)[0], profile.through)
    if sheet.folds:
        paper.fold(picture, [x * profile.dpi / 72 for x in sheet.folds], profile.fold, rng)
    if profile.punched:
        paper.punch(picture, profile.dpi, 120, left=number % 2 == 1)
    skew = float(np.round(rng.choice([-1, 1]) * rng.uniform(0.25, 1) * profile.skew, 2))
    picture, askew = lay_askew(picture, skew, profile.lid, rng)
    picture, quarter = quarter_turns(_through_scanner(picture, profile, rng), turned)
    page = _truth(sheet, boxes, quarter @ askew, picture, profile, number)
    return picture, page.model_copy(update={"rotation": -turned % 360, "skew": skew})


def _printed(sheet: Sheet, dpi: int, rng: np.random.Generator) -> tuple[Picture, list[Corners]]:
    if dpi >= _COARSE:
        return raster(sheet, dpi, rng)
    fine, boxes = raster(sheet, dpi * 2, rng)
    size = (round(sheet.width * dpi / 72), round(sheet.height * dpi / 72))
    picture = np.asarray(cv2.resize(fine, size, interpolation=cv2.INTER_AREA), np.float32)
    across, down = size[0] / fine.shape[1], size[1] / fine.shape[0]
    return picture, [(x0 * across, y0 * down, x1 * across, y1 * down) for x0, y0, x1, y1 in boxes]


def _sign(picture: Picture, sheet: Sheet, dpi: int, rng: np.random.Generator) -> None:
    scale = dpi / 72
    for mark in sheet.marks:
        if isinstance(mark, Stamp):
            ink, side = stamp(round(mark.diameter * scale), mark.rim, mark.middle, rng), mark.diameter / 2
            paper.press(picture, ink, round((mark.x - side) * scale), round((mark.y - side) * scale), RED)
        else:
            ink = signature(round(mark.width * scale), round(mark.height * scale), rng)
            paper.press(picture, ink, round(mark.x * scale), round(mark.y * scale), PEN)


def _through_scanner(picture: Picture, profile: Profile, rng: np.random.Generator) -> Picture:
    if profile.copied:
        picture = scanner.copy_machine(picture, rng)
    picture = scanner.soften(picture, profile.blur)
    scanner.uneven_light(picture, profile.light, rng)
    scanner.specks(picture, profile.specks, profile.dpi, rng)
    if profile.dark_edge:
        scanner.dark_edge(picture, profile.dpi, rng)
    scanner.grain(picture, profile.grain, rng)
    if profile.mode == "bilevel":
        return scanner.bilevel(picture, rng)
    return np.clip(picture, 0, 255)


def _truth(
    sheet: Sheet, boxes: list[Corners], matrix: Matrix, picture: Picture, profile: Profile, number: int
) -> TruthPage:
    height, width = picture.shape[:2]

    def word(pair: tuple[PlacedWord, Corners]) -> TruthWord:
        placed, corners = pair
        return TruthWord(text=placed.text, box=map_box(corners, matrix, width, height), by_hand=placed.by_hand)

    lines = [list(group) for _, group in groupby(zip(sheet.words, boxes, strict=True), key=lambda pair: pair[0].line)]
    return TruthPage(
        number=number,
        width=width,
        height=height,
        dpi=profile.dpi,
        lines=tuple(TruthLine(words=tuple(map(word, line)), block=line[0][0].block) for line in lines),
    )
