"""The pieces of a text that show why it was found, with what matches marked in the original spelling. Pure."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from search.found import Snippet, Span
from search.letters import spaced
from search.spots import NEAR, Needles, Spot, spots

WIDTH = 220
"""Characters of one piece, about two lines."""
_CANDIDATES = 8
_BONUS = 8
_SPACE = re.compile(r"\s+")
_SPACE_CHARACTER = re.compile(r"\s")
_VISIBLE = re.compile(r"\S")
_GAP = re.compile(r" {2,}")


class _Group(NamedTuple):
    """Spots that fit into one piece."""

    worth: float
    first: int
    behind: int


def snippets(text: str, line: str, looked_for: Needles, *, most: int = 2, paged: bool = True) -> tuple[Snippet, ...]:
    """The best pieces, in the order of the text; the beginning of the text where nothing matches.

    Takes: a `surface` and its `spaced` twin; whether form feeds part its pages.
    """
    found = spots(text, line, looked_for)
    if not found:
        return (_piece(text, 0, min(len(text), WIDTH), (), paged=paged),) if text.strip() else ()
    windows = _best(found, looked_for, len(text), most)
    return tuple(_piece(text, start, end, found, paged=paged) for start, end in sorted(windows))


def marked(text: str, looked_for: Needles) -> tuple[Span, ...]:
    """What matches in a short text, a title."""
    return _joined(text, [(start, end) for start, end, _ in spots(text, spaced(text), looked_for)], 0)


# ---------------------------------------------------------------------------------------------------------------------


def _best(found: Sequence[Spot], looked_for: Needles, length: int, most: int) -> list[tuple[int, int]]:
    groups = _groups(found)
    if len(groups) > 1:
        groups.sort(key=lambda group: (-group.worth, group.first))
        groups = _with_bonus(groups[:_CANDIDATES], found, looked_for)
    chosen: list[tuple[int, int]] = []
    for group in groups:
        start, end = _around(found[group.first][0], found[group.behind - 1][1], length)
        if all(end <= other or start >= behind for other, behind in chosen):
            chosen.append((start, end))
        if len(chosen) == most or group.worth < groups[0].worth / 2:
            break
    return chosen


def _groups(found: Sequence[Spot]) -> list[_Group]:
    """Spots that fit into one piece, from every spot on that begins another set of them.

    A group is worth something for different words, for neighbours in the query's order, and a little for each spot.
    """
    follows = [other[0] - one[1] <= NEAR and other[2] == one[2] + 1 for one, other in pairwise(found)]
    groups: list[_Group] = []
    inside: dict[int, int] = {}
    behind = adjacent = 0  # of a window that is moved from spot to spot
    count = len(found)
    for first, (start, _, word) in enumerate(found):
        grown = behind
        while behind < count and (behind == first or found[behind][1] - start <= WIDTH - 40):
            other = found[behind][2]
            inside[other] = inside.get(other, 0) + 1
            adjacent += behind > first and follows[behind - 1]
            behind += 1
        if behind > grown:
            worth = len(inside) * 4 + min(adjacent, 6) * 2 + min(behind - first, 8) * 0.2
            groups.append(_Group(worth, first, behind))
        if inside[word] == 1:
            del inside[word]
        else:
            inside[word] -= 1
        adjacent -= behind > first + 1 and follows[first]
    return groups


def _with_bonus(groups: Sequence[_Group], found: Sequence[Spot], looked_for: Needles) -> list[_Group]:
    """Ranked anew: those come first that have all words of the query, or of a phrase or full name, side by side."""
    whole = [place for run in looked_for.runs[:3] for place in _whole(run, found, looked_for)]
    ranked = [
        (-group.worth - _BONUS * any(group.first <= first and behind <= group.behind for first, behind in whole), group)
        for group in groups
    ]
    ranked.sort(key=lambda pair: (pair[0], pair[1].first))
    return [group for _, group in ranked]


def _whole(run: Sequence[str], found: Sequence[Spot], looked_for: Needles) -> list[tuple[int, int]]:
    """Where all words of the run stand side by side: the first spot, and the one behind the last."""
    words = [looked_for.numbered.get(word, -1) for word in run]
    length = len(words)
    return [
        (at, at + length)
        for at in range(len(found) - length + 1)
        if found[at][2] == words[0]
        and all(
            found[at + n][2] == words[n] and found[at + n][0] - found[at + n - 1][1] <= NEAR + 1
            for n in range(1, length)
        )
    ]


def _around(start: int, end: int, length: int) -> tuple[int, int]:
    room = max(0, WIDTH - (end - start))
    first = max(0, start - room // 3)
    return first, min(length, max(end, first + WIDTH))


def _piece(text: str, start: int, end: int, found: Sequence[Spot], *, paged: bool) -> Snippet:
    """The piece on one line, cut between words, not across a page's end unless a match does."""
    inside = found[bisect_left(found, (start,)) : bisect_left(found, (end,))]
    if inside and inside[-1][1] > end:
        inside = inside[:-1]
    first, last = (inside[0][0], inside[-1][1]) if inside else (start, start)
    start = max(start, text.rfind("\f", start, first) + 1)
    behind = text.find("\f", last, end)
    end = behind if behind >= 0 else end
    if start and text[start - 1].isalnum() and start < first:
        gap = _SPACE.search(text, start, first)
        start = gap.end() if gap else start
    if end < len(text) and text[end].isalnum():
        cut = max(text.rfind(" ", last, end), text.rfind("\n", last, end))
        end = cut if cut > last else end
    line, stretches = _on_one_line(text[start:end], [(spot[0] - start, spot[1] - start) for spot in inside])
    head = "… " if start else ""
    tail = " …" if _VISIBLE.search(text, end) else ""
    spans = _joined(line, stretches, len(head))
    return Snippet(f"{head}{line.rstrip()}{tail}", spans, text.count("\f", 0, first) + 1 if paged else None)


def _on_one_line(text: str, stretches: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """White space as single spaces, and where the stretches are then."""
    line = text.replace("\n", " ")
    if not line.isprintable():
        line = _SPACE_CHARACTER.sub(" ", line)
    if "  " not in line:
        return line, stretches
    gaps = [(gap.end(), gap.end() - gap.start() - 1) for gap in _GAP.finditer(line)]
    return _GAP.sub(" ", line), [(_moved(start, gaps), _moved(end, gaps)) for start, end in stretches]


def _moved(at: int, gaps: Sequence[tuple[int, int]]) -> int:
    return at - sum(less for end, less in gaps if at >= end)


def _joined(line: str, stretches: Sequence[tuple[int, int]], shift: int) -> tuple[Span, ...]:
    """Stretches that come in order, so much further on; two with nothing but a space between them are one."""
    found: list[Span] = []
    first = last = -1
    for start, end in stretches:
        if first < 0:
            first = start
        elif start > last and line[last:start] != " ":
            found.append(Span(first + shift, last + shift))
            first = start
        last = max(last, end)
    if first >= 0:
        found.append(Span(first + shift, last + shift))
    return tuple(found)
