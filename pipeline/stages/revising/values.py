"""What a person says of a field becomes claims of source ARCHIVIST, in the field's own grammar; nothing is overwritten.

A value that counts already is confirmed: it keeps its place on the page. The newest claim of an archivist wins, so
every new one is later than all that stand in the record, whatever the clock says.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from pipeline.stages.sidecar_field import read_field
from schemas.agencies import Agencies
from schemas.change import FieldChange
from schemas.claim import MULTIPLE, Claim, FieldName, Source
from schemas.errors import Code, Refused
from schemas.page import Box
from schemas.record import PageSummary, Record
from schemas.text import fold
from schemas.vocabulary import DOCUMENT_TYPES, LEGAL_ACT_TYPES

RULE = "archivist@1"
"""`Claim.rule` and `Word.rule` of what a person said."""
_LONGEST = 2_000
_MOST_VALUES = 200
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,2})?[a-zđ]?(?:[/-](?:[^\W_]|[&.])+)*")
"""179/KH-UBND, 66.16/2026/NQ-CP, 32-CT/TW, 14-L/CTN; also a bare number. What is read is narrower: see `notation`."""
_URGENCIES = ("Hỏa tốc", "Hỏa tốc hẹn giờ", "Thượng khẩn", "Khẩn")
_AUTHORITY = re.compile(r"(?:(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)(?:\.\s?|\s|$))+", re.IGNORECASE)
"""One or several: TM. KT. stands above a deputy who signs for the collective."""
_TYPES = {fold(name): name for name in (*DOCUMENT_TYPES.values(), *LEGAL_ACT_TYPES.values(), "Bộ luật", "Hiến pháp")}
_TICK = timedelta(microseconds=1)


def new_claims(
    record: Record, changes: Sequence[FieldChange], *, by: str, now: datetime, known: Agencies | None = None
) -> tuple[Claim, ...]:
    """The claims that say what these changes say; none for what an archivist has said already.

    Takes: the record as it stands; who says so; the moment; the agency authority file.

    Raises:
        Refused: BAD_VALUE (facts ``field``, ``problem``).
    """
    at = _after(record.claims, now)
    twice = next((c.field for n, c in enumerate(changes) if c.field in {d.field for d in changes[:n]}), None)
    if twice is not None:
        raise _bad(twice, "given-twice")
    made: list[Claim] = []
    for change in changes:
        _check_place(change, record.pages)
        values = _values(change, known, _claimed(record, change.field))
        if not _said(record, change, values):
            made += [_claim(record, change, value, by=by, at=at) for value in (values or (None,))]
    return tuple(made)


# ---------------------------------------------------------------------------------------------------------------------


def _bad(field: FieldName, problem: str) -> Refused:
    return Refused(Code.BAD_VALUE, detail=f"{field}: {problem}", field=field, problem=problem)


def _after(claims: Sequence[Claim], now: datetime) -> datetime:
    """The moment, or just after the newest word of an archivist, should a clock go wrong."""
    said = [claim.at for claim in claims if claim.source is Source.ARCHIVIST and claim.at is not None]
    return max([now, *(moment + _TICK for moment in said)])


def _check_place(change: FieldChange, pages: Sequence[PageSummary]) -> None:
    if change.page is None:
        if change.box is not None:
            raise _bad(change.field, "page")
        return
    page = next((page for page in pages if page.number == change.page), None)
    if page is None:
        raise _bad(change.field, "page")
    if change.box is not None and not lies_on(change.box, width=page.width, height=page.height):
        raise _bad(change.field, "box")


def lies_on(box: Box, *, width: int, height: int) -> bool:
    """Whether the box has an inside and lies on a page of that size."""
    return 0 <= box.x0 < box.x1 <= width and 0 <= box.y0 < box.y1 <= height


def has_odd_signs(text: str) -> bool:
    """Whether it holds what no print has: controls, marks that turn the direction of writing, unassigned signs."""
    return any(_is_odd(sign) for sign in text)


def _is_odd(sign: str) -> bool:
    joiner = sign in "\u200c\u200d"  # Khmer writes with them
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") and not joiner


def _claimed(record: Record, field: FieldName) -> frozenset[str]:
    """What the record says of the field by whomever: a person may confirm it, whatever today's lists hold."""
    return frozenset(str(claim.value) for claim in record.claims if claim.field is field and claim.value is not None)


def _values(change: FieldChange, known: Agencies | None, claimed: frozenset[str]) -> tuple[str | int, ...]:
    """The values in the archive's form; none where the person says that there is none."""
    field, raw = change.field, change.value
    if raw is None or raw == ():
        return ()
    if isinstance(raw, tuple) and field not in MULTIPLE:
        raise _bad(field, "one-value")
    parts = [str(part) for part in raw] if isinstance(raw, tuple) else [str(raw)]
    if len(parts) > _MOST_VALUES or any(len(part) > _LONGEST for part in parts):
        raise _bad(field, "too-long")
    if any(has_odd_signs(part.replace("\n", " ").replace("\t", " ")) for part in parts):
        raise _bad(field, "control")
    try:
        _, values = read_field(field.value, parts if isinstance(raw, tuple) else parts[0])
    except ValueError as wrong:
        raise _bad(field, str(wrong)) from wrong
    if not values:
        raise _bad(field, "empty")
    return tuple(value if str(value) in claimed else _checked(field, value, known) for value in values)


def _checked(field: FieldName, value: str | int, known: Agencies | None) -> str | int:
    """The value, where its field has a closed list as that writes it."""
    match field:
        case FieldName.NUMBER if not _NUMBER.fullmatch(str(value)):
            raise _bad(field, "number")
        case FieldName.DOCUMENT_TYPE:
            return _of_list(field, str(value), _TYPES)
        case FieldName.URGENCY:
            return _of_list(field, str(value), {fold(one): one for one in _URGENCIES})
        case FieldName.SIGNER_AUTHORITY if not _AUTHORITY.fullmatch(str(value)):
            raise _bad(field, "vocabulary")
        case FieldName.ISSUER_ID if known is not None and known.get(str(value)) is None:
            raise _bad(field, "vocabulary")
    return value


def _of_list(field: FieldName, value: str, known: dict[str, str]) -> str:
    if fold(value) not in known:
        raise _bad(field, "vocabulary")
    return known[fold(value)]


def _said(record: Record, change: FieldChange, values: Sequence[str | int]) -> bool:
    """Whether an archivist has said just that already, and the change adds no new evidence."""
    newest = _newest(record.claims, change.field)
    own = sorted(str(claim.value) for claim in newest if claim.value is not None)
    if not newest or own != sorted(map(str, values)):
        return False
    told = [(change.page, "page"), (change.box, "box"), (change.raw, "raw")]
    return all(what is None or getattr(newest[0], name) == what for what, name in told)


def _newest(claims: Sequence[Claim], field: FieldName) -> list[Claim]:
    """What an archivist has said of the field last."""
    said = [claim for claim in claims if claim.field is field and claim.source is Source.ARCHIVIST]
    last = max((claim.at for claim in said if claim.at is not None), default=None)
    return [claim for claim in said if claim.at == last]


def _claim(record: Record, change: FieldChange, value: str | int | None, *, by: str, at: datetime) -> Claim:
    known = _evidence(record, change.field, value) if change.page is None and change.raw is None else None
    return Claim(
        field=change.field,
        value=value,
        raw=known.raw if known else change.raw,
        source=Source.ARCHIVIST,
        confidence=1.0,
        page=known.page if known else change.page,
        box=known.box if known else change.box,
        rule=RULE,
        by=by,
        at=at,
    )


def _evidence(record: Record, field: FieldName, value: str | int | None) -> Claim | None:
    """A claim with the same value and a place, if there is one: what is confirmed stands there."""
    if value is None:
        return None
    same = [claim for claim in record.claims if claim.field is field and claim.value == value]
    return next((claim for claim in reversed(same) if claim.page is not None), None)
