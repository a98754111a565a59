"""An agency's name in reading form, with OCR noise undone inside closed vocabularies: organs, provinces, districts.

"ỦY BAN NHÀN DÂN TỈNH THANH HỒ" can only be that of Thanh Hóa: all provinces there ever were are on the list. Names of
districts and communes are not all known; theirs stay as read.
"""

import re
from functools import cache

from pipeline.stages.reader.casing import reading_form
from pipeline.stages.reader.closest import closest, plain
from pipeline.stages.reader.fields.vocabulary import PROVINCES
from schemas.agencies import Agencies, Level, bare

_UNIT = re.compile(
    r"^(?P<organ>.{2,}?) (?P<kind>tỉnh|thành phố|tp\.?|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu) (?P<name>.+)$",
    re.IGNORECASE,
)

_OF_A_UNIT = ("Ủy ban nhân dân", "Hội đồng nhân dân", "Hội đồng phối hợp phổ biến, giáo dục pháp luật", "Công an")
"""Organs that never stand without their unit."""


def agency_name(printed: str, known: Agencies) -> str | None:
    """The name in reading form.

    Takes: a name on one line, in capitals or not; the authority file. Gives: None when it names a province that is none
    of the provinces, and could be two of them or is too far from all.
    """
    found = _UNIT.match(printed)
    if found is None:
        return closest(printed, (*_organs(known), *_central(known)), slack=1) or _without_kind(printed, known)
    organ = closest(found["organ"], _organs(known), slack=1) or reading_form(found["organ"])
    kind = found["kind"].lower() if found["kind"].isupper() and found["kind"][:2] != "TP" else found["kind"]
    name = _unit(plain(kind), found["name"], known)
    if name is None:
        return None
    return f"{organ} {kind} {name}"


def _without_kind(printed: str, known: Agencies) -> str | None:
    """A name in which no kind of unit was read: an organ without unit, or ỦY BAN NHÂN DÂN TỈNN THANH HÓA."""
    words = printed.split()
    for size in range(len(words) - 1, 1, -1):
        organ = closest(" ".join(words[:size]), _OF_A_UNIT, slack=1)
        if organ:
            unit = closest(" ".join(words[size:]), _provinces(known), slack=2)
            return f"{organ} {unit}" if unit else None
    return reading_form(printed)


def _unit(kind: str, printed: str, known: Agencies) -> str | None:
    """The unit's own name: a province of the list, or as read where no list is whole."""
    if kind == "tinh":
        head, comma, rest = printed.partition(",")
        name = closest(head.strip(), PROVINCES, slack=1)
        return name + comma + rest if name else None
    whole = reading_form(f"XÃ {printed}") if printed.isupper() else f"xã {printed}"
    own = whole[3:]
    cities = closest(own, PROVINCES, slack=0) if kind in ("thanh pho", "tp") else None
    return cities or closest(own, _districts(known), slack=0) or own


@cache
def _provinces(known: Agencies) -> tuple[str, ...]:
    units = {unit for units in known.units_by_name.values() for unit in units if unit.level is Level.PROVINCE}
    return tuple({unit.name[:1].lower() + unit.name[1:] for unit in units})


@cache
def _organs(known: Agencies) -> tuple[str, ...]:
    return tuple({organ.name for organs in known.organs_by_name.values() for organ in organs if len(organ.name) > 9})


@cache
def _central(known: Agencies) -> tuple[str, ...]:
    return tuple(
        {agency.name for entries in known.single_by_name.values() for agency in entries if len(agency.name) > 9}
    )


@cache
def _districts(known: Agencies) -> tuple[str, ...]:
    units = {unit for units in known.units_by_name.values() for unit in units if unit.level is Level.DISTRICT}
    return tuple({bare(unit.name) for unit in units})
