"""Words changed on a page: what was read stays beside what is right; order, cells and doubts of all others stay."""

import pytest

from pipeline.stages.alto import from_alto, to_alto
from pipeline.stages.revising.values import RULE
from pipeline.stages.revising.words import corrected, gone, only_words
from schemas.change import WordChange
from schemas.errors import Code, Refused
from schemas.page import Box, Line, Page, PageStatus, Word
from schemas.quality import Quality


def box(x0: int, y0: int = 100, x1: int = 0, y1: int = 0) -> Box:
    return Box(x0=x0, y0=y0, x1=x1 or x0 + 90, y1=y1 or y0 + 30)


def word(text: str, x0: int, y0: int = 100, **more: object) -> Word:
    return Word(text=text, box=box(x0, y0), confidence=0.8, **more)  # type: ignore[arg-type]


def page(*lines: Line, worst: tuple[int, ...] = ()) -> Page:
    quality = Quality(dpi=150, skew=0, sharpness=1, contrast=1, ink=0.1, score=0.9, worst=worst)
    return Page(
        number=1, width=1000, height=500, dpi=150, status=PageStatus.READ, engine="x", lines=lines, quality=quality
    )  # fmt: skip


PAGE = page(
    Line(words=(word("Cân", 100), word("cứ", 200), word("Luật", 300))),
    Line(words=(word("một", 100, 200), word("hai", 300, 200), word("ba", 500, 200)), block=1, cells=(1, 2)),
)


def change(old: str | None, new: str | None, at: Box) -> WordChange:
    return WordChange(page=1, box=at, old=old, new=new)


def refused(of: Page, one: WordChange) -> Refused:
    with pytest.raises(Refused) as caught:
        corrected(of, [one])
    return caught.value


class TestOneWord:
    def test_a_corrected_word_is_sure_and_keeps_what_was_read(self) -> None:
        hand = page(Line(words=(word("Cân", 100, hand=True, alternatives=(("Căn", 0.4),)), word("cứ", 200))))

        made = corrected(hand, [change("Cân", "Căn", box(100))]).words[0]

        assert (made.text, made.raw, made.rule, made.confidence) == ("Căn", "Cân", RULE, 1.0)
        assert (made.hand, made.alternatives, made.box) == (True, (), box(100))

    def test_what_the_engine_read_first_is_kept_through_two_corrections(self) -> None:
        first = page(Line(words=(word("Căn", 100, raw="Can", rule="marks@1"),)))
        once = corrected(first, [change("Căn", "Cân", box(100))])
        twice = corrected(once, [change("Cân", "Cần", box(100))])
        back = corrected(twice, [change("Cần", "Can", box(100))])
        assert [p.words[0].raw for p in (once, twice, back)] == ["Can", "Can", None]

    def test_a_word_that_is_right_is_confirmed(self) -> None:
        once = corrected(PAGE, [change("cứ", "cứ", box(200))])
        made = once.words[1]
        assert (made.text, made.raw, made.rule, made.confidence) == ("cứ", None, RULE, 1.0)
        assert corrected(once, [change("cứ", "cứ", box(200))]) is once

    def test_a_word_is_composed_however_it_is_typed(self) -> None:
        assert corrected(PAGE, [change("Cân", "Ca\u0306n", box(100))]).words[0].text == "Căn"

    def test_alto_brings_it_back(self) -> None:
        made = corrected(PAGE, [change("Cân", "Căn", box(100)), change(None, "mới", box(650, 200))])
        assert from_alto(to_alto(made, file_name="a.jpg")) == made

    def test_it_has_to_stand_there(self) -> None:
        for one in (change("Căn", "x", box(100)), change("Cân", "x", box(101)), change("Cân cứ", "x", box(100))):
            refusal = refused(PAGE, one)
            assert (refusal.code, refusal.facts) == (Code.NO_SUCH_WORD, {"page": 1, "word": one.old})
        assert gone((PAGE,), [change("Căn", "x", box(100)), change("Cân", "x", box(100))]) == (True, False)
        assert gone((), [change("Cân", "x", box(100))]) == (True,)
        assert gone((PAGE,), [change("Cân", " ", box(100))]) == (False,)

    def test_the_second_change_of_a_word_has_to_name_what_the_first_made(self) -> None:
        ones = [change("Cân", "Căn", box(100)), change("Cân", "Cần", box(100))]
        with pytest.raises(Refused):
            corrected(PAGE, ones)

    @pytest.mark.parametrize(
        ("one", "problem"),
        [
            (change("Cân", "  ", box(100)), "empty"),
            (change("Cân", "a\u202eb", box(100)), "control"),
            (change("Cân", "a\u00adb", box(100)), "control"),
            (change("Cân", "x" * 501, box(100)), "too-long"),
            (change(None, "mới", box(950)), "box"),
            (change(None, None, box(100)), "no-change"),
        ],
    )
    def test_what_no_print_has_is_refused(self, one: WordChange, problem: str) -> None:
        refusal = refused(PAGE, one)
        assert (refusal.code, refusal.facts["problem"]) == (Code.BAD_VALUE, problem)


class TestMoreAndLess:
    def test_a_word_is_split_in_its_box(self) -> None:
        first, second, *_ = corrected(PAGE, [change("Cân", "Căn cứ", box(100))]).words
        assert [w.text for w in (first, second)] == ["Căn", "cứ"]
        assert (first.raw, second.raw) == ("Cân", None)
        assert first.box.x0 == 100
        assert second.box.x1 == 190
        assert first.box.x1 < second.box.x0

    def test_words_are_joined_in_the_box_around_them(self) -> None:
        made = corrected(PAGE, [change("Cân cứ", "Căn-cứ", box(100, x1=290))]).words
        assert [w.text for w in made[:2]] == ["Căn-cứ", "Luật"]
        assert (made[0].raw, made[0].box) == ("Cân cứ", box(100, x1=290))

    def test_a_word_is_removed_and_an_empty_line_with_it(self) -> None:
        made = corrected(page(Line(words=(word("x", 100),)), *PAGE.lines), [change("x", None, box(100))])
        assert made.lines == PAGE.lines

    def test_a_word_is_added_where_it_stands_on_its_line(self) -> None:
        made = corrected(PAGE, [change(None, "số 5", box(400, x1=480))]).lines[0]
        assert made.text == "Cân cứ Luật số 5"
        assert {w.rule for w in made.words[3:]} == {RULE}
        assert corrected(PAGE, [change(None, "và", box(190, x1=200))]).lines[0].text == "Cân và cứ Luật"

    def test_far_from_every_line_it_is_a_line_of_its_own(self) -> None:
        made = corrected(PAGE, [change(None, "dưới", box(100, 300))])
        assert [line.text for line in made.lines] == ["Cân cứ Luật", "một\thai\tba", "dưới"]
        assert made.lines[2].block == 2
        between = corrected(PAGE, [change(None, "giữa", box(900, 150))])
        assert [line.text for line in between.lines] == ["Cân cứ Luật", "giữa", "một\thai\tba"]
        above = corrected(PAGE, [change(None, "trên", box(100, 20))])
        assert above.lines[0].text == "trên"

    def test_on_a_page_without_words_it_is_the_first(self) -> None:
        assert corrected(page(), [change(None, "mới", box(100))]).text == "mới"


class TestCells:
    def test_a_cell_that_is_split_is_still_one_cell(self) -> None:
        made = corrected(PAGE, [change("hai", "hai ba", box(300, 200))])
        assert made.lines[1].text == "một\thai ba\tba"

    def test_the_next_word_begins_a_cell_whose_first_goes(self) -> None:
        wide = corrected(PAGE, [change("hai", "hai ba", box(300, 200))])
        first = wide.lines[1].words[1]
        assert corrected(wide, [change("hai", None, first.box)]).lines[1].text == "một\tba\tba"

    def test_a_cell_without_words_is_none(self) -> None:
        assert corrected(PAGE, [change("ba", None, box(500, 200))]).lines[1].text == "một\thai"


class TestDoubts:
    def test_the_worst_words_are_still_the_same_and_what_was_corrected_is_none_of_them(self) -> None:
        doubtful = page(*PAGE.lines, worst=(5, 0, 1))
        made = corrected(doubtful, [change("Cân", "Căn cứ là", box(100))])
        assert made.quality is not None
        assert [made.words[n].text for n in made.quality.worst] == ["ba", "cứ"]

    def test_only_some_words(self) -> None:
        made = only_words(page(*PAGE.lines, worst=(5, 0)), [False, True, True, True, False, True])
        assert [line.text for line in made.lines] == ["cứ Luật", "một\tba"]
        assert made.quality is not None
        assert made.quality.worst == (3,)
