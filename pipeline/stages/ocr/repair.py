"""Closed vocabularies inside running text: what grammar and register leave one reading for becomes that reading."""

from collections.abc import Sequence

from pipeline.stages.ocr.change import Edit, applied
from pipeline.stages.ocr.citations import citations
from pipeline.stages.ocr.dates import dates
from pipeline.stages.ocr.numerals import numerals
from pipeline.stages.ocr.phrases import phrases
from pipeline.stages.ocr.slips import slips
from pipeline.stages.ocr.vocabulary import Vocabulary
from schemas.page import Line, Page

_PASSES = 8
"""One repair may be the witness that another needs; real pages come to rest after two."""


def repair(page: Page, vocabulary: Vocabulary) -> Page:
    """The page with document numbers, dates, numerals, names and formulas made whole.

    Takes: a page as read, after the language model; words marked as written by hand are left alone.
    Gives: the same words in the same boxes, except where one was read as two or two as one; every changed word keeps
    its first reading in ``raw``, names its rule, and has a confidence of at most 0.9. Doing it twice changes nothing.
    """
    lines = page.lines
    for _ in range(_PASSES):
        after = _once(lines, vocabulary)
        if after == lines:
            break
        lines = after
    return page if lines is page.lines else page.model_copy(update={"lines": lines})


def _once(lines: tuple[Line, ...], vocabulary: Vocabulary) -> tuple[Line, ...]:
    lines = _applied(lines, dates(lines))
    lines = _applied(lines, citations(lines, vocabulary))
    lines = _applied(lines, numerals(lines))
    lines = _applied(lines, slips(lines, vocabulary.abbreviations))
    return _applied(lines, phrases(lines, vocabulary))


def _applied(lines: tuple[Line, ...], edits: Sequence[Edit]) -> tuple[Line, ...]:
    return applied(lines, edits) if edits else lines
