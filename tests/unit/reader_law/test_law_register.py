"""The law register: what leaflets cite, without contradictions, and what it can and cannot tell."""

from datetime import date, timedelta

import pytest

from schemas.laws import Law, Register, law_register, number_key
from schemas.topics import topic_list

LAWS = law_register().laws


def test_it_holds_what_a_provincial_leaflet_cites() -> None:
    assert len(LAWS) >= 150
    assert len([law for law in LAWS if law.kind in ("Luật", "Bộ luật") and law.effective_to is None]) >= 100
    assert len([law for law in LAWS if law.kind == "Nghị định"]) >= 50


def test_ids_are_ascii_and_unique() -> None:
    assert len({law.id for law in LAWS}) == len(LAWS)
    assert all(law.id.isascii() and law.id == law.id.lower() for law in LAWS)


def test_dates_do_not_contradict_each_other() -> None:
    assert [law.id for law in LAWS if _dates(law) != sorted(_dates(law))] == []
    assert [law.id for law in LAWS if law.passed and law.passed.year != law.year] == []
    assert [
        law.id for law in LAWS if law.number and law.number.count("/") == 2 and str(law.year) not in law.number
    ] == []


def _dates(law: Law) -> list[date]:
    return [day for day in (law.passed, law.effective_from, law.effective_to) if day]


def test_a_replaced_law_ends_when_the_new_one_begins() -> None:
    for law in LAWS:
        begins = [law_register().of_id(other).effective_from for other in law.replaced_by]
        assert law.id not in law.replaced_by
        assert law.effective_to is None or law.effective_to == min(day for day in begins if day), law.id


def test_no_law_has_ended_without_naming_what_took_its_place() -> None:
    assert [law.id for law in LAWS if law.effective_to and not law.replaced_by] == []


def test_every_fact_says_where_it_comes_from() -> None:
    for law in LAWS:
        dated = [fact for fact in ("passed", "effective_from", "effective_to") if getattr(law, fact) and law.number]
        assert all(law.evidence[fact] in ("corpus", "seen", "known") for fact in dated), law.id
        assert law.source, law.id
        assert all(topic in topic_list().topics for topic in law.topics), law.id


def test_no_day_has_two_laws_of_one_family_in_force() -> None:
    families = {law.family for law in LAWS}
    for family in families:
        acts = [law for law in law_register().family(family) if law.effective_from]
        for one in acts:
            for other in acts:
                if one.id != other.id and one.effective_from and other.effective_from:
                    begun = max(one.effective_from, other.effective_from)
                    assert min(one.effective_to or date.max, other.effective_to or date.max) <= begun, family


@pytest.mark.parametrize(
    ("family", "day", "expected"),
    [
        ("luat-dat-dai", date(2024, 7, 31), "luat-dat-dai-2013"),
        ("luat-dat-dai", date(2024, 8, 1), "luat-dat-dai-2024"),
        ("luat-dat-dai", date(1990, 1, 1), None),
        ("luat-cu-tru", date(2021, 6, 30), "luat-cu-tru-2006"),
        ("luat-to-chuc-chinh-quyen-dia-phuong", date(2025, 5, 1), "luat-to-chuc-chinh-quyen-dia-phuong-65-2025"),
        ("luat-pho-bien-giao-duc-phap-luat", date(2019, 4, 26), "luat-pho-bien-giao-duc-phap-luat-2012"),
        (
            "luat-pho-bien-giao-duc-phap-luat",
            date(2026, 11, 22),
            None,
        ),  # a new law is said to exist; from when is unknown
        ("no-such-family", date(2024, 1, 1), None),
    ],
)
def test_which_law_was_in_force(family: str, day: date, expected: str | None) -> None:
    law = law_register().in_force(family, day)
    assert (law.id if law else None) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("09/2012/QH13", "9/2012/QH13"),
        ("06/2008/UBTVQH12", "06/2008/PL-UBTVQH12"),
        ("28/2013/NĐ-CP", "28/2013/ND- CP"),
        ("32-CT/TW", "32-CT/TW"),
    ],
)
def test_one_number_in_two_writings(one: str, other: str) -> None:
    assert number_key(one) == number_key(other)


def test_a_text_that_is_no_number_is_found_nowhere() -> None:
    assert law_register().of_number("không số") is None


def test_a_resolution_is_not_the_law_of_the_same_number() -> None:
    law = law_register().of_number("93/2015/QH13", kind="Luật")
    assert law is not None
    assert law.name == "Luật Tố tụng hành chính"
    assert law_register().of_number("93/2015/QH13", kind="Nghị quyết") is None


def test_two_acts_of_one_number_are_told_apart_by_nobody() -> None:
    law = LAWS[1]
    assert Register((law, law.model_copy(update={"id": "other"}))).of_number(law.number or "") is None


def test_the_day_before_is_not_the_day() -> None:
    law = law_register().of_id("luat-dat-dai-2024")
    assert law.effective_from is not None
    before = law_register().in_force("luat-dat-dai", law.effective_from - timedelta(days=1))
    assert before is not None
    assert before.id == "luat-dat-dai-2013"
