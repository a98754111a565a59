"""Laws of reading order: nothing lost, nothing changed, the same every time, whatever order the lines came in."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.order import score
from bench.order_sheets import KINDS, case
from bench.order_view import jumbled
from pipeline.stages.layout.order import ordered
from pipeline.stages.layout.places import places
from pipeline.stages.layout.zones import zones
from schemas.page import Box, Line, Page, PageStatus, Word
from schemas.zone import ZoneKind
from tests.unit.reader_layout.placed import page, put, said

WORD = st.sampled_from(
    ["Điều", "1.", "a)", "-", "Số:", "Nơi", "nhận:", "KT.", "CHỦ", "TỊCH", "pháp", "luật", "12", "của"]
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line anywhere, of any words, with gaps of any width."""
    at, y, height = draw(st.integers(0, 900)), draw(st.integers(0, 1300)), draw(st.integers(1, 60))
    words = []
    for text in draw(st.lists(WORD, min_size=1, max_size=8)):
        at += draw(st.integers(0, 90))
        box = Box(x0=at, y0=y + draw(st.integers(-2, 2)), x1=at + 9 * len(text), y1=y + height)
        words.append(Word(text=text, box=box, confidence=draw(st.sampled_from([0.1, 0.6, 0.99]))))
        at = box.x1
    cells = (1,) if len(words) > 1 and draw(st.integers(0, 9)) == 0 else ()
    return Line(words=tuple(words), block=draw(st.integers(0, 3)), cells=cells)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A page of such lines."""
    return Page(
        number=1, width=1000, height=1400, dpi=120, skew=draw(st.floats(-3, 3)), status=PageStatus.READ, engine="none",
        lines=tuple(draw(st.lists(lines(), max_size=14))),
    )  # fmt: skip


RULINGS = st.lists(
    st.builds(lambda y, w: Box(x0=10, y0=y, x1=20 + w, y1=y + 2), st.integers(0, 1300), st.integers(1, 950)), max_size=3
)


@given(some=pages(), rulings=RULINGS)
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost_doubled_or_changed_and_lines_stay_lines(some, rulings):
    result = ordered(some, rulings)

    assert Counter(id(word) for word in result.words) == Counter(id(word) for word in some.words)
    home = {id(word): n for n, line in enumerate(some.lines) for word in line.words}
    for line in result.lines:
        (own,) = {home[id(word)] for word in line.words}
        places_in_line = [some.lines[own].words.index(word) for word in line.words]
        assert places_in_line == sorted(places_in_line)


@given(some=pages(), rulings=RULINGS)
@settings(max_examples=100, deadline=None)
def test_the_same_page_is_ordered_the_same_way_and_tables_stay_whole(some, rulings):
    once = ordered(some, rulings)

    assert ordered(some, rulings) == once
    assert Counter(line.words for line in once.lines if line.cells) == Counter(
        line.words for line in some.lines if line.cells
    )


@given(some=pages())
@settings(max_examples=100, deadline=None)
def test_blocks_never_come_back(some):
    blocks = [line.block for line in ordered(some).lines]

    assert blocks == sorted(blocks)
    assert not blocks or blocks[0] == 0


@given(
    texts=st.lists(st.text("abcdeghik ", min_size=12, max_size=60).filter(str.strip), min_size=1, max_size=20),
    seed=st.integers(0, 99),
)
@settings(max_examples=60, deadline=None)
def test_a_single_column_is_read_from_top_to_bottom_whatever_order_it_came_in(texts, seed):
    column = [put(80, 40 + 34 * n, " ".join(text.split())) for n, text in enumerate(texts)]
    jumble = list(column)
    Random(seed).shuffle(jumble)

    assert said(ordered(page(jumble))) == [line.text for line in column]


@given(kind=st.sampled_from(sorted(KINDS)), seed=st.integers(0, 10_000), shuffle=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_the_order_does_not_depend_on_the_order_the_lines_came_in(kind, seed, shuffle):
    one = jumbled(case(kind, seed).sheet, Random(1)).page
    again = list(one.lines)
    Random(shuffle).shuffle(again)

    assert said(ordered(one)) == said(ordered(one.model_copy(update={"lines": tuple(again)})))


@given(
    kind=st.sampled_from(["leaflet inside", "leaflet outside", "four panels", "letter", "contents"]),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=40, deadline=None)
def test_panels_and_letters_come_in_order(kind, seed):
    assert score(case(kind, seed), seed).panels


@given(kind=st.sampled_from(sorted(KINDS)), seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_what_is_in_order_stays_in_order(kind, seed):
    once = ordered(jumbled(case(kind, seed).sheet, Random(seed)).page)

    assert said(ordered(once)) == said(once)


@given(some=pages())
@settings(max_examples=100, deadline=None)
def test_every_line_is_in_one_zone_and_in_one_place(some):
    result = ordered(some)

    found = zones(result)

    assert [n for zone in found for n in zone.lines] == list(range(len(result.lines)))
    assert all(zone.lines for zone in found if zone.kind is not ZoneKind.STAMP)
    assert len(places(result)) == len(result.lines)
