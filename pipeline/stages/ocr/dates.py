"""Dates inside running text: "ngày 1l tháng O9 năm 2019", "31⁄10/2017".

Days, months and years are digits: a letter there is the one digit it looks like, or the date stays as read. The words
ngày, tháng, năm get their marks back where numbers stand in their places.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.stages.ocr.change import Edit, divided, respelled
from pipeline.stages.ocr.lookalike import cased, digits
from schemas.page import Line, Word
from schemas.text import fold

RULE = "date@1"
LEAST = 0.5
"""A word read with less confidence may have been written by pen: no digit is made of its letters."""
_SIGNS = str.maketrans({"⁄": "/", "∕": "/", "／": "/"})
_SPOKEN = re.compile(
    r"(?<!\w)(?:(?P<n>ngay) ?(?P<d>[\w|!]{1,2}) )?(?P<t>thang) ?(?P<m>[\w|!]{1,2}) (?P<a>nam) ?(?P<y>[\w|!]{4})(?!\w)"
    r"|(?<!\w)(?P<n2>ngay) ?(?P<d2>[\w|!]{1,2}) (?P<t2>thang) ?(?P<m2>[\w|!]{1,2})(?!\w)"
)
_NUMERIC = re.compile(r"(?P<open>[^\w|!]*)(?P<d>[\w|!]{1,2})/(?P<m>[\w|!]{1,2})/(?P<y>[\w|!]{4})(?P<shut>[^\w|!]*)")
_ANCHORS = {"n": "ngày", "n2": "ngày", "t": "tháng", "t2": "tháng", "a": "năm"}
_LIMITS = {"d": (1, 31), "d2": (1, 31), "m": (1, 12), "m2": (1, 12), "y": (1940, 2099)}


def dates(lines: Sequence[Line]) -> list[Edit]:
    """The edits that make dates whole."""
    return [edit for at, line in enumerate(lines) for edit in (*_spoken(line, at), *_numeric(line, at))]


def _numeric(line: Line, at: int) -> Iterator[Edit]:
    for index, word in enumerate(line.words):
        if word.hand or word.confidence < LEAST or len(word.text) < 8:
            continue
        text = word.text.translate(_SIGNS)
        found = _NUMERIC.fullmatch(text)
        if found and sum(char.isdecimal() for char in text) >= 5:
            parts = [_number(found[group], group) for group in ("d", "m", "y")]
            if all(parts) and (new := f"{found['open']}{'/'.join(map(str, parts))}{found['shut']}") != word.text:
                yield Edit(line=at, start=index, stop=index + 1, words=(respelled(word, new, RULE),))


def _spoken(line: Line, at: int) -> Iterator[Edit]:
    plain = fold(line.text.replace("\t", " "))
    if "thang" not in plain:
        return
    for found in _SPOKEN.finditer(plain):
        texts = _texts(line.text, found)
        if texts:
            yield from _edits(line, at, texts)


def _texts(text: str, found: re.Match[str]) -> list[tuple[int, int, str]]:
    """The date's parts as they must be: where each stands in the line's text, and its spelling; none if no date."""
    out = []
    for group, value in found.groupdict().items():
        if value is None:
            continue
        start, end = found.span(group)
        meant = cased(_ANCHORS[group], text[start:end]) if group in _ANCHORS else _number(text[start:end], group)
        if meant is None:
            return []
        out.append((start, end, meant))
    return sorted(out)


def _number(read: str, group: str) -> str | None:
    low, high = _LIMITS[group]
    value = digits(read)
    return value if value and low <= int(value) <= high else None


def _edits(line: Line, at: int, parts: Sequence[tuple[int, int, str]]) -> Iterator[Edit]:
    """One edit for each word that is not as it must be; a word that holds two parts is divided."""
    start = 0
    for index, word in enumerate(line.words):
        end = start + len(word.text)
        own = [part for part in parts if start <= part[0] and part[1] <= end]
        if own and not word.hand and word.confidence >= LEAST:
            new = _respelled(word, start, own)
            if new != (word,):
                yield Edit(line=at, start=index, stop=index + 1, words=new)
        start = end + 1


def _respelled(word: Word, start: int, own: Sequence[tuple[int, int, str]]) -> tuple[Word, ...]:
    first, last = own[0][0] - start, own[-1][1] - start
    texts = [part[2] for part in own]
    texts[0] = word.text[:first] + texts[0]
    texts[-1] += word.text[last:]
    if len(texts) > 1:
        return divided(word, texts, RULE)
    return (word,) if texts[0] == word.text else (respelled(word, texts[0], RULE),)
