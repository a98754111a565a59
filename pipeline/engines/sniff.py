"""What a file is, from its first bytes alone; never from its name.

Not for deciding whether the file is whole or sound: `inspect` opens it for that.
"""

import re
from enum import StrEnum

from schemas.base import Frozen

HEAD = 2048
"""Bytes of the beginning that `sniff` wants."""


class Handler(StrEnum):
    """Who looks at a file of this type."""

    PDF = "pdf"
    ZIP = "zip"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    WEBP = "webp"
    BMP = "bmp"
    JP2 = "jp2"
    HEIF = "heif"
    AVIF = "avif"
    UNSUPPORTED = "unsupported"  # a document or picture we do not take
    FOREIGN = "foreign"  # no document at all


class FileType(Frozen):
    """A type of file."""

    handler: Handler
    name: str
    """What people call it: `JPEG`, `Word (.docx)`."""
    media_type: str = "application/octet-stream"
    extension: str = ""

    @property
    def image(self) -> bool:
        """Whether it is a picture that we take."""
        return self.handler not in (Handler.PDF, Handler.ZIP, Handler.UNSUPPORTED, Handler.FOREIGN)


def _type(handler: Handler, name: str, media_type: str = "application/octet-stream", extension: str = "") -> FileType:
    return FileType(handler=handler, name=name, media_type=media_type, extension=extension)


_NO, _ALIEN = Handler.UNSUPPORTED, Handler.FOREIGN
PDF = _type(Handler.PDF, "PDF", "application/pdf", ".pdf")
ZIP = _type(Handler.ZIP, "ZIP", "application/zip", ".zip")
_JPEG = _type(Handler.JPEG, "JPEG", "image/jpeg", ".jpg")
_PNG = _type(Handler.PNG, "PNG", "image/png", ".png")
_TIFF = _type(Handler.TIFF, "TIFF", "image/tiff", ".tif")
_WEBP = _type(Handler.WEBP, "WebP", "image/webp", ".webp")
_BMP = _type(Handler.BMP, "BMP", "image/bmp", ".bmp")
_JP2 = _type(Handler.JP2, "JPEG 2000", "image/jp2", ".jp2")
_J2K = _type(Handler.JP2, "JPEG 2000", "image/j2c", ".j2k")
_HEIC = _type(Handler.HEIF, "HEIC", "image/heic", ".heic")
_AVIF = _type(Handler.AVIF, "AVIF", "image/avif", ".avif")

_MAGIC: tuple[tuple[bytes, FileType], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", _JPEG),
    (b"\x89PNG\r\n\x1a\n", _PNG),
    (b"II*\0", _TIFF),
    (b"MM\0*", _TIFF),
    (b"II+\0", _TIFF),
    (b"MM\0+", _TIFF),
    (b"\0\0\0\x0cjP  \r\n\x87\n", _JP2),
    (b"\xff\x4f\xff\x51", _J2K),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"GIF8", _type(_NO, "GIF")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _type(_NO, "Word/Excel 97-2003 (.doc, .xls)")),
    (b"{\\rtf", _type(_NO, "RTF")),
    (b"AT&TFORM", _type(_NO, "DjVu")),
    (b"Rar!\x1a\x07", _type(_NO, "RAR")),
    (b"7z\xbc\xaf\x27\x1c", _type(_NO, "7-Zip (.7z)")),
    (b"PK\x07\x08", _type(_NO, "ZIP (.z01)")),
    (b"\x1f\x8b", _type(_NO, "GZIP")),
    (b"BZh", _type(_NO, "BZIP2")),
    (b"\xfd7zXZ\0", _type(_NO, "XZ")),
    (b"\x28\xb5\x2f\xfd", _type(_NO, "Zstandard")),
    (b"8BPS", _type(_NO, "Photoshop (.psd)")),
    (b"%!PS", _type(_NO, "PostScript")),
    (b"\xc5\xd0\xd3\xc6", _type(_NO, "PostScript (.eps)")),
    (b"\xff\x0a", _type(_NO, "JPEG XL")),
    (b"\0\0\0\x0cJXL ", _type(_NO, "JPEG XL")),
    (b"II\xbc\x01", _type(_NO, "JPEG XR")),
    (b"\x97JB2\r\n\x1a\n", _type(_NO, "JBIG2")),
    (b"\0\0\x01\0", _type(_NO, "ICO")),
    (b"MZ", _type(_ALIEN, "EXE")),
    (b"\x7fELF", _type(_ALIEN, "ELF")),
    (b"#!", _type(_ALIEN, "script")),
    (b"ID3", _type(_ALIEN, "MP3")),
    (b"OggS", _type(_ALIEN, "Ogg")),
    (b"\x1aE\xdf\xa3", _type(_ALIEN, "video (.mkv, .webm)")),
    (b"FLV\x01", _type(_ALIEN, "video (.flv)")),
    (b"\0\0\x01\xba", _type(_ALIEN, "video (.mpg)")),
    (b"SQLite format 3\0", _type(_ALIEN, "SQLite")),
)
_RIFF = {b"WEBP": _WEBP, b"AVI ": _type(_ALIEN, "video (.avi)"), b"WAVE": _type(_ALIEN, "WAV")}
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"mif2"})
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?xml.*?\?>\s*|<!DOCTYPE[^>]*>\s*)*<(\w[\w:]*)", re.DOTALL)
_DOCTYPE = re.compile(rb"\s*<!doctype\s+html", re.IGNORECASE)
ARCHIVES = frozenset({"RAR", "7-Zip (.7z)", "ZIP (.z01)", "GZIP", "BZIP2", "XZ", "Zstandard", "TAR"})
"""Names of the types that pack other files; inside a ZIP they are nested archives."""


def sniff(head: bytes) -> FileType:
    """The type of a file that begins with ``head`` (its first `HEAD` bytes, or all of it)."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return _container(head) or _late_pdf(head) or _text(head) or _type(_ALIEN, "?")


def begins_like_ours(head: bytes) -> bool:
    """Whether so few bytes (or none) could still become a file that we take: an upload that has just begun."""
    taken = [magic for magic, kind in _MAGIC if kind.handler not in (_NO, _ALIEN)]
    if len(head) < 12 and (b"RIFF"[: len(head)] == head[:4] or head[4:8] == b"ftyp"[: max(0, len(head) - 4)] != b""):
        return True
    return any(len(head) < len(magic) and magic.startswith(head) for magic in (*taken, b"BM"))


def _container(head: bytes) -> FileType | None:
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], _type(_ALIEN, "RIFF"))
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head[:2] == b"BM" and len(head) >= 26 and head[6:10] == b"\0\0\0\0" and head[15:18] == b"\0\0\0":
        return _BMP
    if head[257:262] == b"ustar":
        return _type(_NO, "TAR")
    if head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return _type(_ALIEN, "MP3")
    return None


def _iso_media(head: bytes) -> FileType:
    """HEIC, AVIF or a video: by the major brand, else by the compatible ones."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[i : i + 4] for i in range(16, end - 3, 4))]
    for brand in brands:
        if brand in (b"avif", b"avis"):
            return _AVIF
    if any(brand in _HEIF_BRANDS for brand in brands):
        return _HEIC
    return _type(_ALIEN, "video (.mp4, .mov)")


def _late_pdf(head: bytes) -> FileType | None:
    """A PDF after some other bytes: readers look for its header in the first 1,024."""
    if b"%PDF-" in head[:1029] and not _looks_like_markup(head):
        return PDF
    return None


def _looks_like_markup(head: bytes) -> bool:
    return bool(_DOCTYPE.match(head) or _MARKUP.match(head))


def _text(head: bytes) -> FileType | None:
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if _DOCTYPE.match(plain):
        return _type(_ALIEN, "HTML")
    if root := _MARKUP.match(plain):
        name = root.group(1).rpartition(b":")[2].lower()
        return {b"html": _type(_ALIEN, "HTML"), b"svg": _type(_NO, "SVG")}.get(name, _type(_ALIEN, "XML"))
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _type(_ALIEN, "text")
    return _type(_ALIEN, "text") if _readable(plain) else None


def _readable(head: bytes) -> bool:
    text = head.decode("utf-8", errors="replace").rstrip("\ufffd")  # the last character may be cut
    return bool(text) and sum(not (c.isprintable() or c in "\r\n\t\f") for c in text) <= len(text) // 50
