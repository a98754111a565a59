"""The reading form of text printed in capitals: ỦY BAN NHÂN DÂN TỈNH CÀ MAU → Ủy ban nhân dân tỉnh Cà Mau.

Case only: letters and marks stay as printed (Decree 30/2020, Annex II gives the rules).
"""

import re

from pipeline.stages.reader.fields.vocabulary import FIELDS_OF_WORK, ISSUER_NOTATIONS, ORGAN_HEADS, PROVINCES
from schemas.laws import law_register
from schemas.text import nfc, place_tones

_UNITS = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
_SMALL = ("và", "của", "các", "về", "cho", "trong", "tại", "trên", "với")
_NAMED = ("Trường Đại học", "Trường Cao đẳng", "Công ty", "Bệnh viện", "Ngân hàng", "Trường")
_COMMITTEES = ("Huyện ủy", "Quận ủy", "Thị ủy", "Thành ủy")
"""What a place's own name follows without its kind."""
_ORGANS = (
    "Ban An toàn giao thông",
    "Hội đồng phối hợp phổ biến, giáo dục pháp luật",
    "Hội đồng phối hợp công tác phổ biến, giáo dục pháp luật",
    "Phòng Phổ biến, giáo dục pháp luật",
    "Cục Phổ biến, giáo dục pháp luật",
    "Trợ giúp pháp lý",
    "Trung tâm Trợ giúp pháp lý nhà nước",
    "Hội Liên hiệp Phụ nữ",
    "Liên hiệp Phụ nữ",
    "Liên đoàn Lao động",
    "Hội Nông dân",
    "Hội Cựu chiến binh",
    "Hội Luật gia",
    "Hội Người cao tuổi",
    "Đoàn Luật sư",
    "Mặt trận Tổ quốc Việt Nam",
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Đoàn TNCS Hồ Chí Minh",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "Bộ Chỉ huy Quân sự",
    "Bộ đội Biên phòng",
    "Ban Tuyên giáo",
    "Ban Tuyên giáo và Dân vận",
    "Ban Chỉ đạo",
    "Tuyên giáo và Dân vận",
    "Tỉnh ủy",
    "Thành ủy",
    "Huyện ủy",
    "Quận ủy",
    "Đảng ủy",
    "Phòng Tư pháp",
    "Phòng Văn hóa - Xã hội",
    "Trường Chính trị",
    "Hội đồng nhân dân và Ủy ban nhân dân",
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
    "Trung tâm Phục vụ hành chính công",
    "Thi hành án dân sự",
    "Đăng ký đất đai",
    "Kế hoạch hóa gia đình",
    "Hải quan",
    "Trẻ em",
)
"""Names that do not follow from their parts: only the first word of the kind and of the field has a capital."""
_NAMED_ACTS = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})
_ABBREVIATIONS = frozenset({"UBND", "HĐND", "TNCS", "TNHH", "MTTQ", "LHPN", "PBGDPL", "MTV", "TP", "TT"})


def reading_form(text: str, *, begins: bool = True) -> str:
    """``text`` in ordinary case.

    Takes: one line; text that is not all in capitals comes back unchanged; whether it begins a sentence or goes on.
    Gives: known phrases as they are written in running text, what follows "tỉnh", "xã", … as a proper name, anything
    else with its first letter in capitals only; abbreviations stay.
    """
    if any(c.islower() for c in text):
        return text
    words = nfc(text).split()
    out: list[str] = []
    proper = False
    while words:
        phrase, taken = _phrase(words, proper=proper)
        proper = _opens_name(phrase, proper=proper)
        out.append(phrase)
        words = words[taken:]
    line = " ".join(out)
    return line[:1].upper() + line[1:] if begins else line


def _opens_name(phrase: str, *, proper: bool) -> bool:
    return phrase in _UNITS or phrase in _NAMED or phrase in _COMMITTEES or (proper and phrase[:1].isupper())


def _phrase(words: list[str], *, proper: bool) -> tuple[str, int]:
    """The next phrase in reading form and how many words it takes."""
    for size in range(min(len(words), 12), 1, -1):
        if known := _KNOWN.get(_key(words[:size])):
            return known + _tail(words[size - 1]), size
    word = words[0]
    if word.strip(".,()-") in _ABBREVIATIONS or not any(c.isalpha() for c in word):
        return word, 1
    lower = word.lower()
    if lower in _UNITS or lower in _SMALL:
        return lower, 1
    if known := _KNOWN.get(_key(words[:1])):
        return known + _tail(word), 1
    return (lower.title() if proper else lower), 1


def _key(words: list[str]) -> str:
    return place_tones(re.sub(r"[,.;]$", "", " ".join(words).lower()))


def _tail(word: str) -> str:
    return word[-1] if word[-1] in ",.;" else ""


def _laws() -> list[str]:
    """Names of laws in the register, which begin with their kind: Luật Đất đai."""
    return [law.name for law in law_register().laws if law.name.startswith(law.kind) and law.kind in _NAMED_ACTS]


def _entries() -> dict[str, str]:
    heads = [head.capitalize() for head in ORGAN_HEADS if " " in head]
    names = (*ISSUER_NOTATIONS.values(), *FIELDS_OF_WORK, *_NAMED, *PROVINCES, *heads, *_ORGANS)
    entries = {place_tones(name.lower()): name for name in (*_laws(), *names)}
    return entries | {"thành phố": "thành phố", "thị xã": "thị xã", "thị trấn": "thị trấn", "đặc khu": "đặc khu"}


_KNOWN = _entries()
