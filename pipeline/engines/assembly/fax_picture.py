"""CCITT group 4 data as a PDF's image: a TIFF's own strip untouched, or a two-coloured picture packed by libtiff."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from pipeline.engines.assembly.scan import Picture

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _MEANING, _FILL = 256, 257, 258, 259, 262, 266
_OFFSETS, _SAMPLES, _COUNTS, _OPTIONS = 273, 277, 279, 293
_GROUP4 = 4
_BLACK_IS_ZERO = 1
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def fax_strip(file: Path, frame: Image.Image) -> Picture | None:
    """A TIFF frame's group 4 data as it lies in the file; None if it is packed otherwise, or in several strips.

    (Bits that are stored from the other end are turned round, for PDF has one order only.)
    """
    tags = dict(frame.tag_v2)  # type: ignore[attr-defined]  # a TIFF has it
    offsets, counts = tags.get(_OFFSETS, ()), tags.get(_COUNTS, ())
    plain = tags.get(_SAMPLES, 1) == 1 and tags.get(_BITS, (1,)) == (1,) and not int(tags.get(_OPTIONS, 0)) & 2
    if tags.get(_COMPRESSION) != _GROUP4 or len(offsets) != 1 or len(counts) != 1 or not plain:
        return None
    with file.open("rb") as opened:
        opened.seek(offsets[0])
        data = opened.read(counts[0])
    data = data.translate(_REVERSED) if tags.get(_FILL, 1) == 2 else data
    return _picture(tags[_WIDTH], tags[_HEIGHT], data, white_is_one=tags.get(_MEANING) == _BLACK_IS_ZERO)


def pack_fax(image: Image.Image) -> Picture:
    """An image of mode ``1``, packed."""
    packed = BytesIO()
    image.save(packed, "TIFF", compression="group4", strip_size=image.width * image.height)
    with Image.open(packed) as made:
        tags = made.tag_v2  # type: ignore[attr-defined]  # a TIFF has it
        start, length = tags[_OFFSETS][0], tags[_COUNTS][0]
        data = packed.getvalue()[start : start + length]
        return _picture(image.width, image.height, data, white_is_one=tags[_MEANING] == _BLACK_IS_ZERO)


# -------------------------------------------------------------------------------------------------------------------


def _picture(width: int, height: int, data: bytes, *, white_is_one: bool) -> Picture:
    """Fax data knows black and white only; ``white_is_one``: what it calls black is the number 0."""
    inverted = b" /BlackIs1 true" if white_is_one else b""
    parms = b"<<%b /Columns %d /K -1 /Rows %d >>" % (inverted, width, height)
    return Picture(
        width=width, height=height, bits=1, space=b"/DeviceGray", filter=b"/CCITTFaxDecode", data=data, parms=parms
    )
