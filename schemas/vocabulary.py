"""Controlled vocabularies: document types (Decree 30/2020, Annex III) and material types (PBGDPL)."""

from enum import StrEnum


class MaterialType(StrEnum):
    """What kind of thing was scanned."""

    TO_GAP = "to-gap"
    TO_ROI = "to-roi"
    HOI_DAP = "hoi-dap"
    SO_TAY = "so-tay"
    CAM_NANG = "cam-nang"
    DE_CUONG = "de-cuong"
    TINH_HUONG = "tinh-huong"
    TIEU_PHAM = "tieu-pham"
    BAN_TIN = "ban-tin"
    DAC_SAN = "dac-san"
    SACH = "sach"
    AP_PHICH = "ap-phich"
    CAU_HOI_THI = "cau-hoi-thi"
    TAI_LIEU_TAP_HUAN = "tai-lieu-tap-huan"
    VB_CHI_DAO = "vb-chi-dao"
    VBQPPL_BAN_IN = "vbqppl-ban-in"
    PHAT_THANH = "phat-thanh"
    KHAC = "khac"


DOCUMENT_TYPES: dict[str, str] = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CV": "Công văn",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
    "Tcg": "Thư công",
}
"""Abbreviation in a notation → name of the type. Case matters: CTr is not CT, TTr is not TT."""

LEGAL_ACT_TYPES: dict[str, str] = {
    "QH": "Luật",
    "PL": "Pháp lệnh",
    "L": "Lệnh",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "NQLT": "Nghị quyết liên tịch",
    "VBHN": "Văn bản hợp nhất",
    "SL": "Sắc lệnh",
    "KL": "Kết luận",
}
"""Types that the notation of a legal act or a Party document names beyond the 29."""
