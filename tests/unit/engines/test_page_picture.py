"""A page of an archived PDF as a picture for the reading room."""

from io import BytesIO
from pathlib import Path

import img2pdf
import pikepdf
import pytest
from PIL import Image

from pipeline.engines.web_picture import page_picture
from schemas.errors import EngineFailed

INCH = 25.4


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages of 600 × 800 pixels: the upper left corner red, the second page turned by /Rotate 90."""
    image = Image.new("RGB", (600, 800), "white")
    image.paste("red", (0, 0, 200, 200))
    data = BytesIO()
    image.save(data, "JPEG", quality=95, dpi=(100, 100))
    target = tmp_path / "two.pdf"
    target.write_bytes(img2pdf.convert([data.getvalue(), data.getvalue()]))
    with pikepdf.open(target, allow_overwriting_input=True) as opened:
        opened.pages[1].rotate(90, relative=False)
        opened.save(target)
    return target


def picture(pdf: Path, number: int, width: int, turn: int = 0) -> Image.Image:
    image = Image.open(BytesIO(page_picture(pdf, number, width, turn=turn)))
    assert image.format == "WEBP"
    return image.convert("RGB")


def is_red(image: Image.Image, x: float, y: float) -> bool:
    red, green, _ = image.getpixel((int(x * image.width), int(y * image.height)))
    return red > 180 and green < 80


@pytest.mark.parametrize(("width", "size"), [(160, (160, 213)), (480, (480, 640)), (1400, (600, 800))])
def test_it_is_as_wide_as_asked_and_never_wider_than_the_scan(pdf: Path, width: int, size: tuple[int, int]) -> None:
    image = picture(pdf, 1, width)
    assert image.size == size
    assert is_red(image, 0.1, 0.1)
    assert not is_red(image, 0.9, 0.9)


def test_a_page_is_turned_as_the_pdf_says_and_as_told(pdf: Path) -> None:
    assert is_red(picture(pdf, 2, 800), 0.9, 0.1)
    turned = picture(pdf, 1, 800, turn=90)
    assert turned.size == (800, 600)
    assert is_red(turned, 0.9, 0.1)
    assert is_red(picture(pdf, 1, 600, turn=180), 0.9, 0.9)


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_page_that_is_not_there_is_no_picture(pdf: Path, number: int) -> None:
    with pytest.raises(EngineFailed):
        page_picture(pdf, number, 480)


def test_what_is_no_pdf_is_no_picture(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 not really")
    with pytest.raises(EngineFailed):
        page_picture(broken, 1, 480)
