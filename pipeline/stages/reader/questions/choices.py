"""Whether a question offers answers to choose from (A. B. C. D.): a test's question, never published as a unit.

Vietnamese tests letter their choices A, B, C, D, as capitals before a point, a bracket or a colon, or in lower case
(a. b. c.). Points of a law are lettered a), b), c) as well (Decree 34/2016, Article 68): they stand in answers, not
between a question and its answer, and sub-questions of a situation end with a question mark.
"""

import re
from collections.abc import Sequence

from pipeline.stages.reader.questions.lines import Piece
from schemas.text import fold

_LINE = re.compile(r"[\W_]{0,3}(?P<letter>[a-d8])\s?[.):,/]\s*\S", re.IGNORECASE)
_INLINE = re.compile(r"(?:^|\s)A\s?[.)]\s*\S.*\sB\s?[.)]\s*\S")
_KEY = re.compile(r"\W*(?:(?:la|dung|cau|chon|phuong an|dap an)\W+)*[a-d]\W*")


def offers_choices(asked: Sequence[Piece]) -> bool:
    """Whether the lines between a question's head and its answer offer choices.

    Takes: the question's lines; where no answer follows, all lines up to the next question.
    Gives: True from two choices in order (three in lower case).
    """
    if any(_INLINE.search(piece.text) for piece in asked):
        return True
    letters = [(match["letter"], piece) for piece in asked if (match := _LINE.match(fold_marks(piece.text)))]
    asking = sum(piece.text.rstrip().endswith("?") for _, piece in letters)
    if letters and 2 * asking >= len(letters):
        return False
    capitals = [letter for letter, _ in letters if letter.isupper() or letter == "8"]
    lower = [letter.upper() for letter, _ in letters if letter.islower()]
    return _in_order(capitals) >= 2 or _in_order(lower) >= 3


def is_key(answer: str) -> bool:
    """Whether an answer only names a choice: "B", "Đáp án đúng: C."."""
    return _KEY.fullmatch(fold(answer)) is not None


def fold_marks(text: str) -> str:
    """Without diacritics, capitals kept: Á. and Đ. are read for A. and D."""
    folded = fold(text)
    return "".join(low.upper() if raw.isupper() else low for raw, low in zip(text, folded, strict=True))


# -------------------------------------------------------------------------------------------------------------------


def _in_order(letters: Sequence[str]) -> int:
    """How many of the letters follow each other from A or B on; 8 stands for B."""
    count, expected = 0, "A"
    for letter in letters:
        read = "B" if letter == "8" else letter
        if read == expected or (count == 0 and read == "B") or (read > expected and count):
            count, expected = count + 1, chr(ord(read) + 1)
    return count
