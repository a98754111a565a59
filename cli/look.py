"""`kho status`, `list`, `text`, `get`: looking at what there is. Changes nothing."""

import sys
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from cli.contents_report import contents_of
from cli.frame import NOT_WELL, Home, Inbox, Json, Vault, emit, house, out, plain, tell_empty, told, writing
from cli.tongue import say, state_name
from pipeline.stages import alto, hocr
from pipeline.stages.layout.fold import folded_text
from schemas.drop import Item, State
from schemas.errors import RecordMissing
from schemas.ids import RecordId, parse_record_id
from schemas.record import PdfKind
from storage.inbox import InboxFolder
from wiring.house import House

RecordArgument = Annotated[str, typer.Argument(help=say("Mã hồ sơ", "Record id"), metavar="RECORD", show_default=False)]
_NAME = 80
"""Characters of a name in the list."""
PageOption = Annotated[int | None, typer.Option("--page", min=1, help=say("Chỉ một trang", "One page only"))]


class What(StrEnum):
    """What `kho get` gives."""

    ORIGINAL = "original"
    PDF = "pdf"
    TEXT = "text"
    ALTO = "alto"
    HOCR = "hocr"
    RECORD = "record"
    CONTENTS = "contents"


def known(text: str) -> RecordId:
    """A record id as typed; raises `RecordMissing` for one that cannot be."""
    try:
        return parse_record_id(text)
    except ValueError as slip:
        raise RecordMissing(detail="check character", name=text) from slip


def status(home: Home = None, vault: Vault = None, inbox: Inbox = None, as_json: Json = False) -> None:
    """The account: dropped = archived + duplicate + refused + in progress. Ends 1 if it does not balance."""
    with told(), house(home, vault, inbox=inbox) as opened:
        balance = opened.ledger.balance()
        open_files = {(f.path, f.identity) for _, f in opened.ledger.open_files()}
        root = opened.settings.inbox
        lying = InboxFolder(root.absolute()).scan() if root.is_dir() else ()
        waiting = [e for e in lying if (e.path, e.identity) not in open_files]
        busy = [i for s in (State.WORKING, State.QUEUED) for i in opened.ledger.items(state=s)]
        if as_json:
            pages = sum(i.pages_done for i in busy)
            more = {"balanced": balance.holds, "waiting_in_inbox": len(waiting), "pages_in_progress": pages}
            more["to_tidy"] = len(opened.ledger.unreleased())
            emit({**plain(balance), **more})
        else:
            _print_balance(plain(balance), balanced=balance.holds, waiting=len(waiting))
            _print_busy(busy)
    if not balance.holds:
        raise typer.Exit(NOT_WELL)


def _print_balance(counts: dict[str, int], *, balanced: bool, waiting: int) -> None:
    names = {
        "dropped": say("đã nhận", "dropped"),
        "archived": state_name(State.ARCHIVED),
        "duplicate": state_name(State.DUPLICATE),
        "refused": state_name(State.REFUSED),
        "in_progress": say("đang làm", "in progress"),
    }
    table = Table("", say("tài liệu", "documents"), say("byte", "bytes"))
    for name, label in names.items():
        table.add_row(label, f"{counts[name]:,}", f"{counts[name + '_bytes']:,}")
    out.print(table)
    verdict = say("cân: không mất, không thừa", "balanced: nothing lost, nothing doubled")
    wrong = say("LỆCH: hãy báo cán bộ kỹ thuật", "NOT BALANCED: call support")
    out.print(f"[green]{verdict}[/green]" if balanced else f"[red]{wrong}[/red]")
    out.print(say(f"Trong hộp quét còn {waiting} tệp chưa nhận.", f"{waiting} files wait in the inbox."))


def _print_busy(busy: list[Item]) -> None:
    for item in busy[:20]:
        why = f" [yellow]{escape(item.reason)}[/yellow]" if item.reason else ""
        out.print(f"  {state_name(item.state)} {item.pages_done}/{item.pages_total}", escape(item.source), why)
    if len(busy) > 20:
        out.print(say(f"  … và {len(busy) - 20} tài liệu nữa", f"  … and {len(busy) - 20} more"))


def listing(home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """All records, one a line."""
    with told(), house(home, vault) as opened:
        if as_json:
            for card in opened.index.cards():
                emit(card)
            return
        cards = list(opened.index.cards())
        if not cards:
            tell_empty(opened.settings)
            return
        table = Table(*(say(*pair) for pair in (
            ("mã", "record"), ("số hiệu", "number"), ("ngày", "date"), ("loại", "type"),
            ("trích yếu / tên", "subject / title"), ("cơ quan giao", "agency"), ("trang", "pages"))))  # fmt: skip
        for card in cards:
            name = str(card.get("subject") or card.get("title") or card.get("source") or "")
            short = name if len(name) <= _NAME else f"{name[: _NAME - 1].rstrip()}…"
            cells = (card["record"], card.get("number"), card.get("issued_date"), card.get("document_type"),
                     short, card.get("agency"), card.get("pages"))  # fmt: skip
            table.add_row(*(escape(str(c)) if c is not None else "" for c in cells))
        out.print(table)


def text(
    record: RecordArgument,
    page: PageOption = None,
    folded: Annotated[
        bool,
        typer.Option("--folded", help=say("Tờ gấp: theo thứ tự người đọc", "Folded leaflet: as a person reads it")),
    ] = False,
    home: Home = None,
    vault: Vault = None,
) -> None:
    """The text of a record, or of one page; of a folded leaflet also from its cover on, panel by panel."""
    with told(), house(home, vault) as opened:
        name = known(record)
        if folded and (panels := _panels(opened, name)):
            sys.stdout.write(panels)
            return
        whole = opened.store.read(opened.vault.paths(name)[opened.vault.record(name).files.text]).decode()
        pages = whole.split("\f")
        if page is not None and page > len(pages):
            raise RecordMissing(detail="page", name=f"{record} --page {page}")
        sys.stdout.write(whole if page is None else pages[page - 1])


def _panels(opened: House, name: RecordId) -> str | None:
    """The text by panels; None if it is no folded leaflet."""
    record, paths = opened.vault.record(name), opened.vault.paths(name)
    inside = contents_of(opened, record)
    if inside is None or not inside.panels:
        return None
    pages = [alto.from_alto(opened.store.read(paths[path])) for path in record.files.alto]
    return folded_text(pages, inside.panels)


def get(
    record: RecordArgument,
    what: Annotated[What, typer.Argument(help=say("Lấy gì", "What to get"))],
    output: Annotated[Path, typer.Option("-o", "--output", help=say("Tệp ghi ra; - là màn hình", "File; - is stdout"))],
    page: PageOption = None,
    home: Home = None,
    vault: Vault = None,
) -> None:
    """Writes a file of a record: the original (several: as ZIP), the PDF, text, ALTO, hOCR or record.json."""
    with told(), house(home, vault) as opened:
        content = _content(opened, known(record), what, page)
        if str(output) == "-":
            for piece in content:
                sys.stdout.buffer.write(piece)
            return
        with writing("--output", output), output.open("wb") as file:
            for piece in content:
                file.write(piece)


def _content(opened: House, name: RecordId, what: What, page: int | None) -> Iterator[bytes]:
    record, paths = opened.vault.record(name), opened.vault.paths(name)
    if what in (What.ALTO, What.HOCR):
        files = record.files.alto if what is What.ALTO else record.files.hocr
        if page is not None and page > len(files):
            raise RecordMissing(detail="page", name=f"{name} --page {page}")
        chosen = files if page is None else (files[page - 1],)
        parts = [opened.store.read(paths[f]) for f in chosen]
        join = alto.join if what is What.ALTO else hocr.join
        return iter([parts[0] if len(parts) == 1 else join(parts)])
    if what is What.ORIGINAL and len(record.originals) > 1:
        return iter([_zipped(opened, name)])
    single = {
        What.ORIGINAL: record.originals[0].path,
        What.PDF: record.originals[0].path if record.pdf_kind is PdfKind.ORIGINAL_SIGNED else str(record.files.pdf),
        What.TEXT: record.files.text,
        What.RECORD: "record.json",
        What.CONTENTS: record.files.contents or "",
    }
    if single[what] not in paths:
        raise RecordMissing(detail=what, name=f"{name} {what}")
    return opened.store.chunks(paths[single[what]])


def _zipped(opened: House, name: RecordId) -> bytes:
    """The pages of a folder-document under the names they were dropped with."""
    record, paths, buffer = opened.vault.record(name), opened.vault.paths(name), BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
        for original in record.originals:
            bundle.writestr(zipfile.ZipInfo(original.name), opened.store.read(paths[original.path]))
    return buffer.getvalue()
