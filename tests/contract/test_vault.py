"""What the archive promises, over a folder, a real S3 server and memory: against crashes, rivals and damage.

`ocfl-py`, which is not ours, is the judge of every object and of the storage root.
"""

import itertools
import os
import secrets
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import ocfl
import pytest

from pipeline.ports import NewFile, ObjectStore
from schemas.errors import (
    Code,
    KhoError,
    Mismatch,
    ObjectMissing,
    Permanent,
    RecordMissing,
    StoreUnreachable,
    Transient,
)
from schemas.ids import ItemId, RecordId
from schemas.keys import ARCHIVE, ObjectKey, commit, object_key, object_root, staging
from schemas.record import RecordStatus
from storage.folder import FolderStore
from storage.layout import content_key, inventory_key, sidecar_key
from storage.memory import MemoryStore
from storage.recover import Leftover
from storage.vault import OcflVault
from tests.fakes.records import ITEM, NOON, SCAN, make_receipt, make_record, new_file, record_files, stage
from tests.fakes.stores import Actor, BadSectors, Killed, WatchedStore, dying_before
from tests.servers.seaweedfs import seaweedfs_server

OTHER = ItemId("0000000002bcdfghjkmnpq")
RECORD = make_record()
FILES = record_files(RECORD)
CORRECTED = RECORD.model_copy(update={"status": RecordStatus.CORRECTED})
CORRECTION = {**FILES, "record.json": CORRECTED.model_dump_json(indent=1).encode()}
MINE_FILES = record_files(CORRECTED, text="Chữ đã sửa")
RIVAL = make_record(item=OTHER, title="Bản của người khác")
RIVAL_FILES = record_files(RIVAL, text="Chữ của người khác")


@pytest.fixture
def store(store: ObjectStore) -> ObjectStore:
    """Each of the stores, with a vault in it."""
    OcflVault(store).ensure()
    return store


@pytest.fixture
def memory() -> MemoryStore:
    made = MemoryStore()
    OcflVault(made).ensure()
    return made


@pytest.fixture
def vault(store: ObjectStore) -> OcflVault:
    return OcflVault(store)


def put(store: ObjectStore, files: dict[str, bytes] = FILES, *, item: ItemId = ITEM, base: int = 0) -> bool:
    """Stages the files and commits them as the next version."""
    return commit_staged(store, stage(store, item, files), base=base)


def commit_staged(store: ObjectStore, files: list[NewFile], *, base: int = 0, record: RecordId = RECORD.id) -> bool:
    created = NOON + timedelta(hours=base)
    return OcflVault(store).commit(record, files, message=f"version {base + 1}", user="kho", created=created, base=base)


def content(store: ObjectStore, record: RecordId = RECORD.id) -> dict[str, bytes]:
    """Every file of the newest version as it reads now."""
    return {path: store.read(key) for path, key in OcflVault(store).paths(record).items()}


def assert_whole(store: ObjectStore, tmp_path: Path, *, objects: int = 1) -> None:
    """No fault of ours, none of `ocfl-py`'s, and nothing left to do."""
    for record in OcflVault(store).records():
        assert list(OcflVault(store).verify(record)) == []
    assert [item.key for item in store.list("staging/commit/")] == []
    root = tmp_path / f"export-{secrets.token_hex(4)}"
    export(store, root)
    judge = ocfl.StorageRoot(root=str(root))
    assert judge.validate(), (judge.errors, str(judge.log))
    assert (judge.num_objects, judge.good_objects) == (objects, objects), judge.errors
    for inventory in root.rglob("0=ocfl_object_1.1"):
        path = inventory.parent.relative_to(root).as_posix()
        assert judge.object_path(inventory.parent.name) == path


def export(store: ObjectStore, root: Path) -> None:
    """Writes the archive as files, the way anybody could."""
    for item in store.list(f"{ARCHIVE}/"):
        target = root / item.key.removeprefix(f"{ARCHIVE}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(store.read(item.key))


def ending(actor: Actor) -> bool | type[KhoError]:
    """What he gives, or the kind of error he ends with."""
    try:
        return actor.end()
    except KhoError as problem:
        return type(problem)


class TestLife:
    def test_an_empty_archive_is_a_valid_ocfl_root_that_explains_itself(
        self, store: ObjectStore, vault: OcflVault, tmp_path: Path
    ) -> None:
        vault.ensure()

        assert list(vault.records()) == []
        assert "không cần" in store.read(object_key(ARCHIVE, "README.txt")).decode()
        assert_whole(store, tmp_path, objects=0)

    def test_a_record_comes_in_and_is_all_there(self, store: ObjectStore, vault: OcflVault, tmp_path: Path) -> None:
        assert not vault.has(RECORD.id)

        won = put(store)

        assert won
        assert vault.has(RECORD.id)
        assert vault.record(RECORD.id) == RECORD
        assert content(store) == FILES
        assert list(vault.records()) == [RECORD.id]
        assert [(v.version, v.created, v.message, v.user) for v in vault.versions(RECORD.id)] == [
            ("v1", NOON, "version 1", "kho")
        ]
        assert_whole(store, tmp_path)

    def test_a_correction_is_a_second_version_that_stores_only_what_changed(
        self, store: ObjectStore, vault: OcflVault, tmp_path: Path
    ) -> None:
        put(store)
        unchanged = vault.paths(RECORD.id)

        key = staging(OTHER, "record.json")
        store.put(key, CORRECTION["record.json"])
        kept = [new_file(path, unchanged[path], FILES[path]) for path in FILES if path != "record.json"]
        won = commit_staged(store, [new_file("record.json", key, CORRECTION["record.json"]), *kept], base=1)

        assert won
        assert vault.record(RECORD.id) == CORRECTED
        assert content(store) == CORRECTION
        assert [v.version for v in vault.versions(RECORD.id)] == ["v1", "v2"]
        stored = [item.key for item in store.list(f"{object_root(RECORD.id)}/v2/content/")]
        assert stored == [content_key(RECORD.id, "v2/content/record.json")]
        assert vault.paths(RECORD.id)["text.txt"] == unchanged["text.txt"]
        assert_whole(store, tmp_path)

    def test_the_files_of_a_version_go_unchanged_into_the_next(
        self, store: ObjectStore, vault: OcflVault, tmp_path: Path
    ) -> None:
        put(store)
        put(store, CORRECTION, base=1)

        files = vault.files(RECORD.id)

        assert {file.path: store.read(file.source) for file in files} == CORRECTION
        assert list(files) == [new_file(f.path, f.source, CORRECTION[f.path]) for f in files]
        assert commit_staged(store, list(files), base=2)
        assert content(store) == CORRECTION
        assert list(store.list(f"{object_root(RECORD.id)}/v3/content/")) == []
        assert_whole(store, tmp_path)

    def test_an_older_version_is_read_as_it_was(self, store: ObjectStore, vault: OcflVault) -> None:
        put(store)
        put(store, CORRECTION, base=1)

        assert (vault.record(RECORD.id, 1), vault.record(RECORD.id, 2)) == (RECORD, CORRECTED)
        assert vault.record(RECORD.id) == CORRECTED
        for version, files in ((1, FILES), (2, CORRECTION)):
            assert {path: store.read(key) for path, key in vault.paths(RECORD.id, version).items()} == files
            assert {f.path: f.size for f in vault.files(RECORD.id, version)} == {p: len(c) for p, c in files.items()}

    @pytest.mark.parametrize("version", [0, 2, -1])
    def test_a_version_there_is_not_is_missing(self, store: ObjectStore, vault: OcflVault, version: int) -> None:
        put(store)
        for read in (vault.record, vault.paths, vault.files):
            with pytest.raises(RecordMissing):
                read(RECORD.id, version)

    def test_a_file_that_is_lost_does_not_go_into_the_next(self, store: ObjectStore, vault: OcflVault) -> None:
        put(store)
        store.delete(vault.paths(RECORD.id)["text.txt"])

        with pytest.raises(ObjectMissing):
            vault.files(RECORD.id)

    def test_going_back_to_an_earlier_state_stores_nothing(
        self, store: ObjectStore, vault: OcflVault, tmp_path: Path
    ) -> None:
        put(store)
        put(store, CORRECTION, base=1)

        assert put(store, FILES, base=2)

        assert content(store) == FILES
        assert list(store.list(f"{object_root(RECORD.id)}/v3/content/")) == []
        assert_whole(store, tmp_path)

    def test_equal_files_of_one_version_are_stored_once(self, store: ObjectStore, tmp_path: Path) -> None:
        put(store, {**FILES, "hocr/0002.hocr": FILES["hocr/0001.hocr"], "empty.txt": b""})

        assert content(store)["hocr/0002.hocr"] == FILES["hocr/0001.hocr"]
        assert store.stat(content_key(RECORD.id, "v1/content/hocr/0002.hocr")) is None
        assert_whole(store, tmp_path)

    def test_receipts_are_kept_once_each_in_the_order_of_arrival(
        self, store: ObjectStore, vault: OcflVault, tmp_path: Path
    ) -> None:
        put(store)
        first, second = make_receipt(RECORD.id), make_receipt(RECORD.id, OTHER, minutes=5)

        vault.receive(second)
        vault.receive(first)
        vault.receive(make_receipt(RECORD.id, OTHER, minutes=9))

        assert vault.receipts(RECORD.id) == (first, second)
        assert_whole(store, tmp_path)

    def test_all_records_are_listed_in_the_order_of_their_keys(
        self, store: ObjectStore, vault: OcflVault, tmp_path: Path
    ) -> None:
        records = [make_record(scan=b"scan %d" % n) for n in range(4)]
        for record in records:
            commit_staged(store, stage(store, ITEM, record_files(record)), record=record.id)
            vault.receive(make_receipt(record.id))

        assert list(vault.records()) == sorted((r.id for r in records), key=inventory_key)
        assert_whole(store, tmp_path, objects=4)

    def test_what_is_not_archived_is_said_to_be_missing(self, store: ObjectStore, vault: OcflVault) -> None:
        attempts: list[Callable[[], object]] = [
            lambda: vault.record(RECORD.id),
            lambda: vault.paths(RECORD.id),
            lambda: vault.files(RECORD.id),
            lambda: vault.versions(RECORD.id),
            lambda: vault.receive(make_receipt(RECORD.id)),
            lambda: vault.mend(RECORD.id),
            lambda: put(store, base=1),
        ]
        for attempt in attempts:
            with pytest.raises(RecordMissing):
                attempt()
        assert vault.receipts(RECORD.id) == ()
        assert [fault.code for fault in vault.verify(RECORD.id)] == [Code.NOT_FOUND]

    def test_another_kind_of_root_is_left_alone(self) -> None:
        store = MemoryStore()
        store.put(object_key(ARCHIVE, "ocfl_layout.json"), b'{"extension": "0002-flat-direct-storage-layout"}')

        with pytest.raises(Permanent) as problem:
            OcflVault(store).ensure()

        assert problem.value.code is Code.DAMAGED


class TestAgain:
    def test_the_same_commit_again_is_the_same_version(
        self, store: ObjectStore, vault: OcflVault, tmp_path: Path
    ) -> None:
        put(store)
        before = dict(snapshot(store))

        assert put(store)

        assert snapshot(store) == before
        assert_whole(store, tmp_path)

    def test_a_late_duplicate_never_becomes_a_version(
        self, store: ObjectStore, vault: OcflVault, tmp_path: Path
    ) -> None:
        put(store)

        won = put(store, RIVAL_FILES, item=OTHER)

        assert not won
        assert content(store) == FILES
        assert [v.version for v in vault.versions(RECORD.id)] == ["v1"]
        assert_whole(store, tmp_path)

    def test_an_outdated_correction_never_becomes_a_version(self, store: ObjectStore, tmp_path: Path) -> None:
        put(store)
        put(store, CORRECTION, base=1)

        won = put(store, RIVAL_FILES, item=OTHER, base=1)

        assert not won
        assert content(store) == CORRECTION
        assert_whole(store, tmp_path)

    def test_a_commit_does_not_need_its_staged_files_once_it_is_published(self, store: ObjectStore) -> None:
        files = stage(store, ITEM, FILES)
        commit_staged(store, files)
        for file in files:
            store.delete(file.source)

        assert commit_staged(store, files)


class TestRivals:
    @pytest.mark.parametrize("base", [0, 1])
    def test_of_two_at_once_one_wins_and_the_object_is_valid(
        self, store: ObjectStore, tmp_path: Path, base: int
    ) -> None:
        if base:
            put(store)
        mine, theirs = stage(store, ITEM, MINE_FILES), stage(store, OTHER, RIVAL_FILES)

        won = at_once(
            lambda: commit_staged(store, mine, base=base),
            lambda: commit_staged(store, theirs, base=base),
        )

        assert sorted(won) == [False, True]
        assert content(store) == (MINE_FILES if won[0] else RIVAL_FILES)
        assert_whole(store, tmp_path)

    def test_many_workers_and_a_reconciler_publish_one_note(self, store: ObjectStore, tmp_path: Path) -> None:
        files = stage(store, ITEM, FILES)
        killed(lambda: commit_staged(dying_before(store, 2), files))

        won = at_once(*[lambda: commit_staged(store, files)] * 3, lambda: OcflVault(store).recover() is not None)

        assert won == [True] * 4
        assert content(store) == FILES
        assert_whole(store, tmp_path)

    @pytest.mark.parametrize("base", [0, 1])
    def test_whoever_was_held_up_at_any_write_spoils_nothing_when_he_wakes(self, tmp_path: Path, base: int) -> None:
        for number in range(1, writes_of_a_commit(base) + 1):
            store = fresh(versions=base)

            slow_won, rival_won = overtaken(store, base, number)

            versions = OcflVault(store).versions(RECORD.id)
            assert [v.version for v in versions] == [f"v{n + 1}" for n in range(base + 2)], number
            assert (slow_won, rival_won) == ((False, True) if number == 1 else (True, False)), number
            assert content(store)["text.txt"] == b"newer", number
            assert_whole(store, tmp_path)

    @pytest.mark.parametrize("base", [0, 1])
    def test_two_rivals_held_up_at_any_two_writes_make_one_version(self, tmp_path: Path, base: int) -> None:
        """The first stops before his i-th write, the second before his j-th; then the first ends, then the second."""
        last = writes_of_a_commit(base)
        for i, j in itertools.product(range(1, last + 1), repeat=2):
            store = fresh(versions=base)
            mine, theirs = stage(store, ITEM, MINE_FILES), stage(store, OTHER, RIVAL_FILES)
            first = Actor(store, lambda s, m=mine: commit_staged(s, m, base=base))
            first.until(i)
            second = Actor(store, lambda s, t=theirs: commit_staged(s, t, base=base))
            second.until(j)

            won = (first.end(), second.end())

            assert won == ((False, True) if i == 1 and j > 1 else (True, False)), (i, j)
            assert content(store) == (MINE_FILES if won[0] else RIVAL_FILES), (i, j)
            assert list(OcflVault(store).verify(RECORD.id)) == [], (i, j)
        assert_whole(store, tmp_path)


class TestCrashes:
    @pytest.mark.parametrize("base", [0, 1])
    @pytest.mark.parametrize("finisher", ["same", "rival", "recover"])
    def test_killed_before_any_write_one_valid_version_comes_of_it(
        self, tmp_path: Path, base: int, finisher: str
    ) -> None:
        for number in range(1, writes_of_a_commit(base) + 1):
            store = fresh(versions=base)
            check_crash(store, base, finisher, number)
            assert_whole(store, tmp_path)

    @pytest.mark.parametrize("number", [1, 2, 4, 7, 8, 9, 10, 11])
    def test_killed_on_the_real_stores_too(self, store: ObjectStore, tmp_path: Path, number: int) -> None:
        put(store)

        check_crash(store, 1, "rival", number)

        assert_whole(store, tmp_path)

    def test_killed_by_the_kernel_the_folder_itself_stays_valid(self, tmp_path: Path) -> None:
        """Real processes, SIGKILL before every write: ocfl-py judges the archive's own folder, no export between."""
        for number in range(1, writes_of_a_commit(1) + 1):
            place = tmp_path / f"store-{number}"
            store = FolderStore(place)
            OcflVault(store).ensure()
            put(store)
            files = stage(store, ITEM, MINE_FILES)

            child = os.fork()
            if child == 0:
                commit_staged(WatchedStore(store, before=lambda n, last=number: kill_if(n == last)), files, base=1)
                os._exit(0)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

            assert OcflVault(store).has(RECORD.id)
            assert commit_staged(store, files, base=1)
            assert content(store) == MINE_FILES
            judge = ocfl.StorageRoot(root=str(place / "archive"))
            assert judge.validate(), judge.errors
            assert (judge.num_objects, judge.good_objects) == (1, 1), judge.errors

    def test_killed_again_and_again_the_work_goes_on(self, tmp_path: Path) -> None:
        store = fresh(versions=0)
        files = stage(store, ITEM, FILES)

        for number in range(2, 40):
            if not killed(lambda n=number: commit_staged(dying_before(store, n), files)):
                break

        assert number < 39
        assert content(store) == FILES
        assert_whole(store, tmp_path)

    def test_nothing_is_published_before_everything_is_there(self) -> None:
        """At every moment a reader finds either no record or all of it."""
        store = fresh(versions=0)

        def look(number: int) -> None:
            vault = OcflVault(store)
            if vault.has(RECORD.id):
                assert content(store) in (FILES, MINE_FILES)
                assert list(vault.verify(RECORD.id)) == []

        watched = WatchedStore(store, before=look, after=look)
        files, correction = stage(store, ITEM, FILES), stage(store, OTHER, MINE_FILES)
        commit_staged(watched, files)
        commit_staged(watched, correction, base=1)

        assert watched.writes > 20


class TestVoid:
    """Staged files that vanish or rot while a note waits: the version is free again, nothing is stuck."""

    @pytest.mark.parametrize("base", [0, 1])
    @pytest.mark.parametrize("harm", ["gone", "rotten", "note"])
    def test_an_attempt_that_can_never_be_published_makes_room_for_the_next(
        self, tmp_path: Path, base: int, harm: str
    ) -> None:
        store = fresh(versions=base)
        self._die_half_way(store, base, harm)

        won = put(store, RIVAL_FILES, item=OTHER, base=base)

        assert won
        assert content(store) == RIVAL_FILES
        assert_whole(store, tmp_path)

    @pytest.mark.parametrize(
        ("harm", "code"), [("gone", Code.NOT_FOUND), ("rotten", Code.MISMATCH), ("note", Code.DAMAGED)]
    )
    def test_the_reconciler_says_so_and_the_record_can_be_committed_again(
        self, tmp_path: Path, harm: str, code: Code
    ) -> None:
        store = fresh(versions=0)
        self._die_half_way(store, 0, harm)
        vault = OcflVault(store)

        found, again = vault.recover(), vault.recover()

        assert [(leftover.record, leftover.version, leftover.code) for leftover in found] == [(RECORD.id, 1, code)]
        assert again == ()
        assert not vault.has(RECORD.id)
        assert put(store)
        assert_whole(store, tmp_path)

    def test_its_own_writer_is_told_what_is_wrong_with_the_staged_file(self, memory: MemoryStore) -> None:
        files = stage(memory, ITEM, FILES)
        rotten = files[1].source
        memory.put(rotten, bytes(len(SCAN)))

        with pytest.raises(Mismatch) as problem:
            commit_staged(memory, files)

        assert problem.value.facts["name"] == rotten
        assert put(memory)

    @pytest.mark.parametrize(("harm", "kind"), [(None, ObjectMissing), (b"longer than it was said", Mismatch)])
    def test_what_is_plainly_not_staged_is_refused_before_anything_is_written(
        self, memory: MemoryStore, harm: bytes | None, kind: type[Permanent]
    ) -> None:
        files = stage(memory, ITEM, FILES)
        memory.delete(files[3].source) if harm is None else memory.put(files[3].source, harm)
        before = snapshot(memory)

        with pytest.raises(kind):
            commit_staged(memory, files)

        assert snapshot(memory) == before

    def test_a_note_of_another_version_is_void_too(self, memory: MemoryStore, tmp_path: Path) -> None:
        files = stage(memory, ITEM, FILES)
        killed(lambda: commit_staged(dying_before(memory, 2), files))
        other = make_record(scan=b"another")
        memory.put(commit(other.id, 1), memory.read(commit(RECORD.id, 1)))

        assert commit_staged(memory, stage(memory, OTHER, record_files(other)), record=other.id)
        assert commit_staged(memory, files)

        assert_whole(memory, tmp_path, objects=2)

    def test_staged_files_removed_after_another_hand_published_them_are_no_void_attempt(
        self, memory: MemoryStore
    ) -> None:
        files = stage(memory, ITEM, FILES)

        class Overtaken(WatchedStore):
            def chunks(self, key: ObjectKey) -> Iterator[bytes]:
                OcflVault(memory).recover()
                for file in files:
                    memory.delete(file.source)
                return super().chunks(key)

        assert commit_staged(Overtaken(memory), files)

        assert content(memory) == FILES

    @pytest.mark.parametrize("late", [True, False])
    def test_whose_staged_file_vanishes_half_way_has_lost_and_the_rival_wins(self, tmp_path: Path, late: bool) -> None:
        for number in range(1, writes_of_a_commit(0) + 4):
            store = fresh(versions=0)
            mine, theirs = stage(store, ITEM, MINE_FILES), stage(store, OTHER, RIVAL_FILES)
            slow = Actor(store, lambda s, m=mine: commit_staged(s, m))
            slow.until(3)
            store.delete(staging(ITEM, "document.pdf"))
            rival = Actor(store, lambda s, t=theirs: commit_staged(s, t))
            rival.until(number)

            lost = ending(slow) if late else None
            won = rival.end()
            lost = lost if late else ending(slow)

            assert won, number
            assert lost in (False, ObjectMissing), number
            assert content(store) == RIVAL_FILES, number
            assert list(OcflVault(store).verify(RECORD.id)) == [], number
            assert_whole(store, tmp_path)

    def test_who_finds_his_copies_swept_away_has_lost_and_reports_no_damage(
        self, memory: MemoryStore, tmp_path: Path
    ) -> None:
        mine, theirs = stage(memory, ITEM, MINE_FILES), stage(memory, OTHER, RIVAL_FILES)

        def rival(number: int) -> None:
            if number == 3:
                memory.delete(staging(ITEM, "text.txt"))
                assert commit_staged(memory, theirs)

        won = commit_staged(WatchedStore(memory, after=rival), mine)

        assert not won
        assert content(memory) == RIVAL_FILES
        assert_whole(memory, tmp_path)

    def test_attempts_are_bounded(self, memory: MemoryStore) -> None:
        for attempt in range(64):
            memory.put(object_key("staging", "commit", RECORD.id, f"v1.{attempt}.void"), b"{}")

        with pytest.raises(StoreUnreachable):
            put(memory)

    def test_one_bad_object_does_not_keep_the_reconciler_from_the_others(
        self, memory: MemoryStore, tmp_path: Path
    ) -> None:
        other = make_record(scan=b"another")
        killed(lambda: commit_staged(dying_before(memory, 2), stage(memory, ITEM, FILES)))
        killed(
            lambda: commit_staged(dying_before(memory, 2), stage(memory, OTHER, record_files(other)), record=other.id)
        )
        bad, good = sorted([RECORD.id, other.id])
        memory.put(inventory_key(bad, 1), b"not an inventory")

        found = OcflVault(memory).recover()

        assert [(leftover.record, leftover.code) for leftover in found] == [(bad, Code.MISMATCH), (good, None)]
        assert isinstance(found[0], Leftover)
        assert OcflVault(memory).has(good)

    @staticmethod
    def _die_half_way(store: ObjectStore, base: int, harm: str) -> None:
        files = stage(store, ITEM, MINE_FILES | {"text.txt": b"half way"})
        killed(lambda: commit_staged(dying_before(store, 3), files, base=base))
        for file in files:
            if harm == "gone":
                store.delete(file.source)
            elif harm == "rotten":
                store.put(file.source, b"?" * file.size)
        if harm == "note":
            store.put(commit(RECORD.id, base + 1), b'{"half": ')


class TestDamage:
    def test_a_flipped_byte_is_a_mismatch(self, store: ObjectStore, vault: OcflVault) -> None:
        put(store)
        path = "v1/content/originals/0001.pdf"
        flip(store, content_key(RECORD.id, path))

        assert [(f.record, f.path, f.code) for f in vault.verify(RECORD.id)] == [(RECORD.id, path, Code.MISMATCH)]

    def test_a_missing_file_is_not_found(self, store: ObjectStore, vault: OcflVault) -> None:
        put(store)
        path = "v1/content/text.txt"
        store.delete(content_key(RECORD.id, path))

        assert [(f.path, f.code) for f in vault.verify(RECORD.id)] == [(path, Code.NOT_FOUND)]

    def test_what_cannot_be_read_is_unreadable_and_never_a_mismatch(self, store: ObjectStore) -> None:
        put(store)
        put(store, CORRECTION, base=1)

        for bad in [
            "v1/content/text.txt",
            "v1/inventory.json",
            "inventory.json.sha512",
            "0=",
            "list archive",
            "list st",
        ]:
            faults = list(OcflVault(BadSectors(store, bad)).verify(RECORD.id))
            assert faults, bad
            assert {fault.code for fault in faults} == {Code.UNREADABLE}, bad
        everything = [f.code for f in OcflVault(BadSectors(store, "archive/")).verify(RECORD.id)]
        assert everything == [Code.UNREADABLE]

    def test_a_store_that_is_down_makes_nothing_a_mismatch(self) -> None:
        with seaweedfs_server() as server:
            vault = OcflVault(server.store())
            vault.ensure()
            put(server.store())
            assert list(vault.verify(RECORD.id)) == []
            server.kill()

            assert [fault.code for fault in vault.verify(RECORD.id)] == [Code.UNREADABLE]
            with pytest.raises(Transient):
                vault.has(RECORD.id)
            with pytest.raises(Transient):
                vault.recover()

    def test_every_file_of_the_object_is_checked(self, store: ObjectStore, tmp_path: Path) -> None:
        """Any one file changed, whichever: verify names it, and so does ocfl-py."""
        put(store)
        put(store, CORRECTION, base=1)
        root = object_root(RECORD.id)
        for key in [item.key for item in store.list(f"{root}/")]:
            before = store.read(key)
            flip(store, key)
            assert list(OcflVault(store).verify(RECORD.id)), key
            store.delete(key)
            assert list(OcflVault(store).verify(RECORD.id)), key
            store.put(key, before)
        assert_whole(store, tmp_path)

    @pytest.mark.parametrize(
        "stray", ["v1/content/stray.txt", "v2/content/stray.txt", "stray.txt", "v1/stray", "logs/stray"]
    )
    def test_strays_are_noticed(self, memory: MemoryStore, stray: str) -> None:
        put(memory)
        memory.put(content_key(RECORD.id, stray), b"x")

        faults = list(OcflVault(memory).verify(RECORD.id))

        assert [(f.path, f.code) for f in faults] == [(stray, Code.DAMAGED)]

    def test_a_version_that_waits_to_be_published_is_no_fault(self) -> None:
        for number in range(2, writes_of_a_commit(1) + 1):
            store = fresh(versions=1)
            files = stage(store, OTHER, RIVAL_FILES)
            killed(lambda n=number, s=store, f=files: commit_staged(dying_before(s, n), f, base=1))

            assert list(OcflVault(store).verify(RECORD.id)) == [], number

    def test_a_version_published_while_verify_reads_is_no_fault(self, memory: MemoryStore) -> None:
        put(memory)
        files = stage(memory, OTHER, CORRECTION)

        class Busy(WatchedStore):
            def read(self, key: str) -> bytes:
                content = super().read(key)
                if key == inventory_key(RECORD.id) and len(OcflVault(memory).versions(RECORD.id)) == 1:
                    commit_staged(memory, files, base=1)
                return content

        assert list(OcflVault(Busy(memory)).verify(RECORD.id)) == []

    def test_lost_root_files_and_sidecars_are_mended_from_the_versions(
        self, store: ObjectStore, vault: OcflVault, tmp_path: Path
    ) -> None:
        put(store)
        put(store, CORRECTION, base=1)
        store.put(inventory_key(RECORD.id), store.read(inventory_key(RECORD.id, 1)))
        store.delete(sidecar_key(RECORD.id))
        store.delete(sidecar_key(RECORD.id, 2))
        store.delete(object_key(object_root(RECORD.id), "0=ocfl_object_1.1"))

        vault.mend(RECORD.id)

        assert content(store) == CORRECTION
        assert_whole(store, tmp_path)

    def test_nothing_is_done_on_the_word_of_a_damaged_inventory(self, memory: MemoryStore) -> None:
        put(memory)
        key = inventory_key(RECORD.id, 1)
        memory.put(key, memory.read(key).replace(b"text.txt", b"test.txt"))
        before = snapshot(memory)

        for attempt in (lambda: OcflVault(memory).mend(RECORD.id), lambda: put(memory, CORRECTION, base=1)):
            with pytest.raises(Mismatch):
                attempt()

        assert content_key(RECORD.id, "v1/content/text.txt") in before
        assert {k: v for k, v in snapshot(memory).items() if k.startswith("archive/")} == {
            k: v for k, v in before.items() if k.startswith("archive/")
        }

    def test_a_damaged_record_is_never_shown(self, memory: MemoryStore) -> None:
        put(memory)
        vault = OcflVault(memory)
        key = vault.paths(RECORD.id)["record.json"]
        memory.put(key, memory.read(key).replace(b"archived", b"released"))

        with pytest.raises(Mismatch):
            vault.record(RECORD.id)

    @pytest.mark.parametrize("files", [{"record.json": b"{}"}, {"text.txt": b"no record"}])
    def test_what_is_no_record_is_not_taken_for_one(self, memory: MemoryStore, files: dict[str, bytes]) -> None:
        put(memory, files)

        with pytest.raises(Mismatch):
            OcflVault(memory).record(RECORD.id)

    def test_a_damaged_inventory_or_receipt_is_never_believed(self, memory: MemoryStore) -> None:
        put(memory)
        vault = OcflVault(memory)
        vault.receive(make_receipt(RECORD.id))
        memory.put(object_key(object_root(RECORD.id), "logs", "receipts", f"{ITEM}.json"), b"{}")
        memory.put(inventory_key(RECORD.id), b"{}")

        with pytest.raises(Mismatch):
            vault.versions(RECORD.id)
        with pytest.raises(Mismatch):
            vault.receipts(RECORD.id)
        assert [fault.code for fault in vault.verify(RECORD.id)] == [Code.MISMATCH]

    def test_an_archive_that_does_not_keep_what_is_written_is_noticed_before_it_is_published(
        self, memory: MemoryStore
    ) -> None:
        class Forgetful(WatchedStore):
            def copy(self, source: ObjectKey, target: ObjectKey) -> None:
                super().copy(source, target)
                if target.endswith("content/text.txt"):
                    flip(memory, target)

        files = stage(memory, ITEM, FILES)
        with pytest.raises(Mismatch):
            commit_staged(Forgetful(memory), files)

        assert not OcflVault(memory).has(RECORD.id)
        assert commit_staged(memory, files)
        assert content(memory) == FILES


class TestRefused:
    @pytest.mark.parametrize("paths", [[], ["a", "a"], ["a", "a/b"], ["../a"], ["/a"], ["tài liệu"], ["a//b"], [""]])
    def test_paths_that_cannot_be(self, memory: MemoryStore, paths: list[str]) -> None:
        memory.put(staging(ITEM, "x"), b"x")

        with pytest.raises(ValueError):
            commit_staged(memory, [new_file(path, staging(ITEM, "x"), b"x") for path in paths])

    def test_a_receipt_of_an_item_that_cannot_be(self, memory: MemoryStore) -> None:
        put(memory)

        with pytest.raises(ValueError):
            OcflVault(memory).receive(make_receipt(RECORD.id, ItemId("../v1")))


def fresh(*, versions: int) -> MemoryStore:
    """An archive in memory; with one version of the record, or none."""
    store = MemoryStore()
    OcflVault(store).ensure()
    if versions:
        put(store)
    return store


def writes_of_a_commit(base: int) -> int:
    """How many writes a commit of all new files makes."""
    store = fresh(versions=base)
    files = stage(store, OTHER, RIVAL_FILES)
    watched = WatchedStore(store)
    commit_staged(watched, files, base=base)
    assert watched.writes >= 10
    return watched.writes


def overtaken(store: ObjectStore, base: int, number: int) -> tuple[bool, bool]:
    """One is held up before that write while a rival publishes this version and the next, and removes staged files.

    Gives whether the slow one and whether the rival has won the version.
    """
    mine, theirs = stage(store, ITEM, MINE_FILES), stage(store, OTHER, RIVAL_FILES)
    held, go = threading.Event(), threading.Event()

    def hold(write: int) -> None:
        if write == number:
            held.set()
            assert go.wait(240)

    def rival() -> bool:
        assert held.wait(240)
        won = commit_staged(store, theirs, base=base)
        commit_staged(store, stage(store, ITEM, {**FILES, "text.txt": b"newer"}), base=base + 1)
        for file in (*mine, *theirs):
            store.delete(file.source)
        go.set()
        return won

    slow_won, rival_won = at_once(lambda: commit_staged(WatchedStore(store, before=hold), mine, base=base), rival)
    return slow_won, rival_won


def check_crash(store: ObjectStore, base: int, finisher: str, number: int) -> None:
    """Dies before that write; whoever comes next brings it to one good version."""
    files = stage(store, ITEM, MINE_FILES)
    assert killed(lambda: commit_staged(dying_before(store, number), files, base=base))

    if finisher == "rival":
        rival_won = put(store, RIVAL_FILES, item=OTHER, base=base)
        assert rival_won == (number == 1), number  # with the note the version was decided
        expected = RIVAL_FILES if rival_won else MINE_FILES
    else:
        if finisher == "recover":
            OcflVault(store).recover()
        if finisher == "same" or number == 1:
            assert commit_staged(store, files, base=base)
        expected = MINE_FILES

    assert content(store) == expected, number
    assert [v.version for v in OcflVault(store).versions(RECORD.id)] == [f"v{n + 1}" for n in range(base + 1)]


def kill_if(now: bool) -> None:
    if now:
        os.kill(os.getpid(), signal.SIGKILL)


def killed(job: Callable[[], object]) -> bool:
    """Whether the job died on the way."""
    try:
        job()
    except Killed:
        return True
    return False


def at_once(*jobs: Callable[[], bool]) -> list[bool]:
    """What the jobs give, all started at one moment."""
    results: dict[int, bool] = {}
    gate = threading.Barrier(len(jobs))

    def run(number: int) -> None:
        gate.wait()
        results[number] = jobs[number]()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[number] for number in range(len(jobs))]


def snapshot(store: ObjectStore) -> dict[str, bytes]:
    return {item.key: store.read(item.key) for item in store.list("")}


def flip(store: ObjectStore, key: str) -> None:
    """Changes one bit in the middle of the object."""
    changed = bytearray(store.read(key))
    changed[len(changed) // 2] ^= 1
    store.put(key, bytes(changed))
