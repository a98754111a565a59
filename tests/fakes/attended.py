"""Records that need a person more or less: made of what is said of each field, page and gate."""

from collections.abc import Mapping
from datetime import timedelta

from hypothesis import strategies as st

from pipeline.stages.attention import matters
from pipeline.stages.settle import fields as settled_fields
from schemas.claim import Claim, FieldName, Source
from schemas.contents import Facets
from schemas.gate import GateKind
from schemas.page import PageStatus
from schemas.publication import Decision, GateDecision, Publication, Withdrawal
from schemas.quality import Quality
from schemas.record import PageSummary, Record
from tests.fakes.records import NOON, make_page, make_record

LATER = NOON + timedelta(days=1)


def machine(field: FieldName, value: str, confidence: float = 0.9, **changes: object) -> Claim:
    """What a rule has read."""
    claim = Claim(field=field, value=value, source=Source.MACHINE, confidence=confidence, page=1, rule="rule@1")
    return claim.model_copy(update=changes)


def person(field: FieldName, value: str | None, by: str = "lt01") -> Claim:
    """What an archivist has said."""
    return Claim(field=field, value=value, source=Source.ARCHIVIST, confidence=1.0, rule="confirmed@1", by=by, at=LATER)


def told(*claims: Claim, **changes: object) -> Record:
    """A record of one good page that these claims describe."""
    record = make_record().model_copy(update={"claims": claims, "fields": settled_fields(claims)})
    return record.model_copy(update=changes)


def confirmed(record: Record, *names: FieldName) -> Record:
    """The same after a person has confirmed these fields, blank ones too."""
    said = tuple(_same(record, name) for name in names)
    claims = (*record.claims, *said)
    return record.model_copy(update={"claims": claims, "fields": settled_fields(claims)})


def all_confirmed(record: Record) -> Record:
    """After a person has gone through all that matters."""
    return confirmed(record, *matters(record))


def _same(record: Record, name: FieldName) -> Claim:
    found = record.fields.get(name)
    return person(name, None if found is None else found.text)


def held(*kinds: GateKind) -> Facets:
    """Facets of contents that these gates hold back."""
    return Facets(held=tuple(kind.value for kind in kinds))


def decided(kind: GateKind, decision: Decision) -> GateDecision:
    """What a person has said about a gate."""
    return GateDecision(kind=kind, decision=decision, by="cb01", at=LATER, reason="đã xem")


def published(version: int = 1) -> Publication:
    """That it was given to the public."""
    return Publication(version=version, at=LATER, by="cb01")


def withdrawn() -> Withdrawal:
    """That it was taken back."""
    return Withdrawal(at=LATER, by="cb01", reason="nhầm")


def bad_page(number: int, *, failed: bool = False, rescan: bool = False) -> PageSummary:
    """A page that could not be read, or whose scan is bad."""
    quality = Quality(dpi=100, skew=0, sharpness=0.1, contrast=0.2, ink=0.1, score=0.3, rescan=rescan)
    status = PageStatus.FAILED if failed else PageStatus.READ
    return make_page(number).model_copy(update={"status": status, "quality": quality})


_CONFIDENCE = st.floats(0, 1)
_VALUES: Mapping[FieldName, st.SearchStrategy[str]] = {
    FieldName.MATERIAL_TYPE: st.sampled_from(["vb-chi-dao", "to-gap", "ban-tin", "khac", "sach"]),
}


@st.composite
def claims(draw: st.DrawFn) -> tuple[Claim, ...]:
    """Claims of machine, sidecar and people about any fields."""
    found = []
    for field in draw(st.lists(st.sampled_from(list(FieldName)), max_size=12)):
        value = draw(_VALUES.get(field, st.sampled_from(["a", "b", "c"])))
        source = draw(st.sampled_from(list(Source)))
        others = tuple(draw(st.lists(st.tuples(st.sampled_from(["a", "x", "y"]), _CONFIDENCE), max_size=2)))
        claim = machine(field, value, draw(_CONFIDENCE), source=source, alternatives=others)
        by_person = {"by": "lt01", "at": NOON} if source is Source.ARCHIVIST else {}
        found.append(claim.model_copy(update=by_person))
    return tuple(found)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any record, with any gates, pages, decisions."""
    facets = Facets(
        held=tuple(draw(st.lists(st.sampled_from([kind.value for kind in GateKind]), unique=True))),
        laws=tuple(draw(st.lists(st.sampled_from(["luat-dat-dai-2013", "luat-dat-dai-2024", "1/2000/X"])))),
    )
    kinds = draw(st.lists(st.sampled_from(list(GateKind)), unique=True))
    decisions = tuple(decided(kind, draw(st.sampled_from(list(Decision)))) for kind in kinds)
    flags = draw(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=4))
    pages = tuple(bad_page(n, failed=failed, rescan=rescan) for n, (failed, rescan) in enumerate(flags, 1))
    return told(*draw(claims()), facets=facets, decisions=decisions, pages=pages)
