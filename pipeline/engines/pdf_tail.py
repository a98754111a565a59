"""The end of a PDF: whether the whole file has come.

A PDF ends with `startxref`, an offset and `%%EOF`. A cut file lacks them, or has only those of an earlier part of
itself: a linearised file has one pair near its start, a file saved in increments one pair for each.
"""

import re
from pathlib import Path

from pipeline.engines.broken import Broken

TRAILING = "trailing-bytes"
_TAIL = 2048
_HEAD = 2048
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_PART = re.compile(rb"\s*\d+(\s+\d+(\s+o?b?j?)?)?\s*|.*\d+\s+\d+\s+obj\b.*|\s*(x|xr|xre|xref.*)", re.DOTALL)
_LINEARIZED = re.compile(rb"/Linearized\b.{0,200}?/L\s+(\d+)|/L\s+(\d+).{0,200}?/Linearized\b", re.DOTALL)
_ZEROS = 512


def check_tail(path: Path) -> tuple[str, ...]:
    """Looks at the end of a file that begins like a PDF.

    Gives the warnings (bytes behind the end that mean nothing).

    Raises:
        Broken: (cut) the end is missing.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
    ends = list(_END.finditer(tail))
    if not ends:
        raise Broken("PDF without startxref and %%EOF at its end", cut=True)
    found = ends[-1]
    behind = tail[found.end() :]
    if int(found[1]) == 0 or _is_part(behind):
        raise Broken("PDF ends after an earlier part of itself", cut=True)
    promised = _LINEARIZED.search(head)
    if promised and size < int(promised[1] or promised[2]):
        raise Broken("linearised PDF is shorter than it says", cut=True)
    return (TRAILING,) if behind.strip(b"\r\n\t \0") else ()


def _is_part(behind: bytes) -> bool:
    """Whether these bytes begin another revision, or are the empty rest of a file whose size was set in advance."""
    if len(behind) >= _ZEROS and not behind.strip(b"\0\r\n"):
        return True
    return bool(behind.strip()) and _PART.fullmatch(behind) is not None
