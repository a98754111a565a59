"""`kho health`: is this role of this home alive? Light: a container engine asks every half minute."""

from pathlib import Path
from typing import Annotated

import typer

from cli.tongue import explain, say
from schemas.errors import SettingInvalid
from wiring.pulse import Role, alive
from wiring.settings import load


def health(
    role: Role,
    home: Annotated[
        Path | None,
        typer.Option("--home", help=say("Thư mục trạng thái (mặc định: .kho)", "Folder of the state (default: .kho)")),
    ] = None,
) -> None:
    """Ends 0 if this role of this home is alive, 1 if it has not been heard of for 30 seconds."""
    try:
        well = alive(load(home=home), role)
    except SettingInvalid as wrong:
        typer.echo(explain(wrong), err=True)
        raise typer.Exit(2) from wrong
    if not well:
        typer.echo(say(f"«{role}» không có dấu hiệu hoạt động.", f"No sign of life from {role}."), err=True)
        raise typer.Exit(1)
