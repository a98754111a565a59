"""Stores on which the world ends, or stops, at a chosen moment: a real store behind each."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.ports import ObjectStat, ObjectStore
from schemas.errors import KhoError, Unreadable
from schemas.keys import ObjectKey


class Killed(BaseException):
    """The process died here; nothing of ours may catch it."""


class WatchedStore:
    """Calls ``before`` and ``after`` around every write (put or delete), with its number from 1."""

    def __init__(
        self,
        store: ObjectStore,
        *,
        before: Callable[[int], None] = lambda number: None,
        after: Callable[[int], None] = lambda number: None,
    ) -> None:
        self._store, self._before, self._after = store, before, after
        self.writes = 0

    def put(self, key: ObjectKey, source: bytes | Path, *, create_only: bool = False) -> None:
        number = self._next()
        self._store.put(key, source, create_only=create_only)
        self._after(number)

    def copy(self, source: ObjectKey, target: ObjectKey) -> None:
        number = self._next()
        self._store.copy(source, target)
        self._after(number)

    def delete_all(self, keys: Sequence[ObjectKey]) -> None:
        for key in keys:
            self.delete(key)

    def delete(self, key: ObjectKey) -> None:
        number = self._next()
        self._store.delete(key)
        self._after(number)

    def _next(self) -> int:
        self.writes += 1
        number = self.writes
        self._before(number)
        return number

    def read(self, key: ObjectKey) -> bytes:
        return self._store.read(key)

    def chunks(self, key: ObjectKey) -> Iterator[bytes]:
        return self._store.chunks(key)

    def fetch(self, key: ObjectKey, target: Path) -> None:
        self._store.fetch(key, target)

    def stat(self, key: ObjectKey) -> ObjectStat | None:
        return self._store.stat(key)

    def list(self, prefix: str) -> Iterator[ObjectStat]:
        return self._store.list(prefix)


def dying_before(store: ObjectStore, number: int) -> WatchedStore:
    """The process dies just before that write."""

    def die(write: int) -> None:
        if write == number:
            raise Killed

    return WatchedStore(store, before=die)


class BadSectors(WatchedStore):
    """Some keys cannot be read."""

    def __init__(self, store: ObjectStore, bad: str) -> None:
        super().__init__(store)
        self._bad = bad

    def read(self, key: ObjectKey) -> bytes:
        self._check(key)
        return super().read(key)

    def chunks(self, key: ObjectKey) -> Iterator[bytes]:
        self._check(key)
        yield from super().chunks(key)

    def copy(self, source: ObjectKey, target: ObjectKey) -> None:
        self._check(source)
        super().copy(source, target)

    def list(self, prefix: str) -> Iterator[ObjectStat]:
        self._check(f"list {prefix}")
        yield from super().list(prefix)

    def _check(self, key: str) -> None:
        if self._bad in key:
            raise Unreadable(name=key, detail="input/output error")


class Actor:
    """Somebody who works in a thread of his own and can be held up just before any of his writes."""

    def __init__(self, store: ObjectStore, job: Callable[[ObjectStore], bool]) -> None:
        self._turn = threading.Condition()
        self._limit = 1
        self._held = self._ended = False
        self._results: list[bool | Exception] = []
        watched = WatchedStore(store, before=self._wait)
        self._thread = threading.Thread(target=self._work, args=(job, watched), daemon=True)
        self._thread.start()

    def until(self, number: int) -> None:
        """Lets him go on and returns when he stands before that write, or has ended."""
        with self._turn:
            self._limit, self._held = number, False
            self._turn.notify_all()
            assert self._turn.wait_for(lambda: self._held or self._ended, timeout=240)

    def end(self) -> bool:
        """Lets him go on to the end; what he gives or raises."""
        self.until(1_000_000)
        self._thread.join(240)
        result = self._results[0]
        if isinstance(result, Exception):
            raise result
        return result

    def _wait(self, number: int) -> None:
        with self._turn:
            while number >= self._limit:
                self._held = True
                self._turn.notify_all()
                assert self._turn.wait(240)

    def _work(self, job: Callable[[ObjectStore], bool], store: ObjectStore) -> None:
        try:
            self._results.append(job(store))
        except (KhoError, AssertionError) as problem:
            self._results.append(problem)
        finally:
            with self._turn:
                self._ended = True
                self._turn.notify_all()
