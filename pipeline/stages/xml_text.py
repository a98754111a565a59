"""Text as XML may hold it."""

import re

_MARKUP = re.compile(r"[&<>\"\t\n\r]")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """``text`` with each character that XML 1.0 forbids (controls, lone surrogates) as U+FFFD; other text as it is."""
    return _NOT_XML.sub("\ufffd", text)


def escaped(text: str) -> str:
    """``text`` as it stands in the source of an XML file, between tags or in double quotes."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", xml_text(text))
