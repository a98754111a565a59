"""What stamps say stands in the archive's PDF as notes: read back by programs, seen by nobody, in both assemblers."""

import subprocess
from io import BytesIO

import numpy as np
import page as page_validation
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from PIL import ImageDraw

from pipeline.engines.assembly.assemble import assemble_pdf
from pipeline.engines.assembly.layer import MARK
from pipeline.engines.assembly.pdf_scans import are_scans
from pipeline.engines.assembly.relayer import relayer
from pipeline.engines.assembly.scan import Placement
from pipeline.engines.assembly.stamp_notes import stamp_notes
from pipeline.engines.assembly.working_pdf import write_working_pdf
from pipeline.engines.own_image import find_own_image
from pipeline.engines.stamp_note import is_stamp_note
from pipeline.engines.text_layer import has_fonts
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Box, PageStatus, Stamp, StampShape
from tests.unit.engines.own_pdf import boxes, page, poppler, word
from tests.unit.engines.test_own_assembler import changed, with_outline
from tests.unit.engines.vellum import page_image, save, scan_pdf, typed_pdf

LIMITS = Limits()
SEAL = Box(x0=600, y0=300, x1=800, y1=400)
ARRIVED = "ĐẾN Số: 1245 Ngày 07/11/2026"


def stamp(text=ARRIVED, box=SEAL, shape=StampShape.RECTANGULAR):
    return Stamp(box=box, shape=shape, text=text, confidence=0.9 if text else 0.0)


def read(*stamps, number=1, **more):
    lines = [[word("Căn"), word("cứ", 220, 100, 260, 130)]]
    return page(lines, width=1000, height=500, number=number, stamps=stamps, **more)


def stamped():
    """A page with a black block where `SEAL` is."""
    image = page_image()
    ImageDraw.Draw(image).rectangle((SEAL.x0, SEAL.y0, SEAL.x1, SEAL.y1), fill="black")
    return image


def jpeg(folder, image):
    return save(image, folder / "a.jpg")


def plain_pdf(folder, image):
    return scan_pdf(folder / "a.pdf", [image])


def pdf_for_ocrmypdf(folder, image):
    return changed(plain_pdf(folder, image), with_outline)


SOURCES = (jpeg, plain_pdf, pdf_for_ocrmypdf)


def assembled(source, pages, folder, name="out.pdf"):
    work, target = folder / "work", folder / name
    work.mkdir(exist_ok=True)
    kind = Kind.PDF if source.suffix == ".pdf" else Kind.IMAGE
    assemble_pdf([source], kind, pages, language="vie", limits=LIMITS, work=work, target=target)
    return target


def faults(pdf):
    report = page_validation.validate_pdf(str(pdf), profile=page_validation.ValidationProfile.PDF_A_2B)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def notes(pdf, number=0):
    """Name, subject and text of a page's notes, by pikepdf."""
    with pikepdf.open(pdf) as opened:
        found = opened.pages[number].get("/Annots", ())
        return [(str(note.NM), str(note.Subj), str(note.Contents)) for note in found]


def notes_by_miner(pdf):
    with pdf.open("rb") as file:
        (sheet,) = PDFPage.get_pages(file)
        found = [resolve1(note) for note in resolve1(sheet.annots) or ()]
    return [note["Contents"].decode("utf-16") for note in found]


def drawn(pdf):
    return subprocess.run(["pdftoppm", "-r", "100", str(pdf)], capture_output=True, check=True).stdout


def rectangle(body):
    with pikepdf.new():
        return [float(edge) for edge in pikepdf.Object.parse(b"<<" + body + b">>").Rect]


# --- the notes in the PDF ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES)
def test_a_stamp_s_text_is_read_back_from_valid_pdfa(tmp_path, source):
    pdf = assembled(source(tmp_path, page_image()), [read(stamp())], tmp_path)

    assert faults(pdf) == []
    assert notes(pdf) == [("kho-dau-1", "Dấu", ARRIVED)]
    assert notes_by_miner(pdf) == [ARRIVED]


@pytest.mark.parametrize("source", SOURCES)
def test_nobody_sees_it_and_the_page_s_text_is_the_same(tmp_path, source):
    scan = source(tmp_path, stamped())
    without = assembled(scan, [read()], tmp_path, "without.pdf")

    pdf = assembled(scan, [read(stamp(), stamp("Nguyễn Văn A", Box(x0=0, y0=0, x1=90, y1=40)))], tmp_path)

    assert len(notes(pdf)) == 2
    assert drawn(pdf) == drawn(without)
    assert drawn_by_pdfium(pdf) == drawn_by_pdfium(without)
    assert boxes(pdf) == boxes(without)
    for way in ((), ("-raw",), ("-layout",)):
        assert poppler(pdf, *way) == poppler(without, *way)


def drawn_by_pdfium(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=1, may_draw_forms=True).to_numpy().tobytes()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("source", SOURCES)
def test_it_lies_on_the_stamp_whichever_way_the_page_lay(tmp_path, source, turn):
    scan = source(tmp_path, stamped().rotate(turn, expand=True))

    pdf = assembled(scan, [read(stamp(), rotation=turn)], tmp_path)

    as_stored = BytesIO()
    with pikepdf.open(pdf) as opened:
        left, low, right, high = (float(edge) for edge in opened.pages[0].Annots[0].Rect)
        assert opened.pages[0].get("/Rotate", 0) == turn
        opened.pages[0].Rotate = 0
        opened.save(as_stored)
    with pypdfium2.PdfDocument(as_stored) as document:
        pixels = document[0].render(scale=4).to_numpy()[..., 0]
    left, right = round(4 * left), round(4 * right)
    top, bottom = len(pixels) - round(4 * high), len(pixels) - round(4 * low)
    assert pixels[top + 3 : bottom - 3, left + 3 : right - 3].max() < 60
    assert sorted((bottom - top, right - left)) == pytest.approx([100 / 150 * 72 * 4, 200 / 150 * 72 * 4], abs=2)
    assert min(pixels[top - 9, left - 9], pixels[bottom + 9, right + 9]) > 200


def test_a_stamp_that_nobody_could_read_has_no_note_but_a_number(tmp_path):
    """A name stays with its stamp, also when another stamp is read later."""
    silent = stamp(None, shape=StampShape.ROUND)

    pdf = assembled(jpeg(tmp_path, page_image()), [read(silent, stamp("ĐÃ THU PHÍ"))], tmp_path)
    mute = assembled(jpeg(tmp_path, page_image()), [read(silent)], tmp_path, "mute.pdf")

    assert notes(pdf) == [("kho-dau-2", "Dấu", "ĐÃ THU PHÍ")]
    assert notes(mute) == []
    with pikepdf.open(mute) as opened:
        assert "/Annots" not in opened.pages[0]


def test_the_flags_are_those_of_pdfa_and_the_look_is_shared(tmp_path):
    pages = [read(stamp("một"), stamp("hai")), read(stamp("ba"), number=2)]
    pdf = assembled(scan_pdf(tmp_path / "a.pdf", [page_image()] * 2), pages, tmp_path)

    with pikepdf.open(pdf) as opened:
        found = [note for sheet in opened.pages for note in sheet.Annots]
        assert [int(note.F) for note in found] == [4, 4, 4]
        assert len({note.AP.N.objgen for note in found}) == 1
        assert [str(note.Contents) for note in found] == ["một", "hai", "ba"]
    assert faults(pdf) == []


def test_a_page_that_keeps_its_text_gets_notes_of_what_is_stamped_over_it(tmp_path):
    kept = page([[word("Căn")]], width=2480, height=3508, dpi=300.0, stamps=(stamp("SAO Y"),))
    kept = kept.model_copy(update={"status": PageStatus.KEPT})

    pdf = assembled(typed_pdf(tmp_path / "a.pdf", [["Hello"]]), [kept], tmp_path)

    assert faults(pdf) == []
    assert notes(pdf) == [("kho-dau-1", "Dấu", "SAO Y")]
    assert poppler(pdf).split() == ["Hello"]


# --- again ---------------------------------------------------------------------------------------------------------


def test_the_same_reading_gives_the_same_bytes(tmp_path):
    scan = jpeg(tmp_path, page_image())

    first = assembled(scan, [read(stamp())], tmp_path, "1.pdf").read_bytes()

    assert assembled(scan, [read(stamp())], tmp_path, "2.pdf").read_bytes() == first


@pytest.mark.parametrize("source", [jpeg, plain_pdf])
@pytest.mark.parametrize("after", [(stamp(),), (stamp("ĐẾN Số: 1246"), stamp("SAO Y")), ()])
def test_a_new_text_layer_brings_new_notes(tmp_path, source, after):
    """Law: relayer(assemble(words, stamps), corrected) = assemble(corrected), byte for byte."""
    scan = source(tmp_path, page_image())
    before = assembled(scan, [read(stamp())], tmp_path, "before.pdf")
    wanted = assembled(scan, [read(*after)], tmp_path, "wanted.pdf")

    relayer(before, [read(*after)], tmp_path / "new.pdf")

    assert (tmp_path / "new.pdf").read_bytes() == wanted.read_bytes()


def test_our_own_pdf_dropped_again_is_still_a_scan_without_text_but_its_layer_s(tmp_path):
    ours = assembled(jpeg(tmp_path, page_image()), [read(stamp())], tmp_path)

    assert are_scans(ours, [read()], LIMITS)
    with pikepdf.open(ours) as opened:
        assert find_own_image(opened.pages[0], LIMITS) is not None
        opened.pages[0].Resources = pikepdf.Dictionary()
        assert not has_fonts(opened.pages[0])
    again = assembled(ours, [read(stamp("SAO Y"))], tmp_path, "again.pdf")
    assert notes(again) == [("kho-dau-1", "Dấu", "SAO Y")]
    with pikepdf.open(again) as opened:
        assert opened.pages[0].Contents[1].read_bytes().startswith(MARK)


@pytest.mark.parametrize(
    ("status", "names"),
    [
        (PageStatus.READ, ["kho-dau-1"]),  # a person's note with a look makes the page a picture of itself
        (PageStatus.KEPT, ["kho-dau-1", "một người", "kho-dau-2"]),
        (PageStatus.FAILED, ["kho-dau-1", "một người", "kho-dau-2"]),
    ],
)
def test_ocrmypdf_s_pages_lose_our_old_notes_only_if_they_were_read_anew(tmp_path, status, names):
    def with_a_person_s_note(pdf):
        with_outline(pdf)
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], F=28)
        note.NM, note.Contents = "một người", "xem lại"
        note.AP = pikepdf.Dictionary(N=pdf.make_stream(b"", Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1]))
        pdf.pages[0].Annots.append(pdf.make_indirect(note))

    ours = assembled(jpeg(tmp_path, page_image()), [read(stamp())], tmp_path)
    mixed = changed(ours, with_a_person_s_note)
    reading = read(stamp("SAO Y")).model_copy(update={"status": status})

    write_working_pdf(mixed, [reading], efforts={}, limits=LIMITS, target=tmp_path / "working.pdf")

    with pikepdf.open(tmp_path / "working.pdf") as opened:
        found = [str(note.NM) for note in opened.pages[0].get("/Annots", ())]
    assert found == names


def test_what_only_looks_like_one_of_ours_is_not():
    with pikepdf.new() as pdf:
        shows = pdf.make_stream(b"0 0 1 1 re f")
        empty = pdf.make_stream(b"")
        ours = {"/Subtype": pikepdf.Name.Stamp, "/NM": "kho-dau-1", "/AP": pikepdf.Dictionary(N=empty)}

        assert is_stamp_note(pikepdf.Dictionary(ours))
        for other in (
            {"/Subtype": pikepdf.Name.Square},
            {"/NM": "dau-1"},
            {"/NM": pikepdf.Name.None_},
            {"/AP": pikepdf.Dictionary(N=shows)},
            {"/AP": pikepdf.Dictionary()},
            {"/AP": 1},
        ):
            assert not is_stamp_note(pikepdf.Dictionary({**ours, **other}))
        assert not is_stamp_note(pikepdf.Array([]))


# --- where it stands -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        (0, [110, 370, 310, 470]),
        (90, [60, 120, 160, 320]),
        (180, [710, 70, 910, 170]),
        (270, [360, 720, 460, 920]),
    ],
)
def test_a_box_is_mapped_to_the_page_as_stored(turn, wanted):
    """A page shown 1000 × 500 points, its corner at (10, 20); the box is 100 from its left and 50 from its top."""
    width, height = (500, 1000) if turn % 180 else (1000, 500)
    at = Placement(x=10, y=20, width=width, height=height, turn=turn)
    made = read(stamp(box=Box(x0=100, y0=50, x1=300, y1=150)))

    (body,) = stamp_notes(made, at)

    assert rectangle(body) == wanted


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40),
    edges=st.tuples(*[st.integers(-50, 2000)] * 4),
    turn=st.sampled_from([0, 90, 180, 270]),
)
def test_any_text_comes_back_and_no_note_leaves_the_page(text, edges, turn):
    x0, x1 = sorted(edges[:2])
    y0, y1 = sorted(edges[2:])
    at = Placement(x=0, y=0, width=612, height=792, turn=turn)

    (body,) = stamp_notes(read(stamp(text, Box(x0=x0, y0=y0, x1=x1, y1=y1))), at)

    left, low, right, high = rectangle(body)
    assert 0 <= left <= right <= 612
    assert 0 <= low <= high <= 792
    assert bytes(pikepdf.Object.parse(b"<<" + body + b">>").Contents).decode("utf-16") == text
    assert np.isfinite([left, low, right, high]).all()
