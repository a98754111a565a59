"""`kho review`: the reading room, served until stopped."""

import signal
from typing import TYPE_CHECKING

from rich.markup import escape

from cli.door import Host, Port, address, listening
from cli.frame import Home, Inbox, Vault, house, out, told
from cli.tongue import say
from schemas.person import Role
from wiring.late_cards import file_late_cards

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Server

    from review.context import Room

_FIRST = "quan-tri"
_GRACE_SECONDS = 10


def review(
    host: Host = "127.0.0.1", port: Port = 8080, home: Home = None, vault: Vault = None, inbox: Inbox = None
) -> None:
    """Serves the reading room until stopped with Ctrl-C or SIGTERM; makes an administrator if nobody is there."""
    from review.app import create_app  # noqa: PLC0415  # a second that the other commands need not wait

    with told(), house(home, vault, inbox=inbox, log="review") as opened, listening(host, port) as door:
        app = create_app(opened)
        server = _stopped_by_signals(app, proxies=opened.settings.review_proxies)
        _first_administrator(app.state.room)
        file_late_cards(opened)  # after an upgrade: what an older release has filed is on no queue
        where = address(host, door, f"{opened.settings.review_root_path}/")
        out.print(say("Phòng đọc:", "The reading room:"), where)
        out.print(say("Dừng bằng Ctrl-C.", "Stop it with Ctrl-C."))
        server.run(sockets=[door])


def _first_administrator(room: "Room") -> None:
    """Somebody has to let the others in: with a one-time password that is printed here and kept nowhere."""
    from review.access.personnel import AT_THE_MACHINE  # noqa: PLC0415

    if room.people.people():
        return
    name = say("Quản trị viên", "Administrator")
    everything = frozenset({Role.ADMINISTRATOR})
    account, password = room.personnel.add(AT_THE_MACHINE, _FIRST, name=name, roles=everything, agencies=None)
    hello = say("Chưa có ai: đã tạo quản trị viên đầu tiên.", "Nobody was there: the first administrator was made.")
    login = say("Tên đăng nhập", "Login")
    once = say("Mật khẩu dùng một lần (chỉ hiện lần này)", "One-time password (shown only now)")
    out.print(f"[bold]{hello}[/bold]")
    out.print(f"{login}: [bold]{account.person.login}[/bold]\n{once}: [bold]{escape(password)}[/bold]")


def _stopped_by_signals(app: "FastAPI", *, proxies: str) -> "Server":
    """A server that ends at SIGTERM or Ctrl-C, whenever they come; what is under way is answered first."""
    import uvicorn  # noqa: PLC0415

    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies, timeout_graceful_shutdown=_GRACE_SECONDS,
    )  # fmt: skip
    server = uvicorn.Server(config)

    def stop(_signal: int, _frame: object) -> None:
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return server
