"""`kho redescribe`, `kho suggest`: old records by new rules, and what corrections teach. Both report first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from rich.markup import escape

from cli.agency_file import approve, known_agencies
from cli.frame import NOT_WELL, Home, Json, Vault, emit, house, out, plain, told
from cli.look import known
from cli.tongue import say
from pipeline.redescribe import redescribe as described_again
from pipeline.stages.suggestions import lessons, suggestions
from schemas.errors import RecordMissing, SettingInvalid
from schemas.ids import RecordId
from schemas.redescription import Change, FieldChange, Outcome, Redescription, Value
from schemas.suggestion import Suggestion, SuggestionKind
from wiring.house import House

_OUTCOMES = {
    Outcome.SAME: ("không đổi", "the same"),
    Outcome.WOULD_CHANGE: ("sẽ thay đổi", "would change"),
    Outcome.CHANGED: ("đã mô tả lại", "described again"),
    Outcome.MOVED_ON: ("vừa được người khác sửa, để nguyên", "changed by somebody else meanwhile, left alone"),
    Outcome.FAILED: ("không đọc lại được", "could not be read back"),
}
_PARTS = {
    "citations": ("viện dẫn", "citations"),
    "units": ("hỏi - đáp", "questions"),
    "findings": ("lỗi hỏi - đáp", "findings in questions"),
    "subjects": ("chủ đề", "subjects"),
    "gates": ("cửa chặn công bố", "gates"),
    "personal": ("dữ liệu cá nhân", "personal data"),
    "fingerprint": ("dấu vân", "fingerprint"),
}


def redescribe(
    records: Annotated[
        list[str] | None,
        typer.Argument(help=say("Mã hồ sơ; bỏ trống là tất cả", "Record ids; all if none"), metavar="[RECORD]..."),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help=say("Ghi phiên bản mới", "Make the new versions"))] = False,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
) -> None:
    """Reads records' pages anew by the rules of today; without ``--apply`` only says what would change."""
    with told(), house(home, vault) as opened:
        names = _named(opened, records) if records else list(opened.vault.records())
        ends: Counter[Outcome] = Counter()
        for one in described_again(opened.ports, names, apply=apply):
            ends[one.outcome] += 1
            if as_json:
                emit(plain(one))
            else:
                _print(one)
        if not as_json:
            total = ", ".join(f"{say(*_OUTCOMES[end])}: {count}" for end, count in ends.items())
            out.print(say(f"{ends.total()} hồ sơ. {total}", f"{ends.total()} records. {total}"))
    if ends[Outcome.FAILED]:
        raise typer.Exit(NOT_WELL)


def _named(opened: House, records: Sequence[str]) -> Sequence[RecordId]:
    names = [known(record) for record in records]
    missing = next((name for name in names if not opened.vault.has(name)), None)
    if missing is not None:
        raise RecordMissing(detail="not archived", name=missing)
    return names


def _print(one: Redescription) -> None:
    if one.outcome is Outcome.SAME:
        return
    out.print(f"[bold]{one.record}[/bold]", say(*_OUTCOMES[one.outcome]), one.version or one.code or "")
    for line in _lines(one):
        out.print(f"  {escape(line)}")
    if one.secret_pages:
        pages = ", ".join(map(str, one.secret_pages))
        out.print(say(f"  [red]Có dấu độ mật ở trang {pages}[/red]", f"  [red]A mark of secrecy on page {pages}[/red]"))


def _lines(one: Redescription) -> Iterator[str]:
    yield from (_field_line(change) for change in one.fields if change.change is not Change.EVIDENCE)
    evidence = sum(change.change is Change.EVIDENCE for change in one.fields)
    if evidence:
        yield say(f"{evidence} trường chỉ đổi căn cứ", f"{evidence} fields with other evidence only")
    for part, counts in one.contents.items():
        yield f"{say(*_PARTS[part])}: {counts.before} → {counts.after}"


def _field_line(change: FieldChange) -> str:
    kept = "" if change.counts else say(" (giá trị đang dùng giữ nguyên)", " (what counts stays)")
    return f"{change.field}: {_shown(change.before)} → {_shown(change.after)}{kept}"


def _shown(value: Value) -> str:
    if value is None:
        return "–"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def suggest(
    approved: Annotated[
        list[str] | None,
        typer.Option(
            "--approve", metavar="ID", help=say("Duyệt, ghi vào tệp KHO_AGENCIES", "Approve: write to KHO_AGENCIES")
        ),
    ] = None,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
) -> None:
    """Agencies and names that corrections speak for and the authority file does not have. Changes no record."""
    with told(), house(home, vault) as opened:
        found = _suggestions(opened)
        if approved:
            found = _approved(opened, found, approved)
            if not as_json:
                out.print(say("Đã duyệt, ghi vào:", "Approved, written to:"), escape(str(opened.settings.agencies)))
        for one in found:
            if as_json:
                emit(plain(one))
            else:
                _print_suggestion(one)
        if not found and not as_json:
            out.print(say("Không có gợi ý nào.", "No suggestions."))


def _suggestions(opened: House) -> Sequence[Suggestion]:
    authority = known_agencies(opened)
    learned = (lesson for name in opened.vault.records() for lesson in lessons(opened.vault.record(name), authority))
    return suggestions(learned, authority)


def _approved(opened: House, found: Sequence[Suggestion], ids: Sequence[str]) -> Sequence[Suggestion]:
    place = opened.settings.agencies
    if place is None:
        problem = say("Chưa đặt tệp để ghi danh sách cơ quan.", "No file is set to write agencies to.")
        raise SettingInvalid(detail="not set", name="KHO_AGENCIES", problem=problem)
    missing = next((name for name in ids if name not in {one.id for one in found}), None)
    if missing is not None:
        raise RecordMissing(detail="no such suggestion", name=missing)
    chosen = [one for one in found if one.id in ids]
    approve(place, chosen)
    return chosen


def _print_suggestion(one: Suggestion) -> None:
    if one.kind is SuggestionKind.AGENCY:
        what = say("cơ quan mới", "new agency")
    else:
        what = say("tên khác của", "another name of")
    names = "; ".join(one.aliases)
    out.print(f"{what} [bold]{escape(one.name)}[/bold] ({one.id})", escape(f"= {names}" if names else ""),
              say(f"· {one.count} hồ sơ:", f"· {one.count} records:"), " ".join(one.records[:5]))  # fmt: skip
