"""Archived documents that can be corrected and published: real scans, real PDF/A of our assembler, real ALTO."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipeline.engines.assembly.assemble import assemble_pdf
from pipeline.ports import ObjectStore, Ports
from pipeline.stages.contents import contents, dated
from pipeline.stages.describe import describe
from schemas.claim import Claim
from schemas.ids import Sha256, record_id
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Page
from schemas.record import Record
from tests.fakes.archived import archive_as, make_ports
from tests.fakes.pages import Row, centre, page_from_text
from tests.golden.reader.document import BODY, day, header
from tests.unit.engines.vellum import SERIF

LETTER: tuple[Row, ...] = (
    *header(("ỦY BAN NHÂN DÂN TỈNH THANH HÓA", "SỞ TƯ PHÁP"), "Số: 12/KH-STP", f"Thanh Hóa, {day('2024-03-05')}"),
    centre("KẾ HOẠCH", size=28),
    centre("Phổ biến giáo dục pháp luật năm 2024"),
    *BODY,
)
PRIVATE: tuple[Row, ...] = (
    "Họ và tên: Nguyễn Văn Thử",
    "Số căn cước công dân: 038090001234",
    "Điện thoại: 0912 345 678",
)


def revisable_ports(work: Path, store: ObjectStore | None = None) -> Ports:
    """Memory twins with a real folder for work in hand."""
    return replace(make_ports(store), work=work)


def letter(number: int = 1, *more: Row) -> Page:
    """A page of a plan, and what stands below."""
    return page_from_text(*LETTER, *more, number=number)


def drawn(page: Page) -> Image.Image:
    """The page as a scan: each word as print inside its box."""
    image = Image.new("L", (page.width, page.height), 255)
    draw = ImageDraw.Draw(image)
    for word in page.words:
        font = ImageFont.truetype(SERIF, max(word.box.height - 4, 8))
        draw.text((word.box.x0, word.box.y0), word.text, fill=0, font=font)
    return image


def scanned_pdf(pages: Sequence[Page], folder: Path) -> bytes:
    """The PDF/A that our assembler makes of these pages."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for page in pages:
        data = BytesIO()
        drawn(page).save(data, "JPEG", quality=60, dpi=(page.dpi, page.dpi))
        files.append(folder / f"{page.number}.jpg")
        files[-1].write_bytes(data.getvalue())
    target = folder / "document.pdf"
    assemble_pdf(files, Kind.IMAGE, pages, language="vie", limits=Limits(), work=folder, target=target)
    return target.read_bytes()


def archive_scan(
    ports: Ports, pages: Sequence[Page], folder: Path, claims: Sequence[Claim] | None = None, pdf: bytes | None = None
) -> Record:
    """Archives these pages as a scan, described by the rules of today (or so), with its contents."""
    scan = b"scan of " + repr(pages[0].text).encode()
    name = record_id(Sha256(hashlib.sha256(scan).hexdigest()))
    said = describe(tuple(pages)) if claims is None else tuple(claims)
    found = contents(name, pages, dated=dated(said))
    return archive_as(ports, pages, said, found, scan=scan, pdf=pdf or scanned_pdf(pages, folder))
