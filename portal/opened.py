"""Documents opened for reading: record, contents and text together, kept as long as the version is the public one."""

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import NamedTuple

from portal import lookup
from portal.document import Document, document
from portal.formats import VIETNAM
from schemas.contents import Contents
from storage.showcase import Shown
from wiring.window import Window

_KEPT = 128


class Opened(NamedTuple):
    """One document."""

    shown: Shown
    contents: Contents
    view: Document


class Desk:
    """Opens documents; thread-safe. Whether one may be shown is asked anew each time."""

    def __init__(self, at: Window) -> None:
        self._at = at
        self._kept: OrderedDict[tuple[str, int, date], Opened] = OrderedDict()
        self._lock = Lock()

    def open(self, record: str) -> Opened:
        """The document with this id.

        Raises:
            NotHere: none, or not for the public.
            Gone: withdrawn.
        """
        shown = lookup.shown(self._at, record)
        key = (shown.record.id, shown.version, self.today())
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept.shown == shown:
                self._kept.move_to_end(key)
                return kept
        made = self._made(shown)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made

    def today(self) -> date:
        """The day in Vietnam, on which laws are in force or not."""
        return self._at.clock.now().astimezone(VIETNAM).date()

    def _made(self, shown: Shown) -> Opened:
        showcase = self._at.showcase
        contents = showcase.contents(shown)
        text = showcase.read(shown.text).decode("utf-8", errors="replace") if shown.text else ""
        return Opened(shown, contents, document(shown, contents, text, self.today()))
