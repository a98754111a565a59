"""What text in a legacy Vietnamese font encoding says: TCVN3 (.VnTime), VNI, and TCVN3 conversion done twice.

Only for judging a text layer and for showing what it would say; nothing decoded here is archived as text.
The tables follow TCVN 5712:1993 (VN3) and the VNI-Windows layout, as those fonts' glyphs lie over Latin-1.
"""

import re
from collections.abc import Callable

_TCVN3_CODES = (
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ®",
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
)
_TCVN3_CAPITALS = ("¡¢§£¤¥¦", "ĂÂĐÊÔƠƯ")
_TCVN3 = str.maketrans("".join((_TCVN3_CODES[0], _TCVN3_CAPITALS[0])), "".join((_TCVN3_CODES[1], _TCVN3_CAPITALS[1])))
_TWICE = {ord(wrong): code for code, wrong in zip(*_TCVN3_CODES, strict=True) if code.isalpha() and code not in "ýªµ"}
"""A Unicode text put through a TCVN3 converter: á (code E1) became ỏ, ã became ó, í became ớ."""

_VNI_AFTER = {
    "a": dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = re.compile("|".join(f"{base}[{''.join(marks)}]" for base, marks in _VNI_AFTER.items()) + "|[ôöñæóòî]")


def from_tcvn3(text: str) -> str:
    """``text`` as a .VnTime font shows it (`QuyÕt ®Þnh` → `Quyết định`)."""
    return text.translate(_TCVN3)


def from_twice_converted(text: str) -> str:
    """``text`` before a needless TCVN3 conversion (`giỏo phỏp` → `giáo pháp`); words that were sound become wrong."""
    return text.translate(_TWICE)


def from_vni(text: str) -> str:
    """``text`` as a VNI font shows it, in lower case (`Quyeát ñònh` → `quyết định`)."""
    return _VNI.sub(_vni_letter, text.lower())


def _vni_letter(match: re.Match[str]) -> str:
    found = match.group()
    return _VNI_ALONE[found] if len(found) == 1 else _VNI_AFTER[found[0]][found[1]]


DECODERS: tuple[Callable[[str], str], ...] = (from_tcvn3, from_vni, from_twice_converted)
"""Every way a text may have to be read; each leaves plain ASCII as it is (but for case)."""
