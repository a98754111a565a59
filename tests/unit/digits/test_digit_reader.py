"""From a net's steps to strings and their probabilities; and a net that is not here."""

import itertools
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engines.ocr import digit_reader, kit
from pipeline.engines.ocr.digit_reader import chances, load_digit_net, read_digits
from pipeline.engines.ocr.options import Options, Reader
from pipeline.engines.ocr.slots import Cut
from schemas.errors import EngineMissing

CLASSES = "01p"
load_anew = load_digit_net.__wrapped__


def steps(*rows: tuple[float, float, float, float]) -> np.ndarray:
    """Rows of blank, 0, 1, p."""
    return np.array(rows, np.float32)


def sure(text: str) -> np.ndarray:
    return np.eye(4, dtype=np.float32)[["-01p".index(letter) for letter in text]]


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ("pp-11-0-pp", "10"),
        ("1-1", "11"),
        ("11", "1"),
        ("--", ""),
        ("pp--pp", ""),
        ("p1p", "1"),
        ("p-p01", "01"),
    ],
)
def test_print_around_digits_is_not_part_of_them(seen: str, text: str) -> None:
    assert chances(sure(seen), CLASSES) == ((text, 1.0),)


def test_print_between_digits_is_told() -> None:
    assert chances(sure("p1-p-0p"), CLASSES) == (("1p0", 1.0),)


def test_what_is_likelier_comes_first() -> None:
    found = chances(steps((0.0, 0.7, 0.3, 0.0), (1.0, 0.0, 0.0, 0.0)), CLASSES)

    assert [text for text, _ in found] == ["0", "1"]
    assert [p for _, p in found] == pytest.approx([0.7, 0.3])


def plain(path: tuple[int, ...]) -> str:
    """What a path through the steps says: repeats once, blanks gone, print at the ends gone."""
    letters = [("-" + CLASSES)[at] for at, _ in itertools.groupby(path)]
    runs = [letter for letter, _ in itertools.groupby(letter for letter in "".join(letters))]
    text = "".join(runs).replace("-p-", "p").replace("-p", "p").replace("p-", "p")
    while "pp" in text:
        text = text.replace("pp", "p")
    return text.strip("p-").replace("-", "")


@given(st.lists(st.lists(st.floats(0.05, 1), min_size=4, max_size=4), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_search_adds_up_all_paths(rows: list[list[float]]) -> None:
    table = np.array([[p / sum(row) for p in row] for row in rows], np.float32)
    every: dict[str, float] = {}
    for path in itertools.product(range(4), repeat=len(rows)):
        every[plain(path)] = every.get(plain(path), 0.0) + float(np.prod([table[n, at] for n, at in enumerate(path)]))

    for text, p in chances(table, CLASSES):
        assert p == pytest.approx(every[text], abs=0.02)


def test_the_net_reads_paper_as_nothing() -> None:
    found = read_digits(Cut(pixels=np.zeros((2, 48, 96), np.float32), inner=(0, 96)), load_digit_net())

    assert found[0][0] == ""
    assert found[0][1] > 0.5


def test_what_looks_like_digits_outside_of_the_slot_is_print() -> None:
    ones = np.zeros((2, 48, 96), np.float32)
    for x in (20, 70):
        ones[0, 12:36, x : x + 3] = 1.0
    net = load_digit_net()

    whole, left, none = (read_digits(Cut(pixels=ones, inner=inner), net) for inner in ((0, 96), (0, 45), (40, 50)))

    assert dict(whole).get("11", 0.0) > dict(left).get("11", 0.0)
    assert {text for text, _ in none} == {""}


@pytest.fixture
def own_net(monkeypatch, tmp_path):
    for suffix in (".onnx", ".json"):
        shutil.copy(digit_reader._DIGIT_NET.with_suffix(suffix), tmp_path)
    net = tmp_path / digit_reader._DIGIT_NET.name
    monkeypatch.setattr(digit_reader, "_DIGIT_NET", net)
    load_digit_net.cache_clear()
    yield net
    load_digit_net.cache_clear()


@pytest.mark.parametrize("suffix", [".onnx", ".json"])
def test_a_missing_net_is_named(own_net, suffix) -> None:
    own_net.with_suffix(suffix).unlink()

    with pytest.raises(EngineMissing) as caught:
        load_anew()

    assert caught.value.facts["program"] == f"digit net (digit_net{suffix})"


def test_an_altered_net_is_named(own_net) -> None:
    own_net.write_bytes(own_net.read_bytes()[:-1] + b"\0\0")

    with pytest.raises(EngineMissing) as caught:
        load_anew()

    assert caught.value.facts["program"] == "digit net (digit_net.onnx)"


def test_the_reader_works_without_it(own_net) -> None:
    own_net.unlink()
    tesseract = frozenset({Reader.TESSERACT})

    assert kit.load_kit.__wrapped__("vie", Options(readers=tesseract)).digits is None


def test_it_can_be_switched_off() -> None:
    tesseract = frozenset({Reader.TESSERACT})

    assert kit.load_kit.__wrapped__("vie", Options(readers=tesseract, digits=False)).digits is None
    assert kit.load_kit.__wrapped__("vie", Options(readers=tesseract)).digits is load_digit_net()
