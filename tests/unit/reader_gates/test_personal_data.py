"""Which personal data are found, and whose contacts are left alone. All numbers are made up."""

import pytest

from pipeline.stages.reader.gating.gates import gates
from pipeline.stages.reader.privacy.numbers import is_citizen_id
from pipeline.stages.reader.privacy.personal import personal_data
from schemas.gate import GateKind, PersonalKind
from tests.unit.stages_ocr_repair.paper import typed


def found(*lines: str) -> list[PersonalKind]:
    return [finding.kind for finding in personal_data([typed(*lines)])]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Số CCCD: 038195012345", PersonalKind.CITIZEN_ID),
        ("CCCD số 038 195 012 345 cấp ngày 12/3/2021", PersonalKind.CITIZEN_ID),
        ("Căn cước công dân: O38195Ol2345", PersonalKind.CITIZEN_ID),
        ("Số định danh cá nhân 03819501234", PersonalKind.CITIZEN_ID),
        ("Bà Lê Thị Hoa, số 038195012345", PersonalKind.CITIZEN_ID),
        ("CMND số: 171 234 890", PersonalKind.OLD_ID),
        ("Số CMND/CCCD: 171234890", PersonalKind.OLD_ID),
        ("Điện thoại: 0912 483 675", PersonalKind.PHONE),
        ("SĐT: +84 912 483 675", PersonalKind.PHONE),
        ("ĐT anh Hùng: 09l2.483.675", PersonalKind.PHONE),
        ("ĐT: 01682 483 675", PersonalKind.PHONE),
        ("Điện thoại nhà riêng: 0237 3852 946", PersonalKind.PHONE),
        ("Email: hoa.le1990@gmail.com", PersonalKind.EMAIL),
        ("Thư điện tử: hoa.le @ yahoo. com", PersonalKind.EMAIL),
        ("Số tài khoản: 3508 2051 48273 Agribank", PersonalKind.BANK_ACCOUNT),
        ("STK 350820514827, chủ TK Lê Thị Hoa", PersonalKind.BANK_ACCOUNT),
        ("Hộ chiếu số: B4827153", PersonalKind.PASSPORT),
        ("Mã số BHXH: 3814829175", PersonalKind.SOCIAL_INSURANCE),
        ("Số thẻ BHYT: DN4382914827153", PersonalKind.HEALTH_INSURANCE),
        ("Mã thẻ bảo hiểm y tế: 3814829175", PersonalKind.HEALTH_INSURANCE),
        ("Nguyên đơn: bà Lê Thị Hoa, trú tại thôn 3, xã Hoằng Lộc.", PersonalKind.ADDRESS),
        ("Ông Trần Văn Bình, số 12 ngõ 5, phường Hạc Thành", PersonalKind.ADDRESS),
        ("Họ và tên: LÊ THỊ HOA Địa chỉ: xóm 4, xã Nga Sơn", PersonalKind.ADDRESS),
    ],
)
def test_it_is_found(line: str, kind: PersonalKind) -> None:
    assert found(line) == [kind]


@pytest.mark.parametrize(
    "lines",
    [
        ("Đường dây nóng: 0912 483 675",),
        ("Trực ban Công an tỉnh: 0237 3852 946",),
        ("SỞ TƯ PHÁP TỈNH THANH HÓA", "Địa chỉ: số 34 đường Lê Lợi, phường Hạc Thành", "Điện thoại: 0237 3852 946"),
        ("Email: sotuphap@thanhhoa.gov.vn",),
        ("Email: stp.thanhhoa@gmail.com",),
        ("Tổng đài: 1900 6192; 1800 1567",),
        ("Mã số thuế: 0312483675",),
        ("Số tài khoản: 350820514827 của Quỹ Bảo trợ trẻ em",),
        ("Phạt tiền từ 0912483675 đồng đến 1.250.000.000 đồng",),
        ("Nghị định số 123/2015/NĐ-CP ngày 15/11/2015",),
        ("Anh B, số điện thoại 0123456789, cho chị C vay tiền",),
        ("Ông Nguyễn Văn A, trú tại thôn 3, xã X",),
        ("Bà Hoàng Thị M., xã Lâm Bình",),
        ("Ông Lê Văn Bình, Chủ tịch UBND xã Hoằng Lộc",),
        ("Trụ sở: số 34 đường Nguyễn Trãi, phường Hạc Thành",),
        ("Hộ chiếu là giấy tờ do cơ quan có thẩm quyền cấp",),
        ("Văn phòng: liên hệ email thanhvien@congty.com.vn",),
        ("Luật số 14/2012/QH13",),
    ],
)
def test_it_is_left_alone(lines: tuple[str, ...]) -> None:
    assert found(*lines) == []


def test_an_officials_mobile_is_personal_all_the_same() -> None:
    assert found("Ông Lê Văn Bình, Phó Giám đốc Sở Tư pháp, ĐT: 0912 483 675") == [PersonalKind.PHONE]


def test_two_telephones_beside_each_other() -> None:
    assert found("ĐT chị Hoa: 0912483675 0987215364") == [PersonalKind.PHONE, PersonalKind.PHONE]


def test_the_head_of_a_column_tells_what_stands_below() -> None:
    assert found("Lê Hoa CMND", "Lê Nga 171234890") == [PersonalKind.OLD_ID]


def test_only_the_words_that_are_personal_are_covered() -> None:
    (finding,) = personal_data([typed("Điện thoại: 0912 483 675 gặp chị Hoa")])

    assert [(box.x0, box.x1) for box in finding.boxes] == [(116, 232)]
    assert finding.page == 1


def test_an_address_over_two_lines_is_covered_on_both() -> None:
    (finding,) = personal_data([typed("Ông Trần Văn Bình, trú tại", "thôn 3, xã Hoằng Lộc.")])

    assert [box.y0 for box in finding.boxes] == [0, 30]


def test_no_value_is_kept_anywhere() -> None:
    pages = [typed("CCCD: 038195012345", "Email: hoa.le@gmail.com")]
    findings = personal_data(pages)

    told = repr(findings) + repr(gates(pages, findings))

    assert "038195012345" not in told
    assert "hoa.le" not in told


def test_each_kind_is_one_gate_a_page() -> None:
    pages = [typed("ĐT chị Hoa: 0912483675", "ĐT anh Nam: 0987215364", "CCCD: 038195012345")]

    found_gates = gates(pages, personal_data(pages))

    assert {gate.kind for gate in found_gates} == {GateKind.PERSONAL}
    assert sorted(gate.mark for gate in found_gates) == ["cccd", "phone"]


@pytest.mark.parametrize(
    ("digits", "true"),
    [
        ("038195012345", True),
        ("001304012345", True),
        ("038240012345", False),
        ("003195012345", False),
        ("038995012345", False),
        ("0381", False),
    ],
)
def test_a_citizens_number_has_a_structure(digits: str, true: bool) -> None:
    assert is_citizen_id(digits) is true
