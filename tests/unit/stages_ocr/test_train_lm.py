"""The training script, run as people run it."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.stages.ocr.language_model import LanguageModel

ROOT = Path(__file__).parents[3]
SECRET = "Ông Bí Mật đi chợ mua cá rô đồng"
FORMULA = "Độc lập tự do hạnh phúc muôn năm"


def _train(*arguments: str) -> str:
    command = [sys.executable, "-m", "bench.train_lm", *arguments, "--syllable-from", "1", "--word-from", "1"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _texts(folder: Path) -> Path:
    texts = folder / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(f"{FORMULA}\nMở đầu\n{SECRET}\nTrẻ em có quyền được bảo vệ\n" * 3, encoding="utf-8")
    (texts / "b.json").write_text(json.dumps({"x": ["Người dân có quyền khiếu nại", FORMULA]}), encoding="utf-8")
    (texts / "c.csv").write_text('"Câu hỏi","Trả lời\nhai dòng"\n', encoding="utf-8")
    with gzip.open(texts / "d.jsonl.gz", "wt", encoding="utf-8") as rows:
        rows.write(json.dumps({"text": "Sở Tư pháp ban hành kế hoạch"}) + "\n" + json.dumps({"title": "Tờ gấp"}) + "\n")
    (texts / "e.png").write_bytes(b"no text")
    (folder / "truth").mkdir()
    (folder / "truth" / "p1.txt").write_text(
        f"xx {SECRET.replace(' mua', chr(10) + 'mua')}\n{FORMULA}\n", encoding="utf-8"
    )
    return texts


def test_a_model_is_made_from_folders_without_the_pages_it_is_measured_on(tmp_path: Path) -> None:
    texts, out = _texts(tmp_path), tmp_path / "new" / "vi.lm"
    (tmp_path / "names.tsv").write_text("code\tname\n1\tBa Đình\n", encoding="utf-8")
    common = (f"{texts}:2", "--phrases", str(tmp_path / "names.tsv"), "--without", str(tmp_path / "truth"))
    said = _train(*common, "--formulas", "2", "--date", "2026-01-02", "--out", str(out))
    model = LanguageModel.load(out.read_bytes())
    assert f"{out}: {out.stat().st_size} bytes" in said
    assert (model.header.date, model.header.left_out, model.header.formulas) == ("2026-01-02", ("truth",), 2)
    assert model.header.sources == ("texts", "names.tsv")
    assert all(map(model.knows, ("bảo", "khiếu", "dòng", "kế", "gấp", "đình")))
    assert model.knows("hạnh")  # a formula of two documents
    assert not model.knows("rô")
    strict = tmp_path / "strict.lm"
    _train(*common, "--date", "2026-01-02", "--out", str(strict))
    assert not LanguageModel.load(strict.read_bytes()).knows("hạnh")


def test_where_there_is_no_text_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    with pytest.raises(subprocess.CalledProcessError) as failed:
        _train(str(tmp_path / "texts"), "--out", str(tmp_path / "vi.lm"))
    assert "no text" in failed.value.stderr
    assert not (tmp_path / "vi.lm").exists()


def test_the_same_texts_give_the_same_bytes_and_held_out_ones_are_judged(tmp_path: Path) -> None:
    texts, first, second = _texts(tmp_path), tmp_path / "1.lm", tmp_path / "2.lm"
    said = [
        _train(str(texts), "--date", "2026-01-02", "--out", str(out), "--hold-out", "60") for out in (first, second)
    ]
    assert first.read_bytes() == second.read_bytes()
    assert "perplexity" in said[0]
    assert "marks put back" in said[0]
