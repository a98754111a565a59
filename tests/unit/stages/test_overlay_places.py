"""Where words that are drawn over a page's own text go among it."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.overlay import OVERLAY, lay_over, only_overlay
from schemas.page import Box, Line, Word

LETTER_WIDTH, HEIGHT = 10, 30


def word(text: str, x: int, y: int, *, rule: str | None = None) -> Word:
    box = Box(x0=x, y0=y, x1=x + LETTER_WIDTH * len(text), y1=y + HEIGHT)
    return Word(text=text, box=box, confidence=0.9, rule=rule)


def line(text: str, x: int, y: int, *, block: int = 0, rule: str | None = None) -> Line:
    words = []
    for part in text.split():
        words.append(word(part, x, y, rule=rule))
        x += LETTER_WIDTH * (len(part) + 1)
    return Line(words=tuple(words), block=block)


def seen(text: str, x: int, y: int) -> Line:
    return line(text, x, y, rule=OVERLAY)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [found.text for found in lines]


def test_a_number_goes_between_the_words_it_stands_between() -> None:
    own = (line("Số: /QĐ-UBND", 0, 0),)
    parted = (own[0].model_copy(update={"words": (own[0].words[0], word("/QĐ-UBND", 120, 0))}),)

    assert texts(lay_over(parted, [seen("125", 60, 4)])) == ["Số: 125 /QĐ-UBND"]


def test_it_takes_the_place_of_the_dots_within_a_word() -> None:
    own = (line("Số:......../QĐ-UBND", 0, 0),)

    (laid,) = lay_over(own, [seen("125", 50, 0)])

    assert laid.text == "Số: 125 /QĐ-UBND"
    assert [w.box.x0 for w in laid.words] == [0, 50, 110]
    assert laid.words[-1].box.x1 == own[0].box.x1


def test_only_the_dots_it_lies_on_go() -> None:
    own = (line("ngày ...... tháng ...... năm 2025", 0, 0),)

    assert texts(lay_over(own, [seen("12", 70, 0)])) == ["ngày 12 tháng ...... năm 2025"]


def test_what_the_page_says_itself_is_not_said_twice() -> None:
    own = (line("Kế hoạch năm 2025", 0, 0),)

    assert lay_over(own, [seen("hoạch", 32, 2)]) == own


def test_words_that_stand_apart_are_a_line_below_the_nearest() -> None:
    own = (line("Điều 1.", 0, 0), line("Điều 2.", 0, 400, block=1))

    laid = lay_over(own, [seen("ĐÃ DUYỆT", 300, 120)])

    assert texts(laid) == ["Điều 1.", "ĐÃ DUYỆT", "Điều 2."]
    assert laid[1].block not in {0, 1}


def test_words_above_all_others_come_first() -> None:
    assert texts(lay_over((line("Điều 1.", 0, 500),), [seen("MẬT", 0, 0)])) == ["MẬT", "Điều 1."]


def test_a_page_without_lines_has_those_that_were_seen() -> None:
    assert texts(lay_over((), [seen("MẬT", 0, 0)])) == ["MẬT"]


_LINES = st.lists(
    st.builds(
        line, st.sampled_from(["Số:...../QĐ", "Điều 1", "năm 2025", "......"]), st.integers(0, 500), st.integers(0, 900)
    ),
    max_size=5,
).map(tuple)
_SEEN = st.lists(
    st.builds(seen, st.sampled_from(["125", "ĐÃ DUYỆT"]), st.integers(0, 500), st.integers(0, 900)), max_size=3
)


@given(_LINES, _SEEN)
def test_no_letter_of_the_page_is_lost_and_what_is_added_is_what_was_seen(
    own: tuple[Line, ...], over: list[Line]
) -> None:
    laid = lay_over(own, over)

    kept = [w for found in laid for w in found.words if w.rule != OVERLAY]
    assert _letters(kept) == _letters([w for found in own for w in found.words])
    added = [w for found in only_overlay(laid) for w in found.words]
    assert all(any(w in found.words for found in over) for w in added)
    assert len(added) <= sum(len(found.words) for found in over)


@given(_LINES)
def test_nothing_seen_changes_nothing(own: tuple[Line, ...]) -> None:
    assert lay_over(own, ()) == own
    assert only_overlay(own) == ()


def _letters(words: list[Word]) -> list[str]:
    return sorted(letter for w in words for letter in w.text if letter != ".")
