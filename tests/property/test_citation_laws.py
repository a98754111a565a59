"""Laws of citations: what is printed is read back; breaks do not matter; a misreading never makes another law."""

import random
import unicodedata
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.stages.reader.citing.citations import citations
from pipeline.stages.reader.citing.numbers import numbers
from pipeline.stages.reader.citing.provisions import groups
from pipeline.stages.reader.citing.validity import validity
from schemas.citation import LawState, Provision
from schemas.laws import Law, law_register
from schemas.text import fold, place_tones
from tests.fakes.pages import page_from_text

NAMED = [law for law in law_register().laws if law.family != law.id]
ONLY_OF_THE_YEAR = [law for law in NAMED if sum(o.year == law.year for o in law_register().family(law.family)) == 1]
POINTS = "abcdđeghiklmnopqrstuvxy"

article = st.tuples(st.integers(1, 700), st.sampled_from(["", "", "", "a", "b"])).map(lambda a: f"{a[0]}{a[1]}")
clause = st.integers(1, 20).map(str)
provision = st.one_of(
    st.builds(Provision, article=article),
    st.builds(Provision, article=article, clause=clause),
    st.builds(Provision, article=article, clause=clause, point=st.sampled_from(POINTS)),
)
provisions = st.lists(provision, min_size=1, max_size=6, unique=True)


def printed(places: list[Provision]) -> str:
    texts = [place.text for place in places]
    return " và ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))


def lines_of(text: str, width: int) -> list[str]:
    words = text.split()
    return [" ".join(words[i : i + width]) for i in range(0, len(words), width)]


@given(provisions)
def test_provisions_are_read_as_printed(places: list[Provision]) -> None:
    text = printed(places)
    (found,) = groups(text.lower(), fold(text))
    assert list(found.provisions) == places


@given(article, st.integers(1, 9), st.integers(1, 9), st.sampled_from(["đến", "-"]))
def test_a_range_is_all_between(of: str, first: int, more: int, through: str) -> None:
    text = f"khoản {first} {through} {first + more} Điều {of}"
    (found,) = groups(text, fold(text))
    assert [place.clause for place in found.provisions] == [str(n) for n in range(first, first + more + 1)]


@given(
    st.sampled_from(ONLY_OF_THE_YEAR), provisions, st.integers(1, 12), st.sampled_from([" ", " của ", ", ", " tại "])
)
@settings(deadline=None)
def test_a_citation_is_read_as_printed_however_its_lines_break(
    law: Law, places: list[Provision], width: int, of: str
) -> None:
    text = f"theo quy định tại {printed(places)}{of}{law.name} năm {law.year} thì"
    (found,) = citations([page_from_text(*lines_of(text, width), pitch=20)])
    assert (found.law, list(found.articles)) == (law.id, places)


@given(st.sampled_from([law for law in law_register().laws if law.number]), st.booleans())
@settings(deadline=None)
def test_a_number_is_the_act_s(law: Law, dated: bool) -> None:
    day = law.passed or date(law.year or 2000, 1, 1)
    assume(dated or (law.number or "").count("/") == 2)
    text = f"{law.kind} số {law.number}" + (f" ngày {day.day:02d}/{day.month}/{day.year}" if dated else "")
    (found,) = citations([page_from_text("Căn cứ " + text)])
    assert found.law == law.id


@given(
    st.integers(1, 999),
    st.integers(1960, 2030),
    st.sampled_from(["NĐ-CP", "TT-BTP", "TTLT-BTP-BCA", "QĐ-UBND", "NQ-HĐND", "QH15"]),
)
def test_numbers_round_trip_with_breaks(num: int, year: int, symbol: str) -> None:
    whole = f"{num:02d}/{year}/{symbol}"
    for text in (whole, whole.replace("-", "- "), whole.replace("/", "/ "), whole.replace("-", "–").replace("–", "-")):
        assert [number.number for number in numbers(f"số {text} ngày")] == [whole]


@given(st.sampled_from(ONLY_OF_THE_YEAR), st.randoms(use_true_random=False), st.floats(0, 0.5))
@settings(deadline=None)
def test_lost_marks_never_make_another_law(law: Law, draw: random.Random, share: float) -> None:
    text = f"khoản 2 Điều 8 {law.name} năm {law.year}"
    misread = "".join(_unmarked(char) if draw.random() < share else char for char in text)
    for citation in citations([page_from_text(misread)]):
        assert citation.law in (None, law.id)
        assert not citation.articles or citation.articles == (Provision(article="8", clause="2"),)


@given(st.sampled_from(ONLY_OF_THE_YEAR), st.integers(0, 200), st.sampled_from("0123456789lO|B?"))
@settings(deadline=None)
def test_a_misread_sign_in_name_and_number_never_makes_another_law(law: Law, at: int, sign: str) -> None:
    assume(law.number is not None)
    text = f"{law.name} số {law.number}"
    start = len(law.name) + 4
    at = start + at % (len(text) - start)
    assume(text[at].isdigit() or text[at] == "/")
    for citation in citations([page_from_text(text[:at] + sign + text[at + 1 :])]):
        assert (
            citation.law is None or law_register().of_id(citation.law).family == law.family or citation.family is None
        )
        assert citation.law in (None, law.id)


def test_what_is_misread_before_a_number_is_a_part_of_it() -> None:
    """19/2012/QH13, the Law on Publishing; 09/2012/QH13 is another."""
    (found,) = citations([page_from_text("theo Luật Xuất bản số |9/2012/QH13.")])
    assert found.family == "luat-xuat-ban"
    assert not list(numbers("số ?9/2012/QH13 và số !2-CT/TW"))


@given(st.sampled_from(NAMED))
def test_a_name_alone_is_never_a_year(law: Law) -> None:
    found = citations([page_from_text(f"theo {law.name}.")])
    assert {citation.family for citation in found} == {law.family}
    assert all(citation.law is None or len(law_register().family(law.family)) == 1 for citation in found)


@given(st.sampled_from(NAMED))
def test_old_and_new_tone_placement_are_one(law: Law) -> None:
    for name in (law.name, place_tones(law.name), law.name.upper()):
        assert {found.family for found in citations([page_from_text(f"Căn cứ {name}")])} == {law.family}


@given(
    st.sampled_from(NAMED), st.dates(date(1995, 1, 1), date(2035, 1, 1)), st.dates(date(1995, 1, 1), date(2035, 1, 1))
)
def test_what_has_ended_does_not_begin_again(law: Law, one: date, other: date) -> None:
    assume(law.number is not None)
    cited = citations([page_from_text(f"{law.kind} số {law.number}")])
    states = [validity(cited, day)[0].state for day in sorted((one, other))]
    assert states != [LawState.EXPIRED, LawState.IN_FORCE]
    assert states[0] is not LawState.EXPIRED or states[1] is LawState.EXPIRED


PIECES = [
    "Điều",
    "khoản",
    "điểm",
    "đến",
    "và",
    "Luật",
    "Bộ",
    "này",
    "Đất",
    "đai",
    "năm",
    "số",
    "BLHS",
    "5",
    "5a",
    "a)",
    ",",
    "–",
    "2013",
    "31/2024/QH15",
    "28/2013/NĐ-",
    "CP",
    "(",
    "/TW",
    "İ",
]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(PIECES), st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=5)
        )
    )
)
@settings(deadline=None)
def test_any_words_are_read_and_every_citation_stands_on_the_page(words: list[str]) -> None:
    page = page_from_text(*lines_of(" ".join(words), 6))
    for citation in citations([page]):
        inside = [word for word in page.words if citation.box.join(word.box) == citation.box]
        assert inside
        assert 0 <= citation.confidence <= 1
        assert len(citation.articles) == len(set(citation.articles))


def _unmarked(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0] if char not in POINTS else char
