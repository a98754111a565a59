"""SHA-512 and SHA-256 of a stream of bytes in one pass; pieces of whatever is to be stored."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from schemas.base import Frozen
from schemas.errors import Unreadable
from schemas.ids import Sha256

PIECE = 1 << 20
"""1 MiB: the largest piece in which objects travel."""


class Digests(Frozen):
    """What a stream of bytes is."""

    sha512: str
    sha256: Sha256
    size: int


def digests(pieces: Iterable[bytes]) -> Digests:
    """Both digests and the size of all pieces together."""
    long, short, size = hashlib.sha512(), hashlib.sha256(), 0
    for piece in pieces:
        long.update(piece)
        short.update(piece)
        size += len(piece)
    return Digests(sha512=long.hexdigest(), sha256=Sha256(short.hexdigest()), size=size)


def pieces_of(source: bytes | Path) -> Iterator[bytes]:
    """The bytes, or the file's bytes, in pieces of at most 1 MiB.

    Raises:
        Unreadable: the local file cannot be read.
    """
    if isinstance(source, bytes):
        yield from (source[start : start + PIECE] for start in range(0, len(source), PIECE))
        return
    try:
        with source.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as problem:
        raise Unreadable(name=source.name, detail=f"local file to store: {problem.strerror}") from problem
