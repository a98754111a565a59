"""Names in a ZIP: read for people, and told from tricks.

A name without the UTF-8 flag is by the book code page 437. In truth it is UTF-8 without the flag (macOS, 7-Zip), or
windows-1258 (Vietnamese Windows), and `zipfile` shows both as box-drawing characters.
"""

import re
import struct
import unicodedata
import zipfile
import zlib

from pipeline.stages.syllable import is_syllable
from schemas.text import nfc

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_DRIVE = re.compile(r"[A-Za-z]:")
_WORD = re.compile(r"[^\W\d_]+")


def name_for_people(info: zipfile.ZipInfo) -> str:
    """The member's path with slashes, NFC, in the encoding that makes sense of it."""
    name = info.orig_filename
    if info.flag_bits & _UTF8_FLAG or name.isascii():
        return nfc(name)
    raw = name.encode("cp437")
    return nfc(_unicode_extra(info.extra, raw) or _utf8(raw) or _windows(raw) or name)


def unsafe(name: str) -> bool:
    """Whether a path would leave its folder, name a drive, or hold what no file name has."""
    if not name or name.startswith("/") or "\\" in name or _DRIVE.match(name):
        return True
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
        return True
    return any(part in ("", ".", "..") for part in name.removesuffix("/").split("/"))


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _windows(raw: bytes) -> str | None:
    """windows-1258, if that makes Vietnamese of it."""
    try:
        text = nfc(raw.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    odd = [w for w in _WORD.findall(text) if not w.isascii()]
    return text if odd and all(is_syllable(w) for w in odd) else None


def _unicode_extra(extra: bytes, raw: bytes) -> str | None:
    """Info-ZIP's Unicode path, if it belongs to this name."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack("<HH", extra[at : at + 4])
        body = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and len(body) > 5 and body[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return _utf8(body[5:])
        at += 4 + length
    return None
