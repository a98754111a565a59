"""A new text layer for a PDF of ours: as if it had been assembled with the corrected words, nothing else touched."""

import pikepdf
import pytest
from PIL import Image

from pipeline.engines.assembly.assemble import assemble_pdf
from pipeline.engines.assembly.assemble_scans import assemble_scans
from pipeline.engines.assembly.relayer import has_own_layer, relayer
from schemas.errors import EngineFailed
from schemas.inspection import Kind
from schemas.limits import Limits
from tests.unit.engines.own_pdf import blank_scan, page, poppler, word, written
from tests.unit.engines.test_own_assembler import SCANNER
from tests.unit.engines.vellum import page_image, save, scan_pdf, typed_pdf


def read(text="Cân", number=1, **more):
    return page([[word(text)]], width=1000, height=500, number=number, **more)


def assembled(source, pages, target, tmp_path):
    kind = Kind.PDF if source.suffix == ".pdf" else Kind.IMAGE
    assemble_pdf([source], kind, pages, language="vie", limits=Limits(), work=tmp_path, target=target)
    return target


def mirrored(path):
    exif = Image.Exif()
    exif[0x0112] = 5
    return save(page_image().transpose(Image.Transpose.TRANSPOSE), path, exif=exif)


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: save(page_image(), folder / "a.jpg"),
        lambda folder: save(page_image(), folder / "a.jpg", icc_profile=SCANNER),
        lambda folder: save(page_image(), folder / "a.jp2"),
        lambda folder: save(page_image().convert("1"), folder / "a.tif", compression="group4"),
        lambda folder: save(page_image().quantize(16), folder / "a.png"),
        lambda folder: mirrored(folder / "a.jpg"),
        lambda folder: scan_pdf(folder / "a.pdf", [page_image()], compression="PNG"),
    ],
)
def test_it_is_byte_for_byte_what_assembling_would_have_made(tmp_path, make):
    """Law: relayer(assemble(words), corrected) = assemble(corrected)."""
    source = make(tmp_path)
    wrong = assembled(source, [read("Cân")], tmp_path / "wrong.pdf", tmp_path)
    right = assembled(source, [read("Căn cứ:")], tmp_path / "right.pdf", tmp_path)

    relayer(wrong, [read("Căn cứ:")], tmp_path / "new.pdf")

    assert (tmp_path / "new.pdf").read_bytes() == right.read_bytes() != wrong.read_bytes()


def test_a_turned_page_stays_turned_and_its_title_stays(tmp_path):
    made = page([[word("Cân")]], width=1000, height=500)
    written([made], tmp_path / "a.pdf", 90, title="Kế hoạch")

    relayer(tmp_path / "a.pdf", [page([[word("Căn")]], width=1000, height=500)], tmp_path / "new.pdf")

    with pikepdf.open(tmp_path / "new.pdf") as opened:
        assert opened.pages[0].Rotate == 90
        assert opened.open_metadata()["dc:title"] == "Kế hoạch"
    assert poppler(tmp_path / "new.pdf", "-raw").split() == ["Căn"]


def test_the_same_words_change_nothing(tmp_path):
    pages = [read("một", 1), read("hai", 2)]
    before = written(pages, tmp_path / "a.pdf").read_bytes()

    relayer(tmp_path / "a.pdf", pages, tmp_path / "new.pdf")

    assert (tmp_path / "new.pdf").read_bytes() == before


@pytest.mark.parametrize("make", [typed_pdf, scan_pdf])
def test_a_pdf_that_is_not_ours_is_known_and_refused(tmp_path, make):
    path = make(tmp_path / "a.pdf", [["Hello"]] if make is typed_pdf else [page_image()])

    assert not has_own_layer(path)
    with pytest.raises(EngineFailed):
        relayer(path, [read()], tmp_path / "new.pdf")


def test_a_pdf_like_ours_with_other_text_is_not_ours(tmp_path):
    path = written([read()], tmp_path / "a.pdf")
    assert has_own_layer(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Contents[1].write(b"BT 3 Tr ET")
        pdf.save()

    assert not has_own_layer(path)


def test_another_number_of_pages_is_refused(tmp_path):
    path = written([read()], tmp_path / "a.pdf")

    with pytest.raises(EngineFailed):
        relayer(path, [read(), read(number=2)], tmp_path / "new.pdf")


def test_what_is_no_pdf_is_refused(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"nothing")

    with pytest.raises(EngineFailed):
        has_own_layer(tmp_path / "a.pdf")


def test_a_result_that_is_not_pdfa_is_a_failure(tmp_path):
    """A PDF of ours that somebody has spoiled since: its metadata no longer say what it is."""
    made = read()
    path = tmp_path / "a.pdf"
    assert assemble_scans([blank_scan(made)], [made], target=path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root.Metadata
        pdf.save()

    with pytest.raises(EngineFailed):
        relayer(path, [made], tmp_path / "new.pdf")
