"""Pages in, contents out: citations, questions and answers, subjects, gates, personal data. Only composes."""

from collections.abc import Sequence
from datetime import date

from pipeline.stages.layout.fold import fold_order
from pipeline.stages.reader.citing.citations import citations
from pipeline.stages.reader.fingerprint import fingerprint, wording_of
from pipeline.stages.reader.gating.gates import gates
from pipeline.stages.reader.privacy.personal import personal_data
from pipeline.stages.reader.questions.units import units
from pipeline.stages.reader.subjects.topics import subjects
from pipeline.stages.settle import fields
from schemas.citation import Citation
from schemas.claim import Claim, FieldName
from schemas.contents import Contents, Facets
from schemas.fingerprint import Fingerprint, PageHash
from schemas.ids import RecordId
from schemas.laws import law_register
from schemas.page import Box, Page
from schemas.topics import Layer
from schemas.unit import Anchor, Unit


def contents(
    record: RecordId, pages: Sequence[Page], *, dated: date | None, pictures: Sequence[PageHash] = ()
) -> Contents:
    """What the document holds.

    Takes: all pages as read, its date where it is known (a bare "Luật Đất đai" is the one in force then), and the
    pages' pictures as known from before, for pages that have lost theirs (ALTO does not keep them).
    """
    cited = citations(pages, dated=dated)
    found, personal = units(pages), personal_data(pages)
    joined = found.model_copy(update={"units": tuple(_with_laws(unit, cited) for unit in found.units)})
    return Contents(
        record=record, citations=cited, units=joined, subjects=subjects(pages, cited), personal=personal,
        panels=fold_order(pages), gates=gates(pages, personal), fingerprint=_fingerprint(record, pages, pictures),
    )  # fmt: skip


def dated(claims: Sequence[Claim]) -> date | None:
    """The day a document gives itself, if it gives a whole one."""
    value = next((f.value for name, f in fields(claims).items() if name is FieldName.ISSUED_DATE), None)
    try:
        return date.fromisoformat(str(value))
    except ValueError:  # none, or a month or a year only
        return None


def facets(of: Contents) -> Facets:
    """What of it people search by; every list without repetition, in the order found."""
    by_layer = {layer: tuple(dict.fromkeys(f.code for f in of.subjects if f.layer is layer)) for layer in Layer}
    return Facets(
        topics=by_layer[Layer.CHU_DE],
        popular=by_layer[Layer.POPULAR],
        audiences=by_layer[Layer.AUDIENCE],
        activities=by_layer[Layer.ACTIVITY],
        laws=_laws(of.citations),
        units=len(of.units.units),
        held=tuple(dict.fromkeys(str(gate.kind) for gate in of.gates if gate.blocks_publication)),
    )


def _fingerprint(record: RecordId, pages: Sequence[Page], before: Sequence[PageHash]) -> Fingerprint:
    own = tuple(page.picture for page in pages if page.picture is not None)
    return fingerprint(record, wording_of(pages), own or before)


def _laws(cited: Sequence[Citation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for c in cited if (name := c.law or c.number)))


def _with_laws(unit: Unit, cited: Sequence[Citation]) -> Unit:
    """The unit with the laws that are cited inside it, and their topics."""
    inside = [c for c in cited if any(_covers(anchor, c) for anchor in (*unit.question_at, *unit.answer_at))]
    laws = _laws(inside)
    known = [law_register().of_id(c.law) for c in inside if c.law is not None]
    topics = dict.fromkeys(str(topic) for law in known for topic in law.topics)
    return unit.model_copy(update={"citations": laws, "topics": tuple(topics)})


def _covers(anchor: Anchor, citation: Citation) -> bool:
    if anchor.page != citation.page:
        return False
    x, y = _middle(citation.box)
    return anchor.box.x0 <= x <= anchor.box.x1 and anchor.box.y0 <= y <= anchor.box.y1


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
