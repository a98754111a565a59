"""The signs of a document's text layer: a number and a width for each, and from them the one font that they need.

The font is glyphless (Type0 over CIDFontType2, Identity-H), so any sign of Unicode can be in it; what a sign is stands
in ToUnicode. Numbers are given in the order of first use: the same pages give the same font.
"""

import unicodedata
from collections.abc import Sequence

from pipeline.engines.assembly.glyphless import glyphless_font
from pipeline.engines.assembly.pdf_file import PdfFile
from schemas.errors import EngineFailed

ASCENT, DESCENT = 780, -220
"""Reach of a line of Vietnamese print, marks above and below, in thousandths of its height. Together the size: readers
that know only the size (pdfminer) and readers that know both (poppler, pdfium) find the same box."""
SPACE_STEP = 50
"""Spaces come in widths of this and its multiples, so that one can fill any gap between words in one string."""
_SPACES = 20
_MOST = 0xFFFE
_NAME = b"KHOPBG+Glyphless"
_WIDTHS = {
    250: "ijl.,;:'|!`ıị",
    300: "ftI()[]{}-/\\ ·",
    380: 'rsJ"*“”‘’°',
    600: "AVXYZLESFPTB0123456789+=<>~–",
    680: "CDGHKNOQRUw&",
    780: "mMW%@—…",
}
_WIDTH_OF = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
"""About how wide print is, by base letter: inside a word, letters are found near their ink."""
_WIDTH, _WIDE, _MARK = 500, 1000, 200
_SYSTEM = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(%b)/Supplement 0>>"
_BLOCK = 100


class Alphabet:
    """The signs met so far."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._widths = [SPACE_STEP * (n + 1) for n in range(_SPACES)]

    def encode(self, text: str) -> tuple[bytes, int, int]:
        """The text as a hexadecimal string's inside, its width, and its narrowest sign's, in thousandths of the size.

        It is empty if nothing fits: control signs, lone surrogates and what Unicode says is no character are left out,
        for a PDF/A must not have them.

        Raises:
            EngineFailed: the document has more different signs than a font can hold.
        """
        numbers = [self._number(sign) for sign in text if _fits(sign)]
        widths = [self._widths[n - 1] for n in numbers]
        return b"".join([b"%04X" % n for n in numbers]), sum(widths), min(widths, default=0)

    def space(self, width: float) -> bytes:
        """A space as wide as possible without going beyond ``width`` thousandths (but at the least one step)."""
        return b"%04X" % min(max(int(width) // SPACE_STEP, 1), _SPACES)

    def write_font(self, file: PdfFile, number: int) -> None:
        """Writes the font as object ``number``, and what belongs to it."""
        program = glyphless_font(self._widths, ascent=ASCENT, descent=DESCENT)
        descriptor = file.put(
            b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[0 %d 1000 %d]/ItalicAngle 0/Ascent %d/Descent %d"
            b"/CapHeight %d/StemV 80/FontFile2 %d 0 R>>"
            % (_NAME, DESCENT, ASCENT, ASCENT, DESCENT, ASCENT, file.put_packed(b"/Length1 %d" % len(program), program))
        )
        descendant = file.put(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b%b/FontDescriptor %d 0 R/DW %d/W[1[%b]]"
            b"/CIDToGIDMap/Identity>>"
            % (_NAME, _SYSTEM % b"Identity", descriptor, _WIDTH, b" ".join(b"%d" % w for w in self._widths))
        )
        file.put(
            b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (_NAME, descendant, file.put_packed(b"", self._meanings())),
            number,
        )

    def _number(self, sign: str) -> int:
        if sign not in self._codes:
            self._widths.append(_width(sign))
            if len(self._widths) > _MOST:
                raise EngineFailed(detail="more different signs than a font can hold")
            self._codes[sign] = len(self._widths)
        return self._codes[sign]

    def _meanings(self) -> bytes:
        """The ToUnicode map."""
        pairs = [(n, " ") for n in range(1, _SPACES + 1)] + [(n, sign) for sign, n in self._codes.items()]
        blocks = (pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK))
        return b"".join(
            (
                b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n",
                _SYSTEM % b"UCS" + b"def\n/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n",
                b"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n",
                *(_meant(block) for block in blocks),
                b"endcmap CMapName currentdict/CMap defineresource pop end end\n",
            )
        )


# -------------------------------------------------------------------------------------------------------------------


def _fits(sign: str) -> bool:
    kind = unicodedata.category(sign)
    unassigned = ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF
    return kind not in ("Cc", "Cs") and not unassigned and sign != "\ufeff"


def _width(sign: str) -> int:
    base = unicodedata.normalize("NFD", sign)[0]
    if unicodedata.combining(sign):
        return _MARK
    if unicodedata.east_asian_width(sign) in ("W", "F"):
        return _WIDE
    return _WIDTH_OF.get(base, _WIDTH)


def _meant(block: Sequence[tuple[int, str]]) -> bytes:
    rows = (b"<%04X><%b>\n" % (n, sign.encode("utf-16-be").hex().upper().encode()) for n, sign in block)
    return b"%d beginbfchar\n%bendbfchar\n" % (len(block), b"".join(rows))
