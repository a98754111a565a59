"""Writes an object's pieces into a local file: what every store's ``fetch`` does."""

import errno
from collections.abc import Iterable
from pathlib import Path

from schemas.errors import DiskFull, StoreUnreachable

_FULL = (errno.ENOSPC, errno.EDQUOT)


def land(pieces: Iterable[bytes], target: Path) -> None:
    """Writes ``target``, replacing it; whatever goes wrong, no half file is left under that name.

    Raises:
        DiskFull: no room at ``target``.
        StoreUnreachable: ``target`` cannot be written for another reason.
        KhoError: whatever the pieces raise.
    """
    whole = False
    try:
        with target.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        whole = True
    except OSError as problem:
        kind = DiskFull if problem.errno in _FULL else StoreUnreachable
        raise kind(detail=f"writing a fetched object: {problem.strerror}") from problem
    finally:
        if not whole:
            target.unlink(missing_ok=True)
