"""The agency authority file: who issues documents, since when, until when, and who came before and after.

Data in ``schemas/vocabulary/agencies.json``: administrative units, the organs that every unit of a level has (people's
committee, department of justice …), and single agencies of the centre. An organ of a unit is an agency whose id is
``<unit>.<organ>`` (``thanh-hoa.so-tu-phap``). Names are those of their time; nothing is renamed backwards.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeVar

from schemas.agency_additions import check_links, merged
from schemas.base import Frozen
from schemas.text import fold, nfc, place_tones

_T = TypeVar("_T")
_KINDS = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
_DISTRICTS = ("Thành phố ", "Quận ", "Huyện ", "Thị xã ")


class Level(StrEnum):
    """Where in the state an agency stands."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Agency(Frozen):
    """One agency in its time."""

    id: str
    name: str
    """In full and in reading form: Sở Tư pháp tỉnh Thanh Hóa."""
    level: Level
    parent: str | None
    """The id of the agency it belongs to."""
    valid_from: str | None
    """The first day it was, ISO 8601; None when that is not known."""
    valid_to: str | None
    """The first day it was no more; None while it is."""
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    notations: tuple[str, ...]
    """How it stands in document numbers: STP."""


class Unit(NamedTuple):
    """A province, district or commune in its time."""

    id: str
    name: str
    level: Level
    within: str | None
    valid_from: str | None
    valid_to: str | None
    was: tuple[str, ...]


class Organ(NamedTuple):
    """What every unit of some levels has."""

    id: str
    name: str
    levels: tuple[Level, ...]
    under: str | None
    valid_from: str | None
    valid_to: str | None
    was: tuple[str, ...]
    notations: tuple[str, ...]


class Agencies:
    """The authority file, indexed by name. Immutable."""

    def __init__(self, content: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
        self._units = {unit.id: unit for unit in map(_unit, content["units"])}
        self._organs = {organ.id: organ for organ in map(_organ, content["organs"])}
        self._single = {agency.id: agency for agency in map(_single, content["agencies"])}
        self._heirs = _heirs((unit.id, unit.was) for unit in self._units.values())
        self._organ_heirs = _heirs((organ.id, organ.was) for organ in self._organs.values())
        self._single_heirs = _heirs((agency.id, agency.predecessors) for agency in self._single.values())
        self.units_by_name = _index((name, unit) for unit in self._units.values() for name in _unit_names(unit.name))
        """Folded name, with and without its kind → units."""
        self.organs_by_name = _index(
            (name, self._organs[str(row["id"])]) for row in content["organs"] for name in _names(row)
        )
        """Folded name or alias → organs."""
        self.single_by_name = _index(
            (name, self._single[str(row["id"])]) for row in content["agencies"] for name in _names(row)
        )
        """Folded name or alias → agencies that are no unit's organ."""

    def unit(self, unit_id: str) -> Unit | None:
        """The administrative unit with this id."""
        return self._units.get(unit_id)

    def organ(self, organ_id: str) -> Organ | None:
        """The organ with this id, of any unit."""
        return self._organs.get(organ_id)

    def get(self, agency_id: str) -> Agency | None:
        """The agency with this id, composed from its unit and organ; None if there is none."""
        if agency_id in self._single:
            single = self._single[agency_id]
            return single.model_copy(update={"successors": self._single_heirs.get(agency_id, ())})
        unit_id, _, organ_id = agency_id.rpartition(".")
        unit, organ = self._units.get(unit_id), self._organs.get(organ_id)
        if unit is None or organ is None or unit.level not in organ.levels:
            return None
        return self._composed(unit, organ)

    def _composed(self, unit: Unit, organ: Organ) -> Agency:
        return Agency(
            id=f"{unit.id}.{organ.id}",
            name=f"{organ.name} {_inside(unit.name)}" if organ.id not in _PROPER else f"{organ.name} {bare(unit.name)}",
            level=unit.level,
            parent=f"{unit.id}.{organ.under}" if organ.under else None,
            valid_from=max(filter(None, (unit.valid_from, organ.valid_from)), default=None),
            valid_to=min(filter(None, (unit.valid_to, organ.valid_to)), default=None),
            predecessors=self._kin(unit, unit.was, organ, organ.was),
            successors=self._kin(unit, self._heirs.get(unit.id, ()), organ, self._organ_heirs.get(organ.id, ())),
            notations=organ.notations,
        )

    def _kin(self, unit: Unit, units: Iterable[str], organ: Organ, organs: Iterable[str]) -> tuple[str, ...]:
        """The same unit's other organs, and the same organ of the other units."""
        own = [f"{unit.id}.{other}" for other in organs]
        others = [f"{one}.{organ.id}" for one in units if self._units[one].level in organ.levels]
        return (*own, *others)


@cache
def agencies(extra: str | None = None) -> Agencies:
    """The authority file, with an archivist's additions.

    Takes: ``extra``, the text of a JSON file of the same form (any of the keys ``units``, ``organs``, ``agencies``);
    an entry with a known id replaces that entry.

    Raises:
        ValueError: ``extra`` is no such file, or names what is not there; told in Vietnamese, or by json.
    """
    content = json.loads((files("schemas") / "vocabulary" / "agencies.json").read_text(encoding="utf-8"))
    if extra is None:
        return Agencies(content)
    added = json.loads(extra)
    known = Agencies(merged(content, added))
    check_links(added, known)
    return known


def bare(name: str) -> str:
    """A unit's name without its kind: Tỉnh Thanh Hóa → Thanh Hóa; Quận 1 keeps its kind."""
    lower = name.lower()
    kind = next((kind for kind in _KINDS if lower.startswith(f"{kind} ")), None)
    if kind is None or name[len(kind) + 1 :].isdigit():
        return name
    return name[len(kind) + 1 :]


def key(name: str) -> str:
    """What names are found by: folded, letters and digits only, single spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(nfc(name))).split())


# ---------------------------------------------------------------------------------------------------------------------

_PROPER = frozenset({"tinh-uy", "thanh-uy", "huyen-uy", "quan-uy", "thi-uy", "truong-chinh-tri"})
"""Organs named after the place alone: Tỉnh ủy Thanh Hóa."""


def _unit(row: Mapping[str, object]) -> Unit:
    within, name = _text(row, "in"), place_tones(str(row["name"]))
    if within is None:
        level = Level.PROVINCE
    else:
        level = Level.DISTRICT if "." not in within and name.startswith(_DISTRICTS) else Level.COMMUNE
    return Unit(str(row["id"]), name, level, within, _text(row, "from"), _text(row, "to"), _many(row, "was"))


def _organ(row: Mapping[str, object]) -> Organ:
    levels = tuple(_level(row, level) for level in _many(row, "of"))
    of = str(row["id"]), str(row["name"]), levels, _text(row, "under"), _text(row, "from"), _text(row, "to")
    return Organ(*of, _many(row, "was"), _many(row, "abbr"))


def _single(row: Mapping[str, object]) -> Agency:
    return Agency(
        id=str(row["id"]),
        name=str(row["name"]),
        level=_level(row, _text(row, "level") or "central"),
        parent=_text(row, "under"),
        valid_from=_text(row, "from"),
        valid_to=_text(row, "to"),
        predecessors=_many(row, "was"),
        successors=(),
        notations=_many(row, "abbr"),
    )


def _level(row: Mapping[str, object], text: str) -> Level:
    if text not in list(Level):
        raise ValueError(f"mục «{row['id']}»: «{text}» không phải là một cấp ({', '.join(Level)})")
    return Level(text)


def _text(row: Mapping[str, object], name: str) -> str | None:
    value = row.get(name)
    return None if value is None else str(value)


def _many(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = row.get(name, ())
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _names(row: Mapping[str, object]) -> set[str]:
    return {key(name) for name in (str(row["name"]), *_many(row, "also"))}


def _unit_names(name: str) -> set[str]:
    full = key(name)
    short = {"thanh pho ": ("tp ",), "thi xa ": ("tx ",), "thi tran ": ("tt ",)}
    others = {
        head + full.removeprefix(kind) for kind, heads in short.items() if full.startswith(kind) for head in heads
    }
    return {full, key(bare(name)), *others}


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:]


def _heirs(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for heir, ancestors in pairs:
        for ancestor in ancestors:
            found[ancestor] = (*found.get(ancestor, ()), heir)
    return found


def _index(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    found: dict[str, list[_T]] = {}
    for name, entry in pairs:
        found.setdefault(name, []).append(entry)
    return {name: tuple(entries) for name, entries in found.items()}
