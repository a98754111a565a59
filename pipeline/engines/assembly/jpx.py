"""Which JPEG 2000 data PDF/A-2 allows, of the kinds that scanners make (ISO 19005-2, 6.2.8.3; ISO/IEC 15444-1, I.5).

pikepdf's validator does not look into JPEG 2000 and calls it unsupported; this does what it leaves out.
"""

import struct
from collections.abc import Iterator

_SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_ENUMERATED = 1
_SPACES = {(3, 16): b"/DeviceRGB", (1, 17): b"/DeviceGray"}
"""Number of components and enumerated colour space, sRGB or grey."""
_EIGHT_BITS = 7
_HEAD, _COLOURS, _ODD = b"ihdr", b"colr", (b"cdef", b"pclr", b"cmap")


def jpx_space(data: bytes) -> bytes | None:
    """The colour space of a JP2 file that may go into a PDF/A as it is; None if it may not, or is unusual.

    It may if it is grey or sRGB of 8 bits, says so once, and has neither transparency nor a palette.
    """
    if not data.startswith(_SIGNATURE):
        return None
    header = next((body for kind, body in _boxes(data) if kind == b"jp2h"), b"")
    boxes = list(_boxes(header))
    heads, colours = ([body for kind, body in boxes if kind == wanted] for wanted in (_HEAD, _COLOURS))
    if len(heads) != 1 or len(colours) != 1 or any(kind in _ODD for kind, _ in boxes):
        return None
    if len(heads[0]) < 14 or len(colours[0]) < 7 or heads[0][10] != _EIGHT_BITS or colours[0][0] != _ENUMERATED:
        return None
    (components,), (number,) = struct.unpack(">H", heads[0][8:10]), struct.unpack(">I", colours[0][3:7])
    return _SPACES.get((components, number))


# -------------------------------------------------------------------------------------------------------------------


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each box, as far as they make sense."""
    at = 0
    while at + 8 <= len(data):
        length, kind, body = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if length == 1:
            length, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = at + length if length else len(data)
        if end < body:
            return
        yield kind, data[body:end]
        at = end
