"""What fields and gates are called: Vietnamese first, English second."""

from schemas.claim import FieldName
from schemas.gate import GateKind

FIELDS: dict[FieldName, tuple[str, str]] = {
    FieldName.NUMBER: ("số, ký hiệu", "number"),
    FieldName.DOCUMENT_TYPE: ("loại văn bản", "document type"),
    FieldName.ISSUER: ("cơ quan ban hành", "issuer"),
    FieldName.ISSUED_DATE: ("ngày ban hành", "date of issue"),
    FieldName.PLACE: ("địa danh", "place"),
    FieldName.SUBJECT: ("trích yếu", "subject"),
    FieldName.TITLE: ("tên tài liệu", "title"),
    FieldName.SIGNER_NAME: ("người ký", "signer"),
    FieldName.SIGNER_TITLE: ("chức vụ người ký", "signer's title"),
    FieldName.MATERIAL_TYPE: ("loại tài liệu", "kind of material"),
    FieldName.LANGUAGE: ("ngôn ngữ", "language"),
    FieldName.PAGES: ("số trang", "pages"),
    FieldName.ISSUER_ID: ("mã cơ quan", "issuer's id"),
    FieldName.PARENT_ISSUER: ("cơ quan chủ quản", "parent agency"),
    FieldName.EFFECTIVE_DATE: ("ngày có hiệu lực", "date of effect"),
    FieldName.SIGNER_AUTHORITY: ("thẩm quyền ký", "authority to sign"),
    FieldName.RECIPIENTS: ("nơi nhận", "recipients"),
    FieldName.URGENCY: ("độ khẩn", "urgency"),
    FieldName.SERIES: ("tên xuất bản phẩm", "series"),
    FieldName.ISSUE_NUMBER: ("số phát hành", "issue"),
    FieldName.LICENCE_NUMBER: ("số giấy phép", "licence number"),
    FieldName.LICENCE_AUTHORITY: ("cơ quan cấp phép", "licensed by"),
    FieldName.LICENCE_DATE: ("ngày cấp phép", "date of licence"),
    FieldName.PRINT_RUN: ("số lượng in", "print run"),
    FieldName.PAGE_SIZE: ("khổ giấy", "page size"),
    FieldName.PRINTER: ("cơ sở in", "printer"),
    FieldName.DEPOSIT: ("nộp lưu chiểu", "legal deposit"),
    FieldName.EDITOR: ("biên tập, biên soạn", "editors"),
    FieldName.RESPONSIBLE: ("chịu trách nhiệm", "responsible"),
}
"""Inside a sentence, hence in lower case."""

GATES: dict[GateKind, tuple[str, str]] = {
    GateKind.SECRET: ("dấu độ mật", "a mark of secrecy"),
    GateKind.INTERNAL: ("dấu lưu hành nội bộ", "a mark of internal circulation"),
    GateKind.DRAFT: ("dấu dự thảo", "a mark of a draft"),
    GateKind.RETURN: ("dấu xem xong trả lại", "a mark to be returned after reading"),
    GateKind.EMBARGO: ("đáp án chưa đến ngày công bố", "answers under embargo"),
    GateKind.PERSONAL: ("dữ liệu cá nhân", "personal data"),
}
"""Kinds of gates."""
