"""`kho verify`, `rebuild-catalog`, `backup`, `restore`: caring for what is archived."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli.frame import NOT_WELL, OK, UNREACHABLE, Home, Json, Vault, emit, house, out, tell_empty, told
from cli.look import known
from cli.tongue import say
from pipeline.ports import Fault, ObjectStore
from schemas.errors import Code, RecordMissing
from storage.folder import FolderStore
from storage.mirror import mirror
from wiring.house import House


def verify(
    record: Annotated[
        str | None, typer.Argument(help=say("Mã hồ sơ; bỏ trống là tất cả", "Record id; all if none"), metavar="RECORD")
    ] = None,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
) -> None:
    """Reads every byte back: digests, OCFL structure, links. “Unreadable” is not “mismatch”."""
    with told(), house(home, vault) as opened:
        names = [known(record)] if record is not None else opened.vault.records()
        worst, count = OK, 0
        for name in names:
            if record is not None and not opened.vault.has(name):
                raise RecordMissing(detail="not archived", name=name)
            faults = list(opened.vault.verify(name))
            count += 1
            worst = max(worst, _severity(faults), key=[OK, UNREACHABLE, NOT_WELL].index)
            if as_json:
                rows = [{"path": f.path, "code": f.code, "detail": f.detail} for f in faults]
                emit({"record": name, "ok": not faults, "faults": rows})
            for fault in () if as_json else faults:
                out.print(f"[red]{fault.code}[/red]", name, escape(fault.path), escape(fault.detail))
        if not as_json and not count:
            tell_empty(opened.settings)
        elif not as_json:
            well = say(f"Đã kiểm {count} hồ sơ, tất cả khớp.", f"{count} records checked, all well.")
            out.print(well if worst == OK else say(f"Đã kiểm {count} hồ sơ, có lỗi.", f"{count} checked, with faults."))
    if worst != OK:
        raise typer.Exit(worst)


def _severity(faults: Iterable[Fault]) -> int:
    codes = {f.code for f in faults}
    if codes - {Code.UNREADABLE}:
        return NOT_WELL
    return UNREACHABLE if codes else OK


def rebuild_catalog(home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """Makes the card index anew from the vault alone; the ledger of work is left as it is."""
    with told(), house(home, vault) as opened:
        count = rebuild(opened)
        if as_json:
            emit({"records": count})
        else:
            out.print(say(f"Đã dựng lại mục lục: {count} hồ sơ.", f"Index rebuilt: {count} records."))


def rebuild(opened: House) -> int:
    """Replaces the index by what the vault says; the number of records."""
    opened.index.clear()
    count = 0
    for name in opened.vault.records():
        opened.index.put(opened.vault.record(name), opened.vault.versions(name), opened.vault.receipts(name))
        count += 1
    return count


Folder = Annotated[Path, typer.Argument(help=say("Thư mục bản sao", "Folder of the copy"), metavar="FOLDER")]


def backup(folder: Folder, home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """Copies what is new in the vault to a folder, and reads the copy back. Run it as often as you like."""
    with told(), house(home, vault) as opened:
        worst = _mirror(opened.store, FolderStore(folder.absolute()), as_json=as_json)
    if worst != OK:
        raise typer.Exit(worst)


def restore(folder: Folder, home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """Brings back from a copy what the vault does not have, and makes the index anew."""
    if not folder.is_dir():
        raise typer.BadParameter(say(f"{folder}: không có thư mục này.", f"{folder}: no such folder."))
    with told(), house(home, vault) as opened:
        worst = _mirror(FolderStore(folder.absolute()), opened.store, as_json=as_json)
        rebuild(opened)
    if worst != OK:
        raise typer.Exit(worst)


def _mirror(source: ObjectStore, target: ObjectStore, *, as_json: bool) -> int:
    """Mirrors and tells; the worst severity."""
    worst, records, files = OK, 0, 0
    for one in mirror(source, target):
        records, files = records + 1, files + one.copied
        worst = max(worst, _severity(one.faults), key=[OK, UNREACHABLE, NOT_WELL].index)
        if as_json:
            faults = [{"path": f.path, "code": f.code, "detail": f.detail} for f in one.faults]
            emit({"record": one.record, "copied": one.copied, "ok": not faults, "faults": faults})
        for fault in () if as_json else one.faults:
            out.print(f"[red]{fault.code}[/red]", one.record, escape(fault.path), escape(fault.detail))
    if not as_json:
        verdict = say("đọc lại đều khớp", "all read back well") if worst == OK else say("CÓ LỖI", "WITH FAULTS")
        what = f"{records} hồ sơ, chép {files} tệp: {verdict}.", f"{records} records, {files} files copied: {verdict}."
        out.print(say(*what))
    return worst
