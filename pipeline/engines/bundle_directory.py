"""A ZIP's directory, looked at before `zipfile` loads it: is it there, how long is it, do entries share bytes?"""

import struct
import zipfile
from pathlib import Path

from schemas.errors import Code, Refused
from schemas.limits import Limits

_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"
_TAIL = 65_557  # the longest comment and the end record
_MOST_AN_ENTRY = 2_000  # bytes of directory a file; names are shorter


def check_directory(path: Path, limits: Limits) -> None:
    """Reads the end record only.

    Raises:
        Refused: TRUNCATED (there is none), ZIP_BOMB (facts members, limit).
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = max(0, size - _TAIL - 100)
        file.seek(start)
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise Refused(Code.TRUNCATED, detail="ZIP without its directory")
    count, length, offset = struct.unpack("<HLL", tail[at + 10 : at + 20])
    big = tail.rfind(_END64, 0, at)
    if big >= 0 and len(tail) >= big + 56:
        count, length, offset = struct.unpack("<QQQ", tail[big + 32 : big + 56])
    if count > limits.max_members or length > limits.max_members * _MOST_AN_ENTRY:
        raise Refused(Code.ZIP_BOMB, members=count, limit=limits.max_members)
    if offset + length > size:
        raise Refused(Code.TRUNCATED, detail="ZIP directory lies beyond the end")


def check_overlap(path: Path, infos: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuses a bundle whose entries share bytes: the trick of bombs whose every ratio looks harmless.

    Raises:
        Refused: ZIP_BOMB; DAMAGED, if an entry's own header is missing.
    """
    ordered = sorted(infos, key=lambda info: info.header_offset)
    bounds = [info.header_offset for info in ordered[1:]] + [directory] * bool(ordered)
    with path.open("rb") as file:
        for info, bound in zip(ordered, bounds, strict=True):
            file.seek(info.header_offset)
            header = file.read(30)
            if len(header) < 30 or header[:4] != b"PK\x03\x04":
                raise Refused(Code.DAMAGED, detail="ZIP entry without its header")
            name, extra = struct.unpack("<HH", header[26:30])
            if info.header_offset + 30 + name + extra + info.compress_size > bound:
                raise Refused(Code.ZIP_BOMB, detail="ZIP entries overlap")
