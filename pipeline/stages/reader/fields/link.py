"""The issuer's id in the authority file, from its printed name and everything else the document says."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.stages.reader.fields.authority import Surroundings, linked
from schemas.agencies import Agencies, Agency, Level
from schemas.claim import Claim, FieldName
from schemas.page import Page
from schemas.text import fold

_PROVINCE = re.compile(r"\b(?:tinh|thanh pho) (?=(?P<name>[a-z]+(?: [a-z]+){0,3}))")
_RULE = "authority@1"


def issuer_id(claims: Mapping[FieldName, Claim], pages: Sequence[Page], known: Agencies) -> Claim | None:
    """The claim for the issuer's id, with the evidence of the issuer's name.

    Takes: the claims made so far, all pages, the authority file. Gives: None when there is no issuer or the name fits
    no agency of that day, or more than one. A province counts as spoken of when the text names no other one.
    """
    issuer = claims.get(FieldName.ISSUER)
    if issuer is None:
        return None
    around = Surroundings(
        parent=_said(claims, FieldName.PARENT_ISSUER),
        place=_said(claims, FieldName.PLACE),
        day=_said(claims, FieldName.ISSUED_DATE),
    )
    found = linked(str(issuer.value), around, known) or _by_text(str(issuer.value), around, pages, known)
    if found is None:
        return None
    confidence = round(0.99 * issuer.confidence, 3)
    return issuer.model_copy(
        update={"field": FieldName.ISSUER_ID, "value": found.id, "confidence": confidence, "rule": _RULE}
    )


# ---------------------------------------------------------------------------------------------------------------------


def _said(claims: Mapping[FieldName, Claim], field: FieldName) -> str | None:
    claim = claims.get(field)
    return None if claim is None else str(claim.value).split("/")[0]


def _by_text(name: str, around: Surroundings, pages: Sequence[Page], known: Agencies) -> Agency | None:
    provinces = _provinces(pages, known)
    if len(provinces) != 1:
        return None
    return linked(name, around.model_copy(update={"provinces": provinces}), known)


def _provinces(pages: Sequence[Page], known: Agencies) -> tuple[str, ...]:
    """The provinces that the text names with their kind."""
    found: Counter[str] = Counter()
    for page in pages:
        for line in page.lines:
            for match in _PROVINCE.finditer(fold(line.text)):
                words = match["name"].split()
                for size in range(len(words), 0, -1):
                    units = known.units_by_name.get(" ".join(words[:size]), ())
                    if units:
                        found.update(unit.name for unit in units if unit.level is Level.PROVINCE)
                        break
    return tuple(found)
