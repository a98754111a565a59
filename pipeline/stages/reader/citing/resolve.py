"""Which act of the register a mention means: by number, by name and year, by what the document says elsewhere, by date.

Where two answers are left there is none: a bare "Luật Đất đai" without a date keeps its family only.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.stages.reader.citing.acts import Act
from schemas.laws import Law, law_register, number_key

_MAIN_SHARE = 0.8
"""Share of a document's mentions that its one law must have before "Luật này" means it."""


class Resolved(NamedTuple):
    """A mention and what it means."""

    act: Act
    law: Law | None
    rule: str
    reliability: float
    """How often this rule is right on words that were read well."""


def resolve(acts: Sequence[Act], *, dated: date | None) -> list[Resolved]:
    """Every mention with its law, None where the register does not have it or the year is not certain.

    Takes: the mentions in order and the day the document was issued, None if not known.
    """
    first = [_alone(act) for act in acts]
    known: dict[str, set[str]] = {}
    for found in first:
        if found.law and found.law.family != found.law.id:
            known.setdefault(found.law.family, set()).add(found.law.id)
    second = [_bare(found, known, dated) if _is_bare(found) else found for found in first]
    return [_itself(found, second) if found.act.itself else found for found in second if not found.act.header]


def _alone(act: Act) -> Resolved:
    """By what the mention itself says."""
    if act.itself:
        return Resolved(act, None, "cite-self@1", 0.85)
    if act.amends:
        return _amending(act)
    if act.number:
        return _numbered(act)
    if act.family and (act.passed or act.year):
        return _of_year(act)
    return Resolved(act, None, "cite-name@1", 0.9)


def _numbered(act: Act) -> Resolved:
    """By the number; a name beside it must agree."""
    law = law_register().of_number(act.number or "", kind=act.kind)
    if law and law.year != act.year:
        law = None  # 766/QĐ-TTg of 2022 is not that of 2025: without the day a yearless number is no name
    if law and act.family in (None, law.family):
        return Resolved(act, law, "cite-number@1", 0.99 if act.family else 0.98)
    return _misread(act, law) if act.family else Resolved(act, None, "cite-number@1", 0.95)


def _amending(act: Act) -> Resolved:
    """An amending act: by its number, else by its day among those that amend exactly these laws."""
    register = law_register()
    law = register.of_number(act.number) if act.number else None
    if law is None and act.passed:
        names = [register.family(family)[0].name for family in act.amends]
        of_day = [
            other for other in register.laws if other.passed == act.passed and other.id.startswith("luat-sua-doi")
        ]
        fitting = [other for other in of_day if all(name in other.name for name in names)]
        law = fitting[0] if len(fitting) == 1 else None
    if law and not law.id.startswith("luat-sua-doi"):
        return Resolved(act._replace(number=None), None, "cite-amending@1", 0.9)  # the number of the amended law
    return Resolved(act, law, "cite-amending@1", 0.95)


def _misread(act: Act, other: Law | None) -> Resolved:
    """Name and number that do not belong together: one digit was misread if the year agrees, else nothing is certain.

    A number that the register gives to another act of that year is believed to be that act only without the name.
    """
    family = law_register().family(act.family or "")
    near = [law for law in family if law.number and act.number and law.year == act.year]
    near = [
        law for law in near if Levenshtein.distance(number_key(law.number or ""), number_key(act.number or "")) == 1
    ]
    if len(near) == 1 and (other is None or other.family == other.id or act.wrong == 0):
        return Resolved(act, near[0], "cite-misread@1", 0.9)
    return Resolved(act, None, "cite-number@1", 0.8)


def _of_year(act: Act) -> Resolved:
    """The one act of the family that was passed on this day or in this year."""
    family = law_register().family(act.family or "")
    if act.passed:
        fitting = [law for law in family if law.passed == act.passed]
    else:
        fitting = [law for law in family if law.year == act.year]
    if act.passed and not fitting:
        fitting = [law for law in family if law.passed is None and law.year == act.passed.year]
    law = fitting[0] if len(fitting) == 1 else None
    return Resolved(act, law, "cite-year@1", 0.97)


def _is_bare(found: Resolved) -> bool:
    act = found.act
    return found.law is None and bool(act.family) and not (act.number or act.year or act.passed)


def _bare(found: Resolved, known: dict[str, set[str]], dated: date | None) -> Resolved:
    """A name alone: the version the document names elsewhere, else the one in force on its day, else the only one."""
    register, family = law_register(), found.act.family or ""
    elsewhere = known.get(family, set())
    if len(elsewhere) == 1:
        return Resolved(found.act, register.of_id(next(iter(elsewhere))), "cite-context@1", 0.93)
    law = register.in_force(family, dated) if dated else None
    if elsewhere:
        return Resolved(found.act, law, "cite-date@1", 0.9) if law and law.id in elsewhere else found
    if law:
        return Resolved(found.act, law, "cite-date@1", 0.93)
    only = register.family(family)
    if len(only) == 1 and only[0].effective_from and (dated is None or dated >= only[0].effective_from):
        return Resolved(found.act, only[0], "cite-only@1", 0.88)
    return found


def _itself(found: Resolved, others: Sequence[Resolved]) -> Resolved:
    """ "Luật này": the law whose own text this is, else the one law that the document is about."""
    header = next((other for other in others if other.act.header), None)
    if header and (header.act.kind in (None, found.act.kind) or header.law):
        law = header.law
        return found._replace(law=law if law and law.kind == found.act.kind else None)
    return found._replace(law=_main([other for other in others if not other.act.itself], found.act.kind))


def _main(others: Sequence[Resolved], kind: str | None) -> Law | None:
    """The one law of this kind that a document is about, when hardly another of the kind is cited."""
    own = [other for other in others if (other.law.kind if other.law else other.act.kind) == kind]
    count = Counter(other.law.id for other in own if other.law)
    if not count:
        return None
    law_id, often = count.most_common(1)[0]
    sole = often == len(own) and any(other.act.number and other.act.family for other in own)
    return law_register().of_id(law_id) if sole or (often >= 2 and often >= _MAIN_SHARE * len(own)) else None
