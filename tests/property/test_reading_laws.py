"""Laws of reading: what no reader saw is never written, agreement stays, and what was found is where it was drawn."""

import itertools
import math
from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from pipeline.engines.ocr.bend import straightened
from pipeline.engines.ocr.lattice import network_of
from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.line_reader import Scores, averaged
from pipeline.engines.ocr.nets import load_nets
from pipeline.engines.ocr.order import reading_order
from pipeline.engines.ocr.prepare import Prepared, prepare
from pipeline.engines.sheet import PageImage
from pipeline.stages.ocr.language_model import LanguageModel
from pipeline.stages.ocr.network import Network, Option, Slot, best_text, ranked
from pipeline.stages.ocr.search import Weights, chosen_text, search
from pipeline.stages.ocr.second_thoughts import Token, with_siblings
from pipeline.stages.ocr.spaces import with_spaces
from pipeline.stages.ocr.vote import Heard, vote
from pipeline.stages.ocr.words import pieces
from schemas.text import fold, nfc
from tests.unit.stages_ocr.toy_model import LINES, toy_bytes

MODEL = LanguageModel.load(toy_bytes())
EXACT = Weights(beam=100_000)
WORDS = sorted({word for line in LINES for word in line.split()})

SHARES = st.floats(0.01, 1.0)


def slots(texts: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[tuple[Option, ...]]:
    """The options of a slot."""
    options = st.dictionaries(texts, SHARES, min_size=1, max_size=most)
    return options.map(lambda shares: ranked([(t, math.log(s / sum(shares.values()))) for t, s in shares.items()]))


def networks(texts: st.SearchStrategy[str], *, longest: int) -> st.SearchStrategy[Network]:
    return st.lists(slots(texts), max_size=longest).map(in_a_row)


def in_a_row(options: Sequence[tuple[Option, ...]]) -> Network:
    return tuple(Slot(each, float(place), float(place + 1)) for place, each in enumerate(options))


LETTERS = st.sampled_from(["", " ", "p", "h", "á", "a", "ap", "áp", "l", "u", "ậ", "t", "P", "1", ".", ",", "n g"])
LINE = networks(LETTERS, longest=12)
MARKED = networks(st.sampled_from(["phap", "pháp", "luât", "luật", " ", "", ".", "quyền", "quyên", "có"]), longest=5)

# --- the search ----------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(network=st.one_of(LINE, MARKED))
def test_the_search_writes_only_what_a_reader_saw(network: Network) -> None:
    chosen = search(network, MODEL)

    assert len(chosen.choice) == len(network)
    assert all(0 <= index < len(slot.options) for index, slot in zip(chosen.choice, network, strict=True))


@settings(deadline=None)
@given(words=st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=8), sure=st.floats(0, 1))
def test_second_thoughts_change_marks_and_nothing_else(words: list[str], sure: float) -> None:
    tokens = [Token(text=w, x0=0, x1=1, confidence=sure) for word in words if (w := "".join(nfc(word).split()))]

    network = with_siblings(tokens, MODEL)
    written = chosen_text(network, search(network, MODEL).choice)

    read = " ".join(token.text for token in tokens)
    assert best_text(network) == read
    assert fold(written) == fold(read)
    assert [c for c in written if not c.isalpha()] == [c for c in read if not c.isalpha()]


@settings(max_examples=60, deadline=None)
@given(network=st.one_of(networks(LETTERS, longest=5), MARKED))
def test_what_the_search_wrote_it_writes_again(network: Network) -> None:
    """Alone, and beside the alternatives that it did not take."""
    first = search(network, MODEL, weights=EXACT)
    alone = in_a_row([(slot.options[i],) for slot, i in zip(network, first.choice, strict=True)])
    beside = in_a_row([_in_front(slot.options, i) for slot, i in zip(network, first.choice, strict=True)])
    written = chosen_text(network, first.choice)

    for again in (alone, beside):
        second = search(again, MODEL, weights=EXACT)
        assert chosen_text(again, second.choice) == written
        assert second.after == first.after


def _in_front(options: tuple[Option, ...], index: int) -> tuple[Option, ...]:
    """The option as likely as the likeliest, and before it."""
    taken = options[index]
    return (taken[0], options[0][1]), *(option for option in options if option != taken)


@settings(max_examples=40, deadline=None)
@given(network=networks(LETTERS, longest=4))
def test_the_search_finds_the_best_of_all_choices(network: Network) -> None:
    singly = [
        search(in_a_row([(option,) for option in choice]), MODEL).score
        for choice in itertools.product(*(slot.options for slot in network))
    ]

    assert search(network, MODEL, weights=EXACT).score == pytest.approx(max(singly), abs=1e-9)


DIGITS = slots(st.sampled_from("0123456789"))
CAPITALS = slots(st.sampled_from("BCDGHKLNPQ"))


@settings(deadline=None)
@given(
    before=LINE,
    number=st.lists(DIGITS, min_size=1, max_size=4),
    name=st.lists(CAPITALS, min_size=2, max_size=4),
    after=LINE,
)
def test_digits_and_acronyms_are_as_the_reader_has_them(
    before: Network, number: list[tuple[Option, ...]], name: list[tuple[Option, ...]], after: Network
) -> None:
    gap = ((" ", 0.0),)
    parts = [[s.options for s in before], [gap], number, [gap], name, [gap], [s.options for s in after]]
    network = in_a_row([*itertools.chain(*parts)])

    choice = search(network, MODEL).choice

    start = len(before) + 1
    both = [*range(start, start + len(number)), *range(start + len(number) + 1, start + len(number) + 1 + len(name))]
    likeliest = [network[place].options[0][1] for place in both]
    assert [network[place].options[choice[place]][1] for place in both] == pytest.approx(likeliest)


@settings(deadline=None)
@given(network=LINE)
def test_spaces_are_added_and_nothing_is_taken_away(network: Network) -> None:
    spaced = with_spaces(network)

    rest = iter(spaced)
    assert all(slot in rest for slot in network)
    added = [slot for slot in spaced if slot not in network]
    assert all({text for text, _ in slot.options} == {"", " "} for slot in added)


@settings(deadline=None)
@given(network=LINE, data=st.data())
def test_words_are_the_chosen_text_in_order_within_the_line(network: Network, data: st.DataObject) -> None:
    choice = [data.draw(st.integers(0, len(slot.options) - 1)) for slot in network]

    words = pieces(network, choice, 0.0, max(len(network), 1))

    assert [word.text for word in words] == chosen_text(network, choice).split()
    assert all(0 <= word.x0 < word.x1 <= len(network) + 1 for word in words)
    assert all(one.x0 <= other.x0 for one, other in itertools.pairwise(words))
    assert all(0 < word.confidence <= word.clear <= 1 for word in words)
    assert all(word.raw != word.text for word in words)


# --- the vote ------------------------------------------------------------------------------------------------------

SINGLE = networks(st.sampled_from("aáàbcdđ "), longest=8)


@settings(deadline=None)
@given(network=st.one_of(LINE, SINGLE), data=st.data())
def test_what_both_readers_read_alike_stays(network: Network, data: st.DataObject) -> None:
    heard = [Heard(letter, data.draw(st.floats(0, 1))) for letter in best_text(network)]

    voted = vote(network, heard)

    assert best_text(voted) == best_text(network)
    assert [(slot.x0, slot.x1) for slot in voted] == [(slot.x0, slot.x1) for slot in network]


@settings(deadline=None)
@given(network=SINGLE, data=st.data())
def test_letters_on_which_they_agree_stay_beside_those_on_which_they_do_not(
    network: Network, data: st.DataObject
) -> None:
    other = [data.draw(st.booleans()) for _ in network]
    heard = [
        Heard("#" if strange else slot.text, data.draw(st.floats(0, 1)))
        for slot, strange in zip(network, other, strict=True)
    ]

    voted = vote(network, heard)

    assert len(voted) == len(network)
    for slot, before, strange in zip(voted, network, other, strict=True):
        assert strange or slot.text == before.text


@settings(deadline=None)
@given(network=LINE, said=st.text("aáàbcd 1", max_size=8), sure=st.floats(0, 1))
def test_the_vote_invents_nothing_and_forgets_nothing(network: Network, said: str, sure: float) -> None:
    voted = vote(network, [Heard(letter, sure) for letter in said])

    old = [slot for slot in voted if slot.x1 > slot.x0]
    assert len(old) == len(network)
    for slot, before in zip(old, network, strict=True):
        texts, known = {text for text, _ in slot.options}, {text for text, _ in before.options}
        assert known <= texts
        assert all(text in said for text in texts - known)
    assert all(text in said for slot in voted if slot.x0 == slot.x1 for text, _ in slot.options)
    assert all(score <= 1e-9 for slot in voted for _, score in slot.options)


# --- the net's scores ----------------------------------------------------------------------------------------------

Rows = list[list[float]]


def rows(letters: int, *, steps: int) -> st.SearchStrategy[Rows]:
    """Probabilities of blank and so many letters, a step a row."""
    row = st.lists(st.floats(0.02, 1), min_size=letters + 1, max_size=letters + 1)
    return st.lists(row.map(lambda weights: [w / sum(weights) for w in weights]), min_size=1, max_size=steps)


def scores(probabilities: Rows) -> Scores:
    return Scores(log_probs=np.log(np.array(probabilities, np.float32)), x0=0.0, step=1.0)


def by_force(probabilities: Rows, alphabet: str) -> dict[str, float]:
    """The probability of every text: all ways through the steps, repeated letters merged, blanks taken out."""
    texts: dict[str, float] = {}
    for path in itertools.product(range(len(alphabet) + 1), repeat=len(probabilities)):
        text = "".join(alphabet[label - 1] for label, _ in itertools.groupby(path) if label)
        share = math.prod(row[label] for row, label in zip(probabilities, path, strict=True))
        texts[text] = texts.get(text, 0.0) + share
    return texts


@settings(deadline=None)
@given(case=st.one_of(rows(1, steps=7).map(lambda r: (r, "a")), rows(2, steps=2).map(lambda r: (r, "ab"))))
def test_a_stretch_in_doubt_has_the_probabilities_of_all_its_ways(case: tuple[Rows, str]) -> None:
    probabilities, alphabet = case
    if any(max(row) > 0.98 for row in probabilities):
        return  # such steps are beyond doubt and cut the line: the next law
    (slot,) = network_of(scores(probabilities), alphabet)

    true = by_force(probabilities, alphabet)
    assert slot.text == max(true, key=lambda text: (true[text], text == slot.text))
    for text, score in slot.options:
        assert math.exp(score) == pytest.approx(true[text], rel=1e-3)


@settings(deadline=None)
@given(case=rows(3, steps=5))
def test_options_are_never_likelier_than_they_are_and_never_more_than_all(case: Rows) -> None:
    true = by_force(case, "abc")
    for slot in network_of(scores(case), "abc"):
        assert math.fsum(math.exp(score) for _, score in slot.options) <= 1 + 1e-4
        if all(max(row) <= 0.98 for row in case):
            assert all(math.exp(score) <= true[text] * 1.001 for text, score in slot.options)


@settings(deadline=None)
@given(path=st.lists(st.integers(0, 3), max_size=30))
def test_without_doubt_the_best_text_is_the_best_path_s(path: list[int]) -> None:
    sure = [[0.997 if label == best else 0.001 for label in range(4)] for best in path]

    network = network_of(scores(sure), "aáb") if sure else ()

    assert best_text(network) == "".join("aáb"[label - 1] for label, _ in itertools.groupby(path) if label)
    assert all(len(slot.options) == 1 for slot in network)
    assert all(one.x1 <= other.x0 for one, other in itertools.pairwise(network))


@settings(deadline=None)
@given(looks=st.lists(rows(2, steps=4), min_size=1, max_size=3))
def test_the_mean_of_looks_is_a_probability_and_of_one_look_itself(looks: list[Rows]) -> None:
    mean = averaged([scores(look) for look in looks]).log_probs

    assert len(mean) == min(map(len, looks))
    assert np.exp(mean).sum(axis=1) == pytest.approx(1, abs=1e-5)
    same = averaged([scores(looks[0])] * 3).log_probs
    assert same == pytest.approx(np.log(np.array(looks[0], np.float32)), abs=1e-5)


# --- where it is on the page ---------------------------------------------------------------------------------------

SIZE = 900, 640
RADIUS = 24


@settings(max_examples=20, deadline=None)
@given(
    degrees=st.sampled_from([-4.0, -1.7, 0.0, 0.8, 3.1]),
    rotation=st.sampled_from([0, 90, 180, 270]),
    dpi=st.sampled_from([150.0, 200.0, 300.0]),
    leans=st.sampled_from([(0.0, 0.0, 0.0), (0.0, 0.03, 0.0), (0.0, 0.0, 0.04), (0.008, -0.02, 0.03)]),
    place=st.tuples(st.integers(150, 750), st.integers(430, 560)),
)
def test_what_was_drawn_is_found_again(
    degrees: float, rotation: int, dpi: float, leans: tuple[float, float, float], place: tuple[int, int]
) -> None:
    """A disc on a page that leans, was laid wrong, is read smaller than it is, and bent besides."""
    page = _striped(degrees)
    x, y = place
    ImageDraw.Draw(page).ellipse((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), fill=0)
    stored = page.rotate(rotation, expand=True)  # counter-clockwise: this clockwise turn sets it upright

    copy = prepare(PageImage(image=stored, width=stored.width, height=stored.height, dpi=dpi), rotation=rotation)
    copy = straightened(copy, _leaning(copy, leans)) or copy

    assert (copy.bend is not None) == any(leans)
    assert copy.skew == pytest.approx(degrees, abs=0.25)
    box = copy.box(*_disc(copy))
    assert (box.x0 + box.x1) / 2 == pytest.approx(x + 0.5, abs=2)
    assert (box.y0 + box.y1) / 2 == pytest.approx(y + 0.5, abs=2)
    assert box.x0 <= x - RADIUS + 2
    assert box.x1 >= x + RADIUS - 1
    assert box.y0 <= y - RADIUS + 2
    assert box.y1 >= y + RADIUS - 1
    assert max(box.width, box.height) <= 2 * RADIUS * 1.12 + 6


def _striped(degrees: float) -> Image.Image:
    """A page with rows of bars where lines would be, leaning, and room below."""
    page = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(page)
    for row in range(8):
        for bar in range(9):
            draw.rectangle((90 + 80 * bar, 60 + 36 * row, 150 + 80 * bar - row, 68 + 36 * row), fill=0)
    return page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)


def _leaning(copy: Prepared, leans: tuple[float, float, float]) -> list[LineBox]:
    """Lines that lean as a bent page's do."""
    height, width = copy.pixels.shape
    level, across, along = leans
    return [
        LineBox(
            x0=x * width, y0=y * height - 5, x1=(x + 0.3) * width, y1=y * height + 5, score=1.0,
            slope=level + across * (x + 0.15) + along * y,
        )
        for x in (0.1, 0.6) for y in (0.1, 0.3, 0.5, 0.7, 0.9)
    ]  # fmt: skip


def _disc(copy: Prepared) -> tuple[float, float, float, float]:
    """The box of what is neither wide nor flat."""
    dark = (copy.pixels < 128).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark)
    x, y, width, height, _ = max(stats[1:].tolist(), key=lambda s: min(s[cv2.CC_STAT_WIDTH], s[cv2.CC_STAT_HEIGHT]))
    return x, y, x + width, y + height


# --- their order ---------------------------------------------------------------------------------------------------

LINE_BOXES = st.builds(
    lambda x, y, width, height: LineBox(x0=x, y0=y, x1=x + width, y1=y + height, score=1.0),
    st.floats(0, 800), st.floats(0, 1100), st.floats(1, 800), st.floats(5, 60),
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(lines=st.lists(LINE_BOXES, max_size=25), data=st.data())
def test_every_line_is_in_exactly_one_block(lines: list[LineBox], data: st.DataObject) -> None:
    texts = [data.draw(st.sampled_from(["", "Điều 1.", "a) theo quy định", "dân,", "- kế hoạch"])) for _ in lines]

    blocks = reading_order(lines, texts, 1240, 1754, load_nets())

    assert sorted(index for block in blocks for index in block.lines) == list(range(len(lines)))
    assert blocks == reading_order(lines, texts, 1240, 1754, load_nets())
