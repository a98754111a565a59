"""A page keeps its own text and gets the words that are drawn over it: pen, stamps, pictures; in the PDF too."""

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from fpdf import FPDF
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from pipeline.engines.assembly.assemble import assemble_pdf
from pipeline.engines.ocr.kit import load_kit
from pipeline.engines.ocr.options import Options, Reader
from pipeline.engines.overlay import read_overlay
from pipeline.engines.overlay_ink import draw_overlay
from pipeline.engines.page_image import load_page
from pipeline.engines.reader import read_document
from pipeline.engines.sheet import Sheet
from pipeline.engines.text_layer import find_layer
from pipeline.stages.overlay import OVERLAY
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import PageStatus, StampShape
from tests.unit.engines.vellum import LETTER, SERIF

WAYS = {
    "both": Options(),
    "net": Options(readers=frozenset({Reader.NET})),
    "tesseract": Options(readers=frozenset({Reader.TESSERACT})),
}
SLOT = (95, 66, 50, 18)
"""Where the number belongs: left, top, width, height in points from the page's top left corner."""
NUMBER = "1257"


@pytest.fixture(params=WAYS)
def way(request):
    return WAYS[request.param]


def slotted_pdf(path: Path, slot: str = "") -> Path:
    """A born-digital page whose first line is ``Số:`` … ``/QĐ-UBND``, with ``slot`` (if anything) in between."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_font("serif", fname=SERIF)
    pdf.add_page()
    pdf.set_font("serif", size=13)
    pdf.text(65, 80, f"Số:{slot}")
    pdf.text(150, 80, "/QĐ-UBND")
    for number, line in enumerate(LETTER * 3):
        pdf.text(60, 120 + 22 * number, line)
    pdf.output(str(path))
    return path


def picture(text: str = NUMBER, *, colour: str = "black", frame: str | None = None) -> Image.Image:
    """The words as they look at 300 dpi in the slot."""
    _, _, width, height = (round(side * 300 / 72) for side in SLOT)
    image = Image.new("RGB", (width, height), "white")
    font = ImageFont.truetype(SERIF, round(13 * 300 / 72))
    ImageDraw.Draw(image).text((12, 4), text, fill=colour, font=font)
    return image


def stream_of(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    data = BytesIO()
    image.save(data, "JPEG", quality=92)
    return pdf.make_stream(
        data.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip


def rectangle(page: pikepdf.Page) -> tuple[float, float, float, float]:
    left, top, width, height = SLOT
    up = float(page.mediabox[3])
    return left, up - top - height, left + width, up - top


def with_picture(path: Path, image: Image.Image) -> Path:
    """A small picture over the slot, drawn by the page itself."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        x0, y0, x1, y1 = rectangle(page)
        name = page.add_resource(stream_of(pdf, image), Name.XObject)
        page.contents_add(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm {name} Do Q".encode())
        pdf.save()
    return path


def annotated(path: Path, subtype: str, content: bytes, resources: Dictionary) -> Path:
    """An annotation over the slot with that appearance, whose space is the slot in points."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        x0, y0, x1, y1 = rectangle(page)
        if Name.XObject in resources:
            resources.XObject.Im = stream_of(pdf, picture())
        drawn = pdf.make_stream(
            content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, x1 - x0, y1 - y0]), Resources=resources
        )
        note = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([x0, y0, x1, y1]), F=4, AP=Dictionary(N=drawn),
        )  # fmt: skip
        page.obj.Annots = Array([pdf.make_indirect(note)])
        if subtype == "Widget":
            page.obj.Annots[0].FT, page.obj.Annots[0].T = Name.Tx, "so"
            pdf.Root.AcroForm = Dictionary(Fields=Array([page.obj.Annots[0]]))
        pdf.save()
    return path


HELVETICA = Dictionary(Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))
TYPED = b"BT /F 13 Tf 3 4 Td (1257) Tj ET"
PEN = b"0 0 0.6 RG 1.4 w " + b" ".join(
    (
        b"5 12 m 8 14 l 8 3 l S",
        b"14 12 m 16 14 l 20 14 l 21 11 l 14 3 l 22 3 l S",
        b"33 14 m 27 14 l 27 9 l 32 9 l 33 6 l 31 3 l 26 3 l S",
        b"38 14 m 45 14 l 40 3 l S",
    )
)


def read(path: Path, work: Path, options: Options):
    (page,) = read_document(
        [path], Kind.PDF, limits=Limits(), language="vie", options=options, work=work, on_page=lambda done, total: None
    )
    return page


def put_in(page):
    return [word.text for word in page.words if word.rule == OVERLAY]


def made_of(path: Path, page, work: Path) -> str:
    """What pdftotext finds in the archive's PDF."""
    target = work / "made.pdf"
    assemble_pdf([path], Kind.PDF, [page], language="vie", limits=Limits(), work=work, target=target)
    found = subprocess.run(["pdftotext", "-raw", str(target), "-"], capture_output=True, check=True)
    return found.stdout.decode()


def by_pdfium(path: Path) -> str:
    with pdfium.PdfDocument(path) as pdf:
        return str(pdf[0].get_textpage().get_text_range())


# --- what is read --------------------------------------------------------------------------------------------------


def test_a_picture_of_a_number_in_its_slot_is_read_in_its_place(tmp_path, way):
    page = read(with_picture(slotted_pdf(tmp_path / "a.pdf"), picture()), tmp_path, way)

    (number,) = [word for word in page.words if word.rule == OVERLAY]
    assert (page.status, number.text) == (PageStatus.KEPT, NUMBER)
    assert page.lines[0].text == f"Số: {NUMBER}"
    assert 0.5 <= number.confidence < 1
    scale = 300 / 72
    left, top, width, height = (side * scale for side in SLOT)
    assert left <= number.box.x0 < number.box.x1 <= left + width
    assert top <= number.box.y0 < number.box.y1 <= top + height
    assert "pdftotext" in page.engine
    assert "+" in page.engine


@pytest.mark.parametrize("subtype", ["Stamp", "Widget"])  # a digital signature's picture is a widget
def test_an_annotation_that_is_a_picture_is_read(tmp_path, subtype):
    image = b"q 50 0 0 18 0 0 cm /Im Do Q"
    path = annotated(slotted_pdf(tmp_path / "a.pdf"), subtype, image, Dictionary(XObject=Dictionary()))

    assert put_in(read(path, tmp_path, Options())) == [NUMBER]


def test_a_pen_annotation_is_read(tmp_path, way):
    path = annotated(slotted_pdf(tmp_path / "a.pdf"), "Ink", PEN, Dictionary())

    assert put_in(read(path, tmp_path, way)) == [NUMBER]


@pytest.mark.parametrize("colour", ["red", "blue"])
def test_ink_of_any_colour_is_read(tmp_path, colour):
    path = with_picture(slotted_pdf(tmp_path / "a.pdf"), picture(colour=colour))

    assert put_in(read(path, tmp_path, Options())) == [NUMBER]


def test_a_number_over_dots_takes_their_place(tmp_path):
    path = with_picture(slotted_pdf(tmp_path / "a.pdf", "................"), picture())

    assert read(path, tmp_path, Options()).lines[0].text == f"Số: {NUMBER}"


@pytest.mark.parametrize("subtype", ["FreeText", "Stamp", "Widget"])
def test_typed_annotations_come_with_the_text_layer_and_once_only(tmp_path, subtype):
    path = annotated(slotted_pdf(tmp_path / "a.pdf"), subtype, TYPED, HELVETICA)

    page = read(path, tmp_path, Options())

    assert [word.text for word in page.words].count(NUMBER) == 1
    assert put_in(page) == []
    assert page.engine.startswith("pdftotext")


# --- what is not ---------------------------------------------------------------------------------------------------


def test_a_page_with_nothing_over_its_text_is_not_drawn(tmp_path):
    assert draw_overlay(Sheet(file=slotted_pdf(tmp_path / "a.pdf"), index=0), tmp_path) is None


@pytest.mark.parametrize("flag", [2, 32])
def test_a_hidden_annotation_is_none(tmp_path, flag):
    path = annotated(slotted_pdf(tmp_path / "a.pdf"), "Ink", PEN, Dictionary())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Annots[0].F = flag
        pdf.save()

    assert draw_overlay(Sheet(file=path, index=0), tmp_path) is None


def test_a_picture_of_words_that_the_page_says_itself_adds_nothing(tmp_path):
    path = with_picture(slotted_pdf(tmp_path / "a.pdf", f" {NUMBER}"), picture())

    page = read(path, tmp_path, Options())

    assert put_in(page) == []
    assert page.lines[0].text == f"Số: {NUMBER}"


@pytest.mark.parametrize("strips", [1, 6])
def test_a_scan_behind_its_own_text_layer_is_no_overlay(tmp_path, strips):
    path = slotted_pdf(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        name = page.add_resource(stream_of(pdf, picture()), Name.XObject)
        width, height = float(page.mediabox[2]), float(page.mediabox[3]) / strips
        drawn = "".join(f"q {width} 0 0 {height} 0 {n * height} cm {name} Do Q " for n in range(strips))
        page.contents_add(drawn.encode(), prepend=True)
        pdf.save()

    assert draw_overlay(Sheet(file=path, index=0), tmp_path) is None


def test_a_scribble_is_no_word(tmp_path, way):
    scribble = b"0 0 0.6 RG 1 w 2 4 m " + b" ".join(
        b"%d %d %d %d %d %d c" % (x, 16, x + 2, 1, x + 5, 9) for x in range(4, 44, 4)
    )
    path = annotated(slotted_pdf(tmp_path / "a.pdf"), "Ink", scribble + b" S", Dictionary())

    assert put_in(read(path, tmp_path, way)) == []


def test_a_seal_is_a_stamp_and_no_word(tmp_path, way):
    seal = Image.new("RGB", (500, 500), "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((20, 20, 480, 480), outline="red", width=12)
    draw.ellipse((110, 110, 390, 390), outline="red", width=5)
    path = slotted_pdf(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        name = pdf.pages[0].add_resource(stream_of(pdf, seal), Name.XObject)
        pdf.pages[0].contents_add(f"q 100 0 0 100 350 60 cm {name} Do Q".encode())
        pdf.save()

    found = seen_over(path, way)

    assert [stamp.shape for stamp in found.stamps] == [StampShape.ROUND]
    assert found.lines == ()


def seen_over(path: Path, options: Options):
    """The overlay of the first page, read in this process."""
    sheet = Sheet(file=path, index=0)
    page = load_page(sheet, Kind.PDF, Limits(), wanted_dpi=200.0)
    return read_overlay(sheet, page, load_kit("vie", options), seconds=120.0)


def test_lines_are_read_by_whatever_reader_is_there(tmp_path, way):
    found = seen_over(with_picture(slotted_pdf(tmp_path / "a.pdf"), picture()), way)

    assert [line.text for line in found.lines] == [NUMBER]
    assert all(word.rule == OVERLAY for line in found.lines for word in line.words)


@pytest.mark.parametrize("drawn", ["", "white"])
def test_what_cannot_be_seen_is_no_overlay(tmp_path, drawn):
    path = slotted_pdf(tmp_path / "a.pdf")
    if drawn:
        with_picture(path, Image.new("RGB", (200, 70), drawn))

    assert seen_over(path, Options()) is None


@pytest.mark.parametrize("content", [b"1 0 0 cm", b"Do", b"/None Do", b"Q", b"/None gs"])
def test_a_faulty_operator_costs_nothing(tmp_path, content):
    path = with_picture(slotted_pdf(tmp_path / "a.pdf"), picture())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(content)
        pdf.save()

    assert [line.text for line in seen_over(path, Options()).lines] == [NUMBER]


def test_a_page_that_cannot_be_followed_keeps_its_text_alone(tmp_path):
    path = with_picture(slotted_pdf(tmp_path / "a.pdf"), picture())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"(a) (b) (c) (d) (e) (f) cm")
        pdf.save()

    assert seen_over(path, Options()) is None


# --- the archive's PDF ---------------------------------------------------------------------------------------------


def turned(path: Path, rotate: int) -> Path:
    """The page stored lying, and shown as before through /Rotate."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        width, height = float(page.mediabox[2]), float(page.mediabox[3])
        page.contents_add(
            {90: b"q 0 1 -1 0 %f 0 cm" % height, 270: b"q 0 -1 1 0 0 %f cm" % width}[rotate], prepend=True
        )
        page.contents_add(b"Q")
        page.mediabox, page.obj.Rotate = [0, 0, height, width], rotate
        pdf.save()
    return path


@pytest.mark.parametrize("rotate", [0, 90, 270])
def test_the_words_can_be_found_in_the_archive_s_pdf_in_their_place(tmp_path, rotate):
    path = with_picture(slotted_pdf(tmp_path / "a.pdf"), picture())
    page = read(turned(path, rotate) if rotate else path, tmp_path, Options())

    found = made_of(path, page, tmp_path)

    assert page.status is PageStatus.KEPT
    assert sorted(found.split()) == sorted(word.text for word in page.words)
    again = find_layer(Sheet(file=tmp_path / "made.pdf", index=0), width=page.width, height=page.height, seconds=120.0)
    (there,) = [word.box for word in again.words if word.text == NUMBER]
    (read_at,) = [word.box for word in page.words if word.text == NUMBER]
    assert [there.x0, there.x1] == pytest.approx([read_at.x0, read_at.x1], abs=6)
    assert (there.y0 + there.y1) / 2 == pytest.approx((read_at.y0 + read_at.y1) / 2, abs=12)


def test_a_pen_annotation_s_words_can_be_found_by_programs_that_skip_annotations(tmp_path):
    path = annotated(slotted_pdf(tmp_path / "a.pdf"), "Ink", PEN, Dictionary())
    page = read(path, tmp_path, Options())

    made_of(path, page, tmp_path)

    assert by_pdfium(tmp_path / "made.pdf").split().count(NUMBER) == 1
