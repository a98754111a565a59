"""Stages a document's bytes, reads them back, and enters it, or its refusal, in the ledger."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.ports import Ports
from pipeline.stages.sidecar import sidecar as read_sidecar
from schemas.drop import Drop, DroppedFile, Item, Stage, State, drop_to_json
from schemas.errors import Code, EngineFailed, Mismatch, Refused, Transient
from schemas.ids import ItemId, Sha256, content_digest, new_item_id, record_id
from schemas.inspection import Inspection
from schemas.keys import STAGING, ObjectKey, staging
from schemas.messages import sentence


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A file that was copied and looked over."""

    file: Path | None
    """The copy; None for what was refused unread."""
    dropped: DroppedFile
    inspection: Inspection | None
    problem: Refused | None


@dataclass(frozen=True, kw_only=True)
class Name:
    """To whom a drop belongs and what people call it."""

    agency: str
    source: str
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One document, or one refusal, staged and ready to be entered."""

    item: Item
    files: tuple[DroppedFile, ...]
    """What must leave the inbox, or move to ``_tu-choi/``, when the item has ended."""


def look(ports: Ports, file: Path) -> tuple[Inspection | None, Refused | None]:
    """What a file is, or why it cannot be taken. A program that fails over it is the file's trouble, not ours."""
    try:
        return ports.engine.inspect(file), None
    except Refused as problem:
        return None, problem
    except EngineFailed as failure:
        return None, Refused(Code.DAMAGED, detail=f"the inspection ended with {failure}", page=None)


def sidecar_problem(file: Path, name: str) -> Refused | None:
    """What is wrong with a sidecar of this name, or None."""
    try:
        read_sidecar(file.read_bytes(), name=name)
    except Refused as problem:
        return problem
    return None


def parcel(
    ports: Ports,
    files: Sequence[Opened],
    sidecar: Opened | None,
    name: Name,
    *,
    rows: tuple[DroppedFile, ...] | None = None,
) -> Parcel:
    """Stages one document, or what is needed of a refusal. ``rows``: the files in the inbox, if not these files."""
    everything = (*files, *([sidecar] if sidecar else []))
    rows = tuple(o.dropped for o in everything) if rows is None else rows
    culprit = next((o for o in everything if o.problem is not None), None)
    if culprit is None or culprit.problem is None:
        return _document(ports, files, sidecar, name, rows)
    item = _refusal(ports, everything, culprit.problem, name, culprit if len(everything) > 1 else None)
    if rows != tuple(o.dropped for o in everything):
        _stage_refused(ports, item.id, everything)
    return Parcel(item=item, files=rows)


def _stage_refused(ports: Ports, item: ItemId, files: Sequence[Opened]) -> None:
    """Keeps the bytes of what has no place of its own in the inbox, until `release` has put them there."""
    for number, opened in enumerate(files, 1):
        if opened.file is not None:
            _stage(ports, original_key(item, number, opened.dropped.extension), opened)


def enter(ports: Ports, parcels: Sequence[Parcel], *, adopt: bool) -> tuple[Item, ...]:
    """Enters all parcels in one transaction; with ``adopt``, what is under way from the same place stands for it."""
    known = {n: found for n, p in enumerate(parcels) if adopt and (found := _under_way(ports, p.item)) is not None}
    fresh = [p for n, p in enumerate(parcels) if n not in known]
    ports.ledger.drop_all([(p.item, p.files) for p in fresh])
    for n in known:
        clear_staging(ports, parcels[n].item.id)
    return tuple(known.get(n, p.item) for n, p in enumerate(parcels))


def _under_way(ports: Ports, item: Item) -> Item | None:
    if item.record is None:
        return None
    same = ports.ledger.items(record=item.record)
    return next((i for i in same if not i.state.final and i.source == item.source), None)


def clear_staging(ports: Ports, item: ItemId) -> None:
    """Removes what was staged for an item."""
    ports.store.delete_all([staged.key for staged in ports.store.list(f"{STAGING}/{item}/")])


def _document(
    ports: Ports, files: Sequence[Opened], sidecar: Opened | None, name: Name, rows: tuple[DroppedFile, ...]
) -> Parcel:
    """Stages a document's bytes, reads them back, and writes its drop note last."""
    now = ports.clock.now()
    item = new_item_id(now)
    inspections = [f.inspection for f in files if f.inspection is not None]
    digest = content_digest(Sha256(str(f.dropped.sha256)) for f in files)
    drop = Drop(
        item=item,
        record=record_id(digest),
        digest=digest,
        agency=name.agency,
        source=name.source,
        files=tuple(f.dropped for f in files),
        sidecar=sidecar.dropped if sidecar else None,
        kind=inspections[0].kind,
        pages=sum(len(i.pages) for i in inspections),
        signed=any(i.signed for i in inspections),
        urgent=name.urgent,
        dropped_at=now,
        warnings=tuple(sorted({w for i in inspections for w in i.warnings})),
    )
    for number, opened in enumerate(files, 1):
        _stage(ports, original_key(item, number, opened.dropped.extension), opened)
    if sidecar is not None:
        _stage(ports, staging(item, "sidecar"), sidecar)
    ports.store.put(staging(item, "drop.json"), drop_to_json(drop))
    return Parcel(item=fresh_item(drop), files=rows)


def original_key(item: ItemId, number: int, extension: str) -> ObjectKey:
    """Where the ``number``-th file of a drop is staged."""
    return staging(item, "original", f"{number:04}{extension}")


def _stage(ports: Ports, key: ObjectKey, opened: Opened) -> None:
    if opened.file is None:
        raise Mismatch(detail=f"{key}: nothing was read")
    ports.store.put(key, opened.file)
    if stored_digest(ports, key) != opened.dropped.sha256:
        raise Transient(Code.MISMATCH, detail=f"{key}: the store gave back other bytes")


def stored_digest(ports: Ports, key: ObjectKey) -> Sha256:
    """The SHA-256 of an object, read back from the store."""
    digest = hashlib.sha256()
    for piece in ports.store.chunks(key):
        digest.update(piece)
    return Sha256(digest.hexdigest())


def fresh_item(drop: Drop) -> Item:
    """The ledger's row of a drop nobody has worked on yet."""
    return Item(
        id=drop.item,
        record=drop.record,
        digest=drop.digest,
        agency=drop.agency,
        source=drop.source,
        size=sum(f.size for f in drop.files) + (drop.sidecar.size if drop.sidecar else 0),
        state=State.QUEUED,
        stage=Stage.TAKEN,
        attempts=0,
        pages_done=0,
        urgent=drop.urgent,
        pages_total=drop.pages,
        due_at=drop.dropped_at,
        lease_token=0,
        lease_until=None,
        code=None,
        reason=None,
        released=False,
        dropped_at=drop.dropped_at,
        finished_at=None,
    )


def _refusal(ports: Ports, files: Sequence[Opened], problem: Refused, name: Name, culprit: Opened | None) -> Item:
    now = ports.clock.now()
    reason = sentence(problem)
    return Item(
        id=new_item_id(now),
        record=None,
        digest=None,
        agency=name.agency,
        source=name.source,
        size=sum(f.dropped.size for f in files),
        state=State.REFUSED,
        stage=Stage.TAKEN,
        attempts=0,
        pages_done=0,
        pages_total=0,
        due_at=now,
        lease_token=0,
        lease_until=None,
        code=problem.code,
        reason=reason if culprit is None else f"{culprit.dropped.name}: {reason}",
        released=False,
        dropped_at=now,
        finished_at=now,
    )
