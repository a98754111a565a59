"""ZIP files made by script: bombs, tricks with names, things inside things."""

import io
import stat
import struct
import warnings
import zipfile
import zlib

from tests.hostile.pdfs import built
from tests.hostile.pictures import jpeg, png


def bundle(**files: bytes) -> bytes:
    """A sound bundle; a name's double underscores are dots (``a__jpg``)."""
    return packed([(name.replace("__", "."), data) for name, data in files.items()])


def packed(files: list[tuple[str, bytes]], *, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A bundle of files with these names, whatever they are."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", kind) as archive:
        warnings.simplefilter("ignore")  # doubled names are meant here
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def special(mode: int, name: str = "a.jpg", target: bytes = b"/etc/passwd") -> bytes:
    """A bundle whose one member is a link, a device or a pipe."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (mode | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, target)
    return out.getvalue()


def link() -> bytes:
    """A symbolic link to a file of the system."""
    return special(stat.S_IFLNK)


def ratio_bomb() -> bytes:
    """100 MB of zeros."""
    return packed([("a.bmp", bytes(100_000_000))])


def many_files(count: int = 6000) -> bytes:
    """More files than a bundle may have."""
    return packed([(f"{n}.txt", b"a") for n in range(count)], kind=zipfile.ZIP_STORED)


def overlapping(copies: int = 200) -> bytes:
    """Many entries that share the same packed bytes."""
    data = jpeg()
    core = zlib.compress(data, 9)[2:-4]
    local = struct.pack("<4sHHHHHLLLHH", b"PK\x03\x04", 20, 0, 8, 0, 33, zlib.crc32(data), len(core), len(data), 5, 0)
    body = local + b"a.jpg" + core
    entry = struct.Struct("<4sHHHHHHLLLHHHHHLL")
    directory = b"".join(
        entry.pack(
            b"PK\x01\x02", 20, 20, 0, 8, 0, 33, zlib.crc32(data), len(core), len(data), 5, 0, 0, 0, 0, 0, 0
        ) + b"a.jpg"
        for _ in range(copies)
    )  # fmt: skip
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, copies, copies, len(directory), len(body), 0)
    return body + directory + end


def encrypted() -> bytes:
    """A member that needs a password (the flag is what counts)."""
    return _flagged(bundle(a__jpg=jpeg()), 0x1)


def half_encrypted() -> bytes:
    """One member of two needs a password."""
    data = bytearray(packed([("a.jpg", jpeg()), ("b.jpg", jpeg())]))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def _flagged(data: bytes, flag: int) -> bytes:
    out = bytearray(data)
    out[6] |= flag
    out[out.index(b"PK\x01\x02") + 8] |= flag
    return bytes(out)


def wrong_crc() -> bytes:
    """A stored member of which one byte is another."""
    data = bytearray(packed([("a.jpg", jpeg())], kind=zipfile.ZIP_STORED))
    data[5000] ^= 0xFF
    return bytes(data)


def nested() -> bytes:
    """A bundle in a bundle."""
    return packed([("trong.zip", packed([("a.jpg", jpeg())]))])


def docx() -> bytes:
    """The skeleton of a Word file."""
    return packed([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")])


def xlsx() -> bytes:
    """The skeleton of an Excel file."""
    return packed([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<w/>")])


def odt() -> bytes:
    """The skeleton of an OpenDocument file."""
    return packed([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<o/>")])


def pdf_and_zip() -> bytes:
    """A file that is a PDF to one program and a ZIP to another."""
    return _moved(built(), packed([("a.jpg", jpeg())]))


def _moved(front: bytes, archive: bytes) -> bytes:
    out = bytearray(archive)
    end = out.rindex(b"PK\x05\x06")
    start = struct.unpack("<L", out[end + 16 : end + 20])[0]
    out[end + 16 : end + 20] = struct.pack("<L", start + len(front))
    entry = out.index(b"PK\x01\x02")
    out[entry + 42 : entry + 46] = struct.pack("<L", len(front))
    return front + bytes(out)


def sound() -> bytes:
    """A folder of pages, a PDF and a picture."""
    return packed([("to gap/1.jpg", jpeg()), ("to gap/2.jpg", jpeg()), ("so tay.pdf", built()), ("a.png", png())])
