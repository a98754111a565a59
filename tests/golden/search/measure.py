"""How well hits are ordered: nDCG@10 of judged queries, as typed and as other people would type them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log2
from pathlib import Path
from typing import NamedTuple

from schemas.text import fold, nfc
from search.finder import Finder
from search.found import HitKind
from search.place import begin, switch
from search.schema import FORMAT
from search.writer import Mark, Writer
from tests.golden.search.corpus import Judged, indexed, queries

_TELEX = {
    "â": "aa", "ă": "aw", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd",
}  # fmt: skip
_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_NEW_PLACES = {
    old: new
    for pair, letters in {"oa": ("òóỏõọ", "àáảãạ"), "oe": ("òóỏõọ", "èéẻẽẹ"), "uy": ("ùúủũụ", "ỳýỷỹỵ")}.items()
    for old, new in ((mark + pair[1], pair[0] + other) for mark, other in zip(*letters, strict=True))
}


class Score(NamedTuple):
    """One query's."""

    judged: Judged
    typed: str
    ndcg: float
    found: tuple[str, ...]


def build(folder: Path) -> Finder:
    """The index of the golden documents."""
    place = begin(folder, FORMAT)
    writer = Writer(place, heap=20_000_000)
    for name, made in indexed().items():
        writer.put(name, made.entries)
    writer.commit(Mark())
    writer.close()
    switch(folder, place)
    return Finder(folder)


def scores(finder: Finder, asked: Sequence[tuple[Judged, str]]) -> Iterator[Score]:
    """Each query's score, typed like this."""
    for judged, typed in asked:
        kind = HitKind.QUESTION if judged.of_questions else HitKind.DOCUMENT
        hits = finder.find(typed, limit=10, kind=kind, count=False).hits
        names = tuple(h.found.record if h.found.unit is None else f"{h.found.record}#{h.found.unit}" for h in hits)
        yield Score(judged, typed, ndcg(names, judged.grades), names)


def ndcg(names: Sequence[str], grades: dict[str, int], most: int = 10) -> float:
    """Normalised discounted cumulative gain of the first ``most``, gains 2^grade - 1."""
    gained = sum((2.0 ** grades.get(name, 0) - 1) / log2(place + 2) for place, name in enumerate(names[:most]))
    best = sorted(grades.values(), reverse=True)[:most]
    return gained / sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(best))


def known_items(finder: Finder) -> float:
    """Of the queries by number the share whose best documents, one or several, come before all others."""
    asked = [(one, one.query) for one in queries() if one.kind == "number"]
    return sum(_comes_first(score) for score in scores(finder, asked)) / len(asked)


def _comes_first(score: Score) -> bool:
    best = {name for name, grade in score.judged.grades.items() if grade == 3}
    return set(score.found[: len(best)]) == best


def means(found: Sequence[Score]) -> dict[str, float]:
    """Mean by kind of query."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for score in found:
        by_kind[score.judged.kind].append(score.ndcg)
    return {kind: sum(values) / len(values) for kind, values in by_kind.items()}


def variants() -> dict[str, tuple[tuple[Judged, str], ...]]:
    """The queries in words as other people type them; numbers, operators and slips of the keyboard are left out."""
    words = [one for one in queries() if one.kind not in ("number", "operator", "typo", "abbreviation")]
    return {
        "as typed": tuple((one, one.query) for one in queries()),
        "no marks": tuple((one, fold(one.query)) for one in queries() if one.kind != "operator"),
        "telex": tuple((one, telex(one.query)) for one in words),
        "no spaces": tuple((one, fold(one.query).replace(" ", "")) for one in words if len(one.query.split()) <= 5),
        "new places of tones": tuple((one, moved(one.query)) for one in words),
        "decomposed": tuple((one, decomposed(one.query)) for one in words),
        "capitals": tuple((one, one.query.upper()) for one in words),
        "one letter off": tuple((one, slipped(one.query)) for one in words),
    }


def telex(text: str) -> str:
    """As the keys were pressed: luật → luaatj."""
    return " ".join(map(_keys, text.lower().split()))


def moved(text: str) -> str:
    """With tones where the new style puts them: hòa → hoà."""
    return re.sub(r"(?<![qQ])(?:[òóỏõọ][ae]|[ùúủũụ]y)(?!\w)", lambda m: _NEW_PLACES.get(m[0], m[0]), text)


def decomposed(text: str) -> str:
    """In NFD, as some systems send it."""
    import unicodedata

    return unicodedata.normalize("NFD", text)


def slipped(text: str) -> str:
    """Two letters of the longest word exchanged."""
    words = text.split()
    at = max(range(len(words)), key=lambda n: (len(words[n]), -n))
    word = words[at]
    words[at] = word[:-2] + word[-1] + word[-2] if len(word) > 3 else word
    return " ".join(words)


def _keys(word: str) -> str:
    import unicodedata

    keys, tone = "", ""
    for letter in nfc(word):
        parts = unicodedata.normalize("NFD", letter)
        tone += "".join(_TONES.get(mark, "") for mark in parts)
        bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        keys += _TELEX.get(bare, bare)
    return keys + tone
