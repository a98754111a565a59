"""The text layer's geometry: whatever the boxes, a PDF program reads back exactly the words, in their order."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import ocrmypdf
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from ocrmypdf.font import BuiltinFontProvider, MultiFontManager
from ocrmypdf.fpdf_renderer import Fpdf2MultiPageRenderer
from pdfminer.high_level import extract_text

from pipeline.engines.assembly.layer_tree import layer_tree
from schemas.page import Box, Line, Page, PageStatus, Word

NO_SHRINKING = (Phase.explicit, Phase.generate)  # an example takes half a second
WIDTH, HEIGHT, DPI = 1240, 1754, 150.0
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
TEXT = st.text(VIETNAMESE + VIETNAMESE.upper() + "0123456789.,;:()/-–…“”\"'%&@#!?+=_*[]|~<>\\", min_size=1, max_size=14)


def page(lines, *, skew=0.0):
    return Page(
        number=1, width=WIDTH, height=HEIGHT, dpi=DPI, skew=skew, status=PageStatus.READ, engine="test",
        lines=tuple(Line(words=tuple(line)) for line in lines),
    )  # fmt: skip


def word(text, x0=100, y0=100, x1=200, y1=130):
    return Word(text=text, box=Box(x0=x0, y0=y0, x1=x1, y1=y1), confidence=0.9)


def written(page, folder):
    """The layer by OCRmyPDF's renderer alone, as a PDF."""
    fonts = MultiFontManager(font_provider=BuiltinFontProvider(Path(ocrmypdf.__file__).parent / "data"))
    target = Path(folder) / "layer.pdf"
    Fpdf2MultiPageRenderer([(0, layer_tree(page), page.dpi)], fonts).render(target)
    return target


def raw(pdf):
    return subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True).stdout.decode().split()


def expected(page):
    return [w.text for w in page.words]


@st.composite
def boxes(draw):
    x0, y0 = draw(st.integers(0, WIDTH - 20)), draw(st.integers(0, HEIGHT - 80))
    width, height = draw(st.sampled_from([1, 2, 5, 20, 80, 300])), draw(st.sampled_from([1, 3, 20, 40, 70]))
    return Box(x0=x0, y0=y0, x1=min(x0 + width, WIDTH), y1=min(y0 + height, HEIGHT))


@settings(max_examples=30, deadline=None, phases=NO_SHRINKING)
@given(
    lines=st.lists(st.lists(st.tuples(TEXT, boxes()), min_size=1, max_size=6), min_size=1, max_size=4),
    skew=st.sampled_from([-5.0, 0.0, 1.0, 4.0]),
)
def test_any_words_in_any_boxes_are_read_back_in_order(lines, skew):
    """Law: pdftotext -raw gives the page's words in order, wherever their boxes are; pdfminer has them all."""
    made = page([[Word(text=t, box=b, confidence=0.5) for t, b in line] for line in lines], skew=skew)

    with TemporaryDirectory() as folder:
        pdf = written(made, folder)

        assert raw(pdf) == expected(made)
        assert sorted(extract_text(str(pdf)).split()) == sorted(expected(made))  # it has its own idea of columns


@settings(max_examples=20, deadline=None, phases=NO_SHRINKING)
@given(gaps=st.lists(st.integers(-12, 20), min_size=3, max_size=10), size=st.sampled_from([12, 30, 60]))
@example(gaps=[-5, 3, -5, 11, 7, -3, 4, 5], size=12)  # the gap came out a rounding error too narrow
def test_words_that_nearly_touch_are_not_glued_together(gaps, size):
    x, line = 50, []
    for number, gap in enumerate(gaps):
        width = (20, 90, 45)[number % 3]
        line.append(word(("và", "nghiêm", "chỉ")[number % 3], x, 100, x + width, 100 + size))
        x = max(x + width + round(gap * size / 60), 0)  # words overlap by a fifth of their height at most
    made = page([line])

    with TemporaryDirectory() as folder:
        assert raw(written(made, folder)) == expected(made)


@pytest.mark.parametrize("sign", ["☎", "■", "✓", "→", "漢字", "\u200bx", "ﬁn", "№", "①"])
def test_signs_that_the_font_lacks_are_read_back_too(tmp_path, sign):
    made = page([[word("trước"), word(sign, 220, 100, 300, 130), word("sau", 320, 100, 400, 130)]])

    assert raw(written(made, tmp_path)) == expected(made)


def test_a_word_lies_on_its_ink(tmp_path):
    made = page([[word("Pháp", 100, 200, 190, 232), word("luật", 205, 200, 280, 232)]])

    report = subprocess.run(
        ["pdftotext", "-bbox", str(written(made, tmp_path)), "-"], capture_output=True, check=True, text=True
    ).stdout

    first = report.split("<word ")[1]
    numbers = {
        k: float(v) * DPI / 72 for k, v in (pair.split("=") for pair in first.split(">")[0].replace('"', "").split())
    }
    assert numbers["xMin"] == pytest.approx(100, abs=2)
    assert numbers["xMax"] == pytest.approx(190, abs=8)
    assert 190 <= numbers["yMin"] <= 212
    assert 222 <= numbers["yMax"] <= 242


def test_a_leaning_line_s_words_follow_its_slope():
    words = [word("một", 100, 300, 150, 330), word("hai", 500, 286, 550, 316), word("ba", 900, 272, 950, 302)]

    tree = layer_tree(page([words], skew=2.0))

    bottoms = [element.bbox.bottom for element in tree.children]
    assert bottoms[0] - bottoms[1] == pytest.approx(14, abs=1.5)
    assert bottoms[1] - bottoms[2] == pytest.approx(14, abs=1.5)


def test_a_page_without_words_has_an_empty_tree():
    assert layer_tree(page([])).children == []
