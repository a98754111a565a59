"""By what a document is counted: agencies with those that came after, places, laws in force."""

from datetime import date

import pytest

from schemas.agencies import agencies
from schemas.citation import Citation
from schemas.claim import FieldName
from schemas.contents import Facets
from schemas.page import Box
from schemas.record import Record, Settled
from search.facets import facets, law_state, lineage, next_change
from tests.fakes.records import make_record

TODAY = date(2026, 11, 22)


_NOTHING = Facets()


def _record(told: Facets = _NOTHING, **fields: str) -> Record:
    settled = {
        FieldName(name): Settled(
            value=value, raw=None, source="machine", confidence=1.0, page=None, box=None, rule="t@1"
        )
        for name, value in fields.items()
    }
    return make_record().model_copy(update={"fields": settled, "facets": told})


def _cited(law: str) -> Citation:
    return Citation(
        law=law, kind="Luật", name=None, number=None, year=None, page=1, box=Box(x0=0, y0=0, x1=9, y1=9), raw="Luật",
        confidence=1.0, rule="t@1",
    )  # fmt: skip


def _facets(record: Record) -> dict[str, tuple[str, ...]]:
    return facets(record, (), agencies(), TODAY)


def test_who_came_after_an_agency_has_its_documents_too() -> None:
    found = _facets(_record(issuer_id="thanh-hoa.so-thong-tin-truyen-thong"))

    assert found["agency"] == ("thanh-hoa.so-thong-tin-truyen-thong", "thanh-hoa.so-khoa-hoc-cong-nghe")
    assert found["place"] == ("thanh-hoa",)


def test_a_commune_of_today_has_what_its_predecessors_printed() -> None:
    known = agencies()
    heir = known.unit("thanh-hoa.phuong-hac-thanh")
    assert heir is not None

    found = _facets(_record(issuer_id=f"{heir.was[0]}.ubnd"))

    assert "thanh-hoa.phuong-hac-thanh.ubnd" in found["agency"]
    assert {"thanh-hoa.phuong-hac-thanh", "thanh-hoa"} <= set(found["place"])


def test_an_agency_in_no_list_stands_for_itself() -> None:
    assert _facets(_record(issuer="Hội Những người yêu sách"))["agency"] == ("Hội Những người yêu sách",)
    assert lineage("no-such-agency", agencies()) == ("no-such-agency",)


def test_a_printed_place_is_a_province() -> None:
    assert _facets(_record(place="Thanh Hoá"))["place"] == ("thanh-hoa",)
    assert "place" not in _facets(_record(place="Xứ Thần Tiên"))


@pytest.mark.parametrize(
    ("issued", "year"), [("2019", "2019"), ("2019-10", "2019"), ("2023-10/2023-12", "2023"), ("năm nay", None)]
)
def test_the_year_is_that_of_issue(issued: str, year: str | None) -> None:
    assert _facets(_record(issued_date=issued)).get("year") == ((year,) if year else None)


def test_what_is_not_known_is_no_facet() -> None:
    assert _facets(_record()) == {}


def test_what_the_reader_found_is_told() -> None:
    told = Facets(topics=("11",), popular=("dat-dai",), audiences=("phu-nu",), activities=("cuoc-thi",), laws=("x",))

    found = _facets(_record(told, material_type="to-gap", language="vie"))

    assert found == {
        "material_type": ("to-gap",), "topic": ("11",), "popular": ("dat-dai",), "audience": ("phu-nu",),
        "law": ("x",), "language": ("vie",), "activity": ("cuoc-thi",),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("laws", "state"),
    [
        ([], None),
        (["luat-dat-dai-2024"], "current"),
        (["luat-dat-dai-2024", "luat-dat-dai-2013"], "expired"),
    ],
)
def test_the_worst_of_the_cited_acts_counts(laws: list[str], state: str | None) -> None:
    assert law_state(map(_cited, laws), TODAY) == state


def test_an_act_that_has_not_begun_is_told() -> None:
    assert law_state([_cited("luat-dat-dai-2024")], date(2024, 5, 1)) == "coming"


def test_the_next_day_on_which_an_act_begins_or_ends() -> None:
    cited = [_cited("luat-dat-dai-2013"), _cited("luat-dat-dai-2024")]

    assert next_change(cited, date(2024, 5, 1)) == date(2024, 8, 1)
    assert next_change(cited, TODAY) is None
