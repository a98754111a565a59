"""Personal data covered: which places of the pages are blacked out, and the pages without what stood there.

A word that is covered in part goes whole, and so does the same value where it stands a second time. What is left is
for the public; the archive keeps everything.
"""

from collections.abc import Mapping, Sequence

from pipeline.stages.revising.words import only_words
from schemas.gate import PersonalFinding
from schemas.page import Box, Page, Stamp, Word
from schemas.record import Record
from schemas.text import fold

Covers = Mapping[int, tuple[Box, ...]]
"""By page number, what is blacked out there."""
_TOUCHED = 0.1
"""Share of a word's area that must lie under a cover for it to go: boxes of neighbours overlap by a pixel or two."""
_MARGIN = 0.15
"""Of a cover's height on every side: ink stands out of the boxes that readers give."""
_TELLING = 6
"""Letters and digits from which a value is looked for elsewhere; a shorter one is half of the words of a language."""


def covers(pages: Sequence[Page], findings: Sequence[PersonalFinding]) -> Covers:
    """What to black out for these findings, in the pixels of each page; pages with nothing to cover are not there."""
    values = covered_values(pages, findings)
    found: dict[int, tuple[Box, ...]] = {}
    for page in pages:
        named = [box for finding in findings if finding.page == page.number for box in finding.boxes]
        again = [word.box for run in _runs(page.words, values) for word in run]
        under = [word.box for word in page.words if any(_touches(word.box, box) for box in named)]
        if boxes := (*named, *again, *under):
            found[page.number] = tuple(dict.fromkeys(_wider(box, page) for box in boxes))
    return found


def covered_values(pages: Sequence[Page], findings: Sequence[PersonalFinding]) -> frozenset[str]:
    """What stands under the findings, folded, without signs: to be looked for elsewhere and never to be kept."""
    by_number = {page.number: page for page in pages}
    values = set()
    for finding in findings:
        words = by_number[finding.page].words if finding.page in by_number else ()
        values.add(_bare("".join(w.text for w in words if any(_touches(w.box, box) for box in finding.boxes))))
    return frozenset(value for value in values if len(value) >= _TELLING)


def redacted(pages: Sequence[Page], hidden: Covers) -> tuple[Page, ...]:
    """The pages as the public reads them: no covered word, no other reading of one, no stamp's text under a cover."""
    return tuple(_redacted(page, hidden.get(page.number, ())) for page in pages)


def still_told(record: Record, values: frozenset[str]) -> bool:
    """Whether a settled field of the record says one of these values, which covering the pages would not hide."""
    said = [_bare(text) for field in record.fields.values() for text in (field.text, field.raw or "")]
    return any(value in text for value in values for text in said)


# ---------------------------------------------------------------------------------------------------------------------


def _redacted(page: Page, boxes: Sequence[Box]) -> Page:
    if not boxes:
        return page
    left = only_words(page, [not any(_touches(word.box, box) for box in boxes) for word in page.words])
    lines = tuple(line.model_copy(update={"words": tuple(map(_plain, line.words))}) for line in left.lines)
    return left.model_copy(update={"lines": lines, "stamps": tuple(_silent(stamp, boxes) for stamp in page.stamps)})


def _plain(word: Word) -> Word:
    """Without what else was read there: it may be part of what is covered beside it."""
    return word.model_copy(update={"raw": None, "alternatives": ()})


def _silent(stamp: Stamp, boxes: Sequence[Box]) -> Stamp:
    met = any(_touches(box, stamp.box) or _touches(stamp.box, box) for box in boxes)
    return stamp.model_copy(update={"text": None, "confidence": 0.0}) if met else stamp


def _touches(box: Box, cover: Box) -> bool:
    """Whether a tenth of ``box`` lies under the cover."""
    across = min(box.x1, cover.x1) - max(box.x0, cover.x0)
    down = min(box.y1, cover.y1) - max(box.y0, cover.y0)
    return across > 0 and down > 0 and across * down >= _TOUCHED * box.width * box.height


def _wider(box: Box, page: Page) -> Box:
    more = max(round(_MARGIN * box.height), 2)
    return Box(
        x0=max(box.x0 - more, 0), y0=max(box.y0 - more, 0), x1=min(box.x1 + more, page.width),
        y1=min(box.y1 + more, page.height),
    )  # fmt: skip


def _runs(words: Sequence[Word], values: frozenset[str]) -> list[Sequence[Word]]:
    """Neighbouring words that together are one of the values."""
    found: list[Sequence[Word]] = []
    bare = [_bare(word.text) for word in words]
    longest = max(map(len, values), default=0)
    for start in range(len(words)):
        text = ""
        for end in range(start, len(words)):
            text += bare[end]
            if len(text) > longest:
                break
            if text in values:
                found.append(words[start : end + 1])
    return found


def _bare(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())
