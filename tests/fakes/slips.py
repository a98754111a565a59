"""Slips: the smallest scans that are still read, for dropping hundreds of them; another number, another file."""

import sys
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
_SIZE = (860, 1240)
"""A5: a smaller picture counts as a bad scan of a larger sheet."""
_DPI = (150, 150)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT, size)


def slip(number: int) -> Image.Image:
    """Two lines on a sheet of paper, the rest of it white."""
    image = Image.new("L", _SIZE, 255)
    draw = ImageDraw.Draw(image)
    draw.text((40, 50), f"Phiếu số {number}", font=_font(44), fill=0)
    draw.text((40, 140), "Hỏi đáp pháp luật về đất đai", font=_font(36), fill=0)
    return image.convert("1")


def write_slips(folder: Path, count: int, *, long: int = 0, pages: int = 24, bad: int = 0) -> Path:
    """``count`` documents in ``folder/good`` (of them ``long`` with many pages), ``bad`` in ``folder/bad``."""
    good, wrong = folder / "good", folder / "bad"
    good.mkdir(parents=True)
    wrong.mkdir()
    for number in range(count - long):
        slip(number).save(good / f"phieu-{number:05}.png", dpi=_DPI)
    for number in range(long):
        first, *more = [slip(1_000_000 + number * pages + page) for page in range(pages)]
        place = good / f"so-tay-{number:05}.tif"
        first.save(place, "TIFF", save_all=True, append_images=more, compression="group4", dpi=_DPI)
    buffer = BytesIO()
    slip(0).save(buffer, "PNG", dpi=_DPI)
    for number in range(bad):
        (wrong / f"hong-{number:05}.png").write_bytes(b"GIF89a" + number.to_bytes(4, "big") + buffer.getvalue()[10:])
    return folder


if __name__ == "__main__":
    write_slips(Path(sys.argv[1]), int(sys.argv[2]), long=int(sys.argv[3]), bad=int(sys.argv[4]))
