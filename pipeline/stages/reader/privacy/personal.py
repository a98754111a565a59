"""Personal data on the pages: numbers, mail addresses, addresses of named persons. Boxes only, never the value.

Law 91/2025/QH15 on the protection of personal data; domain notes 7. Contacts of institutions and the invented people
of scenarios are left alone (`personal_context`).
"""

from collections.abc import Sequence

from pipeline.stages.reader.privacy.address import find_addresses
from pipeline.stages.reader.privacy.mail import find_mails
from pipeline.stages.reader.privacy.numbers import Found, find_numbers
from pipeline.stages.reader.privacy.text import PageText
from schemas.gate import PersonalFinding
from schemas.page import Page

_RULE = "personal@1"


def personal_data(pages: Sequence[Page]) -> tuple[PersonalFinding, ...]:
    """Everything on the pages that looks like personal data, in their order.

    Takes: all pages as read. Gives: kind, page and boxes (whole words, one box a line) with a confidence that is the
    rule's reliability times how surely the words were read; the value itself is in no field.
    """
    return tuple(finding for page in pages if page.lines for finding in _on(page))


# -------------------------------------------------------------------------------------------------------------------


def _on(page: Page) -> list[PersonalFinding]:
    text = PageText(page)
    found = sorted({*find_numbers(text), *find_mails(text), *find_addresses(text)}, key=lambda f: (f.start, f.end))
    return [_finding(text, one) for one in found]


def _finding(text: PageText, found: Found) -> PersonalFinding:
    return PersonalFinding(
        kind=found.kind,
        page=text.page.number,
        boxes=text.boxes(found.start, found.end),
        confidence=round(found.reliability * text.confidence(found.start, found.end), 3),
        rule=_RULE,
    )
