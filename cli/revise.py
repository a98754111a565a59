"""`kho correct`, `publish`, `withdraw`, `revert`: what people change in a record, each time as a version of it.

For scripts and for the day when the reading room is down; the same code, rules and messages as there.
"""

import re
from datetime import datetime
from typing import Annotated

import typer

from cli.changing import Upon, changing
from cli.look import known
from cli.tongue import say
from pipeline.stages.alto import from_alto
from pipeline.stages.sidecar_field import read_field
from pipeline.versioning import read_stored, stored_files
from schemas.change import Change, FieldChange, WordChange
from schemas.errors import RecordMissing
from schemas.gate import GateKind
from schemas.page import Box
from schemas.publication import Decision
from schemas.record import AccessLevel

_WORD = re.compile(r"(\d+):(\d+),(\d+),(\d+),(\d+)=(.*)", re.DOTALL)


@changing
def correct(
    upon: Upon,
    values: Annotated[
        list[str] | None,
        typer.Argument(help=say("trường=giá trị; bỏ trống giá trị: không có", "field=value; no value: there is none"),
                       metavar="[FIELD=VALUE]...", show_default=False),
    ] = None,
    word: Annotated[
        list[str] | None,
        typer.Option("--word", help=say("Sửa chữ: trang:x0,y0,x1,y1=chữ mới; bỏ trống: xóa",
                                        "A word: page:x0,y0,x1,y1=new; nothing: remove it"), metavar="PLACE=WORD"),
    ] = None,
    access: Annotated[AccessLevel | None, typer.Option("--access", help=say("Mức truy cập", "Access level"))] = None,
    decide: Annotated[
        list[str] | None,
        typer.Option("--decide", help=say("Cửa chặn: loại=released|kept|redacted:lý do",
                                          "A gate: kind=released|kept|redacted:reason"), metavar="KIND=WHAT:WHY"),
    ] = None,
) -> Change:  # fmt: skip
    """Says what is right: fields and words. What stood there stays in the older version."""
    return Change(
        why=upon.why, fields=tuple(map(_field, values or ())), words=tuple(_word(upon, text) for text in word or ()),
        access=access, decisions=tuple(map(_decision, decide or ())),
    )  # fmt: skip


@changing
def publish(
    upon: Upon,
    embargo_until: Annotated[
        datetime | None, typer.Option("--embargo-until", help=say("Chưa công khai trước lúc này", "Not before"))
    ] = None,
) -> Change:
    """Gives the newest version to the public; who corrected it may not do so."""
    until = None if embargo_until is None else embargo_until.astimezone()
    return Change(why=upon.why, publish=True, embargo_until=until)


@changing
def withdraw(
    upon: Upon,
    replaced_by: Annotated[
        str | None, typer.Option("--replaced-by", help=say("Hồ sơ thay thế", "Record to read instead"))
    ] = None,
) -> Change:
    """Takes a record back from the public; the reason, which is mandatory, is shown in its place."""
    return Change(why=upon.why, withdraw=True, replaced_by=None if replaced_by is None else known(replaced_by))


@changing
def revert(
    upon: Upon, version: Annotated[int, typer.Argument(min=1, help=say("Số phiên bản", "Number of the version"))]
) -> Change:
    """Makes a new version with the fields and words of an older one."""
    return Change(why=upon.why, restore=version)


# ---------------------------------------------------------------------------------------------------------------------


def _field(text: str) -> FieldChange:
    key, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter(say(f"{text}: thiếu dấu =", f"{text}: no ="))
    try:
        field, _ = read_field(key, None)
    except ValueError as unknown:
        raise typer.BadParameter(say(f"{key}: không có trường này", f"{key}: no such field")) from unknown
    return FieldChange(field=field, value=value.strip() or None)


def _word(upon: Upon, text: str) -> WordChange:
    """The word that stands exactly there is meant; a new one if none does."""
    found = _WORD.fullmatch(text)
    if found is None:
        raise typer.BadParameter(say(f"{text}: phải là trang:x0,y0,x1,y1=chữ", f"{text}: page:x0,y0,x1,y1=word"))
    page, x0, y0, x1, y1 = map(int, found.groups()[:5])
    box, files = Box(x0=x0, y0=y0, x1=x1, y1=y1), upon.house.vault.record(upon.record, upon.version).files.alto
    if not 1 <= page <= len(files):
        raise RecordMissing(detail="page", name=f"{upon.record} --word {page}")
    ports = upon.house.ports
    alto = read_stored(ports, stored_files(ports, upon.record, upon.version), files[page - 1])
    old = next((word.text for word in from_alto(alto).words if word.box == box), None)
    return WordChange(page=page, box=box, old=old, new=found[6].strip() or None)


def _decision(text: str) -> tuple[GateKind, Decision, str]:
    kind, _, rest = text.partition("=")
    what, _, reason = rest.partition(":")
    try:
        return GateKind(kind), Decision(what), reason
    except ValueError as unknown:
        kinds = ", ".join(GateKind)
        problem = say(f"{text}: phải là loại=released|kept|redacted:lý do; loại: {kinds}", f"{text}: kinds are {kinds}")
        raise typer.BadParameter(problem) from unknown
