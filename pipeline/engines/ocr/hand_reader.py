"""Reads what pen and rubber stamp put into the slots of a header, with the digit net, and puts it into the page.

Digits that were surely read stay. Where their ink is coloured (print is black), or they were not read as surely as
print mostly is, the net may contradict: then nothing is sure any more. No slot, no cost.
"""

from dataclasses import replace

from pipeline.engines.ocr.digit_reader import DigitNet, read_digits
from pipeline.engines.ocr.slots import Turn, cut_slot, is_coloured
from pipeline.engines.sheet import PageImage
from pipeline.stages.ocr.slot_fill import fill_slot
from pipeline.stages.ocr.slot_vote import Heard, Vote, vote
from pipeline.stages.ocr.slots import Slot, SlotKind, find_slots
from schemas.page import Page

_ORDER = (SlotKind.YEAR, SlotKind.MONTH, SlotKind.DAY, SlotKind.NUMBER)
"""The year and month say which days there are; and from right to left, so that what is put in moves no other slot."""

_PRINT = 0.93
"""Confidence from which digits were surely printed; see `pipeline.stages.ocr.hand.SURE`."""


def read_hand(page: Page, image: PageImage, net: DigitNet) -> Page:
    """The page with the slots of its header read.

    Takes: a page after repair, and the image it was read from. Gives: nearly sure digits as words (rule ``digits@1``,
    ``hand``); where the net is not sure, what may stand there in `Word.alternatives`, marked ``hand``.
    """
    turn = Turn(rotation=page.rotation, skew=page.skew)
    known: dict[SlotKind, int | None] = {}
    for slot in sorted(find_slots(page), key=lambda slot: _ORDER.index(slot.kind)):
        coloured = is_coloured(image, turn, slot)
        if slot.sure and slot.confidence >= _PRINT and not coloured:
            known[slot.kind] = _number(slot.said)
            continue
        heard = Heard(kind=slot.kind, net=read_digits(cut_slot(image, turn, slot), net), said=slot.said)
        found = vote(replace(heard, month=known.get(SlotKind.MONTH), year=known.get(SlotKind.YEAR)))
        known[slot.kind] = _number(found.value or "")
        page = _told(page, slot, found, coloured=coloured)
    return page


# -------------------------------------------------------------------------------------------------------------------


def _number(text: str) -> int | None:
    digits = "".join(char for char in text if char.isdecimal())
    return int(digits) if digits else None


def _told(page: Page, slot: Slot, found: Vote, *, coloured: bool) -> Page:
    """The page with what the vote says; of what was surely read, only a contradiction is told."""
    if not slot.sure:
        return fill_slot(page, slot, found)
    likeliest = found.alternatives[0][0] if found.alternatives else ""
    if _number(likeliest) == _number(slot.said) or (found.value is None and not coloured):
        return page
    return fill_slot(page, slot, replace(found, value=None))
