"""Text from outside (file names, OCR, sidecars) made safe to look at: what is hidden in it, or turns it round, shows.

The attack is old (CVE-2021-42574, "Trojan Source"; "gnp.exe" behind U+202E): a control character makes a person read
something else than what is there. Escaping for HTML is the template's business, not this module's.
"""

import unicodedata

_KEPT = frozenset("\n\t")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""General categories nobody sees: controls, format characters (bidi, zero width), lone surrogates, separators."""
_CONTROL_PICTURES = 0x2400
_DELETE = "\x7f"


def shown(text: str) -> str:
    """``text`` with every invisible character but line feed and tab in a visible shape; ordinary text as it is.

    A C0 control becomes its picture (``␀``), everything else hidden its code (``⟨U+202E⟩``). Applying it twice
    changes nothing more.
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character in _KEPT or unicodedata.category(character) not in _HIDDEN:
        return character
    if character == _DELETE:
        return "\u2421"
    if character < " ":
        return chr(_CONTROL_PICTURES + ord(character))
    return f"\u27e8U+{ord(character):04X}\u27e9"
