"""Administrative documents with the header of Decree 30/2020: plans, decisions, letters … of many agencies."""

from collections.abc import Iterator

from tests.fakes.pages import Row, centre, full, indent
from tests.golden.reader.document import BODY, Golden, Signed, Truth, day, header, written

_STATE = Signed(
    titles=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    name="Lê Văn Mẫu",
    recipients=("Bộ Tư pháp (để b/c)", "Thường trực Tỉnh ủy", "Các sở, ban, ngành cấp tỉnh", "Lưu: VT, NC"),
)
_OFFICE = Signed(
    titles=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    name="Trần Thị Thí Dụ",
    recipients=("Như trên", "UBND tỉnh (để b/c)", "Lưu: VT, PBGDPL"),
)
_HEAD = Signed(titles=("CHỦ TỊCH",), name="Phạm Văn Ví Dụ", recipients=("Như Điều 3", "Lưu: VT"))
_FOR = Signed(
    titles=("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), name="Hoàng Văn Mẫu", recipients=("Các đơn vị liên quan", "Lưu: VT")
)
_TUQ = Signed(titles=("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"), name="Đỗ Thị Mẫu", recipients=("Như Điều 2", "Lưu: VT, TCCB"))
_NONE = Signed(recipients=("Như trên", "Lưu: VT"))
_EFFECT = indent("Điều 3. Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành.")

_TITLED: tuple[tuple[str, tuple[str, ...], str, str, str, tuple[str, ...], Signed, dict[str, Truth]], ...] = (
    (
        "179/KH-UBND",
        ("ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA"),
        "Thanh Hóa",
        "2019-10-11",
        "Kế hoạch",
        ("Triển khai thực hiện Đề án tăng cường ứng dụng", "công nghệ thông tin trong phổ biến pháp luật"),
        _STATE,
        {"issuer": "Ủy ban nhân dân tỉnh Thanh Hóa", "issuer_id": "thanh-hoa.ubnd"},
    ),
    (
        "246/QĐ-UBND",
        ("ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU"),
        "Cà Mau",
        "2025-02-18",
        "Quyết định",
        ("Về việc công bố Danh mục thủ tục hành chính",),
        _HEAD,
        {"issuer": "Ủy ban nhân dân tỉnh Cà Mau", "issuer_id": "ca-mau.ubnd", "effective_date": "2025-02-18"},
    ),
    (
        "12/QĐ-STP",
        ("UBND TỈNH THANH HÓA", "SỞ TƯ PHÁP"),
        "Thanh Hóa",
        "2023-03-05",
        "Quyết định",
        ("Về việc kiện toàn Tổ biên tập Bản tin Tư pháp",),
        _TUQ,
        {
            "issuer": "Sở Tư pháp",
            "issuer_id": "thanh-hoa.so-tu-phap",
            "parent_issuer": "UBND tỉnh Thanh Hóa",
            "effective_date": "2023-03-05",
        },
    ),
    (
        "35/KH-UBND",
        ("ỦY BAN NHÂN DÂN", "XÃ NGA SƠN"),
        "Nga Sơn",
        "2025-09-08",
        "Kế hoạch",
        ("Tổ chức Ngày Pháp luật Việt Nam năm 2025", "trên địa bàn xã Nga Sơn, tỉnh Thanh Hóa"),
        _STATE,
        {"issuer": "Ủy ban nhân dân xã Nga Sơn", "issuer_id": "thanh-hoa.xa-nga-son.ubnd"},
    ),
    (
        "07/BC-UBND",
        ("ỦY BAN NHÂN DÂN", "HUYỆN NGA SƠN"),
        "Nga Sơn",
        "2018-01-31",
        "Báo cáo",
        ("Kết quả công tác hòa giải ở cơ sở năm 2017",),
        _FOR,
        {"issuer": "Ủy ban nhân dân huyện Nga Sơn", "issuer_id": "thanh-hoa.huyen-nga-son.ubnd"},
    ),
    (
        "68/TB-VP",
        ("ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "VĂN PHÒNG"),
        "Nghệ An",
        "2022-07-19",
        "Thông báo",
        ("Kết luận của Chủ tịch UBND tỉnh tại phiên họp", "thường kỳ tháng 7 năm 2022"),
        _NONE,
        {"issuer": "Văn phòng", "parent_issuer": "Ủy ban nhân dân tỉnh Nghệ An"},
    ),
    (
        "1521/TTr-STP",
        ("ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", "SỞ TƯ PHÁP"),
        "Hà Tĩnh",
        "2020-12-01",
        "Tờ trình",
        ("Về việc ban hành Kế hoạch phổ biến pháp luật năm 2021",),
        _OFFICE,
        {"issuer": "Sở Tư pháp", "issuer_id": "ha-tinh.so-tu-phap", "parent_issuer": "Ủy ban nhân dân tỉnh Hà Tĩnh"},
    ),
    (
        "04/CTr-UBND",
        ("ỦY BAN NHÂN DÂN", "PHƯỜNG HẠC THÀNH"),
        "Hạc Thành",
        "2026-01-15",
        "Chương trình",
        ("Phối hợp trợ giúp pháp lý năm 2026", "trên địa bàn phường, tỉnh Thanh Hóa"),
        _STATE,
        {"issuer": "Ủy ban nhân dân phường Hạc Thành", "issuer_id": "thanh-hoa.phuong-hac-thanh.ubnd"},
    ),
    (
        "22/HD-STP",
        ("UBND TỈNH QUẢNG NINH", "SỞ TƯ PHÁP"),
        "Quảng Ninh",
        "2021-06-02",
        "Hướng dẫn",
        ("Nghiệp vụ hòa giải ở cơ sở cho hòa giải viên",),
        _OFFICE,
        {"issuer": "Sở Tư pháp", "issuer_id": "quang-ninh.so-tu-phap", "parent_issuer": "UBND tỉnh Quảng Ninh"},
    ),
    (
        "18/KH-HĐPH",
        ("ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN", "HỘI ĐỒNG PHỐI HỢP PHỔ BIẾN,", "GIÁO DỤC PHÁP LUẬT"),
        "Lạng Sơn",
        "2024-02-21",
        "Kế hoạch",
        ("Hoạt động của Hội đồng phối hợp năm 2024",),
        Signed(titles=("CHỦ TỊCH HỘI ĐỒNG",), name="Vũ Văn Mẫu", recipients=("Thành viên Hội đồng", "Lưu: VT, STP")),
        {
            "issuer": "Hội đồng phối hợp phổ biến, giáo dục pháp luật",
            "issuer_id": "lang-son.hdph-pbgdpl",
            "parent_issuer": "Ủy ban nhân dân tỉnh Lạng Sơn",
        },
    ),
    (
        "215/KH-CAT",
        ("BỘ CÔNG AN", "CÔNG AN TỈNH THANH HÓA"),
        "Thanh Hóa",
        "2021-04-09",
        "Kế hoạch",
        ("Tuyên truyền Luật Cư trú và cấp căn cước công dân",),
        _NONE,
        {"issuer": "Công an tỉnh Thanh Hóa", "issuer_id": "thanh-hoa.cong-an", "parent_issuer": "Bộ Công an"},
    ),
    (
        "120/QĐ-BGTVT",
        ("BỘ GIAO THÔNG VẬN TẢI",),
        "Hà Nội",
        "2025-02-07",
        "Quyết định",
        ("Về việc công bố thủ tục hành chính được sửa đổi",),
        Signed(
            titles=("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), name="Nguyễn Văn Thí Dụ", recipients=("Như Điều 3", "Lưu: VT, PC")
        ),
        {"issuer": "Bộ Giao thông vận tải", "issuer_id": "tw.bo-gtvt", "effective_date": "2025-02-07"},
    ),
    (
        "33/BC-BKH&ĐT",
        ("BỘ KẾ HOẠCH VÀ ĐẦU TƯ",),
        "Hà Nội",
        "2019-05-20",
        "Báo cáo",
        ("Tình hình hỗ trợ pháp lý cho doanh nghiệp nhỏ và vừa",),
        _NONE,
        {"issuer": "Bộ Kế hoạch và Đầu tư", "issuer_id": "tw.bo-khdt"},
    ),
    (
        "02/QC-HĐND",
        ("HỘI ĐỒNG NHÂN DÂN", "HUYỆN THỌ XUÂN"),
        "Thọ Xuân",
        "2017-08-03",
        "Quy chế",
        ("Tiếp công dân của đại biểu Hội đồng nhân dân",),
        Signed(
            titles=("TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH"),
            name="Bùi Văn Mẫu",
            recipients=("Như trên", "Lưu: VT"),
        ),
        {"issuer": "Hội đồng nhân dân huyện Thọ Xuân", "issuer_id": "thanh-hoa.huyen-tho-xuan.hdnd"},
    ),
    (
        "09/GM-UBND",
        ("ỦY BAN NHÂN DÂN", "QUẬN HAI BÀ TRƯNG"),
        "Hai Bà Trưng",
        "2019-09-07",
        "Giấy mời",
        ("Dự Hội nghị tập huấn hòa giải viên năm 2019",),
        _HEAD,
        {"issuer": "Ủy ban nhân dân quận Hai Bà Trưng", "issuer_id": "ha-noi.quan-hai-ba-trung.ubnd"},
    ),
    (
        "51/CĐ-TTg",
        ("THỦ TƯỚNG CHÍNH PHỦ",),
        "Hà Nội",
        "2024-09-10",
        "Công điện",
        ("Về việc tập trung khắc phục hậu quả bão, lũ",),
        _NONE,
        {"issuer": "Thủ tướng Chính phủ", "issuer_id": "tw.thu-tuong", "urgency": "Hỏa tốc"},
    ),
)

_LETTERS: tuple[tuple[str, tuple[str, ...], str, str, tuple[str, ...], Signed, dict[str, Truth]], ...] = (
    (
        "845/STP-PBGDPL",
        ("UBND TỈNH THANH HÓA", "SỞ TƯ PHÁP"),
        "Thanh Hóa",
        "2021-05-26",
        ("V/v triển khai phần mềm", "phổ biến, giáo dục pháp luật"),
        _OFFICE,
        {"issuer": "Sở Tư pháp", "issuer_id": "thanh-hoa.so-tu-phap", "parent_issuer": "UBND tỉnh Thanh Hóa"},
    ),
    (
        "1234/BTP-PBGDPL",
        ("BỘ TƯ PHÁP",),
        "Hà Nội",
        "2023-04-14",
        ("V/v hướng dẫn tổ chức", "Ngày Pháp luật năm 2023"),
        Signed(titles=("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), name="Ngô Văn Mẫu", recipients=("Như trên", "Lưu: VT, PBGDPL")),
        {"issuer": "Bộ Tư pháp", "issuer_id": "tw.bo-tu-phap"},
    ),
    (
        "68/UBND-NC",
        ("ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"),
        "Sơn La",
        "2022-01-17",
        ("V/v tăng cường công tác", "hòa giải ở cơ sở"),
        _STATE,
        {"issuer": "Ủy ban nhân dân tỉnh Sơn La", "issuer_id": "son-la.ubnd", "urgency": "Khẩn"},
    ),
    (
        "77/PTP",
        ("UBND HUYỆN NGA SƠN", "PHÒNG TƯ PHÁP"),
        "Nga Sơn",
        "2016-11-02",
        ("V/v cấp phát tờ gấp", "pháp luật năm 2016"),
        Signed(titles=("TRƯỞNG PHÒNG",), name="Mai Văn Mẫu", recipients=("Như trên", "Lưu: PTP")),
        {
            "issuer": "Phòng Tư pháp",
            "issuer_id": "thanh-hoa.huyen-nga-son.phong-tu-phap",
            "parent_issuer": "UBND huyện Nga Sơn",
        },
    ),
    (
        "3015/VPCP-PL",
        ("VĂN PHÒNG CHÍNH PHỦ",),
        "Hà Nội",
        "2020-04-17",
        ("V/v thực hiện Đề án phổ biến", "pháp luật cho thanh thiếu niên"),
        Signed(
            titles=("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM"),
            name="Cao Văn Mẫu",
            recipients=("Như trên", "Lưu: VT, PL (2)"),
        ),
        {"issuer": "Văn phòng Chính phủ", "issuer_id": "tw.vpcp"},
    ),
)


def documents() -> Iterator[Golden]:
    """All of them."""
    for number, agency, place, date, kind, about, signed, truth in _TITLED:
        mark = [str(truth["urgency"]).upper()] if "urgency" in truth else []
        rows: list[Row] = header(agency, f"Số: {number}", f"{place}, {day(date)}", below=mark)
        rows += [centre(kind.upper()), *(centre(line) for line in about), "", *BODY]
        rows += [_EFFECT] if "effective_date" in truth else []
        said = _common(number, place, date, kind, " ".join(about), signed) | truth
        yield written(f"official-{number}", said, [*rows, *signed.rows()])
    for number, agency, place, date, about, signed, truth in _LETTERS:
        mark = ["", str(truth["urgency"]).upper()] if "urgency" in truth else []
        rows = header(agency, f"Số: {number}", f"{place}, {day(date)}", below=[*about, *mark])
        rows += [centre("Kính gửi: Ủy ban nhân dân các huyện, thị xã, thành phố"), "", *BODY]
        said = _common(number, place, date, "Công văn", " ".join(about), signed) | truth
        yield written(f"letter-{number}", said, rows, [full("tiếp theo nội dung của công văn này."), *signed.rows()])


def _common(number: str, place: str, date: str, kind: str, subject: str, signed: Signed) -> dict[str, Truth]:
    return {
        "number": number,
        "place": place,
        "issued_date": date,
        "document_type": kind,
        "subject": subject,
        "material_type": "vb-chi-dao",
        **signed.truth(),
    }
