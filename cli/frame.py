"""What every command shares: its options, opening the house, printing, and the exit codes.

| code | meaning |
| --- | --- |
| 0 | done; for `run`: all archived or duplicates; for `verify`, `doctor`: all is well |
| 1 | something was refused, does not match, or is not well: the output says what |
| 2 | wrong usage or a wrong setting |
| 3 | something needed could not be reached or read; try again later |
| 4 | there is no such record, page or file |
| 130 | stopped by Ctrl-C; a second run goes on where it stopped |
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from cli.tongue import cause, explain, say
from schemas.errors import Code, KhoError, ObjectMissing, RecordMissing, SettingInvalid, Transient
from wiring.house import House, open_house
from wiring.logs import open_log
from wiring.settings import Settings, load

OK, NOT_WELL, USAGE, UNREACHABLE, NO_SUCH, INTERRUPTED = 0, 1, 2, 3, 4, 130

Home = Annotated[
    Path | None,
    typer.Option("--home", help=say("Thư mục trạng thái (mặc định: .kho)", "Folder of the state (default: .kho)")),
]
Vault = Annotated[
    str | None,
    typer.Option("--vault", help=say("Kho: thư mục hoặc s3://bucket", "Vault: a folder or s3://bucket")),
]
Inbox = Annotated[
    Path | None, typer.Option("--inbox", help=say("Hộp quét (mặc định: scan_inbox)", "Inbox (default: scan_inbox)"))
]
Json = Annotated[bool, typer.Option("--json", help=say("Mỗi dòng một đối tượng JSON", "One JSON object a line"))]

_terminal = Console().is_terminal
out = Console(soft_wrap=_terminal, highlight=False, width=None if _terminal else 200)
err = Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def house(home: Path | None, vault: str | None, log: str = "kho", **more: object) -> Iterator[House]:
    """The opened house of these options."""
    settings = load(home=home, vault=vault, **more)
    logged(settings, log)
    yield open_house(settings)


def logged(settings: Settings, name: str) -> None:
    """Opens the log of that name: the first thing that a home is written to.

    Raises:
        SettingInvalid: nothing can be written there.
    """
    with writing("--home", settings.state):
        open_log(settings, name)


@contextmanager
def writing(option: str, place: Path) -> Iterator[None]:
    """Opening what a person has named: that it cannot be written to is no fault of ours.

    Raises:
        SettingInvalid: with the option and the cause.
    """
    try:
        yield
    except OSError as problem:
        raise SettingInvalid(detail="cannot write", name=option, problem=f"{place}: {cause(problem)}") from problem


def tell_empty(settings: Settings) -> None:
    """Says which vault has nothing in it: the place may be another one than was meant."""
    err.print(say("Kho này chưa có hồ sơ nào:", "There is no record in this vault yet:"), escape(settings.vault_place))


def emit(thing: object) -> None:
    """One JSON object on a line of its own, flushed."""
    sys.stdout.write(json.dumps(thing, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


@contextmanager
def told() -> Iterator[None]:
    """Turns an error of this house into a sentence and an exit code."""
    try:
        yield
    except KhoError as problem:
        err.print(f"[red]{escape(explain(problem))}[/red]", f"[dim]({problem.code})[/dim]")
        raise typer.Exit(_exit_code(problem)) from problem
    except KeyboardInterrupt as stop:
        err.print(say("Đã dừng. Chạy lại lệnh này sẽ làm tiếp.", "Stopped. Run it again to go on."))
        raise typer.Exit(INTERRUPTED) from stop


def _exit_code(problem: KhoError) -> int:
    if isinstance(problem, SettingInvalid):
        return USAGE
    if isinstance(problem, RecordMissing | ObjectMissing) or problem.code is Code.NOT_FOUND:
        return NO_SUCH
    return UNREACHABLE if isinstance(problem, Transient) else NOT_WELL


def plain(model: Any) -> Any:  # noqa: ANN401  # any record; what comes out is JSON's own types
    """A record as JSON's own types."""
    return model.model_dump(mode="json")
