"""`kho audit`: who did what in the reading room."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape

from catalog.audit import AuditFilter, Entry, SqlAudit
from cli.frame import Home, Json, Vault, emit, house, out, plain, told
from cli.tongue import say
from review.access import export


def audit(
    since: Annotated[
        str | None, typer.Option("--since", help=say("Từ ngày/giờ (ISO 8601)", "From this day or moment (ISO 8601)"))
    ] = None,
    person: Annotated[str | None, typer.Option("--person", help=say("Của người này", "By this login"))] = None,
    record: Annotated[str | None, typer.Option("--record", help=say("Về hồ sơ này", "About this record"))] = None,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=say("Bảng CSV", "As a CSV table"))] = False,
) -> None:
    """Who did what, the newest first."""
    wanted = AuditFilter(person=person, record=record, since=None if since is None else _moment(since))
    with told(), house(home, vault) as opened:
        entries = export.every(SqlAudit(opened.database), wanted)
        if as_csv:
            sys.stdout.writelines(export.table(entries))
            return
        for entry in entries:
            if as_json:
                emit(plain(entry))
            else:
                out.print(_shown(entry))


def _moment(text: str) -> datetime:
    """A day or moment; without a zone it is this machine's."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as exc:
        raise typer.BadParameter(say(f"{text}: không phải ngày giờ.", f"{text}: no day or moment.")) from exc


def _shown(entry: Entry) -> str:
    when = entry.at.astimezone().isoformat(sep=" ", timespec="seconds")
    detail = (f"{name}={','.join(value) if isinstance(value, list) else value}"
              for name, value in entry.detail.items() if value is not None)  # fmt: skip
    about = [entry.record or "", entry.agency or "", *detail]
    words = (when, entry.person or "–", entry.action, *filter(None, about), entry.address or "")
    return escape("  ".join(words))
