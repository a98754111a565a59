"""Confidences measured on a page that is read: facts and truths of its words, and the report."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from bench.calibration import Judged
from bench.confidence import judged, report
from bench.documents import Document
from bench.scoring import TrueLine
from pipeline.engines.ocr import by_net, recognise
from pipeline.engines.ocr.kit import load_kit
from pipeline.engines.ocr.options import Options, Reader
from pipeline.stages.ocr import doubt
from tests.unit.engines.vellum import LETTER, page_image, save

NET = Options(readers=frozenset({Reader.NET}), second_look=False)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    file: Path = save(page_image(), tmp_path_factory.mktemp("confidence") / "a.jpg")
    truth = (TrueLine(text=LETTER[0].replace("Luật", "Lệnh")), *(TrueLine(text=line) for line in LETTER[1:]))
    return judged(Document(name="a", truths=(truth,), file=file, pictures=(file,)), load_kit("vie", NET))


def test_every_word_is_judged_by_the_truth(words: list[Judged]) -> None:
    assert [word.text for word in words] == " ".join(LETTER).split()
    assert [word.text for word in words if not word.right] == ["Luật"]


def test_the_facts_are_those_of_which_the_engine_made_its_confidence(words: list[Judged]) -> None:
    curve = doubt.Curve()
    for word in words:
        facts = dict(zip(("readers", "clear", "unknown", "changed", "number", "length"), word.facts, strict=True))
        total = curve.constant + sum(getattr(curve, name) * value for name, value in facts.items())
        assert 1 / (1 + math.exp(-total)) == pytest.approx(word.confidence)


def test_nothing_of_the_engine_stays_changed(words: list[Judged]) -> None:
    assert words
    assert vars(by_net)["recognise"] is recognise.recognise
    assert vars(recognise)["calibrated"] is doubt.calibrated


def test_a_reader_without_nets_is_refused(tmp_path: Path) -> None:
    kit = load_kit("vie", Options(readers=frozenset({Reader.TESSERACT})))

    with pytest.raises(ValueError, match="nets"):
        judged(Document(name="a", truths=(), file=tmp_path / "a.jpg", pictures=()), kit)


def test_the_report_has_tables_weights_and_errors(words: list[Judged]) -> None:
    said = report([*words, *(replace(word, document="b") for word in words)])

    assert f"{2 * len(words)} words of 2 documents, 2 wrong." in said
    assert said.count("Expected calibration error") == 2
    assert all(f"    {name}: float = " in said for name in ("constant", "clear", "unknown", "number", "length"))
