"""Breaks marked-up text into lines of words that fit a width.

Markup: ``<b>bold</b>``, ``<i>italic</i>``, ``<p>1024</p>`` for digits written by pen.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from tests.samples.effects.pen import digits_width
from tests.samples.fonts import font
from tests.samples.sheet import PEN, Run, Style

Word = tuple[Run, ...]
_TAG = re.compile(r"(</?[bip]>)")
_METRIC_PIXELS = 1000


def words_of(markup: str, style: Style) -> list[Word]:
    """The words of ``markup``; a tag inside a word splits it into runs, not into words."""
    words: list[list[Run]] = [[]]
    for piece in _TAG.split(markup):
        if _TAG.fullmatch(piece):
            style = _restyle(style, piece)
            continue
        for part in re.split(r"(\s+)", piece):
            if part.isspace():
                words.append([])
            elif part:
                words[-1].append(Run(text=part, style=style))
    return [tuple(word) for word in words if word]


def break_lines(words: Sequence[Word], width: float, indent: float = 0) -> list[list[Word]]:
    """Fills lines greedily; the first is shorter by ``indent``. A word too wide for a line stands alone."""
    lines: list[list[Word]] = [[]]
    used = indent
    for word in words:
        need = word_width(word) + (space_width(word) if lines[-1] else 0)
        if lines[-1] and used + need > width:
            lines.append([])
            used, need = 0, word_width(word)
        lines[-1].append(word)
        used += need
    return lines


def balance_lines(words: Sequence[Word], width: float) -> list[list[Word]]:
    """As few lines as `break_lines` makes, but of about equal length, as centred titles are set."""
    lines = break_lines(words, width)
    for narrow in (width * step / 40 for step in range(39, 0, -1)):
        tried = break_lines(words, narrow)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def word_width(word: Word) -> float:
    """Points from the word's start to its end."""
    return sum(_run_width(run) for run in word)


def space_width(word: Word) -> float:
    """Points of a word space in the style of the word's first run."""
    style = word[0].style
    return _length(" ", "serif" if style.family == "pen" else style.family, style.bold, style.italic) * style.size


def _restyle(style: Style, tag: str) -> Style:
    on = not tag.startswith("</")
    if tag.strip("</>") == "b":
        return style.model_copy(update={"bold": on})
    if tag.strip("</>") == "i":
        return style.model_copy(update={"italic": on})
    if on:
        return style.model_copy(update={"family": "pen", "colour": PEN})
    return style.model_copy(update={"family": "serif", "colour": (0, 0, 0)})


def _run_width(run: Run) -> float:
    if run.style.family == "pen":
        return digits_width(run.text, run.style.size)
    return _length(run.text, run.style.family, run.style.bold, run.style.italic) * run.style.size


@lru_cache(maxsize=20_000)
def _length(text: str, family: str, bold: bool, italic: bool) -> float:
    return font(family, bold, italic, _METRIC_PIXELS).getlength(text) / _METRIC_PIXELS
