"""`kho health`: is this role of this home alive? Light: a container engine asks every half minute."""

import urllib.request
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Annotated

import typer

from cli.tongue import explain, say
from schemas.errors import SettingInvalid
from wiring.pulse import Role, alive
from wiring.settings import load

_PATIENCE = 10.0
"""Seconds for a web application's answer."""


def health(
    role: Role,
    home: Annotated[
        Path | None,
        typer.Option("--home", help=say("Thư mục trạng thái (mặc định: .kho)", "Folder of the state (default: .kho)")),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="HOST:PORT",
            help=say("Hỏi ứng dụng web ở địa chỉ này", "Ask the web application at this address"),
        ),
    ] = None,
) -> None:
    """Ends 0 if this role is alive: it answers ``--at`` its address, or this home has heard of it within 30 seconds."""
    try:
        well = _answers(at) if at else alive(load(home=home), role)
    except SettingInvalid as wrong:
        typer.echo(explain(wrong), err=True)
        raise typer.Exit(2) from wrong
    if not well:
        typer.echo(say(f"«{role}» không có dấu hiệu hoạt động.", f"No sign of life from {role}."), err=True)
        raise typer.Exit(1)


def _answers(at: str) -> bool:
    """Whether the web application there says that it can serve."""
    try:
        with urllib.request.urlopen(f"http://{at}/healthz", timeout=_PATIENCE) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except (OSError, HTTPException):
        return False
