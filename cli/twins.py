"""`kho twins`: records that seem to be copies of one work, or editions of it. For a person to join; changes nothing."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache

import typer
from rich.markup import escape

from cli.frame import NOT_WELL, Home, Json, Vault, emit, err, house, out, plain, told
from cli.tongue import explain, say
from pipeline.ports import Ports
from pipeline.stages.alto import from_alto
from pipeline.stages.bind import CONTENTS
from pipeline.stages.near_duplicates import proposals
from pipeline.stages.reader.fingerprint import wording_of
from schemas.errors import Permanent
from schemas.fingerprint import Fingerprint, Likeness, Proposal, Wording
from schemas.ids import RecordId, parse_record_id

_KINDS = {
    Likeness.SAME_WORK: ("cùng một tài liệu", "copies of one work"),
    Likeness.EDITION: ("bản có sửa đổi", "another edition"),
}
_AT_HAND = 200
"""Wordings kept in memory: candidates come sorted, one record's after each other."""


class _Wordings(Mapping[str, Wording]):
    """Each record's words, read from its ALTO when they are asked for; `lost` are those that could not be read."""

    def __init__(self, ports: Ports, records: tuple[RecordId, ...]) -> None:
        self._ports, self._records = ports, records
        self.lost: dict[str, Permanent] = {}
        self._read = lru_cache(maxsize=_AT_HAND)(self._from_alto)

    def __getitem__(self, record: str) -> Wording:
        return self._read(record)

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def _from_alto(self, record: str) -> Wording:
        name, vault = parse_record_id(record), self._ports.vault
        try:
            paths = vault.paths(name)
            return wording_of([from_alto(self._ports.store.read(paths[p])) for p in vault.record(name).files.alto])
        except Permanent as trouble:  # one damaged record does not hide the others' twins: told at the end
            self.lost[record] = trouble
            return Wording()


def twins(home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """Records that seem to belong together, the likest first: copies, and editions with changed text. Joins nothing."""
    with told(), house(home, vault) as opened:
        names = tuple(opened.vault.records())
        known = [own for name in names if (own := _fingerprint(opened.ports, name)) is not None]
        wordings = _Wordings(opened.ports, names)
        found = proposals(known, wordings)
        for one in found:
            if as_json:
                emit(plain(one))
            else:
                _print(one)
        if not as_json:
            out.print(
                say(f"{len(known)} hồ sơ, {len(found)} đề nghị.", f"{len(known)} records, {len(found)} proposals.")
            )
        _tell_left_out(len(names) - len(known), wordings.lost)
    if wordings.lost:
        raise typer.Exit(NOT_WELL)


def _fingerprint(ports: Ports, record: RecordId) -> Fingerprint | None:
    """Of the record's ``contents.json``, of which only this is looked at; None for a record of an older release."""
    key = ports.vault.paths(record).get(CONTENTS)
    if key is None:
        return None
    try:
        return Fingerprint.model_validate(json.loads(ports.store.read(key)).get("fingerprint"))
    except ValueError:  # none, or one of another form
        return None


def _print(one: Proposal) -> None:
    out.print(f"[bold]{one.one} {one.other}[/bold]", say(*_KINDS[one.kind]), f"{one.score:.3f}", escape(_why(one)))


def _why(one: Proposal) -> str:
    what = say("ảnh trang giống nhau", "pages look alike") if one.rule.startswith("picture") else say(
        "chữ giống nhau", "words agree")  # fmt: skip
    changed = (
        (one.numbers_changed, say("số khác", "numbers differ")),
        (one.passages_changed, say("đoạn khác", "passages differ")),
    )
    return "; ".join([f"{what} ({one.rule})", *(f"{count} {name}" for count, name in changed if count)])


def _tell_left_out(unknown: int, lost: Mapping[str, Permanent]) -> None:
    if unknown:
        err.print(say(
            f"{unknown} hồ sơ cũ chưa so được; chạy kho redescribe --apply.",
            f"{unknown} old records cannot be compared yet; run kho redescribe --apply.",
        ))  # fmt: skip
    for record, trouble in lost.items():
        err.print(f"[red]{record}: {escape(explain(trouble))}[/red]", f"[dim]({trouble.code})[/dim]")
