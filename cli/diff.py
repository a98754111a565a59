"""`kho diff`: what differs between two versions of a record."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from cli.frame import Home, Json, Vault, emit, house, out, plain, told
from cli.look import RecordArgument, known
from cli.tongue import say
from pipeline.stages.revising.compare import Differences, compare
from pipeline.versioning import read_stored, stored_files
from schemas.ids import RecordId
from schemas.labels import FIELDS
from schemas.record import Settled
from wiring.house import House


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
