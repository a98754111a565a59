"""What is measured: folders of truths, committed samples, and pages spoilt on purpose."""

import json
from pathlib import Path

import img2pdf
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from bench import ablations
from bench.degrade import DEGRADATIONS, degraded, names
from bench.documents import NoTruth, from_folder, from_samples
from pipeline.engines.ocr.options import Options
from schemas.limits import Limits
from tests.samples.sheet import PlacedWord, Run, Sheet, Stamp, Style


def _page(folder: Path, name: str, *, truth: Path | None = None, **more: object) -> None:
    zones = [
        {"zone": "header_left", "lines": ["Số: 12/TB", "UBND"]},
        {"zone": "body", "lines": ["ngày 12 tháng 3"]},
    ]
    place = truth or folder
    (place / f"{name}.json").write_text(json.dumps({"zones": zones, **more}))
    Image.new("L", (80, 100), 255).save(folder / f"{name}.jpg", dpi=(100, 100))


def test_pages_of_one_name_are_one_document_in_page_order(tmp_path: Path) -> None:
    for name in ("a_p1", "a_p10", "a_p2", "b"):
        _page(tmp_path, name)
    first, second = from_folder(tmp_path, tmp_path / "work")
    assert [p.stem for p in first.pictures] == ["a_p1", "a_p2", "a_p10"]
    assert first.file.suffix == ".pdf"
    assert (second.name, second.file, second.pictures) == ("b", tmp_path / "b.jpg", (tmp_path / "b.jpg",))


def test_a_pdf_beside_the_pages_is_the_document(tmp_path: Path) -> None:
    _page(tmp_path, "a_p1")
    (tmp_path / "a.pdf").write_bytes(img2pdf.convert(str(tmp_path / "a_p1.jpg")))
    (document,) = from_folder(tmp_path, tmp_path / "work")
    assert document.file == tmp_path / "a.pdf"
    assert document.pictures[0].read_bytes() == (tmp_path / "a_p1.jpg").read_bytes()


def test_truths_and_pictures_may_lie_apart(tmp_path: Path) -> None:
    for name in ("gt", "pages"):
        (tmp_path / name).mkdir()
    _page(tmp_path / "pages", "a", truth=tmp_path / "gt")
    assert [d.name for d in from_folder(tmp_path, tmp_path / "work")] == ["a"]


def test_pen_written_numbers_are_masked_in_the_letterhead_only(tmp_path: Path) -> None:
    _page(tmp_path, "a", handwritten_or_stamped_tokens=["12"])
    (document,) = from_folder(tmp_path, tmp_path / "work")
    assert [line.masked for line in document.truths[0]] == [True, False, False]


def test_a_folder_without_truths_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoTruth):
        from_folder(tmp_path, tmp_path)


def test_the_samples_are_all_scans_with_a_picture_a_page(tmp_path: Path) -> None:
    documents = from_samples(tmp_path)
    assert len(documents) == 9
    assert all(len(d.pictures) == len(d.truths) for d in documents)
    assert all(p.exists() for d in documents for p in (d.file, *d.pictures))


def test_a_degradation_depends_on_its_seed_alone(tmp_path: Path) -> None:
    made = [degraded("low dpi", 1.0, pages=1, seed=s, work=tmp_path / f"{n}")[0] for n, s in enumerate((1, 1, 2))]
    first, again, other = (document.file.read_bytes() for document in made)
    assert first == again != other
    assert made[0].truths == made[2].truths


def _print() -> NDArray[np.float32]:
    picture = np.full((120, 90, 3), 250, np.float32)
    picture[30:90:10, 15:75] = 20
    return picture


@pytest.mark.parametrize("name", ["phone", "fax", "skew", "copier"])
def test_what_no_profile_can_say_is_seeded_and_stays_a_picture(name: str) -> None:
    first, again = (DEGRADATIONS[name].after(_print(), 1.0, np.random.default_rng(1)) for _ in range(2))
    assert (first == again).all()
    assert first.shape == _print().shape
    assert 0 <= first.min() < first.max() <= 255
    assert np.abs(first - _print()).mean() > 2


def test_a_fax_prints_every_line_twice() -> None:
    sent = DEGRADATIONS["fax"].after(_print(), 1.0, np.random.default_rng(1))
    assert (sent[0::2] == sent[1::2]).all()
    assert set(np.unique(sent)) == {0, 255}


def test_a_stronger_skew_is_further_from_the_page() -> None:
    away = [
        np.abs(DEGRADATIONS["skew"].after(_print(), s, np.random.default_rng(1)) - _print()).mean() for s in (0.2, 1)
    ]
    assert away[0] < away[1]


def test_seals_are_pressed_on_words_and_leaves_are_folded_in_three() -> None:
    word = PlacedWord(runs=(Run(text="Điều", style=Style()),), x=100, baseline=200, line=1, block=1)
    sheet, rng = Sheet(width=600, height=800, words=(word,)), np.random.default_rng(1)
    seals = DEGRADATIONS["stamp over text"].sheet(sheet, 1.0, rng).marks
    assert len(seals) == 4
    assert all(isinstance(seal, Stamp) and abs(seal.x - 100) < 60 and seal.y == 200 for seal in seals)
    assert DEGRADATIONS["folded leaflet"].sheet(sheet, 1.0, rng).folds == (200, 400)


@pytest.mark.parametrize("name", list(DEGRADATIONS))
def test_every_profile_is_a_scanner_that_the_inbox_takes(name: str) -> None:
    gentle, usual = (DEGRADATIONS[name].profile(strength) for strength in (0.0, 1.0))
    assert min(gentle.dpi, usual.dpi) >= Limits().min_dpi
    assert usual.blur >= gentle.blur
    assert usual.quality <= gentle.quality


def test_degradations_are_asked_for_by_name_and_strength() -> None:
    assert names(["fax", "jpeg:0.5"]) == [("fax", 1.0), ("jpeg", 0.5)]
    assert [name for name, _ in names(["all"])] == list(DEGRADATIONS)
    with pytest.raises(KeyError, match="fex"):
        names(["fex"])


def test_every_switch_of_the_engine_has_an_ablation_and_the_whole_comes_first() -> None:
    found = ablations.changes()
    assert list(found)[:3] == [ablations.WHOLE, "net alone", "tesseract alone"]
    assert {"no language model", "no second look"} <= set(found)
    assert Options(**found["no language model"]) == Options(language_model=False)
