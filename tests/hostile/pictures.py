"""Pictures made by script: sound ones of every kind that we take, and such as only pretend."""

import io
import struct
import zlib
from functools import cache

import numpy as np
import pillow_heif
from PIL import Image, ImageDraw

A4_100 = (827, 1169)
"""An A4 page at 100 dpi."""


@cache
def page(size: tuple[int, int] = A4_100, mode: str = "RGB", *, seed: int = 1) -> Image.Image:
    """A page with lines of "text" and a little noise, so that every part takes bytes; not to be changed."""
    image = Image.new("L", size, 245)
    draw = ImageDraw.Draw(image)
    for y in range(size[1] // 20, size[1], max(8, size[1] // 40)):
        for x in range(size[0] // 12, size[0] * 11 // 12, 17):
            draw.rectangle((x, y, x + (x * y * seed) % 13, y + 5), fill=(x * 7 + y) % 90)
    noise = np.random.default_rng(seed).normal(0, 3, (size[1], size[0]))
    return Image.fromarray((np.asarray(image) + noise).clip(0, 255).astype(np.uint8)).convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """``image`` written by Pillow."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@cache
def plain(kind: str, **options: object) -> bytes:
    """A colour page in any of Pillow's formats."""
    return saved(page(), kind, **options)


@cache
def jpeg(**options: object) -> bytes:
    """A JPEG of an A4 page at 100 dpi."""
    return saved(page(), "JPEG", dpi=(100, 100), quality=70, **options)


def png(**options: object) -> bytes:
    """A PNG of an A4 page at 100 dpi."""
    return saved(page(mode="L"), "PNG", dpi=(100, 100), **options)


@cache
def tiff(pages: int = 2, compression: str = "tiff_lzw", mode: str = "L") -> bytes:
    """A TIFF of several pages."""
    more = [page(mode=mode, seed=n + 2) for n in range(pages - 1)]
    return saved(page(mode=mode), "TIFF", save_all=True, append_images=more, compression=compression, dpi=(100, 100))


@cache
def heic(pictures: int = 1) -> bytes:
    """A HEIC file."""
    out = io.BytesIO()
    heif = pillow_heif.from_pillow(page())
    for n in range(pictures - 1):
        heif.add_from_pillow(page(seed=n + 2))
    heif.save(out, quality=50)
    return out.getvalue()


@cache
def mpo() -> bytes:
    """What phones write: a JPEG with a second picture behind it."""
    return saved(page(), "MPO", save_all=True, append_images=[page(seed=3)], dpi=(100, 100), quality=70)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """One PNG chunk with its check sum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png(side: int = 32_000) -> bytes:
    """A gigapixel in a few kilobytes: the pixels are not even there."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def cut(data: bytes, part: float) -> bytes:
    """The first part of a file."""
    return data[: int(len(data) * part)]


def short_jpeg() -> bytes:
    """Half of a JPEG that somebody closed with an end marker: libjpeg fills the rest with grey."""
    return cut(jpeg(), 0.5) + b"\xff\xd9"


def wrong_jpeg() -> bytes:
    """A JPEG with other bytes in its middle."""
    data = bytearray(jpeg())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes((n * 37) % 251 for n in range(400))
    return bytes(data)


def wrong_png() -> bytes:
    """A PNG with one other byte in its middle."""
    data = bytearray(png())
    data[len(data) // 2] ^= 0x55
    return bytes(data)


def hollow_png() -> bytes:
    """A PNG whose chunks are all sound, but that has not enough of them."""
    header = struct.pack(">IIBBBBB", *A4_100, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(200 * (A4_100[0] + 1)))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def looping_tiff() -> bytes:
    """A TIFF whose last directory points back to its first."""
    data = bytearray(tiff(1, "raw"))
    first = int.from_bytes(data[4:8], "little")
    entries = int.from_bytes(data[first : first + 2], "little")
    at = first + 2 + 12 * entries
    data[at : at + 4] = first.to_bytes(4, "little")
    return bytes(data)


def _one_strip(compression: str) -> tuple[bytes, list[tuple[int, int, int, int]]]:
    """A page's packed data in one strip, and the directory entries that describe it (without the strip's place)."""
    image = page(mode="L")
    data = saved(image, "TIFF", compression=compression, tiffinfo={278: image.height})
    with Image.open(io.BytesIO(data)) as written:
        tags = written.tag_v2  # type: ignore[attr-defined]
        strips = zip(tags[273], tags[279], strict=True)
        packed = b"".join(data[start : start + length] for start, length in strips)
        entries = [(256, 4, 1, image.width), (257, 4, 1, image.height), (258, 3, 1, 8), (259, 3, 1, tags[259]),
                   (262, 3, 1, tags[262]), (277, 3, 1, 1), (278, 4, 1, image.height)]  # fmt: skip
    return packed, entries


def _one_strip_tiff(packed: bytes, entries: list[tuple[int, int, int, int]]) -> bytes:
    """A TIFF whose directory stands before its data."""
    start = 8 + 2 + 12 * (len(entries) + 2) + 4
    entries = sorted([*entries, (273, 4, 1, start), (279, 4, 1, len(packed))])
    table = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + (8).to_bytes(4, "little") + struct.pack("<H", len(entries)) + table + bytes(4) + packed


def directory_first(compression: str) -> bytes:
    """A TIFF with its directory in front, its size set in advance, and half of its data."""
    packed, entries = _one_strip(compression)
    half = len(packed) // 2
    return _one_strip_tiff(packed[:half] + bytes(len(packed) - half), entries)


def short_strip_tiff() -> bytes:
    """A TIFF whose one strip is whole but has only half of the rows."""
    image = page(mode="L")
    _, entries = _one_strip("tiff_adobe_deflate")
    return _one_strip_tiff(zlib.compress(cut(image.tobytes(), 0.5)), entries)


def wrong_group4_tiff() -> bytes:
    """A fax with other bytes in its middle; libtiff fills with white and goes on."""
    data = bytearray(tiff(1, "group4", "1"))
    middle = len(data) // 2
    data[middle : middle + 200] = bytes((n * 37) % 251 for n in range(200))
    return bytes(data)


def endless_tiff(directories: int = 2100) -> bytes:
    """Thousands of tiny pages."""
    entry = struct.Struct("<HHII")
    tags = ((256, 4, 1, 300), (257, 4, 1, 300), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 0), (273, 4, 1, 0),
            (277, 3, 1, 1), (278, 4, 1, 300), (279, 4, 1, 8))  # fmt: skip
    size = 2 + 12 * len(tags) + 4
    out = bytearray(b"II*\0" + (8).to_bytes(4, "little"))
    for n in range(directories):
        after = 8 + size * (n + 1) if n + 1 < directories else 0
        out += struct.pack("<H", len(tags)) + b"".join(entry.pack(*tag) for tag in tags) + after.to_bytes(4, "little")
    return bytes(out)


def unwritten_tiff() -> bytes:
    """What a scanner's program leaves while it still writes: no directory yet."""
    return b"II*\0" + bytes(4) + bytes(range(256)) * 40


def huge_tiff() -> bytes:
    """A TIFF that says it is 60,000 pixels wide and high."""
    data = bytearray(tiff(1, "tiff_lzw"))
    at = int.from_bytes(data[4:8], "little")
    for n in range(int.from_bytes(data[at : at + 2], "little")):
        entry = at + 2 + 12 * n
        if int.from_bytes(data[entry : entry + 2], "little") in (256, 257):
            data[entry + 2 : entry + 4] = (4).to_bytes(2, "little")
            data[entry + 8 : entry + 12] = (60_000).to_bytes(4, "little")
    return bytes(data)
