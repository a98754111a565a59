"""A PDF's streams, checked once each within bounds: is the data there to its end, and how large does it unpack?

What is decoded: Flate fully (raw deflate to its last block; bounded), JPEG fully at one eighth of the size, LZW and
run-length through qpdf where small, Group 4 through libtiff. JPEG 2000 by its structure. Of other CCITT data and of
JBIG2 only that there is some: only a renderer could tell more.
"""

import zlib

import pikepdf

from pipeline.engines import jpeg
from pipeline.engines.broken import Broken
from pipeline.engines.codestream import walk_jp2
from pipeline.engines.fax import decode_group4
from pipeline.engines.images import check_pixels
from pipeline.engines.pdf_pages import dictionary
from schemas.errors import Code, Refused
from schemas.limits import Limits

NOT_ALL_CHECKED = "not-fully-checked"
CHECKSUM = "stream-checksum"
MOST_CONTENT = 256 * 1024 * 1024
"""Unpacked bytes of one page description; a sheet of a large map has a tenth of that."""
_BUDGET = 8 * 1024**3  # unpacked bytes of one document that are looked at: about 25 s
_PIECE = 1 << 20
_SPARE = 64 * 1024 * 1024
_SMALL = 400_000  # packed bytes of an LZW or run-length stream: at most 1 GB unpacked
_COMPONENTS = {"/DeviceGray": 1, "/CalGray": 1, "/Indexed": 1, "/Separation": 1, "/DeviceRGB": 3, "/CalRGB": 3}
_COMPONENTS |= {"/Lab": 3, "/DeviceCMYK": 4}


class Streams:
    """The streams of one document that have been looked at. Keeps accounts, so one a document."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = _BUDGET
        self._seen: dict[tuple[int, int], int] = {}
        self.warnings: set[str] = set()

    def content(self, stream: pikepdf.Stream, page: int) -> int:
        """Checks a page description or form; gives its unpacked size (0 where that is not known)."""
        if stream.objgen in self._seen:
            return self._seen[stream.objgen]
        size = self._check(stream, page, MOST_CONTENT)
        self._seen[stream.objgen] = size
        return size

    def image(self, stream: pikepdf.Stream, page: int) -> tuple[int, int]:
        """Checks an image with its masks; gives its declared width and height.

        Raises:
            Refused: PIXEL_BOMB, ZIP_BOMB (facts page …).
            Broken: data is missing or cannot be decoded.
        """
        width, height = _side(stream, "/Width"), _side(stream, "/Height")
        check_pixels(width, height, self._limits, page=page)
        if stream.objgen in self._seen:
            return width, height
        self._seen[stream.objgen] = 0
        for key in ("/SMask", "/Mask"):
            mask = stream.get(key)
            if isinstance(mask, pikepdf.Stream):
                self.image(mask, page)
        if not stream.read_raw_bytes():
            raise Broken("image without data")
        row = _row_bytes(stream, width)
        size = self._check(stream, page, (row or 8 * width) * height + _SPARE)
        if size and row and size < row * (height - 1):
            raise Broken(f"image has {size} of {row * height} bytes")
        return width, height

    def _check(self, stream: pikepdf.Stream, page: int, most: int) -> int:
        data, filters = stream.read_raw_bytes(), _filters(stream)
        size = len(data)
        if not data:  # of a blank page
            return 0
        while filters[:1] in (["/FlateDecode"], ["/Fl"]):
            last = len(filters) == 1
            data, size = self._inflate(data, page, most, keep=not last)
            filters = filters[1:]
        if not filters:
            return size
        self._other(stream, data, filters, page)
        return 0

    def _other(self, stream: pikepdf.Stream, data: bytes, filters: list[str], page: int) -> None:
        if filters == ["/DCTDecode"]:
            frame = jpeg.walk(data)
            check_pixels(frame.width, frame.height, self._limits, page=page)
            jpeg.decode(data[: frame.end])
        elif filters == ["/JPXDecode"]:
            found = walk_jp2(data)
            check_pixels(found.width, found.height, self._limits, page=page)
        elif filters == ["/CCITTFaxDecode"] and (columns := _group4_columns(stream)):
            decode_group4(data, columns, _side(stream, "/Height"))
        elif set(filters) <= {"/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}:
            if len(data) <= _SMALL:
                stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
            else:
                self.warnings.add(NOT_ALL_CHECKED)

    def _inflate(self, data: bytes, page: int, most: int, *, keep: bool) -> tuple[bytes, int]:
        """Unpacks to the last block; gives the bytes (if ``keep``) and how many there were."""
        if self._left <= 0:
            self.warnings.add(NOT_ALL_CHECKED)
            return b"", 0
        if len(data) < 2 or data[0] & 15 != 8 or int.from_bytes(data[:2], "big") % 31:
            raise Broken("Flate stream without its header")
        unpack, kept, size, check = zlib.decompressobj(-15), bytearray(), 0, 1
        waiting = data[2:]
        while not unpack.eof:
            piece = _piece(unpack, waiting)
            size, check, waiting = size + len(piece), zlib.adler32(piece, check), unpack.unconsumed_tail
            if size > most:
                raise Refused(Code.ZIP_BOMB, detail="stream inside a PDF", page=page, limit=most)
            if keep:
                kept += piece
            if not piece and not waiting and not unpack.eof:
                raise Broken("Flate stream is cut")
        if unpack.unused_data[:4] != check.to_bytes(4, "big"):
            self.warnings.add(CHECKSUM)
        self._left -= size
        return bytes(kept), size


def _piece(unpack: "zlib._Decompress", waiting: bytes) -> bytes:
    try:
        return unpack.decompress(waiting, _PIECE)
    except zlib.error as error:
        raise Broken(f"Flate stream: {error}") from error


def _filters(stream: pikepdf.Stream) -> list[str]:
    value = stream.get("/Filter")
    if isinstance(value, pikepdf.Array):
        return [str(value[i]) for i in range(len(value))]
    return [] if value is None else [str(value)]


def _group4_columns(stream: pikepdf.Stream) -> int:
    """Pixels a row of Group 4 data in its usual form; 0 for any other CCITT data."""
    value = stream.get("/DecodeParms")
    settings = dictionary(value[0] if isinstance(value, pikepdf.Array) and len(value) else value)
    if settings is None or bool(settings.get("/EncodedByteAlign", False)):
        return 0
    columns, scheme = settings.get("/Columns", 1728), settings.get("/K", 0)
    usual = isinstance(columns, int) and isinstance(scheme, int) and scheme < 0
    return int(columns) if usual and columns == stream.get("/Width") else 0


def _side(stream: pikepdf.Stream, key: str) -> int:
    value = stream.get(key, stream.get({"/Width": "/W", "/Height": "/H"}[key]))
    if not isinstance(value, int) or value <= 0:
        raise Broken(f"image without {key}")
    return value


def _row_bytes(stream: pikepdf.Stream, width: int) -> int | None:
    """Bytes of one unpacked row without predictor bytes; None where the colour space does not say."""
    if bool(stream.get("/ImageMask", False)):
        return (width + 7) // 8
    components, bits = _components(stream.get("/ColorSpace")), stream.get("/BitsPerComponent", 8)
    if components is None or not isinstance(bits, int) or bits not in (1, 2, 4, 8, 16):
        return None
    return (width * components * bits + 7) // 8


def _components(space: object) -> int | None:
    if isinstance(space, pikepdf.Name):
        return _COMPONENTS.get(str(space))
    if not isinstance(space, pikepdf.Array) or not len(space):
        return None
    family = str(space[0])
    if family == "/ICCBased" and len(space) > 1:
        profile = dictionary(space[1])
        number = profile.get("/N") if profile is not None else None
        return number if number in (1, 3, 4) and isinstance(number, int) else None
    if family == "/DeviceN" and len(space) > 1 and isinstance(space[1], pikepdf.Array):
        return len(space[1])
    return _COMPONENTS.get(family)
