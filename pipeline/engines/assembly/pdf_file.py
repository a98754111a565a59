"""Writes a PDF file object by object, straight to disk: nothing is held, and the same objects give the same bytes.

Plain PDF 1.7: a table of cross references, no streams of objects. Its identifier is a digest of all that stands
before it. Not for reading or changing PDFs: pikepdf does that.
"""

import hashlib
import zlib
from collections.abc import Iterable
from typing import BinaryIO

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_ID_BYTES = 16


class PdfFile:
    """A PDF in the making; ``out`` stands at its start."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._at = 0
        self._places: list[int] = []
        self._write(_HEADER)

    def reserve(self) -> int:
        """The number of an object that will be put later."""
        self._places.append(0)
        return len(self._places)

    def put(self, body: bytes, number: int | None = None) -> int:
        """Writes an object, and gives its number."""
        number = self._begin(number)
        self._write(body + b"\nendobj\n")
        return number

    def put_stream(self, entries: bytes, data: bytes, number: int | None = None) -> int:
        """Writes a stream: ``entries`` are those of its dictionary but /Length; ``data`` goes in as it is."""
        number = self._begin(number)
        self._write(b"<<%b/Length %d>>\nstream\n" % (entries, len(data)))
        self._write(data)
        # Data that ends with a carriage return and one line feed would look like one end of line: /Length wrong by 1.
        self._write(b"\r\nendstream\nendobj\n" if data.endswith(b"\r") else b"\nendstream\nendobj\n")
        return number

    def put_packed(self, entries: bytes, data: bytes, number: int | None = None) -> int:
        """Writes a stream whose data is packed first."""
        return self.put_stream(entries + b"/Filter/FlateDecode", zlib.compress(data), number)

    def finish(self, root: int) -> None:
        """Ends the file; ``root`` is the catalog."""
        start, count = self._at, len(self._places) + 1
        rows = b"".join(b"%010d 00000 n \n" % place for place in self._places)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, rows))
        name = self._digest.hexdigest()[: 2 * _ID_BYTES].encode()
        trailer = b"trailer\n<</Size %d/Root %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        self._write(trailer % (count, root, name, name, start))

    def _begin(self, number: int | None) -> int:
        number = number or self.reserve()
        self._places[number - 1] = self._at
        self._write(b"%d 0 obj\n" % number)
        return number

    def _write(self, data: bytes) -> None:
        self._digest.update(data)
        self._out.write(data)
        self._at += len(data)


def references(numbers: Iterable[int]) -> bytes:
    """An array of references to objects."""
    return b"[" + b" ".join(b"%d 0 R" % number for number in numbers) + b"]"
