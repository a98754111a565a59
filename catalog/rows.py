"""Items and files of the ledger as rows, and back; what may not enter is refused here, for SQL and memory alike."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from schemas.drop import DroppedFile, FileIdentity, Item, State
from schemas.text import nfc


def utc(moment: datetime) -> datetime:
    """The same moment in UTC.

    Raises:
        ValueError: without a time zone nobody can say which moment it is.
    """
    if moment.tzinfo is None:
        raise ValueError(f"not aware: {moment}")
    return moment.astimezone(UTC)


def entry(item: Item) -> Item:
    """The item as it enters the ledger: text safe for every database (no NUL, no surrogates), times in UTC.

    Raises:
        ValueError: a naive time, a lease, or a final state without `finished_at` (or the other way round).
    """
    if item.state is State.WORKING or item.lease_until is not None:
        raise ValueError(f"{item.id} enters with a lease; only Ledger.lease gives one")
    if item.state.final != (item.finished_at is not None):
        raise ValueError(f"{item.id}: finished_at does not fit its state")
    return item.model_copy(
        update={
            "agency": nfc(item.agency),
            "source": nfc(item.source),
            "reason": None if item.reason is None else nfc(item.reason),
            "due_at": utc(item.due_at),
            "dropped_at": utc(item.dropped_at),
            "finished_at": None if item.finished_at is None else utc(item.finished_at),
        }
    )


def final(state: State) -> State:
    """The same state.

    Raises:
        ValueError: it is not a final one.
    """
    if not state.final:
        raise ValueError(f"{state} is not final")
    return state


def work_row(item: Item) -> dict[str, object]:
    """The item's row in ``work``; the columns have the names of the fields."""
    row: dict[str, object] = item.model_dump()
    # Plain strings: the PostgreSQL driver has ideas of its own about enumerations.
    return row | {"state": item.state.value, "stage": item.stage.value, "code": item.code and item.code.value}


def journal_row(item: Item) -> dict[str, object]:
    """The item's row in ``drop_journal``."""
    return {"item": item.id, "agency": item.agency, "size": item.size, "dropped_at": item.dropped_at}


def item_of(row: RowMapping) -> Item:
    """The item of a row of ``work``."""
    return Item.model_validate(dict(row))


def file_row(item: str, position: int, file: DroppedFile) -> dict[str, object]:
    """The row in ``dropped_file``: the path as the operating system's own bytes."""
    identity = file.identity
    return {
        "item": item,
        "position": position,
        "path": os.fsencode(file.path),
        "name": nfc(file.name),
        "device": None if identity is None else str(identity.device),
        "inode": None if identity is None else str(identity.inode),
        "identity_size": None if identity is None else identity.size,
        "mtime_ns": None if identity is None else identity.mtime_ns,
        "size": file.size,
        "sha256": file.sha256,
        "media_type": file.media_type,
        "extension": file.extension,
    }


def file_of(row: Mapping[str, Any] | RowMapping) -> DroppedFile:
    """The file of a row of ``dropped_file``."""
    identity = None
    if row["device"] is not None:
        identity = FileIdentity(
            device=int(row["device"]), inode=int(row["inode"]), size=row["identity_size"], mtime_ns=row["mtime_ns"]
        )
    return DroppedFile(
        path=os.fsdecode(row["path"]),
        name=row["name"],
        identity=identity,
        size=row["size"],
        sha256=row["sha256"],
        media_type=row["media_type"],
        extension=row["extension"],
    )
