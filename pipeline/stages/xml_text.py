"""Text as XML may hold it."""

import re

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """``text`` with each character that XML 1.0 forbids (controls, lone surrogates) as U+FFFD; other text as it is."""
    return _NOT_XML.sub("\ufffd", text)
