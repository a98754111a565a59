"""The text layer of our own assembler: whatever the words and boxes, programs read back exactly the words, in order."""

import html
import math
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextLine

from pipeline.engines.assembly.alphabet import Alphabet
from pipeline.engines.assembly.assemble_scans import assemble_scans
from pipeline.engines.assembly.glyphless import glyphless_font
from schemas.errors import EngineFailed
from schemas.page import Box, Word
from tests.unit.engines.own_pdf import blank_scan, boxes, expected, miner, page, pdfium, poppler, word, written
from tests.unit.engines.vellum import LETTER, words

NO_SHRINKING = (Phase.explicit, Phase.generate)  # an example takes a quarter of a second
WIDTH, HEIGHT = 1240, 1754
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
SIGNS = VIETNAMESE + VIETNAMESE.upper() + "0123456789.,;:()/–…“”\"'%&@#!?+=_*[]|~<>\\"
TEXT = st.text(SIGNS + "-", min_size=1, max_size=14).filter(lambda t: not t.endswith("-"))
"""A hyphen at a line's end is a joint to poppler and pdfium: they drop it and put the halves together."""
LONGER = TEXT.filter(lambda text: len(text) > 1)
TURNS = st.sampled_from([0, 90, 180, 270])


def read_by_all(pdf):
    return {
        "pdftotext": poppler(pdf).split(), "-raw": poppler(pdf, "-raw").split(),
        "-layout": poppler(pdf, "-layout").split(), "pdfminer": miner(pdf).split(), "pdfium": pdfium(pdf).split(),
    }  # fmt: skip


@st.composite
def anywhere(draw):
    x0, y0 = draw(st.integers(0, WIDTH - 20)), draw(st.integers(0, HEIGHT - 80))
    width, height = draw(st.sampled_from([1, 2, 5, 20, 80, 300])), draw(st.sampled_from([1, 3, 20, 40, 70]))
    return Box(x0=x0, y0=y0, x1=min(x0 + width, WIDTH), y1=min(y0 + height, HEIGHT))


@settings(max_examples=25, deadline=None, phases=NO_SHRINKING)
@given(
    words=st.lists(st.tuples(TEXT, anywhere()), min_size=1, max_size=18, unique_by=lambda word: word[0]),
    long=st.integers(1, 6),
    skew=st.sampled_from([-5.0, 0.0, 1.0, 4.0]),
    turn=TURNS,
)
def test_any_words_in_any_boxes_are_read_back_in_order(words, long, skew, turn):
    """Law: in the order of the content (`pdftotext -raw`, copying) exactly the page's words; all of them by others.

    (A word that stands twice in one place counts once for pdfium, which takes it for bold print.)
    """
    made = page(
        [
            [Word(text=text, box=box, confidence=0.5) for text, box in words[start : start + long]]
            for start in range(0, len(words), long)
        ],
        skew=skew,
    )

    with TemporaryDirectory() as folder:
        pdf = written([made], Path(folder) / "a.pdf", turn)

        assert poppler(pdf, "-raw").split() == expected(made)
        assert sorted(pdfium(pdf).split()) == sorted(expected(made))
        assert sorted(miner(pdf).split()) == sorted(expected(made))


@st.composite
def print_lines(draw):
    """Lines as print has them: one below another, words about as wide as their letters, with gaps that may be tight.

    Words of two letters and more: a line of single ones is spaced-out print to poppler, which puts it together.
    """
    size = draw(st.sampled_from([20, 30, 45]))
    skew = draw(st.sampled_from([-3.0, -1.0, 0.0, 0.4, 1.0, 3.0]))
    slope, lines, top = -math.tan(math.radians(skew)), [], 150
    for texts in draw(st.lists(st.lists(LONGER, min_size=1, max_size=8), min_size=1, max_size=5)):
        x, line = draw(st.integers(60, 120)), []
        for text in texts:
            width = max(round(0.4 * size * len(text)), 6)
            if line and x + width > WIDTH - 50:
                break
            y = top + slope * (x + width / 2) - abs(slope) * width / 2
            line.append(word(text, x, round(y), x + width, round(y + size + abs(slope) * width)))
            x += width + max(round(size * draw(st.sampled_from([0.05, 0.15, 0.25, 0.5]))), 1)
        lines.append(line)
        top += round(1.5 * size)
    return page(lines, skew=skew)


@settings(max_examples=25, deadline=None, phases=NO_SHRINKING)
@given(made=print_lines(), turn=TURNS)
def test_lines_of_print_are_read_in_order_by_every_program(made, turn):
    """Law: each program reads the words in order; of slanted lines those that go by height read at least all."""
    with TemporaryDirectory() as folder:
        read = read_by_all(written([made], Path(folder) / "a.pdf", turn))

    orderly = read if not made.skew else ("-raw", "pdfium") if abs(made.skew) <= 1 else ("-raw",)
    for program in orderly:
        assert read[program] == expected(made), program
    for program in read if abs(made.skew) <= 1 else orderly:
        assert sorted(read[program]) == sorted(expected(made)), program


@settings(max_examples=15, deadline=None, phases=NO_SHRINKING)
@given(gaps=st.lists(st.integers(-12, 20), min_size=3, max_size=10), size=st.sampled_from([12, 30, 60]))
@example(gaps=[-5, 3, -5, 11, 7, -3, 4, 5], size=12)
def test_words_that_nearly_touch_are_not_glued_together(gaps, size):
    x, line = 50, []
    for number, gap in enumerate(gaps):
        width = (20, 90, 45)[number % 3]
        line.append(word(("và", "nghiêm", "chỉ")[number % 3], x, 100, x + width, 100 + size))
        x = max(x + width + round(gap * size / 60), 0)  # words overlap by a fifth of their height at most
    made = page([line])

    with TemporaryDirectory() as folder:
        pdf = written([made], Path(folder) / "a.pdf")

        assert poppler(pdf, "-raw").split() == expected(made)
        assert pdfium(pdf).split() == expected(made)


@pytest.mark.parametrize("gap", [-15, -9, -4, 0, 4])
def test_thin_high_letters_that_overlap_are_words_too(tmp_path, gap):
    made = page(
        [[word("a", 100, 100, 106, 200), word("b", 106 + gap, 100, 112 + gap, 200), word("c", 300, 100, 350, 200)]]
    )

    assert poppler(written([made], tmp_path / "a.pdf"), "-raw").split() == ["a", "b", "c"]


@pytest.mark.parametrize(
    "sign",
    ["☎", "■", "✓", "→", "漢字", "\u200bx", "ﬁn", "№", "①", "Ω", "Привет", "𝔘𝔫𝔦", "😀", "e\u0302\u0323", "€", "½"],
)
def test_any_sign_of_unicode_is_read_back(tmp_path, sign):
    made = page([[word("trước"), word(sign, 220, 100, 300, 130), word("sau", 320, 100, 400, 130)]])

    pdf = written([made], tmp_path / "a.pdf")

    assert poppler(pdf, "-raw").split() == expected(made)
    assert miner(pdf).split() == expected(made)


@pytest.mark.parametrize("sign", ["\x01", "\ufeff", "\ufffe", "\uffff", "\U0001fffe", "\ufdd0"])
def test_what_is_no_sign_is_left_out(tmp_path, sign):
    made = page([[word("trước"), word(sign, 220, 100, 300, 130), word(f"s{sign}au", 320, 100, 400, 130)]])

    assert poppler(written([made], tmp_path / "a.pdf"), "-raw").split() == ["trước", "sau"]


def test_more_signs_than_a_font_holds_are_a_failure():
    alphabet = Alphabet()

    with pytest.raises(EngineFailed):
        alphabet.encode("".join(chr(code) for code in range(0x20000, 0x20000 + 0xFFFE)))


def test_between_words_and_at_the_ends_of_lines_stands_one_space(tmp_path):
    made = page(
        [
            [word("Pháp", 100, 200, 190, 232), word("luật", 205, 200, 280, 232)],
            [word("và", 100, 250, 150, 282)],
        ]
    )

    pdf = written([made], tmp_path / "a.pdf")

    assert [line for line in miner(pdf).split("\n") if line] == ["Pháp luật ", "và ", "\f"]
    assert pdfium(pdf) == "Pháp luật \r\nvà "


def test_lines_a_word_each_are_not_pulled_apart_from_the_next_line(tmp_path):
    """A line that ends where the next one begins: they stand one below the other, so nothing gives way."""
    made = page([[word("Pháp", 100, 200, 190, 232)], [word("luật", 191, 250, 280, 282)]])

    edges = dict(boxes(written([made], tmp_path / "a.pdf"), dpi=150))

    assert edges["Pháp"][2] == pytest.approx(190, abs=0.1)
    assert edges["luật"][0] == pytest.approx(191, abs=0.1)


# --- positions -----------------------------------------------------------------------------------------------------


def letter(skew=0.0):
    """A page at 300 dpi, its words' ink where the boxes are."""
    slope, lines = -math.tan(math.radians(skew)), []
    for row in range(20):
        x, line = 250, []
        for text in words(LETTER[:1]):
            width, top = 21 * len(text), 400 + 75 * row
            y = top + slope * (x + width / 2) - abs(slope) * width / 2
            line.append(word(text, x, round(y), x + width, round(y + 50 + abs(slope) * width)))
            x += width + 12
        lines.append(line)
    return page(lines, width=2480, height=3508, dpi=300.0, skew=skew)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 0.5, -1.0])
def test_words_stand_within_three_pixels_for_poppler(tmp_path, skew, turn):
    made = letter(skew)

    found = boxes(written([made], tmp_path / "a.pdf", turn))

    assert len(found) == len(made.words)
    for w in made.words:
        near = [edges for text, edges in found if html.unescape(text) == w.text]
        wanted = [w.box.x0, w.box.y0, w.box.x1, w.box.y1]
        assert min(max(abs(a - b) for a, b in zip(edges, wanted, strict=True)) for edges in near) <= 3


def test_words_stand_within_three_pixels_for_pdfminer(tmp_path):
    made = letter()
    pdf = written([made], tmp_path / "a.pdf")

    found = []
    for sheet in extract_pages(pdf):
        lines = [line for box in sheet for line in box if isinstance(line, LTTextLine)]
        signs = iter(sign for line in lines for sign in line if isinstance(sign, LTChar))
        for w in made.words:
            first, *_, last, _space = (next(signs) for _ in f"{w.text} ")
            found.append([first.x0, sheet.height - first.y1, last.x1, sheet.height - first.y0])

    for edges, w in zip(found, made.words, strict=True):
        wanted = [w.box.x0, w.box.y0, w.box.x1, w.box.y1]
        assert [edge * 300 / 72 for edge in edges] == pytest.approx(wanted, abs=3)


def test_a_leaning_word_leans_and_a_long_one_leans_less(tmp_path):
    short, long = word("và", 100, 300, 160, 340), word("Vietnamesischunterricht", 300, 270, 900, 340)
    pdf = written([page([[short, long]], skew=2.0)], tmp_path / "a.pdf")

    with pikepdf.open(pdf) as opened:
        steps = pikepdf.parse_content_stream(opened.pages[0].Contents[1])
    rises = [float(step.operands[1]) for step in steps if str(step.operator) == "Tm"]

    assert rises[0] == pytest.approx(math.sin(math.radians(0.9)), abs=math.radians(1.2))
    assert 0 < rises[1] < rises[0]


def test_pdfium_gives_letters_a_height_to_mark(tmp_path):
    import pypdfium2

    pdf = written([page([[word("Pháp", 100, 200, 190, 232)]])], tmp_path / "a.pdf")

    with pypdfium2.PdfDocument(pdf) as document:
        left, bottom, right, top = document[0].get_textpage().get_charbox(0, loose=False)
    assert (top - bottom) * 150 / 72 == pytest.approx(32, abs=2)
    assert right > left


# --- the font ------------------------------------------------------------------------------------------------------


def test_the_font_is_one_that_a_font_program_reads():
    from io import BytesIO

    font = TTFont(BytesIO(glyphless_font([250, 1000], ascent=780, descent=-220)), checkChecksums=2)

    assert [font["hmtx"][name][0] for name in font.getGlyphOrder()] == [1000, 250, 1000]
    assert font["head"].unitsPerEm == 1000
    assert [font["glyf"][name].numberOfContours for name in font.getGlyphOrder()] == [1, 1, 1]
    assert glyphless_font([250, 1000], ascent=780, descent=-220) == glyphless_font(
        [250, 1000], ascent=780, descent=-220
    )


def test_the_text_is_invisible(tmp_path):
    import pypdfium2

    pdf = written([page([[word("Pháp", 100, 200, 190, 232)]])], tmp_path / "a.pdf")

    with pypdfium2.PdfDocument(pdf) as document:
        assert document[0].render(scale=2).to_numpy().min() == 255


def test_a_page_of_no_words_has_an_empty_layer(tmp_path):
    pdf = written([page([])], tmp_path / "a.pdf")

    assert poppler(pdf).split() == []


@pytest.mark.parametrize("size", [(10, 10, 1_000_000.0), (10, 100_000, 10.0)])
def test_a_page_too_small_or_too_large_for_pdfa_is_a_failure(tmp_path, size):
    width, height, dpi = size
    made = page([], width=width, height=height, dpi=dpi)

    with pytest.raises(EngineFailed):
        assemble_scans([blank_scan(made)], [made], target=tmp_path / "a.pdf")
