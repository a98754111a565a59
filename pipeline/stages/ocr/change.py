"""How a reading is changed so that nothing is lost: the raw reading, the rule's name, the boxes, the table's cells."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from schemas.base import Frozen
from schemas.page import Box, Line, Word

SURE = 0.9
"""No repaired word is trusted more than this."""


class Edit(Frozen):
    """Words ``start`` to ``stop`` of line ``line`` are to be these."""

    line: int
    start: int
    stop: int
    words: tuple[Word, ...]


def respelled(word: Word, text: str, rule: str) -> Word:
    """The word with another text; what was first read stays in ``raw``, and the box stays.

    Gives: confidence 0.9 at most, or as low as it was read; a word that comes back to its raw reading is unmarked.
    """
    raw = word.raw if word.raw is not None else word.text
    changed = {"raw": raw, "rule": rule} if raw != text else {"raw": None, "rule": None}
    return word.model_copy(update={"text": text, "confidence": min(word.confidence, SURE), **changed})


def divided(word: Word, texts: Sequence[str], rule: str) -> tuple[Word, ...]:
    """The word as several, its box shared out by letters; each keeps the whole raw reading."""
    letters = sum(len(text) for text in texts)
    raw = word.raw if word.raw is not None else word.text
    out, done = [], 0
    for text in texts:
        start = word.box.x0 + word.box.width * done // letters
        done += len(text)
        end = word.box.x0 + word.box.width * done // letters
        box = Box(x0=start, y0=word.box.y0, x1=end, y1=word.box.y1)
        confidence = min(word.confidence, SURE)
        changed = {"text": text, "box": box, "confidence": confidence, "raw": raw, "rule": rule}
        out.append(word.model_copy(update=changed))
    return tuple(out)


def joined(words: Sequence[Word], text: str, rule: str) -> Word:
    """Several words as one, in the box around them; the raw readings stand with spaces between."""
    box = words[0].box
    for word in words[1:]:
        box = box.join(word.box)
    raw = " ".join(word.raw if word.raw is not None else word.text for word in words)
    confidence = min(SURE, *(word.confidence for word in words))
    return words[0].model_copy(update={"text": text, "box": box, "confidence": confidence, "raw": raw, "rule": rule})


def applied(lines: Sequence[Line], edits: Iterable[Edit]) -> tuple[Line, ...]:
    """The lines after the edits.

    Gives: of edits that overlap, the first; an edit that would join words of two cells of a table is left out.
    """
    of_line: defaultdict[int, list[Edit]] = defaultdict(list)
    for edit in edits:
        if all(edit.stop <= other.start or other.stop <= edit.start for other in of_line[edit.line]):
            of_line[edit.line].append(edit)
    out = list(lines)
    for at, own in of_line.items():
        for edit in sorted(own, key=lambda edit: edit.start, reverse=True):
            out[at] = _edited(out[at], edit)
    return tuple(out)


def _edited(line: Line, edit: Edit) -> Line:
    if any(edit.start < cell < edit.stop for cell in line.cells):
        return line
    more = len(edit.words) - (edit.stop - edit.start)
    words = (*line.words[: edit.start], *edit.words, *line.words[edit.stop :])
    cells = tuple(cell + more if cell >= edit.stop else cell for cell in line.cells)
    return line.model_copy(update={"words": words, "cells": cells})
