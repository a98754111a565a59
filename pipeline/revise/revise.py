"""What a person changes in an archived record: one change, one version, and the index follows in the same call.

Two who change the same version at once: one wins, the other is told MOVED_ON and looks again. Whoever is killed
anywhere loses nothing and doubles nothing: the same change asked for again finds what it has done.
"""

import hashlib
import json
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from pipeline.ports import NewFile, Ports
from pipeline.revise.correcting import LAGS, restored, with_fields, with_words
from pipeline.revise.draft import Draft, begin
from pipeline.revise.publishing import with_decisions, with_publication
from pipeline.stages.bind import RECORD
from pipeline.stages.revising.compare import value_of
from pipeline.stages.revising.message import version_message
from pipeline.stages.revising.publishing import check_change, marked_corrected, settled_access, withdrawn
from pipeline.stages.revising.values import has_odd_signs
from pipeline.versioning import Stored, commit_next, finish, read_stored, stored_files
from schemas.change import Change, Revision
from schemas.claim import FieldName, Source
from schemas.errors import Code, RecordMissing, Refused
from schemas.ids import RecordId
from schemas.record import Record
from schemas.redescription import Outcome

log = structlog.get_logger()


def revise(ports: Ports, record: RecordId, change: Change, *, by: str, base: int) -> Revision:
    """Makes the version that this change asks for, and files its card.

    Takes: the record; what is to change; who says so; the number of the version they were looking at.
    Gives: CHANGED with the version's number; SAME if the change says nothing new; MOVED_ON if there is a newer version
    by somebody else (nothing was done).

    Raises:
        Refused: NOT_YOUR_OWN, GATE_CLOSED, NO_SUCH_WORD, BAD_VALUE, REASON_MISSING, NOT_PUBLISHED; nothing was done.
        RecordMissing: there is no such record or version.
        Mismatch, ObjectMissing: a file of the record is damaged or lost; nothing was done.
        Transient: passing trouble; the same call again goes on.
        EngineFailed (or a class below it), EngineMissing: a page to be published cannot be drawn.
    """
    check_change(change)
    if not by.strip() or has_odd_signs(by):
        raise Refused(Code.BAD_VALUE, detail="nobody", field="by", problem="empty" if not by.strip() else "control")
    with structlog.contextvars.bound_contextvars(record=record), _workplace(ports) as folder:
        versions = ports.vault.versions(record)
        if not 1 <= base <= len(versions):
            raise RecordMissing(name=f"{record} v{base}", detail="no such version")
        if len(versions) > base and versions[base].user != by:
            return Revision(record=record, outcome=Outcome.MOVED_ON)
        moved = len(versions) > base
        try:
            draft = _drafted(ports, begin(ports, record, base, folder), change, by=by, base=base)
        except Refused:
            if moved:  # what they were looking at is not what stands there
                return Revision(record=record, outcome=Outcome.MOVED_ON)
            raise
        made = _ended(ports, draft, change, by=by, base=base, moved=moved)
        log.info("revised", outcome=made.outcome, version=made.version)
        return made


# ---------------------------------------------------------------------------------------------------------------------


@contextmanager
def _workplace(ports: Ports) -> Iterator[Path]:
    ports.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="revise-", dir=ports.work) as folder:
        yield Path(folder)


def _drafted(ports: Ports, draft: Draft, change: Change, *, by: str, base: int) -> Draft:
    """All of the change, in the one order that makes sense."""
    draft = draft if change.restore is None else restored(ports, draft, change.restore)
    draft = with_words(ports, draft, change.words) if change.words else draft
    draft = with_fields(ports, draft, change.fields, by=by)
    if _is_corrected(draft):
        draft = draft.as_record(marked_corrected(draft.record, by=by))
    draft = with_decisions(ports, draft, change, by=by) if change.decisions else draft
    draft = draft.as_record(settled_access(draft.record, change))
    if change.withdraw:
        draft = draft.as_record(withdrawn(draft.record, change, by=by, now=ports.clock.now()))
    return with_publication(ports, draft, by=by, base=base) if change.publish else draft


def _is_corrected(draft: Draft) -> bool:
    said = ("claims", "pages", "files", "warnings")
    changed = any(getattr(draft.record, name) != getattr(draft.before, name) for name in said)
    return changed or bool(draft.new) or _others(draft.files) != _others(draft.held)


def _ended(ports: Ports, draft: Draft, change: Change, *, by: str, base: int, moved: bool) -> Revision:
    record, version = draft.record, base + 1
    files, new = draft.finished(version, _token(change, by=by, base=base))
    fields, words = _fields(draft), len(change.words) if any(p in draft.new for p in record.files.alto) else 0
    if draft.record == draft.before and _others(files) == _others(draft.held):
        finish(ports, record.id)
        return Revision(record=record.id, outcome=Outcome.SAME)
    message = version_message(change, fields=fields, words=words)
    won = not moved and commit_next(ports, record, files, new, message=message, user=by, base=base)
    ours = won or _is_ours(ports, record, files, by=by, version=version)
    finish(ports, record.id)
    if not ours:
        return Revision(record=record.id, outcome=Outcome.MOVED_ON)
    return Revision(
        record=record.id, outcome=Outcome.CHANGED, version=version, fields=fields, words=words,
        warnings=tuple(one for one in record.warnings if one.startswith(f"{LAGS}:")),
    )  # fmt: skip


def _token(change: Change, *, by: str, base: int) -> str:
    """The same for the same change asked for again."""
    return hashlib.sha256(f"{base}\n{by}\n{change.model_dump_json()}".encode()).hexdigest()[:16]


def _fields(draft: Draft) -> tuple[FieldName, ...]:
    """The fields of which something was said, or whose value is another."""
    old = set(draft.before.claims)
    said = {c.field for c in draft.record.claims if c.source is Source.ARCHIVIST and c not in old}
    changed = {name for name in FieldName if value_of(draft.before, name) != value_of(draft.record, name)}
    return tuple(name for name in FieldName if name in said | changed)


def _others(files: Stored, *, without: Collection[str | None] = ()) -> dict[str, str]:
    """Digests of all files but the record itself, which an older release may have written otherwise."""
    return {path: file.sha512 for path, file in files.items() if path != RECORD and path not in without}


def _is_ours(ports: Ports, record: Record, files: dict[str, NewFile], *, by: str, version: int) -> bool:
    """Whether that version was made by this very change, asked for before: it says the same but for the moment.

    (PDFs are left out of it: they follow from the words, and packing may differ.)
    """
    if ports.vault.versions(record.id)[version - 1].user != by:
        return False
    standing = stored_files(ports, record.id, version)
    told = _timeless(json.loads(read_stored(ports, standing, RECORD)))
    if told != _timeless(record.model_dump(mode="json")):
        return False
    pdfs = (record.files.pdf, record.files.public_pdf)
    return _others(standing, without=pdfs) == _others(files, without=pdfs)


def _timeless(thing: object) -> object:
    """JSON without the moments at which something was said or done."""
    if isinstance(thing, dict):
        return {name: _timeless(value) for name, value in thing.items() if name != "at"}
    return [_timeless(one) for one in thing] if isinstance(thing, list) else thing
