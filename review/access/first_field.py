"""The first field of a form with files (RFC 7578), read from its beginning alone: files behind it may be large."""

from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_LONGEST = 1000


def first_field(content_type: str, beginning: bytes) -> tuple[str | None, str | None]:
    """Its name and value; of a file, or of what is no form, (None, None)."""
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        return None, None
    found = _First()
    try:
        MultipartParser(boundary, found.callbacks()).write(beginning)
    except FormParserError:
        return None, None
    return found.read()


class _First:
    """What a parser tells of the first part."""

    def __init__(self) -> None:
        self._parts = 0
        self._ended = False
        self._header, self._headers = [b"", b""], dict[bytes, bytes]()
        self._value = b""

    def callbacks(self) -> "MultipartCallbacks":
        """To be given to the parser."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._grow(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._grow(1, data[start:end]),
            "on_header_end": self._header_end,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def read(self) -> tuple[str | None, str | None]:
        """Name and value of the first part if it came to its end and is no file."""
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name")
        if not self._ended or name is None or b"filename" in options:
            return None, None
        return name.decode("latin-1"), self._value.decode("latin-1")

    def _begin(self) -> None:
        self._parts += 1

    def _grow(self, which: int, piece: bytes) -> None:
        if self._parts == 1:
            self._header[which] += piece

    def _header_end(self) -> None:
        name, value = self._header
        self._headers[name.lower()] = value
        self._header = [b"", b""]

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._parts == 1 and len(self._value) < _LONGEST:
            self._value += data[start:end]

    def _end(self) -> None:
        self._ended = True
