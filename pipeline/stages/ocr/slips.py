"""Slips of readers that leave one reading: bullets, question marks read as 2, the closing "./.", lost marks (HDND)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.stages.ocr.change import Edit, respelled
from schemas.page import Line, Word

_BULLETS = frozenset(("-_", "_-", "~", "~-", "-~", "—-", "-—", "-.", "–-", "-–"))
_ASKING = frozenset(("nào", "gì", "không", "sao", "đâu", "ai", "chưa", "nhiêu", "hả"))
_ASKED = re.compile(r"(?P<word>[^\W\d_]+)[27]")
_ITEM = re.compile(r"(?P<number>\d{1,2})(?P<sign>[.,])")
_CAPITALS = re.compile(r"(?P<open>[^\w]*)(?P<core>[A-ZĐ&ƯÔƠĂÂ]{4,})(?P<shut>[^\w]*)")


def slips(lines: Sequence[Line], abbreviations: Mapping[str, str]) -> list[Edit]:
    """The edits for common slips of readers."""
    edits: list[Edit] = []
    bullet = _usual_bullet(lines)
    numbers = [int(found["number"]) if (found := _ITEM.fullmatch(line.words[0].text)) else 0 for line in lines]
    for at, line in enumerate(lines):
        previous = lines[at - 1] if at and lines[at - 1].block == line.block else None
        first = line.words[0]
        if new := _first(first, line, bullet) or _item(first, line, previous, at, numbers):
            edits.append(Edit(line=at, start=0, stop=1, words=(new,)))
        edits += _inside(line, at, abbreviations)
    return edits


def _usual_bullet(lines: Sequence[Line]) -> str:
    """The dash that this page's lists begin with."""
    seen = Counter(line.words[0].text for line in lines if line.words[0].text in ("-", "–"))
    return "–" if seen["–"] > seen["-"] else "-"


def _first(word: Word, line: Line, bullet: str) -> Word | None:
    if word.text in _BULLETS and len(line.words) > 1 and line.words[1].text[0].isalpha():
        return respelled(word, bullet, "bullet@1")
    return None


def _item(word: Word, line: Line, previous: Line | None, at: int, numbers: Sequence[int]) -> Word | None:
    """ "2," for "2." at a line's start: a neighbour in the page's numbering must say that it is an item's number."""
    if not numbers[at] or not word.text.endswith(",") or len(line.words) < 2 or not line.words[1].text[0].isupper():
        return None
    if previous is not None and not previous.text.endswith((".", ";", ":", "!", "?")):
        return None
    near = [number for number in (*numbers[:at][::-1], 0) if number][:1] + [n for n in numbers[at + 1 :] if n][:1]
    if not any(abs(number - numbers[at]) == 1 for number in near):
        return None
    return respelled(word, f"{word.text[:-1]}.", "item@1")


def _inside(line: Line, at: int, abbreviations: Mapping[str, str]) -> Iterator[Edit]:
    for index, word in enumerate(line.words):
        text = word.text
        new = None
        if text[-1] in "27" and _asks(line, index):
            new = respelled(word, f"{text[:-1]}?", "question@1")
        elif text.endswith("./") and index + 1 == len(line.words) and text[0].isalpha() and text.count("/") == 1:
            new = respelled(word, f"{text}.", "closing@1")
        elif text[1:3].isupper() and (found := _CAPITALS.fullmatch(text)) and found["core"] in abbreviations:
            meant = abbreviations[found["core"]]
            new = respelled(word, found["open"] + meant + found["shut"], "abbreviation@1")
        if new is not None and not word.hand and new.text != text:
            yield Edit(line=at, start=index, stop=index + 1, words=(new,))


def _asks(line: Line, index: int) -> bool:
    """Whether a question ends here: a word that asks, then a new sentence or the line's end."""
    found = _ASKED.fullmatch(line.words[index].text)
    if not found or found["word"].lower() not in _ASKING:
        return False
    behind = line.words[index + 1].text if index + 1 < len(line.words) else ""
    return not behind or not behind[0].isalnum() or behind[0].isupper()
