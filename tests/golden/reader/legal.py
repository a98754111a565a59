"""Legal acts: laws, decrees, resolutions with their year inside the number, joint circulars, consolidated texts."""

from collections.abc import Iterator

from tests.fakes.pages import Row, centre, indent, right
from tests.golden.reader.document import BODY, Golden, Signed, Truth, day, header, written

_MINISTER = Signed(
    titles=("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), name="Đinh Văn Mẫu", recipients=("Văn phòng Chính phủ", "Lưu: VT, PL")
)
_PLAIN = Signed(recipients=("Ban Bí thư Trung ương Đảng", "Lưu: VT, PL"))
_ROWS: tuple[
    tuple[str, str, tuple[str, ...], str | None, str, str, tuple[str, ...], Signed, str | None, dict[str, Truth]], ...
] = (
    (
        "Số:",
        "163/2024/NĐ-CP",
        ("CHÍNH PHỦ",),
        "Hà Nội",
        "2024-12-24",
        "Nghị định",
        ("Quy định chi tiết một số điều của Luật Viễn thông",),
        _PLAIN,
        "24 tháng 12 năm 2024",
        {"issuer": "Chính phủ", "issuer_id": "tw.chinh-phu", "effective_date": "2024-12-24"},
    ),
    (
        "Nghị quyết số:",
        "66.16/2026/NQ-CP",
        ("CHÍNH PHỦ",),
        "Hà Nội",
        "2026-04-29",
        "Nghị quyết",
        ("Về phân cấp, cắt giảm thủ tục hành chính",),
        _PLAIN,
        "15/5/2026",
        {"issuer": "Chính phủ", "issuer_id": "tw.chinh-phu", "effective_date": "2026-05-15"},
    ),
    (
        "Số:",
        "14/2019/QĐ-TTg",
        ("THỦ TƯỚNG CHÍNH PHỦ",),
        "Hà Nội",
        "2019-03-13",
        "Quyết định",
        ("Về xây dựng, quản lý, khai thác tủ sách pháp luật",),
        _PLAIN,
        "01 tháng 5 năm 2019",
        {"issuer": "Thủ tướng Chính phủ", "issuer_id": "tw.thu-tuong", "effective_date": "2019-05-01"},
    ),
    (
        "Số:",
        "10/2016/TT-BTP",
        ("BỘ TƯ PHÁP",),
        "Hà Nội",
        "2016-07-22",
        "Thông tư",
        ("Quy định về báo cáo viên, tuyên truyền viên pháp luật",),
        _MINISTER,
        "10 tháng 9 năm 2016",
        {"issuer": "Bộ Tư pháp", "issuer_id": "tw.bo-tu-phap", "effective_date": "2016-09-10"},
    ),
    (
        "Số:",
        "05/2017/TTLT-BCA-BQP",
        ("BỘ CÔNG AN -", "BỘ QUỐC PHÒNG"),
        "Hà Nội",
        "2017-04-05",
        "Thông tư liên tịch",
        ("Quy định phối hợp phổ biến pháp luật",),
        Signed(),
        None,
        {"issuer": "Bộ Công an - Bộ Quốc phòng"},
    ),
    (
        "Số:",
        "21/2025/QĐ-UBND",
        ("ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA"),
        "Thanh Hóa",
        "2025-03-03",
        "Quyết định",
        ("Ban hành Quy định mức chi phổ biến pháp luật",),
        _PLAIN,
        "20 tháng 3 năm 2025",
        {"issuer": "Ủy ban nhân dân tỉnh Thanh Hóa", "issuer_id": "thanh-hoa.ubnd", "effective_date": "2025-03-20"},
    ),
    (
        "Luật số:",
        "31/2024/QH15",
        ("QUỐC HỘI",),
        None,
        "",
        "Luật",
        ("ĐẤT ĐAI",),
        Signed(),
        "01 tháng 01 năm 2025",
        {"issuer": "Quốc hội", "issuer_id": "tw.quoc-hoi", "effective_date": "2025-01-01"},
    ),
    (
        "Pháp lệnh số:",
        "02/2022/UBTVQH15",
        ("ỦY BAN THƯỜNG VỤ", "QUỐC HỘI"),
        None,
        "",
        "Pháp lệnh",
        ("CHI PHÍ TỐ TỤNG",),
        Signed(),
        None,
        {"issuer": "Ủy ban Thường vụ Quốc hội", "issuer_id": "tw.ubtvqh"},
    ),
)


def documents() -> Iterator[Golden]:
    """All of them."""
    for label, number, agency, place, date, kind, about, signed, effect, truth in _ROWS:
        rows: list[Row] = header(agency, f"{label} {number}", f"{place}, {day(date)}" if place else None)
        rows += [centre(kind.upper()), *(centre(line) for line in about), "", *BODY]
        rows += [indent(f"Điều 9. {kind} này có hiệu lực thi hành từ ngày {effect}.")] if effect else []
        said: dict[str, Truth] = {
            "number": number,
            "document_type": kind,
            "material_type": "vbqppl-ban-in",
            **({"place": place, "issued_date": date} if place else {}),
            **({"subject": " ".join(about)} if len(" ".join(about).split()) > 2 else {}),
            **signed.truth(),
            **truth,
        }
        yield written(f"legal-{number}", said, [*rows, *signed.rows()])
    yield _reprint()


def _reprint() -> Golden:
    """Two pages of the Official Gazette, with its running head and the signature of its e-copy."""
    rows: list[Row] = [centre("CÔNG BÁO/Số 851 + 852/Ngày 01-7-2025"), ""]
    rows += header(("BỘ NỘI VỤ",), "Số: 05/2025/TT-BNV", f"Hà Nội, {day('2025-05-14')}")
    rows += [centre("THÔNG TƯ"), centre("Quy định nghiệp vụ lưu trữ tài liệu điện tử"), "", *BODY]
    rows += ["", right("Ký bởi: CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ"), right("Thời gian ký: 08.07.2025 14:58:33 +07:00")]
    return written(
        "legal-reprint",
        {
            "number": "05/2025/TT-BNV",
            "document_type": "Thông tư",
            "issuer": "Bộ Nội vụ",
            "issuer_id": "tw.bo-noi-vu",
            "place": "Hà Nội",
            "issued_date": "2025-05-14",
            "subject": "Quy định nghiệp vụ lưu trữ tài liệu điện tử",
            "material_type": "vbqppl-ban-in",
        },
        rows,
    )
