"""Ruling lines on an image: drawn tables are found, print is not."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.engines.ocr.rules import find_rulings
from pipeline.stages.ocr.grid import grids


def paper(dpi: int) -> NDArray[np.uint8]:
    return np.full((round(11.7 * dpi), round(8.3 * dpi)), 255, np.uint8)


def drawn(dpi: int, *, lean: float = 0.0, ink: int = 40, thick: int = 2) -> NDArray[np.uint8]:
    """A table of three rows and four columns, an inch from the edges."""
    image = paper(dpi)
    for y in (1.0, 1.5, 2.2, 3.0):
        cv2.line(image, (dpi, round(y * dpi)), (7 * dpi, round((y + 6 * lean) * dpi)), ink, thick)
    for x in (1.0, 1.6, 3.0, 5.5, 7.0):
        top = (x - 1) * lean
        cv2.line(
            image,
            (round(x * dpi), round((1 + top) * dpi)),
            (round((x - 2 * lean) * dpi), round((3 + top) * dpi)),
            ink,
            thick,
        )
    return image


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("lean", [0.0, 0.003, -0.004])
def test_a_drawn_table_is_found(dpi: int, lean: float) -> None:
    (cells,) = grids(find_rulings(drawn(dpi, lean=lean), dpi), dpi)
    assert [(cell.row, cell.column) for cell in cells] == [(r, c) for r in range(3) for c in range(4)]
    first = cells[0].box
    assert abs(first.x0 - dpi) <= 0.1 * dpi
    assert abs(first.y1 - 1.5 * dpi) <= 0.1 * dpi


def test_grey_lines_are_found_too() -> None:
    assert len(grids(find_rulings(drawn(200, ink=120), 200), 200)) == 1


def test_print_is_no_table() -> None:
    image = paper(200)
    for n in range(40):
        cv2.putText(
            image, "CONG HOA XA HOI CHU NGHIA illlIIII", (150, 150 + 45 * n), cv2.FONT_HERSHEY_COMPLEX, 1.2, 0, 3
        )
    cv2.rectangle(image, (300, 300), (700, 600), 0, -1)  # a picture
    assert grids(find_rulings(image, 200), 200) == []


def test_an_image_of_no_size_has_no_lines() -> None:
    assert find_rulings(np.full((3, 3), 255, np.uint8), 200) == ()
    assert find_rulings(paper(100), 100) == ()
