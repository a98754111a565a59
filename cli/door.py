"""The door of a web application: where it listens, and how that is written."""

import socket
from typing import Annotated

import typer

from cli.tongue import cause, say
from schemas.errors import SettingInvalid

Host = Annotated[str, typer.Option("--host", help=say("Địa chỉ lắng nghe", "Address to listen at"))]
Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, help=say("Cổng; 0 là cổng trống bất kỳ", "Port; 0 is any free one"))
]


def listening(host: str, port: int) -> socket.socket:
    """The socket to listen at.

    Raises:
        SettingInvalid: it is taken, or no address of this machine.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as problem:
        what = f"{host}:{port}: {cause(problem)}"
        raise SettingInvalid(detail="cannot listen", name="--host, --port", problem=what) from problem


def address(host: str, door: socket.socket, path: str = "/") -> str:
    """What a browser opens."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{door.getsockname()[1]}{path}"
