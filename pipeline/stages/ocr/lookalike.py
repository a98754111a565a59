"""What printed characters are mistaken for: the digit a letter must be, and the key under which readings look alike."""

from schemas.text import fold

_DIGIT = {
    "O": "0",
    "o": "0",
    "Q": "0",
    "l": "1",
    "I": "1",
    "|": "1",
    "i": "1",
    "!": "1",
    "S": "5",
    "Š": "5",
    "B": "8",
    "Z": "2",
}
_SHAPE = str.maketrans("l1|!j0q582e", "iiiiioosbzc")


def digits(text: str) -> str | None:
    """The digits that ``text`` must be where only digits can stand: each letter that looks like one digit is it.

    Gives: None when a character is neither a digit nor a look-alike of exactly one, or when no digit was read and
    ``text`` is longer than one character (a word, not a number).
    """
    bare = "".join(_DIGIT.get(char, char) for char in text)
    if not bare.isdecimal() or not bare.isascii():
        return None
    return bare if len(text) == 1 or any(char.isdecimal() for char in text) else None


def shape(word: str) -> str:
    """The key of words that print alike: no marks, no case, l = i = 1 = |, o = 0 = q, e = c. Keeps the length."""
    return fold(word).translate(_SHAPE)


def unlike(read: str, meant: str) -> int:
    """How many letters differ by more than marks and case; the two have one length."""
    return sum(one != other for one, other in zip(fold(read), fold(meant), strict=True))


def cased(meant: str, read: str) -> str:
    """``meant`` with the upper and lower case of ``read``, letter by letter; the two have one length.

    A look-alike without case (1 for l) takes the case of its neighbours.
    """
    capitals = sum(c.isupper() for c in read) > sum(c.islower() for c in read)
    return "".join(
        letter.upper() if (sign.isupper() if _has_case(sign, letter) else capitals) else letter.lower()
        for letter, sign in zip(meant, read, strict=True)
    )


def _has_case(sign: str, letter: str) -> bool:
    """I and l are one sign in many types: their case says nothing where they stand for another letter."""
    return sign.isalpha() and (sign not in "Il" or fold(sign) == fold(letter))
