"""Text in a legacy Vietnamese encoding as Unicode, and back: TCVN3 (.VnTime fonts), VNI-Windows, and Unicode that was
put through a TCVN3 converter once more ("giỏo dục phỏp luật", "xó hội").

What is converted is beside the raw text, never instead of it. Tables: TCVN 5712:1993, VN3; the VNI-Windows layout.
TCVN3 knows no marked capitals but seven: a word whose plain letters are all capitals is taken to be in a font of
capitals.
"""

import re
from enum import StrEnum
from itertools import product

from pydantic import Field

from pipeline.stages.syllable import is_syllable
from schemas.base import Frozen

_VN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ®"
_VN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_VN3_CAPITALS = dict(zip("¡¢§£¤¥¦", "ĂÂĐÊÔƠƯ", strict=True))
_FROM_VN3 = {**dict(zip(_VN3_CODES, _VN3_LETTERS, strict=True)), **_VN3_CAPITALS}
_TO_VN3 = {letter: code for code, letter in _FROM_VN3.items()}

_VNI_MARKS = {
    "a": ("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "u": ("ùøûõï", "úùủũụ"),
    "y": ("ùøûõ", "ýỳỷỹ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "ö": ("ùøûõï", "ứừửữự"),
}
_VNI_ALONE = dict(zip("ôöñæóòî", "ơưđỉĩịỵ", strict=True))
_FROM_VNI = {
    **_VNI_ALONE,
    **{
        base + mark: letter
        for base, (marks, letters) in _VNI_MARKS.items()
        for mark, letter in zip(marks, letters, strict=True)
    },
}  # fmt: skip
_FROM_VNI |= {legacy.upper(): letter.upper() for legacy, letter in _FROM_VNI.items()}
_TO_VNI = {letter: legacy for legacy, letter in _FROM_VNI.items()}
_VNI = re.compile("|".join(map(re.escape, sorted(_FROM_VNI, key=len, reverse=True))))

_LATIN = "àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ"
"""Vietnamese letters that have a code below 256, in which a needless converter sees TCVN3."""
_TWICE = {letter: _FROM_VN3[letter] for letter in _LATIN if letter in _FROM_VN3 and _FROM_VN3[letter] != letter}
_ONCE = {wrong: tuple(letter for letter in _TWICE if _TWICE[letter] == wrong) for wrong in _TWICE.values()}
_SPARED = frozenset("ốộừ")
"""Letters that in doubt were there from the first; of the others, what they are read for is far more common."""
_SPARED_WORDS = frozenset((
    "hỏi", "thỏa", "nhỏ", "bỏ", "đỏ", "khỏi", "tỏ", "khỏe", "tờ", "giờ", "chờ", "nhờ", "bờ", "cờ", "lớn", "lớp",
    "nhớ", "sớm", "vụ", "dụng", "phụ", "thụ", "cụ", "trụ", "đụng", "cũng", "cũ", "vũ", "lũ", "ngũ", "sự", "tự",
    "dự", "dựng", "đựng", "cự", "ngự", "kỳ", "quỳ", "tỳ", "đỡ", "lỡ", "mỡ",
))  # fmt: skip
"""Common words with the other letters."""
_COMMON = {"kốm": "kèm", "rừ": "rõ", "phộp": "phép"}
"""Common words of the former kind that would be spared."""
_WORD = re.compile(r"[^\W\d_]+")
_LEGACY_WORD = re.compile(r"[^\s\x00-\x40\x5b-\x60\x7b-\x7f]+")
_ENOUGH, _GAIN, _SOUND = 8, 0.08, 0.8


class Encoding(StrEnum):
    """How a text is encoded that is not plain Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    TWICE = "tcvn3-twice"


class Recovered(Frozen):
    """A legacy text as Unicode, with what it was."""

    text: str
    raw: str
    encoding: Encoding
    confidence: float = Field(ge=0, le=1, description="share of its words that are Vietnamese syllables now")
    rule: str = "legacy-text@1"


def recovered(raw: str) -> Recovered | None:
    """The text of a page in the encoding that makes it Vietnamese.

    Takes: the text as a program gives it. Gives: None for sound Unicode, and where no encoding helps (it must be read
    by OCR then).
    """
    before = _soundness(raw)
    if before is None:
        return None
    tried = [(_soundness(text) or 0.0, encoding, text) for encoding in Encoding for text in [to_unicode(raw, encoding)]]
    share, encoding, text = max(tried, key=lambda one: one[0])
    if share < _SOUND or share - before < _GAIN:
        return None
    return Recovered(text=text, raw=raw, encoding=encoding, confidence=round(share, 3))


def to_unicode(text: str, encoding: Encoding) -> str:
    """``text`` in that encoding as Unicode; a text that is not in it becomes nonsense."""
    if encoding is Encoding.TCVN3:
        return _LEGACY_WORD.sub(lambda match: _from_vn3(match.group()), text)
    if encoding is Encoding.VNI:
        return _VNI.sub(lambda match: _FROM_VNI[match.group()], text)
    return _WORD.sub(lambda match: _once(match.group()), text)


def to_legacy(text: str, encoding: Encoding) -> str:
    """Unicode (NFC) in that encoding; TCVN3 has no marked capitals but seven and takes the small letter for them."""
    if encoding is Encoding.VNI:
        return "".join(_TO_VNI.get(letter, letter) for letter in text)
    if encoding is Encoding.TCVN3:
        return "".join(_TO_VN3.get(letter, _TO_VN3.get(letter.lower(), letter)) for letter in text)
    return "".join(_TWICE.get(letter, letter) for letter in text)


# -------------------------------------------------------------------------------------------------------------------


def _from_vn3(word: str) -> str:
    plain = [c for c in word if c.isascii() and c.isalpha()]
    said = "".join(_FROM_VN3.get(letter, letter) for letter in word)
    return said.upper() if len(plain) > 1 and all(c.isupper() for c in plain) else said


def _once(word: str) -> str:
    """The word before the needless conversion: of what it may have been, the likeliest that is a syllable."""
    if not any(letter in _ONCE for letter in word) or word.lower() in _SPARED_WORDS:
        return word
    if word in _COMMON:
        return _COMMON[word]
    ways = ["".join(letters) for letters in product(*(_before(letter, capitals=_in_capitals(word)) for letter in word))]
    return next((way for way in ways if is_syllable(way)), word)


def _before(letter: str, *, capitals: bool) -> tuple[str, ...]:
    """What a letter may have been, the likelier first; a capital only in a word of capitals."""
    ways = tuple(way for way in _ONCE.get(letter, ()) if way.isupper() is capitals)
    if not ways:
        return (letter,)
    if letter in _TWICE:
        return ways  # it would have been changed itself
    return (letter, *ways) if letter in _SPARED else (*ways, letter)


def _in_capitals(word: str) -> bool:
    plain = [letter for letter in word if letter not in _ONCE]
    return len(plain) > 1 and all(letter.isupper() for letter in plain)


def _soundness(text: str) -> float | None:
    """The share of a text's words with marks that are syllables; None where there are too few to tell."""
    words = [word for word in _LEGACY_WORD.findall(text) if not word.isascii()]
    if len(words) < _ENOUGH:
        return None
    return sum(is_syllable(word) for word in words) / len(words)
