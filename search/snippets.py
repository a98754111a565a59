"""The pieces of a text that show why it was found, with what matches marked in the original spelling. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.folding import plain, token
from search.found import Snippet, Span
from search.query import Query, Words
from search.shorthand import meant

WIDTH = 220
"""Characters of one piece, about two lines."""
_CANDIDATES = 8
_LONG = 20_000
_NEAR = 4
_MOST = 60
"""So many places of one word are looked at: in a book the first ones tell enough."""
_SPACE = re.compile(r"\s+")
_SPACE_CHARACTER = re.compile(r"\s")
_GAP = re.compile(r" {2,}")


class Needles(NamedTuple):
    """What to mark in texts; made once a query."""

    words: tuple[str, ...]
    """Folded."""
    exact: frozenset[str]
    """The spellings that were typed; empty where none was typed with marks."""
    runs: tuple[tuple[str, ...], ...]
    """Neighbours, folded, the longest run first: a place where they stand together is worth showing."""


class _Place(NamedTuple):
    start: int
    end: int
    word: str


class _Group(NamedTuple):
    inside: Sequence[_Place]
    worth: float

    @property
    def start(self) -> int:
        return self.inside[0].start


@lru_cache(maxsize=512)
def needles(query: Query, words: tuple[Words, ...], skipped: frozenset[str] = frozenset()) -> Needles:
    """What to mark for this query.

    Takes: its words' alternatives as they were searched for; words that are not worth marking by themselves.
    """
    chosen = [way[0].folded for way in words]
    phrases = [[word.folded for word in phrase] for phrase in query.phrases]
    meanings = meant(chosen)
    others = [list(map(plain, run)) for run in meanings]
    runs = [run for run in (chosen, *phrases, *others) if len(run) > 1]
    runs += [list(pair) for pair in pairwise(chosen)]
    free = [word for way in words for word in way]
    telling = [w.folded for w in free if (w.exact if query.marked else w.folded) not in skipped]
    kept = telling or [word.folded for word in free]
    kept += [word for run in (*phrases, *others) for word in run]
    typed = [word.exact for way in words for word in way] + [word.exact for run in query.phrases for word in run]
    exact = frozenset((*typed, *(word for run in meanings for word in run)))
    return Needles(tuple(dict.fromkeys(kept)), exact if query.marked else frozenset(), tuple(map(tuple, runs)))


def snippets(text: str, shadow: str, looked_for: Needles, *, most: int = 2, paged: bool = True) -> tuple[Snippet, ...]:
    """The best pieces, in the order of the text; the beginning of the text where nothing matches.

    Takes: a `surface` and its `plain` twin; whether form feeds part its pages.
    """
    places = _places(text, shadow, looked_for)
    if not places:
        return (_piece(text, 0, min(len(text), WIDTH), (), paged=paged),) if text.strip() else ()
    windows = _best(places, looked_for, shadow, most)
    return tuple(_piece(text, start, end, places, paged=paged) for start, end in sorted(windows))


def marked(text: str, looked_for: Needles) -> tuple[Span, ...]:
    """What matches in a short text, a title."""
    stretches = [(place.start, place.end) for place in _places(text, plain(text), looked_for)]
    return tuple(Span(start=start, end=end) for start, end in _joined(text, stretches))


# ---------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _run(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])" + r"[\W_]{1,4}".join(map(re.escape, words)) + r"(?![^\W_])")


def _places(text: str, shadow: str, looked_for: Needles) -> list[_Place]:
    """Where words stand: with the marks that were typed; whatever the marks where they stand nowhere so."""
    every = [place for word in looked_for.words for place in _of(shadow, word)]
    if len(shadow) > _LONG:
        every = list({*every, *_in_runs(shadow, looked_for)})
    every.sort()
    if not looked_for.exact:
        return _together(every)
    as_typed = [place for place in every if token(text[place.start : place.end])[0] in looked_for.exact]
    return as_typed or every


def _in_runs(shadow: str, looked_for: Needles) -> Iterator[_Place]:
    """Of a long text the places where the words stand together for the first time, which may be far behind."""
    for run in looked_for.runs[:4]:
        found = _run(run).search(shadow)
        if found:
            yield from (p for w in looked_for.words for p in _of(shadow, w, found.start(), found.end() + WIDTH))


def _together(places: list[_Place]) -> list[_Place]:
    """Typed without marks, co is a part of cơ sở and có as well: where some stand side by side, only those count."""
    near = [
        place
        for before, place, after in zip([None, *places], places, [*places[1:], None], strict=False)
        if (before and place.start - before.end <= 3) or (after and after.start - place.end <= 3)
    ]
    return near or places


def _of(shadow: str, word: str, start: int = 0, end: int | None = None) -> Iterator[_Place]:
    stop = len(shadow) if end is None else end
    at = shadow.find(word, start, stop)
    count = 0
    while at >= 0 and count < _MOST:
        behind = at + len(word)
        if not (at and shadow[at - 1].isalnum()) and not (behind < len(shadow) and shadow[behind].isalnum()):
            count += 1
            yield _Place(at, behind, word)
        at = shadow.find(word, behind, stop)


def _best(places: Sequence[_Place], looked_for: Needles, shadow: str, most: int) -> list[tuple[int, int]]:
    groups = sorted(_groups(places, looked_for), key=lambda group: (-group.worth, group.start))[:_CANDIDATES]
    ranked = sorted(groups, key=lambda group: (-group.worth - _bonus(group, looked_for), group.start))
    chosen: list[tuple[int, int]] = []
    for group in ranked:
        start, end = _around(group.start, group.inside[-1].end, len(shadow))
        if all(end <= other or start >= behind for other, behind in chosen):
            chosen.append((start, end))
        if len(chosen) == most or group.worth < ranked[0].worth / 2:
            break
    return chosen


def _groups(places: Sequence[_Place], looked_for: Needles) -> Iterator[_Group]:
    """Places that fit into one piece, from every place on that begins another set of them."""
    order = {word: at for at, word in enumerate(looked_for.words)}
    last, before = 0, -1
    for first, place in enumerate(places):
        last = max(last, first)
        while last + 1 < len(places) and places[last + 1].end - place.start <= WIDTH - 40:
            last += 1
        if last > before:
            before = last
            inside = places[first : last + 1]
            yield _Group(inside, _worth(inside, order))


def _worth(inside: Sequence[_Place], order: Mapping[str, int]) -> float:
    distinct = len({place.word for place in inside})
    adjacent = sum(
        1 for one, other in pairwise(inside) if other.start - one.end <= 3 and order[other.word] == order[one.word] + 1
    )
    return distinct * 4 + min(adjacent, 6) * 2 + min(len(inside), 8) * 0.2


def _bonus(group: _Group, looked_for: Needles) -> int:
    """For all words of the query, or of a phrase or full name, side by side."""
    said = [group.inside[0].word]
    for one, other in pairwise(group.inside):
        said += [other.word] if other.start - one.end <= _NEAR else ["|", other.word]
    line = f" {' '.join(said)} "
    return 8 * any(f" {' '.join(run)} " in line for run in looked_for.runs[:3])


def _around(start: int, end: int, length: int) -> tuple[int, int]:
    room = max(0, WIDTH - (end - start))
    first = max(0, start - room // 3)
    return first, min(length, max(end, first + WIDTH))


def _piece(text: str, start: int, end: int, places: Sequence[_Place], *, paged: bool) -> Snippet:
    """The piece on one line, cut between words, not across a page's end unless a match does."""
    inside = [place for place in places if start <= place.start and place.end <= end]
    first, last = (inside[0].start, inside[-1].end) if inside else (start, start)
    start = max(start, text.rfind("\f", start, first) + 1)
    behind = text.find("\f", last, end)
    end = behind if behind >= 0 else end
    if start and text[start - 1 : start].isalnum() and start < first:
        start = _SPACE.search(text, start, first).end() if _SPACE.search(text, start, first) else start  # type: ignore[union-attr]
    if end < len(text) and text[end : end + 1].isalnum():
        cut = max(text.rfind(" ", last, end), text.rfind("\n", last, end))
        end = cut if cut > last else end
    shown, spans = _on_one_line(text[start:end], [(p.start - start, p.end - start) for p in inside])
    head, tail = "… " if start else "", " …" if end < len(text.rstrip()) else ""
    moved = tuple(Span(start=start + len(head), end=end + len(head)) for start, end in spans)
    page = text.count("\f", 0, first) + 1 if paged else None
    return Snippet(text=head + shown + tail, spans=moved, page=page)


def _on_one_line(text: str, stretches: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """White space as single spaces, and where the stretches are then; neighbours in one."""
    line = _SPACE_CHARACTER.sub(" ", text)
    gaps = [(gap.end(), gap.end() - gap.start() - 1) for gap in _GAP.finditer(line)]
    if gaps:
        line = _GAP.sub(" ", line)
        stretches = [(_moved(start, gaps), _moved(end, gaps)) for start, end in stretches]
    return line.rstrip(), _joined(line, stretches)


def _moved(at: int, gaps: Sequence[tuple[int, int]]) -> int:
    return at - sum(less for end, less in gaps if at >= end)


def _joined(text: str, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order; two with nothing but a space between them are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif found and text[found[-1][1] : start] == " ":
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
