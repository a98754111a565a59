"""How well a document's contents are read: topics, citations, questions, panels, marks of secrecy, personal data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.fresh.document import Asked, Fact, Fresh
from bench.token_f1 import token_f1
from pipeline.stages.contents import contents, dated
from pipeline.stages.describe import describe
from schemas.contents import Contents
from schemas.gate import GateKind, PersonalFinding
from schemas.ids import RecordId
from schemas.page import Page
from schemas.text import fold
from schemas.topics import Layer
from schemas.unit import Unit

_ALIKE = 0.9
"""Token F1 from which a question or an answer is the printed one."""
_RECORD = RecordId("0" * 26)


@dataclass(frozen=True, kw_only=True)
class Score:
    """One thing counted over documents."""

    name: str
    right: int = 0
    given: int = 0
    wanted: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            name=self.name,
            right=self.right + other.right,
            given=self.given + other.given,
            wanted=self.wanted + other.wanted,
        )

    def __str__(self) -> str:
        precision, recall = self.right / max(self.given, 1), self.right / max(self.wanted, 1)
        f1 = 2 * self.right / max(self.given + self.wanted, 1)
        counted = f"{self.name:32} {self.right:5} of {self.given:5} given, {self.wanted:5} there"
        return f"{counted}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def held(pages: tuple[Page, ...]) -> Contents:
    """What the reader finds on these pages."""
    return contents(_RECORD, pages, dated=dated(describe(pages)))


def scores(document: Fresh, pages: tuple[Page, ...]) -> tuple[list[Score], list[str]]:
    """The counts of one document, and a line for each thing that is not right."""
    found = held(pages)
    parts = (
        _topic(document, found),
        _citations(document, found),
        _units(document, found.units.units),
        _panels(document, pages),
        _secret(document, found),
        _personal(document, found, pages),
    )
    return [score for some, _ in parts for score in some], [
        f"{document.name} {fault}" for _, some in parts for fault in some
    ]


def summed(all_scores: Iterable[Score]) -> list[Score]:
    """The counts by name, in order of first appearance."""
    total: dict[str, Score] = {}
    for score in all_scores:
        total[score.name] = total[score.name] + score if score.name in total else score
    return list(total.values())


# ---------------------------------------------------------------------------------------------------------------------

_Part = tuple[list[Score], list[str]]


def _topic(document: Fresh, found: Contents) -> _Part:
    if document.topic is None:
        return [], []
    first = next((f.code for f in found.subjects if f.layer is Layer.CHU_DE), None)
    right = first == str(document.topic)
    return [Score(name="chủ đề, first", right=right, given=first is not None, wanted=1)], (
        [] if right else [f"topic {first}, not {document.topic}"]
    )


def _citations(document: Fresh, found: Contents) -> _Part:
    if document.facts is None:
        return [], []
    said: set[Fact] = set()
    for one in found.citations:
        act = one.law or one.family or str(one.number)
        said |= {(act, p.article, p.clause or "", p.point or "") for p in one.articles} or {(act, "", "", "")}
    wanted = set(document.facts)
    faults = [f"cited {fact}" for fact in sorted(said - wanted)] + [
        f"not cited {fact}" for fact in sorted(wanted - said)
    ]
    return [Score(name="citations", right=len(said & wanted), given=len(said), wanted=len(wanted))], faults


def _units(document: Fresh, units: Sequence[Unit]) -> _Part:
    left, faults, right = list(units), [], 0
    for asked in document.asked:
        match = next((unit for unit in left if _same(unit, asked)), None)
        if match is None:
            faults.append(f"no unit {asked.number}: {asked.question[:50]}")
        else:
            left.remove(match)
            right += 1
    faults += [f"unit that is none: {unit.number} {unit.question[:60]!r} / {unit.answer[:60]!r}" for unit in left]
    return [Score(name="questions with answers", right=right, given=len(units), wanted=len(document.asked))], faults


def _same(unit: Unit, asked: Asked) -> bool:
    if asked.number is not None and unit.number != asked.number:
        return False
    return token_f1(unit.question, asked.question) >= _ALIKE and token_f1(unit.answer, asked.answer) >= _ALIKE


def _panels(document: Fresh, pages: Sequence[Page]) -> _Part:
    if document.panels is None:
        return [], []
    right, faults = 0, []
    for page, starts in zip(pages, document.panels, strict=True):
        text = _letters(" ".join(line.text for line in page.lines))
        places = [text.find(_letters(start)[:14]) for start in starts]
        if -1 not in places and places == sorted(places):
            right += 1
        else:
            faults.append(f"panels of page {page.number} at {places}")
    return [Score(name="panels in order (sides)", right=right, given=len(pages), wanted=len(pages))], faults


def _secret(document: Fresh, found: Contents) -> _Part:
    stops = any(gate.kind is GateKind.SECRET and gate.stops_processing for gate in found.gates)
    fault = [] if stops == document.secret else [f"secret {document.secret}, stopped {stops}"]
    return [
        Score(name="marks of secrecy that stop", right=stops and document.secret, given=stops, wanted=document.secret)
    ], fault


def _personal(document: Fresh, found: Contents, pages: Sequence[Page]) -> _Part:
    left, right, faults = list(document.personal), 0, []
    for finding in found.personal:
        digits = _covered(finding, pages)
        match = next((value for value in left if value in digits), None)
        if match is None:
            faults.append(f"personal {finding.kind}: {digits}")
        else:
            left.remove(match)
            right += 1
    faults += [f"not found: {value}" for value in left]
    return [Score(name="personal data", right=right, given=len(found.personal), wanted=len(document.personal))], faults


def _covered(finding: PersonalFinding, pages: Sequence[Page]) -> str:
    """The digits under a finding's boxes."""
    words = [
        word.text
        for page in pages
        if page.number == finding.page
        for word in page.words
        for box in finding.boxes
        if box.x0 <= (word.box.x0 + word.box.x1) / 2 <= box.x1 and box.y0 <= (word.box.y0 + word.box.y1) / 2 <= box.y1
    ]
    return re.sub(r"\D", "", " ".join(words))


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())
