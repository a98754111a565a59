"""The authority file: units, organs, their days, who came before and after."""

import json

import pytest

from schemas.agencies import Level, agencies, bare, key


def test_thanh_hoa_has_its_166_communes_after_the_reform() -> None:
    known = agencies()
    units = {unit for units in known.units_by_name.values() for unit in units}
    now = [unit for unit in units if unit.within == "thanh-hoa" and unit.level is Level.COMMUNE]

    assert len(now) == 166
    assert sum(unit.name.startswith("Phường") for unit in now) == 19
    assert all(unit.valid_to is None for unit in now)


def test_the_country_has_34_provinces_and_remembers_the_others() -> None:
    units = {unit for units in agencies().units_by_name.values() for unit in units if unit.level is Level.PROVINCE}

    assert sum(unit.valid_to is None for unit in units) == 34
    assert sum(unit.valid_to == "2025-07-01" for unit in units) == 29


def test_a_department_belongs_to_its_committee_and_has_its_notation() -> None:
    found = agencies().get("thanh-hoa.so-tu-phap")

    assert found is not None
    assert (found.name, found.level, found.parent) == ("Sở Tư pháp tỉnh Thanh Hóa", Level.PROVINCE, "thanh-hoa.ubnd")
    assert found.notations == ("STP",)


@pytest.mark.parametrize(
    ("agency", "successors"),
    [
        ("thanh-hoa.so-thong-tin-truyen-thong", {"thanh-hoa.so-khoa-hoc-cong-nghe"}),
        ("thanh-hoa.so-tai-nguyen-moi-truong", {"thanh-hoa.so-nong-nghiep-moi-truong"}),
        ("tw.bo-ldtbxh", {"tw.bo-noi-vu"}),
        ("tw.bo-tttt", {"tw.bo-khoa-hoc-cong-nghe"}),
        ("tw.bo-gtvt", {"tw.bo-xay-dung"}),
        ("tw.bo-khdt", {"tw.bo-tai-chinh"}),
        ("tw.bo-tnmt", {"tw.bo-nnmt"}),
        ("thanh-hoa.huyen-nga-son.xa-nga-yen.ubnd", {"thanh-hoa.xa-nga-son.ubnd"}),
        ("thanh-hoa.huyen-dong-son.ubnd", {"thanh-hoa.thanh-pho-thanh-hoa.ubnd"}),
        ("ha-giang.ubnd", {"tuyen-quang.ubnd"}),
    ],
)
def test_who_came_after(agency: str, successors: set[str]) -> None:
    found = agencies().get(agency)

    assert found is not None
    assert set(found.successors) == successors
    assert found.valid_to is not None


def test_every_link_leads_somewhere_and_back() -> None:
    known = agencies()
    units = {unit for units in known.units_by_name.values() for unit in units}
    for unit in units:
        committee = known.get(f"{unit.id}.ubnd")
        assert committee is not None
        for before in committee.predecessors:
            earlier = known.get(before)
            assert earlier is not None
            assert committee.id in earlier.successors


def test_nothing_answers_to_an_unknown_id() -> None:
    known = agencies()

    assert known.get("thanh-hoa.so-bay") is None
    assert known.get("nowhere.ubnd") is None
    assert known.get("thanh-hoa.xa-nga-son.so-tu-phap") is None
    assert known.unit("nowhere") is None


def test_an_archivist_adds_agencies_and_replaces_entries() -> None:
    extra = json.dumps(
        {
            "agencies": [
                {"id": "own.quy", "name": "Quỹ Hỗ trợ pháp lý Sao Mai", "level": "province", "also": ["QHTPL"]}
            ],
            "units": [{"id": "thanh-hoa.xa-moi", "name": "Xã Mới", "in": "thanh-hoa", "from": "2027-01-01"}],
        }
    )
    known = agencies(extra)

    own, added = known.single_by_name["qhtpl"], known.get("thanh-hoa.xa-moi.ubnd")
    assert (own[0].id, own[0].level) == ("own.quy", Level.PROVINCE)
    assert added is not None
    assert added.valid_from == "2027-01-01"
    assert agencies().get("thanh-hoa.xa-moi.ubnd") is None


@pytest.mark.parametrize(
    ("row", "at", "named"),
    [
        ({"id": "a.moi", "name": "Cơ quan Mới", "under": "thanh-hoa.so-bay"}, "agencies", "thanh-hoa.so-bay"),
        ({"id": "a.moi", "name": "Cơ quan Mới", "was": ["a.cu"]}, "agencies", "a.cu"),
        ({"id": "a.moi", "name": "Cơ quan Mới", "was": {"a": 1}}, "agencies", "was"),
        ({"id": "a.moi", "name": "Cơ quan Mới", "level": "làng"}, "agencies", "làng"),
        ({"id": "a.moi", "name": "Cơ quan Mới", "from": "01/7/2025"}, "agencies", "01/7/2025"),
        ({"id": "thanh-hoa.xa-moi", "name": "Xã Mới", "in": "thanh-hoá"}, "units", "thanh-hoá"),
        ({"id": "thanh-hoa.xa-moi", "name": "Xã Mới", "in": "thanh-hoa", "was": ["xa-cu"]}, "units", "xa-cu"),
        ({"id": "so-moi", "name": "Sở Mới", "of": ["province"], "under": "ubnd-tinh"}, "organs", "ubnd-tinh"),
    ],
)
def test_additions_that_name_what_is_not_there_are_refused_by_name(row: dict[str, object], at: str, named: str) -> None:
    with pytest.raises(ValueError, match=rf"mục «{row['id']}».*{named}"):
        agencies(json.dumps({at: [row]}))


@pytest.mark.parametrize("extra", ["[]", '{"units": 1}', '{"units": [{"id": "x"}]}', '{"units": ["x"]}', "{"])
def test_what_is_no_agency_file_is_refused(extra: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        agencies(extra)


def test_names_are_found_without_marks_and_kinds() -> None:
    assert bare("Tỉnh Thanh Hóa") == "Thanh Hóa"
    assert bare("Quận 1") == "Quận 1"
    assert bare("Sở Tư pháp") == "Sở Tư pháp"
    assert key("  Ủy ban NHÂN DÂN, xã  Nga-Sơn ") == "uy ban nhan dan xa nga son"
