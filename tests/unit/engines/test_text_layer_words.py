"""A PDF page's own words through pdftotext, and how that program fails."""

import pikepdf
import pytest

from pipeline.engines import poppler
from pipeline.engines.sheet import Sheet
from pipeline.engines.text_layer import find_layer
from schemas.errors import EngineFailed, EngineMissing, EngineTimeout
from tests.unit.engines.counterfeit import install
from tests.unit.engines.vellum import LETTER, page_image, scan_pdf, typed_pdf, words


def layer(path, seconds=120.0):
    return find_layer(Sheet(file=path, index=0), width=2480, height=3508, seconds=seconds)


def test_words_lines_and_the_text_as_it_came(tmp_path):
    found = layer(typed_pdf(tmp_path / "a.pdf", [LETTER]))

    assert [w.text for w in found.words] == words()
    assert found.raw.split() == words()
    assert not found.scanned


def test_a_scan_has_no_layer_and_no_program_is_asked(tmp_path, monkeypatch):
    path = scan_pdf(tmp_path / "a.pdf", [page_image()])
    monkeypatch.setenv("PATH", "")

    assert layer(path) is None


def test_a_page_that_has_a_font_but_no_words_has_no_layer(tmp_path):
    assert layer(typed_pdf(tmp_path / "a.pdf", [[" "]])) is None


def in_form(path):
    """The page's content moved into a form that the page draws."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        form = pdf.make_stream(page.Contents.read_bytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        form.BBox, form.Resources = [0, 0, 596, 842], page.Resources
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form, N=pikepdf.Name.Nothing))
        page.Contents = pdf.make_stream(b"/F Do")
        pdf.save()
    return path


def test_text_and_scan_inside_a_form_are_seen(tmp_path):
    background = page_image(width=1240, height=1754)

    found = layer(in_form(typed_pdf(tmp_path / "a.pdf", [LETTER], background=background)))

    assert [w.text for w in found.words] == words()
    assert found.scanned


def test_a_page_with_an_annotation_is_asked_about(tmp_path):
    path = scan_pdf(tmp_path / "a.pdf", [page_image()])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 9, 9], AP=pikepdf.Dictionary())
        pdf.pages[0].Annots = pikepdf.Array([note])
        pdf.save()

    assert layer(path) is None


@pytest.mark.parametrize(
    ("body", "expected"), [("sys.exit(3)", EngineFailed), ("time.sleep(600)", EngineTimeout), ("print('<pa')", None)]
)
def test_pdftotext_failing(tmp_path, monkeypatch, body, expected):
    path = typed_pdf(tmp_path / "a.pdf", [LETTER])
    install(monkeypatch, tmp_path, "pdftotext", body)

    if expected is None:
        assert layer(path) is None
    else:
        with pytest.raises(EngineFailed) as caught:
            layer(path, seconds=0.5 if expected is EngineTimeout else 120)
        assert type(caught.value) is expected


def test_pdftotext_missing(tmp_path, monkeypatch):
    path = typed_pdf(tmp_path / "a.pdf", [LETTER])
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EngineMissing):
        layer(path)


def test_knows_its_version():
    assert poppler.program_version()[0].isdigit()
