"""What a record's contents are, in lines for people: subjects, cited laws and whether they are in force, gates."""

from collections.abc import Iterator
from datetime import date

from cli.record_words import word
from cli.tongue import say
from pipeline.stages.reader.citing.validity import validity
from schemas.contents import Contents
from schemas.labels import GATES
from schemas.laws import law_register
from schemas.record import Record
from schemas.topics import Layer
from wiring.house import House

_LAYERS = {
    Layer.CHU_DE: ("Chủ đề", "Topics"),
    Layer.POPULAR: ("Lĩnh vực", "Fields"),
    Layer.AUDIENCE: ("Đối tượng", "Audiences"),
    Layer.ACTIVITY: ("Hoạt động", "Activities"),
}


def contents_of(opened: House, record: Record) -> Contents | None:
    """The record's ``contents.json``; None for a record of a release that made none."""
    if record.files.contents is None:
        return None
    key = opened.vault.paths(record.id)[record.files.contents]
    return Contents.model_validate_json(opened.store.read(key))


def contents_lines(found: Contents) -> Iterator[str]:
    """One line a thing, plain text."""
    for layer, name in _LAYERS.items():
        named = list(dict.fromkeys(f.name for f in found.subjects if f.layer is layer))
        if named:
            yield f"{say(*name)}: {'; '.join(named)}"
    laws = dict.fromkeys(_law(c.law, c.number or c.name) for c in found.citations)
    if laws:
        yield f"{say('Văn bản được viện dẫn', 'Cited laws')}: {'; '.join(name for name in laws if name)}"
    if found.units.units:
        yield say(
            f"Hỏi - đáp, tình huống: {len(found.units.units)}", f"Questions, situations: {len(found.units.units)}"
        )


def warning_lines(found: Contents, today: date) -> Iterator[str]:
    """What a reader or a publisher must know: laws no longer in force, gates, holes in the numbering."""
    yield from (v.warning for v in validity(found.citations, today) if v.warning)
    for kind in dict.fromkeys(gate.kind for gate in found.gates if gate.blocks_publication):
        pages = ", ".join(str(p) for p in sorted({g.page for g in found.gates if g.kind is kind}))
        mark = say(*GATES[kind])
        yield say(f"Chưa được công khai: {mark} (trang {pages}).", f"Held back: {mark} (page {pages}).")
    for finding in found.units.findings:
        numbers = ", ".join(map(str, finding.numbers))
        where = f" ({numbers})" if numbers else ""
        yield f"{word(f'unit.{finding.fault}', finding.fault)}{where}."


def _law(law: str | None, otherwise: str | None) -> str | None:
    return law_register().of_id(law).title if law is not None else otherwise
