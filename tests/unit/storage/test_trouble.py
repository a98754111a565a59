"""What the operating system and S3 servers say, in this house's words."""

import errno
import os
from pathlib import Path

import pytest

from schemas.errors import (
    DiskFull,
    KeyTaken,
    KhoError,
    ObjectMissing,
    Permanent,
    SettingInvalid,
    StoreUnreachable,
    Transient,
    Unreadable,
)
from storage.os_trouble import reading, writing
from storage.s3_trouble import s3_trouble, xml_error


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOENT, ObjectMissing),
        (errno.ENOTDIR, ObjectMissing),
        (errno.ELOOP, ObjectMissing),
        (errno.EIO, Unreadable),
        (errno.EACCES, Unreadable),
        (errno.EPERM, Unreadable),
        (errno.EMFILE, Unreadable),
        (errno.ESTALE, StoreUnreachable),
        (errno.ENOTCONN, StoreUnreachable),
    ],
)
def test_trouble_with_reading(tmp_path: Path, number: int, kind: type[KhoError]) -> None:
    with pytest.raises(kind) as problem, reading("a/b", tmp_path):
        raise OSError(number, os.strerror(number))

    assert problem.value.facts["name"] == "a/b"
    assert isinstance(problem.value.__cause__, OSError)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EEXIST, KeyTaken),
        (errno.ENOTDIR, KeyTaken),
        (errno.EXDEV, SettingInvalid),
        (errno.EOPNOTSUPP, SettingInvalid),
        (errno.EIO, StoreUnreachable),
        (errno.EROFS, StoreUnreachable),
        (errno.EACCES, StoreUnreachable),
    ],
)
def test_trouble_with_writing(number: int, kind: type[KhoError]) -> None:
    with pytest.raises(kind) as problem, writing("a/b"):
        raise OSError(number, os.strerror(number))

    assert isinstance(problem.value.__cause__, OSError)


@pytest.mark.parametrize(
    ("status", "code", "message", "kind"),
    [
        (412, "PreconditionFailed", "", KeyTaken),
        (412, None, None, KeyTaken),
        (404, "NoSuchKey", "", ObjectMissing),
        (404, None, None, ObjectMissing),
        (404, "NoSuchBucket", "", SettingInvalid),
        (403, "AccessDenied", "", SettingInvalid),
        (403, "InvalidAccessKeyId", "", SettingInvalid),
        (403, "SignatureDoesNotMatch", "", SettingInvalid),
        (403, "RequestTimeTooSkewed", "", StoreUnreachable),
        (409, "ConditionalRequestConflict", "", StoreUnreachable),
        (400, "BadDigest", "", StoreUnreachable),
        (503, "SlowDown", "", StoreUnreachable),
        (500, "InternalError", "", StoreUnreachable),
        (502, None, "<html>bad gateway</html>", StoreUnreachable),
        (507, "XMinioStorageFull", "", DiskFull),
        (507, None, None, DiskFull),
        (500, "InternalError", "write: no space left on device", DiskFull),
        (503, None, "No writable volumes", DiskFull),
    ],
)
def test_answers_of_an_s3_server(status: int, code: str | None, message: str | None, kind: type[KhoError]) -> None:
    problem = s3_trouble(status, code, message, "a/b")

    assert type(problem) is kind
    assert isinstance(problem, Transient) is (kind in (StoreUnreachable, DiskFull))
    assert isinstance(problem, Permanent) is (kind not in (StoreUnreachable, DiskFull))


def test_reads_an_error_document() -> None:
    body = b'<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Reduce your rate.</Message></Error>'

    assert xml_error(body) == ("SlowDown", "Reduce your rate.")
    assert xml_error(b"\xff<html>") == (None, None)
