"""Corrected words in the text layer of an archived PDF, whoever has assembled it; pages and pictures stay as they are.

A PDF of our own assembler gets a new layer (`relayer`). In any other PDF (OCRmyPDF made it: born digital, or mixed) the
invisible text of the corrected pages is replaced by all that their readings say and their pages do not show. Text that
is shown cannot be changed without changing the page: where a reading says otherwise now, the layer lags behind it.
"""

from collections.abc import Set as AbstractSet
from pathlib import Path

import pikepdf
from pikepdf import Page as PdfPage
from pikepdf import Pdf
from pikepdf.pdfa import resolve_save_kwargs, validate_written

from pipeline.engines.assembly.added_words import put_layers
from pipeline.engines.assembly.hidden_text import strip_hidden_text
from pipeline.engines.assembly.relayer import has_own_layer, relayer
from pipeline.engines.assembly.stream_ends import settle_stream_ends
from pipeline.engines.sheet import Sheet
from pipeline.engines.text_layer import find_layer
from schemas.errors import EngineFailed
from schemas.page import Box, Page, Word

_FLAVOUR = "2b"


def mend_layer(
    pdf: Path, pages: tuple[Page, ...], changed: AbstractSet[int], *, work: Path, target: Path, seconds: float
) -> frozenset[int]:
    """Writes ``pdf`` to ``target`` with the words of ``pages`` where they have changed.

    Args:
        pdf: the archive's PDF/A.
        pages: all its readings, one a page; their boxes are of the page as the PDF shows it.
        changed: numbers of the pages whose words have changed.
        work: a folder for what is made on the way.
        target: where to write; not written if the PDF cannot be changed at all.
        seconds: wall time for poppler, a page.

    Returns:
        Numbers of the changed pages on which a program still finds other words.

    Raises:
        EngineFailed, EngineTimeout, EngineMissing: the PDF cannot be opened, poppler fails or is not installed.
    """
    if has_own_layer(pdf):
        relayer(pdf, pages, target)
        return frozenset()
    made = work / "mended.pdf"
    try:
        lagging = _mend(pdf, pages, changed, work / "stripped.pdf", made, seconds)
    except pikepdf.PdfError as error:
        raise EngineFailed(detail="the PDF's text layer cannot be changed") from error
    settle_stream_ends(made, work)
    if any(finding.kind != "unsupported" for finding in validate_written(made, _FLAVOUR).findings):
        return frozenset(changed)
    made.replace(target)
    return lagging


# -------------------------------------------------------------------------------------------------------------------


def _mend(
    pdf: Path, pages: tuple[Page, ...], changed: AbstractSet[int], stripped: Path, made: Path, seconds: float
) -> frozenset[int]:
    with pikepdf.open(pdf) as opened:
        if len(opened.pages) != len(pages):
            raise EngineFailed(detail=f"{len(pages)} readings for {len(opened.pages)} pages")
        ours = [(sheet, page) for sheet, page in zip(opened.pages, pages, strict=True) if page.number in changed]
        showing = {page.number for sheet, page in ours if strip_hidden_text(opened, sheet)}
        opened.save(stripped)
        shown = {number: _shown_words(stripped, pages[number - 1], seconds) for number in showing}
        layers = [(sheet, _unsaid(page, shown.get(page.number, ()))) for sheet, page in ours]
        _save(opened, layers, made)
    by_number = {page.number: page for page in pages}
    return frozenset(n for n, words in shown.items() if any(_says_otherwise(by_number[n], word) for word in words))


def _save(opened: Pdf, layers: list[tuple[PdfPage, Page]], made: Path) -> None:
    """The same words give the same bytes."""
    put_layers(opened, layers)
    opened.save(made, **resolve_save_kwargs(_FLAVOUR, deterministic_id=True))


def _shown_words(stripped: Path, page: Page, seconds: float) -> tuple[Word, ...]:
    sheet = Sheet(file=stripped, index=page.number - 1)
    layer = find_layer(sheet, width=page.width, height=page.height, seconds=seconds)
    return layer.words if layer else ()


def _unsaid(page: Page, shown: tuple[Word, ...]) -> Page:
    """The page with those words alone that no shown word stands under."""
    lines = (
        line.model_copy(update={"words": words, "cells": ()})
        for line in page.lines
        if (words := tuple(word for word in line.words if not any(_on(word.box, one.box) for one in shown)))
    )
    return page.model_copy(update={"lines": tuple(lines)})


def _says_otherwise(page: Page, shown: Word) -> bool:
    """Whether the reading has something else where this word is shown. (Rows of dots are for what stands on them.)"""
    if not any(sign.isalnum() for sign in shown.text):
        return False
    there = [word for word in page.words if _on(word.box, shown.box) or _on(shown.box, word.box)]
    return not any(word.text in shown.text for word in there)


def _on(box: Box, other: Box) -> bool:
    """Whether the middle of ``box`` lies in the other one."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return other.x0 <= x < other.x1 and other.y0 <= y < other.y1
