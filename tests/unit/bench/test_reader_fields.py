"""The measure of the fields: what counts as right, near, wrong and blank; how confidences are judged."""

from xml.etree import ElementTree as ET

import pytest

from bench.field_truth import Document, documents_in, judged
from bench.make_agencies import units_of, written
from bench.reader import measured, table
from bench.reliability import Said, calibration_error, diagram, groups
from bench.token_f1 import token_f1
from schemas.claim import FieldName
from tests.fakes.pages import centre, page_from_text
from tests.golden.reader.document import BODY, header


def document(**truth: str | int | tuple[str, ...]) -> Document:
    rows = header(("ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"), "Số: 12/KH-UBND", "Sơn La, ngày 23 tháng 8 năm 2019")
    page = page_from_text(*rows, centre("KẾ HOẠCH"), centre("Tổ chức Ngày Pháp luật năm 2019"), "", *BODY)
    values = {FieldName(name): value for name, value in truth.items()}
    return Document(name="plan", pages=(page,), truth=values, judged=frozenset(values) | {FieldName.NUMBER})


def counts(name: str, one: Document) -> tuple[int, int, int, int]:
    tally = measured([one])[0][FieldName(name)]
    return tally.right, tally.near, tally.wrong, tally.blank


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("number", "12/KH-UBND", (1, 0, 0, 0)),
        ("number", "13/KH-UBND", (0, 0, 1, 0)),
        ("issued_date", "2019-08-23", (1, 0, 0, 0)),
        ("issuer", "ủy ban nhân dân tỉnh Sơn La.", (1, 0, 0, 0)),
        ("subject", "Tổ chức ngày Pháp luật năm 2019;", (1, 0, 0, 0)),
        ("subject", "Tổ chức cuộc thi", (0, 0, 1, 0)),
        ("signer_name", "Lê Văn Mẫu", (0, 0, 0, 1)),
        ("recipients", ("Như trên",), (0, 0, 0, 1)),
    ],
)
def test_what_counts(name: str, value: str | tuple[str, ...], expected: tuple[int, int, int, int]) -> None:
    assert counts(name, document(**{name: value})) == expected


def test_a_value_where_the_document_has_none_is_wrong() -> None:
    tallies, said, faults = measured([document()])

    assert (tallies[FieldName.NUMBER].wrong, tallies[FieldName.NUMBER].precision) == (1, 0.0)
    assert [one.right for one in said] == [False]
    assert faults == ["wrong plan number: '12/KH-UBND', not None"]


def test_a_month_of_which_the_day_is_missing_is_blank() -> None:
    rows = header(("ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"), "Số: 12/KH-UBND", "Sơn La, ngày    tháng 8 năm 2019")
    page = page_from_text(*rows, centre("KẾ HOẠCH"), "", *BODY)
    truth = {FieldName.ISSUED_DATE: "2019-08-23"}
    one = Document(name="plan", pages=(page,), truth=truth, judged=frozenset(truth))

    assert counts("issued_date", one) == (0, 0, 0, 1)


def test_a_truth_may_name_the_agency_in_full() -> None:
    rows = header(("UBND TỈNH SƠN LA", "SỞ TƯ PHÁP"), "Số: 12/KH-STP", "Sơn La, ngày 23 tháng 8 năm 2019")
    truth = {FieldName.ISSUER: "Sở Tư pháp tỉnh Sơn La"}
    page = page_from_text(*rows, centre("KẾ HOẠCH"), "", *BODY)

    assert counts("issuer", Document(name="p", pages=(page,), truth=truth, judged=frozenset(truth))) == (1, 0, 0, 0)


def test_the_headline_counts_wrong_values_twice() -> None:
    right, wrong = document(number="12/KH-UBND"), document(number="13/KH-UBND")

    assert table(measured([right])[0]).endswith("headline 1.000: 1 right, 0 wrong (twice), 0 blank")
    assert table(measured([right, wrong])[0]).endswith("headline -0.500: 1 right, 1 wrong (twice), 0 blank")


def test_token_f1() -> None:
    assert token_f1("Luật Đất đai", "luật đất đai") == 1.0
    assert token_f1("luật đất", "luật đất đai") == pytest.approx(0.8)
    assert token_f1("", "") == 1.0


def test_confidence_is_compared_with_how_often_it_is_right() -> None:
    said = [Said(confidence=0.99, right=True)] * 9 + [
        Said(confidence=0.99, right=False),
        Said(confidence=1.0, right=True),
    ]

    assert [(one.values, round(one.right, 3)) for one in groups(said)] == [(11, 0.909)]
    assert calibration_error(said) == pytest.approx(0.0818, abs=0.001)
    assert calibration_error([]) == 0.0
    assert len(ET.fromstring(diagram(said)).findall("{http://www.w3.org/2000/svg}circle")) == 1


def test_a_description_by_eye_becomes_a_truth() -> None:
    said = {
        "so_ky_hieu": None,
        "ngay_ban_hanh": "2025-10-28",
        "nguoi_ky": None,
        "so_luong_in": "10.000",
        "noi_nhan": ["- Như trên;", "- Lưu: VT."],
        "trich_yeu": "Tổ chức Ngày Pháp luật",
        "note": "by eye",
        "kieu": "typeset",
    }
    one = judged("x", said, (page_from_text("Luật"),))

    assert one.truth == {
        FieldName.ISSUED_DATE: "2025-10-28",
        FieldName.PRINT_RUN: 10000,
        FieldName.RECIPIENTS: ("Như trên", "Lưu: VT."),
        FieldName.SUBJECT: "Tổ chức Ngày Pháp luật",
    }
    assert one.judged == {*one.truth, FieldName.NUMBER}


def test_a_posters_subject_is_its_title() -> None:
    one = judged("x", {"loai_van_ban": "Áp phích/tờ rơi", "trich_yeu": "Không lái xe"}, (page_from_text("Luật"),))

    assert one.truth == {FieldName.TITLE: "Không lái xe"}


def test_the_golden_set_is_measured_whole() -> None:
    documents = list(documents_in(None))

    assert len(documents) >= 60
    assert all(one.judged == frozenset(FieldName) for one in documents)


def test_units_are_made_from_the_lists_before_and_after_the_reform() -> None:
    home = {"province": "Tỉnh Thanh Hóa", "province_code": "38", "district": "Huyện A", "district_code": "1"}
    before = [home | {"ward": "Xã B", "ward_code": "11"}, home | {"ward": "Xã C", "ward_code": "12"}]
    before += [home | {"ward": "Xã Hoa Phú", "ward_code": "13"}, home | {"ward": "Xã Hoa Phụ", "ward_code": "14"}]
    new = {"province": "Tỉnh Thanh Hóa", "province_code": "38"}
    after = [new | {"ward": "Xã B", "ward_code": "11"}, new | {"ward": "Xã D", "ward_code": "99"}]
    became = {
        "DICT_PROVINCE": {"tinhthanhhoa": ["tinhthanhhoa"]},
        "DICT_PROVINCE_WARD_NO_DIVIDED": {
            "tinhthanhhoa": {
                "xab": ["tinhthanhhoa_huyena_xab"],
                "xad": ["tinhthanhhoa_huyena_xac", "tinhthanhhoa_huyena_xãhoaphú"],
            }
        },
        "DICT_PROVINCE_WARD_DIVIDED": {"tinhthanhhoa": {"tinhthanhhoa_huyena_xãhoaphụ": [{"newWardKey": "xad"}]}},
    }
    units = {str(unit["id"]): unit for unit in units_of(before, after, became)}

    assert units["thanh-hoa.xa-b"] == {"id": "thanh-hoa.xa-b", "name": "Xã B", "code": "11", "in": "thanh-hoa"}
    assert units["thanh-hoa.xa-d"]["was"] == [
        "thanh-hoa.huyen-a.xa-c",
        "thanh-hoa.huyen-a.xa-hoa-phu-13",
        "thanh-hoa.huyen-a.xa-hoa-phu-14",
    ]
    assert units["thanh-hoa.huyen-a"]["to"] == "2025-07-01"
    assert '"units": [\n  {"id": "x"}\n ]' in written({"title": "T", "units": [{"id": "x"}]})
