"""Identifiers: a record's name comes from its content, so the same scan can never get two.

Alphabet and check character are those of NOID (betanumeric, no vowels: no words by accident;
29 is prime, so one wrong character or two swapped neighbours are always noticed).
"""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NewType

RecordId = NewType("RecordId", str)
"""16 characters from the content's SHA-256 and one check character."""
ItemId = NewType("ItemId", str)
"""One drop of one document, what the ledger counts: 9 characters of time (ms) and 13 random ones; sorts by time."""
Sha256 = NewType("Sha256", str)
"""64 lower-case hexadecimal digits."""

ALPHABET = "0123456789bcdfghjkmnpqrstvwxz"
_BODY = 16
_TIME = 9
_RANDOM = 13
_SHAPE = re.compile(rf"[{ALPHABET}]{{{_BODY + 1}}}")


def check_character(body: str) -> str:
    """The NOID check character of ``body``: positions times character values, modulo 29."""
    return ALPHABET[sum(i * ALPHABET.index(c) for i, c in enumerate(body, 1)) % len(ALPHABET)]


def record_id(digest: Sha256) -> RecordId:
    """The record id of the content with this SHA-256."""
    number, body = int(digest, 16), ""
    for _ in range(_BODY):
        number, rest = divmod(number, len(ALPHABET))
        body += ALPHABET[rest]
    return RecordId(body + check_character(body))


def parse_record_id(text: str) -> RecordId:
    """``text`` as a record id.

    Raises:
        ValueError: wrong length or alphabet, or the check character does not fit (a typing slip).
    """
    text = text.strip().lower()
    if not _SHAPE.fullmatch(text) or check_character(text[:-1]) != text[-1]:
        raise ValueError(text)
    return RecordId(text)


def new_item_id(at: datetime) -> ItemId:
    """A fresh item id for a drop at that moment (not derived from the content: two drops of one file are two items)."""
    milliseconds, time = int(at.timestamp() * 1000), ""
    for _ in range(_TIME):
        milliseconds, rest = divmod(milliseconds, len(ALPHABET))
        time = ALPHABET[rest] + time
    return ItemId(time + "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM)))


def item_time(item: ItemId) -> datetime:
    """The moment an item id was made, to the millisecond."""
    milliseconds = 0
    for character in item[:_TIME]:
        milliseconds = milliseconds * len(ALPHABET) + ALPHABET.index(character)
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)


def content_digest(parts: Iterable[Sha256]) -> Sha256:
    """The digest that names a document: of one file its own, of a folder of pages that of the ordered list."""
    digests = list(parts)
    if len(digests) == 1:
        return digests[0]
    return Sha256(hashlib.sha256("\n".join(["kho-folder-1", *digests]).encode()).hexdigest())
