"""PNG data as a PDF's image: both pack rows with the same predictors, so the data goes over without being unpacked."""

from typing import BinaryIO

from pipeline.engines.assembly.scan import Picture
from pipeline.engines.png import walk_png

_GREY, _COLOUR, _PALETTE = 0, 2, 3
_SPACES = {_GREY: (b"/DeviceGray", 1), _COLOUR: (b"/DeviceRGB", 3), _PALETTE: (b"/DeviceRGB", 1)}


def png_picture(file: BinaryIO, size: int) -> Picture | None:
    """The PNG as it is; None if a PDF cannot hold it so: transparency, interlacing, 16 bits.

    (PDF has 16 bits too, but no print is as fine, and few programs show it.)

    Raises:
        Broken: it is no whole PNG.
    """
    shape = walk_png(file, size)
    chunks = _chunks(file, size)
    head = chunks[b"IHDR"]
    depth, kind = head[8], head[9]
    if kind not in _SPACES or shape.interlaced or depth > 8 or b"tRNS" in chunks:
        return None
    space, components = _SPACES[kind]
    return Picture(
        width=shape.width, height=shape.height, bits=depth, space=space, filter=b"/FlateDecode",
        data=b"".join(_piece(file, *piece) for piece in shape.data), palette=_whole(chunks.get(b"PLTE", b""), depth),
        parms=b"<< /BitsPerComponent %d /Colors %d /Columns %d /Predictor 15 >>" % (depth, components, shape.width),
    )  # fmt: skip


# -------------------------------------------------------------------------------------------------------------------


def _chunks(file: BinaryIO, size: int) -> dict[bytes, bytes]:
    """The chunks before the picture's data that say how to read them."""
    found: dict[bytes, bytes] = {}
    at = 8
    while at < size:
        file.seek(at)
        length, kind = int.from_bytes(file.read(4), "big"), file.read(4)
        if kind == b"IDAT":
            break
        if kind in (b"IHDR", b"PLTE", b"tRNS"):
            found[kind] = file.read(length)
        at += 12 + length
    return found


def _piece(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _whole(palette: bytes, depth: int) -> bytes:
    """The palette without colours that no sample can name, which PDF does not allow."""
    return palette[: 3 << depth]
