"""Folded leaflets, flyers and posters, with the imprint at the foot of a panel."""

from collections.abc import Iterator

from tests.fakes.pages import Piece, Row, centre
from tests.golden.reader.document import Golden, Truth, panels, written

_INSIDE = (
    "Hỏi: Công dân có quyền gì khi hòa giải",
    "ở cơ sở?",
    "Đáp: Các bên được đề nghị thay đổi hòa",
    "giải viên, yêu cầu tạm dừng việc hòa",
    "giải theo quy định của Luật này.",
    "Hỏi: Ai được bầu làm hòa giải viên?",
    "Đáp: Công dân Việt Nam có uy tín và",
    "phẩm chất đạo đức tốt.",
)
_FOLDED: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str, tuple[str, ...], dict[str, Truth]], ...] = (
    (
        "nghe-an",
        ("ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "HỘI ĐỒNG PHỐI HỢP PHỔ BIẾN,", "GIÁO DỤC PHÁP LUẬT"),
        ("TÌM HIỂU", "LUẬT HÒA GIẢI Ở CƠ SỞ"),
        "Nghệ An, năm 2021",
        (
            "In 10.000 tờ, khổ 20 x 29 cm, tại Công ty",
            "Cổ phần In Sao Mai. Giấy phép xuất bản số",
            "41/GP-STTTT do Sở Thông tin và Truyền thông",
            "tỉnh Nghệ An cấp ngày 11/02/2021. In xong và",
            "nộp lưu chiểu Quý I năm 2021.",
        ),
        {
            "issuer": "Hội đồng phối hợp phổ biến, giáo dục pháp luật",
            "issuer_id": "nghe-an.hdph-pbgdpl",
            "parent_issuer": "Ủy ban nhân dân tỉnh Nghệ An",
            "title": "Tìm hiểu luật hòa giải ở cơ sở",
            "place": "Nghệ An",
            "issued_date": "2021",
            "licence_number": "41/GP-STTTT",
            "licence_authority": "Sở Thông tin và Truyền thông tỉnh Nghệ An",
            "licence_date": "2021-02-11",
            "print_run": 10000,
            "page_size": "20 x 29 cm",
            "printer": "Công ty Cổ phần In Sao Mai",
            "deposit": "2021-01/2021-03",
        },
    ),
    (
        "thanh-hoa",
        ("SỞ TƯ PHÁP TỈNH THANH HÓA",),
        ("NHỮNG ĐIỀU CẦN BIẾT", "VỀ LUẬT ĐẤT ĐAI"),
        "Thanh Hóa, tháng 10 năm 2019",
        (
            "Chịu trách nhiệm nội dung: Giám đốc Sở Tư pháp",
            "Biên soạn: Phòng Phổ biến, giáo dục pháp luật",
            "GPXB số 45/GP-STTTT ngày 12/5/2019.",
            "In 5.000 bản, khổ 21 x 29,7 cm tại Công ty",
            "TNHH In Bình Minh. Nộp lưu chiểu tháng 6/2019.",
        ),
        {
            "issuer": "Sở Tư pháp tỉnh Thanh Hóa",
            "issuer_id": "thanh-hoa.so-tu-phap",
            "title": "Những điều cần biết về luật đất đai",
            "place": "Thanh Hóa",
            "issued_date": "2019-10",
            "responsible": "Giám đốc Sở Tư pháp",
            "editor": ("Phòng Phổ biến, giáo dục pháp luật",),
            "licence_number": "45/GP-STTTT",
            "licence_date": "2019-05-12",
            "print_run": 5000,
            "page_size": "21 x 29,7 cm",
            "printer": "Công ty TNHH In Bình Minh",
            "deposit": "2019-06",
        },
    ),
    (
        "ward",
        ("ỦY BAN NHÂN DÂN PHƯỜNG HẠC THÀNH",),
        ("TỜ GẤP PHÁP LUẬT", "VỀ CĂN CƯỚC CÔNG DÂN"),
        "Thanh Hóa, năm 2026",
        (
            "Tài liệu không bán. In 2.500 tờ khổ A4.",
            "Giấy phép xuất bản số: 7/GP-SVHTTDL do Sở",
            "Văn hóa, Thể thao và Du lịch cấp ngày 05/01/2026.",
        ),
        {
            "issuer": "Ủy ban nhân dân phường Hạc Thành",
            "issuer_id": "thanh-hoa.phuong-hac-thanh.ubnd",
            "title": "Tờ gấp pháp luật về căn cước công dân",
            "place": "Thanh Hóa",
            "issued_date": "2026",
            "licence_number": "7/GP-SVHTTDL",
            "licence_authority": "Sở Văn hóa, Thể thao và Du lịch",
            "licence_date": "2026-01-05",
            "print_run": 2500,
            "page_size": "A4",
        },
    ),
    (
        "women",
        ("HỘI LIÊN HIỆP PHỤ NỮ TỈNH THANH HÓA",),
        ("PHÒNG, CHỐNG", "BẠO LỰC GIA ĐÌNH"),
        "Thanh Hóa, quý IV năm 2023",
        (
            "Biên tập: Lê Thị Mẫu, Trần Văn Thí",
            "In 1.200 tờ tại Nhà in Hội An. Giấy phép",
            "xuất bản số 112/GP-STTTT cấp ngày 2-10-2023.",
        ),
        {
            "issuer": "Hội Liên hiệp Phụ nữ tỉnh Thanh Hóa",
            "issuer_id": "thanh-hoa.hoi-lhpn",
            "title": "Phòng, chống bạo lực gia đình",
            "place": "Thanh Hóa",
            "issued_date": "2023-10/2023-12",
            "editor": ("Lê Thị Mẫu", "Trần Văn Thí"),
            "print_run": 1200,
            "printer": "Nhà in Hội An",
            "licence_number": "112/GP-STTTT",
            "licence_date": "2023-10-02",
        },
    ),
    (
        "website-trap",
        ("TRUNG TÂM TRỢ GIÚP PHÁP LÝ NHÀ NƯỚC",),
        ("TRỢ GIÚP PHÁP LÝ", "CHO NGƯỜI KHUYẾT TẬT"),
        "Sơn La, năm 2022",
        ("Trang thông tin điện tử: Giấy phép số 612/GP-STTTT", "Tài liệu tuyên truyền - không bán"),
        {
            "issuer": "Trung tâm Trợ giúp pháp lý nhà nước",
            "issuer_id": "son-la.tt-tro-giup-phap-ly",
            "title": "Trợ giúp pháp lý cho người khuyết tật",
            "place": "Sơn La",
            "issued_date": "2022",
        },
    ),
)
_SHEETS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], int, tuple[str, ...], dict[str, Truth]], ...] = (
    (
        "flyer-traffic",
        "to-roi",
        ("BAN AN TOÀN GIAO THÔNG TỈNH THANH HÓA",),
        ("ĐÃ UỐNG RƯỢU BIA", "KHÔNG LÁI XE"),
        56,
        ("TỜ RƠI TUYÊN TRUYỀN",),
        {"issuer": "Ban An toàn giao thông tỉnh Thanh Hóa", "title": "Đã uống rượu bia không lái xe"},
    ),
    (
        "flyer-drugs",
        "to-roi",
        ("CÔNG AN TỈNH THANH HÓA",),
        ("NÓI KHÔNG VỚI MA TÚY",),
        52,
        ("TỜ RƠI",),
        {"issuer": "Công an tỉnh Thanh Hóa", "issuer_id": "thanh-hoa.cong-an", "title": "Nói không với ma túy"},
    ),
)
_POSTERS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], dict[str, Truth]], ...] = (
    (
        "law-day",
        ("HỘI ĐỒNG PHỐI HỢP PHỔ BIẾN, GIÁO DỤC PHÁP LUẬT TỈNH LÂM ĐỒNG",),
        ("SỐNG VÀ LÀM VIỆC", "THEO HIẾN PHÁP", "VÀ PHÁP LUẬT"),
        {
            "issuer": "Hội đồng phối hợp phổ biến, giáo dục pháp luật tỉnh Lâm Đồng",
            "issuer_id": "lam-dong.hdph-pbgdpl",
            "title": "Sống và làm việc theo Hiến pháp và pháp luật",
        },
    ),
    (
        "fire",
        ("CÔNG AN TỈNH SƠN LA",),
        ("PHÒNG CHÁY", "HƠN CHỮA CHÁY"),
        {"issuer": "Công an tỉnh Sơn La", "issuer_id": "son-la.cong-an", "title": "Phòng cháy hơn chữa cháy"},
    ),
    ("online", (), ("KHÔNG NHẤP", "ĐƯỜNG LINK LẠ"), {"title": "Không nhấp đường link lạ"}),
)
_SLOGANS: tuple[Row, ...] = (
    centre("Hưởng ứng Ngày Pháp luật nước Cộng hòa xã hội chủ nghĩa Việt Nam"),
    centre("Tất cả vì một xã hội thượng tôn pháp luật"),
    centre("Mỗi người dân là một tuyên truyền viên"),
    centre("Hãy báo ngay cho cơ quan chức năng khi cần"),
)


def documents() -> Iterator[Golden]:
    """All of them."""
    for name, agency, title, foot, imprint, truth in _FOLDED:
        front: list[str | Piece] = [
            *(Piece(text=line, size=24) for line in agency),
            *[""] * 6,
            *(Piece(text=line, size=38) for line in title),
        ]
        front += [*[""] * (20 - len(front)), Piece(text=foot, size=24)]
        back = ["", *_INSIDE[:4], *[""] * 9, *imprint]
        outside, inside = panels(_INSIDE, back, front), panels(_INSIDE, _INSIDE, _INSIDE)
        yield written(f"leaflet-{name}", {"material_type": "to-gap", **truth}, outside, inside, width=1754, height=1240)
    for name, kind, agency, title, size, mark, truth in _SHEETS:
        rows: list[Row] = [*(centre(line) for line in agency), "", *(centre(line, size=size) for line in title), ""]
        rows += [*(centre(line) for line in mark), "", *_flow(), ""]
        yield written(name, {"material_type": kind, **truth}, rows, pitch=70)
    for name, agency, title, truth in _POSTERS:
        rows = [*(centre(line) for line in agency), "", "", *(centre(line, size=110) for line in title), "", *_SLOGANS]
        yield written(f"poster-{name}", {"material_type": "ap-phich", **truth}, rows, pitch=130)


def _flow() -> list[Row]:
    return [
        "Người điều khiển phương tiện giao thông đường bộ không được lái xe khi trong",
        "máu hoặc hơi thở có nồng độ cồn; người vi phạm bị phạt tiền và tước quyền sử",
        "dụng giấy phép lái xe theo quy định của pháp luật về xử lý vi phạm hành chính.",
        "Mỗi người dân hãy tự giác chấp hành và nhắc nhở người thân cùng thực hiện tốt.",
    ]
