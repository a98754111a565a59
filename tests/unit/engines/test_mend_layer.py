"""Corrected words in the text layer of PDFs that our own assembler did not make: born digital, mixed, other OCR."""

import page as page_validation
import pikepdf
import pytest

from pipeline.engines.assembly.assemble import assemble_pdf
from pipeline.engines.assembly.mend_layer import mend_layer
from pipeline.engines.page_image import list_sheets
from pipeline.engines.sheet import Sheet
from pipeline.engines.text_layer import find_layer
from schemas.errors import EngineFailed
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Box, Line, Page, PageStatus, Word
from tests.unit.engines.own_pdf import page, poppler, word, written
from tests.unit.engines.vellum import LETTER, page_image, scan_pdf, typed_pdf

DPI = 300.0


def valid(path):
    report = page_validation.validate_pdf(str(path), profile=page_validation.ValidationProfile.PDF_A_2B)
    return not list(report.failures)


def kept(path, number=1):
    """A born-digital page as the reader has it: its own words with their boxes."""
    with pikepdf.open(path) as pdf:
        box = pdf.pages[number - 1].mediabox
        width, height = (round(float(side) / 72 * DPI) for side in (box[2], box[3]))
    layer = find_layer(Sheet(file=path, index=number - 1), width=width, height=height, seconds=120)
    return Page(
        number=number, width=width, height=height, dpi=DPI, status=PageStatus.KEPT, engine="x", lines=layer.lines
    )  # fmt: skip


def assembled(source, pages, tmp_path):
    target = tmp_path / "archive.pdf"
    assemble_pdf([source], Kind.PDF, pages, language="vie", limits=Limits(), work=tmp_path, target=target)
    return target


def mended(pdf, pages, changed, tmp_path):
    target, work = tmp_path / "mended.out.pdf", tmp_path / "work"
    work.mkdir(exist_ok=True)
    lagging = mend_layer(pdf, tuple(pages), set(changed), work=work, target=target, seconds=120)
    return target, lagging


def renamed(one, old, new):
    lines = tuple(
        line.model_copy(
            update={"words": tuple(w.model_copy(update={"text": new}) if w.text == old else w for w in line.words)}
        )
        for line in one.lines
    )
    return one.model_copy(update={"lines": lines})


def added(one, text, x0=2000, y0=3000):
    box = Box(x0=x0, y0=y0, x1=x0 + 200, y1=y0 + 50)
    line = Line(words=(Word(text=text, box=box, confidence=1),), block=99)
    return one.model_copy(update={"lines": (*one.lines, line)})


def test_a_pdf_of_ours_is_relayered(tmp_path):
    path = written([page([[word("Cân")]])], tmp_path / "a.pdf")
    target, lagging = mended(path, [page([[word("Căn")]])], {1}, tmp_path)
    assert (poppler(target).split(), lagging) == (["Căn"], frozenset())


class TestBornDigital:
    @pytest.fixture
    def archive(self, tmp_path):
        source = typed_pdf(tmp_path / "a.pdf", [LETTER, ["Trang hai"]])
        pages = [kept(source, n) for n in (1, 2)]
        return assembled(source, pages, tmp_path), pages

    def test_a_word_that_is_added_is_found_and_all_others_as_before(self, archive, tmp_path):
        pdf, pages = archive
        before = poppler(pdf).split()
        assert valid(pdf)

        target, lagging = mended(pdf, [added(pages[0], "179"), pages[1]], {1}, tmp_path)

        assert lagging == frozenset()
        assert sorted(poppler(target).split()) == sorted([*before, "179"])
        assert valid(target)

    def test_an_added_word_that_is_corrected_again_is_there_once(self, archive, tmp_path):
        pdf, pages = archive
        first, _ = mended(pdf, [added(pages[0], "179"), pages[1]], {1}, tmp_path)
        again = tmp_path / "again"
        again.mkdir()
        second, lagging = mended(first, [added(pages[0], "178"), pages[1]], {1}, again)
        words = poppler(second).split()
        assert (words.count("178"), "179" in words, lagging) == (1, False, frozenset())
        assert valid(second)

    def test_text_that_is_shown_cannot_be_changed_and_it_says_so(self, archive, tmp_path):
        pdf, pages = archive
        wrong = renamed(pages[0], "Căn", "Cằn")
        target, lagging = mended(pdf, [wrong, pages[1]], {1}, tmp_path)
        assert lagging == {1}
        assert "Cằn" not in poppler(target)
        assert "Căn" in poppler(target)

    def test_the_page_looks_the_same(self, archive, tmp_path):
        pdf, pages = archive
        target, _ = mended(pdf, [added(pages[0], "179"), pages[1]], {1}, tmp_path)
        assert _picture(target) == _picture(pdf)

    def test_the_same_words_give_the_same_bytes(self, archive, tmp_path):
        pdf, pages = archive
        one, _ = mended(pdf, [added(pages[0], "179"), pages[1]], {1}, tmp_path)
        first = one.read_bytes()
        other, _ = mended(pdf, [added(pages[0], "179"), pages[1]], {1}, tmp_path)
        assert other.read_bytes() == first


def test_the_hidden_text_of_a_scan_that_ocrmypdf_put_there_is_replaced(tmp_path):
    """A scan beside a born-digital page: the whole document goes through OCRmyPDF."""
    scan = scan_pdf(tmp_path / "scan.pdf", [page_image()])
    typed = typed_pdf(tmp_path / "typed.pdf", [["Trang hai của tài liệu"]])
    with pikepdf.open(scan) as both, pikepdf.open(typed) as other:
        both.pages.extend(other.pages)
        both.save(tmp_path / "both.pdf")
    source = tmp_path / "both.pdf"
    assert len(list_sheets([source], Kind.PDF, Limits())) == 2
    read = page([[word("Cân", 60, 50, 160, 90), word("cứ", 170, 50, 230, 90)]], width=1000, height=500)
    pages = [read, kept(source, 2)]
    pdf = assembled(source, pages, tmp_path)
    assert poppler(pdf, "-l", "1").split() == ["Cân", "cứ"]

    target, lagging = mended(pdf, [renamed(read, "Cân", "Căn"), pages[1]], {1}, tmp_path)

    assert lagging == frozenset()
    assert poppler(target, "-l", "1").split() == ["Căn", "cứ"]
    assert poppler(target, "-f", "2").split() == poppler(pdf, "-f", "2").split()
    assert valid(pdf)
    assert valid(target)


def test_another_number_of_pages_is_refused(tmp_path):
    source = typed_pdf(tmp_path / "a.pdf", [["Một"]])
    one = kept(source)
    with pytest.raises(EngineFailed):
        mended(source, [one, one.model_copy(update={"number": 2})], {1}, tmp_path)


def test_what_would_not_be_pdfa_is_not_written(tmp_path):
    """The PDF is none itself: it stays, and all that was corrected lags."""
    source = typed_pdf(tmp_path / "a.pdf", [["Một hai"]])
    target, lagging = mended(source, [added(kept(source), "ba")], {1}, tmp_path)
    assert lagging == {1}
    assert not target.exists()


def _picture(path):
    import subprocess

    return subprocess.run(["pdftoppm", "-r", "60", "-l", "1", str(path)], capture_output=True, check=True).stdout
