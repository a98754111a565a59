"""Object keys: the one place where one is built. ASCII, id-based, at most 1,024 bytes.

| prefix | what | life |
| --- | --- | --- |
| ``archive/`` | the OCFL storage root: the repository | for ever |
| ``staging/<item>/`` | the files of a drop on their way, ``drop.json`` first among them | until archived or refused |
| ``staging/commit/<record>/`` | which attempt has won a version | until published |
| ``staging/versions/<record>/`` | the new files of a later version on their way | until its card is filed |
"""

import hashlib
import re
from typing import NewType

from schemas.ids import ItemId, RecordId

ObjectKey = NewType("ObjectKey", str)
"""A key in the object store: ASCII, no empty, ``.`` or ``..`` part."""

ARCHIVE = "archive"
STAGING = "staging"
COMMIT, VERSIONS = "commit", "versions"
NOT_ITEMS = frozenset({COMMIT, VERSIONS})
"""What lies below ``staging/`` beside the items' folders."""
_KEY = re.compile(r"(?!.*(?:^|/)\.{1,2}(?:/|$))[!-.0-~]+(?:/[!-.0-~]+)*")


def object_key(*parts: str) -> ObjectKey:
    """Parts joined to a key.

    Raises:
        ValueError: not ASCII, longer than 1,024 bytes, or with an empty, ``.`` or ``..`` part.
    """
    key = "/".join(parts)
    if len(key) > 1024 or not _KEY.fullmatch(key):
        raise ValueError(key)
    return ObjectKey(key)


def object_root(record: RecordId) -> ObjectKey:
    """The record's OCFL object: extension 0003 hash-and-id-n-tuple with SHA-256, tuples 3 x 3."""
    digest = hashlib.sha256(record.encode()).hexdigest()
    return object_key(ARCHIVE, digest[0:3], digest[3:6], digest[6:9], record)


def staging(item: ItemId, *parts: str) -> ObjectKey:
    """A staged file of a drop."""
    return object_key(STAGING, item, *parts)


def commit(record: RecordId, version: int) -> ObjectKey:
    """The note that says which attempt wins version ``version`` of the record; written create-only."""
    return object_key(STAGING, COMMIT, record, f"v{version}.json")


def versions(record: RecordId, *parts: str) -> ObjectKey:
    """A staged file of a later version of the record."""
    return object_key(STAGING, VERSIONS, record, *parts)
