"""The closed vocabularies of the reader. Data only; folded forms are made where they are used."""

from schemas.vocabulary import DOCUMENT_TYPES, LEGAL_ACT_TYPES

HEADINGS: dict[str, str] = {
    name.upper(): name
    for name in (*DOCUMENT_TYPES.values(), *LEGAL_ACT_TYPES.values(), "Bộ luật")
    if name not in ("Công văn", "Thư công")
}
"""Line of the document's type as printed → its name. A công văn and a thư công have no such line."""

TYPE_NAMES: dict[str, str] = {**LEGAL_ACT_TYPES, **DOCUMENT_TYPES, "QĐi": "Quy định", "UBTVQH": "Pháp lệnh"}
"""Abbreviation in a notation → name of the type."""

LEGAL_ACTS = frozenset(LEGAL_ACT_TYPES.values()) - {"Kết luận"} | {"Bộ luật"}
"""Types that only a legal act has (Law on promulgation of legal documents); a decision or resolution may be either."""

PARTY_TYPES = ("NQ", "CT", "QĐ", "QĐi", "QC", "KL", "TT", "HD", "TB", "KH", "BC", "CTr", "CV", "TTr", "ĐA", "BB", "GM")
"""Types of Party documents; their notation is ``32-CT/TW``."""

ISSUER_NOTATIONS: dict[str, str] = {
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "CTN": "Chủ tịch nước",
    "QH": "Quốc hội",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "TW": "Ban Chấp hành Trung ương",
    "TU": "Tỉnh ủy",
    "HU": "Huyện ủy",
    "QU": "Quận ủy",
    "ĐU": "Đảng ủy",
    "VPCP": "Văn phòng Chính phủ",
    "VPTW": "Văn phòng Trung ương Đảng",
    "BTP": "Bộ Tư pháp",
    "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng",
    "BNG": "Bộ Ngoại giao",
    "BNV": "Bộ Nội vụ",
    "BTC": "Bộ Tài chính",
    "BCT": "Bộ Công Thương",
    "BXD": "Bộ Xây dựng",
    "BYT": "Bộ Y tế",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BGTVT": "Bộ Giao thông vận tải",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BKH&ĐT": "Bộ Kế hoạch và Đầu tư",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "UBDT": "Ủy ban Dân tộc",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TTCP": "Thanh tra Chính phủ",
    "KTNN": "Kiểm toán Nhà nước",
    "TANDTC": "Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "VPQH": "Văn phòng Quốc hội",
}
"""Known issuers in a notation → their name (as they were called when they used it)."""

OFFICE_NOTATIONS: frozenset[str] = frozenset((
    "PBGDPL", "PBPL", "VP", "TTr", "TCCB", "HCTP", "BTTP", "XDKTVB", "VBPL", "TGPL", "NC", "NCPC", "KSTTHC", "KSTT",
    "KTTH", "TH", "VX", "KGVX", "CN", "NN", "NL", "TC", "TCKT", "TCHC", "KHTC", "PC", "CSHC", "QLXLVPHC", "THPL",
    "CNTT", "VHXH", "KT", "VHTT", "GDĐT", "LĐTBXH", "TNMT", "NV", "TP", "PTP", "VPUBND", "BCĐ", "BCH", "HĐTV",
    "TTPVHCC",
))  # fmt: skip
"""Divisions in a công văn's notation, after the issuer: 845/STP-PBGDPL (offices of justice and of committees)."""

ORGAN_HEADS: tuple[str, ...] = (
    "ỦY BAN NHÂN DÂN", "ỦY BAN", "UBND", "HỘI ĐỒNG NHÂN DÂN", "HỘI ĐỒNG", "HĐND", "BỘ", "SỞ", "CỤC", "TỔNG CỤC",
    "CHI CỤC", "VỤ", "PHÒNG", "BAN", "TRƯỜNG", "TRUNG TÂM", "VIỆN KIỂM SÁT", "VIỆN", "HỌC VIỆN", "CÔNG AN", "TÒA ÁN",
    "THANH TRA", "VĂN PHÒNG", "ĐẢNG BỘ", "ĐẢNG ỦY", "TỈNH ỦY", "THÀNH ỦY", "HUYỆN ỦY", "QUẬN ỦY", "THỊ ỦY", "ĐOÀN",
    "TỈNH ĐOÀN", "THÀNH ĐOÀN", "HUYỆN ĐOÀN", "HỘI", "LIÊN ĐOÀN", "LIÊN HIỆP", "LIÊN MINH", "MẶT TRẬN",
    "BẢO HIỂM XÃ HỘI", "NGÂN HÀNG", "KHO BẠC", "CHI NHÁNH", "CÔNG TY", "TỔNG CÔNG TY", "TẬP ĐOÀN", "TẠP CHÍ", "BÁO",
    "ĐÀI", "BỆNH VIỆN", "QUỸ", "KHOA", "ĐỘI", "TRẠM", "NHÀ XUẤT BẢN", "QUÂN KHU", "CHÍNH PHỦ", "QUỐC HỘI",
    "THỦ TƯỚNG CHÍNH PHỦ", "CHỦ TỊCH NƯỚC", "KIỂM TOÁN", "ĐẠI HỌC", "CHI BỘ", "THUẾ", "HẢI QUAN",
)  # fmt: skip
"""What the name of an organ begins with: such a line in the left half of a header begins a new name."""

PROVINCES: tuple[str, ...] = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương",
    "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đắk Nông",
    "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương",
    "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn",
    "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên",
    "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh",
    "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang",
    "Vĩnh Long", "Vĩnh Phúc", "Yên Bái", "Hồ Chí Minh",
)  # fmt: skip
"""The provinces and cities of before and after July 2025."""

FIELDS_OF_WORK: tuple[str, ...] = (
    "Tư pháp", "Giáo dục và Đào tạo", "Giao thông vận tải", "Tài chính", "Nội vụ", "Xây dựng", "Y tế", "Công Thương",
    "Kế hoạch và Đầu tư", "Khoa học và Công nghệ", "Lao động - Thương binh và Xã hội", "Tài nguyên và Môi trường",
    "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường", "Thông tin và Truyền thông",
    "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thể thao", "Dân tộc và Tôn giáo", "Quốc phòng", "Ngoại giao",
    "Công an", "Tòa án", "Pháp luật", "Phổ biến", "Phối hợp", "Đại học", "Cao đẳng", "Chính phủ", "Quốc hội",
    "Thường vụ", "Nhà nước", "Trung ương", "Phụ nữ", "Nông dân", "Cựu chiến binh", "Luật gia", "Luật sư",
    "Thanh niên", "Việt Nam", "Tổ quốc", "Kiểm sát", "Kiểm toán", "Thanh tra", "Văn phòng", "Bảo hiểm",
)  # fmt: skip
"""How names of ministries and offices are written in running text (Decree 30/2020, Annex II)."""

SURNAMES: frozenset[str] = frozenset((
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi",
    "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "An", "Âu", "Bạch", "Bạc", "Bàn", "Bành", "Bế", "Cao", "Cầm", "Chu",
    "Châu", "Chế", "Cù", "Diệp", "Doãn", "Đàm", "Đào", "Đậu", "Điêu", "Đinh", "Đoàn", "Đổng", "Đồng", "Giang",
    "Giàng", "Giáp", "Hà", "Hạ", "Hán", "Hàn", "Hầu", "Hạng", "Hoa", "Hứa", "Khổng", "Khuất", "Kiều", "Kim",
    "La", "Lã", "Lại", "Lâm", "Lò", "Lộc", "Lù", "Lục", "Lư", "Lữ", "Lương", "Lưu", "Ma", "Mã", "Mạc", "Mai",
    "Mạnh", "Nghiêm", "Ngụy", "Nhâm", "Nhữ", "Ninh", "Nông", "Ông", "Phí", "Phó", "Phùng", "Phương", "Quách",
    "Quan", "Quàng", "Sầm", "Sùng", "Tạ", "Tăng", "Tất", "Thạch", "Thái", "Thào", "Thân", "Thẩm", "Thiều",
    "Tiêu", "Tòng", "Tô", "Tôn", "Tống", "Triệu", "Trịnh", "Trình", "Trương", "Từ", "Ung", "Ứng", "Uông",
    "Văn", "Vi", "Viên", "Vừ", "Vương", "Vàng", "Xa", "Đường", "Quản",
))  # fmt: skip
"""Family names that begin a signer's name."""

_HEADS_OF_ORGANS = (
    "CHỦ TỊCH", "GIÁM ĐỐC", "TỔNG GIÁM ĐỐC", "HIỆU TRƯỞNG", "CỤC TRƯỞNG", "TỔNG CỤC TRƯỞNG", "VỤ TRƯỞNG",
    "CHI CỤC TRƯỞNG", "CHÁNH VĂN PHÒNG", "CHÁNH THANH TRA", "TRƯỞNG PHÒNG", "TRƯỞNG BAN", "TRƯỞNG ĐOÀN",
    "VIỆN TRƯỞNG", "CHÁNH ÁN", "BÍ THƯ", "THỦ TƯỚNG", "CHỦ NHIỆM", "TỔNG THANH TRA", "TỔNG BIÊN TẬP", "THỐNG ĐỐC",
    "TỔNG KIỂM TOÁN NHÀ NƯỚC", "CHỦ TỊCH QUỐC HỘI", "CHỦ TỊCH NƯỚC", "CHỦ TỊCH HỘI ĐỒNG", "TRƯỞNG KHOA",
    "TRƯỞNG CÔNG AN", "ĐỘI TRƯỞNG",
)  # fmt: skip
POSITIONS: tuple[str, ...] = (
    *_HEADS_OF_ORGANS,
    *(f"PHÓ {title}" for title in _HEADS_OF_ORGANS),
    "BỘ TRƯỞNG, CHỦ NHIỆM", "BỘ TRƯỞNG", "THỨ TRƯỞNG", "THỨ TRƯỞNG THƯỜNG TRỰC", "PHÓ CHỦ TỊCH THƯỜNG TRỰC",
    "PHÓ BÍ THƯ THƯỜNG TRỰC",
    "PHÓ GIÁM ĐỐC THƯỜNG TRỰC", "PHÓ THỦ TƯỚNG THƯỜNG TRỰC", "CHỈ HUY TRƯỞNG", "THỦ TRƯỞNG", "CHÁNH VĂN PHÒNG BỘ",
)  # fmt: skip
"""Positions as they stand in a signature block (Decree 30/2020, Annex I, box 7a)."""

BODIES: tuple[str, ...] = (
    "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "CHÍNH PHỦ", "QUỐC HỘI", "ỦY BAN THƯỜNG VỤ QUỐC HỘI", "HỘI ĐỒNG",
    "BAN CHẤP HÀNH", "BAN THƯỜNG VỤ", "ĐẢNG ỦY", "TỈNH ỦY", "HỘI ĐỒNG PHỐI HỢP", "BAN CHỈ ĐẠO", "BAN TỔ CHỨC",
    "HỘI ĐỒNG THẨM PHÁN", "BAN THƯỜNG TRỰC", "THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "ỦY BAN", "BAN BÍ THƯ", "BỘ CHÍNH TRỊ",
    "BAN CHẤP HÀNH TRUNG ƯƠNG", "THƯỜNG TRỰC TỈNH ỦY", "THÀNH ỦY", "HUYỆN ỦY", "CHI BỘ", "ĐẢNG BỘ", "ĐOÀN CHỦ TỊCH",
    "BAN QUẢN LÝ", "TỔ CÔNG TÁC", "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG", "BAN GIÁM ĐỐC", "LIÊN TỊCH",
)  # fmt: skip
"""Collective bodies in whose name (TM.) a document is signed."""
