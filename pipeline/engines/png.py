"""PNG structure: chunks with their check sums, and whether the packed data holds all rows.

Pillow leaves missing rows black without a word where the packed stream ends properly, so they are counted here.
"""

import zlib
from typing import BinaryIO

from pipeline.engines.broken import Broken
from schemas.base import Frozen

_PIECE = 1 << 20
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7: first column and row, step across and down (PNG specification, 8.2)."""


class PngShape(Frozen):
    """What the header says."""

    width: int
    height: int
    bits: int
    """Bits of one pixel, all channels."""
    interlaced: bool
    data: tuple[tuple[int, int], ...]
    """Start and length of each piece of packed data."""
    end: int
    """Offset just behind the last chunk."""

    @property
    def unpacked(self) -> int:
        """Bytes of all rows with their filter bytes."""
        passes = _PASSES if self.interlaced else ((0, 0, 1, 1),)
        return sum(_rows(self, *one) for one in passes)


def walk_png(file: BinaryIO, size: int) -> PngShape:
    """Follows the chunks to IEND, checking each CRC.

    Raises:
        Broken: cut, or a chunk whose check sum is wrong.
    """
    file.seek(8)
    at, head, data = 8, b"", list[tuple[int, int]]()
    while True:
        header = file.read(8)
        length, kind = int.from_bytes(header[:4], "big"), header[4:]
        if len(header) < 8 or at + 12 + length > size:
            raise Broken("PNG ends without IEND", cut=True)
        start = _checked_chunk(file, kind, length)
        head = start if kind == b"IHDR" else head
        if kind == b"IDAT":
            data.append((at + 8, length))
        at += 12 + length
        if kind == b"IEND":
            return _shape(head, tuple(data), at)


def check_rows(file: BinaryIO, shape: PngShape) -> None:
    """Unpacks the data, keeping none of it, until all rows are there.

    Raises:
        Broken: there are fewer, or the data cannot be unpacked.
    """
    unpack, left = zlib.decompressobj(), shape.unpacked
    for start, length in shape.data:
        file.seek(start)
        for offset in range(0, length, _PIECE):
            left -= _unpacked(unpack, file.read(min(_PIECE, length - offset)))
            if left <= 0:
                return
    raise Broken("PNG has not all of its rows")


def _unpacked(unpack: "zlib._Decompress", data: bytes) -> int:
    size, waiting = 0, data
    try:
        while waiting and not unpack.eof:
            size += len(unpack.decompress(waiting, _PIECE))
            waiting = unpack.unconsumed_tail
    except zlib.error as error:
        raise Broken(f"PNG: {error}") from error
    return size


def _rows(shape: PngShape, left: int, top: int, across: int, down: int) -> int:
    columns = (shape.width - left + across - 1) // across
    rows = (shape.height - top + down - 1) // down
    return rows * (1 + (columns * shape.bits + 7) // 8) if columns > 0 and rows > 0 else 0


def _shape(head: bytes, data: tuple[tuple[int, int], ...], end: int) -> PngShape:
    width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    if len(head) < 13 or not width or not height or head[9] not in _CHANNELS:
        raise Broken("PNG without a size")
    bits = head[8] * _CHANNELS[head[9]]
    return PngShape(width=width, height=height, bits=bits, interlaced=bool(head[12]), data=data, end=end)


def _checked_chunk(file: BinaryIO, kind: bytes, length: int) -> bytes:
    """The first bytes of a chunk, its CRC having been checked without holding it whole."""
    if not kind.isalpha():
        raise Broken("PNG chunk without a name")
    start, check, left = b"", zlib.crc32(kind), length
    while left:
        piece = file.read(min(left, _PIECE))
        start, check, left = start or piece[:13], zlib.crc32(piece, check), left - len(piece)
        if not piece:
            raise Broken("PNG ends inside a chunk", cut=True)
    if file.read(4) != check.to_bytes(4, "big"):
        raise Broken(f"PNG chunk {kind.decode('ascii')} has a wrong check sum")
    return start
