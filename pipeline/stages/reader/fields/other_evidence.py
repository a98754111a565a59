"""What else tells a number or a day that a pen wrote: dates that must lie before or after it, and the file's name.

The digit net's possibilities stand in a claim's alternatives. Here the whole document speaks to them:

- a digital copy ("SAO Y; … 18.02.2025"), a digital signature and the stamp of incoming mail are not older than the
  document (Decree 30/2020, Articles 13, 22 and 25);
- what it is based on ("Căn cứ Kế hoạch … ngày 12 tháng 01 năm 2024") is not younger;
- a file's name that holds one of the possibilities confirms it. It never brings in one of its own.

A possibility becomes a value only at 97 %; what stays open keeps its alternatives, weighed anew.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from schemas.base import Frozen
from schemas.claim import Claim, FieldName
from schemas.page import Page
from schemas.text import fold

RULE = "other-evidence@1"
_DATE = re.compile(
    r"(?<!\d)(?P<d>\d{1,2}) ?(?:[./-] ?(?P<m>\d{1,2}) ?[./-] ?|thang (?P<m2>\d{1,2}) nam )(?P<y>20\d\d)(?!\d)"
)
_LATER = re.compile(
    r"\bsao (?:y|luc|trich)\b|\bthoi gian ky\b|\bngay ky\b|\b(?:cong van|so)? ?den\b(?= *[:.]| +(?:so|ngay))"
)
"""What a date right behind is not younger than: a copy, a digital signature, incoming mail."""
_EARLIER = re.compile(r"^\W*(?:can cu|thuc hien|theo|xet) ")
_REACH = 70
"""Letters behind the words within which the date stands."""
_SURE = 0.9
_NAMED = 8.0
"""How many times likelier a possibility is that the file's name holds too: most are typed from the paper."""
_ENOUGH = 0.97
"""More than the pen's own reading needs (`pipeline.stages.ocr.slot_vote`): what a name or another paper adds is less
sure than ink."""
_LEAST = 0.05
"""Probability below which the net has all but ruled a possibility out, and a name does not bring it back."""


class Bounds(Frozen):
    """Between which days the document was issued, as far as anything tells."""

    first: date | None = None
    last: date | None = None


def weighed(claims: Sequence[Claim], pages: Sequence[Page], called: str | None) -> list[Claim]:
    """The claims, those on number and date with their alternatives weighed by the rest of the document.

    Takes: a document's claims; its pages; the name of the file it came in, if it is known. Gives: the same claims but
    those; one whose best alternative is now all but certain has it as its value, with rule ``other-evidence@1``.
    """
    around, out = bounds(pages), []
    for claim in claims:
        if claim.field is FieldName.ISSUED_DATE:
            out.append(_dated(_doubted(claim, around, pages), around, called))
        else:
            out.append(_numbered(claim, called) if claim.field is FieldName.NUMBER else claim)
    return out


def bounds(pages: Sequence[Page]) -> Bounds:
    """The newest day a ground gives, and the oldest day of a copy, a signature or incoming mail."""
    lines = [(fold(line.text), line.confidence) for page in pages for line in page.lines]
    lines += [(fold(stamp.text), stamp.confidence) for page in pages for stamp in page.stamps if stamp.text]
    sure = [said for said, confidence in lines if confidence >= _SURE]
    after = [day for said in sure for day in _behind(said)]
    before = [day for said in sure if _EARLIER.match(said) for day in _days(said)]
    last = min(after, default=None)
    return Bounds(first=max((day for day in before if last is None or day <= last), default=None), last=last)


# ---------------------------------------------------------------------------------------------------------------------


def _behind(said: str) -> Iterable[date]:
    for word in _LATER.finditer(said):
        yield from _days(said[word.end() : word.end() + _REACH])


def _days(said: str) -> Iterable[date]:
    for found in _DATE.finditer(said):
        try:
            yield date(int(found["y"]), int(found["m"] or found["m2"]), int(found["d"]))
        except ValueError:  # 31.02.2025: misread
            continue


def _doubted(claim: Claim, around: Bounds, pages: Sequence[Page]) -> Claim:
    """A day that a pen wrote, and that cannot be, is only its month."""
    day = str(claim.value)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or _fits(day, around) or not _by_hand(claim, pages):
        return claim
    return claim.model_copy(update={"value": day[:7], "alternatives": (), "rule": RULE})


def _by_hand(claim: Claim, pages: Sequence[Page]) -> bool:
    box, words = claim.box, [word for page in pages if page.number == claim.page for word in page.words if word.hand]
    return box is not None and any(
        box.x0 <= (w.box.x0 + w.box.x1) / 2 <= box.x1 and box.y0 <= (w.box.y0 + w.box.y1) / 2 <= box.y1 for w in words
    )


def _dated(claim: Claim, around: Bounds, called: str | None) -> Claim:
    if not claim.alternatives or not re.fullmatch(r"\d{4}-\d\d", str(claim.value)):
        return claim
    fits = {text: _fits(text, around) for text, _ in claim.alternatives}
    if not any(fits.values()):
        fits = {text: _fits(text, Bounds()) for text in fits}  # what bounds it was misread, or is of another paper
    weights = {text: p * fits[text] * _said(_ways(text), text, p, called) for text, p in claim.alternatives}
    return _settled(claim, weights)


def _numbered(claim: Claim, called: str | None) -> Claim:
    if claim.value is not None or not claim.alternatives:
        return claim
    ways = {text: (rf"(?<!\d){re.escape(text.split('/')[0].split('-')[0])}(?!\d)",) for text, _ in claim.alternatives}
    return _settled(claim, {text: p * _said(ways[text], text, p, called) for text, p in claim.alternatives})


def _settled(claim: Claim, weights: Mapping[str, float]) -> Claim:
    """The claim with its alternatives' new probabilities; what none of them is keeps its share."""
    rest = max(0.0, 1.0 - sum(p for _, p in claim.alternatives))
    whole = sum(weights.values()) + rest
    if whole <= 0 or not any(weights.values()):
        return claim.model_copy(update={"alternatives": ()})
    ranked = sorted(((round(weight / whole, 3), text) for text, weight in weights.items() if weight), reverse=True)
    best, text = ranked[0]
    told: dict[str, object] = {"alternatives": tuple((text, p) for p, text in ranked)}
    if best >= _ENOUGH:
        told |= {"value": text, "confidence": min(best, 0.985), "rule": RULE}
    return claim.model_copy(update=told)


def _fits(text: str, around: Bounds) -> float:
    try:
        day = date.fromisoformat(text)
    except ValueError:  # the 31st of a month of 30 days
        return 0.0
    early, late = around.first and day < around.first, around.last and day > around.last
    return 0.0 if early or late else 1.0


def _ways(text: str) -> tuple[str, ...]:
    """How a day stands in a file's name."""
    year, month, day = text.split("-")
    parted = r"[ ._\-/]"
    return (
        rf"(?<!\d)0?{int(day)}{parted}0?{int(month)}{parted}{year}(?!\d)",
        rf"(?<!\d){year}{parted}{month}{parted}{day}(?!\d)",
        rf"(?<!\d){day}{month}{year}(?!\d)", rf"(?<!\d){year}{month}{day}(?!\d)",
    )  # fmt: skip


def _said(ways: Sequence[str], text: str, p: float, called: str | None) -> float:
    """How many times likelier the file's name makes it."""
    if called is None or p < _LEAST:
        return 1.0
    name = re.split(r"[/\\!]", called)[-1].rsplit(".", 1)[0]
    if "-" not in text or text.count("-") != 2:
        name = re.sub(r"\d{1,4}[ ._\-/]\d{1,2}[ ._\-/]\d{1,4}|\d{6,}", " ", name)  # a date's figures are no number's
    return _NAMED if any(re.search(way, name) for way in ways) else 1.0
