"""Where a named person lives: a name, then an address of the level of a house or a village."""

import re
from collections.abc import Iterator

from pipeline.stages.reader.privacy.context import names_in
from pipeline.stages.reader.privacy.numbers import Found
from pipeline.stages.reader.privacy.text import PageText
from schemas.gate import PersonalKind

_CUE = re.compile(
    r"\b(?:dia chi(?: (?:thuong tru|lien he|nha rieng|cu tru|tam tru|nha))?|thuong tru(?: tai)?|"
    r"tru tai|tam tru(?: tai)?|"
    r"cu tru(?: tai)?|cho o(?: hien (?:nay|tai))?|noi o(?: hien (?:nay|tai))?|noi (?:thuong|cu|"
    r"tam) tru|ngu tai|cu ngu|hktt|"
    r"ho khau(?: thuong tru)?|dkhktt|hien o|o tai|dang o|que quan|tru quan)\b\s*[:;.]?\s*"
)
_HOUSE = (
    r"so (?:nha )?\d{1,4}[a-z]?(?:/\d+)*|\d+\w?(?:/\d+)+|thon|xom|ban|ap|buon|lang|to dan pho|to \d+|"
    r"khu pho|khu dan cu|ngo|ngach|"
    r"hem|kiet|can ho|chung cu|so nha|sn|tdp|kp"
)
_ADDRESS = re.compile(rf"[\s,;:\-–(]*(?:{_HOUSE}|khu|duong|pho|phuong|xa|thi tran|p\.|q\.)\b")
_IN_TOWN = re.compile(r"[\w ,/.]{0,30}\b(?:xa|phuong|thi tran|thon|duong|pho)\b")
_DIRECT = re.compile(rf"\s*[,\-–(;]\s*(?:{_HOUSE})\b")
_AGENCY = re.compile(
    r"\b(?:chu tich|giam doc|truong phong|so tu phap|ubnd|uy ban|cong ty|trung tam|phong |chanh|"
    r"bi thu|chi cuc|truong ban|"
    r"van phong|tru so|co quan|don vi|to chuc|doanh nghiep|toa an|cong an)\b"
)
_END = re.compile(
    r"[.;)](?=\s|$)|\n[^\n:]{2,30}:|,?\s*(?:cccd|cmnd|can cuoc|so dien thoai|dien thoai|sdt|dt:|"
    r"sinh (?:nam|ngay)|so cmnd|email|da co|co "
    r"hanh vi|bi |da |de nghi|yeu cau|nghe nghiep|hien dang|la )"
)
_REACH, _LONGEST = 140, 130


def find_addresses(text: PageText) -> Iterator[Found]:
    """Addresses of named persons, with the name; placeholders' and institutions' are none."""
    taken = -1
    names = names_in(text.raw)
    for (start, end, placeholder), following in zip(names, [*names[1:], None], strict=False):
        if placeholder or start < taken or not _called(text, start):
            continue
        limit = min(len(text.raw), end + _REACH, following[0] if following and following[0] > end else len(text.raw))
        home = _home(text.folded, end, limit)
        if home is None or _AGENCY.search(text.folded, end, home[0]):
            continue
        taken = home[1]
        yield Found(PersonalKind.ADDRESS, start, home[1], 0.92)


# -------------------------------------------------------------------------------------------------------------------

_CALLED = re.compile(
    r"(?:\bong|\bba|\banh|\bchi|\bem|\bchau|\bco|\bchu|\bbac|dong chi|d/c|\bho(?: va|"
    r" ,)?(?: chu dem va)? ten|ten toi la|toi ten la|"
    r"toi la|ten|chu ho|nguyen don|bi don|bi cao|nguoi (?:khieu nai|to cao|yeu cau|khai|nop don|"
    r"lam don|dai dien|lien he|nhan)|"
    r"cong dan|vo|chong|nop don|kinh gui|luat su|gui)\W{0,4}(?:\(?ba\)?|la)?\W{0,3}$"
)


def _called(text: PageText, start: int) -> bool:
    """Whether the words before a name say that a person is meant, not a street or a school."""
    before = text.folded[max(start - 40, 0) : start]
    return bool(_CALLED.search(before)) or before.endswith("\n") or not before.strip()


def _home(folded: str, end: int, limit: int) -> tuple[int, int] | None:
    """Where the address after a name begins and ends."""
    direct = _DIRECT.match(folded, end, limit)
    if direct:
        return direct.start(), _end(folded, direct.end())
    for cue in _CUE.finditer(folded, end, limit):
        if _ADDRESS.match(folded, cue.end()) or _IN_TOWN.match(folded, cue.end(), cue.end() + 60):
            return cue.start(), _end(folded, cue.end())
    return None


def _end(folded: str, start: int) -> int:
    limit = min(start + _LONGEST, len(folded))
    match = _END.search(folded, start, limit)
    return match.start() if match else limit
