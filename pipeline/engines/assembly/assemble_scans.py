"""Our own assembler: a document that is all scans as PDF/A-2b, checked by pikepdf's validator once it is written.

A tenth of what OCRmyPDF takes for the same, and the same input gives the same bytes. Not for pages that show anything
but one picture.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from pikepdf.pdfa import Finding, validate_written

from pipeline.engines.assembly.metadata import xmp
from pipeline.engines.assembly.scan import Scan
from pipeline.engines.assembly.write_scans import write_scans
from schemas.page import Page

_FLAVOUR = "2b"


def assemble_scans(
    scans: Iterable[Scan],
    pages: Sequence[Page],
    *,
    target: Path,
    title: str | None = None,
    created: datetime | None = None,
) -> bool:
    """Writes the PDF to ``target``, and says whether it is valid PDF/A-2b.

    Args:
        scans: the pages, each asked for when it is written.
        pages: their readings, as many; those that have lines get them as invisible text.
        target: where to write.
        title: the document's title, for its metadata; left out if None.
        created: the date, aware; left out if None.

    Raises:
        EngineFailed: a page has a size that no PDF/A may have.
        Whatever the scans raise.
    """
    return write_checked(scans, pages, metadata=xmp(title, created), target=target)


def write_checked(scans: Iterable[Scan], pages: Sequence[Page], *, metadata: bytes, target: Path) -> bool:
    """The same with an XMP packet that is there already."""
    with target.open("wb") as out:
        write_scans(scans, pages, metadata=metadata, out=out)
    return all(_is_jpx(finding) for finding in validate_written(target, _FLAVOUR).findings)


# -------------------------------------------------------------------------------------------------------------------


def _is_jpx(finding: Finding) -> bool:
    """Whether the validator only says that it cannot judge JPEG 2000: `jpx_space` has judged all that comes here."""
    return finding.kind == "unsupported" and finding.where.endswith("/Filter")
