"""Zero bytes where data should be: what a file holds whose size was set before its bytes came.

Windows does so when it copies over a network; a copy that stalls leaves zeros behind what has come.
"""

from typing import BinaryIO

_PIECE = 1 << 16
PACKED_RUN = 64
"""Packed pictures never end in so many zero bytes."""
_PLAIN_RUN = 1 << 16
_PLAIN_PART = 16


def zero_run(file: BinaryIO, start: int, end: int) -> int:
    """How many zero bytes stand right before ``end``, not looking before ``start``."""
    at = end
    while at > start:
        size = min(_PIECE, at - start)
        file.seek(at - size)
        left = len(file.read(size).rstrip(b"\0"))
        if left:
            return end - at + size - left
        at -= size
    return end - start


def is_unwritten(file: BinaryIO, start: int, end: int) -> bool:
    """Whether unpacked grey or colour data ends in so much pure black (64 KiB and a sixteenth) that it was not written.

    A scan's black has noise in it; a drawing's may not, and is then refused wrongly: better than half a page archived.
    """
    return zero_run(file, start, end) >= max(_PLAIN_RUN, (end - start) // _PLAIN_PART)
