"""What somebody meant who typed Vietnamese without their keyboard program: telex and VNI keys, no spaces. Pure.

Only for words that nobody writes: each function gives nothing for what is a syllable already.
"""

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from pipeline.stages.syllable import is_bare_syllable, is_syllable
from search.folding import plain, toned

_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VNI_LETTERS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
_LONGEST_RUN = 60
_LONGEST_SYLLABLE = 7
_LONGEST_WORD = 10


def meant_by_keys(word: str) -> str | None:
    """luaatj, luat65 → luật; None for what is no slip.

    Takes: a folded token. Gives: the syllable with its marks.
    """
    if (word.isalpha() and is_bare_syllable(word)) or len(word) > 10:
        return None
    found = _by_telex(word) or _by_vni(word)
    return found if found and is_syllable(found) else None


def without_spaces(word: str, known: Callable[[str, str], int], is_word: Callable[[str], bool]) -> tuple[str, ...]:
    """luatdatdai → luat, dat, dai: the split whose neighbours are met most; empty where hardly any of them are.

    Takes: a folded token; how often two words stand side by side; whether something that is no syllable is a word.
    """
    if len(word) > _LONGEST_RUN or not word.isalnum() or len(word) < 4:
        return ()
    best: dict[tuple[int, str], tuple[float, tuple[str, ...]]] = {(0, ""): (0.0, ())}
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_WORD), end):
            if _may_stand(word[start:end], is_word):
                _extend(best, start, end, word[start:end], known)
    ends = [found for (at, _), found in best.items() if at == len(word) and len(found[1]) > 1]
    split = max(ends, default=(0.0, ()))[1]
    return split if _is_met(split, known) else ()


# ---------------------------------------------------------------------------------------------------------------------


def _is_met(split: tuple[str, ...], known: Callable[[str, str], int]) -> bool:
    """Whether half of the neighbours are met somewhere, and all those of single letters."""
    pairs = list(pairwise(split))
    met = [bool(known(one, other)) for one, other in pairs]
    single = [ok for ok, (one, other) in zip(met, pairs, strict=True) if min(len(one), len(other)) == 1]
    return bool(split) and 2 * sum(met) >= len(pairs) and all(single)


def _may_stand(piece: str, is_word: Callable[[str], bool]) -> bool:
    syllable = piece.isalpha() and len(piece) <= _LONGEST_SYLLABLE and is_bare_syllable(piece)
    return syllable or (len(piece) >= 3 and is_word(piece))


def _extend(
    best: dict[tuple[int, str], tuple[float, tuple[str, ...]]], start: int, end: int, piece: str,
    known: Callable[[str, str], int],
) -> None:  # fmt: skip
    for (at, last), (worth, split) in list(best.items()):
        if at == start:
            step = worth + _step(last, piece, known)
            if (end, piece) not in best or best[end, piece][0] < step:
                best[end, piece] = (step, (*split, piece))


def _step(last: str, syllable: str, known: Callable[[str, str], int]) -> float:
    """A new syllable costs, a neighbour that is met repays it."""
    met = known(last, syllable) if last else 0
    return -3.0 + (min(4.0, met.bit_length()) if met else 0.0)


@lru_cache(maxsize=4096)
def _by_telex(word: str) -> str | None:
    tone = ""
    letters: list[str] = []
    for key in word:
        if key in _TELEX_TONES and letters and _has_vowel(letters):
            if tone:
                return None
            tone = _TELEX_TONES[key]
        elif key == "w":
            if not _bend(letters):
                return None
        elif key in "aeo" and key in letters and _is_open(letters, key):
            at = len(letters) - 1 - letters[::-1].index(key)
            letters[at] = {"a": "â", "e": "ê", "o": "ô"}[key]
        elif key == "d" and letters[:1] == ["d"]:
            letters[0] = "đ"
        else:
            letters.append(key)
    return _toned("".join(letters), tone)


def _by_vni(word: str) -> str | None:
    if not any(key.isdigit() for key in word):
        return None
    tone = ""
    letters: list[str] = []
    for key in word:
        if key in _VNI_TONES:
            if tone or not letters:
                return None
            tone = _VNI_TONES[key]
        elif key in _VNI_LETTERS:
            if not _change(letters, _VNI_LETTERS[key]):
                return None
        else:
            letters.append(key)
    return _toned("".join(letters), tone)


def _has_vowel(letters: list[str]) -> bool:
    return any(plain(letter) in "aeiouy" for letter in letters)


def _is_open(letters: list[str], key: str) -> bool:
    """Whether a second ``key`` still marks the first: between them stand only the end of the same syllable."""
    behind = letters[len(letters) - letters[::-1].index(key) :]
    return all(letter in "ucmnpthgi" for letter in behind)


def _bend(letters: list[str]) -> bool:
    joined = "".join(letters)
    if "uo" in joined:
        at = joined.rindex("uo")
        letters[at : at + 2] = ["ư", "ơ"]
        return True
    return _change(letters, {"a": "ă", "o": "ơ", "u": "ư"})


def _change(letters: list[str], into: dict[str, str]) -> bool:
    if set(into) == {"o", "u"} and "uo" in "".join(letters):
        return _bend(letters)
    for at in reversed(range(len(letters))):
        if letters[at] in into:
            letters[at] = into[letters[at]]
            return True
    return False


def _toned(letters: str, tone: str) -> str | None:
    """The letters with the tone where the orthography puts it; None where they are no syllable."""
    if not tone:
        return letters if letters != plain(letters) else None
    return next(_placed(letters, tone), None)


def _placed(letters: str, tone: str) -> Iterator[str]:
    vowels = [at for at, letter in enumerate(letters) if plain(letter) in "aeiouy"]
    if letters.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    marked = [at for at in vowels if letters[at] in "âêôăơư"]
    if not vowels:
        return
    closed = not letters[-1:] or plain(letters[-1]) not in "aeiouy"
    at = marked[-1] if marked else vowels[1] if len(vowels) == 3 or (closed and len(vowels) == 2) else vowels[0]
    yield toned(unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :]))
