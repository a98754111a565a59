"""Tesseract in this process, and the program's reading of single lines: the two read alike and fail alike."""

import sys
from functools import partial

import numpy as np
import pytesseract
import pytest

from pipeline.engines import tesseract
from pipeline.engines.ocr import tesseract_api
from schemas.errors import EngineFailed, EngineMissing, EngineTimeout
from tests.unit.engines.counterfeit import install, only_reading
from tests.unit.engines.typeset import grey
from tests.unit.engines.vellum import DPI, LETTER, page_image, words

PAGE = grey(page_image())
LINES = [grey(page_image((text,), height=110)) for text in LETTER[:3]]
BLANK = np.full((60, 200), 255, np.uint8)


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch):
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")


@pytest.fixture
def without_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    tesseract_api._module.cache_clear()
    yield
    tesseract_api._module.cache_clear()


def by_library(images):
    return tesseract_api.read_lines(images, language="vie", dpi=DPI)


def by_program(images, seconds=120.0):
    return tesseract.read_lines(images, language="vie", dpi=DPI, seconds=seconds)


def texts(lines):
    return [" ".join(word.text for word in line) for line in lines]


# --- the library ---------------------------------------------------------------------------------------------------


def test_a_page_is_read_with_boxes_lines_and_confidences():
    seen = tesseract_api.read_words(PAGE, language="vie", dpi=DPI)

    assert [word.text for word in seen] == words()
    assert len({(word.block, word.paragraph, word.line) for word in seen}) == len(LETTER)
    assert all(0 <= word.x0 < word.x1 <= PAGE.shape[1] and 0 <= word.y0 < word.y1 <= PAGE.shape[0] for word in seen)
    assert all(0 <= word.confidence <= 1 for word in seen)


def test_library_and_program_see_the_same():
    by_it = tesseract_api.read_words(PAGE, language="vie", dpi=DPI)
    by_other = tesseract.read_words(PAGE, language="vie", dpi=DPI, seconds=120)

    assert [(word.text, word.x0, word.y0, word.x1, word.y1) for word in by_it] == [
        (word.text, word.x0, word.y0, word.x1, word.y1) for word in by_other
    ]


def test_a_part_of_an_image_is_read_as_such():
    assert texts(by_library([np.flipud(np.flipud(LINES[0]))])) == [LETTER[0]]


def test_a_page_leaves_nothing_behind_for_the_next():
    first = by_library(LINES[:1])
    by_library([BLANK])

    assert by_library(LINES[:1]) == first


def test_it_knows_its_version_and_what_is_there():
    assert tesseract_api.api_version()[0].isdigit()
    assert tesseract_api.api_available("vie")
    assert not tesseract_api.api_available("vie+klingon")


def test_data_of_one_s_own_comes_first(monkeypatch, tmp_path):
    (tmp_path / "klingon.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))

    assert tesseract_api.api_available("klingon")
    with pytest.raises(EngineMissing) as caught:
        tesseract_api.warm_api.__wrapped__("klingon")  # an empty file is no language
    assert caught.value.facts["program"] == "tesseract (klingon)"


def test_a_missing_language_is_told():
    with pytest.raises(EngineMissing) as caught:
        tesseract_api.read_lines(LINES[:1], language="klingon", dpi=DPI)

    assert caught.value.facts["program"] == "tesseract (klingon)"


def test_a_missing_library_is_told(without_library):
    assert not tesseract_api.api_available("vie")
    with pytest.raises(EngineMissing) as caught:
        tesseract_api.api_version()
    assert caught.value.facts["program"] == "tesserocr"


class _Silent:
    """An engine that cannot recognise."""

    def SetPageSegMode(self, mode): ...
    def SetImageBytes(self, *image): ...
    def SetSourceResolution(self, dpi): ...
    def Recognize(self):
        return False


def test_a_failed_recognition_is_an_error(monkeypatch):
    monkeypatch.setattr(tesseract_api, "warm_api", lambda language: _Silent())

    with pytest.raises(EngineFailed):
        by_library(LINES[:1])


class _Word:
    """A result whose text holds a no-break space."""

    def GetUTF8Text(self, level):
        return "cu\u0309a\u00a0dân\n"

    def BoundingBox(self, level):
        return 100, 20, 170, 50

    def Confidence(self, level):
        return 95.5


def test_a_no_break_space_parts_words_and_their_boxes():
    one, two = tesseract_api._words_at(_Word(), 3, (1, 2, 3))

    assert (one.text, two.text) == ("của", "dân")
    assert 100 == one.x0 < one.x1 < two.x0 < two.x1 == pytest.approx(170)
    assert (one.confidence, one.block, one.paragraph, one.line) == (0.955, 1, 2, 3)


# --- lines, either way ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", [by_library, by_program])
def test_lines_come_back_each_in_its_place(read):
    assert texts(read([LINES[2], LINES[0], LINES[1]])) == [LETTER[2], LETTER[0], LETTER[1]]


@pytest.mark.parametrize("read", [by_library, by_program])
def test_no_lines_are_no_work(read, monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert read([]) == ()


def test_boxes_are_those_of_each_line_s_own_image():
    for mine, other in zip(by_library(LINES), by_program(LINES), strict=True):
        assert [(w.x0, w.y0, w.x1, w.y1) for w in mine] == [(w.x0, w.y0, w.x1, w.y1) for w in other]
        assert all(w.y1 <= 110 for w in mine)


def test_a_program_that_hangs_or_fails_at_lines_is_told(monkeypatch, tmp_path):
    install(monkeypatch, tmp_path, "tesseract", only_reading("time.sleep(600)"))
    with pytest.raises(EngineTimeout):
        by_program(LINES[:1], seconds=0.5)

    install(monkeypatch, tmp_path, "tesseract", "os.kill(os.getpid(), 11)")
    with pytest.raises(EngineFailed):
        by_program(LINES[:1])


def test_a_missing_program_is_told_at_lines(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EngineMissing):
        by_program(LINES[:1])


@pytest.fixture
def _asked_anew(monkeypatch):
    """pytesseract forgets what it was told of the program before."""
    for told in (pytesseract.get_tesseract_version, pytesseract.get_languages):
        monkeypatch.setattr(told, "_result", told)


@pytest.mark.usefixtures("_asked_anew")
def test_a_missing_program_has_no_version_and_no_languages(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    for ask in (tesseract.program_version, partial(tesseract.require_languages, "vie")):
        with pytest.raises(EngineMissing) as caught:
            ask()
        assert caught.value.facts["program"] == "tesseract"


@pytest.mark.usefixtures("_asked_anew")
def test_a_program_that_lists_rubbish_has_failed(monkeypatch, tmp_path):
    install(monkeypatch, tmp_path, "tesseract", "os.write(1, b'\\xff\\xfe\\xc3\\n')")

    with pytest.raises(EngineFailed):
        tesseract.require_languages("vie")
