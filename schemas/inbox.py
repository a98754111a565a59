"""What lies on the porch: files as seen, before anybody has opened one."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.drop import FileIdentity


class EntryKind(StrEnum):
    """What a directory entry is; only the first is ever opened."""

    FILE = "file"
    ODD = "odd"  # symlink, fifo, socket or device: never followed, never opened


class Entry(Frozen):
    """One directory entry below the inbox."""

    path: str = Field(description="relative to the inbox, as the file system names it (may hold surrogates)")
    kind: EntryKind
    identity: FileIdentity

    @property
    def folder(self) -> str:
        """The relative path of the folder it lies in; empty for the inbox itself."""
        return self.path.rpartition("/")[0]

    @property
    def agency(self) -> str:
        """The first folder of the path, empty for a file directly in the inbox."""
        return self.path.partition("/")[0] if "/" in self.path else ""


class Watched(Frozen):
    """An entry and since when it has not changed."""

    entry: Entry
    since: datetime
