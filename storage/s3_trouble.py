"""What an S3 server's refusal means in this house. Knows the words of the protocol, not the client."""

import re

from schemas.errors import (
    DiskFull,
    KeyTaken,
    KhoError,
    ObjectMissing,
    SettingInvalid,
    StoreUnreachable,
)

_KEYS = ("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed", "InvalidToken")
_FULL = ("XMinioStorageFull", "InsufficientStorage", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded")
_NO_ROOM = re.compile(r"no space|no free volume|no writable volume|quota|storage full", re.IGNORECASE)
_CODE = re.compile(r"<Code>\s*([^<\s]+)\s*</Code>")
_MESSAGE = re.compile(r"<Message>([^<]*)</Message>")


def s3_trouble(status: int, code: str | None, message: str | None, key: str) -> KhoError:
    """The error for an answer with this HTTP status and S3 error code.

    ``KeyTaken`` for a failed precondition, ``ObjectMissing``, ``SettingInvalid`` for wrong keys or bucket,
    ``DiskFull``, otherwise ``StoreUnreachable``: 5xx and SlowDown pass, and so does what was damaged on its way
    (BadDigest) or a clock that is off.
    """
    detail = f"{key}: HTTP {status} {code or ''} {message or ''}".strip()
    if status == 412 or code == "PreconditionFailed":
        return KeyTaken(name=key, detail=detail)
    if status == 507 or code in _FULL or (status >= 500 and _NO_ROOM.search(message or "")):
        return DiskFull(name=key, detail=detail)
    if code in _KEYS:
        return SettingInvalid(name="KHO_S3_ACCESS_KEY, KHO_S3_SECRET_KEY", problem=str(code), detail=detail)
    if code in ("NoSuchBucket", "InvalidBucketName"):
        return SettingInvalid(name="KHO_VAULT", problem=str(code), detail=detail)
    if code == "NoSuchKey" or status == 404:
        return ObjectMissing(name=key, detail=detail)
    return StoreUnreachable(name=key, detail=detail)


def xml_error(body: bytes) -> tuple[str | None, str | None]:
    """Code and message of an error document; None for what it does not say."""
    text = body.decode("utf-8", "replace")
    code, message = _CODE.search(text), _MESSAGE.search(text)
    return code and code.group(1), message and message.group(1)
