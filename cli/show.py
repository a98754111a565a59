"""`kho show`: one record, whole. Changes nothing."""

from collections.abc import Iterator, Sequence

from rich.markup import escape
from rich.table import Table

from cli.contents_report import contents_lines, contents_of, warning_lines
from cli.frame import Home, Json, Vault, emit, house, out, plain, told
from cli.look import RecordArgument, known
from cli.record_words import evidence, field_name, record_warnings, status_name, value_text
from cli.scan_report import rescan_sentences, scan_reports
from cli.tongue import say
from schemas.record import Record, Version
from wiring.house import House


def show(record: RecordArgument, home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """A record: settled fields, all claims, versions, and the pages that should be scanned again."""
    with told(), house(home, vault) as opened:
        name = known(record)
        found, versions = opened.vault.record(name), opened.vault.versions(name)
        if as_json:
            emit(_for_programs(found, versions))
        else:
            _print(opened, found, versions)


# ---------------------------------------------------------------------------------------------------------------------


def _for_programs(found: Record, versions: Sequence[Version]) -> dict[str, object]:
    whole = plain(found)
    return {
        "record": found.id, "status": found.status, "fields": whole["fields"], "claims": whole["claims"],
        "versions": [plain(version) for version in versions], "agency": found.agency, "source": found.source,
        "warnings": found.warnings, "scans": scan_reports(found), "facets": whole["facets"],
    }  # fmt: skip


def _print(opened: House, found: Record, versions: Sequence[Version]) -> None:
    out.print(f"[bold]{found.id}[/bold]", status_name(found.status), escape(found.source))
    out.print(_fields(found))
    for version in versions:
        when = version.created.astimezone()
        out.print(f"  {version.version}  {when:%Y-%m-%d %H:%M}", escape(version.message))
    for colour, line in _remarks(opened, found):
        out.print(f"  [{colour}]{escape(line)}[/{colour}]" if colour else f"  {escape(line)}")


def _fields(found: Record) -> Table:
    """The names that `kho correct` takes stand beside those that people use."""
    table = Table(*(say(*pair) for pair in (
        ("trường", "field"), ("tên trong lệnh", "name in commands"), ("giá trị", "value"), ("tin cậy", "confidence"),
        ("trang", "page"), ("căn cứ", "evidence"))))  # fmt: skip
    for field, settled in found.fields.items():
        cells = (field_name(field), field, value_text(field, settled), f"{settled.confidence:.0%}",
                 str(settled.page or ""), evidence(settled))  # fmt: skip
        table.add_row(*map(escape, cells))
    return table


def _remarks(opened: House, found: Record) -> Iterator[tuple[str, str]]:
    """Colour and line: what was odd about the files, which pages to scan again, what it holds, what to be aware of."""
    yield from (("yellow", line) for line in record_warnings(found))
    yield from (("red", line) for line in rescan_sentences(found))
    inside = contents_of(opened, found)
    if inside is not None:
        yield from (("", line) for line in contents_lines(inside))
        yield from (("yellow", line) for line in warning_lines(inside, opened.ports.clock.now().date()))
