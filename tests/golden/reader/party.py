"""Documents of the Party: another motto, a star under the agency, the hyphen first (Guideline 36-HD/VPTW)."""

from collections.abc import Iterator

from tests.fakes.pages import Row, centre
from tests.golden.reader.document import BODY, Golden, Signed, Truth, day, header, written

_MOTTO = "ĐẢNG CỘNG SẢN VIỆT NAM"
_COMMITTEE = Signed(
    titles=("T/M BAN THƯỜNG VỤ",),
    recipients=("Ban Bí thư Trung ương Đảng (để b/c)", "Các huyện ủy, thị ủy, thành ủy", "Lưu Văn phòng Tỉnh ủy"),
)
_ROWS: tuple[tuple[str, tuple[str, ...], str, str, str, tuple[str, ...], dict[str, Truth]], ...] = (
    (
        "15-CT/TU",
        ("TỈNH ỦY THANH HÓA", "*"),
        "Thanh Hóa",
        "2021-03-22",
        "Chỉ thị",
        ("Về tăng cường sự lãnh đạo của Đảng", "đối với công tác phổ biến pháp luật"),
        {"issuer": "Tỉnh ủy Thanh Hóa", "issuer_id": "thanh-hoa.tinh-uy"},
    ),
    (
        "08-NQ/HU",
        ("ĐẢNG BỘ TỈNH THANH HÓA", "HUYỆN ỦY NGA SƠN", "*"),
        "Nga Sơn",
        "2019-07-15",
        "Nghị quyết",
        ("Về công tác hòa giải ở cơ sở đến năm 2025",),
        {
            "issuer": "Huyện ủy Nga Sơn",
            "issuer_id": "thanh-hoa.huyen-nga-son.huyen-uy",
            "parent_issuer": "Đảng bộ tỉnh Thanh Hóa",
        },
    ),
    (
        "36-HD/BTGTU",
        ("TỈNH ỦY THANH HÓA", "BAN TUYÊN GIÁO", "*"),
        "Thanh Hóa",
        "2023-10-05",
        "Hướng dẫn",
        ("Tuyên truyền Ngày Pháp luật Việt Nam",),
        {"issuer": "Ban Tuyên giáo", "parent_issuer": "Tỉnh ủy Thanh Hóa"},
    ),
    (
        "80-KL/TW",
        ("BAN CHẤP HÀNH TRUNG ƯƠNG", "*"),
        "Hà Nội",
        "2020-06-20",
        "Kết luận",
        ("Về tiếp tục thực hiện công tác phổ biến pháp luật",),
        {"issuer": "Ban Chấp hành Trung ương", "issuer_id": "tw.bch-trung-uong"},
    ),
)


def documents() -> Iterator[Golden]:
    """All of them."""
    for number, agency, place, date, kind, about, truth in _ROWS:
        rows: list[Row] = header(agency, f"Số {number}", f"{place}, {day(date)}", motto=_MOTTO)
        rows += [centre(kind.upper()), *(centre(line) for line in about), "", *BODY]
        said: dict[str, Truth] = {
            "number": number,
            "place": place,
            "issued_date": date,
            "document_type": kind,
            "subject": " ".join(about),
            "material_type": "vb-chi-dao",
            "recipients": _COMMITTEE.recipients,
        }
        yield written(f"party-{number}", said | truth, [*rows, *Signed(recipients=_COMMITTEE.recipients).rows()])
