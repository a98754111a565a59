"""`kho watch`, `work`, `schedule`, `crew`, `items`, `hurry`, `retry`: an installation on several machines.

On one machine `kho up` is all of them. Each runs in the foreground until SIGTERM or Ctrl-C and takes its settings from
the environment; see docker-compose.yml.
"""

import os
import signal
from pathlib import Path
from threading import Event
from typing import Annotated

import structlog
import typer
from rich.markup import escape

from cli.frame import NOT_WELL, Home, Inbox, Json, Vault, emit, err, house, out, plain, told
from cli.tongue import explain, say, state_name
from cli.up import emit_json, print_line
from schemas.drop import State
from schemas.errors import KhoError
from schemas.ids import ItemId
from wiring.broker import common_broker_url
from wiring.house import open_inbox, require_engine
from wiring.pulse import Role, beat
from wiring.scheduler import PRESENT, Scheduler
from wiring.services import empty_folder, worker_command
from wiring.settings import as_environment
from wiring.watch import watch as watch_inbox

log = structlog.get_logger()
_TICK = 0.25
Queues = Annotated[
    str | None,
    typer.Option("--queues", help=say("Hàng đợi: urgent, ocr, default", "Queues: urgent, ocr, default")),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", min=1, help=say("Số tài liệu đọc cùng lúc", "Documents read at once"))
]


def watch(home: Home = None, vault: Vault = None, inbox: Inbox = None, as_json: Json = False) -> None:
    """Watches the inbox only: takes scans in, and tidies up after what has ended."""
    stop = until_told()
    with told(), house(home, vault, inbox=inbox, log="watch") as opened:
        root = opened.settings.inbox.absolute()
        if not as_json:
            out.print(say(f"Đang canh hộp quét {escape(str(root))} …", f"Watching {escape(str(root))} …"))
        tell = emit_json if as_json else print_line
        watch_inbox(opened, open_inbox(opened.settings), root, stop, tell, once=False, work=False)


def work(home: Home = None, vault: Vault = None, queues: Queues = None, jobs: Jobs = None) -> None:
    """Works on what is queued. Becomes the worker process itself, so that signals reach it."""
    with told(), house(home, vault, queues=queues, jobs=jobs, log="work") as opened:
        common_broker_url(opened.settings)
        require_engine(opened)
        settings = opened.settings
        environment = {**os.environ, **as_environment(settings)}
        os.chdir(empty_folder(settings))
        program, *arguments = worker_command()
        os.execve(program, [program, *arguments], {**environment, "OMP_THREAD_LIMIT": "1"})  # noqa: S606  # our own


def schedule(home: Home = None, vault: Vault = None) -> None:
    """Sends what is due to the workers. Several may run: one leads, the others stand by."""
    stop = until_told()
    with told(), house(home, vault, log="schedule") as opened:
        settings = opened.settings
        scheduler = Scheduler(
            opened.ports, opened.crew, broker_url=common_broker_url(settings), slots=settings.jobs, alone=False
        )
        outage: str | None = None
        try:
            while not stop.wait(_TICK):
                beat(settings, Role.SCHEDULE)
                try:
                    scheduler.tend()
                    outage = None
                except KhoError as trouble:
                    if outage != trouble.code:
                        log.warning("outage", code=trouble.code, detail=trouble.detail)
                        err.print(f"[red]{escape(explain(trouble))}[/red]")
                    outage = trouble.code
        finally:
            scheduler.close()


def crew(home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """Who is at work: workers and schedulers on all machines."""
    with told(), house(home, vault) as opened:
        now = opened.ports.clock.now()
        present = opened.crew.present(since=now - PRESENT)
        if not (present or as_json):
            err.print(say("Không có tiến trình nào đang làm việc.", "Nobody is at work."))
        for member in present:
            if as_json:
                emit(plain(member))
            else:
                seen = (now - member.seen_at).total_seconds()
                ago = say(f"{seen:.0f} giây trước", f"{seen:.0f} s ago")
                out.print(member.name, f"×{member.slots}", ",".join(member.queues), member.version, ago)


def items(
    state: Annotated[
        State | None, typer.Option("--state", help=say("Trạng thái; mặc định: đang làm", "State; default: in progress"))
    ] = None,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
) -> None:
    """What was dropped and stands in this state: ids, tries, reasons."""
    wanted = [state] if state is not None else [State.WORKING, State.QUEUED]
    with told(), house(home, vault) as opened:
        found = [row for one in wanted for row in opened.ledger.items(state=one)]
        if not (found or as_json):
            err.print(say("Không có lượt nhận nào ở trạng thái này.", "No item stands in this state."))
        for item in found:
            if as_json:
                emit(plain(item))
            else:
                how = f"{item.pages_done}/{item.pages_total}" + (" !" if item.urgent else "")
                why = f"{escape(item.reason)} ({item.code})" if item.reason else ""
                out.print(item.id, state_name(item.state), how, escape(item.source), f"[yellow]{why}[/yellow]")


def hurry(
    items: Annotated[list[str], typer.Argument(metavar="ITEM...", help=say("Mã lượt nhận", "Item ids"))],
    home: Home = None,
    vault: Vault = None,
) -> None:
    """Puts items before everything that is not urgent."""
    _change_each(items, home, vault, urgent=True)


def retry(
    items: Annotated[list[str], typer.Argument(metavar="ITEM...", help=say("Mã lượt nhận", "Item ids"))],
    home: Home = None,
    vault: Vault = None,
) -> None:
    """Tries items again now that wait after trouble."""
    _change_each(items, home, vault, urgent=False)


def _change_each(items: list[str], home: Path | None, vault: str | None, *, urgent: bool) -> None:
    missed = []
    with told(), house(home, vault) as opened:
        for item in map(ItemId, items):
            now = opened.ports.clock.now()
            done = opened.ledger.hurry(item) if urgent else opened.ledger.retry(item, now=now)
            missed += [] if done else [item]
    for item in missed:
        err.print(say(f"{item}: không có lượt nhận nào như vậy đang chờ.", f"{item}: no such item is waiting."))
    if missed:
        raise typer.Exit(NOT_WELL)


def until_told() -> Event:
    """Set once the process is told to end, by SIGTERM or Ctrl-C."""
    stop = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    return stop
