"""What a line and a page derive from themselves is derived once, and never outlives a change."""

import pickle

from schemas.page import Box, Line, Page, PageStatus, Word


def word(text: str, x: int) -> Word:
    return Word(text=text, box=Box(x0=x, y0=10, x1=x + 20, y1=30), confidence=0.5)


LINE = Line(words=(word("Sở", 0), word("Tư", 30), word("pháp", 60)))
PAGE = Page(number=1, width=100, height=100, dpi=100, status=PageStatus.READ, engine="e 1", lines=(LINE,))


def looked_at() -> Page:
    """A page of which everything has been asked."""
    page = Page.model_validate_json(PAGE.model_dump_json())
    assert (page.text, page.confidence, len(page.words)) == ("Sở Tư pháp", 0.5, 3)
    assert page.lines[0].box == Box(x0=0, y0=10, x1=80, y1=30)
    return page


def test_it_is_derived_once() -> None:
    page = looked_at()
    assert page.words is page.words
    assert page.lines[0].box is page.lines[0].box


def test_a_changed_copy_derives_it_anew() -> None:
    shorter = looked_at().lines[0].model_copy(update={"words": (word("Luật", 40),)})
    assert (shorter.text, shorter.box) == ("Luật", Box(x0=40, y0=10, x1=60, y1=30))
    for deep in (False, True):
        changed = looked_at().model_copy(update={"lines": (shorter,)}, deep=deep)
        assert (changed.text, changed.words, changed.confidence) == ("Luật", shorter.words, 0.5)
    assert shorter.model_copy(update={"cells": ()}).text == "Luật"
    assert LINE.model_copy(update={"cells": (1,)}).text == "Sở\tTư pháp"


def test_it_is_no_part_of_the_record() -> None:
    page = looked_at()
    fresh = Page.model_validate_json(page.model_dump_json())
    assert page == fresh
    assert hash(page) == hash(fresh)
    assert repr(page) == repr(fresh)
    assert page.model_dump() == fresh.model_dump()
    assert pickle.loads(pickle.dumps(page)) == fresh
