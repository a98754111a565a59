"""Judges one page's scan: a score that predicts how much was read wrong, its faults, the words to look at first.

Takes the page as read and the facts of its pixels; gives a `Quality`. Faults of several pages together (the same
sheet twice, a missing page) are for `pipeline.stages.ocr.document_quality`.
"""

from math import exp, log

from pipeline.stages.ocr.page_facts import PageFacts
from schemas.page import Box, Page, Word
from schemas.quality import Fault, Quality

_LOW_DPI, _SKEWED, _BLURRED, _FAINT = 120.0, 4.0, 0.5, 0.25
_POOR = 0.97
"""Score below which a fault of the scan is worth a walk back to the scanner: three characters wrong in a hundred."""
_HOPELESS = 0.9
"""Score below which too little of a page was read surely, whatever the reason."""
_CUT_LINES = 3
_BLANK_LETTERS, _BLANK_PICTURES = 8, 0.003
_THROUGH_CONTRAST, _THROUGH_SHARPNESS = 0.32, 0.4
"""The other side of the sheet shining through is both pale and soft."""
_UNREAD_LINES, _UNREAD_SHARE = 3, 0.3
_SURE, _DOUBTFUL = 0.5, 0.9
_WORST = 10
_MENDED = frozenset({Fault.LOW_DPI, Fault.SKEWED, Fault.BLURRED, Fault.FAINT, Fault.UNREAD})
"""Faults that a better scan mends, if they cost anything."""

_WRONG, _FULL_CONTRAST = 0.4, 0.7
"""Of letters in doubt on a page of full contrast, so many are wrong; on a paler one more, as many times as it is paler.
On 315 spoilt pages neither sharpness nor resolution, specks nor the readers' disagreement told anything beyond that."""
_LEAST_DOUBT, _LEAST_CONTRAST, _NO_WORDS = 0.001, 0.05, 0.5


def quality(page: Page, facts: PageFacts) -> Quality:
    """What is to be said of the page's scan."""
    blank = _is_blank(page, facts)
    score = 1.0 if blank else predicted_score(page, facts)
    faults = tuple(fault for fault, found in _found(page, facts, score, blank=blank) if found)
    return Quality(
        dpi=page.dpi,
        skew=page.skew,
        sharpness=facts.sharpness,
        contrast=facts.contrast,
        ink=facts.ink,
        score=round(score, 4),
        faults=faults,
        rescan=Fault.CUT_EDGE in faults or (score < _POOR and not _MENDED.isdisjoint(faults)),
        worst=_worst(page.words),
        signature=facts.signature,
    )


def features(page: Page, facts: PageFacts) -> tuple[float, float]:
    """What makes the score of what was read, each greater for a worse page: logarithms of doubt and of paleness."""
    letters = sum(len(word.text) for word in page.words)
    doubt = sum(len(w.text) * (1 - w.confidence) for w in page.words) / letters if letters else _NO_WORDS
    return log(max(doubt, _LEAST_DOUBT)), max(0.0, log(_FULL_CONTRAST / max(facts.contrast, _LEAST_CONTRAST)))


def unread_share(page: Page, facts: PageFacts) -> float:
    """The share of what looks like print that holds no word that was read surely; 0 unless it is much."""
    read = [w.box for w in _sure(page)]
    silent = [line for line in facts.lines if not any(_meets(line, box) for box in read)]
    area = sum(line.width * line.height for line in facts.lines)
    share = sum(line.width * line.height for line in silent) / area if area else 0.0
    return share if len(silent) >= _UNREAD_LINES and share > _UNREAD_SHARE else 0.0


def predicted_score(page: Page, facts: PageFacts) -> float:
    """The share of characters that are likely right, 0 to 1; falls whenever a feature grows or more is unread."""
    wrong = min(1.0, _WRONG * exp(sum(features(page, facts))))
    return (1 - wrong) * (1 - unread_share(page, facts))


# -------------------------------------------------------------------------------------------------------------------


def _found(page: Page, facts: PageFacts, score: float, *, blank: bool) -> tuple[tuple[Fault, bool], ...]:
    """Every fault of a single page, and whether the page has it; a blank page is only that."""
    if blank:
        return ((Fault.BLANK, True),)
    return (
        (Fault.LOW_DPI, page.dpi < _LOW_DPI),
        (Fault.SKEWED, abs(page.skew) >= _SKEWED),
        (Fault.BLURRED, facts.sharpness < _BLURRED and bool(facts.letters)),
        (Fault.FAINT, facts.contrast < _FAINT),
        (Fault.CUT_EDGE, _is_cut(page, facts)),
        (Fault.UPSIDE_DOWN, page.rotation == 180),
        (Fault.SIDEWAYS, page.rotation in (90, 270)),
        (Fault.UNREAD, unread_share(page, facts) > 0 or score < _HOPELESS),
    )


def _sure(page: Page) -> list[Word]:
    return [w for w in page.words if w.confidence >= _SURE and sum(c.isalnum() for c in w.text) >= 2]


def _is_blank(page: Page, facts: PageFacts) -> bool:
    """Whether nothing was meant to be on the page: no sure words, and no more than specks or a shadow of the back."""
    if len(_sure(page)) > 2:
        return False
    bare = facts.letters < _BLANK_LETTERS and facts.pictures < _BLANK_PICTURES
    return bare or (facts.contrast < _THROUGH_CONTRAST and facts.sharpness < _THROUGH_SHARPNESS)


def _is_cut(page: Page, facts: PageFacts) -> bool:
    """Whether rows of print run into one edge, and words were read right there too."""
    near = 0.02 * page.width
    left = sum(w.box.x0 <= near for w in _sure(page))
    right = sum(w.box.x1 >= page.width - near for w in _sure(page))
    return min(facts.cut_left, left) >= _CUT_LINES or min(facts.cut_right, right) >= _CUT_LINES


def _meets(line: Box, word: Box) -> bool:
    return word.x0 < line.x1 and line.x0 < word.x1 and word.y0 < line.y1 and line.y0 < word.y1


def _worst(words: tuple[Word, ...]) -> tuple[int, ...]:
    doubtful = [i for i, w in enumerate(words) if w.confidence < _DOUBTFUL]
    return tuple(sorted(doubtful, key=lambda i: (words[i].confidence, i))[:_WORST])
