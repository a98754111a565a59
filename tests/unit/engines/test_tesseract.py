"""Tesseract: words with boxes from a page, and each way it can fail told apart."""

import os

import numpy as np
import pytest

from pipeline.engines.tesseract import program_version, read_words, require_languages
from schemas.errors import EngineFailed, EngineMissing, EngineOutOfMemory, EngineTimeout
from tests.unit.engines.counterfeit import install, only_reading
from tests.unit.engines.vellum import DPI, LETTER, page_image, words


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch):
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")


def read(image=None, language="vie", seconds=120.0):
    pixels = np.asarray((image or page_image(LETTER[:2], height=200)).convert("L"))
    return read_words(pixels, language=language, dpi=DPI, seconds=seconds)


def test_reads_vietnamese_print_in_order():
    seen = [word.text for word in read(page_image())]

    assert seen == words()


def test_boxes_hold_the_ink_and_confidence_is_high():
    image = page_image(("Pháp luật",), height=150)

    first = read(image)[0]

    dark = np.argwhere(np.asarray(image.convert("L")) < 128)
    assert abs(first.x0 - dark[:, 1].min()) <= 4
    assert first.y0 - 4 <= dark[:, 0].min()
    assert first.confidence > 0.8


def test_a_blank_page_has_no_words():
    assert read(page_image((), height=200)) == ()


def test_knows_its_version():
    assert program_version()[0].isdigit()


def test_a_missing_language_is_told_at_the_start():
    with pytest.raises(EngineMissing) as caught:
        require_languages("vie+klingon")

    assert caught.value.facts == {"program": "tesseract (klingon)"}


def test_a_missing_language_is_told_while_reading():
    with pytest.raises(EngineMissing):
        read(language="klingon")


def test_a_missing_program(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EngineMissing):
        read()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("os.kill(os.getpid(), 11)", EngineFailed),
        ("os.kill(os.getpid(), 9)", EngineOutOfMemory),
        ("sys.stderr.write('terminate called after throwing std::bad_alloc'); sys.exit(134)", EngineOutOfMemory),
        ("os.write(2, b'\\xff\\xfe\\xc3'); sys.exit(1)", EngineFailed),
        ("sys.exit(0)", EngineFailed),
        ("time.sleep(600)", EngineTimeout),
        ("open(sys.argv[2] + '.tsv', 'wb').write(b'h\\n5' + b'\\t1' * 10 + b'\\t\\xff\\xfe\\n')", EngineFailed),
        ("open(sys.argv[2] + '.tsv', 'w').write('h\\n5\\t1\\t1\\n')", EngineFailed),
        ("open(sys.argv[2] + '.tsv', 'w').write('h\\n' + '\\t'.join('5' + 'x' * 11) + '\\n')", EngineFailed),
    ],
    ids=["crash", "killed", "bad-alloc", "broken-stderr", "wrote-nothing", "hang", "broken-utf8", "torn", "no-numbers"],
)  # fmt: skip
def test_each_failure_has_its_error(monkeypatch, tmp_path, body, expected):
    install(monkeypatch, tmp_path, "tesseract", only_reading(body))

    with pytest.raises(EngineFailed) as caught:
        read(seconds=1.0 if expected is EngineTimeout else 120.0)

    assert type(caught.value) is expected


def test_broken_error_output_of_a_success_does_not_matter(monkeypatch, tmp_path):
    install(
        monkeypatch, tmp_path, "tesseract",
        only_reading("os.write(2, b'\\xff\\xfe\\xc3'); os.execv(REAL, sys.argv)"),
    )  # fmt: skip

    assert read()


def test_a_no_break_space_parts_words_and_their_boxes(monkeypatch, tmp_path):
    row = r"5\t1\t1\t1\t1\t1\t100\t20\t90\t30\t95.5\tcu\u0309a\u00a0da\u0302n"
    body = f"open(sys.argv[2] + '.tsv', 'w', encoding='utf-8').write('h\\n{row}\\n')"
    install(monkeypatch, tmp_path, "tesseract", only_reading(body))

    first, second = read()

    assert (first.text, second.text) == ("của", "dân")
    assert 100 == first.x0 < first.x1 < second.x0 < second.x1 == pytest.approx(190)
    assert first.confidence == pytest.approx(0.955)


def test_gets_one_thread(monkeypatch, tmp_path):
    install(
        monkeypatch, tmp_path, "tesseract",
        only_reading("assert os.environ['OMP_THREAD_LIMIT'] == '1'; os.execv(REAL, sys.argv)"),
    )  # fmt: skip

    assert read()
    assert os.environ["OMP_THREAD_LIMIT"] == "1"
