"""The fresh set, read, for `bench.reader`: as documents with the truth of their fields, and what else is counted."""

from __future__ import annotations

from collections.abc import Sequence

from bench.field_truth import Document
from bench.fresh import documents
from bench.fresh.copies import copies
from bench.fresh.document import Fresh
from bench.fresh.measure import scores, summed
from bench.fresh.read import read
from pipeline.engines.local import LocalEngine
from schemas.claim import FieldName
from schemas.limits import Limits
from schemas.page import Page

Read = tuple[Fresh, tuple[Page, ...]]


def fresh_documents(seed: int) -> tuple[Read, ...]:
    """All fresh documents with their pages, as read from their scans."""
    engine = LocalEngine(Limits())
    return tuple((document, read(document, engine, seed)) for document in documents(seed))


def as_document(fresh: Fresh, pages: tuple[Page, ...]) -> Document:
    """The document for `bench.reader.measured`."""
    truth = {FieldName(name): value for name, value in fresh.truth.items() if name not in fresh.unjudged}
    judged = frozenset(FieldName) - {FieldName(name) for name in fresh.unjudged}
    return Document(name=fresh.name, pages=pages, truth=truth, judged=judged)


def contents_report(read_ones: Sequence[Read], seed: int) -> tuple[list[str], list[str]]:
    """A line for each thing counted, and one for each fault."""
    counted = [scores(document, pages) for document, pages in read_ones]
    alike, unlike = copies(read_ones, LocalEngine(Limits()), seed)
    total = [*summed(score for some, _ in counted for score in some), *alike]
    return [str(score) for score in total], [*(fault for _, some in counted for fault in some), *unlike]
