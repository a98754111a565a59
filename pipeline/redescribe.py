"""Describes archived records again by the rules of today; what people have said of them stays as it is.

Reads a record's pages back from its ALTO files, replaces the machine's claims and the contents, and settles anew. Text,
ALTO, hOCR, PDF, originals and everything else of the record stay. One record at a time; whoever is killed leaves at
most staged files, which say to the next run that the record's card may be old.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import structlog

from pipeline.flow import USER
from pipeline.ports import NewFile, Ports
from pipeline.stages.bind import CONTENTS, RECORD
from pipeline.stages.contents import contents, dated, facets
from pipeline.stages.describe import describe
from pipeline.stages.differences import alike, content_changes, field_changes, new_secrets
from pipeline.stages.revising.publishing import still_decided
from pipeline.stages.settle import fields
from pipeline.versioning import (
    commit_next,
    contents_of,
    finish,
    new_file,
    pages_of,
    record_bytes,
    stored_files,
)
from schemas.claim import Source
from schemas.contents import Contents
from schemas.errors import (
    Code,
    DatabaseUnreachable,
    DiskFull,
    KhoError,
    Permanent,
    StoreUnreachable,
)
from schemas.ids import RecordId
from schemas.page import Page
from schemas.record import Record
from schemas.redescription import Outcome, Redescription

MESSAGE = "Mô tả lại bằng quy tắc mới"
log = structlog.get_logger()
_TOKEN = "redescribe"  # noqa: S105  # not a password


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
    stored = stored_files(ports, record, base)
    before = ports.vault.record(record, base)
    held = contents_of(ports, before, stored)
    after, found = _again(ports, before, pages_of(ports, before, stored), held)
    if alike(before, after) and alike(held, found):
        if apply:
            finish(ports, record)
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


def _again(ports: Ports, before: Record, pages: tuple[Page, ...], held: Contents | None) -> tuple[Record, Contents]:
    """The record and its contents as the rules of today have them; pictures stay as they were, ALTO has none.

    What the public sees stays; a gate that people have not seen yet is not released by what they decided before.
    """
    pictures = held.fingerprint.pictures if held and held.fingerprint else ()
    try:
        said = tuple(claim for claim in before.claims if claim.source is not Source.MACHINE)
        claims = (*describe(pages, known=ports.agencies, called=before.source), *said)
        found = contents(before.id, pages, dated=dated(claims), pictures=pictures)
    except Exception as bug:  # one record never stops the others; the bug is logged with its trace
        log.exception("unexpected")
        raise Permanent(Code.UNEXPECTED, detail=type(bug).__name__) from bug
    new = {
        "claims": claims,
        "fields": fields(claims),
        "facets": facets(found),
        "decisions": still_decided(before, held, found),
        "files": before.files.model_copy(update={"contents": CONTENTS}),
    }
    return before.model_copy(update=new), found


def _commit(ports: Ports, after: Record, found: Contents, stored: Mapping[str, NewFile], *, base: int) -> Outcome:
    new: dict[str, bytes | Path] = {RECORD: record_bytes(after), CONTENTS: record_bytes(found)}
    files = {**stored, **{path: new_file(after, base + 1, _TOKEN, path, content) for path, content in new.items()}}
    won = commit_next(ports, after, files, new, message=MESSAGE, user=USER, base=base)
    ours = won or alike(ports.vault.record(after.id), after)  # an earlier run, killed, may have decided the same
    finish(ports, after.id)
    return Outcome.CHANGED if ours else Outcome.MOVED_ON
