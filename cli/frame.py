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

from cli.tongue import explain, say
from schemas.errors import Code, KhoError, ObjectMissing, RecordMissing, SettingInvalid, Transient
from wiring.house import House, open_house
from wiring.logs import open_log
from wiring.settings import load

OK, NOT_WELL, USAGE, UNREACHABLE, NO_SUCH, INTERRUPTED = 0, 1, 2, 3, 4, 130

Home = Annotated[
    Path | None,
    typer.Option("--home", help=say("Thư mục trạng thái (mặc định: .kho)", "Folder of the state (default: .kho)")),
]
Vault = Annotated[
    str | None,
    typer.Option("--vault", help=say("Kho: thư mục hoặc s3://bucket", "Vault: a folder or s3://bucket")),
]
Json = Annotated[bool, typer.Option("--json", help=say("Mỗi dòng một đối tượng JSON", "One JSON object a line"))]

_terminal = Console().is_terminal
out = Console(soft_wrap=_terminal, highlight=False, width=None if _terminal else 200)
err = Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def house(home: Path | None, vault: str | None, log: str = "kho", **more: object) -> Iterator[House]:
    """The opened house of these options."""
    settings = load(home=home, vault=vault, **more)
    open_log(settings, log)
    yield open_house(settings)


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
