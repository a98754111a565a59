"""Handbooks, guides, outlines, questions and answers, books, training papers: a cover, then text."""

from collections.abc import Iterator, Sequence

from tests.fakes.pages import Row, centre
from tests.golden.reader.document import TEXT, Golden, Truth, written

_COVERS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], str | None, dict[str, Truth]], ...] = (
    (
        "so-tay",
        "mediator",
        ("SỞ TƯ PHÁP TỈNH THANH HÓA",),
        ("SỔ TAY", "HÒA GIẢI VIÊN Ở CƠ SỞ"),
        "Thanh Hóa, năm 2020",
        {
            "issuer": "Sở Tư pháp tỉnh Thanh Hóa",
            "issuer_id": "thanh-hoa.so-tu-phap",
            "title": "Sổ tay hòa giải viên ở cơ sở",
            "place": "Thanh Hóa",
            "issued_date": "2020",
        },
    ),
    (
        "so-tay",
        "reporter",
        ("ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", "SỞ TƯ PHÁP"),
        ("SỔ TAY", "BÁO CÁO VIÊN PHÁP LUẬT"),
        "Hà Tĩnh, tháng 9 năm 2022",
        {
            "issuer": "Sở Tư pháp",
            "issuer_id": "ha-tinh.so-tu-phap",
            "parent_issuer": "Ủy ban nhân dân tỉnh Hà Tĩnh",
            "title": "Sổ tay báo cáo viên pháp luật",
            "place": "Hà Tĩnh",
            "issued_date": "2022-09",
        },
    ),
    (
        "so-tay",
        "border",
        ("BỘ CHỈ HUY QUÂN SỰ TỈNH NGHỆ AN",),
        ("SỔ TAY", "PHÁP LUẬT VÙNG BIÊN GIỚI"),
        None,
        {
            "issuer": "Bộ Chỉ huy Quân sự tỉnh Nghệ An",
            "issuer_id": "nghe-an.bo-chqs",
            "title": "Sổ tay pháp luật vùng biên giới",
        },
    ),
    (
        "cam-nang",
        "business",
        ("SỞ KẾ HOẠCH VÀ ĐẦU TƯ TỈNH THANH HÓA",),
        ("CẨM NANG", "PHÁP LUẬT CHO DOANH NGHIỆP"),
        "Thanh Hóa, năm 2018",
        {
            "issuer": "Sở Kế hoạch và Đầu tư tỉnh Thanh Hóa",
            "issuer_id": "thanh-hoa.so-ke-hoach-dau-tu",
            "title": "Cẩm nang pháp luật cho doanh nghiệp",
            "place": "Thanh Hóa",
            "issued_date": "2018",
        },
    ),
    (
        "cam-nang",
        "workers",
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH THANH HÓA",),
        ("CẨM NANG", "NGƯỜI LAO ĐỘNG CẦN BIẾT"),
        None,
        {
            "issuer": "Liên đoàn Lao động tỉnh Thanh Hóa",
            "issuer_id": "thanh-hoa.ldld",
            "title": "Cẩm nang người lao động cần biết",
        },
    ),
    (
        "de-cuong",
        "residence",
        ("BỘ CÔNG AN",),
        ("ĐỀ CƯƠNG GIỚI THIỆU", "LUẬT CƯ TRÚ NĂM 2020"),
        None,
        {"issuer": "Bộ Công an", "issuer_id": "tw.bo-cong-an", "title": "Đề cương giới thiệu luật cư trú năm 2020"},
    ),
    (
        "de-cuong",
        "archives",
        ("SỞ NỘI VỤ TỈNH THANH HÓA",),
        ("ĐỀ CƯƠNG TUYÊN TRUYỀN", "LUẬT LƯU TRỮ"),
        "Thanh Hóa, năm 2024",
        {
            "issuer": "Sở Nội vụ tỉnh Thanh Hóa",
            "issuer_id": "thanh-hoa.so-noi-vu",
            "title": "Đề cương tuyên truyền luật lưu trữ",
            "place": "Thanh Hóa",
            "issued_date": "2024",
        },
    ),
    (
        "hoi-dap",
        "marriage",
        ("SỞ TƯ PHÁP TỈNH LẠNG SƠN",),
        ("HỎI - ĐÁP", "LUẬT HÔN NHÂN VÀ GIA ĐÌNH"),
        "Lạng Sơn, năm 2017",
        {
            "issuer": "Sở Tư pháp tỉnh Lạng Sơn",
            "issuer_id": "lang-son.so-tu-phap",
            "title": "Hỏi - đáp luật hôn nhân và gia đình",
            "place": "Lạng Sơn",
            "issued_date": "2017",
        },
    ),
    (
        "hoi-dap",
        "land",
        ("HỘI NÔNG DÂN TỈNH THANH HÓA",),
        ("HỎI VÀ ĐÁP", "PHÁP LUẬT VỀ ĐẤT ĐAI"),
        None,
        {
            "issuer": "Hội Nông dân tỉnh Thanh Hóa",
            "issuer_id": "thanh-hoa.hoi-nong-dan",
            "title": "Hỏi và đáp pháp luật về đất đai",
        },
    ),
    (
        "tai-lieu-tap-huan",
        "reporters",
        ("HỘI ĐỒNG PHỐI HỢP PHỔ BIẾN,", "GIÁO DỤC PHÁP LUẬT TỈNH SƠN LA"),
        ("TÀI LIỆU TẬP HUẤN", "KỸ NĂNG TUYÊN TRUYỀN PHÁP LUẬT"),
        "Sơn La, tháng 5 năm 2023",
        {
            "issuer": "Hội đồng phối hợp phổ biến, giáo dục pháp luật tỉnh Sơn La",
            "issuer_id": "son-la.hdph-pbgdpl",
            "title": "Tài liệu tập huấn kỹ năng tuyên truyền pháp luật",
            "place": "Sơn La",
            "issued_date": "2023-05",
        },
    ),
    (
        "tai-lieu-tap-huan",
        "mediation",
        ("SỞ TƯ PHÁP TỈNH QUẢNG NINH",),
        ("TÀI LIỆU BỒI DƯỠNG", "NGHIỆP VỤ HÒA GIẢI"),
        None,
        {
            "issuer": "Sở Tư pháp tỉnh Quảng Ninh",
            "issuer_id": "quang-ninh.so-tu-phap",
            "title": "Tài liệu bồi dưỡng nghiệp vụ hòa giải",
        },
    ),
)


def documents() -> Iterator[Golden]:
    """All of them."""
    for kind, name, agency, title, foot, truth in _COVERS:
        pages = [_cover(agency, title, foot), [*TEXT, "", *TEXT]]
        yield written(f"{kind}-{name}", {"material_type": kind, **truth}, *pages)
    yield _book()
    yield _questions()


def _cover(agency: Sequence[str], title: Sequence[str], foot: str | None) -> list[Row]:
    rows: list[Row] = [*(centre(line) for line in agency), "", "", "", "", *(centre(line, size=44) for line in title)]
    return [*rows, *[""] * (30 - len(rows)), *([centre(foot)] if foot else [])]


def _book() -> Golden:
    imprint: list[Row] = [
        "NHÀ XUẤT BẢN CHÂN TRỜI",
        "",
        "Chịu trách nhiệm xuất bản: Giám đốc - Tổng Biên tập",
        "",
        "In 1.000 bản, khổ 14,5 x 20,5 cm, tại Công ty Cổ phần In Hoa Sen.",
        "In xong và nộp lưu chiểu quý II năm 2018.",
        "Mã ISBN: 978-604-00-0000-0",
    ]
    cover: list[Row] = [
        centre("PHÁP LUẬT VỀ", size=44),
        centre("TRẺ EM VÀ GIA ĐÌNH", size=44),
        *[""] * 8,
        centre("NHÀ XUẤT BẢN CHÂN TRỜI"),
    ]
    truth: dict[str, Truth] = {
        "title": "Pháp luật về trẻ em và gia đình",
        "material_type": "sach",
        "responsible": "Giám đốc - Tổng Biên tập",
        "print_run": 1000,
        "page_size": "14,5 x 20,5 cm",
        "printer": "Công ty Cổ phần In Hoa Sen",
        "deposit": "2018-04/2018-06",
    }
    return written("sach-children", truth, cover, [*TEXT, "", *TEXT], imprint)


def _questions() -> Golden:
    rows: list[Row] = []
    for number in range(1, 6):
        rows += [f"Câu {number}. Hòa giải viên có những quyền gì theo Luật Hòa giải ở cơ sở?"]
        rows += ["Trả lời: Hòa giải viên có quyền thực hiện hòa giải vụ, việc ở thôn, tổ dân phố."]
    return written("hoi-dap-without-cover", {"material_type": "hoi-dap"}, rows)
