"""The law register: acts that legal-education leaflets cite, with their names, dates and what replaced them.

Data: ``vocabulary/laws.json``, whose head says how it was made. The register is not complete and never guesses: a date
that no source gives is None, and an act that is not in it is cited by its number all the same.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from schemas.base import Frozen
from schemas.text import fold

_NUMBER = re.compile(r"(\d+)([a-zđ]?)((?:/\d{4})?)[/-](.+)", re.DOTALL)


class Law(Frozen):
    """One act. Numbers restart every year and are used by laws and resolutions alike: the kind belongs to the key."""

    id: str
    """ASCII: ``luat-dat-dai-2024``."""
    family: str
    """All acts that bore this name one after the other: ``luat-dat-dai``."""
    kind: str
    """Hiến pháp, Bộ luật, Luật, Pháp lệnh, Nghị quyết, Nghị định, Thông tư …"""
    name: str
    """The kind and the name: Luật Đất đai. Of a decree: Nghị định về công tác văn thư."""
    aliases: tuple[str, ...] = ()
    """Abbreviations and short names: BLHS, Luật HN&GĐ."""
    number: str | None
    """31/2024/QH15; None for a constitution."""
    year: int | None
    """The year it was passed, as people name it: Luật Đất đai năm 2024."""
    passed: date | None
    effective_from: date | None
    effective_to: date | None
    """The first day on which it is no longer in force as a whole; None where nothing sure is known."""
    replaced_by: tuple[str, ...] = ()
    """Ids of the acts that took its place."""
    amended_by: tuple[str, ...] = ()
    """Numbers of acts that amended it; not complete."""
    topics: tuple[int, ...] = ()
    """Chủ đề of Bộ Pháp điển, see :mod:`schemas.topics`."""
    evidence: Mapping[str, str] = MappingProxyType({})
    """Fact → ``corpus`` (read in a file), ``seen`` (public copies agree), ``known`` (generally), ``doubtful``."""
    source: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """How people name it: Luật Đất đai năm 2024; Nghị định số 30/2020/NĐ-CP."""
        if self.kind in ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh") and not self.id.startswith("luat-sua-doi"):
            return f"{self.name} năm {self.year}"
        return f"{self.kind} số {self.number}"


class Register:
    """The laws, found by id, number or family."""

    def __init__(self, laws: tuple[Law, ...]) -> None:
        self.laws = laws
        self._by_id = {law.id: law for law in laws}
        self._by_number: dict[str, list[Law]] = {}
        self._families: dict[str, list[Law]] = {}
        for law in laws:
            self._families.setdefault(law.family, []).append(law)
            if law.number:
                self._by_number.setdefault(number_key(law.number), []).append(law)

    def of_id(self, law_id: str) -> Law:
        """The law with this id. Raises KeyError."""
        return self._by_id[law_id]

    def of_number(self, number: str, *, kind: str | None = None) -> Law | None:
        """The one law with this number, however its digits and marks are written; None if none or two have it.

        ``kind``: what the text calls it; a resolution never stands for the law with the same number.
        """
        found = self._by_number.get(number_key(number), [])
        if kind is not None:
            found = [law for law in found if (law.kind == "Nghị quyết") == (kind == "Nghị quyết")]
        return found[0] if len(found) == 1 else None

    def family(self, family: str) -> tuple[Law, ...]:
        """All acts of this family; empty for an unknown one."""
        return tuple(self._families.get(family, ()))

    def in_force(self, family: str, on: date) -> Law | None:
        """The one act of the family that was surely in force on this day; None where the register cannot tell."""
        acts = [law for law in self.family(family) if law.effective_to is None or on < law.effective_to]
        if any(law.effective_from is None and (law.year is None or law.year <= on.year) for law in acts):
            return None  # it may have begun already
        valid = [law for law in acts if law.effective_from is not None and law.effective_from <= on]
        return valid[0] if len(valid) == 1 else None


def number_key(number: str) -> str:
    """What two writings of one number have in common: 09/2012/QH13, 9/2012/QH13; 06/2008/PL-UBTVQH12, …/UBTVQH12."""
    found = _NUMBER.fullmatch(re.sub(r"\s", "", number))
    if found is None:
        return fold(number)
    num, letter, year, symbol = found.groups()
    return f"{int(num)}{letter}{year}/{fold(symbol).removeprefix('pl-').replace('/', '-')}"


@cache
def law_register() -> Register:
    """The register of ``vocabulary/laws.json``, read once."""
    data = json.loads((files("schemas") / "vocabulary" / "laws.json").read_text(encoding="utf-8"))
    return Register(tuple(Law.model_validate(row) for row in data["laws"]))
