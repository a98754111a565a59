"""`kho run`: archives the given files and folders, once. The originals stay where they are."""

import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.frame import NOT_WELL, Home, Json, Vault, emit, err, house, out, told
from cli.tongue import explain, say, state_name
from pipeline.intake.release import recover, release
from pipeline.intake.take import Origin, take
from pipeline.ports import Ports
from pipeline.stages.grouping import SIDECAR_EXTENSIONS
from pipeline.stages.porch import Candidate, candidates
from schemas.drop import Item, State
from schemas.errors import Code, EngineFailed, FileChanged, KhoError, Permanent, Refused, Transient
from schemas.ids import ItemId
from schemas.inbox import Entry
from schemas.text import nfc
from storage.inbox import InboxFolder
from wiring.house import require_engine
from wiring.services import Services

log = structlog.get_logger()
_EACH = 10_000
_NEEDS_A_HAND = frozenset({Code.ENGINE_MISSING, Code.SETTING_INVALID})
"""What waiting does not mend; the item stays in the ledger and the next run goes on with it."""
_POLL_SECONDS = 0.2


def run(
    paths: Annotated[
        list[Path],
        typer.Argument(help=say("Tệp hoặc thư mục cần lưu trữ", "Files or folders to archive"), metavar="PATH..."),
    ],
    home: Home = None,
    vault: Vault = None,
    agency: Annotated[str, typer.Option("--agency", help=say("Cơ quan giao nộp", "Agency that delivers"))] = "khong-ro",
    each: Annotated[
        bool,
        typer.Option("--each", help=say("Mỗi ảnh là một tài liệu", "Every image is a document of its own")),
    ] = False,
    as_json: Json = False,
) -> None:
    """Archives the given paths; ends 0 only if all were archived or duplicates."""
    with told(), house(home, vault) as opened, Services(opened) as services:
        ports = opened.ports
        require_engine(opened)
        recover(ports)
        ended: list[Item] = []
        total = 0
        waiting: dict[ItemId, Item] = {}
        bad = 0
        for where, candidate, inbox in _candidates(paths, each=each):
            origin = Origin(agency=lambda _: nfc(agency), source=where.joined, leaves=False)
            try:
                items = take(ports, inbox, candidate, final=True, origin=origin)
            except (Transient, EngineFailed) as trouble:
                bad += 1
                _report_trouble(where.joined(candidate.everything[0].path), trouble, as_json=as_json)
                continue
            except Exception as bug:  # one bad scan never stops the others
                log.exception("not_taken")
                bad += 1
                unknown = Permanent(detail=type(bug).__name__)
                _report_trouble(where.joined(candidate.everything[0].path), unknown, as_json=as_json)
                continue
            total += len(items)
            for item in items:
                if item.state.final:
                    ended.append(item)
                else:
                    waiting[item.id] = item
            services.tend()
        for path in paths:
            if not os.path.lexists(path):
                bad += 1
                _report_trouble(str(path), Refused(Code.NOT_FOUND, name=str(path)), as_json=as_json)
        bad += sum(_report(ports, item, as_json=as_json) for item in ended)
        bad += sum(_report(ports, item, as_json=as_json) for item in _finished(ports, services, waiting))
        if not as_json:
            out.print(say(f"Tổng cộng {total} tài liệu, {bad} có vấn đề.", f"{total} documents, {bad} with trouble."))
    if bad:
        raise typer.Exit(NOT_WELL)


class _Where:
    """How a path below ``root`` is called: the way the user wrote it."""

    def __init__(self, written: Path) -> None:
        self._written = written

    def joined(self, path: str) -> str:
        """The path as the user would write it, NFC."""
        whole = os.path.join(self._written, path) if str(self._written) != "." else path  # noqa: PTH118
        return nfc(whole.encode(errors="surrogateescape").decode(errors="replace"))


def _candidates(paths: Iterable[Path], *, each: bool) -> Iterator[tuple[_Where, Candidate, InboxFolder]]:
    files: dict[Path, list[str]] = defaultdict(list)
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            inbox = InboxFolder(path.absolute().parent)
            entries = [*inbox.scan(below=path.absolute().name), *_existing(inbox, path.absolute().name)]
            for candidate in candidates(entries, loose=_EACH if each else 0):
                if any(e.folder for e in candidate.entries) or not candidate.entries:
                    yield _Where(path.parent), candidate, inbox
        elif os.path.lexists(path):
            files[path.parent].append(path.name)
    for parent, names in files.items():
        inbox = InboxFolder(parent.absolute())
        beside = [e for name in names for stem in {name, Path(name).stem} for e in _existing(inbox, stem)]
        given = {e.path: e for e in (*(inbox.entry(name) for name in names), *beside)}
        for candidate in candidates(given.values(), loose=_EACH):
            if candidate.entries or candidate.sidecars[0].path in names:
                yield _Where(parent), candidate, inbox


def _existing(inbox: InboxFolder, stem: str) -> list[Entry]:
    """The sidecars of this stem that are there."""
    found = []
    for ending in SIDECAR_EXTENSIONS:
        try:
            found.append(inbox.entry(stem + ending))
        except FileChanged:
            continue
    return found


def _finished(ports: Ports, services: Services, waiting: dict[ItemId, Item]) -> Iterator[Item]:
    """The items as they end; a bar a document meanwhile, if somebody is watching."""
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=err
    )
    with progress if err.is_terminal else nullcontext():
        whole = progress.add_task(say("Tất cả tài liệu", "All documents"), total=len(waiting))
        bars: dict[ItemId, Any] = {}
        while waiting:
            services.tend()
            for item in [row for i in waiting if (row := ports.ledger.get(i)) is not None]:
                _advance(progress, bars, item)
                if item.code in _NEEDS_A_HAND and not item.state.final:
                    raise Permanent(item.code, program="…", name="…")
                if item.state.final:
                    del waiting[item.id]
                    progress.advance(whole)
                    yield item
            if waiting:
                time.sleep(_POLL_SECONDS)


def _advance(progress: Progress, bars: dict[ItemId, Any], item: Item) -> None:
    if item.state is State.WORKING and item.id not in bars:
        bars[item.id] = progress.add_task(f"  {Path(item.source).name[:40]}", total=item.pages_total or None)
    if item.id in bars:
        progress.update(bars[item.id], completed=item.pages_done, total=item.pages_total or None)
        if item.state.final:
            progress.remove_task(bars.pop(item.id))


def _report(ports: Ports, item: Item, *, as_json: bool) -> bool:
    """Prints how an item ended and tidies up after it; True if it was refused."""
    release(ports, _NO_INBOX, item)
    line = {
        "source": item.source,
        "status": str(item.state),
        "record": item.record if item.state is not State.REFUSED else None,
        "code": item.code if item.state is State.REFUSED else None,
        "reason": item.reason if item.state is State.REFUSED else None,
    }
    if as_json:
        emit(line)
    else:
        colour = {State.ARCHIVED: "green", State.DUPLICATE: "yellow"}.get(item.state, "red")
        tail = item.record if item.state is not State.REFUSED else f"{item.reason} ({item.code})"
        out.print(f"[{colour}]{state_name(item.state)}[/{colour}]", escape(item.source), "→", escape(str(tail)))
    return item.state is State.REFUSED


def _report_trouble(source: str, trouble: KhoError, *, as_json: bool) -> None:
    if as_json:
        line = {"source": source, "status": "refused", "record": None, "code": trouble.code, "reason": explain(trouble)}
        emit(line)
    else:
        what = f"{explain(trouble)} ({trouble.code})"
        out.print(f"[red]{say('lỗi', 'error')}[/red]", escape(source), "→", escape(what))


_NO_INBOX = InboxFolder(Path(os.devnull))
"""`kho run` leaves every original where it is: there is no inbox to tidy."""
