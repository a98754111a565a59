"""What the operating system says of the store's folder, in this house's words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import DiskFull, KeyTaken, KhoError, ObjectMissing, SettingInvalid, StoreUnreachable, Unreadable

_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR)
_IN_THE_WAY = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ELOOP)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_UNFIT = (errno.EXDEV, errno.EOPNOTSUPP)
_GONE = (errno.ENOTCONN, errno.ESTALE, errno.ETIMEDOUT, errno.EHOSTDOWN, errno.ENODEV, errno.ENXIO)


@contextmanager
def reading(key: str, sign: Path) -> Iterator[None]:
    """Translates trouble with reading ``key``.

    Raises:
        ObjectMissing: there is no such object; believed only while the folder ``sign`` shows that the store is there.
        StoreUnreachable: the whole store is gone (an unmounted disk, a share that does not answer).
        Unreadable: everything else; EIO and missing rights above all.
    """
    try:
        yield
    except OSError as problem:
        if problem.errno in _ABSENT:
            present(sign)
            raise ObjectMissing(name=key) from problem
        kind = StoreUnreachable if problem.errno in _GONE else Unreadable
        raise kind(name=key, detail=f"{key}: {problem.strerror}") from problem


@contextmanager
def writing(key: str) -> Iterator[None]:
    """Translates trouble with writing ``key``.

    Raises:
        KeyTaken: the key exists (create-only), or what stands there or on the way is no object or folder of ours.
        DiskFull: no room or quota left.
        SettingInvalid: the store's folder is not one file system, or one without hard links.
        StoreUnreachable: everything else.
    """
    try:
        yield
    except OSError as problem:
        raise _write_trouble(problem, key) from problem


def _write_trouble(problem: OSError, key: str) -> KhoError:
    detail = f"{key}: {problem.strerror}"
    if problem.errno in _FULL:
        return DiskFull(name=key, detail=detail)
    if problem.errno in _IN_THE_WAY:
        return KeyTaken(name=key, detail=detail)
    if problem.errno in _UNFIT:
        return SettingInvalid(name="KHO_VAULT", problem=str(problem.strerror), detail=detail)
    return StoreUnreachable(name=key, detail=detail)


def present(sign: Path) -> None:
    """Says that the store is there.

    Raises:
        StoreUnreachable: it is not, so nothing can be called missing.
    """
    if not sign.is_dir():
        raise StoreUnreachable(detail="the store's folder is not there (unmounted?) or was never made ready")
