"""A clerk's description beside the scan: read exactly, or refused by name."""

import json

import pytest

from pipeline.stages.sidecar import MAX_BYTES, sidecar
from schemas.claim import FieldName, Source
from schemas.errors import Code, Refused


def values(content: str, name: str = "quet.json") -> dict[str, str | int | None]:
    return {claim.field.value: claim.value for claim in sidecar(content.encode(), name=name)}


def refused(content: bytes, name: str = "quet.json") -> tuple[object, object]:
    with pytest.raises(Refused) as caught:
        sidecar(content, name=name)
    assert caught.value.code is Code.SIDECAR_INVALID
    return caught.value.facts["field"], caught.value.facts["problem"]


def test_json_with_vietnamese_names() -> None:
    content = json.dumps(
        {
            "so_ky_hieu": "179/KH-UBND",
            "ngay_ban_hanh": "07/09/2019",
            "co_quan_ban_hanh": "Ủy ban nhân dân quận A",
            "loai_van_ban": "kế hoạch",
            "trich_yeu": "Triển khai  Đề án\n“B”",
            "nguoi_ky": "Nguyễn Văn A",
            "chuc_vu_nguoi_ky": "CHỦ TỊCH",
            "noi_ban_hanh": "Hà Nội",
            "tieu_de": "Tờ gấp",
            "loai_tai_lieu": "Văn bản chỉ đạo",
            "ngon_ngu": "Tiếng Việt",
            "so_trang": 4,
        }
    )

    assert values(content) == {
        "number": "179/KH-UBND",
        "issued_date": "2019-09-07",
        "issuer": "Ủy ban nhân dân quận A",
        "document_type": "Kế hoạch",
        "subject": "Triển khai Đề án “B”",
        "signer_name": "Nguyễn Văn A",
        "signer_title": "CHỦ TỊCH",
        "place": "Hà Nội",
        "title": "Tờ gấp",
        "material_type": "vb-chi-dao",
        "language": "vie",
        "pages": 4,
    }


def test_contract_names_are_accepted() -> None:
    content = json.dumps({name.value: "2" if name is FieldName.PAGES else None for name in FieldName})

    assert values(content) == {"pages": 2}


@pytest.mark.parametrize("key", ["Số, ký hiệu", "SỐ KÝ HIỆU", "so-ky-hieu", "so_ky_hieu", "Số ký hiệu "])
def test_keys_may_have_marks_capitals_and_spaces(key: str) -> None:
    assert values(json.dumps({key: "1/QĐ-UBND"})) == {"number": "1/QĐ-UBND"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019-09-07", "2019-09-07"),
        ("7/9/2019", "2019-09-07"),
        ("07-09-2019", "2019-09-07"),
        ("7.9.2019", "2019-09-07"),
        ("Ngày 7 tháng 9 năm 2019", "2019-09-07"),
        ("9/2019", "2019-09"),
        ("tháng 9 năm 2019", "2019-09"),
        ("quý IV/2019", "2019-10/2019-12"),
        ("Quý 1 năm 2020", "2020-01/2020-03"),
        ("năm 2019", "2019"),
        ("2019", "2019"),
        ("2019-10/2019-12", "2019-10/2019-12"),
        ("2019-10~", "2019-10~"),
        ("1955?", "1955?"),
    ],
)
def test_dates_become_iso_or_edtf(written: str, expected: str) -> None:
    assert values(json.dumps({"ngay_ban_hanh": written})) == {"issued_date": expected}


@pytest.mark.parametrize("wrong", ["31/2/2020", "13/2020", "2020-13-01", "hôm qua", "5/2020/1", "2020-02-30"])
def test_impossible_dates_are_refused(wrong: str) -> None:
    assert refused(json.dumps({"ngay_ban_hanh": wrong}).encode()) == ("ngay_ban_hanh", "date")


def test_yaml_keeps_every_scalar_as_it_was_written() -> None:
    content = "so_ky_hieu: 007/QĐ-UBND\nngay_ban_hanh: 2019-09-07\nnoi_ban_hanh: no\nso_trang: 10\ntieu_de:\n"

    assert values(content, "quet.yaml") == {
        "number": "007/QĐ-UBND",
        "issued_date": "2019-09-07",
        "place": "no",
        "pages": 10,
    }


def test_claims_carry_what_was_written_and_who_said_it() -> None:
    [claim] = sidecar("Ngày ban hành: 7/9/2019".encode(), name="quet.YML")

    assert (claim.raw, claim.source, claim.confidence, claim.rule) == ("7/9/2019", Source.SIDECAR, 1.0, "sidecar@1")


def test_decomposed_letters_become_nfc() -> None:
    assert values(json.dumps({"noi_ban_hanh": "Hà Nội"})) == {"place": "Hà Nội"}


def test_a_byte_order_mark_does_no_harm() -> None:
    assert values("\ufeff" + json.dumps({"so_trang": "3"})) == {"pages": 3}


@pytest.mark.parametrize(
    ("content", "name", "field", "problem"),
    [
        (b"x" * (MAX_BYTES + 1), "a.json", "", "too-large"),
        (b"\xff\xfe\x00", "a.json", "", "encoding"),
        (b'{"so_trang": 1', "a.json", "", "syntax"),
        (b"[1, 2]", "a.json", "", "not-a-mapping"),
        (b"so_trang: [1", "a.yaml", "", "syntax"),
        (b"- so_trang", "a.yaml", "", "not-a-mapping"),
        (b"", "a.yaml", "", "not-a-mapping"),
        (b'{"so_trang": 1, "so_trang": 2}', "a.json", "so_trang", "duplicate"),
        (b"so_trang: 1\nso_trang: 2", "a.yaml", "so_trang", "duplicate"),
        (b'{"so_trang": 1, "pages": 2}', "a.json", "pages", "duplicate"),
        (b'{"ghi_chu_rieng": "x"}', "a.json", "ghi_chu_rieng", "unknown-field"),
        (b'{"tieu_de": ["a", "b"]}', "a.json", "tieu_de", "not-a-value"),
        (b'{"tieu_de": true}', "a.json", "tieu_de", "not-a-value"),
        (b'{"so_trang": 1.5}', "a.json", "so_trang", "not-a-value"),
        (b'{"so_trang": 0}', "a.json", "so_trang", "number"),
        (b'{"so_trang": "nhi\xe1\xbb\x81u"}', "a.json", "so_trang", "number"),
        (b'{"ngon_ngu": "ti\xe1\xba\xbfng l\xe1\xba\xa1"}', "a.json", "ngon_ngu", "language"),
        (b'{"loai_tai_lieu": "kh\xc3\xb4ng r\xc3\xb5"}', "a.json", "loai_tai_lieu", "material-type"),
        (b"a: &x 1\nb: *x", "a.yaml", "", "alias"),
        (b"tieu_de: !!python/object/apply:os.getcwd []", "a.yaml", "", "syntax"),
        (b"? [1, 2]\n: x", "a.yaml", "", "syntax"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(content: bytes, name: str, field: str, problem: str) -> None:
    assert refused(content, name) == (field, problem)


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_depth_does_no_harm(name: str) -> None:
    deep = b'{"tieu_de":' + b"[" * 30_000 + b"]" * 30_000 + b"}"

    assert refused(deep, name)[1] in ("syntax", "not-a-value")


def test_a_long_key_is_cut_in_the_message() -> None:
    field, _ = refused(json.dumps({"k" * 500: 1}).encode())

    assert field == "k" * 80


def test_an_unlisted_type_and_language_code_are_kept_as_written() -> None:
    assert values('{"loai_van_ban": "Giấy khen", "ngon_ngu": "tai"}') == {
        "document_type": "Giấy khen",
        "language": "tai",
    }


def test_a_list_is_one_claim_a_value() -> None:
    content = json.dumps({"noi_nhan": ["- Bộ Tư pháp;", "Lưu: VT", "Lưu: VT", ""]})
    claims = sidecar(content.encode(), name="a.json")

    assert [(claim.field, claim.value) for claim in claims] == [
        (FieldName.RECIPIENTS, "Bộ Tư pháp"),
        (FieldName.RECIPIENTS, "Lưu: VT"),
    ]


def test_a_text_with_semicolons_is_a_list_where_a_list_may_stand() -> None:
    claims = sidecar("biên tập: Lê Thị Mẫu; Trần Văn Thí\n".encode(), name="a.yaml")

    assert [claim.value for claim in claims] == ["Lê Thị Mẫu", "Trần Văn Thí"]


def test_an_imprint_by_hand() -> None:
    content = {"so_luong_in": "10.000 tờ", "ngay_cap_phep": "11/02/2021", "luu_chieu": "Quý I năm 2021", "kho": "A4"}

    assert values(json.dumps(content)) == {
        "print_run": 10000,
        "licence_date": "2021-02-11",
        "deposit": "2021-01/2021-03",
        "page_size": "A4",
    }


@pytest.mark.parametrize("content", [b'{"noi_nhan": [["a"]]}', b'{"noi_nhan": {"a": 1}}', b'{"trich_yeu": ["a"]}'])
def test_a_list_where_none_may_stand_is_refused(content: bytes) -> None:
    assert refused(content)[1] == "not-a-value"


def test_a_list_is_said_once() -> None:
    assert refused(b'{"noi_nhan": "a", "recipients": "b"}')[1] == "duplicate"
