"""A document's text as paragraphs, and as it is read out over a commune's loudspeakers. Pure."""

import re
from collections.abc import Callable

ABBREVIATIONS = {
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQ": "Mặt trận Tổ quốc", "PBGDPL": "phổ biến, giáo dục pháp luật", "TGPL": "trợ giúp pháp lý",
    "TAND": "Tòa án nhân dân", "VKSND": "Viện kiểm sát nhân dân", "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân", "BHXH": "bảo hiểm xã hội", "BHYT": "bảo hiểm y tế", "BHTN": "bảo hiểm thất nghiệp",
    "QSDĐ": "quyền sử dụng đất", "TTHC": "thủ tục hành chính", "VPHC": "vi phạm hành chính",
    "CBCC": "cán bộ, công chức",
    "CBCCVC": "cán bộ, công chức, viên chức", "HGV": "hòa giải viên", "HGCS": "hòa giải ở cơ sở",
    "THPT": "trung học phổ thông",
    "THCS": "trung học cơ sở", "PCCC": "phòng cháy, chữa cháy", "ATGT": "an toàn giao thông",
    "BLGĐ": "bạo lực gia đình",
    "HN&GĐ": "hôn nhân và gia đình", "BLHS": "Bộ luật Hình sự", "BLDS": "Bộ luật Dân sự", "BLLĐ": "Bộ luật Lao động",
    "NĐ-CP": "Nghị định Chính phủ", "VNĐ": "đồng", "TP": "thành phố", "QH": "Quốc hội",
    "CP": "Chính phủ", "TTg": "Thủ tướng",
}  # fmt: skip
"""What everybody writes short and a listener would not understand."""
_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu", " tỷ")
_DATE = re.compile(r"(?<!\d)(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)/(\d{4})/([A-ZĐ][A-ZĐa-z0-9&-]*)")
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+")
_PERCENT = re.compile(r"(\d+)(?:,(\d+))?\s*%")
_SHORT = re.compile("|".join(rf"(?<!\w){re.escape(key)}(?!\w)" for key in sorted(ABBREVIATIONS, key=len, reverse=True)))
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s+)?\d{1,4}\W*", re.IGNORECASE)
_NEW_PARAGRAPH = re.compile(
    r"\s*(?:[-–•*+]\s|\d{1,2}[.)]\s|[a-zđ][.)]\s|(?:Điều|Câu|Chương|Mục|Khoản)\s+\w|(?:Hỏi|Đáp|Trả lời)\s*:)"
)
_ENDS = (".", "!", "?", ":", ";", "…", "”", '"')


def paragraphs(text: str) -> tuple[str, ...]:
    """Lines joined to paragraphs, page numbers gone, pages run on.

    Takes: text with a line a line, an empty line between blocks, form feeds between pages.
    """
    out: list[str] = []
    for block in re.split(r"\n\s*\n|\f", text):
        lines = [" ".join(line.split()) for line in block.split("\n")]
        out += _joined([line for line in lines if line and not _PAGE_NUMBER.fullmatch(line)])
    return tuple(out)


def spoken(paragraph: str) -> str:
    """The paragraph with its abbreviations, days, sums and numbers of acts in words."""
    for pattern, say in _SAID:
        paragraph = pattern.sub(say, paragraph)
    return paragraph


def in_words(number: int) -> str:
    """A whole number from 0 below a billion billions as it is spoken: 105 → một trăm linh năm."""
    if number >= 10**9:
        rest = number % 10**9
        return in_words(number // 10**9) + " tỷ" + (f" {_below(rest, full=True)}" if rest else "")
    return _below(number, full=False) if number else _ONES[0]


def _below(number: int, *, full: bool) -> str:
    """A number below a billion; ``full``: groups stand before it, so hundreds are named even when there are none."""
    groups = [(number // 1000**power % 1000, _GROUPS[power]) for power in (2, 1, 0)]
    out: list[str] = []
    for value, name in groups:
        if value:
            out.append(_hundreds(value, full=full or bool(out)) + name)
    return " ".join(out)


def _hundreds(value: int, *, full: bool) -> str:
    hundred, ten, one = value // 100, value // 10 % 10, value % 10
    out = [f"{_ONES[hundred]} trăm"] if hundred or full else []
    if ten > 1:
        out.append(f"{_ONES[ten]} mươi")
    elif ten:
        out.append("mười")
    elif one and out:
        out.append("linh")
    if one:
        out.append(_one(ten, one))
    return " ".join(out)


def _one(ten: int, one: int) -> str:
    if one == 1 and ten > 1:
        return "mốt"
    return "lăm" if one == 5 and ten else _ONES[one]


def _joined(lines: list[str]) -> list[str]:
    out: list[str] = []
    for line in lines:
        if out and not _NEW_PARAGRAPH.match(line) and not out[-1].endswith(_ENDS):
            out[-1] = f"{out[-1]} {line}"
        else:
            out.append(line)
    return out


def _day(match: re.Match[str]) -> str:
    day, month, year = (int(part) for part in match.groups())
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return match.group()
    return f"ngày {in_words(day)} tháng {'tư' if month == 4 else in_words(month)} năm {in_words(year)}"


def _act(match: re.Match[str]) -> str:
    number, year, symbol = match.groups()
    said = f"số {in_words(int(number))} năm {in_words(int(year))}" if len(number) < 10 else match.group()
    assembly, issuer = re.fullmatch(r"QH(\d{1,3})", symbol), ABBREVIATIONS.get(symbol.rpartition("-")[2])
    if assembly:
        return f"{said} của Quốc hội khóa {in_words(int(assembly.group(1)))}"
    return f"{said} của {issuer}" if issuer else f"{said} {symbol.replace('-', ' ')}"


def _sum(match: re.Match[str]) -> str:
    number = int(match.group().replace(".", ""))
    return in_words(number) if number < 10**15 else match.group()


def _share(match: re.Match[str]) -> str:
    whole, part = match.groups()
    if max(len(whole), len(part or "")) > 9:
        return match.group()
    return in_words(int(whole)) + (f" phẩy {in_words(int(part))}" if part else "") + " phần trăm"


_SAID: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\b[Ss]ố\s+(?=\d+/\d{4}/)"), lambda _: ""),
    (_NUMBER, _act), (_DATE, _day), (_MONEY, _sum), (_PERCENT, _share),
    (_SHORT, lambda match: ABBREVIATIONS[match.group()]),
)  # fmt: skip
