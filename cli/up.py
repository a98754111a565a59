"""`kho up`: watches the inbox and works until stopped."""

import signal
from threading import Event
from typing import Annotated

import typer
from rich.markup import escape

from cli.frame import Home, Inbox, Json, Vault, emit, house, out, told
from cli.tongue import explain, say, state_name
from schemas.drop import State
from wiring.house import open_inbox, require_engine
from wiring.watch import Happening, watch

_COLOURS = {State.ARCHIVED: "green", State.DUPLICATE: "yellow", State.REFUSED: "red"}


def up(
    home: Home = None,
    vault: Vault = None,
    inbox: Inbox = None,
    once: Annotated[
        bool,
        typer.Option("--once", help=say("Làm hết những gì đang có rồi dừng", "Stop when all that is there is done")),
    ] = False,
    as_json: Json = False,
) -> None:
    """Watches the inbox and works until stopped with Ctrl-C or SIGTERM."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with told(), house(home, vault, inbox=inbox, log="up") as opened:
        require_engine(opened)
        root = opened.settings.inbox.absolute()
        if not as_json:
            out.print(say(f"Đang canh hộp quét {escape(str(root))} …", f"Watching {escape(str(root))} …"))
        watch(opened, open_inbox(opened.settings), root, stop, emit_json if as_json else print_line, once=once)


def print_line(happened: Happening) -> None:
    """One line for people."""
    if happened.trouble is not None:
        where = happened.item.source if happened.item else happened.path or ""
        out.print(f"[red]{say('sự cố', 'trouble')}[/red]", escape(where), escape(explain(happened.trouble)))
    elif happened.item is not None:
        item = happened.item
        colour = _COLOURS.get(item.state, "cyan")
        tail = f"{item.reason} ({item.code})" if item.state is State.REFUSED else item.record or ""
        out.print(f"[{colour}]{state_name(item.state)}[/{colour}]", escape(item.source), "→", escape(tail))


def emit_json(happened: Happening) -> None:
    """One line for programs."""
    item = happened.item
    emit(
        {
            "source": item.source if item else happened.path,
            "status": item.state if item else None,
            "record": item.record if item else None,
            "code": happened.trouble.code if happened.trouble else item.code if item else None,
            "reason": explain(happened.trouble) if happened.trouble else item.reason if item else None,
        }
    )
