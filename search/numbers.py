"""Document numbers in any spacing, as one token: "179 /KH - UBND" and 179/kh-ubnd are the same. Pure.

The grammar is that of Decree 30/2020, of legal acts and of Party papers, on folded text: ``31/2024/QH15``,
``766/QĐ-TTg``, ``09-NQ/TW``. Line ends inside a number count as spaces, as print breaks them so.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.vocabulary import DOCUMENT_TYPES, LEGAL_ACT_TYPES
from search.folding import plain, surface

_GAP = r"[ \t\n]{0,3}"
_DASH = rf"{_GAP}[-–—]{_GAP}"
_PART = r"[a-z][a-z0-9]*(?:&[a-z0-9]+)*"
_YEAR = r"(?:19[4-9]\d|20\d\d)"
_SLASHED = re.compile(
    rf"(?<![\w./-])(\d{{1,5}}(?:\.\d{{1,2}})?)([a-z]?){_GAP}/{_GAP}(?:({_YEAR}){_GAP}/{_GAP})?"
    rf"({_PART}(?:{_DASH}{_PART})*)(?![\w/])"
)
_OF_YEAR = re.compile(rf"(?<![\w./-])(\d{{1,4}})([a-z]?){_GAP}/{_GAP}({_YEAR})(?!{_GAP}/|\w)")
_PARTY = re.compile(rf"(?<![\w./-])(\d{{1,4}})([a-z]?){_DASH}([a-z]{{1,5}}){_GAP}/{_GAP}([a-z]+)(?![\w/])")
_PARTS = re.compile(rf"({_DASH}|^)({_PART})")
_BEFORE, _BEHIND = 20, 80
_SPACES = re.compile(r"[ \t\n]+")
_KINDS = frozenset(plain(name) for name in (*DOCUMENT_TYPES, *LEGAL_ACT_TYPES))
_OF_PARLIAMENT = re.compile(r"(?:qh|ubtvqh)\d{1,2}")
_LETTERS = re.compile(r"[a-z][a-z0-9&]*")
_DIGITS = re.compile(r"(\d{1,5})([a-z]?)")


class Number(NamedTuple):
    """A number in a text and where it stands."""

    start: int
    end: int
    token: str


def numbers(text: str, shadow: str | None = None, *, loose: bool = False) -> Iterator[Number]:
    """All document numbers of a text, from left to right; dates and fractions are none.

    Takes: a `surface`; its `plain` twin, if it is known; whether it was typed by somebody looking for something. Print
    writes symbols in capitals (12/tháng is no number), people do not.
    """
    done = 0
    for slash in _slashes(text):
        if slash >= done:
            found = _around(text, shadow, slash, done, loose=loose)
            if found:
                done = found.end
                yield found


def canonical(number: str) -> str:
    """The token of what is a number as a whole; of anything else its folded form without spaces."""
    text = surface(number).strip()
    found = next((one for one in numbers(text, loose=True) if one.start == 0 and one.end == len(text)), None)
    return found.token if found else _SPACES.sub("", plain(text)).replace("–", "-")


def parts(token: str) -> tuple[str, ...]:
    """What a number is looked up by besides the whole: 31/2024/qh15 → 31/2024; 179/kh-ubnd → 179/kh."""
    head, _, sign = token.rpartition("/")
    if "/" in head:
        return (head,)
    return (f"{head}/{sign.partition('-')[0]}",) if "-" in sign else ()


def shorter(token: str) -> Iterator[str]:
    """The token, then without what stands behind its last hyphen, and so on: a dash may belong to what follows."""
    yield token
    while "-" in token.rpartition("/")[2]:
        token = token.rpartition("-")[0]
        yield token


def of_year(text: str) -> Iterator[Number]:
    """Numbers that are told by their year alone, as people type them: luật 31/2024."""
    for found in _OF_YEAR.finditer(plain(text)):
        yield Number(*found.span(), f"{_head(found[1], found[2])}/{found[3]}")


def guessed(words: Sequence[str]) -> tuple[str, ...]:
    """Numbers that plain words may mean: 179 kh ubnd → 179/kh-ubnd, 179/kh; 31 2024 qh15 → 31/2024/qh15."""
    found: list[str] = []
    for at, word in enumerate(words):
        digits = _DIGITS.fullmatch(word)
        if digits is None:
            continue
        rest = [*words[at + 1 : at + 5]]
        year = rest.pop(0) if rest and re.fullmatch(_YEAR, rest[0]) else None
        if rest and _is_kind(rest[0]):
            signs = _run(rest)
            found += [_token(digits[1], digits[2], year, "-".join(signs[:n])) for n in range(len(signs), 0, -1)]
    return tuple(found)


# ---------------------------------------------------------------------------------------------------------------------


def _slashes(text: str) -> Iterator[int]:
    at = text.find("/")
    while at >= 0:
        yield at
        at = text.find("/", at + 1)


def _around(text: str, shadow: str | None, slash: int, done: int, *, loose: bool) -> Number | None:
    """The number whose first slash this is. Only what stands near is folded: texts have few slashes."""
    start = max(done, slash - _BEFORE)
    end = slash + _BEHIND
    window = plain(text[start:end]) if shadow is None else shadow[start:end]
    for found in _SLASHED.finditer(window):
        if found.start() <= slash - start < found.end():
            sign, end = _sign(text, start + found.start(4), found[4], loose=loose)
            if sign:
                return Number(start + found.start(), end, _token(found[1], found[2], found[3], sign))
    for found in _PARTY.finditer(window):
        if found.start() <= slash - start < found.end():
            return Number(
                start + found.start(), start + found.end(), f"{_head(found[1], found[2])}-{found[3]}/{found[4]}"
            )
    return None


def _sign(text: str, start: int, folded: str, *, loose: bool) -> tuple[str, int]:
    """The symbol as far as it goes, and where it ends: behind a spaced dash only capitals belong to it."""
    kept: list[str] = []
    end = start
    for found in _PARTS.finditer(folded):
        raw = text[start + found.start(2) : start + found.end(2)]
        spaced = bool(_SPACES.search(found[1]))
        if not kept and not (loose or raw[0].isupper() or _is_kind(found[2])):
            break
        if kept and spaced and not (loose or raw.isupper()):
            break
        kept.append(found[2])
        end = start + found.end()
        if _OF_PARLIAMENT.fullmatch(found[2]):
            break
    return "-".join(kept), end


def _run(words: Sequence[str]) -> list[str]:
    run: list[str] = []
    for word in words:
        if not _LETTERS.fullmatch(word):
            break
        run.append(word)
    return run


def _is_kind(sign: str) -> bool:
    return sign in _KINDS or bool(_OF_PARLIAMENT.fullmatch(sign))


def _head(digits: str, letter: str) -> str:
    whole, dot, rest = digits.partition(".")
    return f"{int(whole)}{dot}{rest}{letter}"


def _token(digits: str, letter: str, year: str | None, sign: str) -> str:
    return "/".join((_head(digits, letter), *([year] if year else []), sign.removeprefix("pl-")))
