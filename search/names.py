"""The words by which people know what a facet's codes stand for: they are searched too. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from schemas.agencies import Agencies
from schemas.laws import law_register
from schemas.topics import activity_list, audience_list, topic_list
from schemas.vocabulary import DOCUMENT_TYPES, LEGAL_ACT_TYPES, MaterialType

MATERIAL_WORDS = {
    MaterialType.TO_GAP: "Tờ gấp pháp luật",
    MaterialType.TO_ROI: "Tờ rơi",
    MaterialType.HOI_DAP: "Hỏi đáp pháp luật",
    MaterialType.SO_TAY: "Sổ tay",
    MaterialType.CAM_NANG: "Cẩm nang pháp luật",
    MaterialType.DE_CUONG: "Đề cương tuyên truyền, giới thiệu luật",
    MaterialType.TINH_HUONG: "Tình huống, câu chuyện pháp luật",
    MaterialType.TIEU_PHAM: "Tiểu phẩm, kịch bản",
    MaterialType.BAN_TIN: "Bản tin tư pháp",
    MaterialType.DAC_SAN: "Đặc san tuyên truyền pháp luật",
    MaterialType.SACH: "Sách pháp luật",
    MaterialType.AP_PHICH: "Áp phích, pa nô, khẩu hiệu",
    MaterialType.CAU_HOI_THI: "Câu hỏi thi, cuộc thi tìm hiểu pháp luật",
    MaterialType.TAI_LIEU_TAP_HUAN: "Tài liệu tập huấn",
    MaterialType.VB_CHI_DAO: "Văn bản chỉ đạo",
    MaterialType.VBQPPL_BAN_IN: "Văn bản quy phạm pháp luật",
    MaterialType.PHAT_THANH: "Bài phát thanh",
    MaterialType.KHAC: "Tài liệu khác",
}


def document_type(code: str) -> str:
    """Kế hoạch for KH; a code that nobody knows stands for itself."""
    return DOCUMENT_TYPES.get(code) or LEGAL_ACT_TYPES.get(code) or code


def material(code: str) -> str:
    """Tờ gấp pháp luật for to-gap."""
    return MATERIAL_WORDS.get(MaterialType(code), code) if code in set(MaterialType) else code


def subjects(facets: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """What it is about and for whom, in words: names of laws with their short forms, of topics and audiences."""
    laws = [name for law in facets.get("law", ()) for name in _law(law)]
    known = _plain()
    others = [known.get((kind, code), "") for kind in _KINDS for code in facets.get(kind, ())]
    return tuple(dict.fromkeys(name for name in (*laws, *others) if name))


def agencies_in_words(ids: Iterable[str], agencies: Agencies) -> tuple[str, ...]:
    """Names and symbols of agencies; of a printed name that is in no list the name."""
    found: list[str] = []
    for agency in ids:
        known = agencies.get(agency)
        found += [agency] if known is None else [known.name, *known.notations]
    return tuple(dict.fromkeys(found))


def units_in_words(ids: Iterable[str], agencies: Agencies) -> tuple[str, ...]:
    """Names of provinces, districts and communes."""
    return tuple(unit.name for unit in map(agencies.unit, ids) if unit is not None)


# ---------------------------------------------------------------------------------------------------------------------

_KINDS = ("topic", "popular", "audience", "activity")


def _law(law: str) -> tuple[str, ...]:
    try:
        known = law_register().of_id(law)
    except KeyError:
        return (law,)
    return (known.title, *known.aliases, *([known.number] if known.number else []))


@cache
def _plain() -> dict[tuple[str, str], str]:
    topics = topic_list()
    return {
        **{("topic", str(topic.id)): topic.name for topic in topics.topics.values()},
        **{("popular", one.id): one.name for one in topics.popular},
        **{("audience", one.id): one.name for one in audience_list()},
        **{("activity", one.id): one.name for one in activity_list()},
    }
