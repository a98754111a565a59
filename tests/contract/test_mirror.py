"""A second copy of the archive: whole, in steps, and back again, between all kinds of stores."""

import secrets
from pathlib import Path

import pytest

from pipeline.ports import ObjectStore
from schemas.errors import Code
from storage.folder import FolderStore
from storage.layout import content_key, inventory_key
from storage.memory import MemoryStore
from storage.mirror import mirror
from storage.vault import OcflVault
from tests.contract.test_vault import FILES, ITEM, OTHER, RECORD, commit_staged, killed, stage
from tests.fakes.records import make_record
from tests.fakes.stores import dying_before
from tests.servers.seaweedfs import SeaweedServer


@pytest.fixture(params=["folder", "s3"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return FolderStore(tmp_path / "copy")
    server: SeaweedServer = request.getfixturevalue("seaweedfs")
    return server.store(f"m{secrets.token_hex(4)}")


@pytest.fixture
def source() -> MemoryStore:
    store = MemoryStore()
    OcflVault(store).ensure()
    assert commit_staged(store, stage(store, ITEM, FILES))
    return store


def keys(store: ObjectStore) -> dict[str, bytes]:
    return {item.key: store.read(item.key) for item in store.list("archive/")}


def test_the_copy_is_the_archive_byte_for_byte_and_a_second_run_copies_nothing(
    source: MemoryStore, target: ObjectStore
) -> None:
    (first,) = mirror(source, target)
    (second,) = mirror(source, target)
    assert first.copied > 0
    assert (first.faults, second.faults, second.copied) == ((), (), 0)
    assert keys(target) == keys(source)


def test_a_new_version_and_a_new_record_follow(source: MemoryStore, target: ObjectStore) -> None:
    list(mirror(source, target))
    before = keys(target)
    changed = {**FILES, "text.txt": b"corrected"}
    assert commit_staged(source, stage(source, OTHER, changed), base=1)
    (again,) = mirror(source, target)
    assert again.copied < len(before), "only what is new"
    assert keys(target) == keys(source)
    assert [v.version for v in OcflVault(target).versions(RECORD.id)] == ["v1", "v2"]


def test_a_mirror_that_was_killed_anywhere_goes_on_and_is_never_half_a_record(source: MemoryStore) -> None:
    whole = len(keys(source))
    for number in range(1, whole + 1):
        target = MemoryStore()
        OcflVault(target).ensure()
        killed(lambda n=number, t=target: list(mirror(source, dying_before(t, n + 4))))
        if OcflVault(target).has(RECORD.id):
            assert list(OcflVault(target).verify(RECORD.id)) == []
        list(mirror(source, target))
        assert keys(target) == keys(source)


def test_what_was_damaged_on_the_way_is_told(source: MemoryStore) -> None:
    target = MemoryStore()
    list(mirror(source, target))
    key = content_key(RECORD.id, "v1/content/text.txt")
    target.delete(inventory_key(RECORD.id))
    target.put(key, source.read(key)[::-1])
    (found,) = mirror(source, target)
    assert [fault.code for fault in found.faults] == [Code.MISMATCH]


def test_what_is_only_in_the_copy_stays(source: MemoryStore) -> None:
    target = MemoryStore()
    other = make_record(scan=b"elsewhere")
    list(mirror(source, target))
    target.put(content_key(other.id, "v1/content/x"), b"x")
    before = set(keys(target))
    list(mirror(source, target))
    assert set(keys(target)) == before
