"""Two descriptions of one document compared: the machine's claims field by field, the contents kind by kind.

A confidence that moved by less than a hundredth has not changed: ALTO keeps four digits of it, and so it comes back.
"""

from collections.abc import Mapping, Sequence

from pipeline.stages.settle import fields
from schemas.base import Frozen
from schemas.claim import Claim, FieldName, Source
from schemas.contents import Contents
from schemas.record import Record, Settled
from schemas.redescription import Change, CountChange, FieldChange, Value

_UNFELT = 0.01
_PARTS = ("citations", "units", "findings", "subjects", "gates", "personal", "fingerprint")


def alike(one: Frozen | None, other: Frozen | None) -> bool:
    """Whether both say the same, but for confidences closer than a hundredth."""
    return _near(_plain(one), _plain(other))


def field_changes(before: Record, after: Record) -> tuple[FieldChange, ...]:
    """What the machine says otherwise, or what counts otherwise, in the order of the fields."""
    old, new = _by_field(before.claims), _by_field(after.claims)
    found = []
    for name in FieldName:
        counts = _value(before.fields, name) != _value(after.fields, name)
        own, others = old.get(name, ()), new.get(name, ())
        if counts or not _all_alike(own, others):
            found.append(_change(name, own, others, counts=counts))
    return tuple(found)


def content_changes(before: Contents | None, after: Contents) -> dict[str, CountChange]:
    """By kind, where anything of that kind differs; a record of a release without contents had none of any."""
    old, new = _parts(before), _parts(after)
    return {
        part: CountChange(before=len(old[part]), after=len(new[part]))
        for part in _PARTS
        if not _all_alike(old[part], new[part])
    }


def new_secrets(before: Contents | None, after: Contents) -> tuple[int, ...]:
    """Pages with a mark of state secrecy that was not seen before."""
    known = _stopping(before) if before else set()
    return tuple(sorted(_stopping(after) - known))


# ---------------------------------------------------------------------------------------------------------------------


def _change(name: FieldName, old: Sequence[Claim], new: Sequence[Claim], *, counts: bool) -> FieldChange:
    before, after = _value(fields(old), name), _value(fields(new), name)
    if before == after:
        kind = Change.EVIDENCE
    elif before is None:
        kind = Change.ADDED
    else:
        kind = Change.REMOVED if after is None else Change.CHANGED
    return FieldChange(field=name, change=kind, before=before, after=after, counts=counts)


def _value(settled: Mapping[FieldName, Settled], name: FieldName) -> Value:
    return settled[name].value if name in settled else None


def _by_field(claims: Sequence[Claim]) -> dict[FieldName, tuple[Claim, ...]]:
    found: dict[FieldName, tuple[Claim, ...]] = {}
    for claim in claims:
        if claim.source is Source.MACHINE:
            found[claim.field] = (*found.get(claim.field, ()), claim)
    return found


def _parts(of: Contents | None) -> dict[str, tuple[Frozen, ...]]:
    if of is None:
        return dict.fromkeys(_PARTS, ())
    return {
        "citations": of.citations, "units": of.units.units, "findings": of.units.findings, "subjects": of.subjects,
        "gates": of.gates, "personal": of.personal, "fingerprint": (of.fingerprint,) if of.fingerprint else (),
    }  # fmt: skip


def _stopping(of: Contents) -> set[int]:
    return {gate.page for gate in of.gates if gate.stops_processing}


def _all_alike(old: Sequence[Frozen], new: Sequence[Frozen]) -> bool:
    return len(old) == len(new) and all(map(alike, old, new))


def _plain(thing: Frozen | None) -> object:
    return None if thing is None else thing.model_dump(mode="json")


def _near(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < _UNFELT
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_near(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_near, one, other))
    return one == other
