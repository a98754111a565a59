"""Laws: a file of which the end is missing is never taken; bytes gone wrong never do more than refuse the file."""

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pipeline.engines.inspect import inspect_file
from schemas.errors import Code, Refused
from schemas.limits import Limits
from tests.hostile import bundles, pdfs, pictures
from tests.hostile.pictures import plain

SOUND: dict[str, Callable[[], bytes]] = {
    "jpg": pictures.jpeg,
    "progressive.jpg": partial(pictures.jpeg, progressive=True),
    "mpo": pictures.mpo,
    "png": pictures.png,
    "lzw.tif": pictures.tiff,
    "g4.tif": partial(pictures.tiff, 2, "group4", "1"),
    "jpeg.tif": partial(pictures.tiff, 2, "jpeg", "RGB"),
    "webp": partial(plain, "WEBP"),
    "bmp": partial(plain, "BMP"),
    "jp2": partial(plain, "JPEG2000"),
    "j2k": partial(plain, "JPEG2000", no_jp2=True),
    "heic": pictures.heic,
    "avif": partial(plain, "AVIF", speed=10),
    "scan.pdf": pdfs.built,
    "linear.pdf": pdfs.linearised,
    "twice.pdf": pdfs.saved_twice,
    "zip": bundles.sound,
}
CUTS = 10


def _points(name: str, size: int) -> list[int]:
    """Where to cut: anywhere, near the end, near the beginning."""
    chance = random.Random(name)  # the same points every time
    near = min(size, 3000)
    draws = (
        lambda: chance.randrange(1, size),
        lambda: size - chance.randrange(1, near),
        lambda: chance.randrange(1, near),
    )
    return [draws[n % 3]() for n in range(CUTS)]


def _code(data: bytes, file: Path) -> Code | None:
    file.write_bytes(data)
    try:
        inspect_file(file, Limits())
    except Refused as error:
        return error.code
    return None


@pytest.mark.parametrize("name", SOUND)
def test_a_file_cut_anywhere_is_known_as_cut(name: str, tmp_path: Path) -> None:
    data = SOUND[name]()
    file = tmp_path / name
    assert _code(data, file) is None
    assert {point: _code(data[:point], file) for point in _points(name, len(data))} == dict.fromkeys(
        _points(name, len(data)), Code.TRUNCATED
    )


@pytest.mark.parametrize("name", SOUND)
def test_so_is_one_whose_rest_is_zero_bytes(name: str, tmp_path: Path) -> None:
    """As Windows leaves it over a network when the copy stalls; at least a tenth of it is missing."""
    data = SOUND[name]()
    for part in (0.001, 0.3, 0.6, 0.9):
        come = int(len(data) * part)
        assert _code(data[:come] + bytes(len(data) - come), tmp_path / name) is Code.TRUNCATED, part


@pytest.mark.parametrize("name", SOUND)
def test_wrong_bytes_never_do_more_than_refuse_the_file(name: str, tmp_path: Path) -> None:
    """Anything but `Refused` (a crash, a disk error, a bug's exception) fails here."""
    chance = random.Random(name)
    for _ in range(CUTS):
        data = bytearray(SOUND[name]())
        for _ in range(chance.choice((1, 4, 30))):
            at = chance.choice((chance.randrange(len(data)), chance.randrange(min(len(data), 600))))
            data[at : at + 4] = chance.choice((b"\xff" * 4, bytes(4), chance.randbytes(4), b""))
        _code(bytes(data), tmp_path / name)
