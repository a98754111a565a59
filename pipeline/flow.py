"""A scan's whole life after the porch, on one screen: read, describe, assemble, keep, file its card.

Every step finds what an earlier try has left and goes on from there; whoever is killed anywhere is
replaced by the next try, and of any number of tries at once exactly one commit wins.
"""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from pipeline.intake.enter import original_key
from pipeline.ports import NewFile, Ports, Reading
from pipeline.stages.bind import ACCESS_PDF, Bound, bind, original_path
from pipeline.stages.contents import contents, dated
from pipeline.stages.describe import describe
from pipeline.stages.reader.gating.gates import gates
from pipeline.stages.sidecar import secret_review
from pipeline.stages.sidecar import sidecar as read_sidecar
from schemas.claim import Claim
from schemas.contents import Contents
from schemas.drop import Drop, Part, Stage, State, drop_from_json
from schemas.errors import Code, Refused
from schemas.ids import ItemId, Sha256
from schemas.keys import ObjectKey, staging
from schemas.record import Receipt

Progress = Callable[[Stage, int, int], None]
"""Told as the work goes on: the stage reached, pages done, pages in all."""

USER = "kho"
_READING = "reading.json"
FIRST_VERSION = "Số hóa: bản lưu trữ đầu tiên"


def archive(ports: Ports, item: ItemId, token: int, progress: Progress, parts: Sequence[Part] = ()) -> State:
    """Takes a staged drop all the way into the vault; DUPLICATE if another drop has made its record.

    ``parts``: those of a long document, each read by `read_part` before; empty for one that is read here.

    Raises:
        Refused, Permanent, Transient: see the ports. Nothing is lost, and trying again is always safe.
    """
    drop = drop_from_json(ports.store.read(staging(item, "drop.json")))
    work = ports.work / item
    if not ports.vault.has(drop.record):
        files = _fetch(ports, drop, work / "original")
        reading = _read(ports, drop, files, work / "pages", progress, parts)
        sidecar = ports.store.read(staging(item, "sidecar")) if drop.sidecar else None
        claims = (*describe(reading.pages, known=ports.agencies, called=drop.source), *_sidecar_claims(drop, sidecar))
        found = contents(drop.record, reading.pages, dated=dated(claims))
        progress(Stage.DESCRIBED, len(reading.pages), len(reading.pages))
        pdf = None if drop.signed else _assemble(ports, drop, files, reading, work / "assembly")
        _keep(ports, drop, _bound(ports, drop, reading, claims, found, sidecar), files, pdf, token)
        progress(Stage.KEPT, len(reading.pages), len(reading.pages))
    state = _file_card(ports, drop)
    shutil.rmtree(work, ignore_errors=True)
    return state


def _sidecar_claims(drop: Drop, content: bytes | None) -> Sequence[Claim]:
    return read_sidecar(content, name=drop.sidecar.name) if content is not None and drop.sidecar else ()


def _fetch(ports: Ports, drop: Drop, folder: Path) -> list[Path]:
    """The originals as local files, fetched once and checked every time."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, file in enumerate(drop.files, 1):
        target = folder / f"{number:04}{file.extension}"
        if not target.exists() or _digests(target)[0] != file.sha256:
            ports.store.fetch(original_key(drop.item, number, file.extension), target)
        files.append(target)
    return files


def has_reading(ports: Ports, item: ItemId) -> bool:
    """Whether an earlier try has left the whole document's reading."""
    return ports.store.stat(staging(item, _READING)) is not None


def read_part(ports: Ports, item: ItemId, pages: tuple[int, int], progress: Progress) -> None:
    """Reads a range of a long document's pages and stages the reading for whoever puts the parts together.

    Raises:
        Refused, Permanent, Transient: see the ports.
    """
    drop = drop_from_json(ports.store.read(staging(item, "drop.json")))
    work = ports.work / item
    if ports.store.stat(_part_key(item, pages)) is None:
        files = _fetch(ports, drop, work / "original")
        _read_range(ports, drop, files, work / "pages", progress, pages)


def _read(
    ports: Ports, drop: Drop, files: Sequence[Path], work: Path, progress: Progress, parts: Sequence[Part]
) -> Reading:
    key = staging(drop.item, _READING)
    if ports.store.stat(key) is not None:
        return Reading.model_validate_json(ports.store.read(key))
    if parts:
        reading = _gathered(ports, drop, files, work, progress, parts)
    else:
        work.mkdir(parents=True, exist_ok=True)
        reading = ports.engine.read(
            files, drop.kind, work=work, on_page=lambda done, total: progress(Stage.TAKEN, done, total)
        )
        _guard(ports, drop, reading)
    ports.store.put(key, reading.model_dump_json().encode())
    progress(Stage.READ, len(reading.pages), len(reading.pages))
    return reading


def _gathered(
    ports: Ports, drop: Drop, files: Sequence[Path], work: Path, progress: Progress, parts: Sequence[Part]
) -> Reading:
    """The parts' readings as one; a part whose reading the store has lost is read again here."""
    readings = []
    for part in parts:
        key = _part_key(drop.item, (part.first, part.last))
        if ports.store.stat(key) is None:
            _read_range(ports, drop, files, work, progress, (part.first, part.last))
        readings.append(Reading.model_validate_json(ports.store.read(key)))
    software = dict.fromkeys(program for reading in readings for program in reading.software)
    return Reading(pages=tuple(page for reading in readings for page in reading.pages), software=tuple(software))


def _read_range(
    ports: Ports, drop: Drop, files: Sequence[Path], work: Path, progress: Progress, pages: tuple[int, int]
) -> None:
    work.mkdir(parents=True, exist_ok=True)
    first, last = pages
    reading = ports.engine.read(
        files, drop.kind, work=work, first=first, last=last,
        on_page=lambda done, total: progress(Stage.TAKEN, done, total),
    )  # fmt: skip
    _guard(ports, drop, reading)
    ports.store.put(_part_key(drop.item, pages), reading.model_dump_json().encode())


def _guard(ports: Ports, drop: Drop, reading: Reading) -> None:
    """Before anything that was read is kept anywhere: no page may bear a mark of state secrecy.

    Unless two people have looked at it and said so in its sidecar.

    Raises:
        Refused: SECRET_MARK. What this machine had read by then is gone.
    """
    mark = next((gate for gate in gates(reading.pages) if gate.stops_processing), None)
    if mark is None or _reviewed(ports, drop):
        return
    shutil.rmtree(ports.work / drop.item, ignore_errors=True)
    raise Refused(Code.SECRET_MARK, detail=drop.item, page=mark.page, mark=mark.mark)


def _reviewed(ports: Ports, drop: Drop) -> bool:
    if drop.sidecar is None:
        return False
    return secret_review(ports.store.read(staging(drop.item, "sidecar")), name=drop.sidecar.name) is not None


def _part_key(item: ItemId, pages: tuple[int, int]) -> ObjectKey:
    return staging(item, f"reading-{pages[0]:05}-{pages[1]:05}.json")


def _assemble(ports: Ports, drop: Drop, files: Sequence[Path], reading: Reading, work: Path) -> Path:
    work.mkdir(parents=True, exist_ok=True)
    target = work / "document.pdf"
    ports.engine.assemble(files, drop.kind, reading.pages, work=work, target=target)
    return target


def _bound(
    ports: Ports, drop: Drop, reading: Reading, claims: Sequence[Claim], found: Contents, sidecar: bytes | None
) -> Bound:
    return bind(
        drop, reading.pages, claims, contents=found, software=reading.software, sidecar=sidecar,
        archived_at=ports.clock.now(),
    )  # fmt: skip


def _keep(ports: Ports, drop: Drop, bound: Bound, originals: Sequence[Path], pdf: Path | None, token: int) -> None:
    """Stages everything derived under this try's own number, then commits; the first commit of all tries wins."""
    new = []
    for number, (file, path) in enumerate(zip(drop.files, originals, strict=True), 1):
        source = original_key(drop.item, number, file.extension)
        new.append(_new_file(original_path(number, file.extension), source, path))
    derived: dict[str, bytes | Path] = {**bound.files, **({ACCESS_PDF: pdf} if pdf is not None else {})}
    for name, content in derived.items():
        key = staging(drop.item, f"t{token}", *name.split("/"))
        ports.store.put(key, content)
        new.append(_new_file(name, key, content))
    created = bound.record.archived_at
    ports.vault.commit(drop.record, new, message=FIRST_VERSION, user=USER, created=created)


def _new_file(path: str, source: ObjectKey, content: bytes | Path) -> NewFile:
    sha256, sha512, size = _digests(content)
    return NewFile(path=path, source=source, size=size, sha256=sha256, sha512=sha512)


def _digests(content: bytes | Path) -> tuple[Sha256, str, int]:
    """SHA-256, SHA-512 and size."""
    if isinstance(content, bytes):
        return Sha256(hashlib.sha256(content).hexdigest()), hashlib.sha512(content).hexdigest(), len(content)
    short, long, size = hashlib.sha256(), hashlib.sha512(), 0
    with content.open("rb") as file:
        while piece := file.read(1 << 20):
            short.update(piece)
            long.update(piece)
            size += len(piece)
    return Sha256(short.hexdigest()), long.hexdigest(), size


def _file_card(ports: Ports, drop: Drop) -> State:
    """Writes the receipt and the card. Whose drop made the record is written in the record itself."""
    record = ports.vault.record(drop.record)
    first = record.item == drop.item
    outcome: Literal["archived", "duplicate"] = "archived" if first else "duplicate"
    unused = ports.store.read(staging(drop.item, "sidecar")).decode() if drop.sidecar and not first else None
    receipt = Receipt(
        item=drop.item,
        record=drop.record,
        agency=drop.agency,
        source=drop.source,
        size=sum(f.size for f in drop.files),
        dropped_at=drop.dropped_at,
        outcome=outcome,
        sidecar=unused,
    )
    ports.vault.receive(receipt)
    ports.index.put(record, ports.vault.versions(drop.record), ports.vault.receipts(drop.record))
    return State.ARCHIVED if first else State.DUPLICATE
