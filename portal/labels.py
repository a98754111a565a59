"""What citizens read for the codes of the controlled vocabularies; a code in no list stands for itself."""

from functools import cache, lru_cache

from schemas.agencies import agencies
from schemas.claim import FieldName
from schemas.laws import law_register
from schemas.topics import activity_list, audience_list, topic_list
from schemas.vocabulary import DOCUMENT_TYPES, LEGAL_ACT_TYPES, MaterialType

MATERIALS = {
    MaterialType.TO_GAP: "Tờ gấp",
    MaterialType.TO_ROI: "Tờ rơi",
    MaterialType.HOI_DAP: "Hỏi – đáp pháp luật",
    MaterialType.SO_TAY: "Sổ tay",
    MaterialType.CAM_NANG: "Cẩm nang",
    MaterialType.DE_CUONG: "Đề cương giới thiệu luật",
    MaterialType.TINH_HUONG: "Tình huống pháp luật",
    MaterialType.TIEU_PHAM: "Tiểu phẩm",
    MaterialType.BAN_TIN: "Bản tin",
    MaterialType.DAC_SAN: "Đặc san",
    MaterialType.SACH: "Sách",
    MaterialType.AP_PHICH: "Áp phích",
    MaterialType.CAU_HOI_THI: "Câu hỏi thi tìm hiểu",
    MaterialType.TAI_LIEU_TAP_HUAN: "Tài liệu tập huấn",
    MaterialType.VB_CHI_DAO: "Văn bản chỉ đạo",
    MaterialType.VBQPPL_BAN_IN: "Văn bản pháp luật (bản in)",
    MaterialType.PHAT_THANH: "Bài phát thanh",
    MaterialType.KHAC: "Loại khác",
}
LANGUAGES = {"vi": "Tiếng Việt", "vie": "Tiếng Việt", "en": "Tiếng Anh", "lo": "Tiếng Lào", "hmn": "Tiếng Mông",
             "tai": "Tiếng Thái", "km": "Tiếng Khmer", "zh": "Tiếng Hoa"}  # fmt: skip
FACETS = {
    "popular": "Lĩnh vực",
    "material_type": "Loại tài liệu",
    "agency": "Cơ quan ban hành",
    "place": "Địa phương",
    "year": "Năm",
    "audience": "Dành cho",
    "activity": "Hoạt động",
    "law": "Luật được nói đến",
    "validity": "Hiệu lực của luật",
    "topic": "Chủ đề pháp điển",
    "language": "Ngôn ngữ",
}
"""The facets in the order in which they are shown."""
FIELDS = {
    FieldName.NUMBER: "Số, ký hiệu",
    FieldName.DOCUMENT_TYPE: "Loại văn bản",
    FieldName.MATERIAL_TYPE: "Loại tài liệu",
    FieldName.ISSUER: "Cơ quan ban hành",
    FieldName.ISSUED_DATE: "Ngày ban hành",
    FieldName.PLACE: "Nơi ban hành",
    FieldName.SUBJECT: "Trích yếu",
    FieldName.SIGNER_TITLE: "Chức vụ người ký",
    FieldName.SIGNER_NAME: "Người ký",
    FieldName.SERIES: "Tên ấn phẩm",
    FieldName.ISSUE_NUMBER: "Số phát hành",
    FieldName.RESPONSIBLE: "Chịu trách nhiệm nội dung",
    FieldName.EDITOR: "Biên soạn",
    FieldName.LICENCE_NUMBER: "Giấy phép xuất bản",
    FieldName.PRINT_RUN: "Số lượng in",
    FieldName.PRINTER: "Nơi in",
}
"""The fields that the public is shown, in this order. Recipients and the like are the office's business."""
VALIDITY = {
    "current": "Luật còn hiệu lực",
    "expired": "Luật đã hết hiệu lực",
    "coming": "Luật chưa có hiệu lực",
    "unknown": "Chưa rõ",
}
SORTS = {"relevance": "Phù hợp nhất", "newest": "Mới nhất", "oldest": "Cũ nhất", "published": "Mới công bố"}


@lru_cache(maxsize=8192)  # an agency's name is put together anew each time
def label(facet: str, value: str) -> str:
    """What a facet's value is called."""
    match facet:
        case "topic":
            return _topics().get(value, value)
        case "agency":
            return agency_name(value)
        case "place":
            return place_name(value)
        case "law":
            return law_name(value)
        case _:
            return _plain(facet).get(value, value)


def law_name(law: str) -> str:
    """Luật Đất đai năm 2024 for ``luat-dat-dai-2024``; a number that is not in the register as it is."""
    try:
        return law_register().of_id(law).title
    except KeyError:
        return law


def agency_name(agency: str) -> str:
    """The agency's name by the authority file; what is not in it as it is."""
    known = agencies().get(agency)
    return known.name if known else agency


def place_name(place: str) -> str:
    """The province's, district's or commune's name; what is not in the authority file as it is."""
    known = agencies().unit(place)
    return known.name if known else place


def document_type(code: str) -> str:
    """Kế hoạch for KH."""
    return DOCUMENT_TYPES.get(code) or LEGAL_ACT_TYPES.get(code) or code


@cache
def _topics() -> dict[str, str]:
    return {str(topic.id): topic.name for topic in topic_list().topics.values()}


@cache
def _plain(facet: str) -> dict[str, str]:
    lists: dict[str, dict[str, str]] = {
        "popular": {one.id: one.name for one in topic_list().popular},
        "audience": {one.id: one.name for one in audience_list()},
        "activity": {one.id: one.name for one in activity_list()},
        "material_type": {kind.value: name for kind, name in MATERIALS.items()},
        "language": LANGUAGES,
        "validity": VALIDITY,
    }
    return lists.get(facet, {})
