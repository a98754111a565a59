"""Document numbers inside running text: "48/201 J/NĐ-CP ngày 15/5/2014", "120/OĐ-BGTVT", "68/2020/OH14".

Only what grammar and the closed vocabularies leave one reading for is changed: a letter where a digit must stand, a
part of the notation that no document has and that prints like exactly one that documents have, a year whose last digit
was not read but stands in the date that follows. "179/KH - UBND" stays as printed.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.stages.ocr.change import Edit, joined, respelled
from pipeline.stages.ocr.lookalike import digits
from pipeline.stages.ocr.vocabulary import Vocabulary, symbol_shape
from schemas.page import Line, Word
from schemas.text import fold

RULE = "citation@1"
_SIGNS = str.maketrans({"⁄": "/", "∕": "/", "／": "/"})
_DIGIT = r"[\dlIO|oSBZ]"
_PART = r"[^\W_|][^\W_|]*(?:&[^\W_|]+)?"
_NUMBER = re.compile(
    rf"(?P<open>[^\w|]*)(?:(?P<num>{_DIGIT}{{1,5}}(?:\.\d{{1,2}})?)(?P<suffix>[abcdđe]?))?"
    rf"/(?:(?P<year>{_DIGIT}{{4}})/)?(?P<symbol>{_PART}(?:-{_PART})*)(?P<shut>[^\w|]*)"
)
_BARE = re.compile(r"(?P<open>[^\w|]*)(?P<symbol>[^\W\d_a-z]{2,6}-[^\W\d_a-z]{2,10})(?P<shut>[^\w|]*)")
_PARTY = re.compile(r"(?P<open>[^\w|]*)(?P<num>\d{1,4})-(?P<symbol>[^\W_]{2,4}/[^\W\d_]{2,6})(?P<shut>[^\w|]*)")
_TORN = re.compile(r"(?P<open>[^\w|]*)(?P<num>\d{1,5})/(?P<year>(?:19|20)\d)")
_TAIL = re.compile(rf"[^\w\s/]|[JTtf?]/(?P<symbol>{_PART}(?:-{_PART})+)")
_DATED = re.compile(r"ngay (?:\d\d? thang \d\d? nam |\d\d?/\d\d?/)(?P<year>(?:19|20)\d\d)(?!\d)")
_TERMS = {11: (2002, 2007), 12: (2007, 2011), 13: (2011, 2016), 14: (2016, 2021), 15: (2021, 2026), 16: (2026, 2031)}
"""Terms of the National Assembly since the numbering with years in it: first and last year."""


def citations(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Edit]:
    """The edits that make document numbers whole."""
    edits: list[Edit] = []
    for at, line in enumerate(lines):
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        edits += _edits(line, at, following, vocabulary)
    return edits


def _edits(line: Line, at: int, following: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    if len(line.words) > 3 and _unmarked(line.text):
        return  # printed in another language: Decree No. 67/2005/ND-CP of May 19, 2005
    for index, word in enumerate(line.words):
        if word.hand or len(word.text) < 4:
            continue
        if torn := _mended(line, index, following):
            yield Edit(line=at, start=index, stop=index + 2, words=(torn,))
        elif glued := _glued(line, index, vocabulary):
            yield Edit(line=at, start=index, stop=index + 2, words=(glued,))
        elif (new := _spelled(word.text, vocabulary)) and new != word.text:
            yield Edit(line=at, start=index, stop=index + 1, words=(respelled(word, new, RULE),))


def _unmarked(text: str) -> bool:
    return fold(text) == text.lower()


def _mended(line: Line, index: int, following: str) -> Word | None:
    """48/201 J/NĐ-CP as one word, when the date after it tells the year whose first three digits were read."""
    if index + 1 == len(line.words):
        return None
    one, other = line.words[index : index + 2]
    head, tail = _TORN.fullmatch(one.text), _TAIL.match(other.text)
    if not head or not tail:
        return None
    rest = fold(" ".join([*(word.text for word in line.words[index + 2 :]), following]))
    dated = _DATED.match(rest)
    if not dated or not dated["year"].startswith(head["year"]):
        return None
    return joined((one, other), f"{head['open']}{head['num']}/{dated['year']}{other.text[1:]}", RULE)


def _glued(line: Line, index: int, vocabulary: Vocabulary) -> Word | None:
    """56/2022/NĐ- CP as one word, when no space is printed between the two."""
    if index + 1 == len(line.words):
        return None
    one, other = line.words[index : index + 2]
    if not one.text.endswith(("-", "/")) or other.box.x0 - one.box.x1 > 0.2 * one.box.height or other.hand:
        return None
    whole = _spelled(one.text + other.text, vocabulary)
    found = _NUMBER.fullmatch(whole) if whole else None
    parts = found["symbol"].split("-") if found and found["num"] else []
    return joined((one, other), str(whole), RULE) if parts and all(p in vocabulary.parts for p in parts) else None


def _spelled(text: str, vocabulary: Vocabulary) -> str | None:
    """The number that ``text`` must be; None if it is none, ``text`` itself if it is one or may be one as it is."""
    signs = text.translate(_SIGNS)
    if found := _NUMBER.fullmatch(signs):
        return _numbered(signs, found, vocabulary)
    if found := _PARTY.fullmatch(signs):
        kind, issuer = found["symbol"].split("/")
        new = f"{_part(kind, vocabulary.types, vocabulary)}/{_part(issuer, vocabulary.parts, vocabulary)}"
        return signs.replace(found["symbol"], new) if issuer in ("TW", "TU", "HU", "ĐU", "QU", "VPTW") else None
    if (found := _BARE.fullmatch(signs)) and found["symbol"].isupper():
        return found["open"] + _symbol(found["symbol"], vocabulary, known=True) + found["shut"]
    return None


def _numbered(text: str, found: re.Match[str], vocabulary: Vocabulary) -> str | None:
    num, year, symbol = found["num"], found["year"], found["symbol"]
    if sum(char.isalpha() for char in symbol) < 2 or (num and not any(char.isdecimal() for char in text)):
        return None
    if num and not year and num[0] in "BSZOo":
        return None  # B01/NHNN is the name of a form
    new_num = digits(num) if num and "." not in num else num
    new_year = digits(year) if year else year
    if (num and new_num is None) or (year and (new_year is None or not 1940 <= int(new_year) <= 2099)):
        return None
    if new_year and (assembly := _assembly(symbol, f"{new_num}", int(new_year), vocabulary)):
        new_symbol = assembly
    else:
        new_symbol = _symbol(symbol, vocabulary, known=num is None)
    if "-" not in new_symbol and new_symbol not in vocabulary.parts and not new_symbol.startswith(("QH", "UBTVQH")):
        return None
    front = f"{new_num}{found['suffix']}/" if num else "/"
    return found["open"] + front + (f"{new_year}/" if year else "") + new_symbol + found["shut"]


def _assembly(symbol: str, num: str, year: int, vocabulary: Vocabulary) -> str | None:
    """QH14 for OH14, QHI4; for OH1 where the year or the register of acts leaves one term."""
    found = re.fullmatch(r"(?P<body>(?:UBTV)?[QO0][HN])(?P<term>[\dlIO|oSBZ]{0,2})", symbol)
    if not found:
        return None
    body = found["body"][:-2] + "QH"
    of_year = [term for term, (first, last) in _TERMS.items() if first <= year <= last]
    registered = [term for term in of_year if f"{num}/{year}/{body}{term}" in vocabulary.acts]
    read = digits(found["term"]) if found["term"] else ""
    if read is None:
        return None
    if read.isdecimal() and int(read) in of_year:
        return f"{body}{read}"
    fitting = [term for term in registered or of_year if read and str(term).startswith(read) and str(term) != read]
    return f"{body}{fitting[0]}" if len(fitting) == 1 and len(read) == 1 else None


def _symbol(symbol: str, vocabulary: Vocabulary, *, known: bool) -> str:
    """The notation with each part that no document has replaced by the one it prints like.

    ``known``: outside a number, all parts must be known then, or nothing is changed.
    """
    parts = symbol.split("-")
    first = vocabulary.types if len(parts) > 1 else vocabulary.parts
    new = [_part(part, first if at == 0 else vocabulary.parts, vocabulary) for at, part in enumerate(parts)]
    if known and not (new[0] in vocabulary.types and all(part in vocabulary.parts for part in new)):
        return symbol
    return "-".join(new)


def _part(part: str, allowed: frozenset[str], vocabulary: Vocabulary) -> str:
    """The part as written, if it is one; else the only allowed one that looks so; else as read."""
    if part in vocabulary.parts or len(part) < 2 or any(part.upper() == known.upper() for known in vocabulary.parts):
        return part
    alike = [known for known in vocabulary.symbols.get(symbol_shape(part), ()) if known in allowed]
    if not alike:
        once = re.sub(r"(.)\1", r"\1", part.replace("Ð", "Đ"))  # QĐÐ: one letter read twice
        return once if once in allowed and once != part else part
    return alike[0] if len(alike) == 1 else part
