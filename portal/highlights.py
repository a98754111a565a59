"""Where on a document's pages stands what was searched for: boxes in the pixels of the scan."""

from collections.abc import Iterable

from pipeline.stages.alto import from_alto
from schemas.page import Box
from search.boxes import boxes
from storage.showcase import Shown
from wiring.window import Window


def highlights(at: Window, shown: Shown, query: str, numbers: Iterable[int]) -> dict[int, tuple[Box, ...]]:
    """Page → boxes, for those of these pages that have any.

    None for a document whose words' places are not public (with personal data covered).
    """
    looked_for, out = at.finder.needles(query), {}
    paths = dict(zip((page.number for page in shown.record.pages), shown.record.files.alto, strict=False))
    for number in numbers if looked_for.words else ():
        file = shown.files.get(paths.get(number, ""))
        found = boxes(from_alto(at.showcase.read(file)), looked_for) if file else ()
        if found:
            out[number] = found
    return out
