"""Every law that a text cites, with the articles, clauses and points, linked to the law register.

The parts: :mod:`.cite_flow` (running text), :mod:`.cite_acts` (mentions of acts), :mod:`.cite_provisions` (articles),
:mod:`.law_resolve` (which act is meant). A name the register does not know is not guessed at; its number is kept.
"""

import re
from collections.abc import Sequence
from datetime import date

from pipeline.stages.reader.citing.acts import Act, acts
from pipeline.stages.reader.citing.flow import Flow
from pipeline.stages.reader.citing.provisions import Group, groups
from pipeline.stages.reader.citing.resolve import Resolved, resolve
from schemas.citation import Citation, Provision
from schemas.page import Page

_BEFORE_ACT = re.compile(
    r"\s*[,-]?\s*(?:\([^()]{0,80}\)\s*)?(?:,?\s*(?:va\s+)?(?:muc|chuong)\s+[\dIVXLCivxlc]{1,5}\s*,?\s*)*"
    r"(?:(?:cua|tai|theo|trong|thuoc|o)\s+)?(?:cac\s+)?$"
)
_AFTER_ACT = re.compile(r"\s*(?:[(:,\[]|tai|quy\s+dinh\s+tai)\s*(?:(?:quy\s+dinh\s+)?tai\s+|theo\s+)?$")
_REACH = 130
"""Characters between a provision and its act, at most."""


def citations(pages: Sequence[Page], *, dated: date | None = None) -> tuple[Citation, ...]:
    """All citations in the order of the text, one for each mention of an act.

    Takes: the pages in reading order and the day the document was issued (None if not known), by which a bare
    "Luật Đất đai" is the one then in force. Gives: nothing for a document's own number or "Quyết định này";
    ``law`` None where the register cannot tell which act is meant.
    """
    flow = Flow(pages)
    resolved = resolve(acts(flow), dated=dated)
    articles = _attached(flow, [found.act for found in resolved])
    told = ((found, articles.get(index, [])) for index, found in enumerate(resolved))
    return tuple(_citation(flow, found, own) for found, own in told if own or found.law or not found.act.itself)


def _attached(flow: Flow, mentions: Sequence[Act]) -> dict[int, list[Group]]:
    """Which groups of provisions belong to which mention: to the act right after them, else to the one right before."""
    out: dict[int, list[Group]] = {}
    following = 0
    for group in groups(flow.low, flow.folded):
        while following < len(mentions) and mentions[following].start < group.end:
            following += 1
        after, before = following, following - 1
        if after < len(mentions) and _joins(_BEFORE_ACT, flow.folded[group.end : mentions[after].start]):
            out.setdefault(after, []).append(group)
        elif before >= 0 and _joins(_AFTER_ACT, flow.folded[mentions[before].end : group.start]):
            out.setdefault(before, []).append(group)
    return out


def _joins(pattern: re.Pattern[str], gap: str) -> bool:
    return len(gap) <= _REACH and pattern.fullmatch(gap) is not None


def _citation(flow: Flow, found: Resolved, own: Sequence[Group]) -> Citation:
    act, law = found.act, found.law
    start = min([act.start, *(group.start for group in own)])
    end = max([act.end, *(group.end for group in own)])
    page, box, raw, sure = flow.evidence(start, end)
    places: list[Provision] = [place for group in own for place in group.provisions]
    return Citation(
        law=law.id if law else None,
        family=law.family if law else act.family,
        kind=law.kind if law else act.kind,
        name=law.name if law else act.name,
        number=law.number if law else act.number,
        year=law.year if law else act.year or (act.passed.year if act.passed else None),
        articles=tuple(dict.fromkeys(places)),
        page=page,
        box=box,
        raw=raw,
        confidence=round(found.reliability * sure * 0.97**act.wrong, 3),
        rule=found.rule,
    )
