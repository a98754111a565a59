"""JPEG 2000 structure: boxes and tile-parts, so that a cut file is known although OpenJPEG decodes what it has."""

from pipeline.engines.broken import Broken
from schemas.base import Frozen

_SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_SOC, _SIZ, _SOT, _EOC = 0xFF4F, 0xFF51, 0xFF90, 0xFFD9


class Codestream(Frozen):
    """The picture that a JPEG 2000 stream declares."""

    width: int
    height: int
    end: int
    """Offset just behind the codestream or the last box."""


def walk_jp2(data: bytes) -> Codestream:
    """Follows a JP2 file or a raw codestream to its end.

    Raises:
        Broken: it is cut, or is no JPEG 2000.
    """
    if not data.startswith(_SIGNATURE):
        return _codestream(data, 0, len(data))
    at, found = 0, None
    while at < len(data):
        kind, body, after = _box(data, at)
        if kind == b"jp2c":
            found = _codestream(data, body, after)
        elif found is not None and not kind.isalnum() and kind[:3] not in (b"url", b"xml"):
            break  # trailing bytes that are no box
        at = after
    if found is None:
        raise Broken("JP2 without a codestream", cut=True)
    return found.model_copy(update={"end": max(found.end, min(at, len(data)))})


def _box(data: bytes, at: int) -> tuple[bytes, int, int]:
    """Type, start of the body and end of the box at ``at``."""
    if at + 8 > len(data):
        raise Broken("JP2 ends inside a box header", cut=True)
    length, kind, body = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
    if length == 1:
        length, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
    after = len(data) if length == 0 else at + length
    if after > len(data):
        raise Broken("JP2 box reaches beyond the end", cut=True)
    if after < body:
        raise Broken("JP2 box without a length")
    return kind, body, after


def _codestream(data: bytes, at: int, limit: int) -> Codestream:
    if _word(data, at, limit) != _SOC or _word(data, at + 2, limit) != _SIZ:
        raise Broken("JPEG 2000 codestream does not begin with SOC and SIZ")
    if at + 24 > limit:
        raise Broken("JPEG 2000 ends inside SIZ", cut=True)
    far_x, far_y, near_x, near_y = (int.from_bytes(data[i : i + 4], "big") for i in range(at + 8, at + 24, 4))
    at += 2
    while (marker := _word(data, at, limit)) != _SOT:
        if marker == _EOC:
            raise Broken("JPEG 2000 without a tile")
        at += 2 + max(2, _word(data, at + 2, limit))
    while (marker := _word(data, at, limit)) == _SOT:
        at = _tile_part_end(data, at, limit)
    if marker != _EOC:
        raise Broken("JPEG 2000 tile-part expected")
    return Codestream(width=max(0, far_x - near_x), height=max(0, far_y - near_y), end=at + 2)


def _tile_part_end(data: bytes, at: int, limit: int) -> int:
    length = int.from_bytes(data[at + 6 : at + 10], "big")
    if length == 0:  # reaches to the end marker
        last = data.rfind(b"\xff\xd9", at, limit)
        if last < 0 or limit - last > 64:
            raise Broken("JPEG 2000 ends without its end marker", cut=True)
        return last
    if length < 14:
        raise Broken("JPEG 2000 tile-part without a length")
    return at + length


def _word(data: bytes, at: int, limit: int) -> int:
    if at + 2 > limit:
        raise Broken("JPEG 2000 ends too early", cut=True)
    return int.from_bytes(data[at : at + 2], "big")
