"""What every object store promises: the same suite over a folder, a real S3 server and the twin in memory."""

import io
import os
import re
import secrets
import socket
import socketserver
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import urllib3
from minio import Minio

from pipeline.ports import ObjectStat, ObjectStore
from schemas.errors import (
    Code,
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
from schemas.keys import ObjectKey, object_key
from storage import s3
from storage.folder import TEMPORARY, FolderStore
from storage.s3 import S3Store
from tests.servers.seaweedfs import ACCESS_KEY, BUCKET, REGION, SECRET_KEY, SeaweedServer, seaweedfs_server

KEY = object_key("staging", "item", "original.pdf")
MIB = 1 << 20
BOUNDED = 120.0
"""Seconds: far less than the client would wait by itself, far more than a busy machine needs."""


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    made = FolderStore(tmp_path / "store")
    made.ensure()
    return made


@pytest.fixture
def bucket(seaweedfs: SeaweedServer) -> S3Store:
    return seaweedfs.store(f"t{secrets.token_hex(4)}")


class TestEveryStore:
    @pytest.mark.parametrize("size", [0, 1, 3 * MIB + 17])
    def test_copies_inside_itself_and_replaces_what_was_there(self, store: ObjectStore, size: int) -> None:
        content, other = os.urandom(size), object_key("archive", "copy.pdf")
        store.put(KEY, content)
        store.put(other, b"before")

        store.copy(KEY, other)
        store.put(KEY, b"changed afterwards")

        assert store.read(other) == content

    def test_cannot_copy_what_is_not_there(self, store: ObjectStore) -> None:
        with pytest.raises(ObjectMissing):
            store.copy(KEY, object_key("archive", "copy.pdf"))
        assert store.stat(object_key("archive", "copy.pdf")) is None

    def test_deletes_many_at_once_and_none_and_what_is_not_there(self, store: ObjectStore) -> None:
        keys = [object_key("staging", f"k{n}") for n in range(5)]
        for key in keys[:4]:
            store.put(key, b"x")
        store.delete_all([])
        store.delete_all([*keys[1:], keys[1]])
        assert [item.key for item in store.list("staging/")] == keys[:1]

    @pytest.mark.parametrize("size", [0, 1, MIB, 3 * MIB + 17])
    def test_gives_back_what_was_put(self, store: ObjectStore, tmp_path: Path, size: int) -> None:
        content = os.urandom(size)

        store.put(KEY, content)
        store.fetch(KEY, tmp_path / "fetched")

        assert store.read(KEY) == content
        assert (tmp_path / "fetched").read_bytes() == content
        assert store.stat(KEY) == ObjectStat(key=KEY, size=size)

    def test_chunks_are_at_most_one_mebibyte(self, store: ObjectStore) -> None:
        content = os.urandom(2 * MIB + 5)
        store.put(KEY, content)

        chunks = list(store.chunks(KEY))

        assert b"".join(chunks) == content
        assert 0 < max(map(len, chunks)) <= MIB

    @pytest.mark.parametrize("create_only", [False, True])
    def test_puts_a_local_file(self, store: ObjectStore, tmp_path: Path, create_only: bool) -> None:
        source = tmp_path / "scan.pdf"
        source.write_bytes(os.urandom(200_000))

        store.put(KEY, source, create_only=create_only)

        assert store.read(KEY) == source.read_bytes()

    def test_says_when_the_local_file_is_missing(self, store: ObjectStore, tmp_path: Path) -> None:
        with pytest.raises(Unreadable):
            store.put(KEY, tmp_path / "not there", create_only=True)
        with pytest.raises(Unreadable):
            store.put(KEY, tmp_path / "not there")

        assert store.stat(KEY) is None

    def test_put_replaces(self, store: ObjectStore) -> None:
        store.put(KEY, b"first, and longer")
        store.put(KEY, b"second")

        assert store.read(KEY) == b"second"

    def test_create_only_never_replaces(self, store: ObjectStore) -> None:
        store.put(KEY, b"first", create_only=True)

        with pytest.raises(KeyTaken):
            store.put(KEY, b"second", create_only=True)

        assert store.read(KEY) == b"first"

    def test_of_sixteen_racing_creators_exactly_one_wins(self, store: ObjectStore) -> None:
        contents = [bytes([65 + n]) * 50_000 for n in range(16)]

        outcomes = race([lambda c=c: store.put(KEY, c, create_only=True) for c in contents])

        assert [type(outcome) for outcome in outcomes if outcome is not None] == [KeyTaken] * 15
        assert store.read(KEY) == contents[outcomes.index(None)]

    def test_what_is_missing_is_said_to_be_missing(self, store: ObjectStore, tmp_path: Path) -> None:
        with pytest.raises(ObjectMissing) as problem:
            store.read(KEY)
        with pytest.raises(ObjectMissing):
            next(iter(store.chunks(KEY)))
        with pytest.raises(ObjectMissing):
            store.fetch(KEY, tmp_path / "fetched")

        assert problem.value.facts["name"] == KEY
        assert not (tmp_path / "fetched").exists()
        assert store.stat(KEY) is None

    def test_a_folder_is_no_object(self, store: ObjectStore) -> None:
        store.put(KEY, b"x")

        assert store.stat(object_key("staging", "item")) is None
        with pytest.raises(ObjectMissing):
            store.read(object_key("staging", "item"))
        store.delete(object_key("staging", "item"))
        assert store.read(KEY) == b"x"

    def test_deleting_twice_is_no_error(self, store: ObjectStore) -> None:
        store.put(KEY, b"x")

        store.delete(KEY)
        store.delete(KEY)

        assert store.stat(KEY) is None
        assert list(store.list("")) == []

    def test_lists_by_string_prefix_in_the_order_of_keys(self, store: ObjectStore) -> None:
        names = ["a/b/2", "a/b/10", "a/b.txt", "a/b-c/d", "a/bc", "a/b!/x/y", "a/0=x", "b/1", "ab"]
        for name in names:
            store.put(object_key(name), name.encode())

        for prefix in ["", "a", "a/", "a/b", "a/b/", "a/b/1", "c", "a//", "../a"]:
            listed = list(store.list(prefix))
            assert [item.key for item in listed] == sorted(name for name in names if name.startswith(prefix)), prefix
            assert all(item.size == len(item.key) for item in listed)

    def test_lists_more_than_a_page(self, store: ObjectStore) -> None:
        keys = [object_key("many", f"{n:04}") for n in range(1_050)]
        for key in keys:
            store.put(key, b"")

        assert [item.key for item in store.list("many/")] == keys

    def test_refuses_what_is_no_key(self, store: ObjectStore) -> None:
        for bad in ["", "/etc/passwd", "a/../b", "a//b", "tài-liệu", "a b", "a/", "x" * 1025]:
            with pytest.raises(ValueError):
                store.put(ObjectKey(bad), b"x")
            with pytest.raises(ValueError):
                store.read(ObjectKey(bad))

    def test_fetch_says_when_the_target_cannot_be_written(self, store: ObjectStore, tmp_path: Path) -> None:
        store.put(KEY, b"x")

        with pytest.raises(StoreUnreachable):
            store.fetch(KEY, tmp_path / "no" / "such" / "folder")

    def test_fetch_says_when_the_disk_is_full(self, store: ObjectStore, tmp_path: Path) -> None:
        store.put(KEY, b"x")
        draft = tmp_path / f".{os.getpid()}.part"
        draft.symlink_to("/dev/full")  # what is written there meets a full disk

        with pytest.raises(DiskFull):
            store.fetch(KEY, tmp_path / "full")

        assert list(tmp_path.glob("*part*")) == []
        assert not (tmp_path / "full").exists()
        assert not draft.is_symlink(), "what is left of a failed fetch is removed"

    def test_racing_puts_and_deletes_in_one_folder_lose_nothing(self, store: ObjectStore) -> None:
        def work(n: int) -> None:
            for turn in range(6):
                mine = object_key("shared", "deep", "folder", f"{n}")
                store.put(mine, b"%d" % turn)
                assert store.read(mine) == b"%d" % turn
                store.delete(mine)

        assert race([lambda n=n: work(n) for n in range(4)]) == [None] * 4
        assert list(store.list("")) == []


class TestFolder:
    def test_leaves_no_temporary_file_and_lists_none(self, folder: FolderStore, tmp_path: Path) -> None:
        folder.put(KEY, b"1")
        folder.put(KEY, b"2", create_only=False)
        with pytest.raises(KeyTaken):
            folder.put(KEY, b"3", create_only=True)
        (tmp_path / "store" / TEMPORARY / "of a dead writer").write_bytes(b"half")

        assert [item.key for item in folder.list("")] == [KEY]
        assert [path.name for path in (tmp_path / "store" / TEMPORARY).iterdir()] == ["of a dead writer"]

    def test_ensure_removes_stale_temporary_files_only(self, folder: FolderStore, tmp_path: Path) -> None:
        temporary = tmp_path / "store" / TEMPORARY
        (temporary / "stale").write_bytes(b"half")
        (temporary / "fresh").write_bytes(b"half")
        two_hours_ago = time.time() - 7200
        os.utime(temporary / "stale", (two_hours_ago, two_hours_ago))

        folder.ensure()

        assert [path.name for path in temporary.iterdir()] == ["fresh"]

    def test_a_folder_removed_under_a_writer_is_made_again(
        self, folder: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        link, target = os.link, (tmp_path / "store" / KEY).parent
        removals = iter([target])

        def link_late(*arguments: Any, **options: Any) -> None:
            for place in removals:
                place.rmdir()  # what a delete of the last object in it does
            link(*arguments, **options)

        monkeypatch.setattr(os, "link", link_late)
        folder.put(KEY, b"x", create_only=True)

        assert folder.read(KEY) == b"x"

    def test_a_temporary_file_that_is_gone_ends_in_an_error_and_not_in_silence(
        self, folder: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        link = os.link

        def link_late(*arguments: Any, **options: Any) -> None:
            for left in (tmp_path / "store" / TEMPORARY).iterdir():
                left.unlink()
            link(*arguments, **options)

        monkeypatch.setattr(os, "link", link_late)
        with pytest.raises(StoreUnreachable):
            folder.put(KEY, b"x", create_only=True)

        assert folder.stat(KEY) is None

    def test_deleting_leaves_no_empty_folder(self, folder: FolderStore, tmp_path: Path) -> None:
        folder.put(KEY, b"x")

        folder.delete(KEY)

        assert [path.name for path in (tmp_path / "store").iterdir()] == [TEMPORARY]

    def test_nothing_behind_a_link_is_in_the_store(self, folder: FolderStore, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "secret").write_bytes(b"secret")
        (tmp_path / "store" / "way").symlink_to(outside)
        (tmp_path / "store" / "file").symlink_to(outside / "secret")

        assert list(folder.list("")) == []
        assert folder.stat(object_key("file")) is None
        for key in (object_key("file"), object_key("way", "secret")):
            with pytest.raises(ObjectMissing):
                folder.read(key)
        with pytest.raises(KeyTaken):
            folder.put(object_key("way", "new"), b"x")
        with pytest.raises(KeyTaken):
            folder.put(object_key("file"), b"x", create_only=True)
        folder.delete(object_key("way", "secret"))
        folder.put(object_key("file"), b"ours now")

        assert (outside / "secret").read_bytes() == b"secret"
        assert [path.name for path in outside.iterdir()] == ["secret"]
        assert folder.read(object_key("file")) == b"ours now"

    def test_a_fifo_holds_nobody_up(self, folder: FolderStore, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "store" / "pipe")

        with pytest.raises(ObjectMissing):
            folder.read(object_key("pipe"))
        assert list(folder.list("")) == []

    def test_an_object_is_never_in_the_way_of_a_folder_unnoticed(self, folder: FolderStore) -> None:
        folder.put(object_key("a"), b"x")

        with pytest.raises(KeyTaken):
            folder.put(object_key("a", "b"), b"x")
        folder.put(object_key("c", "d"), b"x")
        with pytest.raises(KeyTaken):
            folder.put(object_key("c"), b"x")

    def test_missing_rights_are_unreadable_not_missing(self) -> None:
        with public_folder() as place:
            folder = FolderStore(place / "store")
            folder.ensure()
            folder.put(KEY, b"x")
            (place / "store" / KEY).chmod(0)
            with nobody():
                with pytest.raises(Unreadable) as problem:
                    folder.read(KEY)
                assert isinstance(problem.value, Transient)
                with pytest.raises(StoreUnreachable):
                    folder.put(object_key("new"), b"x")
            (place / "store" / KEY).parent.chmod(0)
            with nobody(), pytest.raises(Unreadable):
                list(folder.list("staging/"))

    def test_an_unmounted_store_is_unreachable_and_nothing_is_missing(self, tmp_path: Path) -> None:
        empty_mount_point = tmp_path / "mount"
        empty_mount_point.mkdir()

        for place in (empty_mount_point, tmp_path / "gone"):
            folder = FolderStore(place)
            attempts: list[Callable[[], object]] = [
                lambda f=folder: f.read(KEY),
                lambda f=folder: f.stat(KEY),
                lambda f=folder: f.put(KEY, b"x"),
                lambda f=folder: f.delete(KEY),
                lambda f=folder: list(f.list("archive/")),
            ]
            for attempt in attempts:
                with pytest.raises(StoreUnreachable):
                    attempt()
        assert list(empty_mount_point.iterdir()) == []

    def test_a_file_where_the_store_should_be_is_a_wrong_setting(self, tmp_path: Path) -> None:
        (tmp_path / "store").write_bytes(b"")

        with pytest.raises(SettingInvalid):
            FolderStore(tmp_path / "store").ensure()


class TestS3:
    def test_two_prefixes_are_two_stores(self, seaweedfs: SeaweedServer) -> None:
        one, two = seaweedfs.store("shop-a"), seaweedfs.store("shop")

        one.put(KEY, b"a")

        assert two.stat(KEY) is None
        assert list(two.list("")) == []
        one.delete(KEY)

    def test_big_files_go_in_parts_and_come_back_whole(
        self, bucket: S3Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(s3, "SINGLE_BYTES", 6 * MIB)
        monkeypatch.setattr(s3, "PART_BYTES", 5 * MIB)
        source = tmp_path / "big.tif"
        source.write_bytes(os.urandom(11 * MIB))

        bucket.put(KEY, source)
        bucket.put(object_key("created"), source, create_only=True)

        assert bucket.read(KEY) == source.read_bytes()
        assert bucket.read(object_key("created")) == source.read_bytes()

    def test_create_only_beyond_one_put_is_refused_honestly(
        self, bucket: S3Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(s3, "PUT_LIMIT", 10)

        with pytest.raises(Permanent) as problem:
            bucket.put(KEY, b"eleven byte", create_only=True)

        assert problem.value.code is Code.TOO_LARGE
        assert bucket.stat(KEY) is None

    def test_folders_that_a_server_lists_are_no_objects(self, seaweedfs: SeaweedServer) -> None:
        client = Minio(seaweedfs.endpoint, access_key=ACCESS_KEY, secret_key=SECRET_KEY, secure=False, region=REGION)
        client.put_object(BUCKET, "shelves/empty/", io.BytesIO(b""), 0)

        assert list(seaweedfs.store("shelves").list("")) == []

    def test_makes_its_bucket_once(self, seaweedfs: SeaweedServer) -> None:
        store = seaweedfs.store(bucket="another-bucket")
        with pytest.raises(SettingInvalid):
            store.put(KEY, b"x")

        store.ensure()
        store.ensure()
        store.put(KEY, b"x")

        assert store.read(KEY) == b"x"

    def test_wrong_keys_are_a_wrong_setting(self, seaweedfs: SeaweedServer) -> None:
        store = seaweedfs.store(secret_key="wrong")

        attempts: list[Callable[[], object]] = [
            store.ensure,
            lambda: store.put(KEY, b"x"),
            lambda: store.put(KEY, b"x", create_only=True),
            lambda: store.read(KEY),
            lambda: store.stat(KEY),
            lambda: list(store.list("")),
            lambda: store.delete(KEY),
        ]
        for attempt in attempts:
            with pytest.raises(SettingInvalid) as problem:
                attempt()
            assert "KHO_S3_SECRET_KEY" in str(problem.value.facts["name"])

    @pytest.mark.parametrize(("endpoint", "name"), [("no host:at all", "archive"), ("127.0.0.1:1", "B")])
    def test_a_setting_that_cannot_be_is_a_wrong_setting(self, endpoint: str, name: str) -> None:
        store = S3Store(endpoint=endpoint, bucket=name, access_key="a", secret_key="b", secure=False, region=REGION)

        with pytest.raises(SettingInvalid):
            store.ensure()

    def test_a_server_that_is_down_is_unreachable_in_bounded_time(self) -> None:
        store = S3Store(
            endpoint="127.0.0.1:1", bucket=BUCKET, access_key="a", secret_key="b", secure=False, region=REGION
        )
        attempts: list[Callable[[], object]] = [
            lambda: store.put(KEY, b"x"),
            lambda: store.put(KEY, b"x", create_only=True),
            lambda: store.read(KEY),
            lambda: store.stat(KEY),
            lambda: list(store.list("")),
        ]
        for attempt in attempts:
            begun = time.monotonic()
            with pytest.raises(StoreUnreachable) as problem:
                attempt()
            assert time.monotonic() - begun < BOUNDED
            assert "Signature" not in str(problem.value)

    @pytest.mark.parametrize(
        ("answer", "kind"),
        [
            (b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\noops", StoreUnreachable),
            (b"HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 0\r\n\r\n", DiskFull),
            (b"HTTP/1.1 599 ?\r\nContent-Type: application/xml\r\nContent-Length: 0\r\n\r\n", StoreUnreachable),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ncut", StoreUnreachable),
            (b"", StoreUnreachable),
        ],
    )
    def test_nonsense_from_the_server_passes(
        self, answer: bytes, kind: type[KhoError], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(s3, "_RETRIES", s3._RETRIES.new(backoff_factor=0))
        with parrot(answer) as store:
            with pytest.raises(kind):
                store.read(KEY)
            if b"200 OK" not in answer:
                with pytest.raises(kind):
                    store.put(KEY, b"x")
                with pytest.raises(kind):
                    store.put(KEY, b"x", create_only=True)
                with pytest.raises(StoreUnreachable if b"507" not in answer else DiskFull):
                    store.stat(KEY)

    def test_a_server_that_hangs_is_unreachable_in_bounded_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(s3, "_TIMEOUT", urllib3.Timeout(connect=0.2, read=0.2))
        begun = time.monotonic()

        with parrot(None) as store, pytest.raises(StoreUnreachable):
            store.put(KEY, b"x")

        assert time.monotonic() - begun < BOUNDED

    def test_a_forked_worker_makes_its_own_connections(self, bucket: S3Store) -> None:
        bucket.put(KEY, b"parent")

        child = os.fork()
        if child == 0:
            os._exit(0 if bucket.read(KEY) == b"parent" and bucket._connected[0] == os.getpid() else 1)

        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert bucket.read(KEY) == b"parent"

    def test_what_was_acknowledged_survives_kill_9(self) -> None:
        with seaweedfs_server() as server:
            store = server.store()
            kept = {object_key("kept", f"{n:02}"): os.urandom(20_000) for n in range(25)}
            for number, (key, content) in enumerate(kept.items()):
                store.put(key, content, create_only=number % 2 == 0)

            server.kill()
            with pytest.raises(StoreUnreachable):
                store.read(next(iter(kept)))
            server.start()

            assert {item.key: store.read(item.key) for item in store.list("kept/")} == kept


def race(jobs: list[Callable[[], None]]) -> list[Exception | None]:
    """Starts all jobs at one moment; what each raised, or None."""
    outcomes: list[Exception | None] = [None] * len(jobs)
    gate = threading.Barrier(len(jobs))

    def run(number: int) -> None:
        gate.wait()
        try:
            jobs[number]()
        except (KhoError, AssertionError) as problem:
            outcomes[number] = problem

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="kho-store-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def nobody() -> Iterator[None]:
    """As a user without rights, should the tests run as root, whom nothing is forbidden."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def parrot(answer: bytes | None) -> Iterator[S3Store]:
    """A store on a server that says the same to whatever it is asked, then hangs up; with None it never answers.

    It says that it hangs up: otherwise the next request may go out on a connection whose end has not arrived yet.
    """

    class Says(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            _whole_request(self.request)
            if answer is None:
                done.wait(600)
            else:
                self.request.sendall(answer.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))

    done = threading.Event()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Says) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        endpoint = f"127.0.0.1:{server.server_address[1]}"
        try:
            yield S3Store(endpoint=endpoint, bucket=BUCKET, access_key="a", secret_key="b", secure=False, region=REGION)
        finally:
            done.set()
            server.shutdown()
            thread.join()


def _whole_request(connection: socket.socket) -> None:
    """Reads a request to its end: closing with bytes unread would reset the connection under the answer."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    left = int(length.group(1)) - len(body) if length else 0
    while left > 0 and (piece := connection.recv(65536)):
        left -= len(piece)
