"""Archivists' and sidecars' issuers in, suggestions for the agency authority file out. Nothing is changed by itself.

A person's name that the file does not have is a new agency, or, if the person also gave an agency's id, another name
of it. What the machine had read where a person says which agency it is may be a name of that agency too, unless it only
looks like a misreading, or is the name of another one.
"""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.stages.reader.fields.authority import Surroundings, linked
from pipeline.stages.settle import fields, settle
from schemas.agencies import Agencies, Agency, key
from schemas.claim import FieldName, Source
from schemas.ids import RecordId
from schemas.record import Record
from schemas.suggestion import Suggestion, SuggestionKind

_MISREAD = 0.8
"""Share of equal letters from which two names are one, read badly (difflib's ratio)."""
_KINDS = frozenset({"tinh", "thanh pho", "huyen", "quan", "thi xa", "xa", "phuong", "thi tran", "dac khu"})


class Lesson(NamedTuple):
    """What one record teaches: a name that the file does not have, and whose it is if that is known."""

    record: RecordId
    name: str
    agency: Agency | None


def lessons(record: Record, known: Agencies) -> tuple[Lesson, ...]:
    """What people's corrections of this record's issuer teach; nothing where nobody has said who issued it."""
    people = settle(claim for claim in record.claims if claim.source is not Source.MACHINE)
    machine = settle(claim for claim in record.claims if claim.source is Source.MACHINE)
    said, read = _text(people.get(FieldName.ISSUER)), _text(machine.get(FieldName.ISSUER))
    chosen = _text(people.get(FieldName.ISSUER_ID))
    if said is None and chosen is None:
        return ()
    agency = known.get(chosen) if chosen else linked(said or "", _around(record), known)
    new = said is not None and not _has(said, known)
    if agency is None:
        return (Lesson(record.id, said, None),) if said is not None and new else ()
    names = [said] if said is not None and new else []
    if read is not None and not _has(read, known) and not _misread(read, (said or "", agency.name)):
        names.append(read)
    return tuple(Lesson(record.id, name, agency) for name in names)


def suggestions(learned: Iterable[Lesson], known: Agencies) -> tuple[Suggestion, ...]:
    """All lessons as suggestions, those with most records first; one for each agency.

    A name that means one agency here and another there is no alias of either.
    """
    lessons_by_name: dict[str, list[Lesson]] = {}
    for lesson in learned:
        lessons_by_name.setdefault(key(lesson.name), []).append(lesson)
    by_agency: dict[str, list[Lesson]] = {}
    for group in lessons_by_name.values():
        ids = {lesson.agency.id for lesson in group if lesson.agency}
        if len(ids) <= 1:
            by_agency.setdefault(next(iter(ids), _slug(group[0].name)), []).extend(group)
    found = [_suggestion(name, group, known) for name, group in by_agency.items()]
    return tuple(sorted(found, key=lambda one: (-one.count, one.id)))


# ---------------------------------------------------------------------------------------------------------------------


def _text(claim: object) -> str | None:
    value = getattr(claim, "value", None)
    return None if value is None else str(value)


def _around(record: Record) -> Surroundings:
    settled = fields(record.claims)
    parent, place, day = (
        settled[name].text.split("/")[0] if name in settled else None
        for name in (FieldName.PARENT_ISSUER, FieldName.PLACE, FieldName.ISSUED_DATE)
    )
    return Surroundings(parent=parent, place=place, day=day)


def _has(name: str, known: Agencies) -> bool:
    """Whether the file can read the name: an agency's, or an organ's alone or with a unit that it knows."""
    said = key(name)
    return said in known.single_by_name or any(
        not rest or rest in _KINDS or any(" ".join(words) in known.units_by_name for words in _beginnings(rest))
        for head, rest in _parted(said)
        if head in known.organs_by_name
    )


def _parted(said: str) -> Iterator[tuple[str, str]]:
    words = said.split()
    return ((" ".join(words[:size]), " ".join(words[size:])) for size in range(len(words), 0, -1))


def _beginnings(text: str) -> Iterator[list[str]]:
    words = text.split()
    return (words[:size] for size in range(len(words), 0, -1))


def _misread(read: str, names: Iterable[str]) -> bool:
    return any(SequenceMatcher(None, key(read), key(name), autojunk=False).ratio() >= _MISREAD for name in names)


def _slug(name: str) -> str:
    return key(name).replace(" ", "-")


def _suggestion(agency_id: str, group: list[Lesson], known: Agencies) -> Suggestion:
    agency = next((lesson.agency for lesson in group if lesson.agency), None)
    names = tuple({key(lesson.name): lesson.name for lesson in reversed(group)}.values())[::-1]
    records = tuple(dict.fromkeys(lesson.record for lesson in group))
    return Suggestion(
        kind=SuggestionKind.AGENCY if agency is None else SuggestionKind.ALIAS,
        id=agency_id,
        name=names[0] if agency is None else agency.name,
        aliases=names[1:] if agency is None else names,
        count=len(records),
        records=records,
        entry=_new(agency_id, names[0], known) if agency is None else _with(agency, names, known),
    )


def _new(agency_id: str, name: str, known: Agencies) -> dict[str, str | tuple[str, ...]]:
    """A new agency's row: its level is that of the unit its name ends with; a person completes the rest."""
    words = key(name).split()
    endings = (" ".join(words[start:]) for start in range(1, len(words)))
    units = next((units for ending in endings if (units := known.units_by_name.get(ending))), ())
    levels = {unit.level.value for unit in units}
    level = {"level": levels.pop()} if len(levels) == 1 else {}
    return {"id": agency_id, "name": name, **level}


def _with(agency: Agency, names: tuple[str, ...], known: Agencies) -> dict[str, str | tuple[str, ...]]:
    """The agency's row with more names: a row replaces an older one of its id, so it says everything again."""
    own = key(agency.name)
    older = [name for name, entries in known.single_by_name.items() if any(one.id == agency.id for one in entries)]
    row: dict[str, str | tuple[str, ...] | None] = {
        "id": agency.id, "name": agency.name, "level": agency.level.value, "under": agency.parent,
        "from": agency.valid_from, "to": agency.valid_to, "was": agency.predecessors, "abbr": agency.notations,
        "also": (*(name for name in older if name != own), *names),
    }  # fmt: skip
    return {name: value for name, value in row.items() if value}
