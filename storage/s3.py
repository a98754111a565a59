"""The object store on any S3 server, through the `minio` client. The only module that imports it.

Every put carries digests, so that the server refuses what was damaged on the way: SHA-256 (signed), on each part of
a multipart upload too, or Content-MD5 with a presigned URL. Time-outs and retries are bounded: a server that is down
is reported within seconds, one that hangs within about a minute.
"""

import base64
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

import urllib3
from minio import Minio
from minio.commonconfig import CopySource
from minio.deleteobjects import DeleteObject
from minio.error import InvalidResponseError, S3Error, ServerError
from minio.helpers import check_bucket_name
from urllib3.exceptions import HTTPError

from pipeline.ports import ObjectStat
from schemas.errors import Code, ObjectMissing, Permanent, SettingInvalid, StoreUnreachable, Unreadable
from schemas.keys import ObjectKey, object_key
from storage.digests import PIECE, pieces_of
from storage.key_order import in_key_order
from storage.landing import land
from storage.s3_trouble import s3_trouble, xml_error

SINGLE_BYTES = 64 << 20
"""What is larger goes up in parts."""
PART_BYTES = 16 << 20
PUT_LIMIT = 5 << 30
"""The largest single PUT of the S3 protocol: the bound of a create-only put, which cannot be made of parts."""
_TIMEOUT = urllib3.Timeout(connect=3.0, read=20.0)
_RETRIES = urllib3.Retry(
    total=3,
    connect=2,
    read=1,
    status=2,
    redirect=0,
    backoff_factor=0.2,
    status_forcelist=(500, 502, 503, 504),
    raise_on_status=False,
    respect_retry_after_header=False,  # would be unbounded
)
_ONCE = urllib3.Retry(total=2, connect=2, read=0, status=0, redirect=0, backoff_factor=0.2)
"""For create-only: tried again only when nothing was sent, or our own first try would look like a rival."""
_PRESIGNED = timedelta(minutes=15)
_OWNED = ("BucketAlreadyOwnedByYou", "BucketAlreadyExists")


class S3Store:
    """An `ObjectStore` in a bucket, optionally below a prefix. Speaks to the server at the first use, not before."""

    def __init__(
        self,
        *,
        endpoint: str,
        bucket: str,
        access_key: str,
        secret_key: str,
        secure: bool,
        region: str,
        prefix: str = "",
    ) -> None:
        self._endpoint, self._bucket, self._secure, self._region = endpoint, bucket, secure, region
        self._access_key, self._secret_key = access_key, secret_key
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self._connected: tuple[int, Minio, urllib3.PoolManager] | None = None

    def ensure(self) -> None:
        """Makes the bucket if there is none.

        Raises:
            SettingInvalid: wrong keys, or a bucket name or endpoint that cannot be.
        """
        with _speaking(self._bucket):
            client, _ = self._connect()
            if client.bucket_exists(self._bucket):
                return
            try:
                client.make_bucket(self._bucket, self._region)
            except S3Error as problem:
                if problem.code not in _OWNED:  # another one has just made it
                    raise

    def put(self, key: ObjectKey, source: bytes | Path, *, create_only: bool = False) -> None:
        """See `ObjectStore.put`; create-only takes up to 5 GiB, sent as one PUT.

        Raises:
            Permanent: TOO_LARGE, create-only beyond 5 GiB.
        """
        size = len(source) if isinstance(source, bytes) else _size(source)
        with _speaking(key):
            if create_only:
                self._create(key, source, size)
            elif size > SINGLE_BYTES:
                self._put_parts(key, source, size)
            else:
                self._put_whole(key, b"".join(pieces_of(source)))

    def _put_whole(self, key: ObjectKey, content: bytes) -> None:
        checksum = base64.b64encode(hashlib.sha256(content).digest()).decode()
        self._connect()[0].put_object(
            self._bucket,
            self._name(key),
            io.BytesIO(content),
            len(content),
            metadata={"x-amz-checksum-sha256": checksum},
            part_size=SINGLE_BYTES,
        )

    def _put_parts(self, key: ObjectKey, source: bytes | Path, size: int) -> None:
        with _opened(source) as body:
            self._connect()[0].put_object(
                self._bucket, self._name(key), body, size, part_size=PART_BYTES, num_parallel_uploads=1
            )

    def _create(self, key: ObjectKey, source: bytes | Path, size: int) -> None:
        """A presigned PUT with ``If-None-Match: *``: the client has no public conditional put."""
        if size > PUT_LIMIT:
            raise Permanent(Code.TOO_LARGE, size=size, limit=PUT_LIMIT, detail=key)
        client, pool = self._connect()
        url = client.presigned_put_object(self._bucket, self._name(key), _PRESIGNED)
        headers = {"If-None-Match": "*", "Content-MD5": _md5(source), "Content-Length": str(size)}
        with _opened(source) as body:
            answer = pool.request("PUT", url, body=body, headers=headers, retries=_ONCE)
        if answer.status != 200:
            raise s3_trouble(answer.status, *xml_error(answer.data), key)

    def read(self, key: ObjectKey) -> bytes:
        """See `ObjectStore.read`."""
        return b"".join(self.chunks(key))

    def chunks(self, key: ObjectKey) -> Iterator[bytes]:
        """See `ObjectStore.chunks`."""
        return self._stream(key, 0, 0)

    def part(self, key: ObjectKey, start: int, length: int) -> Iterator[bytes]:
        """``length`` bytes from ``start`` on, fewer at the end, in pieces of at most 1 MiB; raises `ObjectMissing`."""
        return self._stream(key, start, length) if length > 0 else iter(())

    def presigned(self, key: ObjectKey, *, lifetime: timedelta, disposition: str) -> str:
        """An address at which anybody can read the object for that long, saved under the name that is given."""
        with _speaking(key):
            client, _ = self._connect()
            wanted: dict[str, str | list[str] | tuple[str]] = {"response-content-disposition": disposition}
            return client.presigned_get_object(self._bucket, self._name(key), lifetime, response_headers=wanted)

    def _stream(self, key: ObjectKey, start: int, length: int) -> Iterator[bytes]:
        """All of it for a length of 0, as the client has it."""
        with _speaking(key):
            answer = self._connect()[0].get_object(self._bucket, self._name(key), start, length)
        try:
            with _speaking(key):
                yield from answer.stream(PIECE)
        finally:
            answer.close()
            answer.release_conn()

    def fetch(self, key: ObjectKey, target: Path) -> None:
        """See `ObjectStore.fetch`."""
        land(self.chunks(key), target)

    def stat(self, key: ObjectKey) -> ObjectStat | None:
        """See `ObjectStore.stat`."""
        try:
            with _speaking(key):
                facts = self._connect()[0].stat_object(self._bucket, self._name(key))
        except ObjectMissing:
            return None
        return ObjectStat(key=key, size=facts.size or 0)

    def list(self, prefix: str) -> Iterator[ObjectStat]:
        """See `ObjectStore.list`."""
        for name, size in in_key_order(self._listing(self._prefix + prefix), self._prefix + prefix):
            yield ObjectStat(key=object_key(name.removeprefix(self._prefix)), size=size)

    def _listing(self, prefix: str) -> Iterator[tuple[str, int]]:
        with _speaking(prefix):
            for item in self._connect()[0].list_objects(self._bucket, prefix=prefix, recursive=True):
                name = item.object_name or ""
                # Some servers list folders too, and tidy a prefix up ("a//" becomes "a/") before they list it.
                if name.startswith(prefix) and not name.endswith("/"):
                    yield name, item.size or 0

    def delete(self, key: ObjectKey) -> None:
        """See `ObjectStore.delete`."""
        with _speaking(key):
            self._connect()[0].remove_object(self._bucket, self._name(key))

    def copy(self, source: ObjectKey, target: ObjectKey) -> None:
        """See `ObjectStore.copy`: the server copies; beyond 5 GiB it goes through this machine."""
        with _speaking(source):
            client, size = self._connect()[0], None
            try:
                client.copy_object(self._bucket, self._name(target), CopySource(self._bucket, self._name(source)))
            except ValueError:  # the client's own bound
                size = PUT_LIMIT
        if size is not None:
            self._copy_through(source, target)

    def _copy_through(self, source: ObjectKey, target: ObjectKey) -> None:
        with tempfile.TemporaryFile() as local:
            for piece in self.chunks(source):
                local.write(piece)
            local.flush()
            self.put(target, Path(f"/dev/fd/{local.fileno()}"))

    def delete_all(self, keys: Sequence[ObjectKey]) -> None:
        """See `ObjectStore.delete_all`; a thousand a request."""
        with _speaking(keys[0] if keys else ""):
            doomed = [DeleteObject(self._name(key)) for key in keys]
            for wrong in self._connect()[0].remove_objects(self._bucket, doomed):
                raise StoreUnreachable(name=wrong.name or "", detail=f"{wrong.name}: {wrong.code}")

    def _name(self, key: ObjectKey) -> str:
        return object_key(self._prefix + key)

    def _connect(self) -> tuple[Minio, urllib3.PoolManager]:
        """Client and connections of this very process: a forked worker must not share its parent's sockets."""
        if self._connected is None or self._connected[0] != os.getpid():
            pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=_RETRIES, maxsize=16)
            self._connected = (os.getpid(), self._client(pool), pool)
        return self._connected[1:]

    def _client(self, pool: urllib3.PoolManager) -> Minio:
        try:
            check_bucket_name(self._bucket)
            return Minio(
                self._endpoint,
                access_key=self._access_key,
                secret_key=self._secret_key,
                secure=self._secure,
                region=self._region,
                http_client=pool,
            )
        except ValueError as problem:
            raise SettingInvalid(name="KHO_S3_ENDPOINT, KHO_VAULT", problem=str(problem)) from problem


@contextmanager
def _speaking(key: str) -> Iterator[None]:
    try:
        yield
    except S3Error as problem:
        raise s3_trouble(problem.response.status, problem.code, problem.message, key) from problem
    except InvalidResponseError as problem:
        raise s3_trouble(problem._code, None, problem._body, key) from problem
    except ServerError as problem:
        raise s3_trouble(problem.status_code, None, str(problem), key) from problem
    except (HTTPError, ParseError) as problem:
        # Not the whole text: it would carry a presigned address, which is a key to the store, into a log.
        cause = getattr(problem, "reason", None) or problem
        raise StoreUnreachable(name=key, detail=f"{key}: {type(cause).__name__}") from problem


def _size(source: Path) -> int:
    try:
        return source.stat().st_size
    except OSError as problem:
        raise Unreadable(name=source.name, detail=f"local file to store: {problem.strerror}") from problem


@contextmanager
def _opened(source: bytes | Path) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        with source.open("rb") as file:
            yield file
    except OSError as problem:
        raise Unreadable(name=source.name, detail=f"local file to store: {problem.strerror}") from problem


def _md5(source: bytes | Path) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    for piece in pieces_of(source):
        digest.update(piece)
    return base64.b64encode(digest.digest()).decode()
