"""TIFF structure: the chain of directories, and whether every strip and value lies inside the file.

Classic and BigTIFF, both byte orders. Not for decoding: `images` does that.
"""

from typing import BinaryIO, Literal

from pipeline.engines.broken import Broken
from schemas.base import Frozen

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_SUBFILE, _WIDTH, _HEIGHT, _COMPRESSION = 254, 256, 257, 259
_PLAIN, _JPEG = 1, 7
_STRIP_END = 64
_OFFSETS, _COUNTS = (273, 324), (279, 325)
_WANTED = frozenset({_SUBFILE, _WIDTH, _HEIGHT, _COMPRESSION, *_OFFSETS, *_COUNTS})
_MOST_ENTRIES = 4096
_MOST_VALUES = 5_000_000


class TiffFrame(Frozen):
    """One picture of a TIFF."""

    width: int
    height: int
    thumbnail: bool
    """A reduced version of another picture, not a page."""


class _Layout(Frozen):
    """Byte order and the widths of classic or big TIFF."""

    order: Literal["little", "big"]
    offset: int
    count: int

    def number(self, data: bytes) -> int:
        return int.from_bytes(data, self.order)


def walk_tiff(file: BinaryIO, size: int, most: int) -> tuple[TiffFrame, ...]:
    """All directories in order, at most ``most`` + 1 of them.

    Raises:
        Broken: something lies beyond the end (cut), the chain is a loop, or a directory makes no sense.
    """
    layout, at = _start(file)
    if at == 0:
        raise Broken("TIFF whose first directory has not been written", cut=True)
    seen: set[int] = set()
    frames: list[TiffFrame] = []
    while at and len(frames) <= most:
        if at in seen:
            raise Broken("TIFF directories form a loop")
        seen.add(at)
        frame, at = _directory(file, size, layout, at)
        frames.append(frame)
    return tuple(frames)


def _start(file: BinaryIO) -> tuple[_Layout, int]:
    file.seek(0)
    head = file.read(16)
    order: Literal["little", "big"] = "little" if head[:2] == b"II" else "big"
    if int.from_bytes(head[2:4], order) == 43:
        big = _Layout(order=order, offset=8, count=8)
        return big, big.number(head[8:16])
    classic = _Layout(order=order, offset=4, count=2)
    if len(head) < 8:
        raise Broken("TIFF ends inside its header", cut=True)
    return classic, classic.number(head[4:8])


def _directory(file: BinaryIO, size: int, layout: _Layout, at: int) -> tuple[TiffFrame, int]:
    entries = layout.number(_read(file, size, at, layout.count))
    if not 0 < entries <= _MOST_ENTRIES:
        raise Broken("TIFF directory of an absurd length")
    width = 4 + 2 * layout.offset
    table = _read(file, size, at + layout.count, entries * width + layout.offset)
    values: dict[int, list[int]] = {}
    for start in range(0, entries * width, width):
        entry = table[start : start + width]
        if (tag := layout.number(entry[:2])) in _WANTED:
            values[tag] = _values(file, size, layout, entry)
    _check_data(values, size)
    _check_strip_ends(file, values)
    frame = TiffFrame(
        width=_one(values, _WIDTH), height=_one(values, _HEIGHT), thumbnail=bool(_one(values, _SUBFILE, 0) & 1)
    )
    return frame, layout.number(table[entries * width :])


def _values(file: BinaryIO, size: int, layout: _Layout, entry: bytes) -> list[int]:
    unit = _SIZES.get(layout.number(entry[2:4]), 0)
    count = layout.number(entry[4 : 4 + layout.offset])
    if not unit or count > _MOST_VALUES:
        raise Broken("TIFF value of an absurd type or length")
    data = entry[4 + layout.offset :]
    if unit * count > layout.offset:
        data = _read(file, size, layout.number(data), unit * count)
    return [layout.number(data[i * unit : (i + 1) * unit]) for i in range(count)]


def _check_data(values: dict[int, list[int]], size: int) -> None:
    for offsets, counts in zip(_OFFSETS, _COUNTS, strict=True):
        starts, lengths = values.get(offsets, []), values.get(counts, [])
        ends = [s + n for s, n in zip(starts, lengths, strict=False)] or starts
        if any(end > size for end in ends) or any(start >= size for start in starts):
            raise Broken("TIFF strip lies beyond the end", cut=True)


def _check_strip_ends(file: BinaryIO, values: dict[int, list[int]]) -> None:
    """Packed data never ends in a run of zero bytes, and JPEG data ends in its end marker. Decoders forgive both."""
    compression = _one(values, _COMPRESSION, _PLAIN)
    for offsets, counts in zip(_OFFSETS, _COUNTS, strict=True):
        for start, length in zip(values.get(offsets, []), values.get(counts, []), strict=False):
            if compression == _PLAIN or length < _STRIP_END:
                continue
            file.seek(start + length - _STRIP_END)
            end = file.read(_STRIP_END)
            if not end.strip(b"\0") or (compression == _JPEG and b"\xff\xd9" not in end):
                raise Broken("TIFF strip ends too early", cut=True)


def _one(values: dict[int, list[int]], tag: int, default: int | None = None) -> int:
    found = values.get(tag) or ([] if default is None else [default])
    if not found or (default is None and found[0] <= 0):
        raise Broken("TIFF directory without a size")
    return found[0]


def _read(file: BinaryIO, size: int, at: int, length: int) -> bytes:
    if at + length > size:
        raise Broken("TIFF directory lies beyond the end", cut=True)
    file.seek(at)
    return file.read(length)
