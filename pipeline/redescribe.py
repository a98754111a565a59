"""Describes archived records again by the rules of today; what people have said of them stays as it is.

Reads a record's pages back from its ALTO files, replaces the machine's claims and the contents, and settles anew. Text,
ALTO, hOCR, PDF, originals and everything else of the record stay. One record at a time; whoever is killed leaves at
most staged files, which say to the next run that the record's card may be old.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import structlog

from pipeline.flow import USER
from pipeline.ports import NewFile, Ports
from pipeline.stages.alto import from_alto
from pipeline.stages.bind import CONTENTS, RECORD
from pipeline.stages.contents import contents, dated, facets
from pipeline.stages.describe import describe
from pipeline.stages.differences import alike, content_changes, field_changes, new_secrets
from pipeline.stages.settle import fields
from schemas.claim import Source
from schemas.contents import Contents
from schemas.errors import (
    Code,
    DatabaseUnreachable,
    DiskFull,
    KhoError,
    Mismatch,
    Permanent,
    RecordMissing,
    StoreUnreachable,
)
from schemas.fingerprint import PageHash
from schemas.ids import RecordId, Sha256
from schemas.keys import staging
from schemas.page import Page
from schemas.record import Record
from schemas.redescription import Outcome, Redescription

MESSAGE = "Mô tả lại bằng quy tắc mới"
log = structlog.get_logger()
_STAGED = "redescribe"


def redescribe(ports: Ports, records: Iterable[RecordId], *, apply: bool) -> Iterator[Redescription]:
    """Describes each record again, one after the other.

    Takes: the records; whether to make a new version of those that change. Without it nothing is written anywhere.
    Gives: what has changed or would, record by record. One that cannot be read back is FAILED and the others go on.

    Raises:
        StoreUnreachable, DiskFull, DatabaseUnreachable: for all of them; running again goes on.
    """
    for record in records:
        with structlog.contextvars.bound_contextvars(record=record):
            yield _tried(ports, record, apply=apply)


# ---------------------------------------------------------------------------------------------------------------------


def _tried(ports: Ports, record: RecordId, *, apply: bool) -> Redescription:
    try:
        return _one(ports, record, apply=apply)
    except (StoreUnreachable, DiskFull, DatabaseUnreachable):
        raise
    except KhoError as trouble:
        log.warning("not_redescribed", code=trouble.code, detail=trouble.detail)
        return Redescription(record=record, outcome=Outcome.FAILED, code=trouble.code)


def _one(ports: Ports, record: RecordId, *, apply: bool) -> Redescription:
    base = len(ports.vault.versions(record))  # first of all: whatever is made from here on, somebody's newer one wins
    stored = {file.path: file for file in ports.vault.files(record)}
    before = ports.vault.record(record)
    held = _contents_of(ports, before, stored)
    pictures = held.fingerprint.pictures if held and held.fingerprint else ()
    after, found = _again(ports, before, tuple(_page(ports, stored, path) for path in before.files.alto), pictures)
    if alike(before, after) and alike(held, found):
        if apply:
            _finish(ports, before)
        return Redescription(record=record, outcome=Outcome.SAME)
    report = Redescription(
        record=record, outcome=Outcome.WOULD_CHANGE, fields=field_changes(before, after),
        contents=content_changes(held, found), secret_pages=new_secrets(held, found),
    )  # fmt: skip
    if not apply:
        return report
    outcome = _commit(ports, after, found, stored, base=base)
    version = f"v{base + 1}" if outcome is Outcome.CHANGED else None
    log.info("redescribed", outcome=outcome, version=version)
    return report.model_copy(update={"outcome": outcome, "version": version})


def _page(ports: Ports, stored: Mapping[str, NewFile], path: str) -> Page:
    return from_alto(_read(ports, stored, path))


def _contents_of(ports: Ports, record: Record, stored: Mapping[str, NewFile]) -> Contents | None:
    """What was found in it last time; None if that was nothing, or in another form than today's."""
    path = record.files.contents
    if path is None:
        return None
    try:
        return Contents.model_validate_json(_read(ports, stored, path))
    except ValueError:  # of another release: made anew anyhow
        return None


def _read(ports: Ports, stored: Mapping[str, NewFile], path: str) -> bytes:
    """A file of the record, compared with what the inventory says of it."""
    if path not in stored:
        raise RecordMissing(name=path, detail=f"{path}: not among the record's files")
    content = ports.store.read(stored[path].source)
    if hashlib.sha512(content).hexdigest() != stored[path].sha512:
        raise Mismatch(name=path, detail=f"{path}: not what the inventory names")
    return content


def _again(
    ports: Ports, before: Record, pages: tuple[Page, ...], pictures: tuple[PageHash, ...]
) -> tuple[Record, Contents]:
    """The record and its contents as the rules of today have them; pictures stay as they were, ALTO has none."""
    try:
        said = tuple(claim for claim in before.claims if claim.source is not Source.MACHINE)
        claims = (*describe(pages, known=ports.agencies), *said)
        found = contents(before.id, pages, dated=dated(claims), pictures=pictures)
    except Exception as bug:  # one record never stops the others; the bug is logged with its trace
        log.exception("unexpected")
        raise Permanent(Code.UNEXPECTED, detail=type(bug).__name__) from bug
    new = {
        "claims": claims,
        "fields": fields(claims),
        "facets": facets(found),
        "files": before.files.model_copy(update={"contents": CONTENTS}),
    }
    return before.model_copy(update=new), found


def _commit(ports: Ports, after: Record, found: Contents, stored: Mapping[str, NewFile], *, base: int) -> Outcome:
    files = dict(stored)
    for path, thing in ((RECORD, after), (CONTENTS, found)):
        files[path] = _staged(ports, after, path, thing.model_dump_json(indent=1).encode() + b"\n")
    won = ports.vault.commit(
        after.id, tuple(files.values()), message=MESSAGE, user=USER, created=ports.clock.now(), base=base
    )
    ours = won or alike(ports.vault.record(after.id), after)  # an earlier run, killed, may have decided the same
    _finish(ports, after)
    return Outcome.CHANGED if ours else Outcome.MOVED_ON


def _staged(ports: Ports, record: Record, path: str, content: bytes) -> NewFile:
    """Named by its content: no two runs ever write different bytes to one key."""
    sha256 = Sha256(hashlib.sha256(content).hexdigest())
    key = staging(record.item, _STAGED, sha256, path)
    ports.store.put(key, content)
    return NewFile(path=path, source=key, size=len(content), sha256=sha256, sha512=hashlib.sha512(content).hexdigest())


def _finish(ports: Ports, record: Record) -> None:
    """After a commit, by this run or by one that was killed: the card first, then what was staged."""
    left = [item.key for item in ports.store.list(f"{staging(record.item, _STAGED)}/")]
    if left:
        ports.index.put(ports.vault.record(record.id), ports.vault.versions(record.id), ports.vault.receipts(record.id))
        ports.store.delete_all(left)
