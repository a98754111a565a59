"""Archived records with real ALTO of given pages, described by whatever claims a test says: for describing again."""

import hashlib
import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from catalog.memory import MemoryIndex, MemoryLedger
from pipeline.ports import ObjectStore, Ports
from pipeline.stages.bind import bind, original_path
from schemas.agencies import Agencies
from schemas.claim import Claim
from schemas.contents import Contents
from schemas.drop import Drop, DroppedFile
from schemas.ids import RecordId, Sha256, record_id
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Page
from schemas.record import Record
from storage.memory import MemoryStore
from storage.vault import OcflVault
from tests.fakes.engine import PlainEngine
from tests.fakes.records import ITEM, NOON, make_receipt, stage


class _Afternoon:
    """Three hours after everything else."""

    def now(self) -> object:
        return NOON + timedelta(hours=3)


_NOWHERE = Path(os.devnull, "no folder for work in hand")
"""Whoever works with it fails, instead of making a folder where the tests were started: see `fakes.revisable`."""


def make_ports(store: ObjectStore | None = None, agencies: Agencies | None = None) -> Ports:
    """Memory twins over a new store, or over this one."""
    place = store or MemoryStore()
    vault = OcflVault(place)
    vault.ensure()
    return Ports(
        store=place, vault=vault, ledger=MemoryLedger(), index=MemoryIndex(), engine=PlainEngine(),
        clock=_Afternoon(), work=_NOWHERE, limits=Limits(), language="vie", agencies=agencies,
    )  # type: ignore[arg-type]  # the clock tells one time only  # fmt: skip


def archive_as(
    ports: Ports,
    pages: Sequence[Page],
    claims: Sequence[Claim],
    contents: Contents | None = None,
    scan: bytes = b"scan",
    pdf: bytes = b"%PDF-1.7 for reading",
) -> Record:
    """Archives these pages with these claims and contents (None: as an old release did, without any)."""
    digest = Sha256(hashlib.sha256(scan).hexdigest())
    name = record_id(digest)
    bound = bind(
        _drop(name, digest, scan), pages, claims, contents=contents or Contents(record=name),
        software=(("plain", "1"),), sidecar=None, archived_at=NOON,
    )  # fmt: skip
    record, files = bound.record, dict(bound.files)
    if contents is None:
        record = record.model_copy(update={"files": record.files.model_copy(update={"contents": None})})
        del files["contents.json"]
    files["record.json"] = record.model_dump_json(indent=1).encode() + b"\n"
    files |= {original_path(1, ".jpg"): scan, "access/document.pdf": pdf}
    staged = stage(ports.store, ITEM, files)
    assert ports.vault.commit(name, staged, message="v1", user="kho", created=NOON)
    for file in staged:
        ports.store.delete(file.source)
    ports.vault.receive(make_receipt(name))
    ports.index.put(record, ports.vault.versions(name), ports.vault.receipts(name))
    return record


def _drop(name: RecordId, digest: Sha256, scan: bytes) -> Drop:
    file = DroppedFile(
        path="stp/a.jpg", name="a.jpg", identity=None, size=len(scan), sha256=digest, media_type="image/jpeg",
        extension=".jpg",
    )  # fmt: skip
    return Drop(
        item=ITEM, record=name, digest=digest, agency="stp", source="stp/a.jpg", files=(file,), kind=Kind.IMAGE,
        dropped_at=NOON, warnings=("dim",),
    )  # fmt: skip
