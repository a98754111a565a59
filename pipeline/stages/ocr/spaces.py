"""Adds the possibility of a space where print has one and readers often lose it; the search decides.

After a comma, a semicolon or a colon comes a space before a letter; between a word and a number (``ngày22``) and
between a number and a word (``1.Đối tượng``, ``20tháng``) there may be one.
"""

from pipeline.stages.ocr.network import Network, Slot, best_text

_PAUSES = frozenset(",;:")
_AFTER_PAUSE = ((" ", -0.3), ("", -1.5))
_BESIDE_NUMBER = (("", -0.05), (" ", -3.0))
_LONG = 3
"""Letters of a word that is no part of a code (5a, k1, 2b)."""


def with_spaces(network: Network) -> Network:
    """The network with more slots for spaces; the best text of every slot that was there stays the best."""
    text = best_text(network)
    slots: list[Slot] = []
    place = 0
    for slot in network:
        if slot.text and slots:
            options = _space_before(text, place)
            if options:
                slots.append(Slot(options, slots[-1].x1, slot.x0))
        slots.append(slot)
        place += len(slot.text)
    return tuple(slots)


# -------------------------------------------------------------------------------------------------------------------


def _space_before(text: str, place: int) -> tuple[tuple[str, float], ...]:
    """The options of a space between the letters on both sides of ``place``; none if there can be no space."""
    if not 0 < place < len(text):
        return ()
    before, after = text[place - 1], text[place]
    if before in _PAUSES and after.isalpha():
        return _AFTER_PAUSE
    word_before, word_after = _letters_before(text, place), _letters_after(text, place)
    if (after.isdigit() and word_before >= _LONG) or (before.isdigit() and word_after >= _LONG):
        return _BESIDE_NUMBER
    numbered = before in ".)" and place > 1 and text[place - 2].isdigit() and text[: place - 1].isdigit()
    return _AFTER_PAUSE if numbered and after.isalpha() else ()


def _letters_before(text: str, place: int) -> int:
    start = place
    while start and text[start - 1].isalpha():
        start -= 1
    return place - start


def _letters_after(text: str, place: int) -> int:
    end = place
    while end < len(text) and text[end].isalpha():
        end += 1
    return end - place
