"""What the commands that change a record share: who, why, upon which version; the change made, noted and told."""

import inspect
import os
import pwd
from collections.abc import Callable
from typing import Annotated, NamedTuple

import typer
from rich.markup import escape

from catalog.audit import SqlAudit
from cli.frame import NOT_WELL, Home, Json, Vault, emit, house, out, plain, told
from cli.look import RecordArgument, known
from cli.tongue import say
from review.record.noted import at_the_machine, deed_of, note_change
from schemas.change import Change, Revision
from schemas.ids import RecordId
from schemas.labels import FIELDS
from schemas.redescription import Outcome
from wiring.clock import SystemClock
from wiring.house import House

By = Annotated[str, typer.Option("--by", help=say("Người thực hiện", "Who does it"), metavar="NAME")]
Why = Annotated[str, typer.Option("--why", help=say("Lý do", "Why"), metavar="TEXT")]
Base = Annotated[
    int | None,
    typer.Option("--base", min=1, help=say("Phiên bản đã xem (mặc định: mới nhất)", "Version looked at (newest)")),
]
_OUTCOMES = {
    Outcome.CHANGED: ("đã ghi phiên bản", "made version"),
    Outcome.SAME: ("không có gì mới để ghi", "nothing new"),
    Outcome.MOVED_ON: ("vừa có người khác sửa, hãy xem lại rồi làm lại", "changed by somebody else: look again"),
}


class Upon(NamedTuple):
    """What a change is made upon, and why."""

    house: House
    record: RecordId
    version: int
    why: str


def changing(make: Callable[..., Change]) -> Callable[..., None]:
    """A command: the record, the parameters of ``make`` behind its first (`Upon`), and those every change has."""

    def command(
        record: RecordArgument, by: By = "", why: Why = "", base: Base = None, home: Home = None, vault: Vault = None,
        as_json: Json = False, **own: object,
    ) -> None:  # fmt: skip
        with told(), house(home, vault) as opened:
            name = known(record)
            upon = Upon(opened, name, base or len(opened.vault.versions(name)), why)
            _do(upon, make(upon, **own), by=by, as_json=as_json)

    (first, *shared), (_, *own) = _parameters(command), _parameters(make)
    command.__signature__ = inspect.Signature([first, *own, *shared[:-1]])  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in (first, *own, *shared[:-1])}
    command.__doc__ = make.__doc__
    return command


# ---------------------------------------------------------------------------------------------------------------------


def _parameters(function: Callable[..., object]) -> list[inspect.Parameter]:
    """Name, type and default of each, in order."""
    return list(inspect.signature(function).parameters.values())


def _do(upon: Upon, change: Change, *, by: str, as_json: bool) -> None:
    from pipeline.revise.revise import revise  # noqa: PLC0415  # the PDF libraries: `kho list` should not wait for them

    made = revise(upon.house.ports, upon.record, change, by=by, base=upon.version)
    note_change(
        SqlAudit(upon.house.database), change, made, person=at_the_machine(_user()), deed=deed_of(change),
        agency=upon.house.vault.record(upon.record).agency, address=None, at=SystemClock().now(), by=by,
    )  # fmt: skip
    if as_json:
        emit(plain(made))
    else:
        _print(made)
    if made.outcome is Outcome.MOVED_ON:
        raise typer.Exit(NOT_WELL)


def _user() -> str:
    """Who runs this, as the machine itself knows them: its environment may say anything."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container a user may have a number only
        return str(os.getuid())


def _print(made: Revision) -> None:
    number = f"v{made.version}" if made.version else ""
    out.print(f"[bold]{made.record}[/bold]", say(*_OUTCOMES[made.outcome]), number)
    for name in made.fields:
        out.print(f"  {say(*FIELDS[name])}")
    if made.words:
        out.print(say(f"  {made.words} chữ", f"  {made.words} words"))
    for warning in made.warnings:
        out.print(f"  [yellow]{escape(warning)}[/yellow]")
