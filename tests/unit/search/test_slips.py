"""Keys pressed without the keyboard program, and missing spaces."""

import pytest

from search.slips import meant_by_keys, without_spaces


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("luaatj", "luật"),
        ("ddaats", "đất"),
        ("nguwowif", "người"),
        ("dduwowcj", "được"),
        ("quyeenf", "quyền"),
        ("thuwaf", "thừa"),
        ("hoaf", "hòa"),
        ("giair", "giải"),
        ("hoon", "hôn"),
        ("luat65", "luật"),
        ("dda9t61", None),
        ("d9at61", "đất"),
        ("nguoi72", "người"),
        ("duoc95", None),
        ("d9uoc75", "được"),
        ("hoa2", "hòa"),
        ("quy1", "quý"),
    ],
)
def test_keys_are_read_as_the_syllable_they_make(typed: str, meant: str | None) -> None:
    assert meant_by_keys(typed) == meant


@pytest.mark.parametrize("word", ["luat", "dat", "179", "qh15", "covid19", "ubnd", "facebook", "x" * 30])
def test_what_is_a_word_or_none_at_all_is_left_alone(word: str) -> None:
    assert meant_by_keys(word) is None


def _met(*pairs: str) -> object:
    known = {tuple(pair.split()) for pair in pairs}
    return lambda one, other: 50 if (one, other) in known else 0


def test_missing_spaces_are_put_where_neighbours_are_met() -> None:
    split = without_spaces("luatdatdai", _met("luat dat", "dat dai"), lambda _: False)  # type: ignore[arg-type]

    assert split == ("luat", "dat", "dai")


def test_words_that_are_no_syllables_count_if_documents_have_them() -> None:
    split = without_spaces("kichhoatvneid", _met("kich hoat", "hoat vneid"), lambda word: word == "vneid")  # type: ignore[arg-type]

    assert split == ("kich", "hoat", "vneid")


@pytest.mark.parametrize("word", ["khuyte", "dat", "x" * 70, "12345"])
def test_what_nobody_writes_side_by_side_is_not_split(word: str) -> None:
    assert without_spaces(word, lambda _one, _other: 0, lambda _: False) == ()
