"""Sheets of paper for a public archive: the samples as they were scanned, and drawn ones with given words."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import img2pdf
from PIL import Image, ImageDraw, ImageFont

from schemas.page import Line, Page, PageStatus, Word
from tests.fakes.pages import page_from_text
from tests.samples.truth import ANSWERS, SCANS, TruthPage, load

_FONT = "LiberationSans-Regular.ttf"


def sample(name: str) -> tuple[bytes, tuple[Page, ...]]:
    """A sample's PDF and its pages as a perfect reader would give them: no test of the window waits for OCR."""
    truth = load(next(ANSWERS.rglob(f"{name}.json")))
    files = [SCANS / file for file in truth.files]
    pdf = files[0].read_bytes() if files[0].suffix == ".pdf" else _as_pdf(files)
    return pdf, tuple(map(_read, truth.pages))


def drawn(*pages: Sequence[str]) -> tuple[bytes, tuple[Page, ...]]:
    """A PDF of pages with these lines, and what stands on them."""
    read = tuple(page_from_text(*rows, number=number) for number, rows in enumerate(pages, 1))
    return img2pdf.convert([_picture(page) for page in read]), read


def _as_pdf(files: Sequence[Path]) -> bytes:
    pictures = []
    for file in files:
        out = BytesIO()
        with Image.open(file) as image:
            dpi = image.info.get("dpi", (150, 150))
            image.convert("RGB").save(out, "JPEG", quality=85, dpi=dpi)
        pictures.append(out.getvalue())
    return bytes(img2pdf.convert(pictures))


def _read(page: TruthPage) -> Page:
    lines = tuple(
        Line(
            words=tuple(Word(text=word.text, box=page.upright(word.box), confidence=0.99) for word in line.words),
            block=line.block,
        )
        for line in page.lines
    )
    turned = page.rotation in (90, 270)
    return Page(
        number=page.number, width=page.height if turned else page.width, height=page.width if turned else page.height,
        dpi=page.dpi, status=PageStatus.READ, engine="truth", lines=lines,
    )  # fmt: skip


def _picture(page: Page) -> bytes:
    image = Image.new("L", (page.width, page.height), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(_FONT, 22)
    for word in page.words:
        draw.text((word.box.x0, word.box.y0), word.text, font=font, fill=0)
    out = BytesIO()
    image.save(out, "PNG", dpi=(150, 150))
    return out.getvalue()
