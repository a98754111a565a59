"""Several looks at one slot: the ink moves, the slot's edges move with it, nothing else changes."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engines.ocr.digit_reader import load_digit_net, read_digits
from pipeline.engines.ocr.slot_looks import looks, side_by_side
from pipeline.engines.ocr.slots import Cut


def barred(width: int, at: int) -> Cut:
    """A slot with one upright stroke, and its edges right beside it."""
    pixels = np.zeros((2, 48, width), np.float32)
    pixels[0, 12:36, at : at + 6] = 1.0
    return Cut(pixels=pixels, inner=(at - 4.0, at + 10.0))


def test_the_first_look_is_the_slot_itself() -> None:
    slot = barred(96, 40)

    assert looks(slot)[0] is slot


@given(st.integers(20, 200).map(lambda half: 2 * half), st.data())
@settings(max_examples=40, deadline=None)
def test_the_stroke_stays_between_the_edges(width: int, data: st.DataObject) -> None:
    slot = barred(width, data.draw(st.integers(5, width - 15)))

    for look in looks(slot):
        inked = np.flatnonzero(look.pixels[0].max(axis=0) > 0.5)
        assert len(inked) >= 5
        assert look.inner[0] < inked[0]
        assert inked[-1] < look.inner[1]
        assert look.pixels.shape[:2] == (2, 48)
        assert look.pixels.shape[2] % 2 == 0
        assert look.pixels.dtype == np.float32


def test_every_look_is_another_one() -> None:
    found = looks(barred(96, 40))

    assert len({look.pixels.tobytes() for look in found}) == len(found)


def test_side_by_side_they_are_as_wide_as_the_widest_and_empty_behind_the_others() -> None:
    found = looks(barred(96, 40))

    batch = side_by_side(found)

    assert batch.shape == (len(found), 2, 48, max(look.pixels.shape[2] for look in found))
    for row, look in zip(batch, found, strict=True):
        wide = look.pixels.shape[2]
        assert np.array_equal(row[..., :wide], look.pixels)
        assert not row[..., wide:].any()


def test_what_the_looks_say_together_is_a_ranking() -> None:
    said = read_digits(barred(96, 40), load_digit_net())

    odds = [p for _, p in said]
    assert odds == sorted(odds, reverse=True)
    assert 0 < sum(odds) <= 1.001
    assert len({text for text, _ in said}) == len(said)
