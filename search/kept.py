"""The last answers to what was asked lately: a bounded memory that several threads share."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Kept(Generic[_T]):
    """Remembers so many answers, and forgets the one that was asked for longest ago."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, _T] = OrderedDict()
        self._lock = Lock()

    def peek(self, key: Hashable) -> _T | None:
        """The answer for this key, if it is known."""
        with self._lock:
            return self._known.get(key)

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """The answer for this key, made if it is not known. Two threads may make it at once: the second one stays."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        made = make()
        with self._lock:
            self._known[key] = made
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return made
