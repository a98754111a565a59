"""What the archive's PDF says of itself: XMP metadata that calls it PDF/A-2b, and the colours it is meant in."""

from datetime import datetime
from importlib.resources import files
from xml.sax.saxutils import escape

from pipeline.engines.assembly.pdf_file import PdfFile

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><pdf:Producer>Kho PBGDPL</pdf:Producer>\
{title}{created}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_TITLE = '\n<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>'
_CREATED = "\n<xmp:CreateDate>{0}</xmp:CreateDate><xmp:ModifyDate>{0}</xmp:ModifyDate>"


def xmp(title: str | None, created: datetime | None) -> bytes:
    """The XMP packet; a title or date that is not given is not there."""
    named = _TITLE.format(escape(_allowed(title))) if title else ""
    dated = _CREATED.format(created.isoformat(timespec="seconds")) if created else ""
    return _XMP.format(title=named, created=dated).encode()


def put_output_intent(file: PdfFile) -> int:
    """Writes the output intent sRGB, with the free profile that pikepdf brings, and gives its number."""
    profile = files("pikepdf.pdfa").joinpath("data", "sRGB.icc").read_bytes()
    number = file.put_packed(b"/N 3", profile)
    return file.put(
        b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile %d 0 R>>"
        % number
    )


def _allowed(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
