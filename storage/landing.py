"""Writes an object's pieces into a local file: what every store's ``fetch`` does."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from schemas.errors import DiskFull, StoreUnreachable

_FULL = (errno.ENOSPC, errno.EDQUOT)


def land(pieces: Iterable[bytes], target: Path) -> None:
    """Writes ``target``, replacing it; whatever goes wrong, no half file is ever seen under that name.

    Several processes may land the same object at the same place at once.

    Raises:
        DiskFull: no room at ``target``.
        StoreUnreachable: ``target`` cannot be written for another reason.
        KhoError: whatever the pieces raise.
    """
    draft = target.with_name(f".{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        draft.replace(target)
    except OSError as problem:
        kind = DiskFull if problem.errno in _FULL else StoreUnreachable
        raise kind(detail=f"writing a fetched object: {problem.strerror}") from problem
    finally:
        draft.unlink(missing_ok=True)
