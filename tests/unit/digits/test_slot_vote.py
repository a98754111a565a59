"""Only what is nearly sure becomes a value; the rest stays a list of possibilities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.ocr.slot_vote import ACCEPTED, Heard, vote
from pipeline.stages.ocr.slots import SlotKind

NUMBER, DAY, MONTH, YEAR = SlotKind.NUMBER, SlotKind.DAY, SlotKind.MONTH, SlotKind.YEAR


def test_what_the_net_is_sure_of_is_the_value() -> None:
    said = vote(Heard(kind=NUMBER, net=(("1146", 0.995), ("146", 0.004)), said="//46"))

    assert said.value == "1146"
    assert said.probability >= ACCEPTED


def test_what_is_not_sure_stays_a_list() -> None:
    said = vote(Heard(kind=NUMBER, net=(("731", 0.7), ("751", 0.3)), said="7ẳ"))

    assert said.value is None
    assert [text for text, _ in said.alternatives] == ["731", "751"]


def test_the_reader_of_print_may_decide_between_two() -> None:
    alone = vote(Heard(kind=DAY, net=(("28", 0.6), ("23", 0.4))))
    together = vote(Heard(kind=DAY, net=(("28", 0.6), ("23", 0.4)), said="28"))

    assert alone.value is None
    assert together.value == "28"


@pytest.mark.parametrize(
    ("kind", "text", "month", "year"),
    [
        (DAY, "39", None, None),
        (DAY, "31", 4, 2020),
        (DAY, "30", 2, 2020),
        (DAY, "29", 2, 2019),
        (DAY, "00", None, None),
        (MONTH, "13", None, None),
        (MONTH, "0", None, None),
        (YEAR, "1820", None, None),
        (YEAR, "202", None, None),
        (NUMBER, "000", None, None),
        (NUMBER, "123456", None, None),
    ],
)
def test_what_no_calendar_has_is_never_a_value(kind: SlotKind, text: str, month: int | None, year: int | None) -> None:
    said = vote(Heard(kind=kind, net=((text, 1.0),), said=text, month=month, year=year))

    assert said.value is None
    assert said.alternatives == ()


def test_what_the_grammar_rules_out_still_speaks_against_the_rest() -> None:
    assert vote(Heard(kind=DAY, net=(("39", 0.9), ("29", 0.1)), said="29")).value is None


def test_seven_and_zero_seven_are_one_day_but_two_numbers() -> None:
    halves = (("07", 0.5), ("7", 0.5))

    assert vote(Heard(kind=DAY, net=halves)).value == "07"
    assert vote(Heard(kind=NUMBER, net=halves)).value is None


def test_the_year_printed_after_a_number_is_not_part_of_it() -> None:
    assert vote(Heard(kind=NUMBER, net=(("15p2020", 0.6), ("15p20", 0.39)))).value == "15"
    assert vote(Heard(kind=NUMBER, net=(("15p77", 1.0),))).value is None
    assert vote(Heard(kind=DAY, net=(("15p2020", 1.0),))).value is None


def test_a_digit_alone_where_two_are_due_is_doubted() -> None:
    assert vote(Heard(kind=MONTH, net=(("1", 0.96), ("11", 0.04)))).value is None
    assert vote(Heard(kind=MONTH, net=(("9", 0.99), ("19", 0.01)))).value == "9"


@pytest.mark.parametrize("said", ["~", "-", "–", "' -"])
def test_a_stroke_like_no_digit_is_never_a_value(said: str) -> None:
    assert vote(Heard(kind=NUMBER, net=(("2", 1.0),), said=said)).value is None
    assert vote(Heard(kind=NUMBER, net=(("2", 1.0),), said="")).value == "2"


def test_under_specks_the_net_must_be_all_but_certain() -> None:
    assert vote(Heard(kind=NUMBER, net=(("2", 1.0),), said="..")).value == "2"
    assert vote(Heard(kind=NUMBER, net=(("2", 0.95), ("7", 0.05)), said="..")).value is None


@pytest.mark.parametrize(("kind", "seen", "value"), [(DAY, "241", "24"), (MONTH, "810", "10"), (DAY, "031", None)])
def test_a_letter_at_the_edge_may_have_been_taken_for_a_digit(kind: SlotKind, seen: str, value: str | None) -> None:
    found = vote(Heard(kind=kind, net=((seen, 1.0),), said=value or "03"))

    assert found.value == value
    assert found.probability < 1.0


def test_an_empty_slot_has_no_value() -> None:
    assert vote(Heard(kind=NUMBER, net=(("", 1.0),))).value is None
    assert vote(Heard(kind=NUMBER, net=())).alternatives == ()


def test_the_calendar_makes_a_day_surer_than_a_number() -> None:
    read = (("23", 0.8), ("28", 0.2))

    assert vote(Heard(kind=DAY, net=read)).probability > vote(Heard(kind=NUMBER, net=read)).probability


@given(st.sampled_from(SlotKind), st.floats(0.02, 0.97), st.floats(0.005, 0.03))
def test_what_the_net_sees_better_is_surer(kind: SlotKind, p: float, more: float) -> None:
    text = "2012" if kind is YEAR else "12"

    less, sure = (vote(Heard(kind=kind, net=((text, share), ("", 1 - share)))) for share in (p, p + more))
    chances = [dict(found.alternatives).get(text, 0.0) for found in (less, sure)]

    assert chances[0] <= chances[1]


@given(
    st.sampled_from(SlotKind),
    st.dictionaries(st.from_regex(r"[0-9]{0,6}", fullmatch=True), st.floats(0.001, 1), min_size=1, max_size=8),
    st.text(max_size=6),
)
def test_probabilities_are_probabilities_and_a_value_is_the_likeliest(
    kind: SlotKind, raw: dict[str, float], said: str
) -> None:
    total = sum(raw.values())
    heard = Heard(kind=kind, net=tuple((text, p / total) for text, p in raw.items()), said=said)

    result = vote(heard)

    assert 0 <= result.probability <= 1
    assert sum(p for _, p in result.alternatives) <= 1.01
    if result.value is not None:
        assert result.probability >= ACCEPTED
        assert result.alternatives[0][0] == result.value
        assert any(result.value in text for text in raw)
