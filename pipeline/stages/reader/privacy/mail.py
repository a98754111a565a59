"""Electronic mail addresses that are persons': not an authority's (gov.vn), not an office's mailbox."""

import re
from collections.abc import Iterator

from pipeline.stages.reader.privacy.context import Owner, owner_of
from pipeline.stages.reader.privacy.numbers import Found
from pipeline.stages.reader.privacy.text import PageText
from schemas.gate import PersonalKind

_MAIL = re.compile(
    r"(?<![\w.])(?P<box>[a-z][a-z0-9._+\-]{1,48}\d\s\d{1,3}|[a-z0-9][a-z0-9._+\-]{1,48}?)\s?(?:@|©|®|\(a\)|\(@\)|\[at\]|\(at\))\s?"
    r"(?P<domain>[a-z0-9\-]+(?:\s?[.,]\s?[a-z0-9\-]+){0,3}?\s?[.,]\s?(?:vn|com|net|org|info|edu|me|gov|asia|c0m|corn))(?![\w])(?![.,]\w)"
)
_OFFICIAL = re.compile(r"gov|edu[.,]|org[.,]|moj|mil\b|chinhphu|quochoi|toaan|vksnd|dcs|mattran|baohiem")
_OFFICE = re.compile(
    r"info|contact|lienhe|hotro|support|admin|bientap|toasoan|vanthu|vanphong|vp[._]|sotuphap|stp|tuphap|phong|trungtam|"
    r"pbgdpl|ubnd|hdnd|congan|hoidong|tgpl|trogiup|congty|cty|office|webmaster|tuvan|banbien|ttdt|bantin|noreply|truong|"
    r"hoiphunu|hoinongdan|doanthanhnien|luatsu|vpls|inan|nxb|bao[._]|dichvu|cskh|marketing|sales"
)
_FREE = re.compile(r"gmai|yaho|hotmai|outlook|icloud|proton|live|ymail|zoho|rocketmail")
"""Mail for everybody: an office's mailbox there is told by its name only."""


def find_mails(text: PageText) -> Iterator[Found]:
    """Persons' mail addresses in the page's text."""
    if not any(sign in text.folded for sign in "@©®") and "(a" not in text.folded and "[at" not in text.folded:
        return
    for match in _MAIL.finditer(text.folded):
        domain = re.sub(r"\s", "", match["domain"]).replace(",", ".")
        if _OFFICIAL.search(domain) or _OFFICE.search(match["box"]):
            continue
        owner = owner_of(text, match.start(), match.end())
        if owner is Owner.INSTITUTION and not _FREE.match(domain):
            continue
        if owner is Owner.PLACEHOLDER and match["box"].startswith(("nguyenvana", "abc", "example", "ten")):
            continue
        yield Found(PersonalKind.EMAIL, match.start(), match.end(), 0.95 if owner is Owner.PERSON else 0.88)
