"""A page's words as the viewer wants them: small, in reading order, each with what was read and what else it may be."""

from typing import Any

from schemas.page import Box, Page, Word

DOUBTFUL = 0.9
"""Confidence below which a word is one to look at; the reader's own bound for `Quality.worst`."""


def words_json(page: Page) -> dict[str, Any]:
    """The page for ``/words/{n}.json``.

    Keys: ``page``, ``width``, ``height``, ``lines`` (the words of each: ``text``, ``box`` [x0, y0, x1, y1], ``sure``
    0–1, and where there is something to say ``raw``, ``rule``, ``hand``, ``others`` [[text, share], …]) with ``block``.
    """
    return {
        "page": page.number,
        "width": page.width,
        "height": page.height,
        "lines": [{"block": line.block, "words": [_word(word) for word in line.words]} for line in page.lines],
        "stamps": [{"box": _box(stamp.box), "text": stamp.text} for stamp in page.stamps],
    }


def _word(word: Word) -> dict[str, Any]:
    told: dict[str, Any] = {"text": word.text, "box": _box(word.box), "sure": round(word.confidence, 3)}
    if word.raw is not None:
        told |= {"raw": word.raw, "rule": (word.rule or "").partition("@")[0]}
    if word.hand:
        told["hand"] = True
    if word.alternatives:
        told["others"] = [[text, round(share, 3)] for text, share in word.alternatives if text != word.text]
    return told


def _box(box: Box) -> list[int]:
    return [box.x0, box.y0, box.x1, box.y1]
