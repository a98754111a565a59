"""Names of laws in running text, by the closed list of the register: the only place where a misread name is accepted.

A name is found by its syllables without diacritics; then nearly all of them must agree with them, so that "Hội Luật
gia" is not the Price Law (Luật Giá). Abbreviations (BLHS, Luật HN&GĐ) must stand in capitals.
"""

import re
from functools import cache
from typing import NamedTuple

from schemas.laws import law_register
from schemas.text import fold, place_tones

_SYLLABLE = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[\s,&.\-/]{1,4}")
_NAMED = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")
_LONGEST = 24
"""Syllables of the longest name."""


class Name(NamedTuple):
    """A law's name in the text."""

    start: int
    end: int
    family: str
    name: str
    kind: str
    wrong: int
    """How many syllables were read with another diacritic."""


class _Entry(NamedTuple):
    family: str
    name: str
    kind: str
    syllables: tuple[str, ...]
    short: bool


class _Node:
    def __init__(self) -> None:
        self.more: dict[str, _Node] = {}
        self.ends: list[_Entry] = []


def name_at(low: str, folded: str, text: str, start: int) -> Name | None:
    """The longest name of the register that begins at this offset; None if there is none.

    Takes: the text in lower case with tones placed, without diacritics, and as read; offsets are the same in all.
    """
    node, best, seen = _tree(), None, list[tuple[int, int]]()
    at = start
    for _ in range(_LONGEST):
        syllable = _SYLLABLE.match(folded, at)
        following = node.more.get(syllable[0]) if syllable else None
        if syllable is None or following is None:
            break
        node = following
        seen.append(syllable.span())
        fitting = [(_wrong(low, text, seen, entry), entry) for entry in node.ends]
        good = [(wrong, entry) for wrong, entry in fitting if wrong is not None]
        if good:
            wrong, entry = min(good, key=lambda found: found[0])
            best = Name(start, seen[-1][1], entry.family, entry.name, entry.kind, wrong)
        joint = _JOINT.match(folded, seen[-1][1])
        if joint is None:
            break
        at = joint.end()
    return best


def _wrong(low: str, text: str, seen: list[tuple[int, int]], entry: _Entry) -> int | None:
    """How many syllables differ in their diacritics; None for too many."""
    if entry.short:
        last = text[slice(*seen[-1])]
        return 0 if last.isupper() or entry.syllables[-1] == low[slice(*seen[-1])] else None
    kind = 1 if entry.kind == "Luật" else 2
    wrong = sum(low[slice(*span)] != meant for span, meant in zip(seen[kind:], entry.syllables[kind:], strict=True))
    size = len(seen) - kind
    return wrong if wrong <= (0 if size < 2 else max(1, size // 3)) else None


@cache
def _tree() -> _Node:
    root = _Node()
    for law in law_register().laws:
        if law.kind in _NAMED and law.family != law.id:
            for written in (law.name, *law.aliases):
                syllables = tuple(_SYLLABLE.findall(place_tones(written.lower())))
                short = written is not law.name and any(part.isupper() for part in written.split())
                entry = _Entry(law.family, law.name, law.kind, syllables, short)
                node = root
                for syllable in syllables:
                    node = node.more.setdefault(fold(syllable), _Node())
                if not any(other.family == law.family for other in node.ends):
                    node.ends.append(entry)
    return root
