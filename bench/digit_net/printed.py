"""Print around a slot: "Số:", "/QĐ-UBND", "ngày", "tháng", "năm", and lines of other text above and below."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Mask = NDArray[np.uint8]
EM = 38
"""Pixels of a printed em: a line as the line finder boxes it is ``LINE`` pixels high."""
LINE = 44
UP = 30
"""Rows of a piece of print above its baseline."""
_ROWS = 44
_KINDS = ["KH", "QĐ", "TB", "BC", "CV", "TTr", "HD", "CT", "NQ", "GM", "CTr", "ĐA"]
_BODIES = [
    "UBND",
    "HĐND",
    "STP",
    "SNV",
    "ĐHTĐ",
    "BGDĐT",
    "BTP",
    "PTP",
    "UBND-VX",
    "TTg",
    "CP",
    "VP",
    "BCĐ",
    "MTTQ",
    "TCKH",
    "TU",
    "HĐPH",
    "THPT",
]
_WORDS = [
    "ỦY BAN NHÂN DÂN",
    "HUYỆN",
    "TỈNH",
    "CỘNG HÒA XÃ HỘI",
    "Độc lập - Tự do - Hạnh phúc",
    "V/v triển khai",
    "thực hiện",
    "KẾ HOẠCH",
    "QUYẾT ĐỊNH",
    "THÔNG BÁO",
    "Về việc",
    "tuyên truyền, phổ biến",
    "giáo dục pháp luật",
    "năm 2024",
    "SỞ TƯ PHÁP",
    "xã Hải Lộc",
    "quý III",
    "Thanh Hóa, ngày",
    "BAN CHỈ ĐẠO",
]


class Press:
    """Draws print in the types it was given; pieces are kept."""

    def __init__(self, types: tuple[Path, ...]) -> None:
        """``types``: font files with every Vietnamese letter."""
        self.types = types
        self._pieces: dict[tuple[str, int, int], Mask] = {}

    def piece(self, text: str, face: int, size: int = EM) -> Mask:
        """Text from its left edge, ``UP`` rows above the baseline (at the usual size) and the rest below."""
        key = (text, face, size)
        if key not in self._pieces:
            font = _face(self.types[face], size)
            width = max(1, round(font.getlength(text)))
            sheet = Image.new("L", (width, _ROWS))
            ImageDraw.Draw(sheet).text((0, UP), text, 255, font, anchor="ls")
            self._pieces[key] = np.asarray(sheet)
        return self._pieces[key]

    def neighbour(self, chance: np.random.Generator) -> Mask:
        """A line of other text."""
        count = int(chance.integers(1, 4))
        text = " ".join(_WORDS[int(at)] for at in chance.integers(0, len(_WORDS), count))
        return self.piece(text, int(chance.integers(len(self.types))), int(chance.choice((34, EM, 40))))


def notation(chance: np.random.Generator) -> str:
    """What is printed after a number: "/KH-UBND", seldom with a year."""
    kind, body = _KINDS[int(chance.integers(len(_KINDS)))], _BODIES[int(chance.integers(len(_BODIES)))]
    slash = "/" if chance.random() < 0.93 else " /"
    if chance.random() < 0.06:
        return f"{slash}20{int(chance.integers(10, 27))}/{kind}-{body}"
    return f"{slash}{kind}-{body}" if chance.random() < 0.8 else f"{slash}{body}-{kind}"


def dots(width: int, chance: np.random.Generator) -> Mask:
    """A dotted line to write on."""
    sheet = np.zeros((_ROWS, max(width, 1)), np.uint8)
    step = float(chance.uniform(6, 12))
    for x in np.arange(chance.uniform(0, step), width, step):
        cv2.circle(sheet, (round(float(x)), UP - 1), int(chance.integers(1, 3)), 255, -1, cv2.LINE_AA)
    return sheet


@cache
def _face(file: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), size)
