"""A small archive as life leaves it: published, corrected, withdrawn, embargoed, internal and covered records."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from catalog.memory import MemoryIndex, MemoryLedger
from pipeline.ports import Ports
from pipeline.revise.revise import revise
from pipeline.stages.bind import bind, original_path
from pipeline.stages.contents import contents, dated
from pipeline.stages.describe import describe
from schemas.agencies import agencies
from schemas.change import Change
from schemas.claim import FieldName
from schemas.drop import Drop, DroppedFile
from schemas.gate import GateKind
from schemas.ids import RecordId, Sha256, new_item_id, record_id
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Page
from schemas.publication import Decision
from schemas.record import AccessLevel
from search.entry import entries
from search.place import begin, switch
from search.schema import FORMAT
from search.writer import Mark, Writer
from storage.folder import FolderStore
from storage.showcase import Showcase, Shown, Withdrawn
from storage.vault import OcflVault
from tests.fakes.engine import PlainEngine
from tests.fakes.records import stage

START = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


@dataclass
class Hands:
    """A clock that a test sets."""

    moment: datetime = START

    def now(self) -> datetime:
        """The set moment."""
        return self.moment


@dataclass
class Archive:
    """A vault in a folder, with what it takes to put documents into it and before the public."""

    folder: Path
    clock: Hands = field(default_factory=Hands)

    def __post_init__(self) -> None:
        self.store = FolderStore(self.folder / "vault")
        self.vault = OcflVault(self.store)
        self.vault.ensure()
        self.ports = Ports(
            store=self.store, vault=self.vault, ledger=MemoryLedger(), index=MemoryIndex(), engine=PlainEngine(),
            clock=self.clock, work=self.folder / "work", limits=Limits(), language="vie",
        )  # fmt: skip
        self.showcase = Showcase(self.store)
        self.known: list[RecordId] = []

    def keep(self, pdf: bytes, pages: tuple[Page, ...], *, name: str = "quét.pdf", agency: str = "stp") -> RecordId:
        """Archives a scan: version 1, seen by nobody outside."""
        digest = Sha256(hashlib.sha256(pdf).hexdigest())
        record, claims = record_id(digest), describe(pages)
        drop = _drop(record, digest, pdf, name, agency, self.clock.now())
        found = contents(record, pages, dated=dated(claims))
        bound = bind(
            drop, pages, claims, contents=found, software=(("truth", "1"),), sidecar=None, archived_at=self.clock.now()
        )
        files = {**bound.files, original_path(1, ".pdf"): pdf, "access/document.pdf": pdf}
        staged = stage(self.store, drop.item, files)
        assert self.vault.commit(record, staged, message="v1", user="kho", created=self.clock.now())
        self.known.append(record)
        return record

    def change(self, record: RecordId, change: Change, *, by: str = "nguoi-cong-bo") -> int:
        """Makes a version by this change, a minute later; gives its number."""
        self.clock.moment += timedelta(minutes=1)
        done = revise(self.ports, record, change, by=by, base=len(self.vault.versions(record)))
        assert done.version is not None, done
        return done.version

    def publish(self, record: RecordId, **more: object) -> int:
        """Shows it to the public, with all gates released but those that are told otherwise."""
        gates = [GateKind(kind) for kind in self.vault.record(record).facets.held]
        told = dict.fromkeys(gates, Decision.RELEASED) | dict(more.pop("gates", {}))  # type: ignore[call-overload]
        decisions = tuple((kind, decision, "đã xem") for kind, decision in told.items())
        return self.change(record, Change(publish=True, access=AccessLevel.PUBLIC, decisions=decisions, **more))  # type: ignore[arg-type]

    def retitle(self, record: RecordId, title: str) -> int:
        """A correction that is not published."""
        from schemas.change import FieldChange

        return self.change(record, Change(fields=(FieldChange(field=FieldName.TITLE, value=title),)), by="nguoi-sua")

    def index(self) -> Path:
        """Indexes what is public now; gives the index's folder."""
        folder = self.folder / "search"
        folder.mkdir(exist_ok=True)
        place = begin(folder, FORMAT)
        writer = Writer(place)
        for record in self.known:
            shown = self.showcase.published(record, self.clock.now())
            if isinstance(shown, Shown):
                writer.put(record, self._entries(shown))
            elif isinstance(shown, Withdrawn):
                writer.bury(record, shown.withdrawal.at)
        writer.commit(Mark(1))
        writer.close()
        switch(folder, place)
        return folder

    def _entries(self, shown: Shown) -> Sequence[object]:
        text = self.showcase.read(shown.text).decode() if shown.text else ""
        told = self.showcase.contents(shown)
        return entries(
            shown.record, told, text, version=shown.version, at=shown.at, now=self.clock.now(), agencies=agencies()
        ).entries


def _drop(record: RecordId, digest: Sha256, pdf: bytes, name: str, agency: str, at: datetime) -> Drop:
    file = DroppedFile(
        path=f"{agency}/{name}", name=name, identity=None, size=len(pdf), sha256=digest, media_type="application/pdf",
        extension=".pdf",
    )  # fmt: skip
    return Drop(
        item=new_item_id(at), record=record, digest=digest, agency=agency, source=f"{agency}/{name}", files=(file,),
        kind=Kind.PDF, dropped_at=at, warnings=(),
    )  # fmt: skip
