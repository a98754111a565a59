"""Every object store gives pieces of an object, as whoever reads a range wants them."""

import secrets
import urllib.request
from datetime import timedelta

import pytest

from pipeline.ports import ObjectStore
from schemas.errors import ObjectMissing
from schemas.keys import object_key
from storage.showcase import ReadableStore
from tests.servers.seaweedfs import SeaweedServer

KEY = object_key("archive", "parts")
CONTENT = bytes(range(256)) * 5000
"""More than one piece of 1 MiB."""


@pytest.fixture
def readable(store: ObjectStore) -> ReadableStore:
    store.put(KEY, CONTENT)
    assert isinstance(store, ReadableStore)
    return store


@pytest.mark.parametrize(
    ("start", "length"),
    [(0, 1), (0, len(CONTENT)), (5, 10), (1 << 20, 300), ((1 << 20) - 5, 10), (len(CONTENT) - 3, 100), (7, 0)],
)
def test_a_part_is_what_lies_there(readable: ReadableStore, start: int, length: int) -> None:
    pieces = list(readable.part(KEY, start, length))
    assert b"".join(pieces) == CONTENT[start : start + length]
    assert all(len(piece) <= 1 << 20 for piece in pieces)


def test_there_is_no_part_of_nothing(readable: ReadableStore) -> None:
    with pytest.raises(ObjectMissing):
        list(readable.part(object_key("archive", "nothing"), 0, 10))


def test_a_signed_address_gives_the_object_under_its_name_to_anybody(seaweedfs: SeaweedServer) -> None:
    bucket = seaweedfs.store(f"t{secrets.token_hex(4)}")
    bucket.ensure()
    bucket.put(KEY, b"for anybody")
    said = "attachment; filename*=UTF-8''t%E1%BB%9D.pdf"
    with urllib.request.urlopen(bucket.presigned(KEY, lifetime=timedelta(minutes=5), disposition=said)) as answer:
        assert answer.read() == b"for anybody"
        assert answer.headers["Content-Disposition"] == said
