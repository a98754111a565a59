"""Whose name is printed: linked only when exactly one agency of that day fits."""

import pytest

from pipeline.stages.reader.fields.authority import Surroundings, linked, units_in
from pipeline.stages.reader.fields.link import issuer_id
from schemas.agencies import agencies
from schemas.claim import Claim, FieldName, Source
from schemas.page import Page
from tests.fakes.pages import page_from_text


def who(name: str, **around: str | tuple[str, ...]) -> str | None:
    found = linked(name, Surroundings(**around), agencies())  # type: ignore[arg-type]  # its fields by name
    return found.id if found else None


@pytest.mark.parametrize(
    ("name", "around", "agency"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH THANH HÓA", {"day": "2019-10-11"}, "thanh-hoa.ubnd"),
        ("Uỷ ban nhân dân tỉnh Thanh Hoá", {}, "thanh-hoa.ubnd"),
        ("Sở Tư pháp", {"parent": "UBND TỈNH THANH HÓA"}, "thanh-hoa.so-tu-phap"),
        ("SỞ TƯ PHÁP", {"parent": "ỦY BAN NHÂN DÂN TỈNH", "place": "Thanh Hóa"}, "thanh-hoa.so-tu-phap"),
        ("SỞ TƯ PHÁP", {"place": "Thanh Hóa"}, "thanh-hoa.so-tu-phap"),
        ("SỞ TƯ PHÁP", {}, None),
        ("SỞ TƯ PHÁP", {"provinces": ("Tỉnh Thanh Hóa", "Tỉnh Nghệ An")}, None),
        ("ỦY BAN NHÂN DÂN XÃ NGA SƠN", {"place": "Nga Sơn", "day": "2025-08-01"}, None),
        (
            "ỦY BAN NHÂN DÂN XÃ NGA SƠN",
            {"day": "2025-08-01", "provinces": ("Tỉnh Thanh Hóa",)},
            "thanh-hoa.xa-nga-son.ubnd",
        ),
        ("UBND xã Nga Sơn, tỉnh Thanh Hóa", {}, "thanh-hoa.xa-nga-son.ubnd"),
        (
            "ỦY BAN NHÂN DÂN XÃ NGA YÊN",
            {"parent": "UBND HUYỆN NGA SƠN", "day": "2019"},
            "thanh-hoa.huyen-nga-son.xa-nga-yen.ubnd",
        ),
        ("ỦY BAN NHÂN DÂN XÃ NGA YÊN", {"parent": "UBND HUYỆN NGA SƠN", "day": "2025-09-01"}, None),
        ("ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG SƠN", {"provinces": ("Tỉnh Thanh Hóa",), "day": "2019-05-01"}, None),
        ("UBND XÃ HOẰNG PHỤ", {"parent": "UBND HUYỆN HOẰNG HÓA"}, "thanh-hoa.huyen-hoang-hoa.xa-hoang-phu-16003.ubnd"),
        ("ỦY BAN NHÂN DÂN QUẬN HAI BÀ TRƯNG", {"day": "2019-08-28"}, "ha-noi.quan-hai-ba-trung.ubnd"),
        ("ỦY BAN NHÂN DÂN QUẬN HAI BÀ TRƯNG", {"day": "2025-08-28"}, None),
        ("ỦY BAN NHÂN DÂN HUYỆN CHÂU THÀNH", {"place": "Châu Thành"}, None),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", {"day": "2019"}, "tw.bo-ldtbxh"),
        ("Bộ Lao động - Thương binh và Xã hội", {"day": "2025-06-01"}, None),
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", {"place": "Thanh Hóa", "day": "2024-05-05"}, None),
        ("Phòng Tư pháp", {"parent": "UBND HUYỆN NGA SƠN", "day": "2018-03"}, "thanh-hoa.huyen-nga-son.phong-tu-phap"),
        ("Tỉnh ủy Thanh Hóa", {}, "thanh-hoa.tinh-uy"),
        ("THANH TRA TỈNH", {"place": "Thanh Hóa"}, "thanh-hoa.thanh-tra"),
        ("ỦY BAN NHÂN DÂN", {"place": "Thanh Hóa"}, None),
        ("TRƯỜNG ĐẠI HỌC TÂY ĐẢO", {"place": "Cần Thơ"}, None),
    ],
)
def test_one_agency_or_none(name: str, around: dict[str, str | tuple[str, ...]], agency: str | None) -> None:
    assert who(name, **around) == agency


def test_a_district_names_the_units_it_speaks_of() -> None:
    assert [unit.id for unit in units_in("UBND huyện Nga Sơn", agencies())] == ["thanh-hoa.huyen-nga-son"]
    assert units_in("Công ty Sao Mai", agencies()) == ()


def claims(**values: str) -> dict[FieldName, Claim]:
    return {
        FieldName(name): Claim(field=FieldName(name), value=value, source=Source.MACHINE, confidence=0.9, rule="x@1")
        for name, value in values.items()
    }


def found(page: Page, **values: str) -> object:
    claim = issuer_id(claims(**values), (page,), agencies())
    return claim.value if claim else None


def test_a_commune_is_found_by_the_one_province_of_the_text() -> None:
    one = page_from_text("trên địa bàn xã Nga Sơn, tỉnh Thanh Hóa và các thôn")
    two = page_from_text("tỉnh Thanh Hóa và tỉnh Nghệ An cùng phối hợp")

    assert found(one, issuer="Ủy ban nhân dân xã Nga Sơn", issued_date="2025-09-08") == "thanh-hoa.xa-nga-son.ubnd"
    assert found(two, issuer="Ủy ban nhân dân xã Nga Sơn", issued_date="2025-09-08") is None


def test_without_an_issuer_there_is_no_id() -> None:
    assert found(page_from_text("tỉnh Thanh Hóa")) is None


def test_an_interval_counts_by_its_beginning() -> None:
    values = {"issuer": "Bộ Lao động - Thương binh và Xã hội", "issued_date": "2019-10/2019-12"}

    assert found(page_from_text("Bản tin"), **values) == "tw.bo-ldtbxh"
