"""Faults that show only when a document's pages lie side by side: the same sheet twice, a page that is missing.

Takes all pages in order; gives them back, those concerned with more faults in their `Quality`. Pages whose image was
not looked at (``quality`` is None) are compared but not marked.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.page import Line, Page
from schemas.quality import Fault, Quality

_ENOUGH_WORDS = 12
_SAME_TEXT, _SAME_PICTURE, _LIKE_PICTURE = 0.85, 0.06, 0.25
"""Share of words in common; share of the signature's bits that differ: with too little text, and beside equal text."""
_BAND = 0.12
_FOLIO = re.compile(r"^[-–—\s]*(?:trang\s+)?(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—\s.]*$", re.IGNORECASE)
_FOLIO_SURE = 0.8
_MOST_MISSING = 20


def document_quality(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, those drawn in twice and those after a gap in the printed page numbers marked."""
    twins, gaps = _twins(pages), _gaps(pages)
    return tuple(_marked(page, twins.get(page.number), gaps.get(page.number, ())) for page in pages)


# -------------------------------------------------------------------------------------------------------------------


def _marked(page: Page, twin: int | None, missing: tuple[int, ...]) -> Page:
    if page.quality is None or (twin is None and not missing):
        return page
    more = (*([Fault.TWICE] if twin else []), *([Fault.GAP] if missing else []))
    faults = tuple(dict.fromkeys((*page.quality.faults, *more)))
    update = {"faults": faults, "rescan": page.quality.rescan or bool(missing), "twin": twin, "missing": missing}
    return page.model_copy(update={"quality": page.quality.model_copy(update=update)})


# --- the same sheet twice ------------------------------------------------------------------------------------------


def _twins(pages: Sequence[Page]) -> dict[int, int]:
    """For each page that repeats the one before it, or the one before that (both sides of a sheet): which one."""
    found: dict[int, int] = {}
    for at, page in enumerate(pages):
        for earlier in reversed(pages[max(0, at - 2) : at]):
            if _same(earlier, page):
                found[page.number] = earlier.number
                break
    return found


def _same(a: Page, b: Page) -> bool:
    """Whether two pages are one sheet: the same words (and all sure numbers alike) in the same place on the paper."""
    if _is_blank(a.quality) or _is_blank(b.quality):
        return False
    apart = _apart(a.quality, b.quality)
    if min(len(a.words), len(b.words)) < _ENOUGH_WORDS:
        return apart is not None and apart <= _SAME_PICTURE and abs(len(a.words) - len(b.words)) < _ENOUGH_WORDS
    ours, theirs = Counter(w.text for w in a.words), Counter(w.text for w in b.words)
    alike = 2 * (ours & theirs).total() / (ours.total() + theirs.total())
    return alike >= _SAME_TEXT and _numbers(a) == _numbers(b) and (apart is None or apart <= _LIKE_PICTURE)


def _is_blank(quality: Quality | None) -> bool:
    return quality is not None and Fault.BLANK in quality.faults


def _numbers(page: Page) -> Counter[str]:
    """Surely read numbers: forms filled in for different people differ in these."""
    return Counter(w.text for w in page.words if w.confidence >= 0.95 and sum(c.isdigit() for c in w.text) >= 2)


def _apart(a: Quality | None, b: Quality | None) -> float | None:
    """The share of signature bits that differ; None if one has none."""
    if a is None or b is None or not a.signature or len(a.signature) != len(b.signature):
        return None
    return (int(a.signature, 16) ^ int(b.signature, 16)).bit_count() / (4 * len(a.signature))


# --- missing pages -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _Chain:
    """Page numbers that rise from page to page; ``even`` steps are those where no number is missing."""

    folios: tuple[tuple[int, int], ...]
    """Page of the file, number printed."""
    even: int = 0
    jumps: int = 0

    @property
    def worth(self) -> float:
        """Numbers count, jumps against."""
        return len(self.folios) - 0.6 * self.jumps


def _gaps(pages: Sequence[Page]) -> dict[int, tuple[int, ...]]:
    """By page: the printed numbers missing before it. Says nothing unless three numbers make a sequence."""
    chain = _best_chain([(p.number, folio) for p in pages for folio in _folios(p)])
    if len(chain.folios) < 3 or chain.even < max(1, chain.jumps):
        return {}
    gaps = {}
    for (page, folio), (next_page, next_folio) in zip(chain.folios, chain.folios[1:], strict=False):
        lost = (next_folio - folio) - (next_page - page)
        if lost:
            gaps[next_page] = tuple(range(next_folio - lost, next_folio))
    return gaps


def _folios(page: Page) -> list[int]:
    """The numbers that stand alone on a line at the page's head or foot."""
    found = [match for line in page.lines if _at_edge(line, page) and (match := _FOLIO.match(line.text))]
    return sorted({int(match.group(1)) for match in found})


def _at_edge(line: Line, page: Page) -> bool:
    box, band = line.box, _BAND * page.height
    return (box.y1 <= band or box.y0 >= page.height - band) and line.confidence >= _FOLIO_SURE


def _best_chain(folios: Sequence[tuple[int, int]]) -> _Chain:
    """The chain with most even steps among these, which are in the order of pages."""
    best: list[_Chain] = []
    for page, folio in folios:
        chains = [_longer(chain, page, folio) for chain in best]
        best.append(max((c for c in chains if c), key=lambda c: c.worth, default=_Chain(folios=((page, folio),))))
    return max(best, key=lambda c: (c.worth, c.even), default=_Chain(folios=()))


def _longer(chain: _Chain, page: int, folio: int) -> _Chain | None:
    """The chain with this number at its end; None if it does not follow."""
    last_page, last_folio = chain.folios[-1]
    lost = (folio - last_folio) - (page - last_page)
    if page <= last_page or not 0 <= lost <= _MOST_MISSING:
        return None
    folios = (*chain.folios, (page, folio))
    return _Chain(folios=folios, even=chain.even + (lost == 0), jumps=chain.jumps + (lost > 0))
