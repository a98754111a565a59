"""Abbreviations both ways."""

import re

from schemas.abbreviations import abbreviations
from schemas.text import nfc
from search.shorthand import added, meant
from search.terms import terms


def _added(text: str) -> set[str]:
    flat = terms(text).folded.split(" ¶")[0]
    return {" ".join(words) for words in added(text, re.findall(r"\w+", text), flat, flat.split())}


def test_the_full_name_is_added_to_the_short_one() -> None:
    assert _added("Kế hoạch PBGDPL của UBND") == {"phổ biến giáo dục pháp luật", "ủy ban nhân dân", "kh"}


def test_the_short_name_is_added_to_the_full_one() -> None:
    assert _added("công tác phổ biến, giáo dục pháp luật") == {"pbgdpl"}


def test_only_capitals_that_stand_alone_are_short_names_in_print() -> None:
    assert _added("179/KH-UBND, ubnd, TGPLX") == set()


def test_a_query_means_both_in_any_case() -> None:
    assert meant(["pbgdpl"]) == (("phổ", "biến", "giáo", "dục", "pháp", "luật"),)
    assert meant(["tro", "giup", "phap", "ly"]) == (("tgpl",),)
    assert meant(["dat", "dai"]) == ()


def test_the_list_is_clean() -> None:
    shorts = [short for one in abbreviations() for short in (one.short, *one.also)]
    fulls = [form for one in abbreviations() for form in (one.full, *one.forms)]

    assert len(set(shorts)) == len(shorts)
    assert len(set(fulls)) == len(fulls)
    assert all(short == nfc(short).upper() for short in shorts)
    assert all(full == nfc(full).lower() and len(full.split()) > 1 for full in fulls)
    assert {one.source for one in abbreviations()} <= {"nd30", "law", "use"}
