"""The one owner of text normalisation: NFC, look-alike letters, tone placement, folding.

Takes and gives ``str``; never touches files. Everything stored or compared in this house
has passed through :func:`nfc`; everything searched or matched loosely through :func:`fold`.
"""

import re
import unicodedata

_LOOKALIKE = str.maketrans({"Ð": "Đ", "ð": "đ", "\u00a0": " ", "\u00ad": None, "\ufeff": None})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TONES = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ", "o": "òóỏõọ", "u": "ùúủũụ"}
_TONE_OF = {mark: (base, tone) for base, marks in _TONES.items() for tone, mark in enumerate(marks)}
_NEW_STYLE = re.compile(r"(?<![qQ])(?:([oO])([àáảãạèéẻẽẹ])|([uU])([ỳýỷỹỵ]))(?!\w)", re.IGNORECASE)


def nfc(text: str) -> str:
    """Canonical composed form; Icelandic eth becomes đ, control characters go, no-break space is a space."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text).translate(_LOOKALIKE))


def one_line(text: str) -> str:
    """:func:`nfc` with every run of white space as one space and none at the ends."""
    return " ".join(nfc(text).split())


def place_tones(text: str) -> str:
    """Old-style tone placement (hoà → hòa, uỷ → ủy; quý stays), so that both spellings compare equal."""
    return _NEW_STYLE.sub(_old_style, text)


def _old_style(match: re.Match[str]) -> str:
    first, second = match.group(1) or match.group(3), match.group(2) or match.group(4)
    base, tone = _TONE_OF[second.lower()]
    marked = _TONES[first.lower()][tone]
    return (marked.upper() if first.isupper() else marked) + (base.upper() if second.isupper() else base)


def _fold_table() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "d"}
    for point in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1EA0, 0x1F00)):
        bare = "".join(c for c in unicodedata.normalize("NFD", chr(point)) if not unicodedata.combining(c))
        if point not in table and len(bare) == 1 and len(bare.lower()) == 1:
            table[point] = bare.lower()
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """Lower case without diacritics, đ → d. Keeps the length, so an offset in the result is one in ``text``."""
    return text.translate(_FOLD)
