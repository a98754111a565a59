"""A line with its doubts: the likeliest of every slot is its text, and nothing depends on chance."""

from pipeline.stages.ocr.network import Slot, best_text, ranked


def test_the_best_text_is_the_likeliest_of_every_slot() -> None:
    network = (Slot((("n", -0.1), ("m", -2.0)), 0, 1), Slot((("", -0.1), (" ", -2.0)), 1, 2), Slot((("ă", 0.0),), 2, 3))

    assert network[0].text == "n"
    assert best_text(network) == "nă"
    assert best_text(()) == ""


def test_options_come_likeliest_first_and_equals_by_their_texts() -> None:
    assert ranked([("b", -1.0), ("a", -1.0), ("c", -0.5)]) == (("c", -0.5), ("a", -1.0), ("b", -1.0))
