"""The closed vocabularies that repair works with, indexed for a single walk over a page's words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.stages.ocr.lookalike import shape
from schemas.text import fold, nfc

PHRASES = ("laws", "agencies", "formulas", "units", "terms")
"""The sections that hold phrases; a change by one of them is named for it: ``laws@1``."""
DASHES = "-–—−~_"
_TOKEN = re.compile(r"[^\W_]+|-")
_SYMBOL = str.maketrans({"q": "o", "0": "o", "i": "t", "l": "t", "1": "t", "|": "t"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """An entry: its words in lower case, whether a comma or colon follows each, and its section."""

    words: tuple[str, ...]
    marks: tuple[str, ...]
    kind: str


@dataclass(slots=True)
class Node:
    """A step in the walk: what may follow (by :func:`shape`), and the phrases that end here."""

    more: dict[str, "Node"] = field(default_factory=dict)
    ends: list[Phrase] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """What repair may make of a reading. Made by :func:`vocabulary`; never changed after."""

    phrases: Node
    parts: frozenset[str]
    """Every part of a notation, as written: QĐ, UBND, TTg."""
    symbols: Mapping[str, tuple[str, ...]]
    """:func:`symbol_shape` → the parts that look so."""
    types: frozenset[str]
    abbreviations: Mapping[str, str]
    """An abbreviation that lost its marks → with them."""
    acts: frozenset[str]
    """Numbers of acts of the National Assembly: 31/2024/QH15."""


def vocabulary(lines: Iterable[str]) -> Vocabulary:
    """The vocabularies in a file made by ``bench/make_vocabulary.py``, given line by line."""
    sections: defaultdict[str, list[str]] = defaultdict(list)
    name = ""
    for line in lines:
        entry = nfc(line).strip()
        if entry.startswith("["):
            name = entry.strip("[]")
        elif entry and not entry.startswith("#"):
            sections[name].append(entry)
    parts = frozenset(sections["types"]) | frozenset(sections["issuers"])
    symbols: defaultdict[str, list[str]] = defaultdict(list)
    for part in sorted(parts):
        symbols[symbol_shape(part)].append(part)
    return Vocabulary(
        phrases=_walk(sections),
        parts=parts,
        symbols={key: tuple(alike) for key, alike in symbols.items()},
        types=frozenset(sections["types"]),
        abbreviations={fold(entry).upper(): entry for entry in sections["abbreviations"]},
        acts=frozenset(sections["acts"]),
    )


def symbol_shape(part: str) -> str:
    """The key of parts of a notation that print alike: QĐ = OD, TT = T1 = IT."""
    return fold(part).translate(_SYMBOL)


def _walk(sections: Mapping[str, list[str]]) -> Node:
    root = Node()
    for kind in PHRASES:
        for entry in sections.get(kind, ()):
            found = list(_TOKEN.finditer(entry))
            words = tuple(match[0].lower() for match in found)
            marks = tuple(entry[match.end() : match.end() + 1].strip() for match in found)
            node = root
            for word in words:
                node = node.more.setdefault(shape(word), Node())
            node.ends.append(Phrase(words=words, marks=marks, kind=kind))
    return root
