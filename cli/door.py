"""The door of a web application: where it listens, and how that is written."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

from cli.tongue import cause, say
from schemas.errors import SettingInvalid

Host = Annotated[str, typer.Option("--host", help=say("Địa chỉ lắng nghe", "Address to listen at"))]
Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, help=say("Cổng; 0 là cổng trống bất kỳ", "Port; 0 is any free one"))
]


def listening(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """The socket to listen at.

    Takes: ``shared``: whether others may listen at the same port beside it, if they say so too.

    Raises:
        SettingInvalid: it is taken, or no address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, reuse_port=shared)
    except OSError as problem:
        what = f"{host}:{port}: {cause(problem)}"
        raise SettingInvalid(detail="cannot listen", name="--host, --port", problem=what) from problem


@contextmanager
def doors(host: str, port: int, count: int) -> Iterator[Sequence[socket.socket]]:
    """So many sockets at one port, among which the kernel deals out visitors evenly. At a single socket that several
    processes share, the one that wakes first takes all who wait.

    Raises:
        SettingInvalid: as `listening`; also where somebody else listens who would share.
    """
    with listening(host, port) as alone:
        port = alone.getsockname()[1]
        if count == 1:
            yield [alone]
            return
    with ExitStack() as opened:
        yield [opened.enter_context(listening(host, port, shared=True)) for _ in range(count)]


def address(host: str, door: socket.socket, path: str = "/") -> str:
    """What a browser opens."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{door.getsockname()[1]}{path}"
