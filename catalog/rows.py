"""Items and files of the ledger as rows, and back; what may not enter is refused here, for SQL and memory alike."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from schemas.drop import DroppedFile, Due, FileIdentity, Item, Part, PartState, State, Worker
from schemas.ids import ItemId
from schemas.text import nfc

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""When an item is due that waits for its parts. Release 0001, which knows no parts, leaves such an item alone too."""


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


def new_parts(item: ItemId, ranges: Sequence[tuple[int, int]], now: datetime) -> list[Part]:
    """The parts of an item about to be divided.

    Raises:
        ValueError: there is none, or a range is empty.
    """
    if not ranges or any(not 1 <= first <= last for first, last in ranges):
        raise ValueError(f"{item}: not ranges of pages: {ranges}")
    return [
        Part(
            item=item,
            number=number,
            first=first,
            last=last,
            state=PartState.QUEUED,
            attempts=0,
            failures=0,
            delays=0,
            pages_done=0,
            due_at=now,
            lease_token=0,
            lease_until=None,
            code=None,
            reason=None,
        )
        for number, (first, last) in enumerate(ranges, 1)
    ]


def part_row(part: Part, item: RowMapping) -> dict[str, object]:
    """The row in ``part`` of a new part; of its item's row it takes what decides when its turn comes."""
    row: dict[str, object] = part.model_dump()
    inherited = {name: item[name] for name in ("agency", "urgent", "dropped_at")}
    return row | inherited | {"state": part.state.value, "finished_at": None}


def part_of(row: RowMapping) -> Part:
    """The part of a row of ``part``."""
    return Part.model_validate({name: row[name] for name in Part.model_fields})


def due_item(row: Mapping[str, Any] | RowMapping) -> Due:
    """What is due, of a row of ``work``."""
    left = max(0, row["pages_total"] - row["pages_done"])
    return Due(item=row["id"], pages=left, **_turn(row))


def due_part(row: Mapping[str, Any] | RowMapping) -> Due:
    """What is due, of a row of ``part``."""
    left = max(0, row["last"] - row["first"] + 1 - row["pages_done"])
    return Due(item=row["item"], part=row["number"], pages=left, **_turn(row))


def _turn(row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    return {name: row[name] for name in ("agency", "urgent", "dropped_at")}


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


def worker_row(worker: Worker) -> dict[str, object]:
    """The row in ``worker``; its queues are words, with spaces between."""
    moments = {"started_at": utc(worker.started_at), "seen_at": utc(worker.seen_at)}
    return worker.model_dump() | moments | {"queues": " ".join(worker.queues)}


def worker_of(row: RowMapping) -> Worker:
    """The worker of a row of ``worker``."""
    return Worker.model_validate(dict(row) | {"queues": tuple(row["queues"].split())})
