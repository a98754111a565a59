"""A version in the making: the record as it was, as it is to be, and the files that go into it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.ports import NewFile, Ports
from pipeline.stages.bind import RECORD
from pipeline.stages.contents import contents, dated
from pipeline.versioning import Stored, contents_of, new_file, pages_of, record_bytes, stored_files
from schemas.contents import Contents
from schemas.ids import RecordId
from schemas.page import Page
from schemas.record import Record


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One version in the making; a change is a copy."""

    before: Record
    """The record of the version it is made from."""
    held: Stored
    """The files of that version."""
    record: Record
    """The record of the version it is to be."""
    files: Stored
    """What the archive has already of the new version's files."""
    new: Mapping[str, bytes | Path]
    """What it has not, by logical path."""
    folder: Path
    """For files on their way."""

    def as_record(self, record: Record) -> "Draft":
        """A draft of that record."""
        return replace(self, record=record)

    def of(self, **update: object) -> "Draft":
        """A draft of this record with other values of these of its fields."""
        return replace(self, record=self.record.model_copy(update=update))

    def with_new(self, new: Mapping[str, bytes | Path], *, without: Iterable[str] = ()) -> "Draft":
        """A draft with these files, and without those."""
        gone = set(without) - set(new)
        files = {path: file for path, file in self.files.items() if path not in gone}
        kept = {path: content for path, content in self.new.items() if path not in gone}
        return replace(self, files=files, new={**kept, **new})

    def finished(self, version: int, token: str) -> tuple[dict[str, NewFile], dict[str, bytes | Path]]:
        """All files of the version, ``record.json`` among them; and those of them that have to be staged.

        The record is staged even if the archive has it already, from a version that was gone back to: what is staged is
        the sign that a card has to be filed.
        """
        new = {**self.new, RECORD: record_bytes(self.record)}
        made = {path: new_file(self.record, version, token, path, content) for path, content in new.items()}
        known = {file.sha512 for file in self.files.values()}
        staged = {path: content for path, content in new.items() if path == RECORD or made[path].sha512 not in known}
        return {**self.files, **made}, staged


def begin(ports: Ports, record: RecordId, base: int, folder: Path) -> Draft:
    """The draft of a version that would say what version ``base`` says."""
    before = ports.vault.record(record, base)
    held = stored_files(ports, record, base)
    return Draft(before=before, held=held, record=before, files=held, new={}, folder=folder)


def read_back(ports: Ports, draft: Draft) -> tuple[Page, ...]:
    """The draft's pages, those corrected in it too.

    Raises:
        RecordMissing, Mismatch, ObjectMissing: an ALTO file is lost or damaged.
    """
    staged = {path: content for path, content in draft.new.items() if isinstance(content, bytes)}
    return pages_of(ports, draft.record, draft.files, staged)


def held_contents(ports: Ports, draft: Draft) -> Contents | None:
    """The contents that its files have now; None if they have none, or those of another release."""
    return contents_of(ports, draft.record, draft.files) if draft.record.files.contents in draft.files else None


def derived_contents(draft: Draft, pages: tuple[Page, ...], held: Contents | None) -> Contents:
    """The contents of these pages; the pages' pictures stay as they were, for ALTO has none."""
    pictures = held.fingerprint.pictures if held and held.fingerprint else ()
    return contents(draft.record.id, pages, dated=dated(draft.record.claims), pictures=pictures)
