"""Whether a PDF page's own text layer can be believed, from the text alone.

Vietnamese text layers lie in known ways: legacy font encodings, fonts without a mapping, a scanner's OCR in the wrong
language. A layer is condemned only on evidence: a page in English, of numbers or in a minority language is good.
Not for judging whether the layer covers the page: that needs geometry.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from pydantic import Field

from pipeline.stages.legacy_fonts import DECODERS
from pipeline.stages.syllable import is_bare_syllable, is_syllable
from schemas.base import Frozen

EMPTY = "empty"
TOO_LITTLE = "too-little"
LEGACY_FONT = "legacy-font"
GARBAGE = "garbage"
MARKS_LOST = "marks-lost"

_LEAST = 25  # letters and digits; below it a layer says less than a page number or a scanner's stamp would
_STRAY_SHARE = 0.05  # characters without meaning; a list with a Wingdings bullet a line stays below
_RESCUED_SHARE = 0.01  # words that become syllables when a legacy encoding is undone; sound official texts have none
_RESCUED_OF_ODD = (
    0.5  # in a legacy encoding nearly all that is wrong comes right; in misread text some of it, by chance
)
_WORDS_TO_JUDGE = 20
_VIETNAMESE_SHARE = (
    0.72  # words that are syllables once marks are set aside: English has a quarter, Vietnamese nearly all
)
_MARKED_SHARE = 0.25  # of those words, how many bear marks: in Vietnamese prose about three quarters
_VALID_SHARE = 0.70  # of those words, how many are syllables with their marks
_TONED_SHARE = 0.25  # words with a letter that only Vietnamese has (ạ … ỹ)
_TONED_VALID = 0.5  # how many of those are syllables: in sound texts at least 98 of 100
_PLAUSIBLE_SHARE = 0.5
_SINGLE_SHARE = 0.75

_CID = re.compile(r"\(cid:\d+\)")
_STAMP_LINE = re.compile(
    r"^\s*(?:scanned (?:by|with)\b|(?:người ký|ký bởi|ngày ký|thời gian ký|signature not verified|digitally signed by"
    r"|signed by|email|cơ quan|chức vụ|date)\s*:).*$",
    re.IGNORECASE | re.MULTILINE,
)
_SPLIT = re.compile(r"[\s\x00-\x40\x5b-\x60\x7b-\x7f\u00a0\u2000-\u206f]+")
_ENGLISH = frozenset({"and", "of", "for", "with", "by"})  # no Vietnamese word loses its marks into one of these
_ENGLISH_SHARE = 0.02
_VOWELS = frozenset("aeiouyæøœ")


class Verdict(Frozen):
    """What became of a text layer."""

    good: bool
    reason: str | None = Field(default=None, description="why it is not believed, as one of this module's constants")
    syllables: float = Field(default=0.0, ge=0, le=1, description="share of words that are Vietnamese syllables")


def judge(text: str) -> Verdict:
    """Judges the text layer of one page.

    Takes: the text as a PDF program gives it, not normalised (normalising hides the evidence).
    Gives: a verdict; ``reason`` is None exactly when it is good.
    """
    solid = sum(not c.isspace() for c in text)
    if not solid:
        return Verdict(good=False, reason=EMPTY)
    if _strays(text) > max(2.0, _STRAY_SHARE * solid):
        return Verdict(good=False, reason=GARBAGE)
    if sum(c.isalnum() for c in _STAMP_LINE.sub("", text)) < _LEAST:
        return Verdict(good=False, reason=TOO_LITTLE)
    return _judge_words(Counter(w for w in _SPLIT.split(unicodedata.normalize("NFC", text)) if w))


def _strays(text: str) -> int:
    """Characters that mean nothing to a reader: no mapping, private use, control."""
    unmapped = len(_CID.findall(text))
    return unmapped + sum(unicodedata.category(c) in ("Cc", "Co", "Cn", "Cs") or c == "\ufffd" for c in text if _odd(c))


def _odd(char: str) -> bool:
    return (not char.isprintable() and char not in "\t\n\v\f\r\x85\u00ad") or char == "\ufffd"


def _judge_words(words: Counter[str]) -> Verdict:
    plain = Counter({w: n for w, n in words.items() if w.isalpha()})
    total = max(1, sum(words.values()))
    valid = sum(n for w, n in plain.items() if is_syllable(w))
    share = valid / total
    if any(_rescued(words, decode) > max(2.0, _RESCUED_SHARE * total) for decode in DECODERS):
        return Verdict(good=False, reason=LEGACY_FONT, syllables=share)
    reason = _marks(plain) or _nonsense(words)
    return Verdict(good=reason is None, reason=reason, syllables=share)


def _rescued(words: Counter[str], decode: Callable[[str], str]) -> int:
    """How many words become syllables when a legacy encoding is undone; 0 if they are few of those that are none."""
    odd = {w: n for w, n in words.items() if len(w) > 1 and not w.isascii() and not is_syllable(w)}
    saved = sum(n for w, n in odd.items() if any(c.isalpha() for c in w) and is_syllable(decode(w)))
    return saved if saved >= _RESCUED_OF_ODD * sum(odd.values()) else 0


def _marks(plain: Counter[str]) -> str | None:
    """MARKS_LOST or GARBAGE for a page that is Vietnamese by its letters but not by its marks."""
    toned = {w: n for w, n in plain.items() if any("\u1ea0" <= c <= "\u1ef9" for c in w)}
    many = sum(toned.values())
    judged = many >= max(_WORDS_TO_JUDGE, _TONED_SHARE * sum(plain.values()))
    if judged and sum(n for w, n in toned.items() if is_syllable(w)) < _TONED_VALID * many:
        return GARBAGE
    long = {w: n for w, n in plain.items() if len(w) > 1}
    bare = {w: n for w, n in long.items() if is_bare_syllable(w)}
    count = sum(bare.values())
    if count < max(_WORDS_TO_JUDGE, _VIETNAMESE_SHARE * sum(long.values())):
        return None
    if sum(n for w, n in bare.items() if not w.isascii()) < _MARKED_SHARE * count:
        english = sum(n for w, n in long.items() if w.lower() in _ENGLISH)
        return None if english > _ENGLISH_SHARE * count else MARKS_LOST
    return GARBAGE if sum(n for w, n in bare.items() if is_syllable(w)) < _VALID_SHARE * count else None


def _nonsense(words: Counter[str]) -> str | None:
    """GARBAGE where most words could be words of no language, or nearly all are single letters."""
    lettered = {w: n for w, n in words.items() if any(c.isalpha() for c in w)}
    long = {w: n for w, n in lettered.items() if len(w) > 1}
    total, among = sum(lettered.values()), sum(long.values())
    if total >= 2 * _WORDS_TO_JUDGE and among < (1 - _SINGLE_SHARE) * total:
        return GARBAGE
    good = sum(n for w, n in long.items() if _plausible(w))
    return GARBAGE if among >= _WORDS_TO_JUDGE and good < _PLAUSIBLE_SHARE * among else None


def _plausible(word: str) -> bool:
    """Letters in an orderly case, with a vowel where the word is long and Latin."""
    if not (word.islower() or word.isupper() or word.istitle() or word[1:].islower()):
        return word.isalpha() and not any(c.isascii() for c in word)  # scripts without case
    letters = unicodedata.normalize("NFD", word.lower())
    if not any("a" <= c <= "z" for c in letters):
        return True
    return len(word) < 4 or (word.isupper() and len(word) < 7) or any(c in _VOWELS for c in letters)
