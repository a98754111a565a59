"""Whose a telephone, an address or an account is: a person's, an institution's, or a placeholder's.

Institutions (agencies, their lines, hotlines) publish their contacts; they are no personal data. Placeholders are the
people of scenarios: "Nguyễn Văn A", "anh B", "ông C"; their numbers are 0123456789 and the like.
"""

import re
from enum import StrEnum

from pipeline.stages.reader.fields.vocabulary import SURNAMES
from pipeline.stages.reader.privacy.text import PageText
from schemas.text import fold

_HOTLINE = re.compile(
    r"duong day nong|hot\s*line|tong dai|truc ban|so nong|dien thoai (?:khan cap|ban tin|tiep nhan|truc)|ban truc|"
    r"duong day|fax\b"
)
_AGENCY = re.compile(
    r"\b(?:so tu phap|so [a-z]+ va|ubnd|uy ban(?: nhan dan)?|hdnd|hoi dong|van phong|trung tam|cong an|toa an|"
    r"phong (?:pho bien|tu phap|cong chung|tiep|hanh chinh|van hoa|lao dong|noi vu|giao duc|canh sat|"
    r"kinh te|tai chinh|"
    r"to chuc|nghiep vu|ho tich|trong tai|phong chong)|vien kiem sat|chi cuc|cuc (?:thue|thi hanh|"
    r"pho bien|cong tac|bo tro)|"
    r"tru so|co quan|nha xuat ban|nha in|tap chi|hop tac xa|cong ty|xi nghiep|kho bac|benh vien|"
    r"tram y te|thanh tra|toa soan|mat tran|lien doan|"
    r"truong (?:dai hoc|cao dang|thpt|thcs|tieu hoc|mam non|chinh tri|trung)|dai (?:phat thanh|truyen hinh)|don vi|"
    r"ban (?:bien tap|quan ly|chi huy|tiep cong dan|tiep dan|chi dao)|hoi (?:lien hiep|nong dan|"
    r"cuu chien|luat gia|chu thap)|"
    r"doan (?:thanh nien|luat su|tncs)|bo (?:tu phap|chi huy|cong an)|bao hiem xa hoi (?:tinh|huyen|"
    r"viet)|to chuc hanh nghe|"
    r"bo phan|to hoa giai|website|bien soan|xuat ban)\b"
)
_PERSON = re.compile(
    r"\b(?:ho(?: va)?(?: chu dem va)? ten|ho,? ten|ten toi|toi ten|nguoi (?:khieu nai|to cao|yeu cau|"
    r"khai|nop|nhan|dai dien|"
    r"lam don|lien he|bao lanh|giam ho)|chu ho|chu tai khoan|sinh (?:ngay|nam)|ngay sinh|nam sinh|"
    r"nguyen don|bi don|bi cao|nha rieng|"
    r"ca nhan|vo|chong|bo me|me de|phu huynh|cong dan|cccd|cmnd|cmtnd|can cuoc|chung minh nhan dan|"
    r"ho chieu|bhxh|bhyt|stk|"
    r"so tai khoan|que quan|thuong tru|noi o|cho o|ho khau)\b"
)
_PAPERS = re.compile(
    r"\b(?:cccd|cmnd|cmtnd|can cuoc|chung minh nhan dan|ho chieu|so bhxh|so so bhxh|ma so (?:bhxh|"
    r"bao hiem)|bhyt|stk|nha rieng|ngay sinh)\b"
)
_STREET = re.compile(
    r"(?:duong|pho|dai lo|quang truong|truong(?: \w+)?|cong vien|xa|phuong|thi tran|cau|ngo|khu|thpt|"
    r"thcs|tieu hoc|chua|hai)\s*$"
)
_NOT_NAMES = frozenset((
    "chỗ", "địa", "nơi", "số", "sinh", "điện", "cccd", "cmnd", "trú", "thường", "hiện", "ngày", "năm", "quê",
    "nghề", "email", "giám", "chủ", "trưởng", "phó", "sđt", "đt", "và", "là", "đt:", "hộ",
))  # fmt: skip
_TITLES = (
    "ông",
    "bà",
    "anh",
    "chị",
    "em",
    "cháu",
    "cô",
    "chú",
    "bác",
    "đồng chí",
    "đ/c",
    "luật sư",
    "ls",
    "thầy",
    "bạn",
)
_UP = "".join(chr(c) for c in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)) if chr(c).isupper())
_LOW = _UP.lower()
_HONORIFIC = re.compile(rf"(?<!\w)(?i:{'|'.join(_TITLES)})[.:]?\s+(?=[{_UP}])")
_GIVEN = re.compile(rf"(?<!\w)(?i:ông|bà|anh|chị|cô|chú|bác|đồng chí)\s+[{_UP}][{_LOW}]+(?=\s*[:).,;\-–]|\s*$)")
"""Somebody called by the given name alone: "chị Hoa:"."""
_FOLDED_TITLES = frozenset(fold(word) for title in _TITLES for word in title.split())
_SYLLABLE = rf"[{_UP}](?:[{_LOW}]+|[{_UP}]+)?"
_INITIAL = re.compile(rf"[A-ZĐ](?!\w)(?!\s+{_SYLLABLE})")
_NAME = re.compile(rf"(?<!\w)(?P<name>{_SYLLABLE}(?:\s+{_SYLLABLE}){{1,4}})(?!\w)")
_FAMILY = frozenset(fold(name) for name in SURNAMES if name.isalpha())
_RISING = "01234567890123456789"
_DUMMY_RUN = 6
_LINES_ABOVE = 5
_LABEL = 30
"""Letters before a contact on its line up to which they are a label, and whose it is stands above."""


class Owner(StrEnum):
    """Whose contact it is."""

    PERSON = "person"
    INSTITUTION = "institution"
    PLACEHOLDER = "placeholder"
    UNKNOWN = "unknown"


def owner_of(text: PageText, start: int, end: int) -> Owner:
    """Whose the contact between two offsets is, from what stands on its line and up to five lines above it.

    Gives: INSTITUTION for hotlines always; otherwise the nearest cue before it wins, a person's on the same line
    before an institution's (an official's mobile telephone is personal data all the same).
    """
    line = text.start_of_line(start)
    same = text.raw[line:start]
    above = text.raw[text.start_of_line(start, back=1) : line]
    after = text.raw[end : min(end + 45, text.end_of_line(end))]
    if _HOTLINE.search(fold(same)) or _HOTLINE.search(fold(after)):
        return Owner.INSTITUTION
    if len(same) < _LABEL and _HOTLINE.search(fold(above)) and _told(same) is Owner.UNKNOWN:
        return Owner.INSTITUTION
    higher = text.raw[text.start_of_line(start, back=_LINES_ABOVE) : line].rstrip("\n").split("\n")
    near = (same, after)
    for piece in near if len(same) > _LABEL else (*near, *reversed(higher)):
        owner = _told(piece)
        if owner is not Owner.UNKNOWN:
            return owner
    return Owner.UNKNOWN


def names_in(raw: str) -> list[tuple[int, int, bool]]:
    """Persons' names in a text: start, end, and whether it is a placeholder."""
    found = []
    for match in _NAME.finditer(raw):
        place, words = match.start(), match["name"].split()
        while words and fold(words[0]) in _FOLDED_TITLES:
            place = raw.index(words[1], place + len(words[0])) if len(words) > 1 else match.end()
            words = words[1:]
        cut = next((i for i, word in enumerate(words) if i and word.lower() in _NOT_NAMES), len(words))
        words = words[:cut]
        if len(words) < 2 or fold(words[0]) not in _FAMILY or _STREET.search(fold(raw[max(place - 16, 0) : place])):
            continue
        end = place
        for word in words:
            end = raw.index(word, end) + len(word)
        found.append((place, end, len(words[-1]) == 1))
    initials = (m.end() for m in _HONORIFIC.finditer(raw) if _INITIAL.match(raw, m.end()))
    return sorted([*found, *((place, place + 1, True) for place in initials)])


def is_dummy(digits: str) -> bool:
    """Whether digits are made up: six rising ones (456789) or six equal ones in a row."""
    runs = (digits[i : i + _DUMMY_RUN] for i in range(len(digits) - _DUMMY_RUN + 1))
    return any(run in _RISING or len(set(run)) == 1 for run in runs)


# -------------------------------------------------------------------------------------------------------------------


def _told(raw: str) -> Owner:
    """The owner that the cues of a line tell: papers and real names before all, then the last cue."""
    folded = fold(raw)
    names = names_in(raw)
    if _PAPERS.search(folded) or any(not placeholder for _, _, placeholder in names) or _called_by_given(raw):
        return Owner.PERSON
    places = {
        Owner.PLACEHOLDER: max((start for start, _, _ in names), default=-1),
        Owner.INSTITUTION: max((m.start() for m in _AGENCY.finditer(folded)), default=-1),
        Owner.PERSON: max((m.start() for m in _PERSON.finditer(folded)), default=-1),
    }
    owner = max(places, key=lambda who: places[who])
    return owner if places[owner] >= 0 else Owner.UNKNOWN


def _called_by_given(raw: str) -> bool:
    """Whether somebody is called by the given name alone; "đường Bà Triệu" and "Hai Bà Trưng" are streets."""
    return any(not _STREET.search(fold(raw[max(m.start() - 16, 0) : m.start()])) for m in _GIVEN.finditer(raw))
