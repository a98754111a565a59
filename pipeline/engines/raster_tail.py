"""WebP, BMP, HEIF and AVIF structure: whether the whole file has come, and how large the picture says it is.

Each walker reads headers only; decoding is for `images`. Decoders of HEVC, AV1 and VP8 make a picture of zero bytes
without a word, so packed data that ends in a run of them counts as cut.
"""

from typing import BinaryIO

from pipeline.engines.broken import Broken
from pipeline.engines.zeros import PACKED_RUN, is_unwritten, zero_run
from schemas.base import Frozen


class Extent(Frozen):
    """What a walker found."""

    width: int = 0
    """Pixels; 0 where only the decoder's header reader knows."""
    height: int = 0
    end: int
    """Offset just behind the picture's data."""


def walk_webp(file: BinaryIO, size: int) -> Extent:
    """The RIFF length; raises `Broken` (cut) if the file is shorter than it says or ends in nothing."""
    file.seek(4)
    end = 8 + int.from_bytes(file.read(4), "little")
    if end > size:
        raise Broken("WebP is shorter than its RIFF length", cut=True)
    _check_not_empty(file, end)
    return Extent(end=end)


def walk_bmp(file: BinaryIO, size: int) -> Extent:
    """Header and, of an uncompressed picture, the length of its rows.

    Raises:
        Broken: the file is shorter than that, or has no size.
    """
    file.seek(10)
    head = file.read(24)
    offset, header = int.from_bytes(head[:4], "little"), int.from_bytes(head[4:8], "little")
    wide = 2 if header == 12 else 4  # OS/2 headers have 16-bit sides
    width = int.from_bytes(head[8 : 8 + wide], "little", signed=wide == 4)
    height = abs(int.from_bytes(head[8 + wide : 8 + 2 * wide], "little", signed=wide == 4))
    bits = int.from_bytes(head[10 + 2 * wide : 12 + 2 * wide], "little")
    packed = int.from_bytes(head[20:24], "little") if header > 12 else 0
    if width <= 0 or height <= 0:
        raise Broken("BMP without a size")
    end = offset + (0 if packed in (1, 2) else (width * bits + 31) // 32 * 4 * height)
    if end > size:
        raise Broken("BMP is shorter than its rows", cut=True)
    if bits >= 24 and packed not in (1, 2) and is_unwritten(file, offset, end):
        raise Broken("BMP rows have not been written", cut=True)
    return Extent(width=width, height=height, end=size if packed in (1, 2) else end)


def walk_iso(file: BinaryIO, size: int) -> Extent:
    """The top boxes of a HEIF or AVIF file.

    Raises:
        Broken: (cut) a box reaches beyond the end, or the description or the data is missing.
    """
    at, seen = 0, set[bytes]()
    while at < size:
        file.seek(at)
        header = file.read(16)
        length, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        after = size if length == 0 else at + length
        if len(header) < 8 or after > size:
            raise Broken("HEIF box reaches beyond the end", cut=True)
        if after < at + 8:
            raise Broken("HEIF box without a length")
        seen.add(kind)
        at = after
    if not {b"meta", b"mdat"} <= seen:
        raise Broken("HEIF without its description or data", cut=True)
    _check_not_empty(file, size)
    return Extent(end=at)


def _check_not_empty(file: BinaryIO, end: int) -> None:
    if zero_run(file, max(0, end - PACKED_RUN), end) == PACKED_RUN:
        raise Broken("packed data ends in zero bytes", cut=True)
