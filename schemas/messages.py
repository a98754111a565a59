"""The sentences people read, by error code: Vietnamese first, English second. What is wrong, then what to do."""

from collections.abc import Mapping

from schemas.claim import FieldName
from schemas.errors import Code, KhoError
from schemas.gate import GateKind
from schemas.labels import FIELDS, GATES
from schemas.quality import Fault, Quality

VIETNAMESE: dict[Code, str] = {
    Code.EMPTY: "Tệp rỗng (0 byte): hãy quét hoặc chép lại rồi thả lại.",
    Code.TRUNCATED: "Tệp bị cụt, thiếu phần cuối (có thể do chép hoặc tải lên dở dang): hãy chép lại trọn vẹn.",
    Code.NOT_A_DOCUMENT: "Đây không phải là bản quét tài liệu ({kind}): chỉ thả tệp PDF, ảnh quét hoặc ZIP chứa chúng.",
    Code.UNSUPPORTED: "Chưa nhận loại tệp này ({kind}): hãy xuất ra PDF hoặc ảnh (JPEG, PNG, TIFF) rồi thả lại.",
    Code.ENCRYPTED: "Tệp có mật khẩu nên không đọc được: hãy bỏ mật khẩu rồi thả lại.",
    Code.XFA_FORM: "Đây là biểu mẫu điện tử XFA, không có trang in cố định: hãy in ra PDF rồi thả lại.",
    Code.ACTIVE_CONTENT: "Tệp PDF có chứa mã lệnh ({kind}) nên không nhận: hãy in ra PDF mới rồi thả lại.",
    Code.TOO_LARGE: "Tệp quá lớn ({size} byte, tối đa {limit}): hãy chia nhỏ hoặc quét lại ở 300 dpi.",
    Code.TOO_MANY_PAGES: "Tài liệu có quá nhiều trang ({pages}, tối đa {limit}): hãy chia thành nhiều tệp.",
    Code.PIXEL_BOMB: "Ảnh có kích thước bất thường ({width} × {height} điểm ảnh): hãy quét lại ở 200–300 dpi.",
    Code.ZIP_BOMB: "Tệp ZIP bung ra lớn bất thường nên không mở: hãy nén lại chỉ gồm các bản quét.",
    Code.UNSAFE_PATH: "Tệp ZIP có đường dẫn không an toàn ({name}): hãy nén lại chỉ gồm các bản quét.",
    Code.NESTED_ARCHIVE: "Trong tệp ZIP lại có tệp nén khác ({name}): hãy giải nén rồi thả lại.",
    Code.RESOLUTION_TOO_LOW: "Độ phân giải quá thấp ({dpi} dpi, cần ít nhất {needed}): hãy quét lại ở 200–300 dpi.",
    Code.DAMAGED: "Tệp bị hỏng{where}: hãy quét hoặc xuất lại rồi thả lại.",
    Code.SIDECAR_INVALID: "Tệp mô tả đi kèm có lỗi ở «{field}» ({problem}): hãy sửa rồi thả lại cùng bản quét.",
    Code.SIDECAR_ORPHAN: "Tệp mô tả này không có bản quét cùng tên bên cạnh: hãy thả cả hai cùng lúc.",
    Code.NOT_A_FILE: "Đây là đường tắt (liên kết) hoặc tệp đặc biệt, không phải tệp thật: hãy chép chính tệp quét vào.",
    Code.SECRET_MARK: "Trang {page} có dấu độ mật «{mark}»: không số hóa tài liệu mật ở đây, hãy cất bản quét theo quy"
    " định bảo vệ bí mật nhà nước. Nếu chỉ là hình minh họa: hai người kiểm tra, thả lại kèm mục secret_review.",
    Code.NOT_FOUND: "Không tìm thấy: {name}.",
    Code.ENGINE_FAILED: "Chương trình đọc tài liệu hỏng nhiều lần với tệp này: hãy quét lại hoặc báo cán bộ kỹ thuật.",
    Code.ENGINE_MISSING: "Máy chưa cài {program}: hãy chạy «kho doctor» để biết cách cài.",
    Code.OUT_OF_MEMORY: "Tệp này cần quá nhiều bộ nhớ để đọc: hãy quét lại ở 200–300 dpi hoặc chia nhỏ.",
    Code.TIMEOUT: "Đọc tệp này quá lâu nên đã dừng: hãy quét lại ở 200–300 dpi hoặc chia nhỏ.",
    Code.FILE_CHANGED: "Tệp đang được ghi hoặc vừa bị thay đổi: hệ thống sẽ tự xem lại.",
    Code.LEASE_LOST: "Việc này đã được một tiến trình khác nhận: không cần làm gì.",
    Code.STORE_UNREACHABLE: "Kho lưu trữ tạm thời không trả lời: hệ thống sẽ tự thử lại.",
    Code.BROKER_UNREACHABLE: "Hàng đợi công việc (Redis) tạm thời không trả lời: hệ thống sẽ tự thử lại.",
    Code.DATABASE_UNREACHABLE: "Cơ sở dữ liệu tạm thời không trả lời: hệ thống sẽ tự thử lại.",
    Code.DISK_FULL: "Ổ đĩa đã đầy: hãy giải phóng chỗ trống, hệ thống sẽ tự làm tiếp.",
    Code.DISK_SHORT: "Ổ đĩa {place} chỉ còn {free} MB (cần ít nhất {needed} MB): tạm ngừng nhận, hãy dọn chỗ trống.",
    Code.BACKLOG: "Đang có {documents} tài liệu chờ xử lý (tối đa {limit}): tạm ngừng nhận, sẽ tự nhận tiếp.",
    Code.MISMATCH: "Nội dung đọc lại khác với mã kiểm SHA đã ghi: hãy khôi phục từ bản sao lưu.",
    Code.UNREADABLE: "Hiện không đọc được (chưa kết luận là hỏng): hãy kiểm tra ổ đĩa, quyền truy cập rồi thử lại.",
    Code.KEY_TAKEN: "Nơi ghi này đã có nội dung: không ghi đè.",
    Code.INDEXER_AT_WORK: "Trên máy này đã có một lệnh «kho index» đang chạy: không cần chạy thêm.",
    Code.SETTING_INVALID: "Thiết lập sai: {name}. {problem}",
    Code.NOT_YOUR_OWN: "Người đã sửa hoặc đã cho qua dấu mật của hồ sơ không tự công bố hồ sơ ấy: hãy nhờ người khác.",
    Code.GATE_CLOSED: "Chưa công bố được vì {gate} ({problem}): hãy quyết định cho qua, che lại hoặc giữ lại.",
    Code.NO_SUCH_WORD: "Trang {page} không có chữ «{word}» ở chỗ này: có thể đã có người sửa, hãy xem lại trang.",
    Code.BAD_VALUE: "Giá trị của «{field}» không dùng được ({problem}): hãy sửa rồi lưu lại.",
    Code.REASON_MISSING: "Việc này phải ghi rõ lý do: hãy nhập lý do rồi làm lại.",
    Code.NOT_PUBLISHED: "Hồ sơ này chưa công bố nên không có gì để rút: hãy kiểm tra lại mã hồ sơ.",
    Code.ON_ANOTHER_DESK: "{name} đang giữ hồ sơ này (tới {until}): hãy đợi, hoặc mở hồ sơ và bấm «Nhận thay».",
    Code.LOGIN_TAKEN: "Tên đăng nhập hoặc thư điện tử này đã có người dùng: hãy chọn tên khác.",
    Code.LOGIN_INVALID: "Tên đăng nhập gồm 2–64 ký tự a–z, 0–9 và . _ @ + -, bắt đầu bằng chữ hoặc số: hãy sửa lại.",
    Code.PASSWORD_WEAK: "Mật khẩu {problem}: hãy chọn mật khẩu khác, ví dụ một câu dài dễ nhớ.",
    Code.LAST_ADMINISTRATOR: "Phải còn ít nhất một quản trị viên của mọi cơ quan: hãy giao quyền cho người khác trước.",
    Code.NOT_ALLOWED: "Tài khoản của bạn không được làm việc này: hãy nhờ người có quyền.",
    Code.IDENTITY_UNPROVEN: "Máy chủ đăng nhập chung chưa chứng thực được bạn là ai: hãy đăng nhập lại từ đầu.",
    Code.PROVIDER_UNREACHABLE: "Máy chủ đăng nhập chung tạm thời không trả lời: hãy thử lại sau ít phút.",
    Code.UNEXPECTED: "Lỗi ngoài dự kiến: hãy gửi tệp nhật ký cho cán bộ kỹ thuật.",
}

ENGLISH: dict[Code, str] = {
    Code.EMPTY: "The file is empty (0 bytes): scan or copy it again.",
    Code.TRUNCATED: "The file is cut off (an unfinished copy or upload?): copy the whole file again.",
    Code.NOT_A_DOCUMENT: "This is not a scanned document ({kind}): drop PDF files, images or ZIPs of them.",
    Code.UNSUPPORTED: "This kind of file is not taken ({kind}): export it to PDF or an image and drop that.",
    Code.ENCRYPTED: "The file needs a password: remove it and drop the file again.",
    Code.XFA_FORM: "This is an XFA form without fixed pages: print it to PDF and drop that.",
    Code.ACTIVE_CONTENT: "The PDF contains active content ({kind}): print it to a new PDF and drop that.",
    Code.TOO_LARGE: "The file is too large ({size} bytes, at most {limit}): split it or scan at 300 dpi.",
    Code.TOO_MANY_PAGES: "The document has too many pages ({pages}, at most {limit}): split it.",
    Code.PIXEL_BOMB: "The image is abnormally large ({width} × {height} pixels): scan again at 200–300 dpi.",
    Code.ZIP_BOMB: "The ZIP would unpack to an abnormal size and was not opened: pack only the scans.",
    Code.UNSAFE_PATH: "The ZIP has an unsafe path ({name}): pack only the scans.",
    Code.NESTED_ARCHIVE: "The ZIP contains another archive ({name}): unpack it and drop the files.",
    Code.RESOLUTION_TOO_LOW: "The resolution is too low ({dpi} dpi, at least {needed} needed): scan at 200–300 dpi.",
    Code.DAMAGED: "The file is damaged{where}: scan or export it again.",
    Code.SIDECAR_INVALID: "The sidecar is wrong at “{field}” ({problem}): mend it and drop it with its scan.",
    Code.SIDECAR_ORPHAN: "There is no scan of this name beside this sidecar: drop both together.",
    Code.NOT_A_FILE: "This is a link or a special file, not a regular one: copy the scan itself.",
    Code.SECRET_MARK: "Page {page} bears the mark of secrecy “{mark}”: secret papers are not digitised here. If it is"
    " only a picture of a mark, two people look at it and drop it again with a secret_review in its sidecar.",
    Code.NOT_FOUND: "Not found: {name}.",
    Code.ENGINE_FAILED: "The reading programs failed on this file again and again: rescan it or call support.",
    Code.ENGINE_MISSING: "{program} is not installed: `kho doctor` tells how to install it.",
    Code.OUT_OF_MEMORY: "Reading this file needs too much memory: scan at 200–300 dpi or split it.",
    Code.TIMEOUT: "Reading this file took too long and was stopped: scan at 200–300 dpi or split it.",
    Code.FILE_CHANGED: "The file is being written or has just changed: it will be looked at again.",
    Code.LEASE_LOST: "Another worker has taken this over: nothing to do.",
    Code.STORE_UNREACHABLE: "The object store does not answer at the moment: it will be tried again.",
    Code.BROKER_UNREACHABLE: "The broker (Redis) does not answer at the moment: it will be tried again.",
    Code.DATABASE_UNREACHABLE: "The database does not answer at the moment: it will be tried again.",
    Code.DISK_FULL: "The disk is full: make room, work goes on by itself.",
    Code.DISK_SHORT: "Only {free} MB left on {place} (at least {needed} needed): no more is taken in; make room.",
    Code.BACKLOG: "{documents} documents are waiting (at most {limit}): no more is taken in until some are done.",
    Code.MISMATCH: "What was read back differs from its recorded digest: restore it from a backup.",
    Code.UNREADABLE: "It cannot be read now (which does not say it is damaged): check disk and rights, try again.",
    Code.KEY_TAKEN: "There is content at this place already: nothing was overwritten.",
    Code.INDEXER_AT_WORK: "Another `kho index` is at work on this machine already: one is enough.",
    Code.SETTING_INVALID: "Wrong setting: {name}. {problem}",
    Code.NOT_YOUR_OWN: "Who corrected it, or released its mark of secrecy, does not publish it: ask somebody else.",
    Code.GATE_CLOSED: "It cannot be published because of {gate} ({problem}): decide to release, cover or keep it.",
    Code.NO_SUCH_WORD: "There is no word “{word}” at this place of page {page}: it may have been changed, look again.",
    Code.BAD_VALUE: "The value of “{field}” cannot be used ({problem}): correct it and save again.",
    Code.REASON_MISSING: "This needs a reason: give one and try again.",
    Code.NOT_PUBLISHED: "This record is not published, there is nothing to withdraw: check its id.",
    Code.ON_ANOTHER_DESK: "{name} is at work on this record (until {until}): wait, or open it and take it over.",
    Code.LOGIN_TAKEN: "This login or e-mail is somebody's already: choose another one.",
    Code.LOGIN_INVALID: "A login is 2–64 of a–z, 0–9 and . _ @ + -, beginning with a letter or digit: change it.",
    Code.PASSWORD_WEAK: "The password {problem}: choose another one, such as a long sentence you can remember.",
    Code.LAST_ADMINISTRATOR: "There must be an administrator of all agencies: give somebody else the role first.",
    Code.NOT_ALLOWED: "Your account may not do this: ask somebody who may.",
    Code.IDENTITY_UNPROVEN: "The identity provider has not proven who you are: sign in again from the beginning.",
    Code.PROVIDER_UNREACHABLE: "The identity provider does not answer at the moment: try again in some minutes.",
    Code.UNEXPECTED: "Unexpected error: send the log to support.",
}

SIDECAR_PROBLEMS: dict[str, tuple[str, str]] = {
    "too-large": ("lớn hơn 64 kB", "larger than 64 kB"),
    "encoding": ("không phải mã UTF-8", "not UTF-8"),
    "syntax": ("sai cú pháp JSON/YAML", "wrong JSON/YAML syntax"),
    "alias": ("có tham chiếu YAML", "YAML aliases"),
    "not-a-mapping": ("phải là các cặp tên: giá trị", "must be pairs of name and value"),
    "duplicate": ("ghi hai lần", "given twice"),
    "unknown-field": ("không có trường này", "no such field"),
    "not-a-value": ("giá trị phải là chữ hoặc số", "the value must be text or a number"),
    "date": ("ngày không đúng", "not a date"),
    "number": ("số hiệu không đúng", "not a document number"),
    "language": ("không rõ ngôn ngữ", "unknown language"),
    "review": ("cần tên hai người khác nhau và lý do, cách bằng dấu ;", "two different names; and a reason"),
    "material-type": ("không rõ loại tài liệu", "unknown material type"),
    "password-short": ("phải có ít nhất 12 ký tự", "must have at least 12 characters"),
    "password-long": ("dài quá 256 ký tự", "has more than 256 characters"),
    "password-common": ("thuộc loại dễ đoán nhất", "is among the first that are guessed"),
    "password-login": ("chứa tên đăng nhập", "contains the login"),
    "password-same": ("trùng với mật khẩu cũ", "is the old one"),
    "password-repeat": ("nhập lại không khớp", "was typed differently the second time"),
    "vocabulary": ("không có trong danh mục", "not in the vocabulary"),
    "empty": ("để trống", "empty"),
    "too-long": ("quá dài", "too long"),
    "control": ("có ký tự điều khiển", "control characters"),
    "one-value": ("chỉ nhận một giá trị", "takes one value only"),
    "given-twice": ("ghi hai lần", "given twice"),
    "page": ("không có trang này", "no such page"),
    "box": ("khung nằm ngoài trang", "the box lies off the page"),
    "not-shown": ("hồ sơ đang giữ kín", "the record is withheld"),
    "redacted": ("chỉ che được dữ liệu cá nhân", "only personal data can be covered"),
    "no-gate": ("tài liệu không có dấu này", "the document has no such mark"),
    "no-change": ("không có thay đổi nào", "nothing to change"),
    "aware": ("thiếu múi giờ", "without a time zone"),
    "both": ("không thể vừa công bố vừa rút", "published and withdrawn at once"),
    "undecided": ("chưa có quyết định", "not decided"),
    "kept": ("đã quyết định giữ lại", "decided to be kept back"),
    "shown-elsewhere": ("còn thấy ở thông tin mô tả", "still to be seen in the description"),
}
"""What can be wrong in a sidecar or a correction: the word that is raised → in Vietnamese, in English."""

_TONGUES: Mapping[str, dict[Code, str]] = {"vi": VIETNAMESE, "en": ENGLISH}


class _Facts(dict[str, object]):
    """A fact the raiser did not know stands as an ellipsis instead of spoiling the whole sentence."""

    def __missing__(self, name: str) -> str:
        return "" if name == "where" else "…"


def sentence(problem: KhoError, tongue: str = "vi") -> str:
    """One sentence: what is wrong, what to do."""
    facts = _Facts(problem.facts)
    word = facts.get("problem")
    if isinstance(word, str) and word in SIDECAR_PROBLEMS:
        facts["problem"] = SIDECAR_PROBLEMS[word][0 if tongue == "vi" else 1]
    gate, field = facts.get("gate"), facts.get("field")
    if isinstance(gate, GateKind):
        facts["gate"] = GATES[gate][0 if tongue == "vi" else 1]
    if isinstance(field, FieldName):
        facts["field"] = FIELDS[field][0 if tongue == "vi" else 1]
    page = facts.get("page")
    if page is not None:
        facts["where"] = f" (trang {page})" if tongue == "vi" else f" (page {page})"
    return _TONGUES[tongue][problem.code].format_map(facts)


def refusal_note(reason: str, *, code: Code | None, item: str) -> str:
    """The text of a ``.ly-do.txt``: the sentence, the code, and the refusal's own number."""
    return f"{reason}\nMã lỗi: {code or Code.UNEXPECTED}\nLượt: {item}\n"


FAULTS: dict[Fault, tuple[str, str]] = {
    Fault.LOW_DPI: (
        "Trang {page} quét ở độ phân giải thấp ({dpi} dpi): nên quét lại ở 300 dpi.",
        "Page {page} has a low resolution ({dpi} dpi): better scan it again at 300 dpi.",
    ),
    Fault.SKEWED: (
        "Trang {page} bị nghiêng nhiều ({skew}°): nên đặt giấy thẳng mép rồi quét lại.",
        "Page {page} is very skewed ({skew}°): lay the sheet straight and scan it again.",
    ),
    Fault.BLURRED: (
        "Trang {page} mờ, nét chữ nhòe: nên lau mặt kính, ép phẳng giấy và quét lại ở 300 dpi.",
        "Page {page} is blurred: clean the glass, press the sheet flat and scan it again at 300 dpi.",
    ),
    Fault.FAINT: (
        "Trang {page} chữ quá nhạt: nên tăng độ đậm hoặc độ tương phản rồi quét lại.",
        "The print on page {page} is too pale: scan it again with more contrast.",
    ),
    Fault.CUT_EDGE: (
        "Trang {page} bị cắt mất chữ ở mép: nên đặt lại giấy cho lọt hết khổ quét rồi quét lại.",
        "Text is cut off at the edge of page {page}: lay the whole sheet inside the frame and scan it again.",
    ),
    Fault.BLANK: (
        "Trang {page} là trang trắng: nếu trang gốc có chữ thì hãy lật mặt giấy và quét lại.",
        "Page {page} is blank: if the sheet is printed, turn it over and scan it again.",
    ),
    Fault.UPSIDE_DOWN: (
        "Trang {page} bị quét ngược đầu: hệ thống đã tự xoay lại, không cần quét lại.",
        "Page {page} was scanned upside down: it was turned, no need to scan it again.",
    ),
    Fault.SIDEWAYS: (
        "Trang {page} bị quét nằm ngang: hệ thống đã tự xoay lại, không cần quét lại.",
        "Page {page} was scanned sideways: it was turned, no need to scan it again.",
    ),
    Fault.TWICE: (
        "Trang {page} trùng với trang {twin} (một tờ quét hai lần): hãy kiểm tra xem có sót tờ nào không.",
        "Page {page} is the same sheet as page {twin}, scanned twice: check that no sheet is missing.",
    ),
    Fault.GAP: (
        "Trước trang {page} thiếu trang in số {missing}: hãy quét bổ sung trang còn thiếu.",
        "Before page {page} the printed page {missing} is missing: scan the missing sheet too.",
    ),
    Fault.UNREAD: (
        "Trang {page} có nhiều chữ không đọc chắc được: nên quét lại ở 300 dpi hoặc nhờ người đọc lại.",
        "Much of page {page} could not be read surely: scan it again at 300 dpi or have it read by a person.",
    ),
}
"""What is wrong with a page's scan, and what to do: in Vietnamese, in English."""


def fault_sentence(fault: Fault, quality: Quality, *, page: int, tongue: str = "vi") -> str:
    """One sentence on a page's fault. ``page`` is its number in the document."""
    skew = f"{abs(quality.skew):.1f}"
    facts = _Facts(
        page=page,
        dpi=round(quality.dpi),
        skew=skew.replace(".", ",") if tongue == "vi" else skew,
        twin="…" if quality.twin is None else quality.twin,
        missing=", ".join(map(str, quality.missing)) or "…",
    )
    return FAULTS[fault][0 if tongue == "vi" else 1].format_map(facts)
