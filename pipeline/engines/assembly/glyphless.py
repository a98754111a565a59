"""A TrueType font program whose signs have widths and nothing to see: what PDF/A wants embedded for invisible text.

Made from its definition (ISO/IEC 14496-22), not taken from anywhere: the six tables that a PDF's CIDFontType2 needs.
Every glyph is a line there and back from corner to corner of its box, which has no ink. Without an outline pdfium gives
a letter no height: there is nothing to mark with the mouse, and text on turned pages is lost.
"""

import struct
from collections.abc import Sequence

EM = 1000
"""Units of the font, the same as a PDF's glyph space: widths need no rounding."""
_CHECK = 0xB1B0AFBA
_MAGIC = 0x5F0F3CF5
_MADE = 3_692_304_000
"""Always the same date, 2021-01-01, in seconds since 1904."""
_ON_CURVE = bytes((1, 1, 1))
_POINTS = len(_ON_CURVE)


def glyphless_font(widths: Sequence[int], *, ascent: int, descent: int) -> bytes:
    """The font program; the same arguments give the same bytes.

    Args:
        widths: advance of each glyph from 1 on, in thousandths of the size; at most 65,534. (Glyph 0 is never used.)
        ascent: how far signs reach above the baseline, in the same units.
        descent: how far below, negative.
    """
    advances = (EM, *widths)
    count, most = len(advances), max(advances)
    glyphs = [_padded(_glyph(advance, ascent, descent)) for advance in advances]
    places = [len(glyphs[0]) * n for n in range(count + 1)]  # all are of one length
    tables = {
        b"glyf": b"".join(glyphs),
        b"head": _head(most, ascent, descent),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, ascent, descent, 0, most, 0, 0, most, 1, *(0,) * 7, count),
        b"hmtx": b"".join(struct.pack(">Hh", advance, 0) for advance in advances),
        b"loca": struct.pack(f">{count + 1}I", *places),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, count, _POINTS, 1, 0, 0, 1, *(0,) * 8),
    }
    return _file(tables)


# -------------------------------------------------------------------------------------------------------------------


def _glyph(advance: int, ascent: int, descent: int) -> bytes:
    """One contour: from the lower left corner of its box to the upper right and back. (Points are given by steps.)"""
    up = ascent - descent
    head = struct.pack(">hhhhh", 1, 0, descent, advance, ascent)
    return head + struct.pack(">HH", _POINTS - 1, 0) + _ON_CURVE + struct.pack(
        ">hhhhhh", 0, advance, -advance, descent, up, -up
    )  # fmt: skip


def _head(most: int, ascent: int, descent: int) -> bytes:
    """Version 1, baseline and side bearing at 0, long offsets."""
    return struct.pack(
        ">IIIIHHqqhhhhHHhhh",
        0x10000,
        0x10000,
        0,
        _MAGIC,
        0b11,
        EM,
        _MADE,
        _MADE,
        0,
        descent,
        most,
        ascent,
        0,
        8,
        2,
        1,
        0,
    )


def _file(tables: dict[bytes, bytes]) -> bytes:
    """The tables behind their directory, in the order of their names, with all check sums."""
    power = len(tables).bit_length() - 1
    start = struct.pack(">IHHHH", 0x10000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    directory, body = b"", b""
    offset = len(start) + 16 * len(tables)
    for name, data in sorted(tables.items()):
        directory += name + struct.pack(">III", _sum(data), offset + len(body), len(data))
        body += _padded(data)
    whole = start + directory + body
    at = whole.index(tables[b"head"]) + 8
    return whole[:at] + struct.pack(">I", (_CHECK - _sum(whole)) & 0xFFFFFFFF) + whole[at + 4 :]


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _sum(data: bytes) -> int:
    words = _padded(data)
    total: int = sum(struct.unpack(f">{len(words) // 4}I", words))
    return total & 0xFFFFFFFF
