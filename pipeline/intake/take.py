"""Opens a candidate: copies, hashes and looks over its files, and finds the documents in it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.intake.enter import Name, Opened, Parcel, enter, look, parcel, sidecar_problem
from pipeline.intake.unpack import unpacked
from pipeline.ports import Inbox, Ports
from pipeline.stages.porch import Candidate, is_urgent, singles
from schemas.drop import DroppedFile, Item
from schemas.errors import Code, Refused
from schemas.ids import Sha256
from schemas.inbox import Entry, EntryKind
from schemas.inspection import Inspection, Kind
from schemas.text import nfc

_MAY_GROW = frozenset({Code.EMPTY, Code.TRUNCATED})
"""What an upload that has stalled looks like; waited for before it is refused."""
_STRANGERS = frozenset({Code.NOT_A_DOCUMENT, Code.UNSUPPORTED, Code.NOT_A_FILE})
"""What lies in a folder of pages without being one."""
_NO_PAGE = frozenset({Code.ENCRYPTED, Code.XFA_FORM, Code.ACTIVE_CONTENT, Code.ZIP_BOMB, Code.UNSAFE_PATH})
"""Troubles that only PDFs and ZIPs have: such a file was never going to be a page."""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """How a drop is named and to whom it belongs."""

    agency: Callable[[str], str]
    """Path → agency."""
    source: Callable[[str], str]
    """Path → what people call it."""
    urgent: Callable[[str], bool] = is_urgent
    """Path → whether it goes before everything that is not urgent."""
    leaves: bool
    """Whether the files leave their place once they are archived (the inbox) or stay (`kho run`)."""


def take(ports: Ports, inbox: Inbox, candidate: Candidate, *, final: bool, origin: Origin) -> tuple[Item, ...]:
    """Opens a candidate and enters every document in it, and every refusal, in the ledger.

    Gives the items entered; none if something in it looks cut off and may still grow (never when ``final``).

    Raises:
        FileChanged: a file changed while it was read; nothing was entered.
        Transient: store, database or disk are in trouble; nothing was entered that is not staged and verified.
    """
    with _workspace(ports) as work:
        opened = {e.path: _open(ports, inbox, e, work / f"{n:05}", origin) for n, e in enumerate(candidate.entries)}
        if not final and any(o.problem is not None and o.problem.code in _MAY_GROW for o in opened.values()):
            return ()
        parcels: list[Parcel] = []
        for group in _groups(candidate, opened):
            parcels += _parcels(ports, inbox, group, opened, work, origin)
        return enter(ports, parcels, adopt=not origin.leaves)


@contextmanager
def _workspace(ports: Ports) -> Iterator[Path]:
    ports.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="intake-", dir=ports.work) as folder:
        yield Path(folder)


def _open(ports: Ports, inbox: Inbox, entry: Entry, target: Path, origin: Origin) -> Opened:
    """Copies, hashes and looks over one file; what is wrong with it is kept, not raised."""
    digest: Sha256 | None = None
    inspection: Inspection | None = None
    problem: Refused | None = None
    if entry.kind is EntryKind.ODD:
        problem = Refused(Code.NOT_A_FILE)
    elif entry.identity.size > ports.limits.max_bytes:
        problem = Refused(Code.TOO_LARGE, size=entry.identity.size, limit=ports.limits.max_bytes)
    else:
        digest = inbox.take(entry, target)
        inspection, problem = look(ports, target)
    dropped = DroppedFile(
        path=entry.path,
        name=plain_name(entry.path),
        identity=entry.identity if origin.leaves else None,
        size=entry.identity.size,
        sha256=digest,
        media_type=inspection.media_type if inspection else "application/octet-stream",
        extension=inspection.extension if inspection else ".bin",
    )
    return Opened(file=target if digest else None, dropped=dropped, inspection=inspection, problem=problem)


def plain_name(path: str) -> str:
    """The last part of a path for people: NFC, what is not UTF-8 shown as the replacement character."""
    return nfc(path.rpartition("/")[2].encode(errors="surrogateescape").decode(errors="replace"))


def _groups(candidate: Candidate, opened: dict[str, Opened]) -> Iterator[Candidate]:
    """The documents of a candidate: a folder of images is one, anything else falls apart into single files."""
    if candidate.folder is None:
        yield candidate
        return
    pages = [e for e in candidate.entries if not _has(opened[e.path], _STRANGERS)]
    if pages and all(_may_be_page(opened[e.path]) for e in pages):
        strangers = [e for e in candidate.entries if e not in pages]
        beside = tuple(s for s in candidate.sidecars if s.folder != candidate.folder)
        inside = tuple(s for s in candidate.sidecars if s.folder == candidate.folder)
        yield Candidate(entries=tuple(pages), sidecars=beside, folder=candidate.folder)
        yield from singles((*strangers, *inside))
    else:
        yield from singles(candidate.everything)


def _has(opened: Opened, codes: frozenset[Code]) -> bool:
    return opened.problem is not None and opened.problem.code in codes


def _may_be_page(opened: Opened) -> bool:
    if opened.inspection is not None:
        return opened.inspection.kind is Kind.IMAGE
    return not _has(opened, _NO_PAGE)


def _parcels(
    ports: Ports, inbox: Inbox, group: Candidate, opened: dict[str, Opened], work: Path, origin: Origin
) -> list[Parcel]:
    """Stages one document (or every member of a ZIP) and gives what is to be entered."""
    files = [opened[e.path] for e in group.entries]
    sidecar = _open_sidecar(inbox, group, work, origin)
    where = group.folder if group.folder is not None else group.everything[0].path
    name = Name(agency=origin.agency(where), source=origin.source(where), urgent=origin.urgent(where))
    if not files or files[0].inspection is None or files[0].inspection.kind is not Kind.ZIP:
        return [parcel(ports, files, sidecar, name)]
    return unpacked(ports, files[0], sidecar, work, name)


def _open_sidecar(inbox: Inbox, group: Candidate, work: Path, origin: Origin) -> Opened | None:
    if not group.sidecars:
        return None
    entry, target = group.sidecars[0], work / f"sidecar-{group.sidecars[0].identity.inode}"
    digest = inbox.take(entry, target)
    dropped = DroppedFile(
        path=entry.path,
        name=plain_name(entry.path),
        identity=entry.identity if origin.leaves else None,
        size=entry.identity.size,
        sha256=digest,
        media_type="application/json" if entry.path.lower().endswith(".json") else "application/yaml",
        extension=Path(entry.path).suffix.lower(),
    )
    problem = sidecar_problem(target, plain_name(entry.path)) if group.entries else Refused(Code.SIDECAR_ORPHAN)
    return Opened(file=target, dropped=dropped, inspection=None, problem=problem)
