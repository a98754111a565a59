"""Who an agency's name, as printed, means in the authority file; None unless exactly one agency fits.

The same words name many agencies ("SỞ TƯ PHÁP", "ỦY BAN NHÂN DÂN XÃ ĐÔNG SƠN"), so the agency above it, the place in
the dateline, the document's day and the provinces it speaks of must leave one. Dated: the People's Committee of a
district that ended in July 2025 issues nothing after that day.
"""

from collections.abc import Iterable, Sequence

from schemas.agencies import Agencies, Agency, Level, Organ, Unit, bare, key
from schemas.base import Frozen
from schemas.text import place_tones

_KIND_ONLY = ("tinh", "thanh pho", "huyen", "quan", "thi xa", "xa", "phuong")
"""What stands for the unit in "Thanh tra tỉnh": its own name is elsewhere."""


class Surroundings(Frozen):
    """What tells agencies of one name apart."""

    parent: str | None = None
    """The agency printed above it."""
    place: str | None = None
    """The place of the dateline."""
    provinces: tuple[str, ...] = ()
    """Provinces that the document speaks of ("tỉnh …"), as written."""
    day: str | None = None
    """The document's date, ISO 8601 or EDTF; None when not known."""


def linked(name: str, around: Surroundings, known: Agencies) -> Agency | None:
    """The agency that ``name`` means.

    Takes: a name in any case, with or without its unit; what stands around it; the authority file.
    Gives: None when no agency fits or more than one does.
    """
    single = [agency for agency in known.single_by_name.get(key(name), ()) if _in_time(agency, around.day)]
    if single:
        return known.get(single[0].id) if len(single) == 1 else None
    fitting = {f"{unit.id}.{organ.id}" for organ, unit in _readings(name, around, known)}
    found = [agency for one in fitting if (agency := known.get(one)) and _in_time(agency, around.day)]
    return found[0] if len(found) == 1 else None


def units_in(text: str, known: Agencies) -> tuple[Unit, ...]:
    """The units that an agency's name speaks of, the smallest first: "… xã Nga Sơn, huyện Nga Sơn"."""
    for organ, rest in _organs(key(text), known):
        units, _ = _parted(rest, text, known)
        if units or not rest or organ is None:
            return units
    return ()


# ---------------------------------------------------------------------------------------------------------------------


def _readings(name: str, around: Surroundings, known: Agencies) -> list[tuple[Organ, Unit]]:
    """All ways to read the name as an organ of a unit; the longest organ's name that leaves a unit counts."""
    for organ, rest in _organs(key(name), known):
        if organ is None:
            continue
        if rest and rest not in _KIND_ONLY:
            named, proved = _parted(rest, name, known)
            units = named if proved else _narrowed(named, around, known)
        else:
            units = _unit_elsewhere(organ, rest, around, known)
        pairs = [(organ, unit) for unit in units if unit.level in organ.levels]
        if pairs:
            return pairs
    return []


def _organs(said: str, known: Agencies) -> list[tuple[Organ | None, str]]:
    """Organs whose name begins the text, with what is left of it; the longest first."""
    words = said.split()
    found: list[tuple[Organ | None, str]] = []
    for size in range(len(words), 0, -1):
        head, rest = " ".join(words[:size]), " ".join(words[size:])
        found.extend((organ, rest) for organ in known.organs_by_name.get(head, ()))
    return found


def _parted(rest: str, printed: str, known: Agencies) -> tuple[tuple[Unit, ...], bool]:
    """Units named by the whole of ``rest``, or by its beginning with a larger unit after it that holds them.

    Gives also whether that larger unit proves which one is meant.
    """
    words = rest.split()
    for size in range(len(words), 0, -1):
        units = known.units_by_name.get(" ".join(words[:size]), ())
        if units and size == len(words):
            return _as_printed(units, printed), False
        larger = known.units_by_name.get(" ".join(words[size:]), ()) if units else ()
        held = tuple(unit for unit in units if any(_holds(one, unit, known) for one in larger))
        if held:
            return _as_printed(held, printed), True
    return (), False


def _as_printed(units: tuple[Unit, ...], printed: str) -> tuple[Unit, ...]:
    """Of units that differ in marks alone (Hoằng Phú, Hoằng Phụ), those written exactly so, if there are any."""
    said = place_tones(printed.lower())
    exact = tuple(unit for unit in units if place_tones(bare(unit.name).lower()) in said)
    return exact or units


def _unit_elsewhere(organ: Organ, kind: str, around: Surroundings, known: Agencies) -> tuple[Unit, ...]:
    """The unit of an organ printed without one: that of the agency above it, else the province of the dateline."""
    if around.parent:
        above = _narrowed(units_in(around.parent, known), around, known)
        if above:
            return tuple(unit for unit in above if not kind or key(unit.name).startswith(f"{kind} "))
    if Level.PROVINCE not in organ.levels or (around.parent is None and organ.id in ("ubnd", "hdnd")):
        return ()
    named = [known.units_by_name.get(key(text), ()) for text in (around.place, *around.provinces) if text]
    provinces = {unit.id: unit for units in named for unit in units if unit.level is Level.PROVINCE}
    place = known.units_by_name.get(key(around.place or ""), ())
    own = [unit for unit in place if unit.level is Level.PROVINCE]
    if len(own) == 1 and key(own[0].name).startswith(kind or ""):
        return tuple(own)
    return tuple(provinces.values()) if len(provinces) == 1 and not kind else ()


def _narrowed(units: Sequence[Unit], around: Surroundings, known: Agencies) -> tuple[Unit, ...]:
    """Units without those that the surroundings exclude; a commune needs somebody to name its district or province."""
    alive = [unit for unit in units if _unit_in_time(unit, around.day)]
    high = tuple(unit for unit in alive if unit.level is Level.PROVINCE)
    if high:
        return high
    holders = [unit for text in _witnesses(around) for unit in _named(text, known)]
    held = tuple(unit for unit in alive if any(_holds(one, unit, known) for one in holders))
    if held:
        return held
    lone = [unit for unit in alive if unit.level is Level.DISTRICT]
    return tuple(lone) if len(lone) == 1 and len(alive) == 1 else ()


def _witnesses(around: Surroundings) -> Iterable[str]:
    return filter(None, (around.parent, around.place, *around.provinces))


def _named(text: str, known: Agencies) -> tuple[Unit, ...]:
    return units_in(text, known) or known.units_by_name.get(key(text), ())


def _holds(larger: Unit, smaller: Unit, known: Agencies) -> bool:
    """Whether the smaller unit lies in the larger one (of whatever depth)."""
    at: Unit | None = smaller
    while at is not None and at.within is not None:
        if at.within == larger.id:
            return True
        at = known.unit(at.within)
    return False


def _in_time(agency: Agency, day: str | None) -> bool:
    return _overlaps(agency.valid_from, agency.valid_to, day)


def _unit_in_time(unit: Unit, day: str | None) -> bool:
    return _overlaps(unit.valid_from, unit.valid_to, day)


def _overlaps(begin: str | None, end: str | None, day: str | None) -> bool:
    """Whether a date, which may be a month or a year, can lie between both; without a date everything can."""
    if day is None:
        return True
    size = len(day)
    return (begin is None or day >= begin[:size]) and (end is None or day < end or day <= end[:size] != end)
