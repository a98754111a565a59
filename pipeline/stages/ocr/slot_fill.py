"""Puts what a slot was found to hold into the page's words, or marks what was read there as doubtful."""

from collections.abc import Iterator

from pipeline.stages.ocr.hand import MOST
from pipeline.stages.ocr.slot_vote import Vote
from pipeline.stages.ocr.slots import Slot
from schemas.page import Box, Line, Page, Word

RULE = "digits@1"
_MOST_SURE = 0.999


def fill_slot(page: Page, slot: Slot, vote: Vote) -> Page:
    """The page with a slot's digits as a word of their own, or with its possibilities on what was read there.

    Takes: a slot of this page as it is. Gives: with a value, the letters between the slot's ends become one word with
    that text, and what was read in ``raw``; print that had run into them keeps its letters. Without one, the words in
    the slot keep their text, are marked ``hand`` and get the alternatives; an empty slot stays empty.
    """
    lines = list(page.lines)
    for at in {slot.start.line, slot.stop.line}:
        line = lines[at]
        words = _filled(line, at, slot, vote.value, vote) if vote.value else _doubted(line, at, slot, vote)
        lines[at] = line.model_copy(update={"words": tuple(words)})
    return page.model_copy(update={"lines": tuple(lines)})


# -------------------------------------------------------------------------------------------------------------------


def _taken(slot: Slot, at: int, number: int, long: int) -> tuple[int, int]:
    """From which to before which letter the slot takes of a word; nothing if both are the same."""
    first, last = 0, long
    if at == slot.start.line and number <= slot.start.word:
        first = slot.start.letter if number == slot.start.word else long
    if at == slot.stop.line and number >= slot.stop.word:
        last = slot.stop.letter if number == slot.stop.word else 0
    return first, last


def _filled(line: Line, at: int, slot: Slot, value: str, vote: Vote) -> Iterator[Word]:
    for number, word in enumerate(line.words):
        long = len(word.text)
        first, last = _taken(slot, at, number, long)
        if first > 0:
            yield _piece(word, 0, first, Box(x0=word.box.x0, y0=word.box.y0, x1=slot.box.x0, y1=word.box.y1))
        if (at, number) == (slot.start.line, slot.start.word):
            yield Word(
                text=value, box=slot.box, confidence=min(vote.probability, _MOST_SURE), raw=slot.said or None,
                rule=RULE, hand=True, alternatives=vote.alternatives if len(vote.alternatives) > 1 else (),
            )  # fmt: skip
        if last < long and first < long:
            yield _piece(word, last, long, Box(x0=slot.box.x1, y0=word.box.y0, x1=word.box.x1, y1=word.box.y1))


def _piece(word: Word, first: int, last: int, box: Box) -> Word:
    """The word as it is, or the part of it that is left in the box that is left."""
    if (first, last) == (0, len(word.text)):
        return word
    wide = box.model_copy(update={"x1": max(box.x1, box.x0 + 1)})
    return word.model_copy(update={"text": word.text[first:last], "box": wide})


def _doubted(line: Line, at: int, slot: Slot, vote: Vote) -> Iterator[Word]:
    told = at != slot.start.line
    for number, word in enumerate(line.words):
        first, last = _taken(slot, at, number, len(word.text))
        if first >= last:
            yield word
            continue
        doubt = {"hand": True, "confidence": min(word.confidence, MOST)}
        yield word.model_copy(update=doubt if told else doubt | {"alternatives": vote.alternatives})
        told = True
