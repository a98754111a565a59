"""Where on a document's pages stands what was searched for: boxes in the pixels of the scan."""

from collections.abc import Iterable

from pipeline.stages.alto import from_alto
from portal.document import PageView
from schemas.page import Box
from schemas.text import fold
from search.boxes import boxes
from storage.showcase import Shown
from wiring.window import Window


def highlights(at: Window, shown: Shown, query: str, pages: Iterable[PageView]) -> dict[int, tuple[Box, ...]]:
    """Page → boxes, for those of these pages that have any.

    None for a document whose words' places are not public (with personal data covered). Words with their places are
    read only of pages whose text has one of the words: that takes a hundred times as long.
    """
    looked_for = at.finder.needles(query)
    out: dict[int, tuple[Box, ...]] = {}
    paths = dict(zip((page.number for page in shown.record.pages), shown.record.files.alto, strict=False))
    for page in pages:
        file, text = shown.files.get(paths.get(page.number, "")), fold(page.text)
        if file is not None and any(word in text for word in looked_for.words):
            found = boxes(from_alto(at.showcase.read(file)), looked_for)
            out |= {page.number: found} if found else {}
    return out
