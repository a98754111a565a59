"""Documents with their right fields: the golden set, and folders with ``meta.jsonl`` or ``*.meta.json``."""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.ports import Engine
from pipeline.stages.sidecar_field import read_field
from schemas.claim import FieldName
from schemas.inspection import Kind
from schemas.page import Page
from tests.golden.reader import golden
from tests.samples.truth import TruthDocument, load

_NAMES: Mapping[str, FieldName] = {
    "so_ky_hieu": FieldName.NUMBER,
    "ngay_ban_hanh": FieldName.ISSUED_DATE,
    "co_quan_ban_hanh": FieldName.ISSUER,
    "co_quan_chu_tri": FieldName.ISSUER,
    "loai_van_ban": FieldName.DOCUMENT_TYPE,
    "noi_ban_hanh": FieldName.PLACE,
    "nguoi_ky": FieldName.SIGNER_NAME,
    "chuc_vu_nguoi_ky": FieldName.SIGNER_TITLE,
    "noi_nhan": FieldName.RECIPIENTS,
    "tieu_de": FieldName.TITLE,
    "so_luong_in": FieldName.PRINT_RUN,
    "kho": FieldName.PAGE_SIZE,
    "noi_in": FieldName.PRINTER,
    "giay_phep_xuat_ban": FieldName.LICENCE_NUMBER,
    "ngay_cap_phep": FieldName.LICENCE_DATE,
    "luu_chieu": FieldName.DEPOSIT,
}


@dataclass(frozen=True, kw_only=True)
class Document:
    """Pages as read, their right values, and the fields that the truth speaks of at all."""

    name: str
    pages: tuple[Page, ...]
    truth: Mapping[FieldName, str | int | tuple[str, ...]]
    judged: frozenset[FieldName]


def documents_in(folder: Path | None) -> Iterator[Document]:
    """The golden set, or the documents of a folder (also ``tests/samples``), read with today's engine."""
    if folder is None:
        for document in golden():
            truth = {FieldName(name): value for name, value in document.truth.items()}
            yield Document(name=document.name, pages=document.pages, truth=truth, judged=frozenset(FieldName))
        return
    read = _reader()
    for path in sorted(folder.glob("answers/**/*.json")):
        yield _sample(load(path), folder / "scans", read)
    for meta in sorted(folder.rglob("meta.jsonl")):
        for line in meta.read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            yield judged(said["id"], said, _read(read, meta.parent / said["file"]))
    for path in sorted(folder.rglob("*.meta.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        scan = path.with_name(path.name.removesuffix(".meta.json") + ".pdf")
        yield judged(said["doc"], said["meta"], _read(read, scan))


def _sample(truth: TruthDocument, scans: Path, engine: Engine) -> Document:
    """A rendered sample of ``tests/samples``, whose truth speaks of the fields of the first description."""
    files = [scans / name for name in truth.files]
    known = {name: field.value for name, field in truth.fields.items() if field.value is not None}
    return Document(name=truth.name, pages=_read(engine, *files), truth=known, judged=frozenset(truth.fields))


def judged(name: str, said: Mapping[str, object], pages: tuple[Page, ...]) -> Document:
    """The document with the truth that this description gives; null says that the document has none."""
    truth: dict[FieldName, str | int | tuple[str, ...]] = {}
    spoken: set[FieldName] = set()
    poster = re.match(r"áp phích|tờ rơi", str(said.get("loai_van_ban", "")).lower()) is not None
    for key, value in said.items():
        field = _NAMES.get(key)
        if field is None or (poster and field is FieldName.DOCUMENT_TYPE):
            continue
        if value is None and not _always_null(said, key):
            continue
        spoken.add(field)
        _, values = read_field(field.value, value)
        if values:
            truth[field] = tuple(map(str, values)) if field is FieldName.RECIPIENTS else values[0]
    if said.get("trich_yeu"):
        spoken.add(field := FieldName.TITLE if poster else FieldName.SUBJECT)
        truth[field] = str(said["trich_yeu"])
    return Document(name=name, pages=pages, truth=truth, judged=frozenset(spoken))


def _always_null(said: Mapping[str, object], key: str) -> bool:
    """Nulls of the number and the date mean "none on the page"; a null signer may only not have been labelled."""
    return key in ("so_ky_hieu", "ngay_ban_hanh") and "note" in said


def _reader() -> Engine:
    from pipeline.engines.local import LocalEngine  # noqa: PLC0415  # loads nets and programs that the golden set never needs
    from schemas.limits import Limits  # noqa: PLC0415

    return LocalEngine(Limits())


def _read(engine: Engine, *paths: Path) -> tuple[Page, ...]:
    kind = Kind.PDF if paths[0].suffix.lower() == ".pdf" else Kind.IMAGE
    with tempfile.TemporaryDirectory() as work:
        return engine.read(paths, kind, work=Path(work), on_page=lambda _done, _all: None).pages
