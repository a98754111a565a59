"""One entry of a sidecar: which field a clerk means, and its value in the archive's form."""

import re
from datetime import date

from schemas.claim import MULTIPLE, FieldName
from schemas.text import fold, nfc, one_line
from schemas.vocabulary import DOCUMENT_TYPES, LEGAL_ACT_TYPES, MaterialType

_ALIASES: dict[str, FieldName] = {
    "so_ky_hieu": FieldName.NUMBER,
    "so_hieu": FieldName.NUMBER,
    "so_van_ban": FieldName.NUMBER,
    "so": FieldName.NUMBER,
    "loai_van_ban": FieldName.DOCUMENT_TYPE,
    "ten_loai": FieldName.DOCUMENT_TYPE,
    "co_quan_ban_hanh": FieldName.ISSUER,
    "co_quan": FieldName.ISSUER,
    "don_vi_ban_hanh": FieldName.ISSUER,
    "ngay_ban_hanh": FieldName.ISSUED_DATE,
    "ngay": FieldName.ISSUED_DATE,
    "noi_ban_hanh": FieldName.PLACE,
    "dia_danh": FieldName.PLACE,
    "trich_yeu": FieldName.SUBJECT,
    "ve_viec": FieldName.SUBJECT,
    "tieu_de": FieldName.TITLE,
    "ten_tai_lieu": FieldName.TITLE,
    "nguoi_ky": FieldName.SIGNER_NAME,
    "chuc_vu_nguoi_ky": FieldName.SIGNER_TITLE,
    "chuc_vu": FieldName.SIGNER_TITLE,
    "loai_tai_lieu": FieldName.MATERIAL_TYPE,
    "ngon_ngu": FieldName.LANGUAGE,
    "so_trang": FieldName.PAGES,
    "ma_co_quan": FieldName.ISSUER_ID,
    "co_quan_chu_quan": FieldName.PARENT_ISSUER,
    "ngay_hieu_luc": FieldName.EFFECTIVE_DATE,
    "ngay_co_hieu_luc": FieldName.EFFECTIVE_DATE,
    "noi_nhan": FieldName.RECIPIENTS,
    "do_khan": FieldName.URGENCY,
    "ten_xuat_ban_pham": FieldName.SERIES,
    "so_phat_hanh": FieldName.ISSUE_NUMBER,
    "giay_phep_xuat_ban": FieldName.LICENCE_NUMBER,
    "so_giay_phep": FieldName.LICENCE_NUMBER,
    "co_quan_cap_phep": FieldName.LICENCE_AUTHORITY,
    "ngay_cap_phep": FieldName.LICENCE_DATE,
    "so_luong_in": FieldName.PRINT_RUN,
    "kho": FieldName.PAGE_SIZE,
    "kho_giay": FieldName.PAGE_SIZE,
    "co_so_in": FieldName.PRINTER,
    "noi_in": FieldName.PRINTER,
    "nop_luu_chieu": FieldName.DEPOSIT,
    "luu_chieu": FieldName.DEPOSIT,
    "bien_tap": FieldName.EDITOR,
    "bien_soan": FieldName.EDITOR,
    "chiu_trach_nhiem": FieldName.RESPONSIBLE,
    "chiu_trach_nhiem_noi_dung": FieldName.RESPONSIBLE,
    "chiu_trach_nhiem_xuat_ban": FieldName.RESPONSIBLE,
} | {name.value: name for name in FieldName}
_MATERIALS: dict[str, MaterialType] = {
    "to gap phap luat": MaterialType.TO_GAP,
    "hoi dap phap luat": MaterialType.HOI_DAP,
    "cam nang phap luat": MaterialType.CAM_NANG,
    "de cuong tuyen truyen": MaterialType.DE_CUONG,
    "de cuong gioi thieu": MaterialType.DE_CUONG,
    "cau chuyen phap luat": MaterialType.TINH_HUONG,
    "kich ban": MaterialType.TIEU_PHAM,
    "ban tin tu phap": MaterialType.BAN_TIN,
    "sach phap luat": MaterialType.SACH,
    "van ban chi dao": MaterialType.VB_CHI_DAO,
    "van ban chi dao dieu hanh": MaterialType.VB_CHI_DAO,
    "van ban qppl in lai": MaterialType.VBQPPL_BAN_IN,
    "bai phat thanh": MaterialType.PHAT_THANH,
} | {kind.value.replace("-", " "): kind for kind in MaterialType}
_LANGUAGES = {
    **dict.fromkeys(("vi", "vie", "tieng viet", "viet"), "vie"),
    **dict.fromkeys(("en", "eng", "tieng anh", "anh"), "eng"),
    **dict.fromkeys(("fr", "fra", "tieng phap", "phap"), "fra"),
    **dict.fromkeys(("zh", "zho", "tieng trung", "trung"), "zho"),
    **dict.fromkeys(("ru", "rus", "tieng nga", "nga"), "rus"),
    **dict.fromkeys(("hmn", "tieng mong", "tieng hmong"), "hmn"),
    **dict.fromkeys(("khm", "tieng khmer", "khmer"), "khm"),
}
_YEAR = r"(?P<y>(?:1[89]|20)\d\d)"
_DAY_FIRST = re.compile(rf"(?:ngay )?(?P<d>\d{{1,2}})(?: ?[/.\-] ?| thang )(?P<m>\d{{1,2}})(?: ?[/.\-] ?| nam ){_YEAR}")
_MONTH_FIRST = re.compile(rf"(?:thang )?(?P<m>\d{{1,2}})(?: ?[/.\-] ?| nam ){_YEAR}")
_QUARTER = re.compile(rf"quy (?P<q>i{{1,3}}|iv|[1-4])(?: ?[/.\-] ?| nam ){_YEAR}")
_YEAR_ONLY = re.compile(rf"(?:nam )?{_YEAR}")
_EDTF_PART = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?[?~%]?")
_UNITS = re.compile(r"[.,\s]|(?:tờ|bản|cuốn|quyển)\Z")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def read_field(key: str, raw: object) -> tuple[FieldName, tuple[str | int, ...]]:
    """The field that ``key`` names and the values of ``raw``; none when the entry says nothing, else nearly always one.

    Takes: a contract name or a Vietnamese one, with or without diacritics, spaces or capitals; a text or a number, or,
    for the fields that have several values (:data:`MULTIPLE`), a list of texts or one text with semicolons.
    Gives: dates in ISO 8601 / EDTF (from ISO, EDTF, 7/3/2025, "ngày 7 tháng 3 năm 2025", 3/2025, "quý I/2025"),
    languages in ISO 639-3, material types as codes, types of the closed list as that list writes them, else NFC text.

    Raises:
        ValueError: with one word that says what is wrong; see :func:`pipeline.stages.sidecar.sidecar`.
    """
    field = _ALIASES.get(re.sub(r"[\W_]+", "_", fold(nfc(key))).strip("_"))
    if field is None:
        raise ValueError("unknown-field")
    if raw is None:
        return field, ()
    if field in MULTIPLE:
        return field, tuple(dict.fromkeys(part for part in map(_listed, _parts(raw)) if part))
    text = _text(raw)
    return field, (_value(field, text),) if text else ()


def _parts(raw: object) -> list[object]:
    """A list as it is; a text with semicolons in its parts."""
    if isinstance(raw, list):
        return list(raw)
    return list(raw.split(";")) if isinstance(raw, str) else [raw]


def _listed(raw: object) -> str:
    """One entry of a list, without the dash before it and the mark after it."""
    return _text(raw).strip(" ;,").lstrip("-–•+ ").strip()


def _text(raw: object) -> str:
    if isinstance(raw, str | int) and not isinstance(raw, bool):
        return one_line(str(raw))
    raise ValueError("not-a-value")


_DATES = frozenset({FieldName.ISSUED_DATE, FieldName.EFFECTIVE_DATE, FieldName.LICENCE_DATE, FieldName.DEPOSIT})


def _value(field: FieldName, text: str) -> str | int:
    if field in _DATES:
        return _date(text)
    match field:
        case FieldName.PAGES | FieldName.PRINT_RUN:
            return _count(text if field is FieldName.PAGES else _UNITS.sub("", text))
        case FieldName.LANGUAGE:
            return _language(text)
        case FieldName.MATERIAL_TYPE:
            return _material(text)
        case FieldName.DOCUMENT_TYPE:
            return _document_type(text)
        case _:
            return text


def _date(text: str) -> str:
    folded = fold(text).replace(",", "")
    for pattern, write in ((_DAY_FIRST, _day), (_MONTH_FIRST, _month), (_QUARTER, _quarter), (_YEAR_ONLY, _year)):
        if found := pattern.fullmatch(folded):
            return write(found)
    if all(_is_edtf(part) for part in text.split("/", 1)):
        return text
    raise ValueError("date")


def _day(found: re.Match[str]) -> str:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
    except ValueError as error:
        raise ValueError("date") from error


def _month(found: re.Match[str]) -> str:
    if not 1 <= int(found["m"]) <= 12:
        raise ValueError("date")
    return f"{found['y']}-{int(found['m']):02}"


def _quarter(found: re.Match[str]) -> str:
    last = 3 * _QUARTERS[found["q"]]
    return f"{found['y']}-{last - 2:02}/{found['y']}-{last:02}"


def _year(found: re.Match[str]) -> str:
    return found["y"]


def _is_edtf(part: str) -> bool:
    """Level 0 of EDTF (ISO 8601-2), and the level 1 marks for an uncertain date."""
    found = _EDTF_PART.fullmatch(part)
    if found is None:
        return False
    try:
        date(int(found["y"]), int(found["m"] or 1), int(found["d"] or 1))
    except ValueError:
        return False
    return True


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise ValueError("number")
    return int(text)


def _language(text: str) -> str:
    known = _LANGUAGES.get(fold(text))
    if known is None and not re.fullmatch(r"[a-z]{3}", text):
        raise ValueError("language")
    return known or text


def _material(text: str) -> str:
    kind = _MATERIALS.get(re.sub(r"[\W_]+", " ", fold(text)).strip())
    if kind is None:
        raise ValueError("material-type")
    return kind.value


def _document_type(text: str) -> str:
    known = {fold(name): name for name in (*DOCUMENT_TYPES.values(), *LEGAL_ACT_TYPES.values())}
    return known.get(fold(text), text)
