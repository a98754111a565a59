"""What stands in a slot, from all who say something about it.

These are the digit net, the readers of print, the grammar of dates, and whatever else is known. Only what is nearly
sure becomes a value; everything else stays a list of possibilities.

How much each says. What all say together is calibrated on hands the net never saw. A reader of print is asked how far
what it read is from each possibility. The grammar (NĐ 30/2020, Điều 8 and Phụ lục I: days below ten and the months 1
and 2 with a zero before them) rules out what no calendar has, and makes a digit alone where two are due less likely:
the other may have been taken for the slash beside it.
"""

import calendar
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.stages.ocr.slots import SlotKind

ACCEPTED = 0.84
"""Probability from which a possibility is a value: the lowest from which 97 % of numbers were right, and 99 % of days
and months, on half 0 of the hands never seen (2,000 slots, `bench/digits.py`). Half 1, by which the net is measured,
had no say in it."""
_NUMBER, _DATE = (1.0, 0.25), (0.9, 0.95)
"""Slope and shift that make the odds of the vote those of being right, found on the same half (``--fit``): the grammar
makes days and months surer than the net is, numbers hardly. A year may be anything, as a number may."""
_AGREES = 1.8
"""How many times likelier a possibility is than one that is a letter further from what the reader of print read."""
_FURTHEST = 3
_STRANGE = 0.3
"""How much of what the grammar rules out still speaks against everything else: the slot may not be one."""
_BARE_DAY, _BARE_MONTH, _PADDED_MONTH, _ZEROS = 0.2, 0.08, 0.7, 0.25
_STROKES = frozenset("-–—~_^<>+=")
_STROKE, _SPECK = 0.8, 0.87
"""How sure anything can be where the readers of print saw marks and no digit: a stroke (a dash, a tick, a scrawl: the
net was never shown such, and is sure of some), or other specks, under which a faint digit may stand."""
_EDGE = 0.5
"""How much of a third digit's reading speaks for the two that can be: too little unless a reader of print read them."""
_KEPT, _WORTH_KEEPING = 5, 0.01
_MOST = 0.9999
"""No reading has better odds than this."""
_LOOKS = str.maketrans("OoÖQDlIiÍ/|!đ(ZzSsbGBgq", "00000111111111225566899")
"""Which digit a letter looks like."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What is known about a slot."""

    kind: SlotKind
    net: tuple[tuple[str, float], ...]
    """Strings of digits and how likely each is; "" is an empty slot, "p" print between digits. The rest to 1 is
    anything else."""
    said: str = ""
    """What the readers of print made of it."""
    month: int | None = None
    """Of a day's date, where it is known."""
    year: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote:
    """What came of it."""

    value: str | None
    """The digits as written; None where nothing is sure enough, or nothing is there."""
    probability: float
    """Of the value, or of the likeliest possibility."""
    alternatives: tuple[tuple[str, float], ...]
    """Everything worth showing, likeliest first."""


def vote(heard: Heard) -> Vote:
    """Weighs the possibilities.

    Gives: a value only if its probability is `ACCEPTED` or more; 7 and 07 are one value in a date, two as numbers.
    """
    net: dict[str, float] = {}
    for seen, p in heard.net:
        text = _before_year(seen) if heard.kind is SlotKind.NUMBER else seen
        for part, share in _without_edges(text, heard):
            net[part] = net.get(part, 0.0) + p * share
    weights = {text: _weight(text, p, heard) for text, p in net.items() if _possible(text, heard)}
    against = sum(p for text, p in net.items() if text not in weights)
    rest = max(0.0, 1.0 - sum(net.values()))
    whole = sum(weights.values()) + _STRANGE * (against + rest)
    if not any(weights.values()) or whole <= 0:
        return Vote(value=None, probability=0.0, alternatives=())
    by_value: dict[str, list[tuple[float, str]]] = {}
    for text, weight in weights.items():
        by_value.setdefault(_value(text, heard.kind), []).append((weight / whole, text))
    ranked = sorted(((sum(p for p, _ in forms), max(forms)[1]) for forms in by_value.values()), reverse=True)
    ranked = _calibrated(ranked, heard)
    best, text = ranked[0]
    kept = tuple((form, round(p, 3)) for p, form in ranked[:_KEPT] if form and p >= _WORTH_KEEPING)
    return Vote(value=text if text and best >= ACCEPTED else None, probability=best, alternatives=kept)


# -------------------------------------------------------------------------------------------------------------------


def _calibrated(ranked: Sequence[tuple[float, str]], heard: Heard) -> list[tuple[float, str]]:
    """The likeliest one as often right as it says; the others share what is left as they did."""
    slope, shift = _DATE if heard.kind in (SlotKind.DAY, SlotKind.MONTH) else _NUMBER
    best = min(ranked[0][0], _MOST)
    sure, most = 1 / (1 + math.exp(-slope * math.log(best / (1 - best)) - shift)), _most(heard.said)
    left = min(1.0, (1 - sure) / (1 - best))
    return [(most * sure, ranked[0][1]), *((most * left * p, text) for p, text in ranked[1:])]


def _most(said: str) -> float:
    """How sure anything can be: less where the readers of print saw something that is no digit."""
    if not said or _read(said):
        return 1.0
    return _STROKE if _STROKES & set(said) else _SPECK


def _before_year(text: str) -> str:
    """The number alone where the year printed after it was seen too: "15p2020"."""
    return re.sub(r"p(?:[12]|19|20|19\d|20\d|19\d\d|20\d\d)$", "", text)


def _without_edges(text: str, heard: Heard) -> tuple[tuple[str, float], ...]:
    """What three digits in a day's or month's slot may be once one at an edge is a letter of the print beside it.

    ("tháng" ends in what looks like an 8, and begins with what looks like a 1.) The shares of a reading add up to less
    than 1 then: it may be something else, too.
    """
    if heard.kind not in (SlotKind.DAY, SlotKind.MONTH) or len(text) != 3 or not text.isdecimal():
        return ((text, 1.0),)
    likely = [part for part in (text[1:], text[:2]) if _possible(part, heard)]
    return ((text, 1 - _EDGE), *((part, _EDGE / len(likely)) for part in likely)) if likely else ((text, 1.0),)


def _value(text: str, kind: SlotKind) -> str:
    return text if kind is SlotKind.NUMBER or not text else str(int(text))


def _possible(text: str, heard: Heard) -> bool:
    """Whether the grammar lets a string stand in the slot; an empty slot may always be."""
    if not text:
        return True
    if not text.isdecimal():
        return False
    number = int(text)
    if heard.kind is SlotKind.NUMBER:
        return number > 0 and len(text) <= 5
    if heard.kind is SlotKind.YEAR:
        return len(text) == 4 and 1945 <= number <= 2099
    if heard.kind is SlotKind.MONTH:
        return len(text) <= 2 and 1 <= number <= 12
    return len(text) <= 2 and 1 <= number <= _last_day(heard)


def _last_day(heard: Heard) -> int:
    if heard.month is None or not 1 <= heard.month <= 12:
        return 31
    return calendar.monthrange(heard.year or 2024, heard.month)[1]  # a leap year where the year is not known


def _weight(text: str, p: float, heard: Heard) -> float:
    return p * _usual(text, heard.kind) * _agreement(text, heard.said)


def _usual(text: str, kind: SlotKind) -> float:
    """How usual a way of writing is."""
    if kind is SlotKind.NUMBER:
        return _ZEROS if text.startswith("00") else 1.0
    if len(text) == 1:
        return _BARE_DAY if kind is SlotKind.DAY else _BARE_MONTH if text in "12" else 1.0
    return _PADDED_MONTH if kind is SlotKind.MONTH and "03" <= text <= "09" else 1.0


def _agreement(text: str, said: str) -> float:
    """How well a possibility goes with what the reader of print read: 1 if exactly, less for each letter between."""
    read = _read(said)
    if not read:
        return 1 / _AGREES
    return float(_AGREES ** -min(_distance(read, text), _FURTHEST))


def _read(said: str) -> str:
    """The digits that were read, and those that letters look like."""
    return "".join(char for char in said.translate(_LOOKS) if char.isdecimal())


def _distance(one: str, other: str) -> int:
    """Letters to change, add or leave out."""
    row = list(range(len(other) + 1))
    for at, a in enumerate(one, 1):
        last, row[0] = row[0], at
        for n, b in enumerate(other, 1):
            last, row[n] = row[n], min(row[n] + 1, row[n - 1] + 1, last + (a != b))
    return row[-1]
