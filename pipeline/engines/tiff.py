"""TIFF structure: the chain of directories, and whether every strip and value lies inside the file.

Classic and BigTIFF, both byte orders. Not for decoding: `images` does that.
"""

import re
from typing import BinaryIO, Literal

from pipeline.engines.broken import Broken
from pipeline.engines.zeros import PACKED_RUN, is_unwritten
from schemas.base import Frozen

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_SUBFILE, _WIDTH, _HEIGHT, _BITS, _COMPRESSION, _MEANING = 254, 256, 257, 258, 259, 262
_PLAIN, _JPEG = 1, 7
_BLACK_IS_ZERO = (1, 2)
_COMPLAINT = re.compile(rb"Bad code word|Premature E|Premature e|Uncompressed data|Line length mismatch|Corrupt JPEG")
_OFFSETS, _COUNTS = (273, 324), (279, 325)
_WANTED = frozenset({_SUBFILE, _WIDTH, _HEIGHT, _BITS, _COMPRESSION, _MEANING, *_OFFSETS, *_COUNTS})
_MOST_ENTRIES = 4096
_MOST_VALUES = 300_000


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


def check_said(words: bytes) -> None:
    """What libtiff printed while it decoded a frame; it fills what it cannot read with white.

    Raises:
        Broken: data was missing or wrong.
    """
    if found := _COMPLAINT.search(words):
        raise Broken(f"TIFF: {found[0].decode('ascii', errors='replace')}")


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
        data = _data(size, layout, entry)
        if (tag := layout.number(entry[:2])) in _WANTED:
            values[tag] = _values(file, layout, entry, data)
    _check_data(values, size)
    _check_strips(file, values)
    frame = TiffFrame(
        width=_one(values, _WIDTH), height=_one(values, _HEIGHT), thumbnail=bool(_one(values, _SUBFILE, 0) & 1)
    )
    return frame, layout.number(table[entries * width :])


def _data(size: int, layout: _Layout, entry: bytes) -> int | None:
    """Where an entry's values stand if not in itself; they must lie inside the file."""
    length = _SIZES.get(layout.number(entry[2:4]), 0) * layout.number(entry[4 : 4 + layout.offset])
    if length <= layout.offset:
        return None
    at = layout.number(entry[4 + layout.offset :])
    if at + length > size:
        raise Broken("TIFF values lie beyond the end", cut=True)
    return at


def _values(file: BinaryIO, layout: _Layout, entry: bytes, at: int | None) -> list[int]:
    unit = _SIZES.get(layout.number(entry[2:4]), 0)
    count = layout.number(entry[4 : 4 + layout.offset])
    if not unit or count > _MOST_VALUES:
        raise Broken("TIFF value of an absurd type or length")
    data = entry[4 + layout.offset :]
    if at is not None:
        file.seek(at)
        data = file.read(unit * count)
    return [layout.number(data[i * unit : (i + 1) * unit]) for i in range(count)]


def _check_data(values: dict[int, list[int]], size: int) -> None:
    for offsets, counts in zip(_OFFSETS, _COUNTS, strict=True):
        starts, lengths = values.get(offsets, []), values.get(counts, [])
        ends = [s + n for s, n in zip(starts, lengths, strict=False)] or starts
        if any(end > size for end in ends) or any(start >= size for start in starts):
            raise Broken("TIFF strip lies beyond the end", cut=True)


def _check_strips(file: BinaryIO, values: dict[int, list[int]]) -> None:
    """Whether every strip has been written to its end.

    Packed data never ends in a run of zero bytes, and JPEG data ends in its end marker: decoders forgive both.
    """
    compression = _one(values, _COMPRESSION, _PLAIN)
    strips = [
        (start, start + length)
        for offsets, counts in zip(_OFFSETS, _COUNTS, strict=True)
        for start, length in zip(values.get(offsets, []), values.get(counts, []), strict=False)
    ]
    if compression == _PLAIN:
        whole = _one(values, _BITS, 1) >= 8 and _one(values, _MEANING, 0) in _BLACK_IS_ZERO
        if strips and whole and is_unwritten(file, min(strips)[0], max(end for _, end in strips)):
            raise Broken("TIFF strips have not been written", cut=True)
        return
    for start, end in strips:
        if end - start >= PACKED_RUN and _ends_early(file, end, compression):
            raise Broken("TIFF strip ends too early", cut=True)


def _ends_early(file: BinaryIO, end: int, compression: int) -> bool:
    file.seek(end - PACKED_RUN)
    last = file.read(PACKED_RUN)
    return not last.strip(b"\0") or (compression == _JPEG and b"\xff\xd9" not in last)


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
