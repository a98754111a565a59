"""The documents of the golden set as the index takes them, and the queries with what is right."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from schemas.agencies import agencies
from schemas.claim import FieldName, Source
from schemas.contents import Contents, Facets
from schemas.ids import RecordId
from schemas.page import Box, document_text
from schemas.record import Record, Settled
from schemas.unit import Anchor, Unit, UnitKind, Units
from search.entry import Entries, entries
from tests.fakes.records import make_record
from tests.golden.reader import golden

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 22, tzinfo=UTC)
_BOX = Box(x0=0, y0=0, x1=100, y1=20)


class Judged(NamedTuple):
    """A query and which documents are right for it."""

    kind: str
    query: str
    grades: dict[str, int]

    @property
    def of_questions(self) -> bool:
        """Whether it is asked among questions, not documents."""
        return self.kind == "question"


@cache
def queries() -> tuple[Judged, ...]:
    """All judged queries."""
    return tuple(Judged(*row) for row in _read("queries.yaml"))


@cache
def indexed() -> dict[RecordId, Entries]:
    """What is indexed of every document, by the name that the judgements use."""
    own = {RecordId(row["id"]): _own(row) for row in _read("documents.yaml")}
    readers = {RecordId(f"r:{one.name}"): _of_reader(one.name, one.truth, document_text(one.pages)) for one in golden()}
    return own | readers


def _own(row: dict[str, Any]) -> Entries:
    known = agencies().get(row["issuer"]) if "issuer" in row else None
    values = {
        FieldName.TITLE: row.get("title"),
        FieldName.SUBJECT: row.get("subject"),
        FieldName.NUMBER: row.get("number"),
        FieldName.DOCUMENT_TYPE: row.get("doc"),
        FieldName.MATERIAL_TYPE: row["type"],
        FieldName.ISSUER: known.name if known else None,
        FieldName.ISSUER_ID: row.get("issuer"),
        FieldName.ISSUED_DATE: row["date"],
        FieldName.SERIES: row.get("series"),
        FieldName.LANGUAGE: "vie",
    }
    told = Facets(
        laws=tuple(row.get("laws", ())), popular=tuple(row.get("popular", ())),
        audiences=tuple(row.get("audiences", ())), activities=tuple(row.get("activities", ())),
    )  # fmt: skip
    units = tuple(
        Unit(
            kind=UnitKind.QUESTION, question=question, answer=answer, confidence=1.0, rule="golden@1",
            question_at=(Anchor(page=1, box=_BOX),), answer_at=(Anchor(page=1, box=_BOX),),
        )
        for question, answer in row.get("qa", ())
    )  # fmt: skip
    printed = [f"Câu {n}. {unit.question}\nTrả lời: {unit.answer}" for n, unit in enumerate(units, 1)]
    headed = [str(values[name]) for name in (FieldName.ISSUER, FieldName.NUMBER, FieldName.TITLE) if values[name]]
    text = "\n".join([*headed, row["text"], *printed])
    return _entries(RecordId(row["id"]), values, told, Units(units=units), text)


def _of_reader(name: str, truth: dict[str, Any], text: str) -> Entries:
    values = {field: truth.get(field.value) for field in FieldName}
    return _entries(RecordId(f"r:{name}"), values, Facets(), Units(), text)


def _entries(name: RecordId, values: dict[FieldName, Any], told: Facets, units: Units, text: str) -> Entries:
    record: Record = make_record().model_copy(
        update={"id": name, "fields": {k: _settled(v) for k, v in values.items() if v is not None}, "facets": told}
    )
    contents = Contents(record=name, units=units)
    return entries(record, contents, text, version=1, at=NOW, now=NOW, agencies=agencies())


def _settled(value: Any) -> Settled:
    return Settled(
        value=value, raw=None, source=Source.MACHINE.value, confidence=1.0, page=1, box=(0, 0, 9, 9), rule="golden@1"
    )


def _read(name: str) -> list[Any]:
    found: list[Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found
