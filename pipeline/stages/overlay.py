"""Puts words that are drawn over a page's own text into their places among it: a number in its slot, a date, a stamp.

Pure: what the page says itself and what was seen over it, as lines in the same pixels.
"""

import re
from collections.abc import Sequence

from schemas.page import Box, Line, Word

OVERLAY = "overlay@1"
"""`Word.rule` of a word that was read from what is drawn over a page's own text."""
_LEADERS = re.compile(r"([.…_]{3,})")
_REACH = 4.0
"""How far from a line, in heights of the words, a word may stand and still belong to it."""
_SHARED = 0.5


def lay_over(own: Sequence[Line], seen: Sequence[Line]) -> tuple[Line, ...]:
    """The page's own lines with the seen words among them.

    A seen word that lies on a word of the page says nothing new and is left out, except on a row of dots: there it is
    what the dots are for, and takes their place. A word beside a line becomes part of it; others are lines of their
    own next to the nearest one.
    """
    lines = list(own)
    for line in seen:
        words = [word for word in line.words if not _said(word, own)]
        if words:
            _put(lines, words)
    return tuple(lines)


def only_overlay(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Of these lines, the words that `lay_over` has added."""
    added = ([word for word in line.words if word.rule == OVERLAY] for line in lines)
    return tuple(Line(words=tuple(words), block=number) for number, words in enumerate(added) if words)


# -------------------------------------------------------------------------------------------------------------------


def _said(word: Word, own: Sequence[Line]) -> bool:
    """Whether the page says that word itself: one of its words, or part of one that is no row of dots, is there."""
    x, y = _centre(word.box)
    there = (w for line in own for w in line.words if w.box.y0 <= y < w.box.y1 and w.box.x0 <= x < w.box.x1)
    return any(not _LEADERS.fullmatch(part.text) for w in there for part in _parts(w) if part.box.x0 <= x < part.box.x1)


def _put(lines: list[Line], words: Sequence[Word]) -> None:
    box = Line(words=tuple(words)).box
    near = [(_distance(line.box, box), index) for index, line in enumerate(lines) if _level(line.box, box)]
    distance, index = min(near, default=(0, -1))
    if near and distance <= _REACH * box.height:
        lines[index] = _filled(lines[index], words)
        return
    block = max((line.block for line in lines), default=-1) + 1
    new = Line(words=tuple(words), block=block)
    nearest = min(range(len(lines)), key=lambda i: _apart(lines[i].box, box), default=-1)
    above = nearest >= 0 and _centre(lines[nearest].box)[1] <= _centre(box)[1]
    lines.insert(nearest + above if nearest >= 0 else 0, new)


def _filled(line: Line, words: Sequence[Word]) -> Line:
    """The line with these words in it; dots on which one of them lies are gone."""
    parts = [part for word in line.words for part in (_parts(word) if _covered(word, words) else (word,))]
    kept = [part for part in parts if not (_LEADERS.fullmatch(part.text) and _covered(part, words))]
    return line.model_copy(update={"words": tuple(sorted([*kept, *words], key=lambda w: _centre(w.box)[0]))})


def _covered(word: Word, words: Sequence[Word]) -> bool:
    return bool(_LEADERS.search(word.text)) and any(word.box.x0 <= _centre(w.box)[0] < word.box.x1 for w in words)


def _parts(word: Word) -> tuple[Word, ...]:
    """The word cut where rows of dots begin and end, as if its letters were equally wide."""
    texts = [text for text in _LEADERS.split(word.text) if text]
    edges, at = [word.box.x0], 0
    for text in texts:
        at += len(text)
        edges.append(word.box.x0 + round(word.box.width * at / len(word.text)))
    return tuple(
        word.model_copy(update={"text": text, "box": word.box.model_copy(update={"x0": x0, "x1": max(x1, x0 + 1)})})
        for text, x0, x1 in zip(texts, edges[:-1], edges[1:], strict=True)
    )


def _centre(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def _level(one: Box, other: Box) -> bool:
    """Whether the boxes share half of the lower one's height."""
    return min(one.y1, other.y1) - max(one.y0, other.y0) >= _SHARED * min(one.height, other.height)


def _distance(one: Box, other: Box) -> int:
    """Pixels between the boxes from left to right; 0 if one is above the other."""
    return max(one.x0 - other.x1, other.x0 - one.x1, 0)


def _apart(one: Box, other: Box) -> int:
    return _distance(one, other) + max(one.y0 - other.y1, other.y0 - one.y1, 0)
