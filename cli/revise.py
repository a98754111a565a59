"""`kho correct`, `publish`, `withdraw`, `revert`, `diff`: what people change in a record, as versions of it.

For scripts and for the day when the reading room is down; the same code, rules and messages as there.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from cli.frame import NOT_WELL, Home, Json, Vault, emit, house, out, plain, told
from cli.look import RecordArgument, known
from cli.tongue import say
from pipeline.stages.alto import from_alto
from pipeline.stages.revising.compare import Differences, compare
from pipeline.stages.sidecar_field import read_field
from pipeline.versioning import read_stored, stored_files
from schemas.change import Change, FieldChange, Revision, WordChange
from schemas.errors import RecordMissing
from schemas.gate import GateKind
from schemas.ids import RecordId
from schemas.labels import FIELDS
from schemas.page import Box
from schemas.publication import Decision
from schemas.record import AccessLevel, Settled
from schemas.redescription import Outcome
from wiring.house import House

By = Annotated[str, typer.Option("--by", help=say("Người thực hiện", "Who does it"), metavar="NAME")]
Why = Annotated[str, typer.Option("--why", help=say("Lý do", "Why"), metavar="TEXT")]
Base = Annotated[
    int | None,
    typer.Option("--base", min=1, help=say("Phiên bản đã xem (mặc định: mới nhất)", "Version looked at (newest)")),
]
_WORD = re.compile(r"(\d+):(\d+),(\d+),(\d+),(\d+)=(.*)", re.DOTALL)
_OUTCOMES = {
    Outcome.CHANGED: ("đã ghi phiên bản", "made version"),
    Outcome.SAME: ("không có gì mới để ghi", "nothing new"),
    Outcome.MOVED_ON: ("vừa có người khác sửa, hãy xem lại rồi làm lại", "changed by somebody else: look again"),
}


def correct(
    record: RecordArgument,
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
    by: By = "",
    why: Why = "",
    base: Base = None,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Says what is right: fields and words. What stood there stays in the older version."""
    with told(), house(home, vault) as opened:
        name = known(record)
        at = base or len(opened.vault.versions(name))
        words = [_word_of(opened, name, at, text) for text in word or ()]
        change = Change(
            why=why, fields=tuple(map(_field, values or ())), words=tuple(words), access=access,
            decisions=tuple(map(_decision, decide or ())),
        )  # fmt: skip
        _do(opened, name, change, by=by, base=at, as_json=as_json)


def publish(
    record: RecordArgument,
    embargo_until: Annotated[
        datetime | None, typer.Option("--embargo-until", help=say("Chưa công khai trước lúc này", "Not before"))
    ] = None,
    by: By = "",
    why: Why = "",
    base: Base = None,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
) -> None:
    """Gives the newest version to the public; who corrected it may not do so."""
    with told(), house(home, vault) as opened:
        until = None if embargo_until is None else embargo_until.astimezone()
        change = Change(why=why, publish=True, embargo_until=until)
        _do(opened, known(record), change, by=by, base=base, as_json=as_json)


def withdraw(
    record: RecordArgument,
    replaced_by: Annotated[
        str | None, typer.Option("--replaced-by", help=say("Hồ sơ thay thế", "Record to read instead"))
    ] = None,
    by: By = "",
    why: Why = "",
    base: Base = None,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
) -> None:
    """Takes a record back from the public; the reason, which is mandatory, is shown in its place."""
    with told(), house(home, vault) as opened:
        instead = None if replaced_by is None else known(replaced_by)
        change = Change(why=why, withdraw=True, replaced_by=instead)
        _do(opened, known(record), change, by=by, base=base, as_json=as_json)


def revert(
    record: RecordArgument,
    version: Annotated[int, typer.Argument(min=1, help=say("Số phiên bản", "Number of the version"))],
    by: By = "",
    why: Why = "",
    base: Base = None,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
) -> None:
    """Makes a new version with the fields and words of an older one."""
    with told(), house(home, vault) as opened:
        _do(opened, known(record), Change(why=why, restore=version), by=by, base=base, as_json=as_json)


def diff(
    record: RecordArgument,
    before: Annotated[int | None, typer.Argument(min=1, help=say("Phiên bản trước", "Version before"))] = None,
    after: Annotated[int | None, typer.Argument(min=1, help=say("Phiên bản sau", "Version after"))] = None,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
) -> None:
    """What differs between two versions: fields, words, status. Without numbers: the last one and the one before."""
    with told(), house(home, vault) as opened:
        name = known(record)
        newest = len(opened.vault.versions(name))
        new = after or newest
        old = before or max(new - 1, 1)
        found = _differences(opened, name, old, new)
        if as_json:
            emit({"record": name, "before": old, "after": new, **plain(found)})
        else:
            _print_differences(found, old, new)


# ---------------------------------------------------------------------------------------------------------------------


def _do(opened: House, name: RecordId, change: Change, *, by: str, base: int | None, as_json: bool) -> None:
    from pipeline.revise.revise import revise  # noqa: PLC0415  # the PDF libraries: `kho list` should not wait for them

    at = base or len(opened.vault.versions(name))
    made = revise(opened.ports, name, change, by=by, base=at)
    if as_json:
        emit(plain(made))
    else:
        _print_revision(made)
    if made.outcome is Outcome.MOVED_ON:
        raise typer.Exit(NOT_WELL)


def _print_revision(made: Revision) -> None:
    number = f"v{made.version}" if made.version else ""
    out.print(f"[bold]{made.record}[/bold]", say(*_OUTCOMES[made.outcome]), number)
    for name in made.fields:
        out.print(f"  {say(*FIELDS[name])}")
    if made.words:
        out.print(say(f"  {made.words} chữ", f"  {made.words} words"))
    for warning in made.warnings:
        out.print(f"  [yellow]{escape(warning)}[/yellow]")


def _field(text: str) -> FieldChange:
    key, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter(say(f"{text}: thiếu dấu =", f"{text}: no ="))
    try:
        field, _ = read_field(key, None)
    except ValueError as unknown:
        raise typer.BadParameter(say(f"{key}: không có trường này", f"{key}: no such field")) from unknown
    return FieldChange(field=field, value=value.strip() or None)


def _word_of(opened: House, name: RecordId, version: int, text: str) -> WordChange:
    """The word that stands exactly there is meant; a new one if none does."""
    found = _WORD.fullmatch(text)
    if found is None:
        raise typer.BadParameter(say(f"{text}: phải là trang:x0,y0,x1,y1=chữ", f"{text}: page:x0,y0,x1,y1=word"))
    page, x0, y0, x1, y1 = map(int, found.groups()[:5])
    box, files = Box(x0=x0, y0=y0, x1=x1, y1=y1), opened.vault.record(name, version).files.alto
    if not 1 <= page <= len(files):
        raise RecordMissing(detail="page", name=f"{name} --word {page}")
    alto = read_stored(opened.ports, stored_files(opened.ports, name, version), files[page - 1])
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


def _differences(opened: House, name: RecordId, old: int, new: int) -> Differences:
    before, after = (opened.vault.record(name, number) for number in (old, new))
    one, other = (
        read_stored(opened.ports, stored_files(opened.ports, name, number), record.files.text).decode()
        for number, record in ((old, before), (new, after))
    )
    return compare(before, after, one, other)


def _print_differences(found: Differences, old: int, new: int) -> None:
    out.print(f"[bold]v{old} → v{new}[/bold]")
    for field in found.fields:
        change = f"{_shown(field.before)} → {_shown(field.after)}"
        out.print(f"  {say(*FIELDS[field.field])}: {escape(change)}")
    for word in found.words:
        change = f"{_joined(word.before)} → {_joined(word.after)}"
        out.print(
            say(f"  trang {word.page}:", f"  page {word.page}:"), escape(f"… {word.left} [{change}] {word.right} …")
        )
    for fact, (was, now) in found.facts.items():
        out.print(f"  {fact}: {escape(was or '–')} → {escape(now or '–')}")
    if found == Differences():
        out.print(say("  Không có gì khác.", "  No difference."))


def _shown(settled: Settled | None) -> str:
    return "–" if settled is None else settled.text


def _joined(words: Sequence[str]) -> str:
    return " ".join(words) or "–"
